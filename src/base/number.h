/* Whole numbers from text. */
#ifndef TICTOC_NUMBER_H
#define TICTOC_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes `length` digits of base 10 or 16, all of them. False, and *value as it was: there are none, or other characters,
 * or more than uint64_t holds. */
bool number_read(const char *text, size_t length, unsigned base, uint64_t *value);

#endif
