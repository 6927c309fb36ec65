#include "base/xmalloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*on_failure)(void);

void xmalloc_on_failure(void (*action)(void))
{
    on_failure = action;
}

/* write(2), because stdio may allocate. */
static _Noreturn void out_of_memory(void)
{
    static const char message[] =
        "tictoc: out of memory; fewer tasks need less (ulimit -v and the cgroup's memory.max limit it)\n";
    if (on_failure)
        on_failure();
    (void)!write(STDERR_FILENO, message, sizeof message - 1);
    exit(EXIT_FAILURE);
}

void *xmalloc(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

void *xcalloc(size_t count, size_t size)
{
    void *memory = count && size ? calloc(count, size) : calloc(1, 1);
    if (!memory)
        out_of_memory();
    return memory;
}

void *xrealloc(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

void *xreallocarray(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        out_of_memory();
    return xrealloc(old, count * size);
}

char *xmemdup0(const char *bytes, size_t length)
{
    if (length == SIZE_MAX)
        out_of_memory();
    char *copy = xmalloc(length + 1);
    if (length)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *xstrdup(const char *text)
{
    return xmemdup0(text, strlen(text));
}
