/* A race: which runs take part, where each is at a moment, when it arrives, and how it looks. */
#include "support/make_race.h"
#include "view/frame.h"
#include "view/panel_scrub.h"
#include "support/picture.h"
#include "support/sound.h"
#include "race/race.h"
#include "view/labels.h"
#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define MS UINT64_C(1000000)

/* Four naps of one second each, so that shares are those of counts. */
#define NAPS                                                                                                 \
    "{\"workload\": {\"kind\": \"sleep\", \"seconds\": 1, \"count\": 4}, \"repeat\": 3, \"warmup\": 1,"      \
    "\"strategies\": [\"serial\", \"process\", {\"kind\": \"pool\", \"workers\": 2}]}"

static struct finished finished;
static struct race race;

static void open_race(const char *json, const struct race_run *runs, size_t count)
{
    make_race(&finished, json, runs, count);
    race_open(&race, &finished);
}

static void close_race(void)
{
    race_close(&race);
    free_race(&finished);
}

/* A unit of weight is a nanosecond of the nap: the run takes so many thousandths of the naps' time. */
static struct race_run naps(size_t strategy, uint64_t repeat, uint32_t workers, uint64_t overhead_ms)
{
    return (struct race_run){ .strategy = strategy,
                              .repeat = repeat,
                              .workers = workers,
                              .chunk = 1,
                              .unit = 1,
                              .overhead = overhead_ms * MS };
}

/* ---- which runs ---------------------------------------------------------------------------------------- */

static void the_median_run_of_each_strategy_runs(void **state)
{
    (void)state;
    struct race_run warmup = naps(0, 0, 1, 1);
    warmup.warmup = true;
    const struct race_run runs[] = {
        warmup,           naps(0, 0, 1, 30), naps(1, 0, 4, 5), naps(2, 0, 2, 9), naps(0, 1, 1, 10),
        naps(1, 1, 4, 7), naps(0, 2, 1, 20),
    };
    open_race(NAPS, runs, 7);
    assert_int_equal(race.lane_count, 3);
    assert_int_equal(race.absent, 0);
    assert_int_equal(race.lanes[0].run, 6); /* 20 ms: between 10 and 30 */
    assert_int_equal(race.lanes[0].runs, 3);
    assert_int_equal(race.lanes[0].time, 4080 * MS);
    assert_int_equal(race.lanes[1].run, 2); /* of two the faster one */
    assert_int_equal(race.lanes[1].runs, 2);
    assert_int_equal(race.lanes[1].time, 1005 * MS);
    assert_int_equal(race.lanes[2].time, 2018 * MS);
    assert_int_equal(race.scrub.end, 4080 * MS);
    close_race();
}

static void a_run_that_never_arrived_takes_no_part(void **state)
{
    (void)state;
    struct race_run broken = naps(1, 0, 4, 5), held = naps(2, 0, 2, 1), other = naps(2, 1, 2, 9);
    broken.broken = true;
    held.held_ns = 5;
    const struct race_run runs[] = { naps(0, 0, 1, 30), broken, held, other };
    open_race(NAPS, runs, 4);
    assert_int_equal(race.lane_count, 2);
    assert_int_equal(race.absent, 1);
    assert_int_equal(race.lanes[0].strategy, 0);
    assert_int_equal(race.lanes[1].strategy, 2);
    assert_int_equal(race.lanes[1].run, 3); /* not the one that was held */
    close_race();
    open_race(NAPS, runs, 3); /* where there is no other it runs */
    assert_int_equal(race.lanes[1].run, 2);
    close_race();
    open_race(NAPS, &broken, 1);
    assert_int_equal(race.lane_count, 0);
    close_race();
}

