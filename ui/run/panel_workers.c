/* The workers: the id of each, its state, the progress of its task, and what it has done. */
#include "run/panel_run.h"

#include "draw/columns.h"
#include "draw/draw.h"
#include "draw/graph.h"
#include "base/number.h"
#include "base/format.h"
#include "run/run_facts.h"
#include "view/widget.h"
#include "view/labels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    BAR_LEAST = 6,
    STATE_COLUMNS = 12,      /* "● on core 12" */
    STATE_COLUMNS_LONG = 25, /* "◐ ready · waits for a core" */
    WHY_FROM = 104,          /* columns from which states are explained */
    MEMORY_FROM = 88,
    HISTORY_FROM = 92,
    HISTORY_LEAST = 10,
    HISTORY_MOST = 40,
    NUMBER_COLUMNS = 4, /* "12th" */
    WHAT_MOST = 24,
    WHAT_LOOKS = 64, /* tasks whose labels are measured, about */
};

enum list_column {
    SLOT,
    NUMBER,
    PID,
    STATE,
    WHAT,
    BAR,
    PERCENT,
    AGE,
    HISTORY,
    BUSY,
    MEMORY,
    DONE,
    LIST_COLUMNS
};

struct list {
    const struct snapshot *snapshot;
    const struct activity *activity; /* NULL: there is none */
    uint64_t until;                  /* end of the axis of the history, ns since tic */
    struct column columns[LIST_COLUMNS];
    bool why;
    bool replaced; /* a worker is not the first in its slot */
    bool shared;   /* a worker lacks a core */
};

/* ---- one worker a row ---------------------------------------------------------------------------------- */

/* The widest label of the tasks that are measured. */
static int columns_for_what(const struct canvas *canvas, const struct snapshot *snapshot)
{
    const struct workload *workload = snapshot->workload;
    uint64_t step = snapshot->tasks / WHAT_LOOKS + 1;
    char text[64];
    int columns = canvas_columns(canvas, "all tasks");
    if (run_task_ns(snapshot) < TASK_SEEN_NS && snapshot->plan->chunk > 1) {
        uint64_t chunks = (snapshot->tasks + snapshot->plan->chunk - 1) / snapshot->plan->chunk;
        return int_max(columns, 6 + canvas_columns(canvas, format_count(text, sizeof text, chunks)));
    }
    for (uint64_t task = 0; task < snapshot->tasks; task += step) {
        workload->ops->label(workload, task, text, sizeof text);
        columns = int_max(columns, canvas_columns(canvas, text));
    }
    workload->ops->label(workload, snapshot->tasks - 1, text, sizeof text);
    columns = int_max(columns, canvas_columns(canvas, text));
    return columns < WHAT_MOST ? columns : WHAT_MOST;
}

static void fit_columns(struct list *list, struct pane inside)
{
    const struct snapshot *snapshot = list->snapshot;
    bool process = run_is_process(snapshot);
    char count[FORMAT_MAX];
    int pid = 4;
    for (uint32_t i = 0; i < snapshot->worker_count; i++) {
        const struct worker_facts *worker = &snapshot->workers[i];
        pid = int_max(pid, snprintf(NULL, 0, "%d", worker->pid));
        list->replaced |= !process && worker->generation > 0;
        list->shared |= run_lacks_core(worker);
    }
    list->why = inside.w >= WHY_FROM;
    format_count(count, sizeof count, snapshot->tasks);
    struct column *columns = list->columns;
    columns[SLOT].width = snprintf(NULL, 0, "%u", snapshot->plan->slots ? snapshot->plan->slots - 1 : 0);
    columns[NUMBER] = (struct column){ .width = list->replaced ? NUMBER_COLUMNS : 0, .rank = 8 };
    columns[PID] = (struct column){ .width = pid, .rank = 5 };
    columns[STATE].width = list->why ? STATE_COLUMNS_LONG : STATE_COLUMNS;
    columns[WHAT] = (struct column){ .width = columns_for_what(inside.canvas, snapshot), .rank = 2 };
    columns[BAR] = (struct column){ .width = BAR_LEAST, .rank = 1 };
    columns[PERCENT].width = 5;
    columns[AGE] = (struct column){ .width = process ? LABEL_CLOCK_COLUMNS : 0, .rank = 6 };
    int history = int_clamp((inside.w - HISTORY_FROM) / 2, HISTORY_LEAST, HISTORY_MOST);
    columns[HISTORY] =
        (struct column){ .width = list->activity && inside.w >= HISTORY_FROM ? history : 0, .rank = 9 };
    columns[BUSY] = (struct column){ .width = process ? 0 : 10, .rank = 4 };
    columns[MEMORY] = (struct column){ .width = inside.w >= MEMORY_FROM ? 6 : 0, .rank = 7 };
    columns[DONE] = (struct column){ .width = process ? 0 : canvas_columns(inside.canvas, count), .rank = 3 };
    columns_fit(columns, LIST_COLUMNS, BAR, COLUMNS_GAP, inside.w);
}

