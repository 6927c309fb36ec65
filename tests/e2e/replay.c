/* Runs that are written down from the screen, and played back on it. */
#include "support/harness.h"
#include "support/program.h"
#include "support/screen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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
    SCREEN_SHOWS("2 runs saved; to play: tictoc replay saved.rec");
    screen_keys("1w");
    SCREEN_SHOWS("Save the runs as");
    type_name("again.rec");
    SCREEN_SHOWS("tictoc replay again.rec");
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
    SCREEN_SHOWS("tictoc replay there.rec");
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

/* ---- playing ------------------------------------------------------------------------------------------ */

/* Naps of 0.4, 1.2 and 0.2 s on two workers: 1.2 s, with events well apart. */
static void record_naps(void)
{
    tictoc_recorded("--workload sleep --seconds 0.4,1.2,0.2 --strategy serial,pool --workers 2", "naps.rec");
}

/* The moment, from the row above the footer. */
static double shown_moment(void)
{
    const char *screen = screen_text();
    const char *row = strstr(screen, " recorded");
    EXPECT(row);
    while (row > screen && row[-1] != '\n')
        row--;
    return strtod(EXPECT_AFTER(row, "×"), NULL); /* behind the speed */
}

/* Keys have been answered when the moment is another one. A busy machine takes its time. */
static double next_moment(double before)
{
    double limit = now_s() + PATIENCE_S, shown = shown_moment();
    for (; shown == before && now_s() < limit; shown = shown_moment())
        sleep_s(0.01);
    return shown;
}

static void expect_moment(double wanted)
{
    double limit = now_s() + PATIENCE_S, shown = shown_moment();
    for (; fabs(shown - wanted) > 1e-5 && now_s() < limit; shown = shown_moment())
        sleep_s(0.01);
    EXPECT_BETWEEN(shown, wanted - 1e-5, wanted + 1e-5);
}

static void play_advances_by_the_clock_times_the_speed(void)
{
    record_naps();
    screen_start("replay naps.rec --at 0");
    SCREEN_SHOWS("paused");
    SCREEN_SHOWS("run 1 of 2 · naps.rec");
    EXPECT_BETWEEN(shown_moment(), 0, 0);
    screen_keys("<<"); /* 0.2 × */
    SCREEN_SHOWS("0.2 ×");
    double before = now_s();
    screen_keys(" ");
    SCREEN_SHOWS("playing");
    double between = now_s();
    sleep_s(1);
    double earliest = (now_s() - between) * 0.2;
    screen_keys(" ");
    SCREEN_SHOWS("paused");
    double latest = (now_s() - before) * 0.2;
    EXPECT_BETWEEN(shown_moment(), earliest, latest);
    EXPECT_INT(screen_bytes_within(0.3), 0);
    screen_keys(">>>>>>> "); /* 50 × */
    SCREEN_SHOWS("50 ×");
    SCREEN_SHOWS("at the end");
    EXPECT_INT(screen_bytes_within(0.3), 0);
    screen_keys("q");
    screen_ends(0);
}

/* The moments are those of the record, to the microsecond that is shown. */
static void steps_go_to_exactly_the_next_event(void)
{
    record_naps();
    const char *csv = well(tictoc("export naps.rec --format csv --run 2"))->out;
    screen_start("replay naps.rec --run 2 --at 0.3");
    SCREEN_SHOWS("pool · 2 workers");
    screen_keys(".");
    double first = next_moment(0.3); /* nap 1 ends */
    EXPECT(first >= 0.4);
    SCREEN_SHOWS("1 of 3");
    screen_keys(".");
    double second = next_moment(first); /* nap 3 starts */
    EXPECT(second >= first);
    screen_keys(".");
    double third = next_moment(second); /* nap 3 ends */
    EXPECT(third >= second + 0.199);
    SCREEN_SHOWS("2 of 3");
    screen_keys(",,");
    expect_moment(first);
    SCREEN_SHOWS("1 of 3");
    char ended[40];
    snprintf(ended, sizeof ended, "%.6f", first);
    EXPECT_HAS(csv, ended);
    screen_keys("q");
    screen_ends(0);
}

