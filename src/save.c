#include "save.h"

#include "strbuf.h"
#include "xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool save_write(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno != EINTR)
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
    snprintf(err, size, "%s: cannot be written: %s", path, strerror(error));
    return false;
}

/* The directory a file is in. Owned by the caller. */
static char *directory_of(const char *path)
{
    char *copy = xstrdup(path), *directory = xstrdup(dirname(copy));
    free(copy);
    return directory;
}

/* The path behind symbolic links, so that the file is replaced and not the link. Owned by the caller. */
static char *target_of(const char *path)
{
    char *real = realpath(path, NULL);
    return real ? real : xstrdup(path);
}

bool save_possible(const char *path, char *err, size_t size)
{
    struct stat status;
    char *target = target_of(path), *directory = directory_of(target);
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
    char *directory = directory_of(target);
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(directory);
}

/* 0, or the errno of what failed. */
static int replace(const char *target, mode_t mode, const char *bytes, size_t length)
{
    struct strbuf temporary = STRBUF_INIT;
    strbuf_addf(&temporary, "%s.XXXXXX", target);
    int fd = mkostemp(temporary.text, O_CLOEXEC), error = 0;
    if (fd < 0) {
        error = errno;
        strbuf_release(&temporary);
        return error;
    }
    if (!save_write(fd, bytes, length) || fchmod(fd, mode) != 0 || fsync(fd) != 0)
        error = errno;
    if (close(fd) != 0 && !error)
        error = errno;
    if (!error && rename(temporary.text, target) != 0)
        error = errno;
    if (error)
        unlink(temporary.text);
    else
        sync_directory(target);
    strbuf_release(&temporary);
    return error;
}

static int write_directly(const char *target, const char *bytes, size_t length)
{
    int fd = open(target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return errno;
    int error = save_write(fd, bytes, length) ? 0 : errno;
    if (close(fd) != 0 && !error)
        error = errno;
    return error;
}

bool save_file(const char *path, const char *bytes, size_t length, char *err, size_t size)
{
    if (!save_possible(path, err, size))
        return false;
    struct stat status;
    char *target = target_of(path);
    bool exists = stat(target, &status) == 0;
    int error;
    if (exists && !S_ISREG(status.st_mode))
        error = write_directly(target, bytes, length);
    else
        error = replace(target, exists ? status.st_mode & 07777 : usual_mode(), bytes, length);
    free(target);
    return error ? refuse(path, error, err, size) : true;
}
