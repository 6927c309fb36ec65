#include "base/bar.h"

#include <stddef.h>

/* What a column looks like from nearly empty to full. */
static const char *const blocks[] = { "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };
static const char *const signs[] = { "-", "=", "#" };

void bar_add(struct strbuf *out, unsigned width, double share, bool ascii)
{
    const char *const *steps = ascii ? signs : blocks;
    const unsigned steps_per_column = ascii ? 3 : 8;
    double wanted = share > 0 ? share * width * steps_per_column + 0.5 : 0; /* false for NAN too */
    unsigned most = width * steps_per_column;
    unsigned filled = wanted < most ? (unsigned)wanted : most;
    if (share > 0 && filled == 0 && width > 0)
        filled = 1;
    unsigned full = filled / steps_per_column, rest = filled % steps_per_column;
    for (unsigned i = 0; i < full; i++)
        strbuf_adds(out, steps[steps_per_column - 1]);
    if (rest)
        strbuf_adds(out, steps[rest - 1]);
    strbuf_fill(out, ' ', width - full - (rest != 0));
}
