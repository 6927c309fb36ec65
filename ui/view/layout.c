#include "view/layout.h"

#include <limits.h>
#include <stddef.h>

/* From these heights on, the header and the footer are set off by an empty row. */
#define ROWS_FOR_AIR_ABOVE 16
#define ROWS_FOR_AIR_BELOW 20

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int clamp(int value, int least, int most)
{
    return smaller(larger(value, least), most);
}

static int rows_for(long long cells, int columns)
{
    if (columns < 1 || cells < 1)
        return 1;
    long long rows = (cells + columns - 1) / columns;
    return rows < INT_MAX / 4 ? (int)rows : INT_MAX / 4;
}

static struct layout_frame frame_of(int w, int h, bool air_below)
{
    if (w < LAYOUT_COLUMNS_MIN || h < LAYOUT_ROWS_MIN)
        return (struct layout_frame){ .too_small = true };
    int above = h >= ROWS_FOR_AIR_ABOVE ? 2 : 1;
    int below = air_below && h >= ROWS_FOR_AIR_BELOW ? 2 : 1;
    return (struct layout_frame){
        .header = { 0, 0, w, 1 },
        .body = { 0, above, w, h - above - below },
        .footer = { 0, h - 1, w, 1 },
    };
}

/* Panels one below the other */

struct panel {
    struct rect *rect; /* where the result goes; NULL: empty rows */
    int least;         /* rows without which it is left out */
    int want;          /* rows that show what it has to show */
    int most;          /* rows it can put to use when there are rows left */
    bool spare;        /* takes part only when all the others have what they want */
    int got;
};

static void take(struct panel *panel, int rows, int *left)
{
    int more = clamp(rows - panel->got, 0, *left);
    panel->got += more;
    *left -= more;
}

/* Gives each panel its height. `order` lists the panels from the most important one; `panels` stand as they do on
 * the screen. First what each needs to be there at all (where one has no room, no less important one is shown),
 * then what it wants, then the rest. */
static void share_rows(struct panel panels[], const int order[], int count, int left)
{
    bool room = true;
    for (int i = 0; i < count; i++) {
        struct panel *panel = &panels[order[i]];
        room = room && panel->least <= left;
        if (!room)
            panel->want = panel->most = 0;
        else if (!panel->spare)
            take(panel, panel->least, &left);
    }
    for (int i = 0; i < count; i++)
        if (!panels[order[i]].spare)
            take(&panels[order[i]], panels[order[i]].want, &left);
    for (int i = 0; i < count; i++)
        if (panels[order[i]].spare && panels[order[i]].want <= left)
            take(&panels[order[i]], panels[order[i]].want, &left);
    for (int i = 0; i < count; i++)
        if (panels[order[i]].got > 0)
            take(&panels[order[i]], panels[order[i]].most, &left);
}

static void stack(struct rect area, struct panel panels[], const int order[], int count)
{
    int y = area.y;
    share_rows(panels, order, count, area.h);
    for (int i = 0; i < count; i++) {
        if (panels[i].rect && panels[i].got > 0)
            *panels[i].rect = (struct rect){ area.x, y, area.w, panels[i].got };
        y += panels[i].got;
    }
}

/* Cuts `w` columns off the left; what remains is in *area. */
static struct rect cut_left(struct rect *area, int w)
{
    struct rect left = { area->x, area->y, w, area->h };
    area->x += w;
    area->w -= w;
    return left;
}

/* Cuts `h` rows off the top; what remains is in *area. */
static struct rect cut_top(struct rect *area, int h)
{
    struct rect top = { area->x, area->y, area->w, h };
    area->y += h;
    area->h -= h;
    return top;
}

/* Cuts `h` rows off the bottom; what remains is in *area. */
static struct rect cut_bottom(struct rect *area, int h)
{
    area->h -= h;
    return (struct rect){ area->x, area->y + area->h, area->w, h };
}

/* Home */

