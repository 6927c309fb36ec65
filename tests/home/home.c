/* The screens at home: home, edit and help as golden canvases, from experiments and figures made up here, and what keys
 * do on them. tests/golden/ holds them; GOLDEN=renew build/tests/home/home writes them anew. */
#include "experiment/builtin.h"
#include "draw/draw.h"
#include "view/frame.h"
#include "view/model.h"
#include "draw/labels_text.h"
#include "support/picture.h"
#include "support/scene.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct view_ops view_home, view_edit, view_help;

/* ---- a made-up model ---------------------------------------------------------------------------------- */

#define EXPERIMENTS 8

static const char *const texts[EXPERIMENTS] = {
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
static const struct calibration speed = { .division_ns = 1.0, .process_ns = 80000 };
static struct catalog_entry entries[EXPERIMENTS];
static struct experiment_entry experiments[EXPERIMENTS];
static struct last_time last = {
    .clock = "14:02",
    .count = 4,
    .labels = { "serial", "process", "pool", "chunk 1" },
    .median_ns = { 9480000000, 9210000000, 5340000000, 4770000000 },
    .total_ns = 28800000000 * UINT64_C(3),
};
static struct model model;

/* How many processes this machine can hold says nothing here. */
static void settle_plans(struct experiment_entry *entry)
{
    for (size_t i = 0; i < entry->experiment.strategy_count; i++)
        if (!entry->preview.plans[i].workers)
            entry->preview.plans[i].slots = (uint32_t)entry->experiment.workload.tasks;
}

static void fill_entry(size_t i)
{
    struct experiment_entry *entry = &experiments[i];
    entry->entry = &entries[i];
    if (!texts[i]) {
        entries[i] = (struct catalog_entry){ "mine", "mine", "config/mine.json",
                                             "config/mine.json:4:17: workload.to: must be a whole number 1 … "
                                             "9223372036854775807, not \"many\"; leave out the quotes" };
        return;
    }
    char *messages =
        experiment_parse(&entry->experiment, "config/made.json", texts[i], strlen(texts[i]), NULL, 0);
    assert_null(messages);
    entries[i] = (struct catalog_entry){ "made", entry->experiment.title, "config/made.json", NULL };
    preview_plan(&entry->preview, &entry->experiment, &machine);
    settle_plans(entry);
    preview_estimate(&entry->preview, &entry->experiment, &machine, &speed);
}

static int make_model(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXPERIMENTS; i++)
        fill_entry(i);
    experiments[0].last = &last;
    model = (struct model){ .machine = &machine,
                            .experiments = experiments,
                            .entry_count = EXPERIMENTS,
                            .save_directory = "config/",
                            .speed = &speed };
    return 0;
}

static int free_model(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXPERIMENTS; i++)
        experiment_release(&experiments[i].experiment);
    return 0;
}

/* ---- a screen ----------------------------------------------------------------------------------------- */

struct screen_at {
    const struct view_ops *view;
    void *state;
    int w, h;
    struct request_for request; /* the last one */
    struct canvas canvas;
};

static struct screen_at open_screen(const struct view_ops *view, int w, int h, bool ascii)
{
    struct screen_at screen = { .view = view, .state = xcalloc(1, view->state_size), .w = w, .h = h };
    canvas_init(&screen.canvas, w, h, ascii);
    model.ascii = ascii;
    model.edit = view == &view_edit ? &experiments[0].experiment : NULL;
    if (view->enter)
        view->enter(screen.state, &model);
    view->prepare(screen.state, &model, w, h);
    return screen;
}

static void close_screen(struct screen_at *screen)
{
    if (screen->view->release)
        screen->view->release(screen->state);
    free(screen->state);
    canvas_release(&screen->canvas);
}

static void act(struct screen_at *screen, enum action action)
{
    screen->request = screen->view->act(screen->state, &model, action);
    screen->view->prepare(screen->state, &model, screen->w, screen->h);
}

