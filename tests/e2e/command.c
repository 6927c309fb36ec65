/* The commands and options, and where experiments come from (DESIGN sections 6 and 7). */
#include "support/harness.h"
#include "support/program_json.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *const builtin_names[] = { "naps-serial", "naps-nobody-joins", "naps-joined",
                                             "ten-naps",    "ten-naps-of-two",   "pool-of-five",
                                             "homework",    "perfect-short",     "default",
                                             "empty-tasks", "one-long" };

/* An experiment called `title` that is over at once. */
static const char *file_called(const char *name, const char *title)
{
    return test_file(name,
                     textf("{ \"title\": \"%s\", \"workload\": { \"kind\": \"sleep\", \"seconds\": 0 }, "
                           "\"strategies\": [\"serial\"] }\n",
                           title));
}

static const char *source_of(struct program *program)
{
    return json_at(well(program), "experiment.source")->valuestring;
}

/* ---- experiments --------------------------------------------------------------------------------------- */

static void what_is_made_on_the_command_line_is_not_called_changed(void)
{
    EXPECT_JSON(tictoc("run --workload sleep --seconds 0 --json -"), "experiment.title", "\"Command line\"");
    EXPECT_JSON(tictoc("run naps-joined --seconds 0 --json -"), "experiment.title",
                "\"Two naps, joined (changed)\"");
    EXPECT_JSON(tictoc("run naps-joined --set workload.seconds=0 --set title=Short --json -"),
                "experiment.title", "\"Short\"");
}

static void run_without_a_file_works_in_an_empty_directory(void)
{
    struct program *program = tictoc("run --to 500 --json -");
    EXPECT_TEXT(source_of(program), "built in: default");
    EXPECT_JSON(program, "experiment.title", "\"Perfect numbers (changed)\"");
    EXPECT_JSON(program, "results[0].label", "\"serial\"");
    EXPECT_JSON(program, "results[1].label", "\"process\"");
    EXPECT_JSON(program, "results[2].label", "\"pool\"");
    EXPECT_JSON(program, "results[3].label", "\"chunk 1\"");
    for (int i = 0; i < 4; i++) {
        EXPECT_JSON(program, textf("results[%d].found", i), "[6,28,496]");
    }
}

static void without_a_home_it_works_as_well(void)
{
    static const char *const env[] = { "HOME", NULL };
    EXPECT_TEXT(source_of(tictoc_how(&(struct how){ .env = env }, "run --to 10 --json -")),
                "built in: default");
}

/* On stderr it may say why there is no screen. */
static void without_a_terminal_the_program_alone_does_what_run_does(void)
{
    static const char *const lines[][2] = {
        { "--to 10 --json -", "\"built in: default\"" },
        { "empty-tasks --seconds 0x10 --json -", "\"built in: empty-tasks\"" },
        { "own.json --json -", "\"own.json\"" },
    };
    file_called("own.json", "Own");
    for (int i = 0; i < COUNT_OF(lines); i++) {
        struct program *program = tictoc("%s", lines[i][0]);
        EXPECT_INT(program->status, 0);
        EXPECT_JSON(program, "experiment.source", lines[i][1]);
    }
    EXPECT_HAS(tictoc("own.json")->out, "\nserial ");
}

static void an_experiment_is_taken_from_the_nearest_place_that_has_its_name(void)
{
    static const char *env[2];
    struct how how = { .env = env };
    const char *near = file_called("config/one-long.json", "Near");
    file_called(".config/tictoc/one-long.json", "At home");
    const char *far = file_called("elsewhere/tictoc/one-long.json", "Far");
    EXPECT_TEXT(source_of(tictoc("run one-long --json -")), "config/one-long.json");
    EXPECT(unlink(near) == 0);
    EXPECT_TEXT(source_of(tictoc("run one-long --json -")), test_path(".config/tictoc/one-long.json"));
    env[0] = textf("XDG_CONFIG_HOME=%s/elsewhere", test_directory());
    EXPECT_TEXT(source_of(tictoc_how(&how, "run one-long --json -")), far);
    EXPECT(unlink(far) == 0);
    EXPECT_TEXT(source_of(tictoc_how(&how, "run one-long --strategy process --seconds 0 --json -")),
                "built in: one-long");
}

/* make install with a DESTDIR, or the whole moved since. */
static void installed_anywhere_it_finds_what_was_installed_with_it(void)
{
    const struct how how = { .binary = test_copy(program_path(), "opt/bin/tictoc") };
    file_called("opt/share/tictoc/one-long.json", "Installed");
    EXPECT_TEXT(source_of(tictoc_how(&how, "run one-long --json -")),
                test_path("opt/share/tictoc/one-long.json"));
}

