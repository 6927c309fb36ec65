/* The program with its screen: from home through a run to the comparison and out again,
 * and what it does with what it is given. How it treats the terminal is in tests/e2e/conduct.c. */
#include "support/harness.h"
#include "support/program.h"
#include "support/screen.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* Two short runs; one that does not end by itself within a test. */
#define SHORT "--workload sleep --seconds 0.3x3 --strategy serial,pool --workers 3"
#define LONG  "--workload sleep --seconds 60x4 --strategy pool,serial --workers 2"

/* ---- the main path ------------------------------------------------------------------------------------- */

static void home_run_compare_home_quit(void)
{
    screen_ready(SHORT);
    SCREEN_SHOWS("as given");
    SCREEN_SHOWS("Not run yet");
    SCREEN_SHOWS("estimated");
    screen_keys("\r");
    SCREEN_SHOWS("Workers");
    SCREEN_SHOWS("Elapsed"); /* comes by itself */
    screen_keys("1");
    SCREEN_SHOWS("Workers");
    screen_keys("2");
    SCREEN_SHOWS("Elapsed");
    screen_keys("?");
    SCREEN_SHOWS("Everywhere");
    screen_keys("q");
    SCREEN_SHOWS("Elapsed");
    screen_keys("q");
    SCREEN_SHOWS("Last time");
    SCREEN_LACKS("estimated");
    screen_leave();
}

static void a_key_that_cannot_act_says_why(void)
{
    screen_ready(LONG);
    screen_keys("K");
    SCREEN_SHOWS("K is a key of the run screen");
    screen_keys("z");
    SCREEN_SHOWS("z is no key of tictoc");
    screen_keys("\r");
    SCREEN_SHOWS("K kill");
    screen_keys("1");
    SCREEN_SHOWS("The run is on the screen.");
    screen_keys("3]");
    SCREEN_SHOWS("This is the last run there is.");
    screen_keys("qqy");
    screen_ends_well(0);
}

/* Presses the mouse on the first of these words that is on the screen. */
static void click_on(const char *words)
{
    char report[64];
    const char *text = screen_text(), *at = strstr(text, words), *line = text;
    int row = 1, column = 1;
    EXPECT(at);
    for (const char *c = text; c < at; c++)
        if (*c == '\n') {
            row++;
            line = c + 1;
        }
    for (const char *c = line; c < at; c++)
        column += (*c & 0xC0) != 0x80; /* a character, not a byte */
    snprintf(report, sizeof report, "\033[<0;%d;%dM\033[<0;%d;%dm", column, row, column, row);
    screen_keys(report);
}

static void keys_are_clicked_where_they_are_shown(void)
{
    screen_ready(LONG);
    screen_keys("m");
    SCREEN_SHOWS("Mouse on");
    screen_keys("\r");
    SCREEN_SHOWS("space hold");
    click_on("space hold");
    SCREEN_SHOWS("space go on");
    click_on("compare");
    SCREEN_SHOWS("Nothing to compare yet");
    screen_keys("qqy");
    screen_ends_well(0);
}

static void escape_never_leaves_the_program_and_says_what_does(void)
{
    screen_ready(SHORT);
    screen_keys("]");
    SCREEN_SHOWS("Records");
    screen_keys("\033");
    SCREEN_SHOWS("Experiments");
    screen_keys("\033");
    SCREEN_SHOWS("q leaves tictoc.");
    screen_leave();
}

static void a_broken_file_shows_its_line_and_is_read_again_once_it_is_mended(void)
{
    static const char broken[] =
        "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 0.1 },\n  \"repeat\": \"x\" }\n";
    test_file(".config/tictoc/mine.json", broken);
    screen_ready("--workload sleep --seconds 0.2");
    screen_keys("/mine\r");
    SCREEN_SHOWS("Line 2");
    SCREEN_SHOWS("            ^"); /* below the value */
    screen_keys("\r");
    SCREEN_SHOWS("It still cannot be read.");
    test_file(".config/tictoc/mine.json", "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 0.1 } }\n");
    screen_keys("\r");
    SCREEN_SHOWS("Now it can be run.");
    screen_keys("\r");
    SCREEN_SHOWS("Elapsed");
    screen_keys("q");
    screen_leave();
}

static void a_pool_is_changed_at_home_and_runs_so(void)
{
    screen_ready("--workload sleep --seconds 0.2x8 --strategy pool --workers 2 --chunk 1");
    screen_keys("\tll>");
    SCREEN_SHOWS("4 workers, chunk 2");
    screen_keys("\r");
    SCREEN_SHOWS("pool · 4 workers, chunk 2");
    SCREEN_SHOWS("Elapsed");
    screen_keys("q");
    SCREEN_SHOWS("< > chunk"); /* still there, to be changed again */
    screen_keys("\t");
    SCREEN_SHOWS("Changed, not saved");
    screen_leave();
}

