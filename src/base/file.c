#include "base/file.h"

#include "base/error_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
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
            return error_text(errno);
        if (got == 0)
            return NULL;
        strbuf_add(sb, chunk, (size_t)got);
        if (sb->length > most)
            return "the file is too large";
    }
}

static const char *open_and_read(struct strbuf *sb, const char *path, size_t most, bool regular)
{
    struct stat status;
    /* Without O_NONBLOCK, open() waits for the writer of a pipe. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (regular ? O_NONBLOCK : 0));
    if (fd < 0)
        return errno == ENXIO ? "it is a socket, or a device that is not there" : error_text(errno);
    bool refused = regular && (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode));
    const char *problem = refused ? "it is not a regular file" : read_all(sb, fd, most);
    close(fd);
    return problem;
}

const char *file_read(struct strbuf *sb, const char *path, size_t most)
{
    return open_and_read(sb, path, most, false);
}

const char *file_read_own(struct strbuf *sb, const char *path, size_t most)
{
    return open_and_read(sb, path, most, true);
}
