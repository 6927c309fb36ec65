/* The experiments of config/, compiled in, so that the program works with no file at all.
 * The table is written by embed.sh. */
#pragma once

#include <stddef.h>

struct builtin {
    const char *name; /* file name without .json */
    const char *text; /* NUL-terminated */
    size_t length;
};

extern const struct builtin builtins[]; /* in the order in which lists show them */
extern const size_t builtin_count;
