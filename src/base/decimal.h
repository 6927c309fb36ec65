/* Exact conversion of decimal numbers, without floating point. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum decimal {
    DECIMAL_EXACT,
    DECIMAL_NEGATIVE, /* below 0; minus zero is zero */
    DECIMAL_FINER,    /* digits beyond the resolution */
    DECIMAL_HUGE,     /* beyond uint64_t */
};

/* The value of `text` (digits with an optional sign, point and exponent, as in JSON) times 10^scale:
 * scale 0 for whole numbers, 9 for seconds in ns. *value is set only for DECIMAL_EXACT. */
enum decimal decimal_read(const char *text, size_t length, int scale, uint64_t *value);

#define DECIMAL_SECONDS_MAX 32

/* ns as seconds in the shortest plain decimals that are exact: "0.5", "10".
 * Returns `buf`, of at least DECIMAL_SECONDS_MAX bytes. */
char *decimal_seconds(char *buf, uint64_t ns);
