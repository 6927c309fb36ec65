#include "run/layout_run.h"

#include <limits.h>
#include <stddef.h>

enum { RUN_ROWS_LEAST = 3, RUN_ROWS_QUEUE = 4, RUN_ROWS_OUTPUT = 4, RUN_WORKERS_FEW = 12 };

#define RUN_COLUMNS_FOR_LIST_BESIDE   140 /* workers left, everything else right */
#define RUN_COLUMNS_FOR_OUTPUT_BESIDE 160 /* tasks left, output right */

/* FROM, MORE_FROM: rows of the screen. */
static int activity_rows(const struct layout_run_in *in)
{
    enum { FROM = 32, MORE_FROM = 44, ROWS = 5, ROWS_MORE = 8 };
    return !in->activity || in->h < FROM ? 0 : in->h < MORE_FROM ? ROWS : ROWS_MORE;
}

static void stack_run(struct layout_run *run, struct rect area, const struct layout_run_in *in)
{
    int list_rows = int_min(int_max(in->workers, 1), INT_MAX / 4) + 2;
    int map_rows = layout_rows(in->tasks, area.w - 4);
    /* A long list scrolls anyway: half of the screen is enough. */
    list_rows = int_min(list_rows, int_max(RUN_WORKERS_FEW + 2, area.h / 2));
    /* Of few workers all are shown, such as ten sleepers on 24 rows.
     * The output gets the rows they leave. */
    int spare = area.h - list_rows - RUN_ROWS_QUEUE - RUN_ROWS_LEAST;
    /* The output keeps its rows beside a large map. */
    int activity = activity_rows(in);
    int output_rows = activity ? RUN_ROWS_OUTPUT : int_max(RUN_ROWS_OUTPUT, area.h / 5);
    bool instead = in->workers <= RUN_WORKERS_FEW && spare < RUN_ROWS_LEAST;
    struct layout_panel panels[] = {
        { &run->workers, RUN_ROWS_LEAST, list_rows, list_rows + in->heads, false, 0 },
        { &run->queue, RUN_ROWS_QUEUE, RUN_ROWS_QUEUE, RUN_ROWS_QUEUE, false, 0 },
        { &run->activity, 0, activity, activity, true, 0 },
        { &run->tasks, RUN_ROWS_LEAST, int_min(map_rows, 4) + 2, map_rows + 2, false, 0 },
        { NULL, 0, 1, 1, false, 0 },
        { &run->output, instead ? INT_MAX : RUN_ROWS_LEAST, output_rows, INT_MAX, false, 0 },
    };
    layout_stack(area, panels, (const int[]){ 0, 3, 1, 5, 2, 4 }, 6);
}

static void stack_run_without_list(struct layout_run *run, struct rect area, const struct layout_run_in *in)
{
    int map_rows = layout_rows(in->tasks, area.w - 4);
    struct layout_panel panels[] = {
        { &run->queue, 4, 4, 4, false, 0 },
        { &run->activity, 0, activity_rows(in), activity_rows(in), true, 0 },
        { &run->tasks, 3, int_min(map_rows, 4) + 2, map_rows + 2, false, 0 },
        { &run->output, 3, 6, INT_MAX, false, 0 },
    };
    layout_stack(area, panels, (const int[]){ 2, 0, 3, 1 }, 4);
}

/* A map with many rows and columns to spare has the output at its side. */
static void place_output_beside(struct layout_run *run)
{
    struct rect area = run->tasks;
    int bottom = run->output.y + run->output.h;
    area.h = bottom - area.y;
    run->tasks = layout_cut_left(&area, area.w * 7 / 10);
    run->output = area;
}

struct layout_run layout_run(const struct layout_run_in *in)
{
    struct layout_run run = { .frame = layout_frame_of(in->w, in->h, false) };
    struct rect area = run.frame.body;
    if (run.frame.too_small)
        return run;
    if (in->scrub)
        run.scrub = layout_cut_bottom(&area, 1);
    run.strip = layout_cut_top(&area, 1);
    if (in->h >= LAYOUT_ROWS_FOR_AIR)
        layout_cut_top(&area, 1);
    stack_run(&run, area, in);
    if (in->w >= RUN_COLUMNS_FOR_LIST_BESIDE && run.workers.h < int_max(in->workers, 1) + 2) {
        run.workers = layout_cut_left(&area, int_max(in->w / 2, 80));
        run.queue = run.activity = run.tasks = run.output = (struct rect){ 0 };
        stack_run_without_list(&run, area, in);
    } else if (in->w >= RUN_COLUMNS_FOR_OUTPUT_BESIDE && run.output.h > 0 && run.tasks.h > 6) {
        place_output_beside(&run);
    }
    return run;
}
