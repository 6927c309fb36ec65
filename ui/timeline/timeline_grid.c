#include "timeline/timeline_grid.h"

#include "base/number.h"

#include <limits.h>

enum { LEFT = 7, THICK_MAX = 2, QUEUE_MAX = 14, FEW_ROWS = 3 };

/* Rows go first to slots, axis, marks and queue; then to air, then to thicker rows, then to the queue. */
struct timeline_grid timeline_grid(int w, int h, uint32_t slots)
{
    struct timeline_grid grid = { .x = LEFT, .axis = -1, .marks = -1, .thick = 1 };
    int left = h > 2 ? h - 2 : 0, all = slots < 100000 ? (int)slots : 100000, y = 0;
    grid.columns = w - 4 > LEFT ? int_min(w - 4 - LEFT, TIMELINE_COLUMNS_MAX) : 0;
    bool has_axis = left > 1, has_marks = left > FEW_ROWS, has_queue = left > FEW_ROWS + 1;
    left -= has_axis + has_marks + has_queue;
    grid.folded = all > left && left > 1;
    grid.rows = int_min(all, left - grid.folded);
    grid.rows = grid.rows > 0 ? grid.rows : 0;
    left -= grid.rows + grid.folded;
    grid.height = has_queue;
    bool air = left >= 2;
    left -= air ? 2 : 0;
    while (grid.rows > 0 && grid.thick + grid.gap <= THICK_MAX && left >= grid.rows) {
        bool wants_gap = grid.thick >= 2 && !grid.gap;
        grid.thick += !wants_gap;
        grid.gap += wants_gap;
        left -= grid.rows;
    }
    grid.height += has_queue ? int_min(left, QUEUE_MAX - 1) : 0;
    if (has_axis)
        grid.axis = y++;
    if (has_marks)
        grid.marks = y++;
    grid.top = y + air;
    grid.fold = grid.top + grid.rows * (grid.thick + grid.gap);
    grid.queue = grid.fold + grid.folded + (air && !grid.gap);
    return grid;
}

uint64_t timeline_moment(const struct timeline_window *window, int columns, int column)
{
    uint64_t span = window->to - window->from, all = (uint64_t)columns, at = (uint64_t)column;
    return window->from + span / all * at + span % all * at / all;
}

int timeline_column(const struct timeline_window *window, int columns, uint64_t at)
{
    if (at < window->from)
        return -1;
    if (at >= window->to)
        return columns;
    double share = (double)(at - window->from) / (double)(window->to - window->from);
    int column = (int)(share * columns);
    while (column > 0 && timeline_moment(window, columns, column) > at)
        column--;
    while (column + 1 < columns && timeline_moment(window, columns, column + 1) <= at)
        column++;
    return column;
}

uint64_t timeline_step(uint64_t span, int columns, int apart)
{
    static const uint64_t factors[] = { 1, 2, 5 };
    double least = columns > 0 ? (double)span * apart / columns : (double)span;
    uint64_t power = 1;
    for (;;) {
        for (int i = 0; i < 3; i++)
            if ((double)(power * factors[i]) >= least)
                return power * factors[i];
        if (power >= UINT64_C(1000000000000000000))
            return power;
        power *= 10;
    }
}

/* ---- the screen ---------------------------------------------------------------------------------------- */

#define TIMELINE_COLUMNS_FOR_TASK_BESIDE 110 /* task and limit side by side */

/* TIMELINE_ROWS_BESIDES: the border, the axis, the marks and the queue. */
enum {
    TIMELINE_ROWS_BESIDES = 5,
    TIMELINE_ROWS_AIR = 6,
    TIMELINE_ROWS_LEAST = 6,
    TIMELINE_SLOTS_FEW = 11,
    TIMELINE_THICKNESS_MAX = 3,
    TIMELINE_ROWS_QUEUE = 12,
    TASK_ROWS = 5,
    LIMIT_ROWS = 6,
};

struct layout_timeline layout_timeline(int w, int h, int slots)
{
    struct layout_timeline timeline = { .frame = layout_frame_of(w, h, false) };
    struct rect area = timeline.frame.body;
    if (timeline.frame.too_small)
        return timeline;
    slots = int_clamp(slots, 1, INT_MAX / 8);
    bool beside = w >= TIMELINE_COLUMNS_FOR_TASK_BESIDE;
    int want = slots + TIMELINE_ROWS_BESIDES;
    int least = slots <= TIMELINE_SLOTS_FEW ? int_min(want, area.h) : TIMELINE_ROWS_LEAST;
    int most =
        slots * TIMELINE_THICKNESS_MAX + TIMELINE_ROWS_BESIDES + TIMELINE_ROWS_AIR + TIMELINE_ROWS_QUEUE;
    int limit = beside ? 0 : LIMIT_ROWS;
    int below = beside ? LIMIT_ROWS : TASK_ROWS;
    struct layout_panel panels[] = {
        { &timeline.timeline, least, want, most, false, 0 },
        { &timeline.task, TASK_ROWS, below, below + 1, false, 0 },
        { &timeline.limit, limit, limit, limit, false, 0 },
    };
    layout_stack(area, panels, (const int[]){ 0, 1, 2 }, 3);
    if (beside && timeline.task.h > 0) {
        area = timeline.task;
        timeline.task = layout_cut_left(&area, area.w / 2);
        timeline.limit = area;
    }
    return timeline;
}