static void a_path_is_taken_as_it_is(void)
{
    file_called("here.json", "Here");
    file_called("sub/there.json", "There");
    file_called("no-ending", "Without");
    EXPECT_TEXT(source_of(tictoc("run here.json --json -")), "here.json");
    EXPECT_TEXT(source_of(tictoc("run sub/there.json --json -")), "sub/there.json");
    EXPECT_TEXT(source_of(tictoc("run ./no-ending --json -")), "./no-ending");
    EXPECT_TEXT(source_of(tictoc("run %s --json -", test_path("here.json"))), test_path("here.json"));
}

static void omitted_strategies_are_serial_process_and_pool(void)
{
    test_file("short.json", "{ \"workload\": { \"kind\": \"perfect\", \"to\": 30 } }");
    struct program *program = well(tictoc("run short.json --json -"));
    EXPECT_INT(json_length(program, "results"), 3);
    EXPECT_JSON(program, "results[0].strategy", "\"serial\"");
    EXPECT_JSON(program, "results[1].strategy", "\"process\"");
    EXPECT_JSON(program, "results[2].strategy", "\"pool\"");
}

static void a_second_strategy_of_a_kind_is_called_after_what_differs(void)
{
    test_file("two.json", "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 0 }, \"strategies\": "
                          "[\"pool\", {\"kind\": \"pool\", \"chunk\": 1}] }");
    struct program *program = well(tictoc("run two.json --json -"));
    EXPECT_JSON(program, "results[0].label", "\"pool\"");
    EXPECT_JSON(program, "results[1].label", "\"pool, chunk 1\"");
}

/* ---- list and check ------------------------------------------------------------------------------------ */

static void list_shows_every_experiment_and_where_it_comes_from(void)
{
    file_called("config/mine.json", "My own");
    file_called("config/default.json", "Another default");
    file_called("config/schema.json", "No experiment");
    test_file("config/broken.json", "{");
    struct program *program = well(tictoc("list"));
    for (int i = 0; i < COUNT_OF(builtin_names); i++)
        EXPECT_HAS(program->out, builtin_names[i]);
    EXPECT_HAS(flat(program->out), "mine My own config/mine.json");
    EXPECT_HAS(flat(program->out), "default Another default config/default.json");
    EXPECT_HAS(flat(program->out), "ten-naps Ten naps built in");
    EXPECT_HAS(program->out, "config/broken.json:1:2: not JSON: ");
    EXPECT_LACKS(program->out, "No experiment");
    EXPECT(strncmp(program->out, "naps-serial ", 12) == 0);
}

static void every_shipped_experiment_is_right_and_built_in(void)
{
    struct program *list = well(tictoc("list"));
    const char *path = textf("%s/config", harness_home());
    DIR *config = opendir(path);
    if (!config)
        test_skips("started from somewhere else than the top of the source");
    int count = 0;
    for (const struct dirent *file; (file = readdir(config));) {
        const char *ending = strstr(file->d_name, ".json");
        if (!ending || strcmp(file->d_name, "schema.json") == 0)
            continue;
        EXPECT_HAS(well(tictoc("check %s/%s", path, file->d_name))->out, ": right: ");
        EXPECT_HAS(list->out, textf("%.*s ", (int)(ending - file->d_name), file->d_name));
        count++;
    }
    closedir(config);
    EXPECT(count >= COUNT_OF(builtin_names));
}

static void check_prints_what_a_right_file_would_run(void)
{
    test_file("two.json",
              "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 1, \"count\": 2 }, \"repeat\": 3 }");
    EXPECT_TEXT(well(tictoc("check two.json --ascii"))->out,
                "two.json: right: 2 naps of 1 s; serial - process - pool; 3 repeats\n");
}

static void comments_in_json_are_called_that(void)
{
    static const char *const texts[] = { "{ // x\n}", "{ \"title\" /* x */ : \"a\" }",
                                         "{ \"title\": \"a\" # x\n}" };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        test_file("c.json", texts[i]);
        EXPECT_HAS(tictoc("check c.json")->err, "JSON has no comments");
    }
}

static void a_name_beside_a_file_of_that_name_suggests_the_file(void)
{
    file_called("h.json", "Here");
    struct program *program = tictoc("run h");
    EXPECT_INT(program->status, 2);
    EXPECT_HAS(program->err, "did you mean the file h.json?");
}

static void a_dash_is_standard_input(void)
{
    int fd = open(file_called("piped.json", "Piped"), O_RDONLY | O_CLOEXEC);
    EXPECT(fd > 0);
    EXPECT_HAS(well(tictoc_how(&(struct how){ .input = fd }, "run -"))->out, "Piped");
    close(fd);
    EXPECT_HAS(tictoc("run -")->err, "/dev/stdin");
}

