#include "base/save_target.h"

#include "base/strbuf.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The limit of the kernel. */
#define LINKS_MAX 40

char *save_directory(const char *path)
{
    char *copy = xstrdup(path), *directory = xstrdup(dirname(copy));
    free(copy);
    return directory;
}

/* The path a link points to, relative to our directory; NULL: not a link. Owned by the caller. */
static char *read_link(const char *link)
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

/* Follows a dangling link to its end. NULL with ELOOP for a circle. */
static char *follow_links(const char *path)
{
    char *target = xstrdup(path);
    for (int links = 0; links <= LINKS_MAX; links++) {
        char *next = read_link(target);
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
    /* A link in /proc may point to something without a path, such as a pipe. */
    return stat(path, &status) == 0 ? xstrdup(path) : follow_links(path);
}

/* In a sticky directory such as /tmp, only the owners of the file and of the directory may replace it. */
static bool is_anothers(const struct stat *file, const char *directory)
{
    struct stat status;
    uid_t us = geteuid();
    return us != 0 && stat(directory, &status) == 0 && (status.st_mode & S_ISVTX) && status.st_uid != us &&
           file->st_uid != us;
}

/* Older C libraries cannot detect attributes. */
#ifdef STATX_ATTR_APPEND
static bool has_attribute(const char *path, uint64_t attributes)
{
    struct statx status;
    return statx(AT_FDCWD, path, 0, STATX_TYPE, &status) == 0 && (status.stx_attributes & attributes);
}
#endif

/* A mount point, such as a file mounted into a container, cannot be replaced. */
static bool is_mounted(const char *target)
{
#ifdef STATX_ATTR_MOUNT_ROOT
    return has_attribute(target, STATX_ATTR_MOUNT_ROOT);
#else
    (void)target;
    return false;
#endif
}

/* Set by chattr +a, for root as well: a file that can be appended to, but not replaced;
 * a directory in which no file can be replaced. */
static bool is_append_only(const char *target, const char *directory)
{
#ifdef STATX_ATTR_APPEND
    return has_attribute(target, STATX_ATTR_APPEND) || has_attribute(directory, STATX_ATTR_APPEND);
#else
    (void)target;
    (void)directory;
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
    else if (file && S_ISREG(file->st_mode) &&
             (is_anothers(file, directory) || is_append_only(target, directory)))
        error = EPERM;
    else if (file && S_ISREG(file->st_mode) && is_mounted(target))
        error = EBUSY;
    free(directory);
    return error;
}

/* The status of the target or, where it does not exist, of its directory. */
static bool read_status(const char *target, struct stat *status, bool *there)
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
    if (!read_status(one, &a, &a_there) || !read_status(other, &b, &b_there) || a_there != b_there ||
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
