/* Every kind of bad input: reported with its position and what would be right,
 * exit status 2, nothing started. Whatever these would start, were it started, naps for a minute. */
#include "support/harness.h"
#include "support/program_json.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int lines_of(const char *text)
{
    int lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void expect_refused(const struct program *program)
{
    EXPECT_INT(program->status, 2);
    EXPECT_TEXT(program->out, "");
}

/* ---- files --------------------------------------------------------------------------------------------- */

struct bad_file {
    const char *text;
    const char *place;  /* line:column: path: */
    const char *remedy; /* in the same line */
};

#define NAP "\"workload\": { \"kind\": \"sleep\", \"seconds\": 600 }"

/* Each is one mistake: one line, that begins with file and place. Both `check` and `run` report it. */
static void expect_reported(const struct bad_file *cases, int count)
{
    static const char *const commands[] = { "check bad.json", "run bad.json" };
    for (int i = 0; i < 2 * count; i++) {
        const struct bad_file *bad = &cases[i / 2];
        const char *start = textf("bad.json:%s", bad->place);
        test_file("bad.json", bad->text);
        struct program *program = tictoc("%s", commands[i % 2]);
        expect_refused(program);
        EXPECT_INT(lines_of(program->err), 1);
        EXPECT_HAS(program->err, bad->remedy);
        if (strncmp(program->err, start, strlen(start)) != 0)
            test_fails(__FILE__, __LINE__, "does not begin with \"%s\"", start);
    }
}

static void what_is_not_json_is_reported_with_its_position(void)
{
    static const struct bad_file cases[] = {
        { "", "1:1: ", "empty" },
        { "{ " NAP ",\n}", "2:1: not JSON: ", "" },
        { "{ " NAP "\n\"repeat\": 1 }", "2:1: not JSON: ", "," },
        { "{ " NAP ",\n  'repeat': 1 }", "2:3: not JSON: ", "" },
        { "{ " NAP ",\n  \"repeat\": 01 }", "2:13: not JSON: ", "" },
        { "{ " NAP ",\n  \"repeat\": 0x10 }", "2:13: not JSON: ", "" },
        { "{ " NAP ",\n  \"repeat\": NaN }", "2:13: not JSON: ", "" },
        { "{ " NAP ",\n  \"repeat\": +1 }", "2:13: not JSON: ", "" },
        { "{ " NAP ",\n  \"title\": \"a\\q\" }", "2:14: not JSON: ", "" },
        { "{ " NAP " }\nand more", "2:1: not JSON: ", "" },
        { "{ " NAP ",\n  \"title\": \"open }", "2:1", "not JSON: " },
    };
    expect_reported(cases, COUNT_OF(cases));
}

static void a_value_of_the_wrong_type_is_reported_with_what_is_wanted(void)
{
    static const struct bad_file cases[] = {
        { "[]", "1:1: ", "must be an object" },
        { "{ \"workload\": 3 }", "1:15: workload: ", "must be an object" },
        { "{ " NAP ",\n  \"repeat\": \"3\" }", "2:13: repeat: ", "leave out the quotes" },
        { "{ " NAP ",\n  \"title\": 7 }", "2:12: title: ", "text in double quotes" },
        { "{ " NAP ",\n  \"strategies\": \"pool\" }", "2:17: strategies: ", "a list" },
        { "{ " NAP ",\n  \"strategies\": [7] }", "2:18: strategies[0]: ", "a strategy" },
        { "{ " NAP ",\n  \"strategies\": [{\"kind\": \"process\", \"join\": 1}] }",
          "2:46: strategies[0].join: ", "true or false" },
        { "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": \"60\" } }",
          "1:45: workload.seconds: ", "[1, 2, 0.5]" },
        { "{ " NAP ",\n  \"repeat\": 1.5 }", "2:13: repeat: ", "a whole number" },
        { "{ " NAP ",\n  \"repeat\": null }", "2:13: repeat: ", "a whole number" },
    };
    expect_reported(cases, COUNT_OF(cases));
}

static void a_value_out_of_range_is_reported_with_the_range(void)
{
    static const struct bad_file cases[] = {
        { "{ " NAP ",\n  \"repeat\": 0 }", "2:13: repeat: ", "1 … 1000, not 0" },
        { "{ " NAP ",\n  \"repeat\": -1 }", "2:13: repeat: ", "1 … 1000, not -1" },
        { "{ " NAP ",\n  \"warmup\": 1000000 }", "2:13: warmup: ", "0 … 100" },
        { "{ " NAP ",\n  \"strategies\": [\n    { \"kind\": \"pool\", \"workers\": 0 }] }",
          "3:34: strategies[0].workers: ", "1 … 10000 or \"cores\", not 0" },
        { "{ " NAP ",\n  \"strategies\": [\n    { \"kind\": \"pool\", \"chunk\": 0 }] }",
          "3:32: strategies[0].chunk: ", "or \"auto\", not 0" },
        { "{ " NAP ",\n  \"strategies\": [\n    { \"kind\": \"process\", \"max_live\": 0 }] }",
          "3:38: strategies[0].max_live: ", "not 0" },
        { "{ " NAP ",\n  \"strategies\": [] }", "2:17: strategies: ", "leave the key out" },
        { "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": -1 } }", "1:45: workload.seconds: ", "" },
        { "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 1e99 } }",
          "1:45: workload.seconds: ", "86400" },
        { "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": [60, -1] } }",
          "1:50: workload.seconds[1]: ", "" },
        { "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": [] } }", "1:45: workload.seconds: ", "empty" },
        { "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": { \"from\": 9, \"to\": 3 } } }",
          "1:64: workload.seconds.to: ", "not be less than from" },
        { "{ \"workload\": { \"kind\": \"perfect\", \"from\": 9, \"to\": 3 } }",
          "1:53: workload.to: ", "before it starts" },
        { "{ \"workload\": { \"kind\": \"perfect\", \"from\": 0, \"to\": 3 } }",
          "1:44: workload.from: ", "1 … " },
        { "{ \"workload\": { \"kind\": \"perfect\", \"to\": 9223372036854775808 } }",
          "1:42: workload.to: ", "9223372036854775807, not 9223372036854775808" },
        { "{ \"workload\": { \"kind\": \"perfect\", \"to\": 9223372036854775807 } }",
          "1:42: workload.to: ", "too many" },
    };
    expect_reported(cases, COUNT_OF(cases));
}

