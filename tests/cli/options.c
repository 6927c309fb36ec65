/* The command line: what it changes, and what it says when it is wrong. */
#include "cli/options.h"
#include "cli/options_table.h"
#include "base/version.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WORDS_MAX 16

static struct options options;

/* Reads the words after "tictoc", separated by single spaces. */
static enum options_outcome read_line(const char *line)
{
    static char text[512];
    char *words[WORDS_MAX + 2] = { (char[]){ "tictoc" } };
    int count = 1;
    snprintf(text, sizeof text, "%s", line);
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
        words[count++] = word;
    options_release(&options);
    return options_read(&options, count, words);
}

static void assert_wrong(const char *line, const char *sentence)
{
    assert_int_equal(read_line(line), OPTIONS_WRONG);
    assert_string_equal(options.text.text, sentence);
}

static void assert_changes(const char *line, const char *expected)
{
    struct strbuf all = STRBUF_INIT;
    assert_int_equal(read_line(line), OPTIONS_GO);
    for (size_t i = 0; i < options.override_count; i++)
        strbuf_addf(&all, "%s%s=%s (%s)", i ? "; " : "", options.overrides[i].path,
                    options.overrides[i].value, options.overrides[i].origin);
    assert_string_equal(all.text, expected);
    strbuf_release(&all);
}

static int release(void **state)
{
    (void)state;
    options_release(&options);
    return 0;
}

static void without_words_the_screen_opens(void **state)
{
    (void)state;
    assert_int_equal(read_line(""), OPTIONS_GO);
    assert_int_equal(options.command, COMMAND_UI);
    assert_null(options.experiment);
}

static void the_first_operand_is_the_command_and_the_next_the_experiment(void **state)
{
    (void)state;
    assert_int_equal(read_line("run --quiet ten-naps --json out.json"), OPTIONS_GO);
    assert_int_equal(options.command, COMMAND_RUN);
    assert_string_equal(options.experiment, "ten-naps");
    assert_string_equal(options.json, "out.json");
    assert_true(options.quiet);
    assert_int_equal(read_line("config/ten-naps.json --start --exit"), OPTIONS_GO);
    assert_int_equal(options.command, COMMAND_UI);
    assert_string_equal(options.experiment, "config/ten-naps.json");
    assert_true(options.start && options.exit);
}

static void what_comes_after_two_dashes_is_no_option(void **state)
{
    (void)state;
    assert_int_equal(read_line("run -- --quiet"), OPTIONS_GO);
    assert_string_equal(options.experiment, "--quiet");
    assert_false(options.quiet);
}

static void check_takes_any_number_of_files_but_not_none(void **state)
{
    (void)state;
    assert_int_equal(read_line("check a.json b.json c.json"), OPTIONS_GO);
    assert_int_equal(options.operand_count, 3);
    assert_string_equal(options.operands[2], "c.json");
    assert_wrong("check", "tictoc: check needs at least one FILE: tictoc check FILE...\n");
}

static void settings_change_the_keys_of_the_file(void **state)
{
    (void)state;
    assert_changes(
        "run --from 5 --to 9 --repeat 3 --warmup 1",
        "workload.from=5 (--from); workload.to=9 (--to); repeat=3 (--repeat); warmup=1 (--warmup)");
    assert_changes("run --workers cores --chunk auto --max-live 7 --no-join",
                   "strategies[].workers=cores (--workers); strategies[].chunk=auto (--chunk); "
                   "strategies[].max_live=7 (--max-live); strategies[].join=false (--no-join)");
    assert_changes("run --set strategies[1].chunk=1 --set title=a=b",
                   "strategies[1].chunk=1 (--set); title=a=b (--set)");
}

static void naps_become_seconds_and_count_of_the_workload_sleep(void **state)
{
    (void)state;
    assert_changes("run --seconds 1x10", "workload.kind=sleep (--seconds); workload.seconds=1 (--seconds); "
                                         "workload.count=10 (--seconds)");
    assert_changes("run --workload sleep --seconds 1,2,0.5",
                   "workload.kind=sleep (--workload); workload.seconds=[1, 2, 0.5] (--seconds); "
                   "workload.count=1 (--seconds)");
}

