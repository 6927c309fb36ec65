/* The timeline of real runs: while they go on, when they have ended, and played back. */
#include "support/harness.h"
#include "support/program.h"
#include "support/screen.h"

#include <stdio.h>
#include <string.h>

#define NAPS "--workload sleep --seconds 0.2,0.4,0.6,0.8 --strategy pool,serial --workers 2 --chunk 1"

static void a_run_is_seen_while_it_goes_on_and_stays_when_it_has_ended(void)
{
    screen_start_how(&(struct screen_how){ .columns = 100, .rows = 30 },
                     "--workload sleep --seconds 1.5,0.3,2 --strategy pool --workers 2 --chunk 1 --start");
    SCREEN_SHOWS("Workers");
    screen_keys("3");
    SCREEN_SHOWS("s · live");
    SCREEN_SHOWS("so far");
    SCREEN_SHOWS("nap 3 · 2 s");
    SCREEN_SHOWS("s · recorded");
    SCREEN_SHOWS("all wait for this one ◂");
    SCREEN_SHOWS("slept    2."); /* and a little more, the busier the machine is */
    SCREEN_SHOWS("longest first, simulated");
    screen_keys("q");
    screen_keys("q");
    screen_ends_well(0);
}

static void what_is_not_waited_for_is_shown(void)
{
    screen_start("--workload sleep --seconds 0.5x2 --strategy process --no-join --start");
    SCREEN_SHOWS("Elapsed");
    screen_keys("3");
    SCREEN_SHOWS("▾ toc ");
    SCREEN_SHOWS(" unjoined ");
    SCREEN_SHOWS("░ after toc");
    SCREEN_SHOWS("done 5"); /* ms: naps of 0.5 s */
    screen_keys("qq");
    screen_ends(0);
}

static void every_run_of_the_experiment_can_be_looked_at(void)
{
    screen_start(NAPS " --start");
    SCREEN_SHOWS("Elapsed");
    screen_keys("3");
    SCREEN_SHOWS("serial · 1 worker");
    screen_keys("[");
    SCREEN_SHOWS("pool · 2 workers, chunk 1");
    screen_keys("[");
    SCREEN_SHOWS("pool · 2 workers, chunk 1");
    screen_keys("]");
    SCREEN_SHOWS("serial · 1 worker");
    screen_keys("1");
    SCREEN_SHOWS("Workers");
    screen_keys("3");
    SCREEN_SHOWS("Could it be faster?");
    screen_keys("2");
    SCREEN_SHOWS("Elapsed");
    screen_keys("qq");
    screen_ends(0);
}

/* "column = 18.2 ms": what a column is worth while the whole run is shown, however long it has taken. */
static void read_column(char *buf, size_t size)
{
    const char *at = EXPECT_AFTER(screen_text(), "column = ");
    snprintf(buf, size, "column = %.*s", (int)strcspn(at, "s"), at);
}

static void keys_select_tasks_and_come_closer(void)
{
    char whole[64];
    screen_start(NAPS " --start");
    SCREEN_SHOWS("Elapsed");
    screen_keys("3[");
    SCREEN_SHOWS("pool · 2 workers");
    SCREEN_SHOWS("─ nap 4 · 0.8 s");
    /* To the other worker: whichever of the two was there first has naps 1 and 3. */
    bool below = strstr(screen_text(), "worker 1 · ") != NULL;
    screen_keys(below ? "k" : "j");
    SCREEN_SHOWS(below ? "worker 0 · " : "worker 1 · ");
    screen_keys(",");
    SCREEN_SHOWS("─ nap 1 · 0.2 s");
    read_column(whole, sizeof whole);
    screen_keys("\r");
    SCREEN_LACKS(whole);
    screen_keys(".");
    SCREEN_SHOWS("─ nap 3 · 0.6 s");
    screen_keys("-------");
    SCREEN_SHOWS(whole);
    screen_keys("+");
    SCREEN_LACKS(whole);
    screen_keys("qq");
    screen_ends(0);
}

static void a_run_with_deaths_shows_them(void)
{
    screen_start("--workload sleep --seconds 0.6x6 --strategy pool --workers 2 --chunk 1 "
                 "--set strategies[0].chaos.kill_every_s=0.4 --set strategies[0].chaos.seed=1 --start");
    SCREEN_SHOWS("Elapsed");
    screen_keys("3");
    SCREEN_SHOWS("✗");
    SCREEN_SHOWS("▓ died ");
    screen_keys("qq");
    screen_ends(0);
}

static void a_record_is_shown_up_to_the_moment_of_its_replay(void)
{
    well(tictoc("run " NAPS " --quiet --record naps.rec"));
    screen_start("replay naps.rec");
    SCREEN_SHOWS("Workers");
    screen_keys("3");
    SCREEN_SHOWS("Could it be faster?");
    SCREEN_LACKS("all wait for this one");
    screen_keys("1");
    SCREEN_SHOWS("Workers");
    screen_keys("\033[F"); /* End */
    screen_keys("3");
    SCREEN_SHOWS("all wait for this one");
    SCREEN_SHOWS("longest first, simulated       ██████");
    screen_keys("qq");
    screen_ends(0);
}

static void without_a_run_it_says_what_to_do(void)
{
    screen_start_sized("", 120, 36);
    SCREEN_SHOWS("Experiments");
    screen_keys("3");
    SCREEN_SHOWS("Nothing has run yet.");
    screen_keys("qq");
    screen_ends(0);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(a_run_is_seen_while_it_goes_on_and_stays_when_it_has_ended),
        TEST(what_is_not_waited_for_is_shown),
        TEST(every_run_of_the_experiment_can_be_looked_at),
        TEST(keys_select_tasks_and_come_closer),
        TEST(a_run_with_deaths_shows_them),
        TEST(a_record_is_shown_up_to_the_moment_of_its_replay),
        TEST(without_a_run_it_says_what_to_do),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
