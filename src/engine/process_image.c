#include "engine/process_image.h"

#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#if __has_include(<sys/rseq.h>)
#include <sys/rseq.h>
#endif
#include <sys/syscall.h>
#include <unistd.h>

/* Mappings that neither the coordinator nor its workers have any use for, by a part of their name in /proc/self/maps.
 * They are unmapped and not only kept from the workers (MADV_DONTFORK): a fork copies the whole tree of mappings and
 * cuts those out again one by one, which takes as long as to copy them. */
static const char *const idle_files[] = {
    "/libncurses", "/libpanel", "/libtinfo", "/libcjson", "/libutf8proc",
    "/libm.so",    "/libm-",    "/locale/",  "gconv",
};

/* malloc() maps blocks from here on by themselves, without a name: what the front keeps of earlier runs. The C
 * library's own variables have no name either, but are smaller; this thread's the kernel may have joined with a block
 * beside them. */
#define BLOCK_MIN (128UL << 10)
#define OWN_MAX   (32UL << 10)

static bool is_idle(const char *path)
{
    for (size_t i = 0; i < sizeof idle_files / sizeof *idle_files; i++)
        if (strstr(path, idle_files[i]))
            return true;
    return false;
}

static void keep_from_children(uintptr_t first, uintptr_t end)
{
    if (first < end)
        madvise((void *)first, end - first, MADV_DONTFORK); /* NOLINT(performance-no-int-to-ptr) */
}

/* All of a block but the surroundings of this thread's own variables. */
static void keep_block_from_children(uintptr_t first, uintptr_t end)
{
    uintptr_t own = (uintptr_t)pthread_self() & ~(uintptr_t)4095;

    if (own < first || own >= end) {
        keep_from_children(first, end);
    } else {
        keep_from_children(first, own - OWN_MAX);
        keep_from_children(own + OWN_MAX, end);
    }
}

/* Of the dynamic linker goes what is never written: everything was bound at the start
 * (-z now), so its code has nothing more to do, but its data are looked at by the C library. */
static bool leave_out(const char *line)
{
    unsigned long first, end, offset;
    char access[5];
    int path_at = 0;

    if (sscanf(line, "%lx-%lx %4s %lx %*s %*s %n", &first, &end, access, &offset, &path_at) != 4 || !path_at)
        return false;
    const char *path = line + path_at;
    bool linker = strstr(path, "/ld-linux") && (access[2] == 'x' || offset == 0);

    if (is_idle(path) || linker)
        munmap((void *)first, end - first); /* NOLINT(performance-no-int-to-ptr) */
    else if (!*path && strcmp(access, "rw-p") == 0 && end - first >= BLOCK_MIN)
        keep_block_from_children(first, end);
    else if (strcmp(path, "[heap]") == 0)
        keep_from_children(first, end);
    return false;
}

/* The kernel writes to a thread's rseq area at each return to it, which makes a child copy that page. Nothing here
 * asks for what it says. */
static void drop_rseq(void)
{
#ifdef RSEQ_SIG
    syscall(SYS_rseq, (char *)__builtin_thread_pointer() + __rseq_offset, 32, RSEQ_FLAG_UNREGISTER, RSEQ_SIG);
#endif
}

/* Calls `use` for each line of /proc/self/maps, until it says that this is enough. */
static void each_mapping(bool (*use)(const char *line))
{
    /* Not a FILE: its buffer would lie on the heap. Lines that a read cuts in two are read again whole. */
    char text[8192];
    size_t held = 0;
    int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    bool enough = fd < 0;
    ssize_t got;

    while (!enough && (got = read(fd, text + held, sizeof text - 1 - held)) > 0) {
        char *line = text, *end;

        held += (size_t)got;
        text[held] = '\0';
        while (!enough && (end = strchr(line, '\n'))) {
            *end = '\0';
            enough = use(line);
            line = end + 1;
        }
        held -= (size_t)(line - text);
        memmove(text, line, held);
    }
    if (fd >= 0)
        close(fd);
}

static bool lives_in_valgrind;

static bool look_for_valgrind(const char *line)
{
    lives_in_valgrind = strstr(line, "/valgrind/") != NULL;
    return lives_in_valgrind;
}

void process_image_slim(void)
{
    each_mapping(look_for_valgrind);
    if (lives_in_valgrind) /* whose own memory looks like ours, and is needed in the children */
        return;
    drop_rseq();
    setlocale(LC_ALL, "C"); /* which lies in the C library itself */
    each_mapping(leave_out);
}
