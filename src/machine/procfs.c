#include "machine/procfs.h"

#include "base/number.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool procfs_read(const char *path, char *buf, size_t size)
{
    size_t used = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0;
    for (ssize_t got = 1; good && got != 0 && used + 1 < size;) {
        got = read(fd, buf + used, size - 1 - used);
        good = got >= 0 || errno == EINTR;
        used += got > 0 ? (size_t)got : 0;
    }
    buf[good ? used : 0] = '\0';
    if (fd >= 0)
        close(fd);
    return good;
}

static bool leading_number(const char *text, uint64_t *value)
{
    text += strspn(text, " \t");
    return number_read(text, strspn(text, "0123456789"), 10, value);
}

bool procfs_number(const char *path, uint64_t *value)
{
    char text[64];
    return procfs_read(path, text, sizeof text) && leading_number(text, value);
}

bool procfs_field(const char *text, const char *key, uint64_t *value)
{
    size_t length = strlen(key);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, length) != 0)
            continue;
        const char *rest = line + length;
        rest += *rest == ':';
        if (*rest == ' ' || *rest == '\t')
            return leading_number(rest, value);
    }
    return false;
}
