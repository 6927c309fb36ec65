/* Whole numbers: minimum and maximum, parsing, and products of more than 64 bits,
 * for which not every machine has a type. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline uint64_t least_of(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static inline uint64_t most_of(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static inline int int_min(int a, int b)
{
    return a < b ? a : b;
}

static inline int int_max(int a, int b)
{
    return a > b ? a : b;
}

static inline int int_clamp(int value, int least, int most)
{
    return int_min(int_max(value, least), most);
}

/* Reads exactly `length` digits of base 10 or 16. False, with *value unchanged, when length is 0,
 * a character is not a digit, or the number exceeds uint64_t. */
bool number_read(const char *text, size_t length, unsigned base, uint64_t *value);

/* The upper half of a * b. Async-signal-safe. */
static inline uint64_t number_product_high(uint64_t a, uint64_t b)
{
    uint64_t a_low = (uint32_t)a, a_high = a >> 32, b_low = (uint32_t)b, b_high = b >> 32;
    uint64_t middle = a_high * b_low + (a_low * b_low >> 32);
    return a_high * b_high + (middle >> 32) + ((a_low * b_high + (uint32_t)middle) >> 32);
}

/* The lower 64 bits of a * b / divisor, rounded down. The divisor is not 0. */
uint64_t number_proportion(uint64_t a, uint64_t b, uint64_t divisor);