#define HOME_COLUMNS_FOR_TWO   60
#define HOME_COLUMNS_FOR_THREE 150

/* The panels beside the list keep their places for most experiments: browsing must not make them jump. */
enum { ABOUT_ROWS = 6, STRATEGIES_USUAL = 4 };

struct layout_home layout_home(const struct layout_home_in *in)
{
    struct layout_home home = { .frame = frame_of(in->w, in->h, true) };
    struct rect area = home.frame.body;
    int strategy_rows = larger(in->strategies, STRATEGIES_USUAL) + 3;
    if (home.frame.too_small)
        return home;
    if (in->w < HOME_COLUMNS_FOR_TWO) {
        struct panel panels[] = {
            { &home.list, 4, 8, INT_MAX, false, 0 },
            { &home.plan, 3, strategy_rows, strategy_rows, false, 0 },
        };
        stack(area, panels, (const int[]){ 0, 1 }, 2);
        return home;
    }
    home.list = cut_left(&area, clamp(in->w * 35 / 100, 24, 44));
    bool three = in->w >= HOME_COLUMNS_FOR_THREE;
    struct rect middle = three ? cut_left(&area, area.w / 2) : area;
    int about_rows = larger(rows_for(in->about, middle.w - 4) + 3, ABOUT_ROWS);
    struct panel panels[] = {
        { &home.about, 3, about_rows, about_rows, false, 0 },
        { &home.plan, 3, strategy_rows, three ? INT_MAX : strategy_rows, false, 0 },
        { &home.last, 3, strategy_rows, INT_MAX, false, 0 },
    };
    if (three) {
        stack(middle, panels, (const int[]){ 1, 0 }, 2);
        home.last = area;
    } else {
        stack(middle, panels, (const int[]){ 1, 2, 0 }, 3);
    }
    return home;
}

/* Run */

enum { RUN_ROWS_LEAST = 3, RUN_ROWS_QUEUE = 4, RUN_ROWS_OUTPUT = 4, RUN_WORKERS_FEW = 12 };

#define RUN_COLUMNS_FOR_LIST_BESIDE   140 /* workers left, everything else right */
#define RUN_COLUMNS_FOR_OUTPUT_BESIDE 160 /* tasks left, output right */

static void stack_run(struct layout_run *run, struct rect area, const struct layout_run_in *in)
{
    int list_rows = smaller(larger(in->workers, 1), INT_MAX / 4) + 2;
    int map_rows = rows_for(in->tasks, area.w - 4);
    /* Many scroll anyway: half of the screen is enough for them. */
    list_rows = smaller(list_rows, larger(RUN_WORKERS_FEW + 2, area.h / 2));
    /* A few workers are the lesson, all of them: ten sleepers on 24 rows. The output waits for the rows they leave. */
    int spare = area.h - list_rows - RUN_ROWS_QUEUE - RUN_ROWS_LEAST;
    /* What is told should not scroll away while a large map has rows to give. */
    int output_rows = larger(RUN_ROWS_OUTPUT, area.h / 5);
    bool instead = in->workers <= RUN_WORKERS_FEW && spare < RUN_ROWS_LEAST;
    struct panel panels[] = {
        { &run->workers, RUN_ROWS_LEAST, list_rows, list_rows, false, 0 },
        { &run->queue, RUN_ROWS_QUEUE, RUN_ROWS_QUEUE, RUN_ROWS_QUEUE, false, 0 },
        { &run->tasks, RUN_ROWS_LEAST, smaller(map_rows, 4) + 2, map_rows + 2, false, 0 },
        { NULL, 0, 1, 1, false, 0 },
        { &run->output, instead ? INT_MAX : RUN_ROWS_LEAST, output_rows, INT_MAX, false, 0 },
    };
    stack(area, panels, (const int[]){ 0, 2, 1, 4, 3 }, 5);
}

