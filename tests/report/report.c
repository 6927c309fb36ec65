/* The result table, from made-up results. */
#include "support/harness.h"
#include "support/make_report.h"
#include "report/export.h"
#include "report/report.h"
#include "base/text.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_table(unsigned width, bool ascii, const char *expected)
{
    struct report_style style = { .width = width, .ascii = ascii };
    strbuf_clear(&out);
    report_table(&out, &made.results, &style);
    if (strcmp(out.text, expected) != 0)
        fail_msg("\n%s\ninstead of\n%s", out.text, expected);
}

/* ---- the table ---------------------------------------------------------------------------------------- */

static void the_table_at_80_columns(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    assert_table(80, false,
                 "Perfect numbers                                               2 cores · AMD EPYC\n"
                 "perfect 1 … 100 000, trial division\n"
                 "\n"
                 "strategy   elapsed   speedup   efficiency   vs serial   how\n"
                 "─────────────────────────────────────────────────────────────────────────────\n"
                 "serial      9.48 s    1.00 ×        100 %               1 worker\n"
                 "process     9.21 s    1.03 ×         51 %      −2.8 %   one per task: 100 000\n"
                 "pool        5.34 s    1.78 ×         89 %     −43.7 %   2 workers, chunk 1\n"
                 "chunk 1     4.77 s    1.99 ×         99 %     −49.7 %   2 workers, chunk 1\n"
                 "\n"
                 "found: 6, 28, 496, 8128\n"
                 "verdict: 5 repeats are needed for a verdict: 4 more\n");
}

static void the_table_shows_the_spread_of_repeats(void **state)
{
    (void)state;
    make_perfect(PERFECT(", \"repeat\": 3"));
    assert_table(80, false,
                 "Perfect numbers                                               2 cores · AMD EPYC\n"
                 "perfect 1 … 100 000, trial division             3 repeats, interleaved · medians\n"
                 "\n"
                 "strategy   elapsed   speedup   efficiency   vs serial       min … max\n"
                 "─────────────────────────────────────────────────────────────────────\n"
                 "serial      9.54 s    1.00 ×        100 %               9.48 … 9.60 s\n"
                 "process     9.27 s    1.03 ×         51 %      −2.8 %   9.21 … 9.33 s\n"
                 "pool        5.40 s    1.77 ×         88 %     −43.4 %   5.34 … 5.46 s\n"
                 "chunk 1     4.83 s    1.98 ×         99 %     −49.4 %   4.77 … 4.89 s\n"
                 "\n"
                 "how: serial (1 worker) · process (one per task: 100 000) · pool (2 workers,\n"
                 "  chunk 1) · chunk 1 (2 workers, chunk 1)\n"
                 "found: 6, 28, 496, 8128\n"
                 "verdict: 5 repeats are needed for a verdict: 2 more\n");
}

static void a_wide_table_has_bars(void **state)
{
    (void)state;
    make_perfect(PERFECT(", \"repeat\": 3"));
    assert_table(
        120, false,
        "Perfect numbers                                                                                       2 cores · AMD EPYC\n"
        "perfect 1 … 100 000, trial division                                                     3 repeats, interleaved · medians\n"
        "\n"
        "strategy                              elapsed   speedup   efficiency   vs serial       min … max   how\n"
        "────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────\n"
        "serial     ████████████████████████    9.54 s    1.00 ×        100 %               9.48 … 9.60 s   1 worker\n"
        "process    ███████████████████████▍    9.27 s    1.03 ×         51 %      −2.8 %   9.21 … 9.33 s   one per task: 100 000\n"
        "pool       █████████████▋              5.40 s    1.77 ×         88 %     −43.4 %   5.34 … 5.46 s   2 workers, chunk 1\n"
        "chunk 1    ████████████▏               4.83 s    1.98 ×         99 %     −49.4 %   4.77 … 4.89 s   2 workers, chunk 1\n"
        "\n"
        "found: 6, 28, 496, 8128\n"
        "verdict: 5 repeats are needed for a verdict: 2 more\n");
}

