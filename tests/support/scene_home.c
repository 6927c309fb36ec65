#include "support/scene_home.h"

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "view/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const texts[HOME_EXPERIMENTS] = {
    "{ \"title\": \"Perfect numbers\","
    "  \"about\": \"Which of 1 … 100 000 equal the sum of their own divisors? A plain loop, a process for"
    " every number, and a pool of workers.\","
    "  \"workload\": { \"kind\": \"perfect\", \"to\": 100000 }, \"strategies\": [ \"serial\", \"process\", \"pool\","
    "  { \"kind\": \"pool\", \"chunk\": 1, \"label\": \"chunk 1\" } ], \"repeat\": 3 }",
    "{ \"title\": \"Two naps, nobody joins\", \"about\": \"The classic beginner's mistake.\","
    "  \"workload\": { \"kind\": \"sleep\", \"seconds\": 1, \"count\": 2 },"
    "  \"strategies\": [ { \"kind\": \"process\", \"join\": false } ] }",
    "{ \"title\": \"Pool of five\", \"about\": \"Naps of 1, 2, 3 … 10 seconds, first in, first out.\","
    "  \"workload\": { \"kind\": \"sleep\", \"seconds\": { \"from\": 1, \"to\": 10 } },"
    "  \"strategies\": [ { \"kind\": \"pool\", \"workers\": 5, \"chunk\": 1 } ] }",
    NULL, /* a file with a mistake */
    "{ \"title\": \"Ten naps of two seconds\", \"workload\": { \"kind\": \"sleep\", \"seconds\": 2, \"count\": 10 } }",
    "{ \"title\": \"Empty tasks\", \"workload\": { \"kind\": \"sleep\", \"seconds\": 0, \"count\": 10000 } }",
    "{ \"title\": \"Eine Übung mit einem sehr langen Namen\", \"workload\": { \"kind\": \"perfect\", \"to\": 10 } }",
    "{ \"title\": \"完全数\", \"workload\": { \"kind\": \"perfect\", \"to\": 500 } }",
};

static struct machine machine = { .cores = 2, .threads_per_core = 1, .cpu = "AMD EPYC", .os = "Linux 6" };
static const struct calibration calibration = { .division_ns = 1.0, .process_ns = 80000 };
static struct catalog_entry entries[HOME_EXPERIMENTS];
struct experiment_entry home_entries[HOME_EXPERIMENTS];
static struct last_figure figures[] = {
    { "serial", 9480000000 }, { "process", 9210000000 }, { "pool", 5340000000 }, { "chunk 1", 4770000000 }
};
static struct last_time last = {
    .clock = "14:02",
    .count = 4,
    .figures = figures,
    .total_ns = 28800000000 * UINT64_C(3),
};
struct model home_model;

/* How many processes this machine can hold says nothing here. */
static void settle_plans(struct experiment_entry *entry)
{
    for (size_t i = 0; i < entry->experiment.strategy_count; i++)
        if (!entry->preview.strategies[i].plan.workers)
            entry->preview.strategies[i].plan.slots = (uint32_t)entry->experiment.workload.tasks;
}

static void fill_entry(size_t i)
{
    struct experiment_entry *entry = &home_entries[i];
    entry->entry = &entries[i];
    entry->group = i < 2 ? "Numbers and naps" : "Others";
    if (!texts[i]) {
        entries[i] =
            (struct catalog_entry){ .name = "mine",
                                    .title = "mine",
                                    .path = "config/mine.json",
                                    .problem =
                                        "config/mine.json:4:41: workload.to: must be a whole number 1 … "
                                        "9223372036854775807, not \"many\"; leave out the quotes",
                                    .line = "  \"workload\": { \"kind\": \"perfect\", \"to\": \"many\" },",
                                    .line_number = 4,
                                    .column = 41,
                                    .words = sizeof "config/mine.json:4:41: " - 1 };
        return;
    }
    char *messages =
        experiment_parse(&entry->experiment, "config/made.json", texts[i], strlen(texts[i]), NULL, 0);
    assert_null(messages);
    entries[i] = (struct catalog_entry){ .name = "made",
                                         .title = entry->experiment.title,
                                         .path = "config/made.json" };
    preview_plan(&entry->preview, &entry->experiment, &machine);
    settle_plans(entry);
    preview_estimate(&entry->preview, &entry->experiment, &machine, &calibration);
}

/* 2026-11-30, 13:00 and earlier, UTC. */
#define RECORDED 1796043600

static char *const record_paths[HOME_RECORDS] = {
    "/home/ada/.local/state/tictoc/records/2026-11-30-130000-perfect-numbers.rec",
    "/home/ada/.local/state/tictoc/records/2026-11-30-115500-two-naps-nobody-joins.rec",
    "/home/ada/.local/state/tictoc/records/2026-11-29-101500-pool-of-five.rec",
    "/home/ada/.local/state/tictoc/records/from-the-lab.rec",
};
struct stored_record home_records[HOME_RECORDS];
static struct summary_times times[HOME_RECORDS][4] = { { { 3, { 9.48e9, 9.41e9, 9.62e9 }, 0 },
                                                         { 3, { 9.21e9, 9.2e9, 9.24e9 }, 0 },
                                                         { 3, { 5.34e9, 5.3e9, 5.41e9 }, 0 },
                                                         { 3, { 4.77e9, 4.71e9, 4.92e9 }, 0 } },
                                                       { { 1, { 1.0004e9, 1.0004e9, 1.0004e9 }, 310000 } },
                                                       { { 0 } },
                                                       { { 1, { 15.0005e9, 15.0005e9, 15.0005e9 }, 0 } } };

