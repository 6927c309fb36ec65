#include "home/layout_home.h"

#include <limits.h>

#define HOME_COLUMNS_FOR_TWO   60
#define HOME_COLUMNS_FOR_THREE 150

/* The panels beside the list keep their places for most experiments: browsing must not make them jump. */
enum { ABOUT_ROWS = 7, STRATEGIES_USUAL = 4, SCHEDULE_ROWS = 8 };

static int about_rows(const struct layout_home_in *in, int w)
{
    return int_max(layout_rows(in->about, w - 4) + 3, ABOUT_ROWS);
}

/* All in one column beside the list. */
static void place_below(struct layout_home *home, struct rect area, const struct layout_home_in *in,
                        int strategy_rows)
{
    int about = about_rows(in, area.w), last = strategy_rows - 1;
    bool schedule = area.h >= about + strategy_rows + last + SCHEDULE_ROWS;
    struct layout_panel panels[] = {
        { &home->about, 3, about, about, false, 0 },
        { &home->plan, 3, strategy_rows, strategy_rows, false, 0 },
        { &home->last, 3, last, schedule ? last : INT_MAX, false, 0 },
        { &home->schedule, SCHEDULE_ROWS, SCHEDULE_ROWS, INT_MAX, false, 0 },
    };
    layout_stack(area, panels, (const int[]){ 1, 2, 0, 3 }, schedule ? 4 : 3);
}

/* Two columns beside the list, the schedule below both. */
static void place_beside(struct layout_home *home, struct rect area, const struct layout_home_in *in,
                         int strategy_rows)
{
    int about = about_rows(in, area.w / 2), top = about + strategy_rows;
    bool schedule = area.h >= top + SCHEDULE_ROWS;
    if (schedule)
        home->schedule = layout_cut_bottom(&area, area.h - top);
    struct rect middle = layout_cut_left(&area, area.w / 2);
    struct layout_panel panels[] = {
        { &home->about, 3, about, about, false, 0 },
        { &home->plan, 3, strategy_rows, INT_MAX, false, 0 },
    };
    layout_stack(middle, panels, (const int[]){ 1, 0 }, 2);
    home->last = area;
}

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
    if (in->w >= HOME_COLUMNS_FOR_THREE)
        place_beside(&home, area, in, strategy_rows);
    else
        place_below(&home, area, in, strategy_rows);
    return home;
}