static void the_ascii_table(void **state)
{
    (void)state;
    make_perfect(PERFECT(", \"repeat\": 3"));
    assert_table(
        100, true,
        "Perfect numbers                                                                   2 cores - AMD EPYC\n"
        "perfect 1 .. 100 000, trial division                                3 repeats, interleaved - medians\n"
        "\n"
        "strategy                                 elapsed   speedup   efficiency   vs serial       min .. max\n"
        "----------------------------------------------------------------------------------------------------\n"
        "serial     ###########################    9.54 s    1.00 x        100 %               9.48 .. 9.60 s\n"
        "process    ##########################-    9.27 s    1.03 x         51 %      -2.8 %   9.21 .. 9.33 s\n"
        "pool       ###############-               5.40 s    1.77 x         88 %     -43.4 %   5.34 .. 5.46 s\n"
        "chunk 1    #############=                 4.83 s    1.98 x         99 %     -49.4 %   4.77 .. 4.89 s\n"
        "\n"
        "how: serial (1 worker) - process (one per task: 100 000) - pool (2 workers, chunk 1) - chunk 1 (2\n"
        "  workers, chunk 1)\n"
        "found: 6, 28, 496, 8128\n"
        "verdict: 5 repeats are needed for a verdict: 2 more\n");
}

static void an_early_toc_has_toc_and_done(void **state)
{
    (void)state;
    make_results(&made, UNJOINED);
    make_run(&made, 0, 2001 * MS)->elapsed_ns = 412000;
    results_compute(&made.results);
    assert_table(80, false,
                 "Two naps, nobody joins                                        2 cores · AMD EPYC\n"
                 "2 naps of 2 s\n"
                 "\n"
                 "strategy      toc     done   how\n"
                 "────────────────────────────────────────────────────────\n"
                 "process    412 µs   2.00 s   one per task: 2, not joined\n"
                 "\n"
                 "process: toc came at 412 µs, but the last task ended at 2.00 s: the program did\n"
                 "  not wait for it.\n");
}

static void strategies_without_a_complete_run_say_why_in_words(void **state)
{
    (void)state;
    make_results(&made, PERFECT(", \"repeat\": 2"));
    make_run(&made, 0, 9480 * MS);
    struct outcome *run = make_run(&made, 1, 0);
    run->complete = false;
    run->interrupted = true;
    run->tasks_done = 41234;
    run = make_run(&made, 2, 0);
    run->complete = false;
    run->tasks_done = 12;
    run->tasks_lost = 99988;
    snprintf(run->trouble, sizeof run->trouble, "the coordinator was ended by signal 9 (Killed)");
    made.results.interrupted = true;
    made.results.signal = SIGINT;
    results_compute(&made.results);
    assert_table(80, false,
                 "Perfect numbers                                               2 cores · AMD EPYC\n"
                 "perfect 1 … 100 000, trial division             2 repeats, interleaved · medians\n"
                 "\n"
                 "strategy   elapsed   speedup   efficiency       min … max   how\n"
                 "────────────────────────────────────────────────────────────────────\n"
                 "serial      9.48 s    1.00 ×        100 %   9.48 … 9.48 s   1 worker\n"
                 "process    stopped, 41 234 of 100 000 tasks done\n"
                 "pool       failed, 12 of 100 000 tasks done\n"
                 "chunk 1    not run\n"
                 "\n"
                 "interrupted: by signal 2 (Interrupt); the runs that had come to their end are\n"
                 "  shown.\n"
                 "pool: the coordinator was ended by signal 9 (Killed).\n"
                 "pool: 99 988 tasks were lost.\n"
                 "serial: 1 of 2 runs came to their end; the figures come from these.\n");
}

static void references_are_shown_as_what_they_are(void **state)
{
    (void)state;
    make_perfect(
        PERFECT(", \"reference\": [{\"label\": \"serial\", \"seconds\": 258.87, \"source\": \"Python\"},"
                " {\"label\": \"pool\", \"seconds\": 74.22, \"source\": \"Python\"},"
                " {\"label\": \"C\", \"seconds\": 5}]"));
    assert_true(table_says("elsewhere: serial 258.87 s, pool 74.22 s (Python)\n"
                           "elsewhere: C 5 s (another machine)\n"));
}

