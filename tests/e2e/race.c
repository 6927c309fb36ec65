/* The race on the screen: from a record and from what has just ended. */
#include "support/harness.h"
#include "support/program.h"
#include "support/screen.h"

#include <string.h>

/* Naps of 0.2 s: process after 0.2 s, pool after 0.4 s, serial after 0.8 s. */
#define NAPS "--workload sleep --seconds 0.2x4 --strategy serial,process,pool --workers 2"

static void record_naps(void)
{
    tictoc_recorded(NAPS, "naps.rec");
}

/* What is between two labels. */
static const char *between(const char *screen, const char *label, const char *next)
{
    const char *at = EXPECT_AFTER(screen, label), *end = EXPECT_AFTER(at, next) - strlen(next);
    return textf("%.*s", (int)(end - at), at);
}

static void a_race_starts_at_once_and_ends_standing_with_the_places(void)
{
    record_naps();
    screen_start("replay naps.rec --at 0.1");
    SCREEN_SHOWS("paused");
    double began = now_s();
    screen_keys("r");
    SCREEN_SHOWS("recorded one at a time");
    SCREEN_SHOWS("1 ×");
    SCREEN_SHOWS("1st");
    SCREEN_SHOWS("at the end");
    EXPECT(now_s() - began >= 0.8);
    SCREEN_SHOWS("Places are those of these runs.");
    const char *screen = screen_text();
    EXPECT_HAS(between(screen, "│ serial", "│ process"), "3rd");
    EXPECT_HAS(between(screen, "│ process", "│ pool"), "1st");
    EXPECT_HAS(between(screen, "│ pool", "│ Places"), "2nd");
    EXPECT_INT(screen_bytes_within(0.3), 0);
    screen_keys("r");
    SCREEN_SHOWS("playing");
    screen_keys("q");
    SCREEN_SHOWS("Workers");
    SCREEN_SHOWS("paused"); /* the run waits where it was */
    screen_keys("q");
    screen_ends(0);
}

static void steps_and_scrubbing_work_as_in_a_replay(void)
{
    record_naps();
    screen_start("replay naps.rec --at 0");
    screen_keys("r");
    SCREEN_SHOWS("recorded one at a time");
    screen_keys("\033OH ."); /* to the start, pause, to the first arrival */
    SCREEN_SHOWS("paused");
    SCREEN_SHOWS("1st");
    EXPECT_LACKS(screen_text(), "2nd");
    screen_keys(".");
    SCREEN_SHOWS("2nd");
    EXPECT_LACKS(screen_text(), "3rd");
    screen_keys(",");
    SCREEN_LACKS("2nd");
    screen_keys("\033OF");
    SCREEN_SHOWS("3rd");
    SCREEN_SHOWS("at the end");
    screen_keys("\033[5~\033[5~\033[5~\033[5~\033[5~\033[5~\033[5~\033[5~\033[5~"); /* 90 % back */
    SCREEN_LACKS("1st");
    screen_keys("?");
    SCREEN_SHOWS("a race: from its start");
    screen_keys("q");
    SCREEN_SHOWS("recorded one at a time");
    screen_keys("2");
    SCREEN_SHOWS("Elapsed");
    screen_keys("r");
    SCREEN_SHOWS("recorded one at a time");
    screen_keys("q");
    SCREEN_SHOWS("Elapsed");
    screen_keys("qq");
    screen_ends(0);
}

static void what_has_just_ended_can_race(void)
{
    screen_start(NAPS " --start");
    SCREEN_SHOWS("Elapsed");
    screen_keys("r");
    SCREEN_SHOWS("recorded one at a time");
    SCREEN_SHOWS("3rd");
    screen_keys("q");
    SCREEN_SHOWS("Elapsed");
    screen_keys("1");
    SCREEN_SHOWS("Queue");
    screen_keys("r");
    SCREEN_SHOWS("recorded one at a time");
    screen_keys("q");
    SCREEN_SHOWS("Queue");
    screen_keys("qq");
    screen_ends(0);
}

static void without_a_run_that_ended_there_is_no_race(void)
{
    screen_start("--workload sleep --seconds 60x2 --strategy pool --workers 2 --start");
    SCREEN_SHOWS("Workers");
    screen_keys("2");
    SCREEN_SHOWS("Nothing to compare yet");
    screen_keys("r");
    SCREEN_SHOWS("There is nothing to race yet.");
    screen_keys("1x");
    SCREEN_SHOWS("was stopped");
    screen_keys("2r");
    SCREEN_SHOWS("nothing to race");
    screen_keys("qq");
    screen_ends(0);
}

static void a_moment_of_it_can_be_printed(void)
{
    record_naps();
    const char *start = well(tictoc("replay naps.rec --dump --screen race --at 0"))->out;
    EXPECT_HAS(start, "0 of 4");
    EXPECT_LACKS(start, "1st");
    const char *end = well(tictoc("replay naps.rec --dump --screen race"))->out;
    EXPECT_HAS(end, "3rd");
    EXPECT_HAS(end, "5 repeats are needed for a verdict");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(a_race_starts_at_once_and_ends_standing_with_the_places),
        TEST(steps_and_scrubbing_work_as_in_a_replay),
        TEST(what_has_just_ended_can_race),
        TEST(without_a_run_that_ended_there_is_no_race),
        TEST(a_moment_of_it_can_be_printed),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
