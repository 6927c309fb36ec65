#include "base/save.h"

#include "base/signals.h"
#include "base/path.h"
#include "base/save_target.h"
#include "base/strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes copied at a time. */
#define COPY ((size_t)1 << 20)

/* As an owner or a group: as it is. */
#define SAME ((uid_t)-1)

/* Whether the descriptor may take long to accept more: anything but a regular file. */
static bool keeps_waiting(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 && !S_ISREG(status.st_mode);
}

/* Writes some of it, perhaps nothing yet. A pipe that has room takes PIPE_BUF bytes at once;
 * with more write() would wait, and be begun anew after every signal. -1 with errno set. */
static ssize_t write_some(int fd, const char *bytes, size_t length, bool waits)
{
    if (waits && !signals_wait_for_room(fd))
        return -1;
    ssize_t written = write(fd, bytes, waits && length > PIPE_BUF ? PIPE_BUF : length);
    return written < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : written;
}

bool save_write(int fd, const char *bytes, size_t length)
{
    const bool waits = keeps_waiting(fd);
    while (length > 0) {
        ssize_t written = write_some(fd, bytes, length, waits);
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static bool refuse(const char *path, int error, char *err, size_t size)
{
    path_message(err, size, path, ": cannot be written: %s",
                 error == ENXIO ? "no process reads from it" : strerror(error));
    return false;
}

/* The permissions a new file gets. There is no way to ask for the umask but to set it. */
static mode_t usual_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Makes what was renamed outlast a power cut. Not every file system can;
 * the file itself is safe either way. */
static void sync_directory(const char *target)
{
    char *directory = save_directory(target);
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(directory);
}

/* A file without a name goes with the program, however that ends.
 * Not every file system has them; and the name comes by way of /proc. */
static int open_nameless(const char *target)
{
    char *directory = save_directory(target), link[32];
    int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    free(directory);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (fd >= 0 && access(link, F_OK) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* A name beside the target. It does not contain the target's,
 * which may already be as long as a name can be. */
static char *temporary_name(const char *target, const char *suffix)
{
    struct strbuf name = STRBUF_INIT;
    char *directory = save_directory(target);
    strbuf_addf(&name, "%s/tictoc-%s", directory, suffix);
    free(directory);
    return strbuf_detach(&name);
}

/* A new file beside the target. */
static void open_named(struct save *save)
{
    save->temporary = temporary_name(save->target, "XXXXXX");
    save->fd = mkostemp(save->temporary, O_CLOEXEC);
    save->nameless = false;
}

static void open_temporary(struct save *save)
{
    char pid[24];
    save->fd = open_nameless(save->target);
    save->nameless = save->fd >= 0;
    snprintf(pid, sizeof pid, "%ld", (long)getpid());
    if (save->nameless)
        save->temporary = temporary_name(save->target, pid);
    else
        open_named(save);
}

static bool link_as(const struct save *save, const char *name)
{
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", save->fd);
    return linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

/* A file without a name gets the target's, or, as no call does both at once,
 * a temporary one that then takes the target's place. False with errno set. */
static bool take_place(const struct save *save)
{
    if (link_as(save, save->target))
        return true;
    if (errno != EEXIST)
        return false;
    /* One of that name is left from a program that had our number and was killed right here. */
    if (!link_as(save, save->temporary) &&
        (errno != EEXIST || unlink(save->temporary) != 0 || !link_as(save, save->temporary)))
        return false;
    if (rename(save->temporary, save->target) == 0)
        return true;
    int error = errno;
    unlink(save->temporary);
    errno = error;
    return false;
}

/* Opens what is to be written; -1 with errno set. `file` is what is there; NULL: nothing. */
static void open_save(struct save *save, const struct stat *file)
{
    if (file && !S_ISREG(file->st_mode)) {
        save->fd = open(save->target, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); /* no reader, no pipe */
        return;
    }
    save->mode = file ? file->st_mode & 07777 : usual_mode();
    save->owner = file ? file->st_uid : SAME;
    save->group = file ? file->st_gid : SAME;
    open_temporary(save);
}

static void forget(struct save *save)
{
    free(save->temporary);
    free(save->target);
    *save = (struct save){ .fd = -1 };
}

/* Looks where it is to be written; *there: whether something is. 0, or why it cannot be. */
static int find(struct save *save, const char *path, struct stat *file, bool *there)
{
    *save = (struct save){ .fd = -1, .path = path, .target = save_target(path) };
    *there = save->target && stat(save->target, file) == 0;
    return save->target ? save_obstacle(save->target, *there ? file : NULL) : errno;
}

bool save_begin(struct save *save, const char *path, char *err, size_t size)
{
    struct stat file;
    bool there;
    int error = find(save, path, &file, &there);
    if (!error)
        open_save(save, there ? &file : NULL);
    if (save->fd >= 0)
        return true;
    error = error ? error : errno;
    forget(save);
    return refuse(path, error, err, size);
}

bool save_possible(const char *path, char *err, size_t size)
{
    struct save save;
    struct stat file;
    bool there;
    int error = find(&save, path, &file, &there);
    forget(&save);
    if (error)
        return refuse(path, error, err, size);
    /* The reader of a pipe would take opening and closing it for the whole output. */
    if (there && !S_ISREG(file.st_mode))
        return true;
    bool begun = save_begin(&save, path, err, size);
    save_abandon(&save);
    return begun;
}

/* What is not to stay gives its room back at once: on a full disk others can be saved in it. */
static void fail(struct save *save)
{
    save->error = errno;
    if (save->temporary)
        (void)!ftruncate(save->fd, 0);
}

void save_add(struct save *save, const char *bytes, size_t length)
{
    if (!save->error && !save_write(save->fd, bytes, length))
        fail(save);
}

/* The system reports a failure of the disk once, here, and not again at the end. */
void save_sync(struct save *save)
{
    bool file = save->temporary != NULL; /* else it may be of a kind that has no disk */
    if (file && !save->error && fdatasync(save->fd) != 0)
        fail(save);
}

/* Gives the file the owner and the permissions of the old one. A file that cannot be given back to its owner
 * loses setuid and setgid; one whose group is another grants that group no more than it grants everybody.
 * Permissions are a wish: where the file system has none or refuses them (a Windows drive,
 * SMB, FUSE) the file keeps those it was made with. */
static void dress(const struct save *save)
{
    mode_t mode = save->mode;
    if (fchown(save->fd, save->owner, save->group) != 0) {
        mode &= ~(mode_t)(S_ISUID | S_ISGID);
        if (fchown(save->fd, SAME, save->group) != 0)
            mode = (mode & ~(mode_t)S_IRWXG) | (mode & S_IRWXO) << 3;
    }
    (void)!fchmod(save->fd, mode); /* last: a change of the owner takes bits away */
}

/* On the disk, as it is to be. False with errno set. */
static bool complete(const struct save *save)
{
    dress(save);
    return fsync(save->fd) == 0;
}

/* Where a file without a name can have none after all:
 * its bytes go into one that has a name. False with errno set. */
static bool become_named(struct save *save)
{
    struct save named = *save;
    off_t at = 0;
    ssize_t got = 1;
    open_named(&named);
    while (named.fd >= 0 && got > 0)
        got = sendfile(named.fd, save->fd, &at, COPY);
    if (named.fd >= 0 && got == 0 && complete(&named)) {
        close(save->fd);
        free(save->temporary);
        *save = named;
        return true;
    }
    int error = errno;
    if (named.fd >= 0) {
        unlink(named.temporary);
        close(named.fd);
    }
    free(named.temporary);
    errno = error;
    return false;
}

/* All of it where it belongs. False with errno set. */
static bool put_in_place(struct save *save)
{
    if (!complete(save))
        return false;
    if (save->nameless && take_place(save))
        return true;
    return (!save->nameless || become_named(save)) && rename(save->temporary, save->target) == 0;
}

/* Closes; what is not to stay is gone. 0, or the errno of what failed first. */
static int settle(struct save *save, bool stays)
{
    bool file = save->temporary != NULL;
    stays = stays && !save->error;
    if (stays && file && !put_in_place(save))
        save->error = errno;
    if (file && !save->nameless && (!stays || save->error))
        unlink(save->temporary);
    if (close(save->fd) != 0 && !save->error)
        save->error = errno;
    if (stays && file && !save->error)
        sync_directory(save->target);
    int error = save->error;
    forget(save);
    return error;
}

bool save_finish(struct save *save, char *err, size_t size)
{
    const char *path = save->path;
    int error = settle(save, true);
    return error ? refuse(path, error, err, size) : true;
}

void save_abandon(struct save *save)
{
    if (save->fd >= 0)
        settle(save, false);
}

bool save_file(const char *path, const char *bytes, size_t length, char *err, size_t size)
{
    struct save save;
    if (!save_begin(&save, path, err, size))
        return false;
    save_add(&save, bytes, length);
    return save_finish(&save, err, size);
}
