/* Suggestions for mistyped names. */
#pragma once

#include <stddef.h>

/* The name with the least edit distance to `word` (insertions, deletions, substitutions, swaps of neighbours,
 * ignoring case), or one that `word` abbreviates. The first of equals; NULL: none is near enough. */
const char *nearest(const char *word, const char *const *names, size_t count);