static void stack_run_without_list(struct layout_run *run, struct rect area, const struct layout_run_in *in)
{
    int map_rows = rows_for(in->tasks, area.w - 4);
    struct panel panels[] = {
        { &run->queue, 4, 4, 4, false, 0 },
        { &run->tasks, 3, smaller(map_rows, 4) + 2, map_rows + 2, false, 0 },
        { &run->output, 3, 6, INT_MAX, false, 0 },
    };
    stack(area, panels, (const int[]){ 1, 0, 2 }, 3);
}

/* With a map of many rows and columns to spare, the output stands at its side. */
static void put_output_beside(struct layout_run *run)
{
    struct rect area = run->tasks;
    int bottom = run->output.y + run->output.h;
    area.h = bottom - area.y;
    run->tasks = cut_left(&area, area.w * 7 / 10);
    run->output = area;
}

struct layout_run layout_run(const struct layout_run_in *in)
{
    struct layout_run run = { .frame = frame_of(in->w, in->h, false) };
    struct rect area = run.frame.body;
    if (run.frame.too_small)
        return run;
    if (in->scrub)
        run.scrub = cut_bottom(&area, 1);
    run.strip = cut_top(&area, 1);
    if (in->h >= ROWS_FOR_AIR_BELOW)
        cut_top(&area, 1);
    stack_run(&run, area, in);
    if (in->w >= RUN_COLUMNS_FOR_LIST_BESIDE && run.workers.h < larger(in->workers, 1) + 2) {
        run.workers = cut_left(&area, larger(in->w / 2, 80));
        run.queue = run.tasks = run.output = (struct rect){ 0 };
        stack_run_without_list(&run, area, in);
    } else if (in->w >= RUN_COLUMNS_FOR_OUTPUT_BESIDE && run.output.h > 0 && run.tasks.h > 6) {
        put_output_beside(&run);
    }
    return run;
}

/* Compare */

int layout_bar_rows(int spacing)
{
    return spacing > 2 ? spacing - 1 : 1;
}

#define COMPARE_COLUMNS_FOR_COST_BESIDE    120
#define COMPARE_COLUMNS_FOR_VERDICT_BESIDE 160 /* the cost below the account then */
#define COMPARE_ROWS_FOR_COST_BELOW        32

enum { VERDICT_ROWS = 5, VERDICT_ROWS_MOST = 14, COMPARE_SPACING_MAX = 4, WATERFALL_SPACING_MAX = 3 };

int layout_bars(int bars, int spacing)
{
    return bars * spacing - (spacing - layout_bar_rows(spacing));
}

int layout_spacing(int bars, int rows, int most)
{
    int spacing = 1;
    while (spacing < most && layout_bars(bars, spacing + 1) <= rows)
        spacing++;
    return spacing;
}

/* Rows the verdict needs to be read whole. */
static int verdict_rows(const struct layout_compare_in *in)
{
    return clamp(in->sentences + 2, VERDICT_ROWS, VERDICT_ROWS_MOST);
}

/* Whether there is a place for the cost below the account, with no sentence of the verdict gone for it. */
static bool has_room_for_cost(const struct layout_compare_in *in, int bars, int room)
{
    return in->h >= COMPARE_ROWS_FOR_COST_BELOW && in->w < COMPARE_COLUMNS_FOR_COST_BESIDE &&
           3 * bars + 7 + verdict_rows(in) <= room;
}

/* Air between the bars, as long as no sentence goes for it; thicker bars only after the cost has its place. */
static int spacing_for(const struct layout_compare_in *in, int strategies, int room)
{
    bool wide = in->w >= COMPARE_COLUMNS_FOR_VERDICT_BESIDE;
    bool cost_beside = in->w >= COMPARE_COLUMNS_FOR_COST_BESIDE;
    int spacing = 1;
    for (int wider = 2; wider <= COMPARE_SPACING_MAX; wider++) {
        int bars = layout_bars(strategies, wider);
        int below = wide ? larger(bars + 2, verdict_rows(in) - bars - 2) : verdict_rows(in);
        if (2 * bars + 5 + below > room)
            break;
        if (wider == 2 || cost_beside || in->h < COMPARE_ROWS_FOR_COST_BELOW ||
            has_room_for_cost(in, bars, room))
            spacing = wider;
    }
    return spacing;
}