static void draw_state(struct pane row, const struct list *list, const struct worker_facts *worker)
{
    const struct column *column = &list->columns[STATE];
    struct run_state state = run_state_of(list->snapshot, worker);
    struct pane field = pane_sub(row, column->x, 0, column->width, 1);
    int x = 2;
    canvas_put(field, 0, 0, state.role, state.glyph);
    x += draw_text(field, x, 0, state.role, state.word);
    if (worker->sample.state == OS_ON_CORE && worker->sample.core >= 0 && state.role == ROLE_RUNNING)
        x += 1 + draw_textf(field, x + 1, 0, ROLE_DIM, "%d", worker->sample.core);
    if (list->why && state.why[0])
        draw_textf(field, x, 0, ROLE_DIM, ", %s", state.why);
}

static void draw_figure(struct pane row, const struct column *column, unsigned role, const char *text)
{
    if (column->width > 0)
        draw_right(row, column->x + column->width, 0, role, text);
}

/* When it was in a task: a column of dots is as high as its share of the time in tasks.
 * Shared cores lower all columns alike: of the time without a core only the sum is known. */
static void draw_history(struct pane row, const struct list *list, const struct worker_facts *worker)
{
    const struct column *column = &list->columns[HISTORY];
    double values[GRAPH_VALUES(HISTORY_MOST)];
    uint64_t count = (uint64_t)GRAPH_VALUES(column->width), now = list->snapshot->now;
    double with_core = list->shared ? 1 - worker->no_core : 1;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t from = list->until * i / count, to = list->until * (i + 1) / count;
        double share = activity_of_worker(list->activity, worker->slot, from, least_of(to, now));
        values[i] = share > 0 ? share * with_core : share;
    }
    draw_graph(pane_sub(row, column->x, 0, column->width, 1), values, 1, role_worker(worker->slot));
}

static void draw_busy(struct pane row, const struct list *list, const struct worker_facts *worker)
{
    const struct column *column = &list->columns[BUSY];
    uint64_t elapsed = run_elapsed_ns(list->snapshot);
    double share = elapsed ? (double)worker->busy_ns / (double)elapsed : 0;
    char percent[FORMAT_MAX];
    bool gone = list->snapshot->plan->unsupervised && (run_is_dead(worker) || worker->died);
    if (column->width == 0 || gone) /* the share of the dead would fall as if they still did something */
        return;
    if (list->shared)
        share *= 1 - worker->no_core;
    /* A worker that is asleep or lacks a core must not read "busy". */
    draw_text(row, column->x, 0, ROLE_DIM,
              !list->snapshot->workload->ops->computes ? "naps"
              : list->shared                           ? "core"
                                                       : "busy");
    draw_figure(row, column, ROLE_DIM, format_percent(percent, sizeof percent, share < 1 ? share : 1));
}

static void draw_memory(struct pane row, const struct list *list, const struct worker_facts *worker)
{
    char bytes[FORMAT_MAX] = "–";
    if (worker->sample.rss_kb)
        format_bytes(bytes, sizeof bytes, worker->sample.rss_kb * 1024);
    draw_figure(row, &list->columns[MEMORY], ROLE_DIM, bytes);
}

/* Hatched: all of it of a stopped worker, else the share of its time without a core. */
static void draw_progress(struct pane row, const struct column *column, const struct worker_facts *worker,
                          double share)
{
    unsigned role = role_worker(worker->slot);
    struct pane filled = pane_sub(row, column->x, 0, (int)(share * column->width + 0.5), 1);
    if (isnan(share))
        return;
    draw_bar(row, column->x, 0, column->width, share, role);
    if (worker->stopped_at)
        draw_hatch(filled, ROLE_DARK | ROLE_ON(ROLE_STOPPED), 1);
    else if (run_lacks_core(worker))
        draw_hatch(filled, ROLE_DARK | ROLE_ON(role), worker->no_core);
}