static void a_run_that_left_a_task_out_gets_no_place(void **state)
{
    (void)state;
    struct race_run quick = naps(1, 0, 4, 5), slow = naps(2, 0, 2, 1);
    quick.fails = true;
    const struct race_run runs[] = { naps(0, 0, 1, 30), quick, slow };
    open_race(NAPS, runs, 3);
    assert_int_equal(race.lane_count, 3);
    assert_int_equal(race.absent, 0);
    race_seek(&race, race.scrub.end);
    assert_true(race.lanes[1].over);
    assert_int_equal(race.lanes[1].failed, 1);
    assert_int_equal(race.lanes[1].place, 0);
    assert_int_equal(race.lanes[1].done + 1, race.lanes[1].tasks);
    assert_true(race.lanes[1].share < 1);
    assert_int_equal(race.lanes[2].place, 1);
    assert_int_equal(race.lanes[0].place, 2);
    assert_int_equal(race_first(&race)->strategy, 2);
    close_race();
    const struct race_run two[] = { quick, naps(1, 1, 4, 9) };
    open_race(NAPS, two, 2); /* it fills its lane only where there is no other */
    assert_int_equal(race.lanes[0].run, 1);
    close_race();
    open_race(NAPS, two, 1);
    assert_null(race_first(&race));
    close_race();
}

/* ---- the moment --------------------------------------------------------------------------------------- */

static const struct race_run three[3] = {
    { .strategy = 0, .workers = 1, .chunk = 1, .unit = 1 },
    { .strategy = 1, .workers = 4, .chunk = 1, .unit = 1 },
    { .strategy = 2, .workers = 2, .chunk = 1, .unit = 1 },
};

static void every_lane_is_as_far_as_its_run_was(void **state)
{
    (void)state;
    open_race(NAPS, three, 3);
    race_seek(&race, 500 * MS);
    assert_true(race.lanes[0].share == 0.125);
    assert_true(race.lanes[1].share == 0.5);
    assert_true(race.lanes[2].share == 0.25);
    assert_int_equal(race.lanes[1].busy, 4);
    assert_int_equal(race.lanes[1].live, 4);
    assert_int_equal(race.lanes[2].busy, 2);
    assert_int_equal(race.leader, 1);
    race_seek(&race, 1500 * MS);
    assert_int_equal(race.lanes[0].done, 1);
    assert_int_equal(race.lanes[1].done, 4);
    assert_int_equal(race.lanes[1].live, 0);
    assert_int_equal(race.lanes[2].done, 2);
    assert_true(race.lanes[2].share == 0.75);
    close_race();
}

static void places_are_given_at_the_very_moment_of_arrival(void **state)
{
    (void)state;
    open_race(NAPS, three, 3);
    race_seek(&race, 1000 * MS - 1);
    assert_int_equal(race.lanes[1].place, 0);
    assert_true(race.lanes[1].share < 1);
    race_seek(&race, 1000 * MS);
    assert_int_equal(race.lanes[1].place, 1);
    assert_int_equal(race.lanes[2].place, 0);
    assert_int_equal(race.leader, SIZE_MAX); /* one has arrived */
    race_seek(&race, 2000 * MS);
    assert_int_equal(race.lanes[2].place, 2);
    race_seek(&race, race.scrub.end);
    assert_int_equal(race.lanes[0].place, 3);
    assert_true(race.lanes[0].share == 1);
    assert_int_equal(race_first(&race)->strategy, 1);
    close_race();
}

static void runs_of_the_same_time_share_the_place(void **state)
{
    (void)state;
    struct race_run same = three[1], last = three[2];
    same.strategy = 0;
    same.workers = 4;
    const struct race_run runs[] = { same, three[1], last };
    open_race(NAPS, runs, 3);
    race_seek(&race, 600 * MS);
    assert_int_equal(race.leader, SIZE_MAX); /* none is ahead */
    race_seek(&race, race.scrub.end);
    assert_int_equal(race.lanes[0].place, 1);
    assert_int_equal(race.lanes[1].place, 1);
    assert_int_equal(race.lanes[2].place, 3);
    close_race();
}

