#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
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

const char *file_read(struct strbuf *sb, const char *path, size_t most)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return strerror(errno);
    const char *problem = read_all(sb, fd, most);
    close(fd);
    return problem;
}