static void results_are_kept_over_restarts(void)
{
    screen_open(SHORT " --start --exit");
    screen_ends_well(0);
    screen_ready(SHORT);
    SCREEN_SHOWS(" s last time");
    SCREEN_LACKS("Not run yet");
    screen_leave();
}

static void start_and_exit_leave_a_result_and_its_status(void)
{
    char line[PATH_MAX + 200];
    const char *json = test_path("result.json");
    snprintf(line, sizeof line, SHORT " --start --exit --json %s", json);
    screen_open(line);
    screen_ends_well(0);
    const char *text = test_read(json);
    EXPECT(text);
    EXPECT_HAS(text, "\"tictoc.result/1\"");
    EXPECT_HAS(text, "\"pool\"");
}

static void a_stopped_experiment_is_no_success(void)
{
    screen_running(LONG " --start --exit");
    screen_keys("x");
    screen_ends_well(1);
}

static void stop_ends_all_processes(void)
{
    screen_running(LONG " --start");
    EXPECT(screen_waits_for(5, 0)); /* screen, guard, coordinator, two workers */
    screen_keys("x");
    SCREEN_SHOWS("was stopped");
    EXPECT(screen_waits_for(2, 0));
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void next_goes_on_with_the_next_strategy(void)
{
    screen_running(LONG " --start");
    SCREEN_SHOWS("pool · 2 workers");
    screen_keys("n");
    SCREEN_SHOWS("serial · 1 worker");
    screen_keys("qq");
    SCREEN_SHOWS("Stop it and leave?");
    screen_keys("n");
    SCREEN_LACKS("Stop it and leave?");
    screen_keys("qy");
    screen_ends_well(0);
}

static void a_run_that_was_not_watched_is_found_as_it_ended(void)
{
    screen_running(SHORT " --start");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    SCREEN_SHOWS("is done.");
    screen_keys("1");
    SCREEN_SHOWS("3 of 3");
    SCREEN_SHOWS("wakes from nap ");
    SCREEN_SHOWS("nap 1");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void another_experiment_asks_before_it_replaces_the_one_that_runs(void)
{
    screen_running(LONG " --start");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_keys("\r");
    SCREEN_SHOWS("Stop it and run this?");
    screen_keys("y");
    SCREEN_SHOWS("Workers");
    EXPECT(screen_waits_for(5, 0));
    screen_keys("qqy");
    screen_ends_well(0);
}

static void an_edited_experiment_is_saved_and_accepted(void)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", test_path("saved.json"));
    screen_ready(SHORT);
    screen_keys("ew");
    SCREEN_SHOWS("Save as");
    for (int i = 0; i < 200; i++)
        screen_keys("\177");
    screen_keys(path);
    screen_keys("\r");
    SCREEN_SHOWS("Saved as");
    EXPECT_INT(well(tictoc("check %s", path))->status, 0);
    screen_keys("w");
    for (int i = 0; i < 200; i++)
        screen_keys("\177");
    screen_keys(path);
    screen_keys("\r");
    SCREEN_SHOWS("Overwrite it?");
    screen_keys("n");
    SCREEN_LACKS("Overwrite it?");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void workers_are_changed_on_the_spot_saved_and_found_again(void)
{
    screen_ready(SHORT);
    screen_keys("/Pool of\r");
    SCREEN_SHOWS("─ Pool of five ─");
    screen_keys("e");
    SCREEN_SHOWS("edit: Pool of five");
    screen_keys("j8j"); /* taken as the cursor goes on */
    SCREEN_SHOWS("workers 8");
    screen_keys("k\033[C");
    SCREEN_SHOWS("workers 9");
    SCREEN_SHOWS("here: 9 workers, chunk 1");
    screen_keys("q");
    SCREEN_SHOWS("Not saved");
    screen_keys("s");
    SCREEN_SHOWS("Save as");
    SCREEN_SHOWS("Pool of five 2");
    screen_keys("\r");
    SCREEN_SHOWS("Experiments");
    SCREEN_SHOWS("─ Pool of five 2 ─"); /* it is selected */
    SCREEN_SHOWS("9 workers, chunk 1");
    const char *path = test_path(".config/tictoc/pool-of-five-2.json");
    EXPECT_HAS(well(tictoc("check %s", path))->out,
               "pool-of-five-2.json: right: 10 naps of 1 s … 10 s; pool");
    EXPECT_HAS(test_read(path), "\"workers\": 9");
    screen_keys("ej4\r");
    SCREEN_SHOWS("edit: Pool of five 2 (changed)");
    screen_keys("w\r");
    SCREEN_SHOWS("Overwrite it?");
    screen_keys("y");
    SCREEN_SHOWS("Saved as");
    SCREEN_LACKS("*");
    EXPECT_HAS(test_read(path), "\"workers\": 4");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void what_came_with_tictoc_is_not_written_over(void)
{
    const char *shipped = test_file("config/pool-of-five.json", "{\"title\": \"Shipped\", \"workload\": "
                                                                "{\"kind\": \"sleep\", \"seconds\": 1}}");
    screen_ready("pool-of-five");
    screen_keys("ew\025config/pool-of-five.json\r");
    SCREEN_SHOWS("came with tictoc");
    EXPECT_HAS(test_read(shipped), "Shipped");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void a_run_from_the_editor_leads_back_to_what_is_edited(void)
{
    screen_ready(SHORT);
    screen_keys("e");
    SCREEN_SHOWS("edit:");
    screen_keys("jj2\rr");
    SCREEN_SHOWS("Elapsed");
    screen_keys("q");
    SCREEN_SHOWS("edit:");
    SCREEN_SHOWS("workers 2");
    screen_keys("\033");
    SCREEN_SHOWS("Not saved");
    screen_keys("d");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

/* ---- what it is given ---------------------------------------------------------------------------------- */

/* Nothing is in the home directory yet, and no config/ in the current one. */
static void a_fresh_account_can_save_at_the_path_that_is_proposed(void)
{
    screen_ready(SHORT);
    screen_keys("ew");
    SCREEN_SHOWS("Save as");
    screen_keys("\r");
    SCREEN_SHOWS("Saved as");
    screen_keys("q");
    screen_leave();
}

static void broken_settings_are_reported_and_left_alone(void)
{
    static const char broken[] = "{ \"theme\": \"lihgt\" }\n";
    test_file(".config/tictoc/settings.json", broken);
    screen_ready(SHORT);
    SCREEN_SHOWS("settings.json:1:12");
    screen_keys("t");
    SCREEN_SHOWS("not kept");
    screen_leave();
    EXPECT_TEXT(test_read(test_path(".config/tictoc/settings.json")), broken);
}

/* ---- without a screen ---------------------------------------------------------------------------------- */

static void an_unknown_terminal_gets_the_comparison_printed(void)
{
    static const char *const terms[] = { "no-such-terminal", "dumb" };
    for (int i = 0; i < COUNT_OF(terms); i++) {
        screen_start_how(&(struct screen_how){ .term = terms[i], .columns = 100 }, SHORT);
        EXPECT_INT(pty_wait_exit(screen_pty(), SCREEN_PATIENCE), 0);
        pty_drain(screen_pty(), 50);
        SCREEN_SHOWS("no screen, because");
        SCREEN_SHOWS("speedup");
        screen_abandon();
    }
}

static void a_pipe_gets_the_comparison_printed(void)
{
    struct program *program = tictoc(SHORT);
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(program->out, "speedup");
    EXPECT_HAS(program->err, "no screen, because standard");
}

static void a_file_that_no_list_shows_comes_first(void)
{
    char line[PATH_MAX];
    snprintf(line, sizeof line, "%s",
             test_file("mine.json", "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 0.75 } }\n"));
    screen_ready(line);
    SCREEN_SHOWS("1 nap of 0.75 s");
    screen_leave();
}

static void mistakes_are_reported_before_the_screen_opens(void)
{
    screen_open("no-such-experiment");
    EXPECT_INT(pty_wait_exit(screen_pty(), SCREEN_PATIENCE), 2);
    pty_drain(screen_pty(), 50);
    EXPECT(!pty_is_alternate(screen_pty()));
    SCREEN_SHOWS("no-such-experiment");
    screen_abandon();
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(home_run_compare_home_quit),
        TEST(a_key_that_cannot_act_says_why),
        TEST(keys_are_clicked_where_they_are_shown),
        TEST(escape_never_leaves_the_program_and_says_what_does),
        TEST(a_broken_file_shows_its_line_and_is_read_again_once_it_is_mended),
        TEST(a_pool_is_changed_at_home_and_runs_so),
        TEST(results_are_kept_over_restarts),
        TEST(start_and_exit_leave_a_result_and_its_status),
        TEST(a_stopped_experiment_is_no_success),
        TEST(stop_ends_all_processes),
        TEST(next_goes_on_with_the_next_strategy),
        TEST(a_run_that_was_not_watched_is_found_as_it_ended),
        TEST(another_experiment_asks_before_it_replaces_the_one_that_runs),
        TEST(an_edited_experiment_is_saved_and_accepted),
        TEST(workers_are_changed_on_the_spot_saved_and_found_again),
        TEST(what_came_with_tictoc_is_not_written_over),
        TEST(a_run_from_the_editor_leads_back_to_what_is_edited),
        TEST(a_fresh_account_can_save_at_the_path_that_is_proposed),
        TEST(broken_settings_are_reported_and_left_alone),
        TEST(an_unknown_terminal_gets_the_comparison_printed),
        TEST(a_pipe_gets_the_comparison_printed),
        TEST(a_file_that_no_list_shows_comes_first),
        TEST(mistakes_are_reported_before_the_screen_opens),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
