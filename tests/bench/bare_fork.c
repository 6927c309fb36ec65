/* The least that a process can cost:
 * fork, _exit in the child, wait in the parent, in a small dynamically linked program.
 * Children are reaped as they end while the next are forked, as tictoc's process strategy does.
 *   wait   each before the next fork
 *   bound  _exit by a pointer that was bound when the program started.
 *          Compiled in the usual way, a function is looked up on its first use;
 *          that is in every child anew, and a good part of what the plain loop costs.
 * Usage: bare_fork PROCESSES [wait|bound]    Prints ns per process. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void (*const volatile bound_exit)(int) = _exit;

static _Noreturn void leave(bool bound)
{
    if (bound)
        bound_exit(0);
    _exit(0);
}

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int main(int argc, char **argv)
{
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000;
    bool one_by_one = argc > 2 && strcmp(argv[2], "wait") == 0,
         bound = argc > 2 && strcmp(argv[2], "bound") == 0;
    int options = one_by_one ? 0 : WNOHANG;
    uint64_t tic = now();

    for (uint64_t i = 0; i < count; i++) {
        pid_t pid = fork();

        if (pid == 0)
            leave(bound);
        if (pid < 0) {
            perror("fork");
            return 1;
        }
        while (waitpid(-1, NULL, options) > 0 && options)
            ;
    }
    while (wait(NULL) > 0)
        ;
    printf("%.2f\n", (double)(now() - tic) / (double)count);
    return 0;
}
