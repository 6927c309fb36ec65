/* The name that was probably meant. */
#pragma once

#include <stddef.h>

/* The one of `names` nearest to `word`: fewest letters inserted,
 * left out, changed or swapped with their neighbour, whatever their case; also one that `word` begins.
 * The first of equals; NULL when nothing is near enough that a person would call it a slip. */
const char *nearest(const char *word, const char *const *names, size_t count);
