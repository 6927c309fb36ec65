#include "save.h"

#include "path_say.h"
#include "save_target.h"
#include "strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As an owner or a group: as it is. */
#define SAME ((uid_t)-1)

/* What has kept a write from its end may pass: a signal; no room, where whoever opened the descriptor wants to be told
 * so instead of waiting. False with errno set. */
static bool may_go_on(int fd)
{
    struct pollfd room = { .fd = fd, .events = POLLOUT };
    return errno == EINTR || (errno == EAGAIN && (poll(&room, 1, -1) >= 0 || errno == EINTR));
}

bool save_write(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && !may_go_on(fd))
            return false;
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
    return true;
}

static bool refuse(const char *path, int error, char *err, size_t size)
{
    path_say(err, size, path, ": cannot be written: %s", strerror(error));
    return false;
}

bool save_possible(const char *path, char *err, size_t size)
{
    struct stat status;
    char *target = save_target(path);
    if (!target)
        return refuse(path, errno, err, size);
    char *directory = save_directory(target);
    bool exists = stat(target, &status) == 0;
    int error = 0;
    if (*path == '\0')
        error = ENOENT;
    else if (exists && S_ISDIR(status.st_mode))
        error = EISDIR;
    else if (access(directory, F_OK) != 0 || (exists && access(target, W_OK) != 0) ||
             ((!exists || S_ISREG(status.st_mode)) && access(directory, W_OK | X_OK) != 0))
        error = errno;
    free(target);
    free(directory);
    return error ? refuse(path, error, err, size) : true;
}

/* The permissions a new file gets. There is no way to ask for the umask but to set it. */
static mode_t usual_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Makes what was renamed outlast a power cut. Not every file system can; the file itself is safe either way. */
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

/* A file without a name goes with the program, however that ends. Not every file system has them; and the name comes
 * by way of /proc. */
static int open_nameless(const char *target)
{
    char *directory = save_directory(target), link[32];
    int fd = open(directory, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    free(directory);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (fd >= 0 && access(link, F_OK) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* A new file beside the target, with a name or without. */
static void open_temporary(struct save *save)
{
    struct strbuf name = STRBUF_INIT;
    save->fd = open_nameless(save->target);
    save->nameless = save->fd >= 0;
    if (save->nameless) {
        strbuf_addf(&name, "%s.%ld", save->target, (long)getpid());
    } else {
        strbuf_addf(&name, "%s.XXXXXX", save->target);
        save->fd = mkostemp(name.text, O_CLOEXEC);
    }
    save->temporary = strbuf_detach(&name);
}

static bool link_as(const struct save *save, const char *name)
{
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", save->fd);
    return linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

/* A file without a name gets the target's, or, as no call does both at once, a temporary one that then takes the
 * target's place. False with errno set. */
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

bool save_begin(struct save *save, const char *path, char *err, size_t size)
{
    struct stat status;
    *save = (struct save){ .fd = -1, .path = path };
    if (!save_possible(path, err, size))
        return false;
    save->target = save_target(path);
    if (!save->target)
        return refuse(path, errno, err, size);
    bool exists = stat(save->target, &status) == 0;
    if (exists && !S_ISREG(status.st_mode)) {
        save->fd = open(save->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    } else {
        save->mode = exists ? status.st_mode & 07777 : usual_mode();
        save->owner = exists ? status.st_uid : SAME;
        save->group = exists ? status.st_gid : SAME;
        open_temporary(save);
    }
    if (save->fd >= 0)
        return true;
    refuse(path, errno, err, size);
    free(save->temporary);
    free(save->target);
    return false;
}

void save_add(struct save *save, const char *bytes, size_t length)
{
    if (!save->error && !save_write(save->fd, bytes, length))
        save->error = errno;
}

/* Gives the file the owner and the permissions of the old one. What cannot be given back to its owner acts for nobody;
 * and where its group is another one, that may do no more than everybody. False with errno set. */
static bool dress(const struct save *save)
{
    mode_t mode = save->mode;
    if (fchown(save->fd, save->owner, save->group) != 0) {
        mode &= ~(mode_t)(S_ISUID | S_ISGID);
        if (fchown(save->fd, SAME, save->group) != 0)
            mode = (mode & ~(mode_t)S_IRWXG) | (mode & S_IRWXO) << 3;
    }
    return fchmod(save->fd, mode) == 0; /* last: a change of the owner takes bits away */
}

/* On the disk, as it is to be. False with errno set. */
static bool complete(const struct save *save)
{
    return dress(save) && fsync(save->fd) == 0;
}

/* Closes; what is not to stay is gone. 0, or the errno of what failed first. */
static int settle(struct save *save, bool stays)
{
    bool file = save->temporary != NULL, named = file && !save->nameless;
    stays = stays && !save->error;
    if (stays && file && (!complete(save) || (save->nameless && !take_place(save))))
        save->error = errno;
    if (close(save->fd) != 0 && !save->error)
        save->error = errno;
    stays = stays && !save->error;
    if (stays && named && rename(save->temporary, save->target) != 0)
        save->error = errno;
    if (named && (!stays || save->error))
        unlink(save->temporary);
    if (stays && file && !save->error)
        sync_directory(save->target);
    free(save->temporary);
    free(save->target);
    int error = save->error;
    *save = (struct save){ .fd = -1 };
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