static void an_unknown_or_duplicate_key_or_name_is_reported_with_the_nearest(void)
{
    static const struct bad_file cases[] = {
        { "{ " NAP ",\n  \"repaet\": 2 }", "2:3: repaet: ", "did you mean \"repeat\"?" },
        { "{ " NAP ",\n  \"repeat\": 2,\n  \"repeat\": 3 }", "3:3: ", "repeat" },
        { "{ " NAP ",\n  \"strategies\": [\"serial\", \"pol\"] }",
          "2:28: strategies[1]: ", "did you mean \"pool\"?" },
        { "{ " NAP ",\n  \"strategies\": [{ \"kind\": \"pool\", \"worker\": 2 }] }",
          "2:36: strategies[0].worker: ", "did you mean \"workers\"?" },
        { "{ " NAP ",\n  \"strategies\": [{ \"kind\": \"pool\", \"join\": true }] }",
          "2:36: strategies[0].join: ", "belongs to process" },
        { "{ \"workload\": { \"kind\": \"slep\", \"seconds\": 600 } }",
          "1:25: workload.kind: ", "did you mean \"sleep\"?" },
        { "{ \"workload\": { \"seconds\": 600 } }", "1:15: workload.kind: ", "is missing" },
        { "{ \"workload\": { \"kind\": \"sleep\" } }", "1:15: workload.seconds: ", "is missing" },
        { "{ \"title\": \"x\" }", "1:1: workload: ", "is missing" },
        { "{ " NAP ",\n  \"workers\": 2 }", "2:3: workers: ", "belongs" },
    };
    expect_reported(cases, COUNT_OF(cases));
}

