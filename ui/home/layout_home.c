#include "home/layout_home.h"

#include <limits.h>

#define HOME_COLUMNS_FOR_TWO   60
#define HOME_COLUMNS_FOR_THREE 150

/* The panels beside the list keep their places for most experiments: browsing must not make them jump. */
enum { ABOUT_ROWS = 7, STRATEGIES_USUAL = 4 };

struct layout_home layout_home(const struct layout_home_in *in)
{
    struct layout_home home = { .frame = layout_frame_of(in->w, in->h, true) };
    struct rect area = home.frame.body;
    int strategy_rows = int_max(in->strategies, STRATEGIES_USUAL) + 3;
    if (home.frame.too_small)
        return home;
    if (in->w < HOME_COLUMNS_FOR_TWO) {
        struct layout_panel panels[] = {
            { &home.list, 4, 8, INT_MAX, false, 0 },
            { &home.plan, 3, strategy_rows, strategy_rows, false, 0 },
        };
        layout_stack(area, panels, (const int[]){ 0, 1 }, 2);
        return home;
    }
    home.list = layout_cut_left(&area, int_clamp(in->w * 42 / 100, 24, 48));
    bool three = in->w >= HOME_COLUMNS_FOR_THREE;
    struct rect middle = three ? layout_cut_left(&area, area.w / 2) : area;
    int about_rows = int_max(layout_rows(in->about, middle.w - 4) + 3, ABOUT_ROWS);
    struct layout_panel panels[] = {
        { &home.about, 3, about_rows, about_rows, false, 0 },
        { &home.plan, 3, strategy_rows, three ? INT_MAX : strategy_rows, false, 0 },
        { &home.last, 3, strategy_rows - 1, INT_MAX, false, 0 },
    };
    if (three) {
        layout_stack(middle, panels, (const int[]){ 1, 0 }, 2);
        home.last = area;
    } else {
        layout_stack(middle, panels, (const int[]){ 1, 2, 0 }, 3);
    }
    return home;
}
