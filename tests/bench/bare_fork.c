/* The least that a process can cost: fork, _exit in the child, wait in the parent, in a small dynamically linked
 * program. Children are reaped as they end while the next are forked, as tictoc's process strategy does, or with
 * "wait" each before the next fork.
 * Usage: bare_fork PROCESSES [wait]    Prints ns per process. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* By a pointer, which is bound when the program starts. A call would be bound on its first use, and that is in every
 * child anew: a symbol looked up, and its pages touched, tens of µs that are no part of a process's cost. */
static void (*const volatile leave)(int) = _exit;

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int main(int argc, char **argv)
{
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000;
    int options = argc > 2 ? 0 : WNOHANG;
    uint64_t tic = now();

    for (uint64_t i = 0; i < count; i++) {
        pid_t pid = fork();

        if (pid == 0)
            leave(0);
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
