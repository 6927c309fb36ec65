#include "fuzz/promise.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[64];

void promise(bool kept, const char *file, int line, const char *what)
{
    if (kept)
        return;
    fprintf(stderr, "%s:%d: a promise was broken: %s\n", file, line, what);
    abort();
}

bool promise_harmless(const char *text)
{
    size_t length = strlen(text), bytes = 0;
    for (size_t at = 0; at < length; at += bytes) {
        uint32_t c = 0;
        bytes = utf8_read(text + at, length - at, &c);
        if (!bytes || (c != '\n' && c != 0xFFFD && text_disturbs(c)))
            return false;
    }
    return true;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
    (void)status, (void)type, (void)ftw;
    return remove(path);
}

static void remove_directory(void)
{
    nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *promise_path(const char *name)
{
    static char paths[2][128];
    static unsigned turn;
    if (!directory[0]) {
        snprintf(directory, sizeof directory, "%s/tictoc-fuzz-XXXXXX",
                 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
        PROMISE(mkdtemp(directory));
        atexit(remove_directory);
    }
    turn ^= 1;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", directory, name);
    return paths[turn];
}

void promise_file(const char *path, const char *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    PROMISE(fd >= 0 && write(fd, bytes, length) == (ssize_t)length && close(fd) == 0);
}

char *promise_read(const char *path, size_t *length)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    PROMISE(fd >= 0 && fstat(fd, &status) == 0);
    *length = (size_t)status.st_size;
    char *bytes = malloc(*length + 1);
    PROMISE(bytes && read(fd, bytes, *length) == (ssize_t)*length && close(fd) == 0);
    bytes[*length] = '\0';
    return bytes;
}
