#include "base/decimal.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* More than the digits of any text could balance, and far from overflow. */
#define EXPONENT_MAX INT64_C(1000000000000)

struct reading_digits {
    uint64_t value; /* of the digits up to the last one that is not 0 */
    int64_t zeros;  /* number of zeros after it */
    bool overflow;
};

static void times_ten(struct reading_digits *digits, int64_t times)
{
    while (times-- > 0 && digits->value && !digits->overflow)
        digits->overflow = __builtin_mul_overflow(digits->value, 10, &digits->value);
}

static void add_digit(struct reading_digits *digits, unsigned digit)
{
    if (!digit) {
        digits->zeros++;
        return;
    }
    times_ten(digits, digits->zeros + 1);
    digits->zeros = 0;
    if (!digits->overflow)
        digits->overflow = __builtin_add_overflow(digits->value, digit, &digits->value);
}

static int64_t read_exponent(const char *text, size_t length)
{
    size_t at = length && (text[0] == '-' || text[0] == '+');
    int64_t exponent = 0;
    for (; at < length; at++)
        if (exponent < EXPONENT_MAX)
            exponent = exponent * 10 + (text[at] - '0');
    return length && text[0] == '-' ? -exponent : exponent;
}

enum decimal decimal_read(const char *text, size_t length, int scale, uint64_t *value)
{
    struct reading_digits digits = { 0, 0, false };
    size_t at = length && text[0] == '-';
    bool negative = at, fraction = false;
    int64_t exponent = scale;
    for (; at < length && text[at] != 'e' && text[at] != 'E'; at++) {
        if (text[at] == '.') {
            fraction = true;
            continue;
        }
        add_digit(&digits, (unsigned)(text[at] - '0'));
        exponent -= fraction;
    }
    if (!digits.value && !digits.overflow) {
        *value = 0;
        return DECIMAL_EXACT;
    }
    if (negative)
        return DECIMAL_NEGATIVE;
    if (at < length)
        exponent += read_exponent(text + at + 1, length - at - 1);
    exponent += digits.zeros;
    if (exponent < 0)
        return DECIMAL_FINER;
    times_ten(&digits, exponent);
    if (digits.overflow)
        return DECIMAL_HUGE;
    *value = digits.value;
    return DECIMAL_EXACT;
}

char *decimal_seconds(char *buf, uint64_t ns)
{
    snprintf(buf, DECIMAL_SECONDS_MAX, "%" PRIu64 ".%09" PRIu64, ns / NS_PER_S, ns % NS_PER_S);
    size_t length = strlen(buf);
    while (buf[length - 1] == '0')
        length--;
    length -= buf[length - 1] == '.';
    buf[length] = '\0';
    return buf;
}