static void draw_worker(struct pane row, const struct list *list, const struct worker_facts *worker)
{
    const struct column *columns = list->columns;
    unsigned role = role_worker(worker->slot);
    struct run_progress progress = run_progress_of(list->snapshot, worker);
    char text[FORMAT_MAX];
    snprintf(text, sizeof text, "%u", worker->slot);
    draw_figure(row, &columns[SLOT], role | ROLE_STRONG, text);
    if (worker->generation > 0)
        draw_figure(row, &columns[NUMBER], ROLE_DIM,
                    label_ordinal(text, sizeof text, worker->generation + 1));
    snprintf(text, sizeof text, "%d", worker->pid);
    draw_figure(row, &columns[PID], ROLE_DIM, worker->pid > 0 ? text : "–");
    draw_state(row, list, worker);
    draw_fit(row, columns[WHAT].x, 0, columns[WHAT].width, ROLE_TEXT, DRAW_WORDS, progress.what);
    if (progress.bar != RUN_BAR_NONE) {
        draw_progress(row, &columns[BAR], worker, progress.share);
        draw_figure(row, &columns[PERCENT], ROLE_TEXT, format_percent(text, sizeof text, progress.share));
    }
    if (worker->task != TASK_NONE)
        draw_figure(row, &columns[AGE], ROLE_TEXT, label_clock(text, sizeof text, worker->task_age_ns));
    if (columns[HISTORY].width > 0)
        draw_history(row, list, worker);
    draw_busy(row, list, worker);
    draw_memory(row, list, worker);
    draw_figure(row, &columns[DONE], ROLE_FIGURE, format_count(text, sizeof text, worker->tasks_done));
}

/* ---- the rest in one row ------------------------------------------------------------------------------- */

/* "… 985 more: 960 in a task, 25 idle", from the board: their states in the system are not sampled. */
static void draw_rest(struct pane row, const struct snapshot *snapshot, uint32_t first, uint32_t shown)
{
    static const enum slot_state order[] = { SLOT_RUNNING, SLOT_HELD,     SLOT_IDLE,
                                             SLOT_LEAVING, SLOT_STARTING, SLOT_CLAIMING };
    uint32_t states[SLOT_LEAVING + 1];
    char count[FORMAT_MAX];
    memcpy(states, snapshot->states, sizeof states);
    for (uint32_t i = first; i < first + shown; i++) {
        enum slot_state state = snapshot->workers[i].state;
        states[state] -= states[state] > 0;
    }
    int x = draw_textf(row, 0, 0, ROLE_DIM, "… %s more",
                       format_count(count, sizeof count, snapshot->worker_total - shown));
    const char *before = ": ";
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        enum slot_state state = order[i];
        char part[FORMAT_MAX + 24];
        if (states[state] == 0)
            continue;
        snprintf(part, sizeof part, "%s%s %s", before, format_count(count, sizeof count, states[state]),
                 run_slot_word(state));
        if (x + canvas_columns(row.canvas, part) > row.w)
            return;
        x += draw_text(row, x, 0, ROLE_TEXT, part);
        before = ", ";
    }
}

/* ---- processes too short to be seen -------------------------------------------------------------------- */

static void draw_folded(struct pane row, const struct snapshot *snapshot)
{
    /* Without the time the run was held, in which no worker starts. */
    uint64_t elapsed = snapshot_going_ns(snapshot, run_elapsed_ns(snapshot));
    double seconds = (double)elapsed / 1e9;
    char live[FORMAT_MAX], peak[FORMAT_MAX + 8], rate[FORMAT_MAX], each[FORMAT_MAX + 8], count[FORMAT_MAX];
    format_count(live, sizeof live, snapshot->live_workers);
    snprintf(peak, sizeof peak, "peak %s", format_count(count, sizeof count, snapshot->peak_live));
    format_count(rate, sizeof rate, seconds > 0 ? (uint64_t)((double)snapshot->lives / seconds + 0.5) : 0);
    snprintf(each, sizeof each, "each %s",
             snapshot->lives ? format_duration(count, sizeof count, elapsed / snapshot->lives) : "–");
    enum { WORDS, LIVE, PILE, PEAK, RATE, RATE_WORDS, EACH, PARTS };
    struct column columns[PARTS] = {
        [WORDS] = { .width = 8 },
        [LIVE] = { .width = 7 },
        [PILE] = { .width = BAR_LEAST, .rank = 1 },
        [PEAK] = { .width = 12, .rank = 3 },
        [RATE] = { .width = 7 },
        [RATE_WORDS] = { .width = 9, .rank = 2 },
        [EACH] = { .width = 12, .rank = 4 },
    };
    columns_fit(columns, PARTS, PILE, COLUMNS_GAP, row.w);
    draw_text(row, columns[WORDS].x, 0, ROLE_TEXT, "live now");
    draw_figure(row, &columns[LIVE], ROLE_FIGURE, live);
    draw_bar(row, columns[PILE].x, 0, columns[PILE].width,
             snapshot->peak_live ? (double)snapshot->live_workers / (double)snapshot->peak_live : 0,
             ROLE_LABEL);
    draw_figure(row, &columns[PEAK], ROLE_DIM, peak);
    draw_figure(row, &columns[RATE], ROLE_FIGURE, rate);
    if (columns[RATE_WORDS].width > 0)
        draw_text(row, columns[RATE_WORDS].x - 1, 0, ROLE_TEXT, "started/s");
    draw_figure(row, &columns[EACH], ROLE_DIM, each);
}

