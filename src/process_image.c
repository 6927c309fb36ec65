#include "process_image.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Mappings that workers have no use for, by a part of their name in /proc/self/maps. */
static const char *const idle_parts[] = { "[heap]", "/libncurses", "/libpanel", "/libtinfo", "/libcjson" };

static void leave_out(const char *line)
{
    unsigned long first, end;

    for (size_t i = 0; i < sizeof idle_parts / sizeof *idle_parts; i++)
        if (strstr(line, idle_parts[i]) && sscanf(line, "%lx-%lx", &first, &end) == 2)
            madvise((void *)first, end - first, MADV_DONTFORK); /* NOLINT(performance-no-int-to-ptr) */
}

void process_image_slim(void)
{
    /* Not a FILE: its buffer would lie on the heap. Lines that a read cuts in two are read again whole. */
    char text[8192];
    size_t held = 0;
    int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    ssize_t got;

    if (fd < 0)
        return;
    while ((got = read(fd, text + held, sizeof text - 1 - held)) > 0) {
        char *line = text, *end;

        held += (size_t)got;
        text[held] = '\0';
        while ((end = strchr(line, '\n'))) {
            *end = '\0';
            leave_out(line);
            line = end + 1;
        }
        held -= (size_t)(line - text);
        memmove(text, line, held);
    }
    close(fd);
}