static void all_mistakes_of_meaning_are_reported_at_once_in_their_order(void)
{
    static const char *const reported[] = { "bad.json:2:45: workload.seconds: ", "bad.json:3:3: reapeat: ",
                                            "bad.json:4:55: strategies[1].workers: ",
                                            "bad.json:5:13: warmup: " };
    test_file("bad.json",
              "{\n  \"workload\": { \"kind\": \"sleep\", \"seconds\": -60 },\n  \"reapeat\": 3,\n"
              "  \"strategies\": [\"pool\", { \"kind\": \"pool\", \"workers\": 0 }],\n  \"warmup\": -1\n}\n");
    struct program *program = tictoc("check bad.json");
    expect_refused(program);
    EXPECT_INT(lines_of(program->err), COUNT_OF(reported));
    const char *at = program->err;
    for (int i = 0; i < COUNT_OF(reported); i++)
        at = EXPECT_AFTER(at, reported[i]);
}

static void a_file_that_cannot_be_read_is_reported_with_the_reason(void)
{
    static const struct {
        const char *file, *reason;
    } cases[] = {
        { "none.json", "none.json: cannot be read: No such file or directory" },
        { "./none", "./none: cannot be read: No such file or directory" },
        { "/", "/: cannot be read: Is a directory" },
        { "./socket", "./socket: cannot be read: it is a socket, or a device that is not there" },
    };
    EXPECT(mknod(test_path("socket"), S_IFSOCK | 0600, 0) == 0);
    for (int i = 0; i < COUNT_OF(cases); i++) {
        struct program *program = tictoc("run %s", cases[i].file);
        expect_refused(program);
        EXPECT_HAS(program->err, cases[i].reason);
        program = tictoc("check %s", cases[i].file);
        expect_refused(program);
        EXPECT_HAS(program->err, cases[i].reason);
    }
}

static void a_name_that_nothing_has_is_reported_with_the_nearest(void)
{
    struct program *program = tictoc("run ten-nap");
    expect_refused(program);
    EXPECT_HAS(program->err, "ten-nap: there is no experiment of that name; did you mean \"ten-naps\"?");
    program = tictoc("rnu");
    expect_refused(program);
    EXPECT_HAS(program->err, "tictoc run");
}

/* ---- the command line ---------------------------------------------------------------------------------- */

struct bad_line {
    const char *line, *reported;
};

static void expect_lines_refused(const struct bad_line *cases, int count)
{
    for (int i = 0; i < count; i++) {
        struct program *program = tictoc("%s", cases[i].line);
        expect_refused(program);
        EXPECT_HAS(program->err, cases[i].reported);
    }
}

static void a_wrong_option_is_reported_with_the_nearest(void)
{
    static const struct bad_line cases[] = {
        { "run ten-naps --wrkers 3", "there is no option --wrkers; did you mean --workers?" },
        { "run ten-naps --Repeat=3", "did you mean --repeat?" },
        { "run ten-naps -x", "there is no option -x" },
        { "run ten-naps --repeat", "--repeat needs a value" },
        { "run ten-naps --quiet=3", "--quiet takes no value" },
        { "run ten-naps --theme dark", "--theme is no option of tictoc run" },
        { "run ten-naps --w 3", "--w could be any of " },
        { "run ten-naps pool-of-five", "\"pool-of-five\" is one too many" },
        { "list --json -", "--json is no option of tictoc list" },
        { "check", "at least one FILE" },
        { "list everything", "\"everything\" is one too many" },
        { "--theme drk", "did you mean dark?" },
        { "--theme foo", "there is no \"foo\"; there are auto, " }, /* near to none, not even mono */
    };
    expect_lines_refused(cases, COUNT_OF(cases));
}