static void type(struct screen_at *screen, const char *text)
{
    for (uint32_t c = utf8_next(&text); c; c = utf8_next(&text))
        screen->view->type(screen->state, &model, c);
    screen->view->prepare(screen->state, &model, screen->w, screen->h);
}

static void point(struct screen_at *screen, uint32_t key, int x, int y)
{
    struct key_press press = { key, x, y };
    screen->request = screen->view->point(screen->state, &model, &press, screen->w, screen->h);
    screen->view->prepare(screen->state, &model, screen->w, screen->h);
}

static void draw(struct screen_at *screen)
{
    struct frame frame = { .view = screen->view, .state = screen->state, .model = &model };
    frame_draw(&screen->canvas, &frame);
}

static bool shows(struct screen_at *screen, const char *text)
{
    draw(screen);
    char *all = canvas_text(&screen->canvas);
    bool found = strstr(all, text) != NULL;
    free(all);
    return found;
}

#define assert_shows(screen, text) assert_true(shows(screen, text))
#define assert_lacks(screen, text) assert_false(shows(screen, text))

static void compare(struct screen_at *screen, const char *name)
{
    draw(screen);
    picture_is_golden(&screen->canvas, "%s", name);
}

/* The same moment at the sizes that count. `prepare` brings it about. */
static void golden(const struct view_ops *view, const char *name, void (*prepare)(struct screen_at *))
{
    static const struct {
        int w, h;
        bool ascii;
    } sizes[] = { { 80, 24, false }, { 120, 36, false }, { 200, 50, false }, { 80, 24, true } };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct screen_at screen = open_screen(view, sizes[i].w, sizes[i].h, sizes[i].ascii);
        char file[80];
        snprintf(file, sizeof file, "%s-%dx%d%s", name, sizes[i].w, sizes[i].h,
                 sizes[i].ascii ? "-ascii" : "");
        if (prepare)
            prepare(&screen);
        compare(&screen, file);
        close_screen(&screen);
    }
}

/* ---- home --------------------------------------------------------------------------------------------- */

static void home_shows_list_text_plan_and_last_results(void **state)
{
    (void)state;
    golden(&view_home, "home/list", NULL);
}

static void select_broken(struct screen_at *screen)
{
    for (int i = 0; i < 3; i++)
        act(screen, ACTION_DOWN);
}

static void home_shows_what_is_wrong_with_a_file(void **state)
{
    (void)state;
    golden(&view_home, "home/broken", select_broken);
}

static void a_broken_experiment_does_not_start(void **state)
{
    (void)state;
    struct screen_at screen = open_screen(&view_home, 80, 24, false);
    select_broken(&screen);
    act(&screen, ACTION_START);
    assert_int_equal(screen.request.request, REQUEST_NONE);
    act(&screen, ACTION_EDIT);
    assert_int_equal(screen.request.request, REQUEST_NONE);
    act(&screen, ACTION_UP);
    act(&screen, ACTION_START);
    assert_int_equal(screen.request.request, REQUEST_START);
    assert_ptr_equal(screen.request.experiment, &experiments[2].experiment);
    close_screen(&screen);
}

static void search_for_naps(struct screen_at *screen)
{
    act(screen, ACTION_SEARCH);
    type(screen, "NAPS");
}

static void searching_lists_what_is_found(void **state)
{
    (void)state;
    struct screen_at screen = open_screen(&view_home, 80, 24, false);
    search_for_naps(&screen);
    assert_int_equal(view_home.keys(screen.state), SCREEN_ENTRY);
    compare(&screen, "home/search-80x24");
    act(&screen, ACTION_DOWN);
    act(&screen, ACTION_ACCEPT);
    assert_int_equal(view_home.keys(screen.state), SCREEN_HOME);
    act(&screen, ACTION_START);
    assert_ptr_equal(screen.request.experiment, &experiments[4].experiment);
    act(&screen, ACTION_BACK);
    assert_int_equal(screen.request.request, REQUEST_NONE); /* the search goes first, then the program */
    assert_shows(&screen, "Perfect numbers");
    act(&screen, ACTION_BACK);
    assert_int_equal(screen.request.request, REQUEST_UNUSED);
    close_screen(&screen);
}