static void scrubbing_goes_by_hundredths_and_to_both_ends(void)
{
    record_naps();
    screen_start("replay naps.rec --at 0");
    screen_keys("\033OF");
    SCREEN_SHOWS("at the end");
    SCREEN_SHOWS("3 of 3");
    double end = shown_moment();
    EXPECT(end >= 1.8);
    screen_keys("h");
    expect_moment(end * 0.99);
    screen_keys("\033[5~\033OD");
    expect_moment(end * 0.88);
    screen_keys("\033[6~l");
    expect_moment(end * 0.99);
    screen_keys("\033OH");
    expect_moment(0);
    SCREEN_SHOWS("0 of 3");
    screen_keys("m");
    SCREEN_SHOWS("Mouse on");
    screen_keys("\033[<0;40;23M\033[<0;40;23m"); /* a click on the bar */
    EXPECT_BETWEEN(shown_moment(), end * 0.1, end * 0.9);
    screen_keys("q");
    screen_ends(0);
}

static void runs_and_files_come_one_after_the_other(void)
{
    record_naps();
    EXPECT_INT(link(test_path("naps.rec"), test_path("more.rec")), 0);
    screen_start("replay naps.rec more.rec --at 0.2");
    SCREEN_SHOWS("run 1 of 2 · naps.rec");
    SCREEN_SHOWS("serial · 1 worker");
    screen_keys("[");
    SCREEN_SHOWS("This is the first run there is.");
    screen_keys("]");
    SCREEN_SHOWS("pool · 2 workers");
    SCREEN_SHOWS("run 2 of 2 · naps.rec");
    screen_keys("]");
    SCREEN_SHOWS("run 1 of 2 · more.rec");
    screen_keys("[");
    SCREEN_SHOWS("run 2 of 2 · naps.rec");
    screen_keys("2");
    SCREEN_SHOWS("Elapsed");
    screen_keys("3");
    SCREEN_SHOWS("0.000 s · recorded");
    screen_keys(" "); /* the timeline plays as well */
    SCREEN_LACKS("0.000 s · recorded");
    screen_keys(" [");
    SCREEN_SHOWS("serial · 1 worker");
    screen_keys("?");
    SCREEN_SHOWS("Everywhere");
    screen_keys("qq");
    SCREEN_SHOWS("paused");
    screen_keys("q");
    screen_ends(0);
}

/* ---- refusing ----------------------------------------------------------------------------------------- */

static void a_truncated_file_is_refused_with_its_line_before_the_screen_opens(void)
{
    record_naps();
    char *text = strdup(test_read(test_path("naps.rec")));
    text[strlen(text) - 100] = '\0';
    test_file("cut.rec", text);
    int lines = 1;
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    free(text);
    screen_start("replay naps.rec cut.rec");
    SCREEN_SHOWS("tictoc: cut.rec:");
    EXPECT_HAS(screen_text(), textf("cut.rec:%d: ", lines));
    EXPECT(!pty_is_alternate(screen_pty()));
    screen_ends(2);
}

static void without_a_terminal_one_sentence_says_what_dump_does(void)
{
    record_naps();
    const struct program *program = tictoc("replay naps.rec");
    EXPECT_INT(program->status, 2);
    EXPECT_TEXT(program->out, "");
    EXPECT_HAS(program->err, "tictoc: replay needs a screen, and there is none, because ");
    EXPECT_HAS(program->err, "--dump prints one moment");
    program = tictoc("replay naps.rec --size 90x30");
    EXPECT_INT(program->status, 2);
    EXPECT_HAS(program->err, "they need --dump");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(what_w_saves_is_what_record_writes),
        TEST(w_asks_before_it_overwrites),
        TEST(w_waits_until_the_run_has_ended),
        TEST(start_and_exit_write_the_runs_down),
        TEST(a_stopped_experiment_leaves_the_runs_there_were),
        TEST(play_advances_by_the_clock_times_the_speed),
        TEST(steps_go_to_exactly_the_next_event),
        TEST(scrubbing_goes_by_hundredths_and_to_both_ends),
        TEST(runs_and_files_come_one_after_the_other),
        TEST(a_truncated_file_is_refused_with_its_line_before_the_screen_opens),
        TEST(without_a_terminal_one_sentence_says_what_dump_does),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
