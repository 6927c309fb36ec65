#include "timeline/layout_timeline.h"

#include <limits.h>

#define TIMELINE_COLUMNS_FOR_TASK_BESIDE 110 /* the task and what could be faster side by side */

/* Besides a row for each slot: the border, the axis, the marks and the queue; with room, air between and thick rows. */
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
