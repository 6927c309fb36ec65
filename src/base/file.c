#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *read_all(struct strbuf *sb, int fd, size_t most)
{
    char chunk[8192];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return strerror(errno);
        if (got == 0)
            return NULL;
        strbuf_add(sb, chunk, (size_t)got);
        if (sb->length > most)
            return "the file is too large";
    }
}

static const char *read_and_close(struct strbuf *sb, int fd, size_t most)
{
    const char *problem = read_all(sb, fd, most);
    close(fd);
    return problem;
}

const char *file_read(struct strbuf *sb, const char *path, size_t most)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    return fd < 0 ? strerror(errno) : read_and_close(sb, fd, most);
}

const char *file_read_own(struct strbuf *sb, const char *path, size_t most)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); /* a pipe waits for a writer else */
    if (fd < 0)
        return strerror(errno);
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
        return read_and_close(sb, fd, most);
    close(fd);
    return "it is no regular file";
}