/* A column of its own, so that no time is there without it; and in words below. */
static void held_time_is_shown_beside_the_time(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    made.results.results[1].runs[0].held_ns = 3200 * MS;
    assert_true(table_says("elapsed     held   speedup"));
    assert_true(table_says("9.21 s   3.20 s"));
    assert_true(table_says("process: was held for 3.20 s; such a run takes no part in the verdict"));
    made.results.results[1].runs[0].held_ns = 0;
    assert_false(table_says("held"));
}

static void failed_tasks_are_shown_beside_the_time(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    struct outcome *run = &made.results.results[1].runs[0];
    assert_false(table_says("failed"));
    make_failed(run, 1, 3);
    run->failed[0].task = 4;
    run->failed_attempts = 3;
    results_compute(&made.results);
    assert_true(table_says("elapsed   failed   speedup"));
    assert_true(table_says("9.21 s        1\n") || table_says("9.21 s        1    "));
    assert_true(table_says("process: 1 task set aside: workers died in it. Such a run is not"));
    assert_true(table_says("process: set aside: 5 (3 attempts died).\n"));
    run->failed_at_limit = 2;
    made.experiment.strategies[1].task_timeout_ns = 1000 * MS;
    assert_true(table_says(": 2 of 3 attempts were ended at the time"));
    run->failed_at_limit = 3;
    assert_true(table_says(": each attempt was ended at the time"));
}

static void a_limit_that_was_met_is_named_once(void **state)
{
    (void)state;
    make_results(&made, PERFECT(", \"repeat\": 2"));
    for (int i = 0; i < 2; i++) {
        struct outcome *run = make_run(&made, 1, 9000 * MS);
        snprintf(run->note, sizeof run->note, "at most 28 000 at once: pid_max 32768");
    }
    assert_true(table_says("process: at most 28 000 at once: pid_max 32768.\n"));
    assert_null(strstr(strstr(out.text, "pid_max") + 1, "pid_max"));
}

static void a_strategy_that_found_something_else_is_named(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    static const uint64_t fewer[] = { 6, 28 };
    make_found(&made.results.results[2].runs[0], fewer, 2);
    assert_true(table_says("found: 6, 28, 496, 8128\n"));
    assert_true(table_says("pool: differs, it found 6, 28\n"));
}

static void retries_after_deaths_are_counted(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    made.results.results[2].runs[0].retries = 2;
    assert_true(table_says("pool: 2 attempts died and were made again; no task is missing.\n"));
}

static void no_line_is_wider_than_the_paper(void **state)
{
    (void)state;
    make_results(
        &made,
        "{\"title\": \""
        "日本日本日本日本日本日本日本日本日本日本"
        "\","
        "\"workload\": {\"kind\": \"perfect\", \"to\": 1000}, \"repeat\": 2, \"strategies\": [\"serial\","
        "{\"kind\": \"pool\", \"label\": \"a label of thirty-one letters!!\"}]}");
    for (size_t i = 0; i < 4; i++)
        make_run(&made, i % 2, (9000 + i) * MS);
    for (unsigned width = 60; width <= 200; width++)
        for (int ascii = 0; ascii < 2; ascii++) {
            struct report_style style = { .width = width, .ascii = ascii };
            strbuf_clear(&out);
            report_table(&out, &made.results, &style);
            for (char *line = strtok(out.text, "\n"); line; line = strtok(NULL, "\n"))
                assert_true(text_columns(line) <= width);
        }
}

/* engine.md 13: what the strategies did is somewhere at any width. */
static void e13_workers_and_chunks_are_shown_at_any_width(void **state)
{
    (void)state;
    make_perfect(PERFECT(", \"repeat\": 3"));
    for (unsigned width = 60; width <= 200; width++) {
        struct report_style style = { .width = width };
        strbuf_clear(&out);
        report_table(&out, &made.results, &style);
        assert_non_null(strstr(out.text, "one per task"));
        assert_true(!strstr(out.text, "how:") != !strstr(out.text, "   how\n"));
    }
}

