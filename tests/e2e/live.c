/* A run is held, stepped and disturbed from the screen, in a pseudo terminal. */
#include "base/format.h"
#include "support/harness.h"
#include "support/program.h"
#include "support/program_json.h"
#include "support/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is to be seen ------------------------------------------------------------------------------- */

/* The screen as it is by now; what moves on it is not waited for. */
static const char *glance(void)
{
    pty_wait_text(screen_pty(), "never to be seen", 60);
    char *screen = pty_screen(screen_pty());
    const char *text = textf("%s", screen);
    free(screen);
    return text;
}

/* "12 of 60": how many tasks are done. */
static int tasks_done(int tasks)
{
    char all[FORMAT_MAX];
    const char *text = glance(),
               *of = strstr(text, textf(" of %s ", format_count(all, sizeof all, (uint64_t)tasks)));
    int count = 0, unit = 1;
    if (!of)
        test_fails(__FILE__, __LINE__, "no count of tasks is to be seen");
    for (const char *at = of; at > text + 1 && (at[-1] != ' ' || at[-2] != ' '); at--)
        if (at[-1] >= '0' && at[-1] <= '9') {
            count += unit * (at[-1] - '0');
            unit *= 10;
        }
    return count;
}

static int await_done(int tasks, int least)
{
    double end = now_s() + PATIENCE_S;
    int done;
    while ((done = tasks_done(tasks)) < least)
        EXPECT(now_s() < end);
    return done;
}

/* How long it says that it has been held. */
static double held_shown(void)
{
    return atof(EXPECT_AFTER(glance(), "held for "));
}

/* Nothing is under way any more; returns how many are done then. */
static int await_still(int tasks)
{
    SCREEN_SHOWS("▪ held for");
    SCREEN_LACKS(" under way");
    return tasks_done(tasks);
}

static void start_naps(const char *naps, const char *strategy, const char *more)
{
    screen_start_how(&(struct screen_how){ .columns = 100, .rows = 30 },
                     textf("--start --json %s --workload sleep --seconds %s --strategy %s %s",
                           test_path("result.json"), naps, strategy, more));
    SCREEN_SHOWS("space hold");
}

/* What it has written; that of the test before goes. */
static struct program written;

static struct program *result(void)
{
    const char *json = test_read(test_path("result.json"));
    EXPECT(json);
    cJSON_Delete(written.json);
    written.json = NULL;
    json_from(&written, json);
    return &written;
}

static void expect_nothing_lost(struct program *program, int tasks, int kills)
{
    EXPECT_INT(json_number(program, "results[0].runs[0].tasks_done"), tasks);
    EXPECT_INT(json_number(program, "results[0].runs[0].tasks_lost"), 0);
    EXPECT_INT(json_number(program, "results[0].runs[0].tasks_failed"), 0);
    EXPECT_INT(json_number(program, "results[0].runs[0].retries"), kills);
}

/* ---- hold and step ------------------------------------------------------------------------------------ */

static const struct {
    const char *naps, *strategy;
    int tasks;
} kinds[] = {
    { "0.05x24", "serial", 24 },
    { "0.1x24", "pool --workers 3 --chunk 1", 24 },
    { "0.1x24", "pool --workers 3 --chunk 4", 24 },
    { "0.1x24", "process --max-live 3", 24 },
};

static void space_holds_s_lets_one_start_and_space_goes_on(void)
{
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        int tasks = kinds[i].tasks;
        start_naps(kinds[i].naps, kinds[i].strategy, "--exit");
        await_done(tasks, 2);
        screen_keys(" ");
        SCREEN_SHOWS("space go on");
        int done = await_still(tasks);
        double held = held_shown();
        for (double end = now_s() + PATIENCE_S; held_shown() <= held + 0.2;)
            EXPECT(now_s() < end);
        EXPECT_INT(tasks_done(tasks), done);
        screen_keys("s");
        EXPECT_INT(await_done(tasks, done + 1), done + 1);
        sleep_s(0.2);
        EXPECT_INT(tasks_done(tasks), done + 1);
        held = held_shown();
        screen_keys(" ");
        screen_ends_well(0);
        struct program *program = result();
        expect_nothing_lost(program, tasks, 0);
        EXPECT_BETWEEN(json_number(program, "results[0].runs[0].held_s"), held - 0.005,
                       json_number(program, "results[0].done_s[0]"));
    }
}

/* Those that are born meanwhile wait at the gate, but not without bound; and all of it is on the screen. */
static void processes_wait_at_the_gate(void)
{
    start_naps("0.01x6000", "process", "--exit");
    screen_keys("s");
    SCREEN_SHOWS("32 processes wait at the gate");
    int done = tasks_done(6000);
    screen_keys("s");
    EXPECT_INT(await_done(6000, done + 1), done + 1);
    SCREEN_SHOWS("32 processes wait at the gate");
    screen_keys("  "); /* on, and held again */
    SCREEN_SHOWS("32 processes wait at the gate");
    screen_keys(" ");
    screen_ends_well(0);
    expect_nothing_lost(result(), 6000, 0);
}