static void help_and_version_are_understood_as_words_and_letters(void)
{
    EXPECT_TEXT(well(tictoc("help"))->out, well(tictoc("--help"))->out);
    EXPECT_TEXT(well(tictoc("help run"))->out, well(tictoc("run --help"))->out);
    EXPECT_TEXT(well(tictoc("version"))->out, well(tictoc("--version"))->out);
    EXPECT_TEXT(well(tictoc("-V"))->out, well(tictoc("--version"))->out);
}

static void check_reports_the_mistakes_of_every_file(void)
{
    file_called("good.json", "Good");
    test_file("bad.json", "{ \"workload\": 1 }");
    test_file("worse.json", "{");
    EXPECT_HAS(well(tictoc("check good.json good.json"))->out, "good.json: right: ");
    struct program *program = tictoc("check bad.json good.json worse.json");
    EXPECT_INT(program->status, 2);
    EXPECT_HAS(program->err, "bad.json:1:15: workload: ");
    EXPECT_HAS(program->err, "worse.json:1:2: not JSON: ");
    EXPECT_LACKS(program->err, "good.json");
}

/* ---- help ---------------------------------------------------------------------------------------------- */

static void help_of_each_command_goes_to_stdout(void)
{
    static const struct {
        const char *line, *has, *lacks;
    } cases[] = {
        { "--help", "tictoc check FILE...", "\t" }, { "-h", "--theme NAME", "\t" },
        { "run --help", "--narrate", "--theme" },   { "check --help", "tictoc check FILE...", "--json" },
        { "list --help", "tictoc list", "--json" }, { "--help run", "--narrate", "--theme" },
    };
    for (int i = 0; i < COUNT_OF(cases); i++) {
        struct program *program = well(tictoc("%s", cases[i].line));
        EXPECT_HAS(program->out, cases[i].has);
        EXPECT_LACKS(program->out, cases[i].lacks);
        EXPECT_HAS(program->out, "Exit status: ");
    }
}

static void help_names_every_option_of_the_design(void)
{
    static const char *const names[] = { "--workload", "--from",  "--to",      "--seconds",  "--strategy",
                                         "--workers",  "--chunk", "--no-join", "--max-live", "--repeat",
                                         "--warmup",   "--set",   "--json",    "--narrate",  "--quiet" };
    struct program *program = well(tictoc("run --help"));
    for (int i = 0; i < COUNT_OF(names); i++)
        EXPECT_HAS(program->out, names[i]);
    program = well(tictoc("--help"));
    EXPECT_HAS(program->out, "--start");
    EXPECT_HAS(program->out, "--exit");
    EXPECT_HAS(program->out, "--theme");
    EXPECT_HAS(program->out, "--ascii");
}

static void version_is_one_line_of_every_command(void)
{
    static const char *const lines[] = { "--version", "run --version", "list --version", "check --version" };
    for (int i = 0; i < COUNT_OF(lines); i++) {
        struct program *program = well(tictoc("%s", lines[i]));
        EXPECT(strncmp(program->out, "tictoc ", 7) == 0);
        EXPECT(strchr(program->out, '\n') == program->out + strlen(program->out) - 1);
    }
}

/* ---- options ------------------------------------------------------------------------------------------- */

static const char changeable[] =
    "{\n"
    "  \"title\": \"Changeable\",\n"
    "  \"workload\": { \"kind\": \"sleep\", \"seconds\": 30, \"count\": 4 },\n"
    "  \"strategies\": [\"serial\", \"process\", { \"kind\": \"pool\", \"workers\": 2, "
    "\"chunk\": 1 }],\n"
    "  \"repeat\": 2\n"
    "}\n";

static void options_override_the_file(void)
{
    test_file("it.json", changeable);
    struct program *program =
        well(tictoc("run it.json --json - --seconds 0x6 --repeat 1 --workers 3 --chunk 2 "
                    "--max-live 5 --no-join"));
    EXPECT_JSON(program, "workload.tasks", "6");
    EXPECT_JSON(program, "workload.seconds", "0");
    EXPECT_INT(json_length(program, "results"), 3);
    EXPECT_INT(json_length(program, "results[0].runs"), 1);
    EXPECT_JSON(program, "results[1].join", "false");
    EXPECT_BETWEEN(json_number(program, "results[1].runs[0].peak_live"), 1, 5);
    EXPECT_JSON(program, "results[2].workers", "3");
    EXPECT_JSON(program, "results[2].chunk", "2");
}

