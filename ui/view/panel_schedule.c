#include "view/panel_schedule.h"

#include "base/format.h"
#include "base/number.h"
#include "draw/draw.h"
#include "view/labels.h"

#include <stdio.h>

enum { CHUNKS_DRAWN_MAX = 2000, FIGURE_COLUMNS = 10 };

#define EDGE 0x258Fu /* ▏ between two tasks */

/* One strategy in the panel:
 * a lane for each of its workers, the last one summed up where there are too many. */
struct lanes {
    struct pane pane;
    const struct workload *workload;
    const struct plan *plan;
    struct chunk_schedule chunks;
    uint64_t workers; /* that have something to do */
    double unit_ns;   /* of a unit of weight */
    double axis_ns;   /* of the whole width */
};

/* Rows of a strategy that show all it has. Workers that share cores, and workers
 * of a task each that are too many to be drawn one by one, have one; so have tasks that take no time. */
static int rows_of(const struct experiment *experiment, const struct forecast *forecast, unsigned cores)
{
    uint64_t workers = estimate_workers(&experiment->workload, &forecast->plan);
    bool one = estimate_is_crowded(&experiment->workload, &forecast->plan, cores) ||
               workers > CHUNKS_DRAWN_MAX || forecast->schedule_ns <= 0;
    return one ? 1 : int_max((int)workers, 1);
}

/* With a row of air between two strategies. */
static int rows_wanted(const struct experiment *experiment, const struct preview *preview, unsigned cores)
{
    int rows = (int)experiment->strategy_count - 1;
    for (size_t i = 0; i < experiment->strategy_count; i++)
        rows += rows_of(experiment, &preview->strategies[i], cores);
    return rows;
}

/* ---- a lane ------------------------------------------------------------------------------------------- */

static int column_of(const struct lanes *lanes, double ns)
{
    return lanes->axis_ns > 0 ? (int)(ns / lanes->axis_ns * lanes->pane.w + 0.5) : 0;
}

static void draw_block(struct pane block, const struct lanes *lanes, uint64_t chunk, unsigned worker)
{
    unsigned role = ROLE_DARK | ROLE_ON(role_worker(worker));
    bool ascii = block.canvas->ascii;
    char name[96];
    draw_fill(block, role, ascii ? '#' : ' ');
    if (block.x > lanes->pane.x && block.w > 1)
        canvas_put(block, 0, 0, role, ascii ? '|' : EDGE);
    const uint32_t *order = lanes->chunks.order;
    if (lanes->plan->chunk == 1)
        label_task(name, sizeof name, lanes->workload, order ? order[chunk] : chunk, block.w - 1, ascii);
    else
        snprintf(name, sizeof name, "chunk %llu", (unsigned long long)chunk + 1);
    if (canvas_columns(block.canvas, name) < block.w)
        draw_text(block, 1, 0, role, name);
}

/* The chunks of the workers first … end - 1, in one row. */
static void draw_lane(const struct lanes *lanes, int y, uint64_t first, uint64_t end)
{
    const struct chunk_schedule *chunks = &lanes->chunks;
    for (uint64_t i = 0; i < chunks->count; i++) {
        uint32_t place = chunks->at[i].place;
        double unit = chunks->unit * lanes->unit_ns, started = (double)chunks->at[i].started * unit;
        int from = column_of(lanes, started),
            to = column_of(lanes, started + (double)chunks->lengths[i] * unit);
        if (place >= first && place < end && chunks->lengths[i] > 0)
            draw_block(pane_sub(lanes->pane, from, y, int_max(to - from, 1), 1), lanes, i, place);
    }
}

/* ---- a strategy ---------------------------------------------------------------------------------------- */

static void draw_lanes(struct lanes *lanes)
{
    int h = lanes->pane.h;
    bool all = lanes->workers <= (uint64_t)h;
    int shown = all ? (int)lanes->workers : h - 1;
    for (int y = 0; y < shown; y++)
        draw_lane(lanes, y, (uint64_t)y, (uint64_t)y + 1);
    if (!all)
        draw_textf(lanes->pane, 0, h - 1, ROLE_DIM, "… and %llu more workers%s",
                   (unsigned long long)lanes->workers - (unsigned long long)shown,
                   lanes->plan->slots > lanes->workers ? " that have something to do" : "");
}

/* Where no chunks can be drawn one by one. */
static void draw_whole(const struct lanes *lanes, const struct forecast *forecast, unsigned cores)
{
    char tasks[FORMAT_MAX], workers[FORMAT_MAX], text[160];
    bool crowded = estimate_is_crowded(lanes->workload, lanes->plan, cores);
    int w = column_of(lanes, forecast->schedule_ns * lanes->unit_ns);
    int rows = crowded || lanes->workers > CHUNKS_DRAWN_MAX ? 1 : int_min(lanes->pane.h, (int)lanes->workers);
    format_count(tasks, sizeof tasks, lanes->workload->tasks);
    format_count(workers, sizeof workers, lanes->workers);
    if (crowded)
        snprintf(text, sizeof text, "%s workers share %u %s", workers, cores, cores == 1 ? "core" : "cores");
    else
        snprintf(text, sizeof text, "%s tasks", tasks);
    for (int y = 0; y < rows; y++) {
        struct pane bar = pane_sub(lanes->pane, 0, y, w, 1);
        unsigned role = ROLE_DARK | ROLE_ON(crowded ? (unsigned)ROLE_LABEL : role_worker((unsigned)y));
        draw_fill(bar, role, bar.canvas->ascii ? '#' : ' ');
        if (y == 0 && canvas_columns(bar.canvas, text) + 2 <= w)
            draw_text(bar, 1, 0, role, text);
    }
}

