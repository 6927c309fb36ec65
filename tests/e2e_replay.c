/* Runs that are written down from the screen, and played back on it. */
#include "harness.h"
#include "program.h"
#include "screen.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SHORT "--workload sleep --seconds 0.1x3 --strategy serial,pool --workers 3 --start"

/* ---- saving ------------------------------------------------------------------------------------------- */

static void type_name(const char *name)
{
    for (int i = 0; i < 60; i++)
        screen_keys("\177");
    screen_keys(name);
    screen_keys("\r");
}

static void what_w_saves_is_what_record_writes(void)
{
    screen_start(SHORT " --record whole.rec");
    SCREEN_SHOWS("The runs are in whole.rec.");
    SCREEN_SHOWS("Elapsed");
    screen_keys("w");
    SCREEN_SHOWS("Save the runs as command-line-20");
    type_name("saved.rec");
    SCREEN_SHOWS("2 runs in saved.rec");
    screen_keys("1w");
    SCREEN_SHOWS("Save the runs as");
    type_name("again.rec");
    SCREEN_SHOWS("2 runs in again.rec");
    screen_keys("qq");
    screen_ends(0);
    const char *whole = test_read(test_path("whole.rec"));
    EXPECT(whole);
    EXPECT_TEXT(test_read(test_path("saved.rec")), whole);
    EXPECT_TEXT(test_read(test_path("again.rec")), whole);
    EXPECT_HAS(well(tictoc("replay saved.rec --dump --run 2"))->out, "pool · 3 workers");
    EXPECT_HAS(well(tictoc("export saved.rec --format csv"))->out, "pool");
}

static void w_asks_before_it_overwrites(void)
{
    test_file("there.rec", "mine\n");
    screen_start(SHORT);
    SCREEN_SHOWS("Elapsed");
    screen_keys("w");
    SCREEN_SHOWS("Save the runs as");
    type_name("there.rec");
    SCREEN_SHOWS("there.rec exists. Overwrite it?");
    screen_keys("n");
    SCREEN_SHOWS("Save the runs as there.rec");
    EXPECT_TEXT(test_read(test_path("there.rec")), "mine\n");
    screen_keys("\033");
    SCREEN_LACKS("Save the runs as");
    screen_keys("w");
    type_name("there.rec");
    SCREEN_SHOWS("Overwrite it?");
    screen_keys("y");
    SCREEN_SHOWS("2 runs in there.rec");
    screen_keys("w");
    type_name("nowhere/there.rec");
    SCREEN_SHOWS("nowhere/there.rec: ");
    screen_keys("qq");
    screen_ends(0);
    well(tictoc("replay there.rec --dump"));
}

static void w_waits_until_the_run_has_ended(void)
{
    screen_start("--workload sleep --seconds 60x2 --strategy pool --workers 2 --start");
    SCREEN_SHOWS("Workers");
    screen_keys("w");
    SCREEN_SHOWS("Not while something runs");
    screen_keys("\003");
    screen_ends(130);
}

static void start_and_exit_write_the_runs_down(void)
{
    screen_start(SHORT " --exit --record whole.rec");
    screen_ends(0);
    EXPECT_HAS(well(tictoc("replay whole.rec --dump"))->out, "3 of 3");
    screen_start(SHORT " --exit --record nowhere/whole.rec");
    SCREEN_SHOWS("nowhere/whole.rec");
    screen_ends(2);
}

/* What there is of an experiment that was stopped is kept, as run --record does it. */
static void a_stopped_experiment_leaves_the_runs_there_were(void)
{
    screen_start(
        "--workload sleep --seconds 0.1,60 --strategy serial,pool --workers 2 --start --record part.rec");
    SCREEN_SHOWS("1 of 2");
    screen_keys("n");
    SCREEN_SHOWS("pool · 2 workers");
    screen_keys("\003");
    screen_ends(130);
    const struct program *dump = well(tictoc("replay part.rec --dump"));
    EXPECT_HAS(dump->out, "1 of 2");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(what_w_saves_is_what_record_writes),
        TEST(w_asks_before_it_overwrites),
        TEST(w_waits_until_the_run_has_ended),
        TEST(start_and_exit_write_the_runs_down),
        TEST(a_stopped_experiment_leaves_the_runs_there_were),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