static void options_may_stand_anywhere_and_the_last_of_a_kind_counts(void)
{
    test_file("it.json", changeable);
    struct program *program =
        well(tictoc("--chunk 3 run --seconds=0x6 --repeat 7 it.json --strategy pool --repeat=1 "
                    "--json -"));
    EXPECT_INT(json_length(program, "results"), 1);
    EXPECT_INT(json_length(program, "results[0].runs"), 1);
    EXPECT_JSON(program, "results[0].chunk", "3");
    EXPECT_JSON(program, "workload.tasks", "6");
}

static void strategy_chooses_and_orders_the_strategies(void)
{
    test_file("it.json", changeable);
    struct program *program =
        well(tictoc("run it.json --seconds 0 --repeat 1 --strategy pool,serial --json -"));
    EXPECT_INT(json_length(program, "results"), 2);
    EXPECT_JSON(program, "results[0].strategy", "\"pool\"");
    EXPECT_JSON(program, "results[1].strategy", "\"serial\"");
}

static void another_workload_drops_what_belonged_to_the_old_one(void)
{
    test_file("it.json", changeable);
    struct program *program = well(tictoc("run it.json --workload perfect --to 30 --repeat 1 --json -"));
    EXPECT_JSON(program, "workload.kind", "\"perfect\"");
    EXPECT_JSON(program, "workload.to", "30");
    EXPECT_JSON(program, "results[2].found", "[6,28]");
    EXPECT(!json_has(program, "workload.seconds"));
}

static void set_changes_any_key_of_the_file(void)
{
    test_file("it.json", changeable);
    struct program *program = well(
        tictoc("run it.json --json - --set title=Changed --set workload.seconds=0 --set workload.count=7 "
               "--set strategies[2].chunk=3 --set 'strategies[0]={\"kind\": \"pool\", \"workers\": 4}' "
               "--set strategies[1].label=each --set repeat=1"));
    EXPECT_JSON(program, "experiment.title", "\"Changed\"");
    EXPECT_JSON(program, "workload.tasks", "7");
    EXPECT_JSON(program, "results[0].workers", "4");
    EXPECT_JSON(program, "results[1].label", "\"each\"");
    EXPECT_JSON(program, "results[2].chunk", "3");
    EXPECT_INT(json_length(program, "results[0].runs"), 1);
}

static void an_experiment_can_be_made_of_options_alone(void)
{
    struct program *program = well(tictoc("run --workload sleep --seconds 0x3 --strategy serial --json -"));
    EXPECT_JSON(program, "workload.tasks", "3");
    EXPECT_JSON(program, "experiment.source", "\"command line\"");
}

/* So that it can be used in a shell's loop over lines. */
static void stdin_is_left_alone(void)
{
    int fd = memfd_create("stdin", MFD_CLOEXEC);
    EXPECT(fd > 0 && write(fd, "one\ntwo\n", 8) == 8 && lseek(fd, 0, SEEK_SET) == 0);
    well(tictoc_how(&(struct how){ .input = fd }, "run --to 10 --quiet"));
    off_t at = lseek(fd, 0, SEEK_CUR);
    close(fd);
    EXPECT_INT(at, 0);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(what_is_made_on_the_command_line_is_not_called_changed),
        TEST(run_without_a_file_works_in_an_empty_directory),
        TEST(without_a_home_it_works_as_well),
        TEST(without_a_terminal_the_program_alone_does_what_run_does),
        TEST(an_experiment_is_taken_from_the_nearest_place_that_has_its_name),
        TEST(installed_anywhere_it_finds_what_was_installed_with_it),
        TEST(a_path_is_taken_as_it_is),
        TEST(omitted_strategies_are_serial_process_and_pool),
        TEST(a_second_strategy_of_a_kind_is_called_after_what_differs),
        TEST(list_shows_every_experiment_and_where_it_comes_from),
        TEST(every_shipped_experiment_is_right_and_built_in),
        TEST(check_reports_the_mistakes_of_every_file),
        TEST(check_prints_what_a_right_file_would_run),
        TEST(comments_in_json_are_called_that),
        TEST(a_name_beside_a_file_of_that_name_suggests_the_file),
        TEST(a_dash_is_standard_input),
        TEST(help_and_version_are_understood_as_words_and_letters),
        TEST(help_of_each_command_goes_to_stdout),
        TEST(help_names_every_option_of_the_design),
        TEST(version_is_one_line_of_every_command),
        TEST(options_override_the_file),
        TEST(options_may_stand_anywhere_and_the_last_of_a_kind_counts),
        TEST(strategy_chooses_and_orders_the_strategies),
        TEST(another_workload_drops_what_belonged_to_the_old_one),
        TEST(set_changes_any_key_of_the_file),
        TEST(an_experiment_can_be_made_of_options_alone),
        TEST(stdin_is_left_alone),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
