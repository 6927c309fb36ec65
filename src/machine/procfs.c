#include "machine/procfs.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool procfs_read(const char *path, char *buf, size_t size)
{
    size_t used = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0;
    while (good && used + 1 < size) {
        ssize_t got = read(fd, buf + used, size - 1 - used);
        if (got == 0)
            break;
        if (got > 0)
            used += (size_t)got;
        else
            good = errno == EINTR;
    }
    buf[good ? used : 0] = '\0';
    if (fd >= 0)
        close(fd);
    return good;
}

static bool leading_number(const char *text, uint64_t *value)
{
    while (*text == ' ' || *text == '\t')
        text++;
    if (!isdigit((unsigned char)*text))
        return false;
    errno = 0;
    unsigned long long number = strtoull(text, NULL, 10);
    if (errno != 0)
        return false;
    *value = number;
    return true;
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
