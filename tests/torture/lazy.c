/* A library that the user had loaded before the program, or as its auditor:
 * bound lazily, and busy in every process of a run.
 * It starts a thread where the coordinator and each worker begin, which is where they call prctl(). */
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BLOCKS = 60, LARGE = 1 << 20 };

/* Blocks of all sizes, so that the allocator has to look at everything it knows. */
static void *use_memory(void *unused)
{
    void *blocks[BLOCKS];

    (void)unused;
    for (size_t i = 0; i < BLOCKS; i++) {
        size_t size = i % 50 ? 16 * i * i : LARGE;
        if (!(blocks[i] = malloc(size + 1)))
            abort();
        memset(blocks[i], 1, size + 1);
    }
    for (size_t i = 0; i < BLOCKS; i++)
        free(blocks[i]);
    return NULL;
}

static void start_a_thread(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, use_memory, NULL) != 0)
        abort();
    use_memory(NULL);
    pthread_join(thread, NULL);
}

/* Code that the library keeps writable, and patches: see LAZY_PATCH. */
__attribute__((aligned(65536), noinline, used)) static int patched(void)
{
    return 0;
}

__attribute__((constructor)) static void open_code(void)
{
    if (getenv("LAZY_PATCH"))
        mprotect((void *)patched, 1, PROT_READ | PROT_WRITE | PROT_EXEC);
}

static void patch_code(void)
{
    volatile unsigned char *code = (volatile unsigned char *)patched;
    unsigned char first = code[0]; /* cppcheck-suppress nullPointer */

    code[0] = first; /* cppcheck-suppress nullPointer */
}

/* The coordinator calls it once. A worker is the first to call a function that no other has had bound. */
int prctl(int option, ...)
{
    static bool in_worker;
    va_list args;

    va_start(args, option);
    unsigned long value = va_arg(args, unsigned long);
    va_end(args);
    if (in_worker)
        sched_yield();
    in_worker = true;
    if (getenv("LAZY_THREAD"))
        start_a_thread();
    if (getenv("LAZY_PATCH"))
        patch_code();
    return (int)syscall(SYS_prctl, option, value, 0, 0, 0);
}

/* ---- as an auditor ------------------------------------------------------------------------------------- */

unsigned la_version(unsigned version)
{
    return version;
}

unsigned la_objopen(struct link_map *map, Lmid_t space, uintptr_t *cookie)
{
    (void)map, (void)space, (void)cookie;
    return LA_FLG_BINDTO | LA_FLG_BINDFROM;
}