static void a_search_that_finds_nothing_says_so(void **state)
{
    (void)state;
    struct screen_at screen = open_screen(&view_home, 80, 24, false);
    act(&screen, ACTION_SEARCH);
    type(&screen, "xü");
    assert_shows(&screen, "no such experiment");
    act(&screen, ACTION_START);
    assert_int_equal(screen.request.request, REQUEST_NONE);
    act(&screen, ACTION_ERASE);
    act(&screen, ACTION_ERASE);
    assert_lacks(&screen, "no such experiment");
    close_screen(&screen);
}

static void a_click_selects_and_the_wheel_moves(void **state)
{
    (void)state;
    struct screen_at screen = open_screen(&view_home, 80, 24, false);
    point(&screen, K_CLICK, 5, 5);
    assert_shows(&screen, "Naps of 1, 2, 3");
    point(&screen, K_WHEEL_UP, 5, 5);
    assert_shows(&screen, "beginner's mistake");
    point(&screen, K_CLICK, 5, 20); /* below the last one */
    assert_shows(&screen, "beginner's mistake");
    close_screen(&screen);
}

/* ---- edit --------------------------------------------------------------------------------------------- */

/* Plans of processes depend on the machine; this one holds as many as there are tasks. */
static void edit_fewer(struct screen_at *screen)
{
    act(screen, ACTION_DOWN);
    act(screen, ACTION_DOWN);
    act(screen, ACTION_CHANGE);
    for (int i = 0; i < 6; i++)
        act(screen, ACTION_ERASE);
    type(screen, "500");
    act(screen, ACTION_ACCEPT);
}

static void edit_shows_settings_plan_and_meaning(void **state)
{
    (void)state;
    golden(&view_edit, "edit/form", edit_fewer);
}

static void refuse_a_value(struct screen_at *screen)
{
    edit_fewer(screen);
    act(screen, ACTION_CHANGE);
    type(screen, "x");
    act(screen, ACTION_ACCEPT);
}

static void edit_refuses_in_place_in_the_readers_words(void **state)
{
    (void)state;
    struct screen_at screen = open_screen(&view_edit, 80, 24, false);
    refuse_a_value(&screen);
    compare(&screen, "edit/refused-80x24");
    assert_int_equal(view_edit.keys(screen.state), SCREEN_ENTRY);
    act(&screen, ACTION_CANCEL);
    assert_int_equal(view_edit.keys(screen.state), SCREEN_EDIT);
    act(&screen, ACTION_START);
    assert_int_equal(screen.request.experiment->workload.to, 500);
    close_screen(&screen);
}

static void a_strategy_that_is_off_does_not_run(void **state)
{
    (void)state;
    struct screen_at screen = open_screen(&view_edit, 80, 24, false);
    for (int i = 0; i < 9; i++)
        act(&screen, ACTION_DOWN);
    act(&screen, ACTION_TOGGLE); /* process */
    act(&screen, ACTION_START);
    const struct experiment *chosen = screen.request.experiment;
    assert_int_equal(chosen->strategy_count, 3);
    assert_string_equal(chosen->strategies[1].label, "pool");
    assert_string_equal(chosen->source, "config/made.json, edited");
    act(&screen, ACTION_TOGGLE);
    act(&screen, ACTION_START);
    assert_int_equal(screen.request.experiment->strategy_count, 4);
    close_screen(&screen);
}

static void saving_asks_for_a_path_and_proposes_where_it_came_from(void **state)
{
    (void)state;
    struct screen_at screen = open_screen(&view_edit, 80, 24, false);
    act(&screen, ACTION_SAVE);
    assert_shows(&screen, "config/made.json");
    type(&screen, "5");
    act(&screen, ACTION_ACCEPT);
    assert_int_equal(screen.request.request, REQUEST_SAVE);
    assert_string_equal(screen.request.text, "config/made.json5");
    close_screen(&screen);
}

