/* The activity of the run since tic: the tasks that ended, and how many workers were in a task. */
#include "view/panel_activity.h"

#include "base/format.h"
#include "base/number.h"
#include "draw/draw.h"
#include "draw/graph.h"
#include "view/labels.h"

#include <stdio.h>

enum { GRAPH_MOST = 256, BOTH_FROM = 70 }; /* columns */

typedef double value_fn(const struct activity *activity, uint64_t from, uint64_t to);

static double done_of(const struct activity *activity, uint64_t from, uint64_t to)
{
    (void)from;
    return activity_done(activity, to);
}

/* A graph of its own. */
struct graph {
    const char *title;
    value_fn *value_of;
    uint64_t tasks; /* of how many are done; 0: the height follows from the values */
    unsigned role;
};

static void write_highest(char *buf, size_t size, const struct graph *graph, double most)
{
    char count[FORMAT_MAX];
    if (graph->tasks)
        snprintf(buf, size, "%.0f of %s", most, format_count(count, sizeof count, graph->tasks));
    else if (graph->value_of == activity_rate)
        snprintf(buf, size, "up to %s", format_rate(count, sizeof count, most));
    else
        snprintf(buf, size, "up to %.1f", most);
}

/* In a box. Its time and its height go in steps, so that it fills and does not flow. */
static void draw_one(struct pane box, const struct activity *activity, uint64_t now,
                     const struct graph *graph)
{
    double values[GRAPH_VALUES(GRAPH_MOST)], most = 0;
    char note[3 * FORMAT_MAX], highest[2 * FORMAT_MAX], time[FORMAT_MAX];
    int w = int_clamp(box.w - 4, 0, GRAPH_MOST), count = GRAPH_VALUES(w);
    uint64_t end = graph_axis(now);
    for (int i = 0; i < count; i++) {
        uint64_t from = end / (uint64_t)count * (uint64_t)i, to = end / (uint64_t)count * (uint64_t)(i + 1);
        to = to < now ? to : now;
        values[i] = from < to ? graph->value_of(activity, from, to) : -1;
        most = values[i] > most ? values[i] : most;
    }
    write_highest(highest, sizeof highest, graph, most);
    snprintf(note, sizeof note, "%s · 0 … %s", highest, format_nap(time, sizeof time, end));
    struct pane inside = draw_box(box, false, graph->title, note);
    draw_graph(pane_sub(inside, 0, 0, w, inside.h), values,
               graph->tasks ? (double)graph->tasks : (double)graph_axis((uint64_t)(most * 1e6)) / 1e6,
               graph->role);
}

void panel_activity(struct pane box, const struct strategy *strategy, const struct activity *activity,
                    uint64_t tasks, uint64_t now)
{
    int left = box.w >= BOTH_FROM ? box.w / 2 : box.w;
    unsigned role = role_of_strategy(strategy);
    struct graph done = { "Tasks done", done_of, tasks, role },
                 rate = { "Tasks a second", activity_rate, 0, role },
                 workers = { "Workers in a task", activity_workers, 0, ROLE_RUNNING };
    now = least_of(activity->until, now);
    draw_one(pane_sub(box, 0, 0, left, box.h), activity, now, tasks < ACTIVITY_RATE_FROM ? &done : &rate);
    if (left < box.w)
        draw_one(pane_sub(box, left, 0, box.w - left, box.h), activity, now, &workers);
}