static void fill_record(size_t i)
{
    static char problem[] = "/home/ada/.local/state/tictoc/records/2026-11-29-101500-pool-of-five.rec: it is "
                            "damaged or cut short";
    static const size_t experiments[HOME_RECORDS] = { 0, 1, 0, 2 };
    struct stored_record *record = &home_records[i];
    *record = (struct stored_record){ .path = record_paths[i],
                                      .bytes = 64349413 >> (4 * i),
                                      .written = RECORDED - (time_t)i * 36900,
                                      .read = true,
                                      .problem = i == 2 ? problem : NULL };
    record->summary.recording.experiment = home_entries[experiments[i]].experiment;
    record->summary.recording.machine = machine;
    record->summary.run_count = i == 0 ? 12 : 1;
    record->summary.times = times[i];
}

int make_home(void **state)
{
    (void)state;
    setenv("TZ", "UTC", 1);
    for (size_t i = 0; i < HOME_EXPERIMENTS; i++)
        fill_entry(i);
    for (size_t i = 0; i < HOME_RECORDS; i++)
        fill_record(i);
    home_entries[0].last = &last;
    home_model = (struct model){ .machine = &machine,
                                 .experiments = home_entries,
                                 .entry_count = HOME_EXPERIMENTS,
                                 .records = home_records,
                                 .record_count = HOME_RECORDS,
                                 .keeps_records = true,
                                 .save_directory = "config/",
                                 .calibration = &calibration };
    return 0;
}

int free_home(void **state)
{
    (void)state;
    for (size_t i = 0; i < HOME_EXPERIMENTS; i++) {
        experiment_release(&home_entries[i].experiment);
        preview_release(&home_entries[i].preview);
    }
    return 0;
}

struct screen_at open_at(const struct view_ops *view, int w, int h, bool ascii)
{
    struct screen_at screen = { .view = view, .state = xcalloc(1, view->state_size), .w = w, .h = h };
    canvas_init(&screen.canvas, w, h, ascii);
    home_model.ascii = ascii;
    home_model.edit = view->screen == SCREEN_EDIT ? &home_entries[0].experiment : NULL;
    if (view->enter)
        view->enter(screen.state, &home_model);
    view->prepare(screen.state, &home_model, w, h);
    return screen;
}

void close_at(struct screen_at *screen)
{
    if (screen->view->release)
        screen->view->release(screen->state);
    free(screen->state);
    canvas_release(&screen->canvas);
}

void act(struct screen_at *screen, enum action action)
{
    screen->request = screen->view->act(screen->state, &home_model, action);
    screen->view->prepare(screen->state, &home_model, screen->w, screen->h);
}

void type(struct screen_at *screen, const char *text)
{
    for (uint32_t c = utf8_next(&text); c; c = utf8_next(&text))
        screen->view->type(screen->state, &home_model, c);
    screen->view->prepare(screen->state, &home_model, screen->w, screen->h);
}

void point(struct screen_at *screen, uint32_t key, int x, int y)
{
    struct key_press press = { .key = key, .x = x, .y = y };
    screen->request = (struct request){ .action = ACTION_NONE };
    screen->view->point(screen->state, &home_model, &press, screen->w, screen->h);
    screen->view->prepare(screen->state, &home_model, screen->w, screen->h);
}

void draw_at(struct screen_at *screen)
{
    struct frame frame = { .view = screen->view, .state = screen->state, .model = &home_model };
    frame_draw(&screen->canvas, &frame);
}

void golden_at(const struct view_ops *view, const char *name, int sizes, void (*prepare)(struct screen_at *))
{
    for (int i = 0; i < sizes; i++) {
        const struct picture_size *size = &picture_sizes[i];
        struct screen_at screen = open_at(view, size->w, size->h, size->ascii);
        if (prepare)
            prepare(&screen);
        draw_at(&screen);
        picture_is_golden(&screen.canvas, "%s-%s", name, size->name);
        close_at(&screen);
    }
}
static struct screen_at sounded;

static void fit(int w, int h, bool ascii)
{
    sounded.w = w;
    sounded.h = h;
    home_model.ascii = ascii;
    sounded.view->prepare(sounded.state, &home_model, w, h);
    act(&sounded, ACTION_LAST);
    act(&sounded, ACTION_NEXT_PANEL);
    act(&sounded, ACTION_PAGE_DOWN);
}

void sound_at_home(const struct view_ops *view)
{
    sounded = open_at(view, 80, 24, false);
    sound_at_every_size(view, sounded.state, &home_model, NULL);
    sound_at_every_size(view, sounded.state, &home_model, fit);
    close_at(&sounded);
}
