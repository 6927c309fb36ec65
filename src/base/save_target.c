#include "base/save_target.h"

#include "base/strbuf.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As many as the system follows. */
#define LINKS_MAX 40

char *save_directory(const char *path)
{
    char *copy = xstrdup(path), *directory = xstrdup(dirname(copy));
    free(copy);
    return directory;
}

/* Where a link leads, seen from where we are; NULL: it is no link. Owned by the caller. */
static char *behind(const char *link)
{
    char to[PATH_MAX];
    ssize_t length = readlink(link, to, sizeof to - 1);
    if (length < 0)
        return NULL;
    to[length] = '\0';
    if (to[0] == '/')
        return xstrdup(to);
    struct strbuf path = STRBUF_INIT;
    char *directory = save_directory(link);
    strbuf_addf(&path, "%s/%s", directory, to);
    free(directory);
    return strbuf_detach(&path);
}

/* Nothing is at the end, or there is no end. */
static char *follow(const char *path)
{
    char *target = xstrdup(path);
    for (int links = 0; links <= LINKS_MAX; links++) {
        char *next = behind(target);
        if (!next)
            return target;
        free(target);
        target = next;
    }
    free(target);
    errno = ELOOP;
    return NULL;
}

char *save_target(const char *path)
{
    struct stat status;
    char *real = realpath(path, NULL);
    if (real)
        return real;
    /* What /proc calls a link may lead to what has no path, such as a pipe. */
    return stat(path, &status) == 0 ? xstrdup(path) : follow(path);
}

/* In a directory such as /tmp only its owner and the owner of a file may replace that file. */
static bool is_anothers(const struct stat *file, const char *directory)
{
    struct stat status;
    uid_t us = geteuid();
    return us != 0 && stat(directory, &status) == 0 && (status.st_mode & S_ISVTX) && status.st_uid != us &&
           file->st_uid != us;
}

/* A file that has been mounted there, into a container perhaps, cannot be replaced.
 * Not every C library can say so. */
static bool is_mounted(const char *target)
{
#ifdef STATX_ATTR_MOUNT_ROOT
    struct statx status;
    return statx(AT_FDCWD, target, 0, STATX_TYPE, &status) == 0 &&
           (status.stx_attributes & STATX_ATTR_MOUNT_ROOT);
#else
    (void)target;
    return false;
#endif
}

int save_obstacle(const char *target, const struct stat *file)
{
    char *directory = save_directory(target);
    int error = 0;
    if (*target == '\0')
        error = ENOENT;
    else if (file && S_ISDIR(file->st_mode))
        error = EISDIR;
    else if ((!file && access(target, F_OK) != 0 && errno == ENAMETOOLONG) || access(directory, F_OK) != 0 ||
             (file && access(target, W_OK) != 0) ||
             ((!file || S_ISREG(file->st_mode)) && access(directory, W_OK | X_OK) != 0))
        error = errno;
    else if (file && S_ISREG(file->st_mode) && is_anothers(file, directory))
        error = EPERM;
    else if (file && S_ISREG(file->st_mode) && is_mounted(target))
        error = EBUSY;
    free(directory);
    return error;
}

/* What is there; where nothing is, the directory it would be in. */
static bool look_up(const char *target, struct stat *status, bool *there)
{
    char *directory = save_directory(target);
    *there = stat(target, status) == 0;
    bool found = *there || stat(directory, status) == 0;
    free(directory);
    return found;
}

static const char *name_of(const char *target)
{
    const char *slash = strrchr(target, '/');
    return slash ? slash + 1 : target;
}

static bool are_same(const char *one, const char *other)
{
    struct stat a, b;
    bool a_there, b_there;
    if (!look_up(one, &a, &a_there) || !look_up(other, &b, &b_there) || a_there != b_there ||
        a.st_dev != b.st_dev || a.st_ino != b.st_ino)
        return false;
    return a_there ? !S_ISCHR(a.st_mode) : strcmp(name_of(one), name_of(other)) == 0;
}

bool save_same(const char *one, const char *other)
{
    char *a = save_target(one), *b = save_target(other);
    bool same = a && b && are_same(a, b);
    free(a);
    free(b);
    return same;
}

bool save_is_open(const char *path, int fd)
{
    struct stat file, open_file;
    return fstat(fd, &open_file) == 0 && S_ISREG(open_file.st_mode) && stat(path, &file) == 0 &&
           file.st_dev == open_file.st_dev && file.st_ino == open_file.st_ino;
}
