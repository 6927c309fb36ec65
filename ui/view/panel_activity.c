/* The activity of the run since tic: how many tasks ended a second, and how many workers were in a task. */
#include "view/panel_activity.h"

#include "base/format.h"
#include "base/number.h"
#include "draw/draw.h"
#include "draw/graph.h"
#include "view/labels.h"

#include <stdio.h>

enum { GRAPH_MOST = 256, BOTH_FROM = 70 }; /* columns */

typedef double value_fn(const struct activity *activity, uint64_t from, uint64_t to);

/* One graph in a box of its own. Its time and its height go in steps, so that it fills and does not flow. */
static void draw_one(struct pane box, const struct activity *activity, uint64_t now, const char *title,
                     value_fn *value_of, bool rate, unsigned role)
{
    double values[GRAPH_VALUES(GRAPH_MOST)], most = 0;
    char note[3 * FORMAT_MAX], highest[FORMAT_MAX], time[FORMAT_MAX];
    int w = int_clamp(box.w - 4, 0, GRAPH_MOST), count = GRAPH_VALUES(w);
    uint64_t end = graph_axis(now);
    for (int i = 0; i < count; i++) {
        uint64_t from = end / (uint64_t)count * (uint64_t)i, to = end / (uint64_t)count * (uint64_t)(i + 1);
        to = to < now ? to : now;
        values[i] = from < to ? value_of(activity, from, to) : -1;
        most = values[i] > most ? values[i] : most;
    }
    if (rate)
        format_rate(highest, sizeof highest, most);
    else
        snprintf(highest, sizeof highest, "%.1f", most);
    snprintf(note, sizeof note, "up to %s · 0 … %s", highest, format_nap(time, sizeof time, end));
    struct pane inside = draw_box(box, false, title, note);
    draw_graph(pane_sub(inside, 0, 0, w, inside.h), values, (double)graph_axis((uint64_t)(most * 1e6)) / 1e6,
               role);
}

void panel_activity(struct pane box, const struct strategy *strategy, const struct activity *activity,
                    uint64_t now)
{
    int left = box.w >= BOTH_FROM ? box.w / 2 : box.w;
    now = least_of(activity->until, now);
    draw_one(pane_sub(box, 0, 0, left, box.h), activity, now, "Tasks a second", activity_rate, true,
             role_of_strategy(strategy));
    if (left < box.w)
        draw_one(pane_sub(box, left, 0, box.w - left, box.h), activity, now, "Workers in a task",
                 activity_workers, false, ROLE_RUNNING);
}
