#include "process_image.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#if __has_include(<sys/rseq.h>)
#include <sys/rseq.h>
#endif
#include <sys/syscall.h>
#include <unistd.h>

/* Mappings that workers have no use for, by a part of their name in /proc/self/maps. Of the dynamic linker only what
 * is never written: everything was bound at the start (-z now), so its code has nothing more to do, but its data
 * are looked at by the C library. */
static const struct {
    const char *name;
    bool unwritten;
} idle_parts[] = {
    { "[heap]", false },    { "/libncurses", false }, { "/libpanel", false }, { "/libtinfo", false },
    { "/libcjson", false }, { "/libm.so", false },    { "/libm-", false },    { "/locale/", false },
    { "gconv", false },     { "/ld-linux", true },
};

static void leave_out(const char *line)
{
    unsigned long first, end;
    char access[8];

    if (sscanf(line, "%lx-%lx %7s", &first, &end, access) != 3)
        return;
    for (size_t i = 0; i < sizeof idle_parts / sizeof *idle_parts; i++) {
        bool written =
            access[1] == 'w' || (access[0] == 'r' && access[2] == '-' && strstr(line, " 00000000 ") == NULL);

        if (strstr(line, idle_parts[i].name) && !(idle_parts[i].unwritten && written))
            madvise((void *)first, end - first, MADV_DONTFORK); /* NOLINT(performance-no-int-to-ptr) */
    }
}

/* The kernel writes to a thread's rseq area at each return to it, which makes a child copy that page. Nothing here
 * asks for what it says. */
static void drop_rseq(void)
{
#ifdef RSEQ_SIG
    syscall(SYS_rseq, (char *)__builtin_thread_pointer() + __rseq_offset, 32, RSEQ_FLAG_UNREGISTER, RSEQ_SIG);
#endif
}

void process_image_slim(void)
{
    /* Not a FILE: its buffer would lie on the heap. Lines that a read cuts in two are read again whole. */
    char text[8192];
    size_t held = 0;
    int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    ssize_t got;

    drop_rseq();
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
