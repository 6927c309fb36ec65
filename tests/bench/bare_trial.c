/* Trial division of every number 1 … TO in one plain loop.
 * Usage: bare_trial TO    Prints seconds. */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    unsigned to = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 30000, found = 0;
    uint64_t tic = now(), done;

    for (unsigned n = 1; n <= to; n++)
        found += is_perfect(n);
    done = now();
    printf("%.9f\n", (double)(done - tic) / 1e9);
    return found < 4 && to >= 8128; /* 6, 28, 496, 8128: also keeps the loop from being left out */
}