static void whole_parts_are_replaced_before_things_in_them_change(void **state)
{
    (void)state;
    assert_changes("run --chunk 1 --strategy serial,pool --to 9 --workload perfect",
                   "strategies=[\"serial\",\"pool\"] (--strategy); workload.kind=perfect (--workload); "
                   "strategies[].chunk=1 (--chunk); workload.to=9 (--to)");
}

static void strategy_names_are_quoted_whatever_they_hold(void **state)
{
    (void)state;
    assert_changes("run --strategy a\"b", "strategies=[\"a\\\"b\"] (--strategy)");
}

static void a_workload_without_an_experiment_starts_from_nothing(void **state)
{
    (void)state;
    read_line("run --workload sleep --seconds 1");
    assert_true(options.from_nothing);
    read_line("run --workload sleep --seconds 1 default");
    assert_false(options.from_nothing);
    read_line("run --seconds 1");
    assert_true(options.from_nothing);
    read_line("run --to 5");
    assert_false(options.from_nothing);
}

static void an_unknown_option_names_the_nearest(void **state)
{
    (void)state;
    assert_wrong("run --jsn x", "tictoc: there is no option --jsn; did you mean --json?\n");
    assert_wrong("run --narate", "tictoc: there is no option --narate; did you mean --narrate?\n");
    assert_wrong("run --wrokers=3", "tictoc: there is no option --wrokers; did you mean --workers?\n");
    assert_wrong("run --xyzzy", "tictoc: there is no option --xyzzy; tictoc --help lists them all\n");
    assert_wrong("run -q", "tictoc: there is no option -q; tictoc --help lists them all\n");
}

static void an_abbreviation_must_be_clear(void **state)
{
    (void)state;
    assert_int_equal(read_line("run --rep 3"), OPTIONS_GO);
    assert_wrong("run --se 3", "tictoc: --se could be any of --seconds, --set\n");
}

static void an_unknown_command_names_the_nearest(void **state)
{
    (void)state;
    assert_wrong("chekc a.json b.json",
                 "tictoc: there is no command \"chekc\"; did you mean tictoc check?\n");
    assert_wrong(
        "a b", "tictoc: there is no command \"a\"; tictoc --help lists them all; several experiments are run "
               "by tictoc --start a b\n");
    assert_string_equal(options_nearest_command("lsit"), "list");
}

static void values_must_be_there_exactly_where_they_belong(void **state)
{
    (void)state;
    assert_wrong("run --to", "tictoc: --to needs a value: --to N\n");
    assert_wrong("run --quiet=yes", "tictoc: --quiet takes no value\n");
    assert_wrong("run --set repeat",
                 "tictoc: --set needs PATH=VALUE, such as --set repeat=5, not \"repeat\"\n");
    assert_wrong("run --set =5", "tictoc: --set needs PATH=VALUE, such as --set repeat=5, not \"=5\"\n");
    assert_wrong("run --strategy serial,,pool",
                 "tictoc: --strategy \"serial,,pool\": a name is missing; such as --strategy serial,pool\n");
    assert_wrong("--theme drak", "tictoc: --theme: there is no \"drak\"; did you mean dark?\n");
}

static void a_record_goes_into_a_file(void **state)
{
    (void)state;
    assert_int_equal(read_line("run --record - ten-naps"), OPTIONS_WRONG);
    assert_non_null(strstr(options.text.text, "--record needs a file"));
    assert_int_equal(read_line("run --record ./- --json - ten-naps"), OPTIONS_GO);
}

static void a_wrong_list_of_naps_is_reported_with_its_column(void **state)
{
    (void)state;
    assert_int_equal(read_line("run --seconds 1,x"), OPTIONS_WRONG);
    assert_non_null(strstr(options.text.text, "--seconds \"1,x\": column 3: "));
}