/* What starting and handing out add, from the end of the schedule on. */
static void draw_cost(const struct lanes *lanes, const struct forecast *forecast)
{
    int from = column_of(lanes, forecast->schedule_ns * lanes->unit_ns),
        to = column_of(lanes, forecast->run_ns);
    struct pane cost = pane_sub(lanes->pane, from, 0, to - from, 1);
    unsigned role = ROLE_DARK | ROLE_ON(ROLE_COST);
    if (to <= from)
        return;
    draw_fill(cost, role, cost.canvas->ascii ? ':' : ' ');
    const char *what = lanes->plan->workers ? "handing out" : "starting and ending processes";
    if (canvas_columns(cost.canvas, what) + 2 <= cost.w)
        draw_text(cost, 1, 0, role, what);
}

static void draw_strategy(struct pane pane, int labels, const struct experiment *experiment, size_t index,
                          const struct preview *preview, double axis_ns, unsigned cores)
{
    const struct strategy *strategy = &experiment->strategies[index];
    const struct forecast *forecast = &preview->strategies[index];
    struct lanes lanes = { .pane = pane_sub(pane, labels, 0, pane.w - labels - FIGURE_COLUMNS, pane.h),
                           .workload = &experiment->workload,
                           .plan = &forecast->plan,
                           .workers = estimate_workers(&experiment->workload, &forecast->plan),
                           .unit_ns = preview->unit_ns,
                           .axis_ns = axis_ns };
    char figure[FORMAT_MAX];
    draw_fit(pane, 0, 0, labels - 2, role_of_strategy(strategy) | ROLE_STRONG, DRAW_WORDS, strategy->label);
    if (forecast->run_ns < 1e18)
        draw_right(pane, pane.w, 0, ROLE_TEXT,
                   format_duration(figure, sizeof figure, (uint64_t)forecast->run_ns));
    if (estimate_chunks(&lanes.chunks, lanes.workload, lanes.plan, cores, CHUNKS_DRAWN_MAX)) {
        draw_lanes(&lanes);
        chunk_schedule_release(&lanes.chunks);
    } else {
        draw_whole(&lanes, forecast, cores);
    }
    if (forecast->run_ns < 1e18)
        draw_cost(&lanes, forecast);
}

/* Rows of each strategy: all it wants, or as many as leave the others as much. */
static int share_of(const struct experiment *experiment, const struct preview *preview, unsigned cores,
                    size_t index, int rows)
{
    int left = (int)(experiment->strategy_count - index);
    int want = rows_of(experiment, &preview->strategies[index], cores), fair = int_max(rows / left, 1),
        others = 0;
    for (size_t i = index + 1; i < experiment->strategy_count; i++)
        others += int_min(rows_of(experiment, &preview->strategies[i], cores), fair);
    return int_clamp(rows - others, int_min(want, fair), want);
}

static bool has_chaos(const struct experiment *experiment, const struct preview *preview)
{
    bool chaos = false;
    for (size_t i = 0; i < experiment->strategy_count; i++)
        chaos |= preview->strategies[i].plan.chaos.on;
    return chaos;
}

/* ns that the longest of them takes. */
static double axis_of(const struct experiment *experiment, const struct preview *preview)
{
    double axis = 0;
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        const struct forecast *forecast = &preview->strategies[i];
        double ns = forecast->run_ns < 1e18 ? forecast->run_ns : forecast->schedule_ns * preview->unit_ns;
        axis = ns > axis ? ns : axis;
    }
    return axis;
}

void panel_schedule(struct pane box, const struct experiment *experiment, const struct preview *preview,
                    unsigned cores, int labels)
{
    size_t count = preview->estimated ? experiment->strategy_count : 0;
    struct pane inside = draw_box(box, false, "What to expect",
                                  has_chaos(experiment, preview) ? "if no worker died · estimated"
                                                                 : "a run of each · estimated");
    double axis_ns = axis_of(experiment, preview);
    int gaps = rows_wanted(experiment, preview, cores) <= inside.h ? 1 : 0;
    int rows = inside.h - gaps * ((int)count - 1), y = 0;
    for (size_t i = 0; i < count && y < inside.h; i++) {
        int h = share_of(experiment, preview, cores, i, rows);
        draw_strategy(pane_sub(inside, 0, y, inside.w, h), labels, experiment, i, preview, axis_ns, cores);
        y += h + gaps;
        rows -= h;
    }
}