/* The verdict keeps what it needs. */
static void put_waterfall_below_verdict(struct layout_compare *compare, const struct layout_compare_in *in)
{
    struct rect area = compare->verdict;
    if (in->steps == 0 || in->waterfall || area.h < verdict_rows(in) + in->steps + 2)
        return;
    int waterfall = smaller(layout_bars(in->steps, WATERFALL_SPACING_MAX) + 2, area.h - verdict_rows(in));
    compare->verdict = cut_top(&area, area.h - waterfall);
    compare->waterfall = area;
}

static void put_panels_beside(struct layout_compare *compare, const struct layout_compare_in *in, int bars)
{
    struct rect area = compare->account;
    int w = in->w;
    if (compare->account.h == 0)
        return;
    if (w >= COMPARE_COLUMNS_FOR_VERDICT_BESIDE) {
        compare->account = cut_left(&area, area.w * 6 / 10);
        compare->verdict = area;
        put_waterfall_below_verdict(compare, in);
        if (compare->account.h >= 2 * bars + 4 && !in->waterfall) {
            area = compare->account;
            compare->account = cut_top(&area, bars + 2);
            compare->cost = area;
        }
    } else if (w >= COMPARE_COLUMNS_FOR_COST_BESIDE && !in->waterfall) {
        compare->account = cut_left(&area, area.w * 6 / 10);
        compare->cost = area;
    }
}

struct layout_compare layout_compare(const struct layout_compare_in *in)
{
    struct layout_compare compare = { .frame = frame_of(in->w, in->h, false), .spacing = 1 };
    struct rect area = compare.frame.body;
    if (compare.frame.too_small)
        return compare;
    int strategies = clamp(in->strategies, 1, INT_MAX / 8);
    int reference_rows = in->references > 0 ? smaller(in->references, INT_MAX / 8) + 2 : 0;
    bool beside = in->w >= COMPARE_COLUMNS_FOR_VERDICT_BESIDE;
    int below = beside ? 0 : VERDICT_ROWS;
    if (!in->waterfall)
        compare.spacing = spacing_for(in, strategies, area.h - reference_rows);
    int bars = layout_bars(strategies, compare.spacing);
    int account = in->waterfall ? larger(in->steps, 1) : bars;
    bool cost_below = has_room_for_cost(in, bars, area.h - reference_rows);
    struct panel panels[] = {
        { &compare.elapsed, 3, bars + 3, bars + 3, false, 0 },
        { &compare.account, 3, account + 2, beside ? INT_MAX : account + 2, false, 0 },
        { &compare.cost, bars + 2, cost_below ? bars + 2 : INT_MAX, bars + 2, true, 0 },
        { &compare.verdict, below ? 3 : 0, below, below ? INT_MAX : 0, false, 0 },
        { &compare.reference, reference_rows, reference_rows, reference_rows, true, 0 },
    };
    stack(area, panels, (const int[]){ 0, 3, 1, 4, 2 }, 5);
    put_panels_beside(&compare, in, bars);
    if (in->waterfall) {
        compare.waterfall = compare.account;
        compare.account = (struct rect){ .w = 0 };
    }
    return compare;
}

/* Timeline */

#define TIMELINE_COLUMNS_FOR_TASK_BESIDE 110 /* the task and what could be faster side by side */

/* Besides a row for each slot: the border, the axis, the marks and the queue; with room, air between and thick rows. */
enum {
    TIMELINE_ROWS_BESIDES = 5,
    TIMELINE_ROWS_AIR = 6,
    TIMELINE_ROWS_LEAST = 6,
    TIMELINE_SLOTS_FEW = 11,
    TIMELINE_THICKNESS_MAX = 5,
    TASK_ROWS = 5,
    LIMIT_ROWS = 6,
};