static void a_wrong_value_of_an_option_is_reported_with_the_option_and_the_key(void)
{
    static const struct bad_line cases[] = {
        { "run ten-naps --strategy pool --workers 0", "--workers: strategies[0].workers: " },
        { "run ten-naps --strategy pool --workers -1", "or \"cores\", not -1" },
        { "run ten-naps --strategy pool --workers coers", "did you mean \"cores\"?" },
        { "run ten-naps --strategy pool --chunk 0", "--chunk: strategies[0].chunk: " },
        { "run ten-naps --strategy serial,pol",
          "--strategy: strategies[1]: \"pol\" is not a strategy; did you mean" },
        { "run ten-naps --strategy serial,", "a name is missing" },
        { "run ten-naps --max-live 0", "--max-live: strategies[1].max_live: " },
        { "run ten-naps --strategy pool --no-join", "no strategy of this experiment takes that key" },
        { "run ten-naps --repeat 0", "--repeat: repeat: " },
        { "run ten-naps --repeat nan", "must be a whole number 1 … 1000, not \"nan\"" },
        { "run ten-naps --warmup -1", "--warmup: warmup: " },
        { "run ten-naps --to 10", "--to: workload.to: unknown key; it belongs to perfect" },
        { "run --workload slep --seconds 60", "did you mean \"sleep\"?" },
        { "run --workload sleep", "workload.seconds: is missing" },
        { "run --workload perfect --from 10 --to 5",
          "--to: workload.to: the range ends at 5, before it starts" },
        { "run --workload perfect --to 0x10", "--to: workload.to: must be a whole number" },
        { "run ten-naps --set repaet=3", "--set repaet=3: repaet: unknown key; did you mean \"repeat\"?" },
        { "run ten-naps --set repeat", "--set needs PATH=VALUE" },
        { "run ten-naps --set strategies[7].label=x", "there is no [7]" },
    };
    expect_lines_refused(cases, COUNT_OF(cases));
}

static void wrong_seconds_are_reported_with_their_column(void)
{
    static const struct bad_line cases[] = {
        { "run --workload sleep --seconds -1", "\"-1\": column 1: " },
        { "run --workload sleep --seconds=-0.5", "\"-0.5\": column 1: " },
        { "run --workload sleep --seconds nan", "\"nan\": column 1: " },
        { "run --workload sleep --seconds inf", "\"inf\": column 1: " },
        { "run --workload sleep --seconds ''", "\"\": column 1: " },
        { "run --workload sleep --seconds 60,,60", "column 4: " },
        { "run --workload sleep --seconds 60,60s", "column 6: " },
        { "run --workload sleep --seconds 60..", "column 5: " },
        { "run --workload sleep --seconds 60..50", "column 5: the range ends before it begins" },
        { "run --workload sleep --seconds 60x", "column 4: " },
        { "run --workload sleep --seconds 60x0", "column 4: " },
        { "run --workload sleep --seconds 60x1.5", "column 5: " },
        { "run --workload sleep --seconds 86401", "column 1: a nap lasts at most a day" },
        { "run --workload sleep --seconds 0.0000000001", "nine decimals" },
    };
    expect_lines_refused(cases, COUNT_OF(cases));
}

static void a_count_beyond_what_fits_in_memory_is_refused_before_anything_is_started(void)
{
    static const struct bad_line cases[] = {
        { "run --workload sleep --seconds 60x4000000000", " of memory, and this machine has " },
        { "run --workload sleep --seconds 60x4000000001", "there can be 1 … 4000000000 naps" },
        { "run --workload sleep --seconds 60x99999999999999999999", "there can be 1 … 4000000000 naps" },
        { "run --workload perfect --to 4000000000", " of memory, and this machine has " },
        { "run --workload perfect --to 4000000001", "4000000001 numbers are too many" },
    };
    if (sysconf(_SC_PHYS_PAGES) > 380L * 1000 * 1000 * 1000 / sysconf(_SC_PAGESIZE))
        test_skips("four thousand million tasks fit this machine");
    expect_lines_refused(cases, COUNT_OF(cases));
}

static void a_result_file_that_cannot_be_written_is_reported_before_the_run(void)
{
    static const struct bad_line cases[] = {
        { "run --workload sleep --seconds 60 --json /nonexistent/x.json",
          "/nonexistent/x.json: cannot be written: " },
        { "run --workload sleep --seconds 60 --json /", "/: cannot be written: Is a directory" },
    };
    expect_lines_refused(cases, COUNT_OF(cases));
}

static void two_results_in_one_file_are_refused_and_it_stays(void)
{
    static const char *const lines[] = {
        "run --workload sleep --seconds 60 --json out --record ./out",
        "--workload sleep --seconds 60 --start --exit --json ./out --record out",
    };
    for (int i = 0; i < 2 * COUNT_OF(lines); i++) {
        if (i == COUNT_OF(lines))
            test_file("out", "as it was");
        struct program *program = tictoc("%s", lines[i % COUNT_OF(lines)]);
        expect_refused(program);
        EXPECT_HAS(program->err, "are the same file: one would take the place of the other");
    }
    EXPECT_TEXT(test_read(test_path("out")), "as it was");
}