/* engine.md 13: what all strategies share is said once. */
static void e13_the_same_warning_is_given_once(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    for (size_t i = 0; i < 4; i++)
        made.results.results[i].runs[0].disturbance =
            (struct disturbance){ .capacity = 10000 * MS, .others = (2000 + 100 * i) * MS };
    assert_true(table_says("all: other programs had up to 23 % of the processors\n"));
    assert_null(strstr(strstr(out.text, "other programs") + 1, "other programs"));
}

/* engine.md 8: =, +, -, @ and control characters begin a formula in a spreadsheet. */
static void e8_no_label_is_a_formula_in_a_spreadsheet(void **state)
{
    (void)state;
    static const char *const labels[] = { "=1+1", "+1", "-1", "@sum", "\tx", "\x01", "a=b", "=\"x\",1" };
    static const char *const cells[] = {
        ",'=1+1,", ",'+1,", ",'-1,", ",'@sum,", ",'\tx,", ",'\x01,", ",a=b,", ",\"'=\"\"x\"\",1\",",
    };
    make_perfect(PERFECT());
    struct record_task task = { .life = RECORD_LIFE_NONE };
    struct recorded_run run = { .record = { .tasks = &task, .task_count = 1 } };
    struct recording recording = { .experiment = made.experiment, .runs = &run, .run_count = 1 };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        struct export csv = { .text = STRBUF_INIT, .fd = -1 };
        snprintf(recording.experiment.strategies[0].label, STRATEGY_LABEL_MAX, "%s", labels[i]);
        export_csv(&csv, &recording, EXPORT_ALL);
        assert_non_null(strstr(csv.text.text, cells[i]));
        strbuf_release(&csv.text);
    }
}

static void nothing_from_a_file_steers_the_terminal(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    snprintf(made.experiment.title, sizeof made.experiment.title, "\033[2Jx");
    snprintf(made.experiment.strategies[0].label, sizeof made.experiment.strategies[0].label, "a\rb");
    assert_false(table_says("\033"));
    assert_false(table_says("\r"));
}

static void two_pools_have_two_colours(void **state)
{
    (void)state;
    make_perfect(PERFECT(""));
    report_table(&out, &made.results, &(struct report_style){ .width = 100, .colour = true });
    const char *first = strstr(out.text, "mpool\033"), *second = strstr(out.text, "mchunk 1\033");
    assert_true(first && second);
    assert_int_not_equal(strncmp(first - 2, second - 2, 2), 0);
}

static void colour_only_adds_to_the_words(void **state)
{
    (void)state;
    make_perfect(PERFECT(", \"repeat\": 3"));
    struct report_style style = { .width = 100 };
    struct strbuf plain = STRBUF_INIT, stripped = STRBUF_INIT;
    report_table(&plain, &made.results, &style);
    style.colour = true;
    report_table(&out, &made.results, &style);
    for (const char *at = out.text; *at; at++)
        if (*at == '\033')
            at += strcspn(at, "m");
        else
            strbuf_addc(&stripped, *at);
    assert_string_equal(plain.text, stripped.text);
    assert_true(out.length > plain.length);
    strbuf_release(&plain);
    strbuf_release(&stripped);
}

#define REPORT(test) cmocka_unit_test_teardown(test, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT(the_table_at_80_columns),
        REPORT(the_table_shows_the_spread_of_repeats),
        REPORT(a_wide_table_has_bars),
        REPORT(the_ascii_table),
        REPORT(an_early_toc_has_toc_and_done),
        REPORT(strategies_without_a_complete_run_say_why_in_words),
        REPORT(references_are_shown_as_what_they_are),
        REPORT(held_time_is_shown_beside_the_time),
        REPORT(failed_tasks_are_shown_beside_the_time),
        REPORT(a_limit_that_was_met_is_named_once),
        REPORT(a_strategy_that_found_something_else_is_named),
        REPORT(retries_after_deaths_are_counted),
        REPORT(no_line_is_wider_than_the_paper),
        REPORT(e13_workers_and_chunks_are_shown_at_any_width),
        REPORT(e13_the_same_warning_is_given_once),
        REPORT(e8_no_label_is_a_formula_in_a_spreadsheet),
        REPORT(nothing_from_a_file_steers_the_terminal),
        REPORT(two_pools_have_two_colours),
        REPORT(colour_only_adds_to_the_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
