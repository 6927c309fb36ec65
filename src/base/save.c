#include "base/save.h"

#include "base/error_text.h"
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

/* fchown(): unchanged. */
#define SAME ((uid_t)-1)

/* Whether a write may block for long: all but regular files. */
static bool keeps_waiting(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 && !S_ISREG(status.st_mode);
}

/* Writes some bytes, perhaps none. A pipe with room takes PIPE_BUF bytes at once; with more, write() would
 * block and be restarted after every signal. -1 with errno set. */
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

/* What ENOENT does not say: the file itself need not exist. */
static const char *missing_part(const char *path)
{
    struct stat status;
    bool link = lstat(path, &status) == 0 && S_ISLNK(status.st_mode) && stat(path, &status) != 0;
    char *directory = save_directory(path);
    bool there = stat(directory, &status) == 0;
    free(directory);
    return !*path  ? "it has no name"
           : link  ? "it is a link into a directory that does not exist"
           : there ? "its directory takes no new files"
                   : "its directory does not exist; make it first";
}

static bool refuse(const char *path, int error, char *err, size_t size)
{
    path_message(err, size, path, ": cannot be written: %s",
                 error == ENXIO    ? "no process reads from it"
                 : error == ENOENT ? missing_part(path)
                                   : error_text(error));
    return false;
}

/* The permissions of a new file. The umask can only be read by setting it. */
static mode_t usual_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Makes a rename survive a power cut, where the file system can. */
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

/* A file without a name disappears with the program, however that ends. -1 where the file system
 * has none, or where /proc, needed to name it, is missing. */
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

/* A name beside the target, without the target's name, which may have the maximum length already. */
static char *temporary_name(const char *target, const char *suffix)
{
    struct strbuf name = STRBUF_INIT;
    char *directory = save_directory(target);
    strbuf_addf(&name, "%s/tictoc-%s", directory, suffix);
    free(directory);
    return strbuf_detach(&name);
}

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

/* Links the nameless file as the target. As linkat() does not replace, an existing target is replaced
 * by way of a temporary name. False with errno set. */
static bool link_target(const struct save *save)
{
    if (link_as(save, save->target))
        return true;
    if (errno != EEXIST)
        return false;
    /* A program with our pid that was killed here has left a file of that name. */
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

/* save->fd is -1 with errno set on failure. `file` is the existing file; NULL: none. */
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

static void release_save(struct save *save)
{
    free(save->temporary);
    free(save->target);
    *save = (struct save){ .fd = -1 };
}

/* Resolves the target; *there: whether it exists. Returns 0, or an errno why it cannot be written. */
static int find_target(struct save *save, const char *path, struct stat *file, bool *there)
{
    *save = (struct save){ .fd = -1, .path = path, .target = save_target(path) };
    *there = save->target && stat(save->target, file) == 0;
    return save->target ? save_obstacle(save->target, *there ? file : NULL) : errno;
}

bool save_begin(struct save *save, const char *path, char *err, size_t size)
{
    struct stat file;
    bool there;
    int error = find_target(save, path, &file, &there);
    if (!error)
        open_save(save, there ? &file : NULL);
    if (save->fd >= 0)
        return true;
    error = error ? error : errno;
    release_save(save);
    return refuse(path, error, err, size);
}

bool save_possible(const char *path, char *err, size_t size)
{
    struct save save;
    struct stat file;
    bool there;
    int error = find_target(&save, path, &file, &there);
    release_save(&save);
    if (error)
        return refuse(path, error, err, size);
    /* Opening and closing a pipe would be the whole output to its reader. */
    if (there && !S_ISREG(file.st_mode))
        return true;
    bool begun = save_begin(&save, path, err, size);
    save_abandon(&save);
    return begun;
}

/* Frees the space at once, so that other files can be saved on a full disk. */
static void note_failure(struct save *save)
{
    save->error = errno;
    if (save->temporary)
        (void)!ftruncate(save->fd, 0);
}

void save_add(struct save *save, const char *bytes, size_t length)
{
    if (!save->error && !save_write(save->fd, bytes, length))
        note_failure(save);
}

/* The kernel reports a failure of the disk only once: here, not again at the end. */
void save_sync(struct save *save)
{
    bool file = save->temporary != NULL; /* other kinds may have no disk */
    if (file && !save->error && fdatasync(save->fd) != 0)
        note_failure(save);
}

/* Sets the owner and the permissions of the old file. Without its owner, the file loses setuid and setgid;
 * without its group, the group gets the permissions of others. Errors of fchmod() are ignored:
 * some file systems (a Windows drive, SMB, FUSE) have no permissions. */
static void restore_owner(const struct save *save)
{
    mode_t mode = save->mode;
    if (fchown(save->fd, save->owner, save->group) != 0) {
        mode &= ~(mode_t)(S_ISUID | S_ISGID);
        if (fchown(save->fd, SAME, save->group) != 0)
            mode = (mode & ~(mode_t)S_IRWXG) | (mode & S_IRWXO) << 3;
    }
    (void)!fchmod(save->fd, mode); /* last: fchown() clears bits */
}

/* False with errno set. */
static bool write_through(const struct save *save)
{
    restore_owner(save);
    return fsync(save->fd) == 0;
}

/* Copies a nameless file that could not be linked to a named one. False with errno set. */
static bool copy_to_named(struct save *save)
{
    struct save named = *save;
    off_t at = 0;
    ssize_t got = 1;
    open_named(&named);
    while (named.fd >= 0 && got > 0)
        got = sendfile(named.fd, save->fd, &at, COPY);
    if (named.fd >= 0 && got == 0 && write_through(&named)) {
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

/* False with errno set. */
static bool replace_target(struct save *save)
{
    if (!write_through(save))
        return false;
    if (save->nameless && link_target(save))
        return true;
    return (!save->nameless || copy_to_named(save)) && rename(save->temporary, save->target) == 0;
}

/* Closes the save; removes the file unless it stays. Returns 0, or the first errno. */
static int close_save(struct save *save, bool stays)
{
    bool file = save->temporary != NULL;
    stays = stays && !save->error;
    if (stays && file && !replace_target(save))
        save->error = errno;
    if (file && !save->nameless && (!stays || save->error))
        unlink(save->temporary);
    if (close(save->fd) != 0 && !save->error)
        save->error = errno;
    if (stays && file && !save->error)
        sync_directory(save->target);
    int error = save->error;
    release_save(save);
    return error;
}

bool save_finish(struct save *save, char *err, size_t size)
{
    const char *path = save->path;
    int error = close_save(save, true);
    return error ? refuse(path, error, err, size) : true;
}

void save_abandon(struct save *save)
{
    if (save->fd >= 0)
        close_save(save, false);
}

bool save_file(const char *path, const char *bytes, size_t length, char *err, size_t size)
{
    struct save save;
    if (!save_begin(&save, path, err, size))
        return false;
    save_add(&save, bytes, length);
    return save_finish(&save, err, size);
}