struct layout_timeline layout_timeline(const struct layout_timeline_in *in)
{
    struct layout_timeline timeline = { .frame = frame_of(in->w, in->h, false) };
    struct rect area = timeline.frame.body;
    if (timeline.frame.too_small)
        return timeline;
    int slots = clamp(in->slots, 1, INT_MAX / 8);
    bool beside = in->w >= TIMELINE_COLUMNS_FOR_TASK_BESIDE;
    int want = slots + TIMELINE_ROWS_BESIDES;
    int least = slots <= TIMELINE_SLOTS_FEW ? smaller(want, area.h) : TIMELINE_ROWS_LEAST;
    int most = slots * TIMELINE_THICKNESS_MAX + TIMELINE_ROWS_BESIDES + TIMELINE_ROWS_AIR;
    int limit = beside ? 0 : LIMIT_ROWS;
    int below = beside ? LIMIT_ROWS : TASK_ROWS;
    struct panel panels[] = {
        { &timeline.timeline, least, want, most, false, 0 },
        { &timeline.task, TASK_ROWS, below, below + 1, false, 0 },
        { &timeline.limit, limit, limit, limit, false, 0 },
    };
    stack(area, panels, (const int[]){ 0, 1, 2 }, 3);
    if (beside && timeline.task.h > 0) {
        area = timeline.task;
        timeline.task = cut_left(&area, area.w / 2);
        timeline.limit = area;
    }
    return timeline;
}

/* Race */

enum { RACE_ROWS_BELOW = 2, LANE_ROWS_MAX = 7 }; /* no lane goes for what is said below */

struct layout_race layout_race(const struct layout_race_in *in)
{
    struct layout_race race = { .frame = frame_of(in->w, in->h, false) };
    struct rect area = race.frame.body;
    if (race.frame.too_small)
        return race;
    race.scrub = cut_bottom(&area, 1);
    int room = area.h - 2;
    race.lanes = clamp(in->lanes, 1, room);
    int below = smaller(room - race.lanes, RACE_ROWS_BELOW);
    race.lane_rows = clamp((room - below) / race.lanes, 1, LANE_ROWS_MAX);
    race.race = cut_top(&area, race.lanes * race.lane_rows + below + 2);
    return race;
}

/* Edit */

#define EDIT_COLUMNS_FOR_TWO 70

enum { HINT_ROWS = 6 };

struct layout_edit layout_edit(const struct layout_edit_in *in)
{
    struct layout_edit edit = { .frame = frame_of(in->w, in->h, true) };
    struct rect area = edit.frame.body;
    int form_rows = clamp(in->settings, 1, INT_MAX / 4) + 2;
    int plan_rows = clamp(in->plan, 1, INT_MAX / 4) + 2;
    if (edit.frame.too_small)
        return edit;
    if (in->w < EDIT_COLUMNS_FOR_TWO) {
        struct panel panels[] = {
            { &edit.form, 5, form_rows, INT_MAX, false, 0 },
            { &edit.hint, 3, 3, 4, false, 0 },
        };
        stack(area, panels, (const int[]){ 0, 1 }, 2);
        return edit;
    }
    edit.form = cut_left(&area, area.w * 58 / 100);
    struct panel panels[] = {
        { &edit.plan, 3, plan_rows, plan_rows, false, 0 },
        { &edit.hint, 4, HINT_ROWS, HINT_ROWS, false, 0 },
    };
    stack(area, panels, (const int[]){ 1, 0 }, 2);
    return edit;
}

/* Help */

#define HELP_COLUMN_WIDTH 38

struct layout_help layout_help(const struct layout_help_in *in)
{
    struct layout_help help = { .frame = frame_of(in->w, in->h, true) };
    if (help.frame.too_small)
        return help;
    help.keys = help.frame.body;
    int inside = help.keys.w - 4;
    help.columns = clamp(inside / HELP_COLUMN_WIDTH, 1, 3);
    help.column_width = inside / help.columns;
    return help;
}
