/* The least that a claim can cost: processes over shared memory that was faulted in beforehand,
 * each of which takes a ticket, wins a compare-and-swap and writes two timestamps, for every task.
 * No bookkeeping, no safety. With "mapped" each worker first maps all of it by one call, instead
 * of meeting a page fault every 64 tasks. Usage: bare_claim WORKERS TASKS [mapped] Prints ns per task. */
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct task {
    _Alignas(64) _Atomic uint64_t word;
    uint64_t started, ended;
};

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void *shared(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED) {
        perror("mmap");
        exit(1);
    }
    memset(memory, 0, bytes);
    return memory;
}

static void work(_Atomic uint64_t *ticket, struct task *tasks, uint64_t count, uint64_t me)
{
    for (;;) {
        uint64_t i = atomic_fetch_add(ticket, 1), waiting = 0;

        if (i >= count)
            return;
        if (!atomic_compare_exchange_strong(&tasks[i].word, &waiting, me))
            continue;
        tasks[i].started = now();
        tasks[i].ended = now();
    }
}

/* For reading, which maps many pages at a fault, and these for writing too as the memory is shared. */
static void map(void *memory, size_t bytes)
{
#ifdef MADV_POPULATE_READ
    madvise(memory, bytes, MADV_POPULATE_READ);
#else
    (void)memory, (void)bytes;
#endif
}

int main(int argc, char **argv)
{
    uint64_t workers = argc > 1 ? strtoull(argv[1], NULL, 10) : 2;
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : 1000000;
    _Atomic uint64_t *ticket = shared(4096);
    struct task *tasks = shared(count * sizeof *tasks);
    uint64_t tic = now(), last = 0;

    for (uint64_t me = 1; me <= workers; me++)
        if (fork() == 0) {
            if (argc > 3)
                map(tasks, count * sizeof *tasks);
            work(ticket, tasks, count, me);
            _exit(0);
        }
    while (wait(NULL) > 0)
        ;
    for (uint64_t i = 0; i < count; i++)
        last = tasks[i].ended > last ? tasks[i].ended : last;
    printf("%.2f\n", (double)(last - tic) / (double)count);
    return 0;
}
