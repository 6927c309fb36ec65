/* Every key on every screen: it acts, or it says in one sentence why not. */
#include "support/make_race.h"
#include "support/scene.h"
#include "support/scene_home.h"
#include "support/scene_timeline.h"
#include "race/race.h"
#include "view/frame.h"
#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct view_ops view_home, view_edit, view_help, view_timeline, view_race;

/* A screen that keys are pressed on. */
struct screen_state {
    const struct view_ops *view;
    const struct model *model;
    void *state;
    int w, h;
};

/* As it is drawn now; canvas_release() it. */
static struct canvas picture_of(const struct screen_state *screen_state)
{
    struct frame frame = { .view = screen_state->view,
                           .state = screen_state->state,
                           .model = screen_state->model };
    struct canvas canvas;
    canvas_init(&canvas, screen_state->w, screen_state->h, false);
    screen_state->view->prepare(screen_state->state, screen_state->model, screen_state->w, screen_state->h);
    frame_draw(&canvas, &frame);
    return canvas;
}

static bool are_alike(const struct canvas *a, const struct canvas *b)
{
    for (int i = 0; i < a->w * a->h; i++)
        if (!cell_equal(&a->cells[i], &b->cells[i]))
            return false;
    return true;
}

static void assert_sentence(const struct screen_state *screen_state, uint32_t key, const char *message)
{
    char label[16];
    key_label(label, sizeof label, key, false);
    if (!message || strlen(message) < 10 || message[strlen(message) - 1] != '.' || strchr(message, '\n'))
        fail_msg("%s, %s: \"%s\" is no sentence", screen_state->view->name, label, message ? message : "");
}

static void press_key(struct screen_state *screen_state, uint32_t key)
{
    char why[400], label[16];
    enum keymap keymap = view_keymap(screen_state->view, screen_state->state);
    enum action action = action_for(keymap, key);
    if (keymap == KEYMAP_UNSAVED && action == ACTION_NONE)
        return; /* the question is the reason */
    bool types = keymap == KEYMAP_ENTRY || (keymap == KEYMAP_EDIT && action == ACTION_NONE);
    if (types && (key_is_text(key) || action != ACTION_NONE))
        return; /* it is typed */
    if (action == ACTION_NONE) {
        assert_sentence(screen_state, key, action_why_not(why, sizeof why, keymap, key));
        return;
    }
    struct frame frame = { .view = screen_state->view,
                           .state = screen_state->state,
                           .model = screen_state->model };
    struct canvas before = picture_of(screen_state);
    struct request request = frame_act(&frame, screen_state->state, action, screen_state->w, screen_state->h);
    struct canvas after = picture_of(screen_state);
    bool silent = request.action == ACTION_NONE && !request.message && are_alike(&before, &after);
    if (request.message)
        assert_sentence(screen_state, key, request.message);
    else if (silent)
        fail_msg("%s: %s does nothing and does not say why", screen_state->view->name,
                 key_label(label, sizeof label, key, false));
    canvas_release(&before);
    canvas_release(&after);
}

static bool is_in(const uint32_t keys[], size_t count, uint32_t key)
{
    for (size_t i = 0; i < count; i++)
        if (keys[i] == key)
            return true;
    return false;
}

/* All keys that are bound anywhere, and some that are not; twice, as the first may lead to an end. */
static void press_all(struct screen_state *screen_state)
{
    uint32_t keys[200] = { 'z', 'Z', '9', '#', 0xE4, K_DELETE, K_BACKSPACE, 1 };
    size_t count, pressed = 8;
    const struct action_binding *table = action_bindings(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < ACTION_KEYS_MAX && pressed < 200; k++)
            if (table[i].keys[k] != K_NONE && !is_in(keys, pressed, table[i].keys[k]))
                keys[pressed++] = table[i].keys[k];
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < pressed; i++)
            press_key(screen_state, keys[i]);
}

static void press_on(const struct view_ops *view, struct model *model)
{
    struct screen_state screen_state = { view, model, xcalloc(1, view->state_size), 80, 24 };
    if (view->enter)
        view->enter(screen_state.state, model);
    press_all(&screen_state);
    if (view->release)
        view->release(screen_state.state);
    free(screen_state.state);
}

static void press_on_scenes(const char *(*name)(size_t index))
{
    for (size_t i = 0; name(i); i++) {
        struct scene scene;
        assert_true(scene_open(&scene, name(i)));
        press_on(scene_view(&scene), &scene.model);
        scene_close(&scene);
    }
}

static void no_key_is_silent_on_the_run_screen_and_the_comparison(void **state)
{
    (void)state;
    press_on_scenes(scene_run_name);
    press_on_scenes(scene_compare_name);
}

static void no_key_is_silent_on_the_timeline(void **state)
{
    (void)state;
    for (size_t i = 0; scene_timeline_name(i); i++) {
        struct scene_timeline scene;
        assert_true(scene_timeline_open(&scene, scene_timeline_name(i)));
        scene.model = (struct model){ .machine = &scene.machine,
                                      .recording = &scene.recording,
                                      .timeline = &scene.timeline_source.timeline };
        press_on(&view_timeline, &scene.model);
        scene_timeline_close(&scene);
    }
}

static void no_key_is_silent_in_a_race(void **state)
{
    (void)state;
    static const char json[] = "{\"workload\": {\"kind\": \"sleep\", \"seconds\": 1, \"count\": 4},"
                               "\"strategies\": [\"serial\", {\"kind\": \"pool\", \"workers\": 2}]}";
    static const struct race_run runs[] = { { .workers = 1, .chunk = 1, .unit = 1 },
                                            { .strategy = 1, .workers = 2, .chunk = 1, .unit = 1 } };
    struct finished finished;
    struct race race;
    make_race(&finished, json, runs, 2);
    race_open(&race, &finished);
    struct model model = { .machine = &finished.recording.machine, .race = &race, .scrub = &race.scrub };
    press_on(&view_race, &model);
    race_close(&race);
    free_race(&finished);
}

static void no_key_is_silent_at_home(void **state)
{
    (void)state;
    press_on(&view_home, &home_model);
    press_on(&view_help, &home_model);
    home_model.edit = &home_entries[0].experiment;
    press_on(&view_edit, &home_model);
    home_model.edit = NULL;
}

static void nothing_to_show_is_no_reason_to_be_silent(void **state)
{
    (void)state;
    press_on(&view_timeline, &home_model);
    press_on(&view_race, &home_model);
}

static void the_reason_names_the_place_where_the_key_acts(void **state)
{
    (void)state;
    char why[400];
    assert_string_equal(action_why_not(why, sizeof why, KEYMAP_HOME, 'K'),
                        "K is a key of the run screen, while a run goes on: kill the chosen worker.");
    assert_string_equal(action_why_not(why, sizeof why, KEYMAP_HOME, 'z'),
                        "z is no key of tictoc; ? shows them all.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_is_silent_on_the_run_screen_and_the_comparison),
        cmocka_unit_test(no_key_is_silent_on_the_timeline),
        cmocka_unit_test(no_key_is_silent_in_a_race),
        cmocka_unit_test(no_key_is_silent_at_home),
        cmocka_unit_test(nothing_to_show_is_no_reason_to_be_silent),
        cmocka_unit_test(the_reason_names_the_place_where_the_key_acts),
    };
    return cmocka_run_group_tests_name("keys", tests, make_home, free_home);
}