static void steps_go_from_arrival_to_arrival(void **state)
{
    (void)state;
    open_race(NAPS, three, 3);
    assert_int_equal(race_step(&race, 0, true), 1000 * MS);
    assert_int_equal(race_step(&race, 1000 * MS, true), 2000 * MS);
    assert_int_equal(race_step(&race, 2000 * MS, true), 4000 * MS);
    assert_int_equal(race_step(&race, 4000 * MS, true), 4000 * MS);
    assert_int_equal(race_step(&race, 4000 * MS, false), 2000 * MS);
    assert_int_equal(race_step(&race, 1000 * MS, false), 0);
    close_race();
}

static void no_verdict_is_claimed_from_one_run_of_each(void **state)
{
    (void)state;
    char sentence[256];
    open_race(NAPS, three, 3);
    assert_string_equal(race_sentence(&race, sentence, sizeof sentence),
                        "5 repeats are needed for a verdict: 4 more");
    close_race();
}

static void the_bar_can_be_clicked(void **state)
{
    (void)state;
    struct scrub scrub = { .end = 1000 * MS, .speed = 1, .origin = "recorded" };
    struct canvas canvas;
    uint64_t moment = 7, first = 0, last = 0;
    int columns = 0;
    canvas_init(&canvas, 80, 24, false);
    for (int x = -1; x <= 80; x++)
        if (panel_scrub_moment(&canvas, &scrub, x, &moment)) {
            first = columns++ ? first : moment;
            last = moment;
        }
    assert_true(columns >= 20);
    assert_int_equal(first, 0);
    assert_int_equal(last, 1000 * MS);
    assert_false(panel_scrub_moment(&canvas, &scrub, 0, &moment));
    assert_false(panel_scrub_moment(&canvas, &scrub, 79, &moment));
    canvas_release(&canvas);
}

static void where_the_times_come_from_is_said(void **state)
{
    (void)state;
    open_race(NAPS, three, 3);
    assert_string_equal(race.scrub.origin, "recorded");
    assert_int_equal(race.scrub.mark_count, 3);
    race_close(&race);
    finished.recording.origin = ORIGIN_SIMULATED;
    race_open(&race, &finished);
    assert_string_equal(race.scrub.origin, "simulated");
    close_race();
}

static void places_read_as_people_say_them(void **state)
{
    (void)state;
    static const char *const words[] = {
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"
    };
    static const size_t places[] = { 1, 2, 3, 4, 11, 12, 13, 21, 112 };
    char text[32];
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        assert_string_equal(label_ordinal(text, sizeof text, places[i]), words[i]);
}

/* ---- pictures ----------------------------------------------------------------------------------------- */

#define PERFECT                                                                                              \
    "{\"title\": \"Perfect numbers\", \"workload\": {\"kind\": \"perfect\", \"to\": 1000},"                  \
    "\"strategies\": [\"serial\", \"process\", {\"kind\": \"pool\", \"workers\": 2, \"chunk\": 125},"        \
    "{\"kind\": \"pool\", \"workers\": 2, \"chunk\": 1, \"label\": \"chunk 1\"}]}"

static const struct race_run four[] = {
    { .strategy = 0, .workers = 1, .chunk = 1, .unit = 18940 },
    { .strategy = 1, .workers = 2, .chunk = 1, .unit = 18940, .overhead = 8930000 },
    { .strategy = 2, .workers = 2, .chunk = 125, .unit = 18940 },
    { .strategy = 3, .workers = 2, .chunk = 1, .unit = 18940, .overhead = 60000 },
};

static const struct view_ops *race_view(void)
{
    size_t i = 0;
    while (views[i]->screen != SCREEN_RACE)
        i++;
    return views[i];
}

static void draw(struct canvas *canvas, uint64_t now)
{
    const struct view_ops *view = race_view();
    void *data = xcalloc(1, view->state_size);
    race_seek(&race, now);
    race.scrub.playing = now < race.scrub.end;
    struct model model = { .machine = &finished.recording.machine, .race = &race, .scrub = &race.scrub };
    view->prepare(data, &model, canvas->w, canvas->h);
    frame_draw(canvas, &(struct frame){ .view = view, .state = data, .model = &model });
    free(data);
}