static void a_held_run_says_so_in_the_comparison_and_names_no_fastest(void)
{
    start_naps("0.4x6", "serial,pool --workers 2", "");
    SCREEN_SHOWS("serial · 1 worker");
    screen_keys(" ");
    await_still(6);
    screen_keys(" ");
    SCREEN_SHOWS("✓ serial");
    EXPECT_HAS(glance(), "▪ held");
    SCREEN_SHOWS("Elapsed");
    const char *text = flat(glance());
    EXPECT_HAS(text, "▪");
    EXPECT_HAS(text, " of it");
    EXPECT_HAS(text, "serial: was held for");
    EXPECT_HAS(text, "takes no part in the verdict");
    EXPECT_LACKS(text, "fastest");
    screen_keys("q");
    SCREEN_SHOWS("Not run yet"); /* a time that was held is no guide */
    screen_leave();
    EXPECT(json_number(result(), "results[0].runs[0].held_s") > 0);
    EXPECT(!json_has(result(), "results[1].runs[0].held_s"));
}

static void a_held_run_is_stopped_skipped_left_and_found_again(void)
{
    start_naps("0.1x400", "pool,serial --workers 2", "");
    screen_keys(" ");
    await_still(400);
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_keys("1");
    SCREEN_SHOWS("▪ held for");
    screen_keys("n");
    SCREEN_SHOWS("serial · 1 worker");
    SCREEN_SHOWS("space hold");
    screen_keys("s");
    SCREEN_SHOWS("▪ held for");
    screen_keys("x");
    SCREEN_SHOWS("stopped before its end");
    SCREEN_SHOWS("· gone");
    screen_waits_for(2, 0);
    EXPECT_INT(screen_processes(0), 2); /* screen, guard */
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

/* Held and stopped at the same time is held once. */
static void control_z_while_it_is_held_counts_once(void)
{
    start_naps("0.1x20", "pool --workers 2", "--exit");
    double began = now_s();
    screen_keys(" ");
    await_still(20);
    screen_keys("\032");
    EXPECT(pty_wait_stopped(screen_pty(), SCREEN_PATIENCE));
    sleep_s(0.3);
    pty_foreground(screen_pty());
    SCREEN_SHOWS("Ctrl-Z stopped the run as well");
    screen_keys("\t"); /* takes the message away */
    SCREEN_SHOWS("space go on");
    double held = held_shown();
    EXPECT_BETWEEN(held, 0.3, now_s() - began);
    screen_keys(" ");
    screen_ends_well(0);
    expect_nothing_lost(result(), 20, 0);
    EXPECT_BETWEEN(json_number(result(), "results[0].runs[0].held_s"), held - 0.005, now_s() - began);
}

/* ---- one worker --------------------------------------------------------------------------------------- */

static int lives_in_slot(struct program *program, int slot)
{
    const cJSON *workers = json_at(program, "results[0].runs[0].workers"), *worker;
    int count = 0;
    cJSON_ArrayForEach(worker, workers) count +=
        cJSON_GetObjectItemCaseSensitive(worker, "slot")->valueint == slot;
    return count;
}

/* Before one can be chosen there must be one. */
static void start_workers(const char *naps, const char *strategy, const char *more)
{
    start_naps(naps, strategy, more);
    SCREEN_SHOWS("asleep"); /* the output is ahead of the list of workers */
}

/* The second row is chosen. */
static void kill_kills_the_chosen_worker_and_asks_once_a_run(void)
{
    start_workers("0.25x72", "pool --workers 3 --chunk 2", "--exit");
    screen_keys("K");
    SCREEN_SHOWS("Choose a worker first");
    screen_keys("jjK");
    SCREEN_SHOWS("Kill worker 1 (");
    screen_keys("n");
    SCREEN_LACKS("Kill worker 1 (");
    screen_keys("K");
    SCREEN_SHOWS("Kill worker 1 (");
    screen_keys("y");
    SCREEN_SHOWS("worker 1 killed from the screen: nap");
    SCREEN_SHOWS("2nd");
    screen_keys("K");
    SCREEN_SHOWS("3rd");
    EXPECT_LACKS(glance(), "Kill worker");
    screen_ends_well(0);
    struct program *program = result();
    expect_nothing_lost(program, 72, 2);
    EXPECT_INT(lives_in_slot(program, 0), 1);
    EXPECT_INT(lives_in_slot(program, 1), 3);
    EXPECT_INT(lives_in_slot(program, 2), 1);
}

static void a_single_worker_need_not_be_chosen(void)
{
    start_workers("0.3x12", "serial", "");
    screen_keys(" ");
    SCREEN_SHOWS("1 worker waits at the gate");
    screen_keys("S");
    SCREEN_SHOWS("? It has claimed nothing.");
    screen_keys("nK");
    SCREEN_SHOWS("Kill worker 0 (");
    SCREEN_SHOWS("? It has claimed nothing.");
    screen_keys("y");
    SCREEN_SHOWS("worker 0 killed from the screen");
    screen_keys(" ");
    SCREEN_SHOWS("1 worker died; it was in no task");
    screen_keys("x");
    SCREEN_SHOWS("stopped before its end");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void kill_works_with_every_strategy(void)
{
    static const char *const strategies[] = { "serial", "process", "process --no-join",
                                              "process --max-live 2" };
    for (int i = 0; i < COUNT_OF(strategies); i++) {
        start_workers("4,0.1x2", strategies[i], "--exit");
        screen_keys("jK");
        SCREEN_SHOWS("Kill worker 0 (");
        screen_keys("y");
        SCREEN_SHOWS("worker 0 killed from the screen: nap 1");
        screen_ends_well(0);
        expect_nothing_lost(result(), 3, 1);
        EXPECT_INT(json_number(result(), "results[0].runs[0].workers_started"), i == 0 ? 2 : 4);
    }
}

/* One key does not throw half a minute away. */
static void an_old_run_is_stopped_only_after_a_question(void)
{
    start_workers("90,90", "serial", "");
    for (int i = 0; i < 31; i++) { /* a screen that is not read is held up */
        sleep_s(1);
        glance();
    }
    screen_keys("n");
    SCREEN_SHOWS("Skip this run after ");
    screen_keys("n");
    SCREEN_LACKS("Skip this run");
    screen_keys("x");
    SCREEN_SHOWS("Stop the experiment after ");
    screen_keys("y");
    SCREEN_SHOWS("stopped before its end");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void stop_shows_the_worker_stopped_and_lets_it_go_on(void)
{
    start_workers("0.25x32", "pool --workers 2 --chunk 1", "--exit");
    screen_keys("jS");
    SCREEN_SHOWS("Stop worker 0 (");
    screen_keys("y");
    SCREEN_SHOWS("▪ stopped");
    SCREEN_SHOWS("worker 0 is stopped: its alarm r"); /* rings, or rang already */
    SCREEN_SHOWS("worker 0 stopped from the screen");
    screen_keys("S");
    SCREEN_LACKS("▪ stopped");
    screen_ends_well(0);
    expect_nothing_lost(result(), 32, 0);
}

static void a_run_whose_only_worker_is_stopped_is_ended_by_x(void)
{
    start_workers("0.3x12", "serial", "");
    screen_keys("jSy");
    SCREEN_SHOWS("▪ stopped");
    screen_keys("?");
    SCREEN_SHOWS("Moving");
    screen_keys("q");
    SCREEN_SHOWS("▪ stopped");
    screen_keys("x");
    SCREEN_SHOWS("stopped before its end");
    screen_waits_for(2, 0);
    EXPECT_INT(screen_processes(0), 2);
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void a_question_about_a_worker_goes_with_its_run(void)
{
    start_workers("1.5x2", "serial,pool --workers 2", "");
    SCREEN_SHOWS("serial · 1 worker");
    screen_keys("jK");
    SCREEN_SHOWS("Kill worker 0 (");
    SCREEN_LACKS("Kill worker 0 (");
    SCREEN_SHOWS("Elapsed");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
    EXPECT_INT(json_number(result(), "results[1].runs[0].workers_started"), 2);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(space_holds_s_lets_one_start_and_space_goes_on),
        TEST(processes_wait_at_the_gate),
        TEST(a_held_run_says_so_in_the_comparison_and_names_no_fastest),
        TEST(a_held_run_is_stopped_skipped_left_and_found_again),
        TEST(control_z_while_it_is_held_counts_once),
        TEST(kill_kills_the_chosen_worker_and_asks_once_a_run),
        TEST(a_single_worker_need_not_be_chosen),
        TEST(kill_works_with_every_strategy),
        TEST(an_old_run_is_stopped_only_after_a_question),
        TEST(stop_shows_the_worker_stopped_and_lets_it_go_on),
        TEST(a_run_whose_only_worker_is_stopped_is_ended_by_x),
        TEST(a_question_about_a_worker_goes_with_its_run),
    };
    int status = harness_main(tests, COUNT_OF(tests), argc, argv);
    screen_abandon();
    cJSON_Delete(written.json);
    return status;
}
