/* The same loop as bare_trial's, spread over threads by OpenMP, a number at a time.
 * Usage: OMP_NUM_THREADS=N bare_openmp TO    Prints seconds. */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef _OPENMP

int main(int argc, char **argv)
{
    unsigned to = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 30000, found = 0;
    uint64_t tic = now(), done;

#pragma omp parallel for schedule(dynamic, 1) reduction(+ : found)
    for (unsigned n = 1; n <= to; n++)
        found += is_perfect(n);
    done = now();
    printf("%.9f\n", (double)(done - tic) / 1e9);
    return found < 4 && to >= 8128;
}

#else

int main(void)
{
    fputs("compiled without -fopenmp\n", stderr);
    return 2;
}

#endif