static void check_golden(const char *name, uint64_t now, const struct picture_size *size)
{
    struct canvas canvas;
    canvas_init(&canvas, size->w, size->h, size->ascii);
    draw(&canvas, now);
    picture_is_golden(&canvas, "race/%s-%s", name, size->name);
    canvas_release(&canvas);
}

static void it_looks_as_it_did(void **state)
{
    (void)state;
    static const char *const moments[] = { "start", "middle", "end" };
    open_race(PERFECT, four, 4);
    for (size_t i = 0; i < 3; i++)
        for (int k = 0; k < PICTURE_SIZES; k++)
            check_golden(moments[i], race.scrub.end * i / 2, &picture_sizes[k]);
    for (int k = PICTURE_SIZES; k < PICTURE_SIZES_RICH; k++)
        check_golden("middle", race.scrub.end / 2, &picture_sizes[k]);
    close_race();
}

static void a_run_that_left_a_task_out_says_so(void **state)
{
    (void)state;
    struct race_run runs[3] = { three[0], three[1], three[2] };
    struct canvas canvas;
    runs[2].fails = true;
    open_race(NAPS, runs, 3);
    canvas_init(&canvas, 80, 24, false);
    draw(&canvas, race.scrub.end);
    picture_shows(&canvas, "1 task failed: no place   3 of 4");
    picture_shows(&canvas, "✗");
    picture_shows(&canvas, "2nd");
    picture_hides(&canvas, "3rd");
    canvas_release(&canvas);
    close_race();
}

static void a_run_that_was_held_says_so(void **state)
{
    (void)state;
    struct race_run runs[3] = { three[0], three[1], three[2] };
    struct canvas canvas;
    runs[2].held_ns = 700 * MS;
    open_race(NAPS, runs, 3);
    canvas_init(&canvas, 80, 24, false);
    draw(&canvas, 0);
    picture_shows(&canvas, "pool ▪ held");
    picture_hides(&canvas, "serial ▪");
    picture_hides(&canvas, "process ▪");
    draw(&canvas, race.scrub.end);
    picture_shows(&canvas, "pool ▪ held");
    picture_shows(&canvas, "▪ 2.00 s");
    picture_hides(&canvas, "▪ 1.00 s");
    canvas_resize(&canvas, 40, 10);
    draw(&canvas, race.scrub.end);
    picture_shows(&canvas, "▪ 2.00 s");
    canvas_release(&canvas);
    close_race();
}

static void every_size_is_drawn(void **state)
{
    (void)state;
    open_race(PERFECT, four, 4);
    race_seek(&race, race.scrub.end / 2);
    const struct model model = { .machine = &finished.recording.machine,
                                 .race = &race,
                                 .scrub = &race.scrub };
    void *data = xcalloc(1, race_view()->state_size);
    sound_at_every_size(race_view(), data, &model, NULL);
    free(data);
    close_race();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_median_run_of_each_strategy_runs),
        cmocka_unit_test(a_run_that_never_arrived_takes_no_part),
        cmocka_unit_test(a_run_that_left_a_task_out_gets_no_place),
        cmocka_unit_test(every_lane_is_as_far_as_its_run_was),
        cmocka_unit_test(places_are_given_at_the_very_moment_of_arrival),
        cmocka_unit_test(runs_of_the_same_time_share_the_place),
        cmocka_unit_test(steps_go_from_arrival_to_arrival),
        cmocka_unit_test(no_verdict_is_claimed_from_one_run_of_each),
        cmocka_unit_test(the_bar_can_be_clicked),
        cmocka_unit_test(where_the_times_come_from_is_said),
        cmocka_unit_test(places_read_as_people_say_them),
        cmocka_unit_test(it_looks_as_it_did),
        cmocka_unit_test(a_run_that_was_held_says_so),
        cmocka_unit_test(a_run_that_left_a_task_out_says_so),
        cmocka_unit_test(every_size_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