/* ---- help --------------------------------------------------------------------------------------------- */

static void help_shows_every_key(void **state)
{
    (void)state;
    golden(&view_help, "help/keys", NULL);
}

static void help_scrolls_to_its_end(void **state)
{
    (void)state;
    struct screen_at screen = open_screen(&view_help, 80, 24, false);
    assert_lacks(&screen, "When asked");
    act(&screen, ACTION_LAST);
    assert_shows(&screen, "When asked");
    act(&screen, ACTION_FIRST);
    assert_shows(&screen, "Everywhere");
    close_screen(&screen);
}

/* ---- all of them -------------------------------------------------------------------------------------- */

/* Nothing is drawn outside, nothing crashes, whatever the size; sanitizers look on. */
static void every_size_can_be_drawn(void **state)
{
    (void)state;
    const struct view_ops *const all[] = { &view_home, &view_edit, &view_help };
    for (size_t i = 0; i < 3; i++)
        for (int w = 1; w < 210; w += w < 90 ? 1 : 17)
            for (int h = 1; h < 60; h += h < 26 ? 1 : 7) {
                struct screen_at screen = open_screen(all[i], w, h, false);
                act(&screen, ACTION_LAST);
                act(&screen, ACTION_NEXT_PANEL);
                act(&screen, ACTION_PAGE_DOWN);
                draw(&screen);
                close_screen(&screen);
            }
}

static void ascii_has_no_byte_above_0x7F(void **state)
{
    (void)state;
    const struct view_ops *const all[] = { &view_home, &view_edit, &view_help };
    for (size_t i = 0; i < 3; i++) {
        struct screen_at screen = open_screen(all[i], 120, 36, true);
        act(&screen, ACTION_LAST);
        draw(&screen);
        char *text = canvas_text(&screen.canvas);
        for (const char *c = text; *c; c++)
            assert_true((unsigned char)*c < 0x80);
        free(text);
        close_screen(&screen);
    }
}

/* Four rows of 48 columns are what there is at 80 x 24. */
static void what_is_said_of_the_experiments_that_come_along_is_never_cut(void **state)
{
    (void)state;
    struct canvas measure;
    canvas_init(&measure, 80, 24, false);
    for (size_t i = 0; i < builtin_count; i++) {
        struct experiment e;
        assert_null(experiment_parse(&e, builtins[i].name, builtins[i].text, builtins[i].length, NULL, 0));
        char text[700];
        labels_whole(text, sizeof text, e.about);
        if (draw_paragraph((struct pane){ .canvas = &measure, .w = 48 }, ROLE_TEXT, text) > 4)
            fail_msg("too long: %s", e.about);
        experiment_release(&e);
    }
    canvas_release(&measure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_of_the_experiments_that_come_along_is_never_cut),
        cmocka_unit_test(home_shows_list_text_plan_and_last_results),
        cmocka_unit_test(home_shows_what_is_wrong_with_a_file),
        cmocka_unit_test(a_broken_experiment_does_not_start),
        cmocka_unit_test(searching_lists_what_is_found),
        cmocka_unit_test(a_search_that_finds_nothing_says_so),
        cmocka_unit_test(a_click_selects_and_the_wheel_moves),
        cmocka_unit_test(edit_shows_settings_plan_and_meaning),
        cmocka_unit_test(edit_refuses_in_place_in_the_readers_words),
        cmocka_unit_test(a_strategy_that_is_off_does_not_run),
        cmocka_unit_test(saving_asks_for_a_path_and_proposes_where_it_came_from),
        cmocka_unit_test(help_shows_every_key),
        cmocka_unit_test(help_scrolls_to_its_end),
        cmocka_unit_test(every_size_can_be_drawn),
        cmocka_unit_test(ascii_has_no_byte_above_0x7F),
    };
    return cmocka_run_group_tests(tests, make_model, free_model);
}
