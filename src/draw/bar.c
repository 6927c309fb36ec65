#include "draw/bar.h"

#define FULL 0x2588u

static int eighths_of(int width, double share)
{
    if (!(share > 0))
        return 0;
    if (share >= 1)
        return width * 8;
    int eighths = (int)(share * width * 8 + 0.5);
    if (eighths < 1)
        return 1;
    return eighths < width * 8 ? eighths : width * 8 - 1;
}

uint32_t bar_glyph(int column, int width, double share)
{
    int eighths = eighths_of(width, share) - 8 * column;
    if (eighths >= 8)
        return FULL;
    return eighths > 0 ? FULL + 8 - (unsigned)eighths : 0; /* ▉ … ▏ follow it in Unicode */
}
