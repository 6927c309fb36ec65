#include "help/layout_help.h"

#define HELP_COLUMN_WIDTH 38

struct layout_help layout_help(int w, int h)
{
    struct layout_help help = { .frame = layout_frame_of(w, h, true) };
    if (help.frame.too_small)
        return help;
    help.keys = help.frame.body;
    int inside = help.keys.w - 4;
    help.columns = int_clamp(inside / HELP_COLUMN_WIDTH, 1, 3);
    help.column_width = inside / help.columns;
    return help;
}
