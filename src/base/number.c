#include "base/number.h"

static unsigned digit_of(char c)
{
    unsigned decimal = (unsigned)(unsigned char)c - '0', letter = ((unsigned)(unsigned char)c | 0x20) - 'a';
    return decimal < 10 ? decimal : letter < 6 ? letter + 10 : 16;
}

bool number_read(const char *text, size_t length, unsigned base, uint64_t *value)
{
    uint64_t number = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned digit = digit_of(text[i]);
        if (digit >= base || __builtin_mul_overflow(number, base, &number) ||
            __builtin_add_overflow(number, digit, &number))
            return false;
    }
    if (length)
        *value = number;
    return length > 0;
}

/* Long division, bit by bit. */
uint64_t number_proportion(uint64_t a, uint64_t b, uint64_t divisor)
{
    uint64_t low = a * b, rest = number_product_high(a, b) % divisor, quotient = 0;
    for (int bit = 63; bit >= 0; bit--) {
        bool carry = rest >> 63;
        rest = rest << 1 | (low >> bit & 1);
        bool fits = carry || rest >= divisor;
        rest -= fits ? divisor : 0;
        quotient = quotient << 1 | fits;
    }
    return quotient;
}