static void options_of_other_commands_are_refused(void **state)
{
    (void)state;
    assert_wrong("list --json x",
                 "tictoc: --json is no option of tictoc list; tictoc list --help lists them\n");
    assert_wrong("--narrate", "tictoc: --narrate goes with a command: tictoc run --narrate\n");
    assert_wrong("run a b", "tictoc: \"b\" is one too many: tictoc run [EXPERIMENT] [options]\n");
    assert_wrong("list a", "tictoc: \"a\" is one too many: tictoc list\n");
}

static void help_is_about_the_command_it_is_written_with(void **state)
{
    (void)state;
    assert_int_equal(read_line("--help"), OPTIONS_PRINT);
    assert_non_null(strstr(options.text.text, "tictoc check FILE..."));
    assert_non_null(strstr(options.text.text, "--theme NAME"));
    for (size_t i = 0; i < option_rows()->count; i++)
        assert_non_null(strstr(options.text.text, option_rows()->row[i].name));
    assert_non_null(strstr(options.text.text, "as text (replay)"));
    assert_non_null(strstr(options.text.text, "80x24 (replay, export)"));
    assert_int_equal(read_line("run -h"), OPTIONS_PRINT);
    assert_non_null(strstr(options.text.text, "--narrate"));
    assert_null(strstr(options.text.text, "(run)"));
    assert_null(strstr(options.text.text, "--theme"));
    assert_int_equal(read_line("list --help"), OPTIONS_PRINT);
    assert_null(strstr(options.text.text, "--json"));
}

static void help_comes_even_where_the_rest_is_wrong(void **state)
{
    (void)state;
    assert_int_equal(read_line("list --json x --help"), OPTIONS_PRINT);
    assert_int_equal(read_line("check --help"), OPTIONS_PRINT);
}

static void no_line_of_help_is_wider_than_a_projector_shows(void **state)
{
    (void)state;
    const char *const lines[] = { "--help",      "run --help",    "check --help",
                                  "list --help", "replay --help", "export --help" };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        read_line(lines[i]);
        for (const char *at = options.text.text; *at; at += strcspn(at, "\n") + 1)
            assert_true(strcspn(at, "\n") <= 100);
    }
}

static void the_version_is_one_line(void **state)
{
    (void)state;
    assert_int_equal(read_line("--version"), OPTIONS_PRINT);
    assert_string_equal(options.text.text, "tictoc " TICTOC_VERSION "\n");
}

#define LINE(test) cmocka_unit_test_teardown(test, release)

int main(void)
{
    strbuf_init(&options.text);
    const struct CMUnitTest tests[] = {
        LINE(without_words_the_screen_opens),
        LINE(the_first_operand_is_the_command_and_the_next_the_experiment),
        LINE(what_comes_after_two_dashes_is_no_option),
        LINE(check_takes_any_number_of_files_but_not_none),
        LINE(settings_change_the_keys_of_the_file),
        LINE(naps_become_seconds_and_count_of_the_workload_sleep),
        LINE(whole_parts_are_replaced_before_things_in_them_change),
        LINE(strategy_names_are_quoted_whatever_they_hold),
        LINE(a_workload_without_an_experiment_starts_from_nothing),
        LINE(an_unknown_option_names_the_nearest),
        LINE(an_abbreviation_must_be_clear),
        LINE(an_unknown_command_names_the_nearest),
        LINE(values_must_be_there_exactly_where_they_belong),
        LINE(a_record_goes_into_a_file),
        LINE(a_wrong_list_of_naps_is_reported_with_its_column),
        LINE(options_of_other_commands_are_refused),
        LINE(help_is_about_the_command_it_is_written_with),
        LINE(help_comes_even_where_the_rest_is_wrong),
        LINE(no_line_of_help_is_wider_than_a_projector_shows),
        LINE(the_version_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