static void write_into_out(const void *context)
{
    (void)context;
    dup2(open("out", O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600), STDOUT_FILENO);
}

static const struct how into_out = { .before = write_into_out };

static void a_result_in_the_file_that_stdout_goes_to_is_refused_and_it_stays(void)
{
    static const char *const outputs[] = { "--json /dev/stdout", "--record /dev/stdout", "--json ./out",
                                           "--quiet --json - --record out", "--quiet --narrate --json out" };
    test_file("out", "as it was");
    for (int i = 0; i < COUNT_OF(outputs); i++) {
        struct program *program = tictoc_how(&into_out, "run --workload sleep --seconds 60 %s", outputs[i]);
        expect_refused(program);
        EXPECT_HAS(program->err, " is where stdout goes: one would take the place of the other");
    }
    EXPECT_TEXT(test_read(test_path("out")), "as it was");
}

static void where_nothing_is_printed_a_result_may_be_in_the_file_that_stdout_goes_to(void)
{
    struct program *program =
        tictoc_how(&into_out, "run --workload sleep --seconds 0 --quiet --json /dev/stdout");
    json_from(well(program), test_read(test_path("out")));
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "1");
}

/* Neither a terminal nor a log should be handed control characters that came with the input. */
static void control_characters_of_the_input_are_not_repeated(void)
{
    struct program *program = tictoc("run \033[31mred");
    expect_refused(program);
    EXPECT_LACKS(program->err, "\033");
    program = tictoc("run ten-naps --repeat \033[31m");
    expect_refused(program);
    EXPECT_LACKS(program->err, "\033");
    test_file("bad.json", "{ " NAP ", \"\\u001b[31m\": 1 }");
    program = tictoc("check bad.json");
    expect_refused(program);
    EXPECT_LACKS(program->err, "\033");
    program = tictoc("run --workload sleep --seconds \033[31m");
    expect_refused(program);
    EXPECT_LACKS(program->err, "\033");
    program = tictoc("run --\033[31m");
    expect_refused(program);
    EXPECT_LACKS(program->err, "\033");
}

/* One sentence that says what it is, not a list of keys that it should not have. */
static void a_file_of_another_kind_is_known_for_what_it_is(void)
{
    well(tictoc(
        "run --quiet --workload sleep --seconds 0x2 --strategy pool --json result.json --record runs.rec"));
    struct program *program = tictoc("check result.json");
    EXPECT_INT(program->status, 2);
    EXPECT_TEXT(program->err,
                "result.json:1:1: no experiment, but the result of runs, as run --json writes it\n");
    program = tictoc("run runs.rec");
    EXPECT_INT(program->status, 2);
    EXPECT_TEXT(program->err, "runs.rec:1:1: no experiment, but a record of runs; tictoc replay plays it\n");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(what_is_not_json_is_reported_with_its_position),
        TEST(a_value_of_the_wrong_type_is_reported_with_what_is_wanted),
        TEST(a_value_out_of_range_is_reported_with_the_range),
        TEST(an_unknown_or_duplicate_key_or_name_is_reported_with_the_nearest),
        TEST(all_mistakes_of_meaning_are_reported_at_once_in_their_order),
        TEST(a_file_that_cannot_be_read_is_reported_with_the_reason),
        TEST(a_name_that_nothing_has_is_reported_with_the_nearest),
        TEST(a_wrong_option_is_reported_with_the_nearest),
        TEST(a_wrong_value_of_an_option_is_reported_with_the_option_and_the_key),
        TEST(wrong_seconds_are_reported_with_their_column),
        TEST(a_count_beyond_what_fits_in_memory_is_refused_before_anything_is_started),
        TEST(a_result_file_that_cannot_be_written_is_reported_before_the_run),
        TEST(two_results_in_one_file_are_refused_and_it_stays),
        TEST(a_result_in_the_file_that_stdout_goes_to_is_refused_and_it_stays),
        TEST(where_nothing_is_printed_a_result_may_be_in_the_file_that_stdout_goes_to),
        TEST(control_characters_of_the_input_are_not_repeated),
        TEST(a_file_of_another_kind_is_known_for_what_it_is),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
