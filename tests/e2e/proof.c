/* A strategy and a workload are a file and a line each: `turns` and `squares`,
 * which only tests/proof has, go through the whole program, and no other file of it names them. */
#include "support/harness.h"
#include "support/program.h"
#include "support/program_json.h"
#include "support/screen.h"

#include <stdio.h>
#include <stdlib.h>

#define BOTH "--workload squares --squares 12 --strategy serial,turns"

static void record_both(void)
{
    tictoc_recorded(BOTH " --abreast 2", "both.rec");
}

static void their_keys_are_read_and_mistakes_in_them_are_reported(void)
{
    test_file("right.json", "{\"workload\": {\"kind\": \"squares\", \"squares\": 12},"
                            " \"strategies\": [\"serial\", {\"kind\": \"turns\", \"abreast\": 2}]}");
    EXPECT_HAS(well(tictoc("check right.json"))->out,
               "right.json: right: 12 squares by sums; serial · turns");
    test_file(
        "wrong.json",
        "{\"workload\": {\"kind\": \"square\", \"squares\": 12},"
        " \"strategies\": [{\"kind\": \"turns\", \"abrest\": 2}, {\"kind\": \"pool\", \"abreast\": 2}]}");
    const struct program *wrong = tictoc("check wrong.json");
    EXPECT_INT(wrong->status, 2);
    EXPECT_HAS(wrong->err, "\"square\" is not a workload; did you mean \"squares\"?");
    EXPECT_HAS(wrong->err, "strategies[0].abrest: unknown key; did you mean \"abreast\"?");
    EXPECT_HAS(wrong->err, "strategies[1].abreast: unknown key; it belongs to turns");
    EXPECT_HAS(tictoc("run --workload squares --squares 0")->err, "--squares: workload.squares: must be");
}

static void their_options_are_in_the_help(void)
{
    const char *help = well(tictoc("run --help"))->out;
    EXPECT_HAS(help, "sleep or perfect or squares");
    EXPECT_HAS(help, "serial,process,pool,turns");
    EXPECT_HAS(help, "squares: how many squares to find");
    EXPECT_HAS(help, "turns: processes at a time");
}

static void they_run_and_are_in_the_table_and_the_json(void)
{
    const struct program *table = well(tictoc("run " BOTH " --abreast 2"));
    EXPECT_HAS(table->out, "12 squares by sums");
    EXPECT_HAS(table->out, "2 abreast");
    EXPECT_HAS(table->out, "found: 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144");
    struct program *json = well(tictoc("run " BOTH " --quiet --json -"));
    EXPECT_JSON(json, "workload.kind", "\"squares\"");
    EXPECT_JSON(json, "workload.steps", "100");
    EXPECT_JSON(json, "results[1].strategy", "\"turns\"");
    EXPECT_JSON(json, "results[1].workers", "1");
}

static void their_record_is_replayed_and_exported(void)
{
    record_both();
    EXPECT_HAS(well(tictoc("replay both.rec --dump --run 2"))->out, "turns · 2 abreast");
    EXPECT_HAS(well(tictoc("replay both.rec --dump --screen timeline --run 2"))->out, "squared");
    EXPECT_HAS(well(tictoc("replay both.rec --dump --screen race"))->out, "turns");
    EXPECT_HAS(well(tictoc("replay both.rec --dump --screen compare"))->out, "turns");
    static const char *const formats[] = { "csv", "chrome", "json", "svg" };
    for (int i = 0; i < COUNT_OF(formats); i++)
        EXPECT_HAS(well(tictoc("export both.rec --format %s", formats[i]))->out, i == 3 ? "<svg" : "turns");
}

static void the_screen_plans_edits_runs_and_compares_them(void)
{
    screen_start(BOTH);
    SCREEN_SHOWS("12 squares by sums");
    SCREEN_SHOWS("1 abreast");
    screen_keys("ej"); /* the second one before the form has been drawn */
    SCREEN_SHOWS("serial");
    screen_keys("kl");
    SCREEN_SHOWS("how many squares to find");
    SCREEN_SHOWS("squares 13");
    screen_keys("jjl");
    SCREEN_SHOWS("processes at a time");
    SCREEN_SHOWS("here: 2 abreast");
    screen_keys("d+"); /* a second one, and a kind that is not there yet */
    SCREEN_SHOWS("turns 2");
    SCREEN_SHOWS("join yes");
    screen_keys("q");
    SCREEN_SHOWS("Not saved");
    screen_keys("d");
    SCREEN_SHOWS("Experiments");
    screen_keys("\r");
    SCREEN_SHOWS("In short");
    SCREEN_SHOWS("each of 12 processes");
    screen_keys("1");
    SCREEN_SHOWS("12 squared is 144");
    screen_keys("2r");
    SCREEN_SHOWS("2nd");
    screen_keys("qqqy");
    screen_ends(0);
}

static void no_other_file_names_them(void)
{
    const char *command =
        textf("grep -rlE 'workload_squares|strategy_turns|\"squares\"|\"turns\"' '%s/src' '%s/ui'",
              harness_home(), harness_home());
    FILE *found = popen(command, "r");
    char line[200] = "";
    while (found && fgets(line, sizeof line, found))
        continue;
    EXPECT_INT(found ? pclose(found) : -1, 256); /* status 1: nothing was found */
    EXPECT_TEXT(line, "");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(their_keys_are_read_and_mistakes_in_them_are_reported),
        TEST(their_options_are_in_the_help),
        TEST(they_run_and_are_in_the_table_and_the_json),
        TEST(their_record_is_replayed_and_exported),
        TEST(the_screen_plans_edits_runs_and_compares_them),
        TEST(no_other_file_names_them),
    };
    const char *build = getenv("BUILD");
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/proof/tictoc", build ? build : "build");
    setenv("TICTOC", path, 1);
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