/* ---- the panel ----------------------------------------------------------------------------------------- */

int panel_workers_count(const struct snapshot *snapshot)
{
    return run_is_folded(snapshot) ? 1 : (int)snapshot->worker_total;
}

int panel_workers_heads(const struct snapshot *snapshot, int h)
{
    enum { MANY = 16 }; /* of so many rows one is to spare */
    return !run_is_folded(snapshot) && h - 2 > 1 &&
           (h - 2 > int_max((int)snapshot->plan->slots, panel_workers_count(snapshot)) || h - 2 >= MANY);
}

int panel_workers_rows(const struct snapshot *snapshot, int h)
{
    int rows = h > 2 ? h - 2 - panel_workers_heads(snapshot, h) : 0;
    bool rest = rows > 1 && panel_workers_count(snapshot) > rows;
    return rest ? rows - 1 : rows;
}

/* The selected row has a pointer beside it and a ground. */
static void mark_chosen(struct pane box, struct pane inside, const struct list *list, int y)
{
    const struct column *state = &list->columns[STATE];
    canvas_put(box, 1, y + 1, ROLE_BRAND, 0x25B8);
    canvas_tint(pane_sub(inside, 0, y, state->x + state->width, 1), ROLE_DARK | ROLE_ON(ROLE_SELECT));
}

/* The heads of figures are at their right ends. */
static void draw_heads(struct pane row, const struct list *list)
{
    char time[FORMAT_MAX], axis[FORMAT_MAX + 8];
    snprintf(axis, sizeof axis, "0 … %s", format_nap(time, sizeof time, list->until));
    const struct {
        enum list_column column;
        const char *head;
        bool right;
    } heads[] = {
        { SLOT, "#", true },      { PID, "pid", true },      { STATE, "state", false },
        { WHAT, "work", false },  { PERCENT, "done", true }, { AGE, "for", true },
        { HISTORY, axis, false }, { BUSY, "of time", true }, { MEMORY, "memory", true },
        { DONE, "tasks", true },
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        const struct column *column = &list->columns[heads[i].column];
        int columns = canvas_columns(row.canvas, heads[i].head);
        int room = heads[i].right ? column->width + COLUMNS_GAP - 1 : column->width;
        if (column->width == 0 || columns > room)
            continue;
        if (heads[i].right)
            draw_right(row, column->x + column->width, 0, ROLE_NOTE, heads[i].head);
        else
            draw_text(row, column->x, 0, ROLE_NOTE, heads[i].head);
    }
}

static void draw_list(struct pane box, struct pane inside, const struct snapshot *snapshot,
                      const struct activity *activity, int first, int chosen)
{
    struct list list = { .snapshot = snapshot, .activity = activity, .until = graph_axis(snapshot->now) };
    int rows = panel_workers_rows(snapshot, inside.h + 2),
        heads = panel_workers_heads(snapshot, inside.h + 2);
    uint32_t from = first > (int)snapshot->worker_first ? (uint32_t)first - snapshot->worker_first : 0;
    uint32_t shown = 0;
    fit_columns(&list, inside);
    if (heads)
        draw_heads(inside, &list);
    while ((int)shown < rows && from + shown < snapshot->worker_count) {
        int y = heads + (int)shown;
        draw_worker(pane_sub(inside, 0, y, inside.w, 1), &list, &snapshot->workers[from + shown]);
        if ((int)(snapshot->worker_first + from + shown) == chosen)
            mark_chosen(box, inside, &list, y);
        shown++;
    }
    if (heads + rows < inside.h)
        draw_rest(pane_sub(inside, 0, heads + rows, inside.w, 1), snapshot, from, shown);
    if (snapshot->worker_total == 0)
        draw_fit(inside, 0, 0, inside.w, ROLE_FAINT, DRAW_WORDS,
                 snapshot_is_over(snapshot) ? "all have gone" : "none yet");
}

void panel_workers(struct pane box, const struct snapshot *snapshot, const struct activity *activity,
                   int first, int chosen, bool focused)
{
    char how[128], note[192];
    snapshot->strategy->ops->describe(snapshot->plan, snapshot->workload, how, sizeof how);
    snprintf(note, sizeof note, "%s · %s", snapshot->strategy->label, how);
    bool folded = run_is_folded(snapshot);
    struct pane inside = draw_box(box, focused, folded ? "Processes" : "Workers", note);
    if (pane_is_empty(inside))
        return;
    if (folded) {
        draw_folded(pane_sub(inside, 0, 0, inside.w, 1), snapshot);
        return;
    }
    draw_list(box, inside, snapshot, activity, first, chosen);
    widget_scrollbar(box, first, panel_workers_count(snapshot), panel_workers_rows(snapshot, box.h));
}
