/* The result table and the JSON object, from made-up results. */
#include "format.h"
#include "harness.h"
#include "json_scan.h"
#include "made.h"
#include "report.h"
#include "version.h"

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#define MS UINT64_C(1000000)

#define PERFECT(rest)                                                                                         \
    "{\"title\": \"Perfect numbers\", \"workload\": {\"kind\": \"perfect\", \"to\": 100000},"                 \
    " \"strategies\": [\"serial\", \"process\", \"pool\", {\"kind\": \"pool\", \"label\": \"chunk 1\"}]" rest \
    "}"
#define UNJOINED                                                                                                 \
    "{\"title\": \"Two naps, nobody joins\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 2, \"count\": 2}," \
    " \"strategies\": [{\"kind\": \"process\", \"join\": false}]}"

static struct made made;
static struct strbuf out = STRBUF_INIT;

static int finish(void **state)
{
    (void)state;
    made_close(&made);
    strbuf_release(&out);
    return 0;
}

/* The published picture of DESIGN: four strategies on two cores. */
static void make_perfect(const char *json)
{
    static const uint64_t found[] = { 6, 28, 496, 8128 };
    static const uint64_t done[] = { 9480 * MS, 9210 * MS, 5340 * MS, 4770 * MS };
    made_open(&made, json);
    for (uint64_t repeat = 0; repeat < made.experiment.repeat; repeat++)
        for (size_t i = 0; i < 4; i++)
            made_found(made_run(&made, i, done[i] + repeat * 60 * MS), found, 4);
}

static void assert_table(unsigned width, bool ascii, const char *expected)
{
    struct report_style style = { .width = width, .ascii = ascii };
    strbuf_clear(&out);
    report_table(&out, &made.results, &style);
    if (strcmp(out.text, expected) != 0)
        fail_msg("\n%s\ninstead of\n%s", out.text, expected);
}

static bool table_says(const char *words)
{
    struct report_style style = { .width = 80 };
    strbuf_clear(&out);
    report_table(&out, &made.results, &style);
    return strstr(out.text, words) != NULL;
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
        "perfect 1 ... 100 000, trial division                               3 repeats, interleaved - medians\n"
        "\n"
        "strategy                                elapsed   speedup   efficiency   vs serial       min ... max\n"
        "----------------------------------------------------------------------------------------------------\n"
        "serial     ##########################    9.54 s    1.00 x        100 %               9.48 ... 9.60 s\n"
        "process    #########################-    9.27 s    1.03 x         51 %      -2.8 %   9.21 ... 9.33 s\n"
        "pool       ##############=               5.40 s    1.77 x         88 %     -43.4 %   5.34 ... 5.46 s\n"
        "chunk 1    #############                 4.83 s    1.98 x         99 %     -49.4 %   4.77 ... 4.89 s\n"
        "\n"
        "found: 6, 28, 496, 8128\n"
        "verdict: 5 repeats are needed for a verdict: 2 more\n");
}

static void what_nobody_waited_for_has_toc_and_done(void **state)
{
    (void)state;
    made_open(&made, UNJOINED);
    made_run(&made, 0, 2001 * MS)->elapsed_ns = 412000;
    results_compute(&made.results);
    assert_table(80, false,
                 "Two naps, nobody joins                                        2 cores · AMD EPYC\n"
                 "2 naps of 2 s\n"
                 "\n"
                 "strategy      toc     done   how\n"
                 "────────────────────────────────────────────────────────\n"
                 "process    412 µs   2.00 s   one per task: 2, not joined\n"
                 "\n"
                 "process: toc was said at 412 µs, but the last task ended at 2.00 s; nobody\n"
                 "  waited for it.\n");
}

static void strategies_without_a_complete_run_say_why_in_words(void **state)
{
    (void)state;
    made_open(&made, PERFECT(", \"repeat\": 2"));
    made_run(&made, 0, 9480 * MS);
    struct outcome *run = made_run(&made, 1, 0);
    run->complete = false;
    run->interrupted = true;
    run->tasks_done = 41234;
    run = made_run(&made, 2, 0);
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
                 "strategy   elapsed   speedup   efficiency   vs serial       min … max   how\n"
                 "────────────────────────────────────────────────────────────────────────────────\n"
                 "serial      9.48 s    1.00 ×        100 %               9.48 … 9.48 s   1 worker\n"
                 "process    interrupted, 41 234 of 100 000 tasks done\n"
                 "pool       failed, 12 of 100 000 tasks done\n"
                 "chunk 1    not started\n"
                 "\n"
                 "serial: 1 of 2 repeats complete; the figures come from these.\n"
                 "pool: the coordinator was ended by signal 9 (Killed)\n"
                 "pool: 99 988 tasks were lost.\n"
                 "interrupted: by signal 2 (Interrupt); what had come to its end is shown.\n");
}

static void references_are_told_as_what_they_are(void **state)
{
    (void)state;
    make_perfect(
        PERFECT(", \"reference\": [{\"label\": \"serial\", \"seconds\": 258.87, \"source\": \"Python\"},"
                " {\"label\": \"pool\", \"seconds\": 74.22, \"source\": \"Python\"},"
                " {\"label\": \"C\", \"seconds\": 5}]"));
    assert_true(table_says("elsewhere: serial 258.87 s, pool 74.22 s (Python)\n"
                           "elsewhere: C 5 s (another machine)\n"));
}

/* A column of its own, so that no time stands there without it; and in words below. */
static void what_was_held_is_told_beside_its_time(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    made.results.results[1].runs[0].held_ns = 3200 * MS;
    assert_true(table_says("elapsed     held   speedup"));
    assert_true(table_says("9.21 s   3.20 s"));
    assert_true(table_says("was held for 3.20 s in between"));
    made.results.results[1].runs[0].held_ns = 0;
    assert_false(table_says("held"));
}

static void tasks_that_failed_are_told_beside_the_time(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    struct outcome *run = &made.results.results[1].runs[0];
    assert_false(table_says("failed"));
    made_failed(run, 1, 3);
    run->failed[0].task = 4;
    run->failed_attempts = 3;
    results_compute(&made.results);
    assert_true(table_says("elapsed   failed   speedup"));
    assert_true(table_says("9.21 s        1\n") || table_says("9.21 s        1    "));
    assert_true(table_says("set aside: 5 (3 attempts died). Such a run is compared with nothing."));
    run->failed_at_limit = 2;
    made.experiment.strategies[1].task_timeout_ns = 1000 * MS;
    assert_true(table_says("; 2 of 3 attempts were ended at the time"));
    run->failed_at_limit = 3;
    assert_true(table_says("; each attempt was ended at the time"));
}

static void a_limit_that_was_met_is_told_once(void **state)
{
    (void)state;
    made_open(&made, PERFECT(", \"repeat\": 2"));
    for (int i = 0; i < 2; i++) {
        struct outcome *run = made_run(&made, 1, 9000 * MS);
        snprintf(run->note, sizeof run->note, "at most 28 000 at once: pid_max 32768");
    }
    assert_true(table_says("process: at most 28 000 at once: pid_max 32768\n"));
    assert_null(strstr(strstr(out.text, "pid_max") + 1, "pid_max"));
}

static void a_strategy_that_found_something_else_is_told(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    static const uint64_t fewer[] = { 6, 28 };
    made_found(&made.results.results[2].runs[0], fewer, 2);
    assert_true(table_says("found: 6, 28, 496, 8128\n"));
    assert_true(table_says("pool: differs, it found 6, 28\n"));
}

static void retries_after_deaths_are_told(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    made.results.results[2].runs[0].retries = 2;
    assert_true(table_says("pool: 2 attempts died with their workers and were made again.\n"));
}

static void no_line_is_wider_than_the_paper(void **state)
{
    (void)state;
    made_open(
        &made,
        "{\"title\": \""
        "日本日本日本日本日本日本日本日本日本日本"
        "\","
        "\"workload\": {\"kind\": \"perfect\", \"to\": 1000}, \"repeat\": 2, \"strategies\": [\"serial\","
        "{\"kind\": \"pool\", \"label\": \"a label of thirty-one letters!!\"}]}");
    for (size_t i = 0; i < 4; i++)
        made_run(&made, i % 2, (9000 + i) * MS);
    for (unsigned width = 60; width <= 200; width++)
        for (int ascii = 0; ascii < 2; ascii++) {
            struct report_style style = { .width = width, .ascii = ascii };
            strbuf_clear(&out);
            report_table(&out, &made.results, &style);
            for (char *line = strtok(out.text, "\n"); line; line = strtok(NULL, "\n"))
                assert_true(format_width(line) <= width);
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

/* ---- the JSON ----------------------------------------------------------------------------------------- */

static cJSON *json_of_results(void)
{
    strbuf_clear(&out);
    report_json(&out, &made.results);
    struct json_scan scan;
    struct json_problem problem;
    assert_true(json_scan(&scan, out.text, out.length, &problem));
    json_scan_release(&scan);
    cJSON *root = cJSON_Parse(out.text);
    assert_non_null(root);
    return root;
}

static const cJSON *at(const cJSON *item, const char *key)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(item, key);
    assert_non_null(member);
    return member;
}

static void assert_close(const cJSON *number, double expected, double tolerance)
{
    assert_true(cJSON_IsNumber(number) && fabs(number->valuedouble - expected) <= tolerance);
}

static void the_object_says_what_was_run_on_what(void **state)
{
    (void)state;
    make_perfect(PERFECT());
    cJSON *root = json_of_results();
    assert_string_equal(at(root, "format")->valuestring, "tictoc.result/1");
    assert_string_equal(at(root, "version")->valuestring, TICTOC_VERSION);
    assert_int_equal(at(at(root, "host"), "cores")->valueint, 2);
    assert_string_equal(at(at(root, "host"), "cpu")->valuestring, "AMD EPYC");
    assert_string_equal(at(at(root, "experiment"), "title")->valuestring, "Perfect numbers");
    assert_string_equal(at(at(root, "experiment"), "source")->valuestring, "made.json");
    assert_string_equal(at(at(root, "workload"), "kind")->valuestring, "perfect");
    assert_string_equal(at(at(root, "workload"), "kernel")->valuestring, "trial");
    assert_int_equal(at(at(root, "workload"), "to")->valueint, 100000);
    assert_int_equal(at(at(root, "workload"), "tasks")->valueint, 100000);
    assert_int_equal(cJSON_GetArraySize(at(root, "results")), 4);
    cJSON_Delete(root);
}

static void a_result_has_its_times_and_figures(void **state)
{
    (void)state;
    make_perfect(PERFECT(", \"repeat\": 3"));
    cJSON *root = json_of_results();
    const cJSON *pool = cJSON_GetArrayItem(at(root, "results"), 2);
    assert_string_equal(at(pool, "label")->valuestring, "pool");
    assert_string_equal(at(pool, "strategy")->valuestring, "pool");
    assert_int_equal(at(pool, "workers")->valueint, 2);
    assert_int_equal(at(pool, "chunk")->valueint, 1);
    assert_true(cJSON_IsTrue(at(pool, "join")));
    assert_int_equal(cJSON_GetArraySize(at(pool, "elapsed_s")), 3);
    assert_int_equal(cJSON_GetArraySize(at(pool, "done_s")), 3);
    assert_int_equal(cJSON_GetArraySize(at(pool, "runs")), 3);
    assert_close(at(pool, "median_s"), 5.4, 1e-12);
    assert_close(at(pool, "min_s"), 5.34, 1e-12);
    assert_close(at(pool, "max_s"), 5.46, 1e-12);
    assert_close(at(pool, "speedup"), 9.54 / 5.4, 1e-4);
    assert_close(at(pool, "efficiency"), 9.54 / 5.4 / 2, 1e-4);
    assert_close(at(pool, "reduction_pct"), 100 * (1 - 5.4 / 9.54), 1e-3);
    assert_int_equal(cJSON_GetArrayItem(at(pool, "found"), 3)->valueint, 8128);
    assert_int_equal(at(cJSON_GetArrayItem(at(pool, "runs"), 0), "tasks_done")->valueint, 100000);
    cJSON_Delete(root);
}

static int count_of(const char *words)
{
    int count = 0;
    for (const char *found = out.text; (found = strstr(found, words)); found++)
        count++;
    return count;
}

/* The table names a few. Two lists, so that each has to find its place, beside text that looks like a place. */
static void every_task_that_was_set_aside_is_named(void **state)
{
    (void)state;
    make_perfect(PERFECT(", \"repeat\": 2"));
    snprintf(made.experiment.title, sizeof made.experiment.title, "a\x01z");
    made_failed(&made.results.results[1].runs[1], 200, 3);
    made_failed(&made.results.results[2].runs[0], 1, 1);
    results_compute(&made.results);
    assert_true(table_says(" 180"));
    assert_int_equal(count_of("died)"), 20 + 1);
    cJSON *root = json_of_results();
    const cJSON *results = at(root, "results");
    const cJSON *many = at(cJSON_GetArrayItem(at(cJSON_GetArrayItem(results, 1), "runs"), 1), "failed");
    const cJSON *one = at(cJSON_GetArrayItem(at(cJSON_GetArrayItem(results, 2), "runs"), 0), "failed");
    assert_int_equal(cJSON_GetArraySize(many), 200);
    assert_int_equal(at(cJSON_GetArrayItem(many, 199), "task")->valueint, 199);
    assert_string_equal(at(cJSON_GetArrayItem(many, 199), "label")->valuestring, "200");
    assert_int_equal(at(cJSON_GetArrayItem(many, 199), "deaths")->valueint, 3);
    assert_int_equal(cJSON_GetArraySize(one), 1);
    assert_string_equal(at(at(root, "experiment"), "title")->valuestring, "a\x01z");
    cJSON_Delete(root);
}

static long most_memory_kb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* What a run of a million tasks may take is what its result may take, too. */
static void a_million_of_them_take_no_more_memory_than_a_run(void **state)
{
    (void)state;
    long before = most_memory_kb();
    made_open(&made, PERFECT());
    made_failed(made_run(&made, 0, MS), 1000000, 3);
    strbuf_release(&out);
    report_json(&out, &made.results);
    long after = most_memory_kb();
    assert_non_null(strstr(out.text, "\"task\": 999999,"));
    strbuf_release(&out);
    if (!harness_sanitized()) /* then memory says nothing */
        assert_in_range(after - before, 1, 100 << 10);
}

static void seconds_are_exact_to_the_nanosecond_and_no_longer_than_needed(void **state)
{
    (void)state;
    made_open(&made, PERFECT());
    made_run(&made, 0, 192 * MS);
    made_run(&made, 1, UINT64_C(12345678901));
    cJSON_Delete(json_of_results());
    assert_non_null(strstr(out.text, "\"median_s\":\t0.192,"));
    assert_non_null(strstr(out.text, "\"median_s\":\t12.345678901,"));
}

static void whole_numbers_beyond_2_to_53_are_not_rounded(void **state)
{
    (void)state;
    made_open(&made, "{\"workload\": {\"kind\": \"perfect\", \"from\": 9223372036854775807,"
                     " \"to\": 9223372036854775807}, \"strategies\": [\"pool\"]}");
    static const uint64_t number = UINT64_C(9223372036854775807);
    made_found(made_run(&made, 0, MS), &number, 1);
    cJSON_Delete(json_of_results());
    assert_non_null(strstr(out.text, "\"from\":\t9223372036854775807"));
    assert_non_null(strstr(out.text, "[9223372036854775807]"));
}

static void without_a_serial_the_comparisons_are_null(void **state)
{
    (void)state;
    made_open(&made, "{\"workload\": {\"kind\": \"perfect\", \"to\": 10}, \"strategies\": [\"pool\"]}");
    made_run(&made, 0, MS);
    cJSON *root = json_of_results();
    const cJSON *pool = cJSON_GetArrayItem(at(root, "results"), 0);
    assert_true(cJSON_IsNull(at(pool, "speedup")));
    assert_true(cJSON_IsNull(at(pool, "efficiency")));
    assert_true(cJSON_IsNull(at(pool, "reduction_pct")));
    cJSON_Delete(root);
}

static void a_run_that_was_interrupted_has_no_times(void **state)
{
    (void)state;
    made_open(&made, PERFECT());
    struct outcome *run = made_run(&made, 0, MS);
    run->complete = false;
    run->interrupted = true;
    results_compute(&made.results);
    cJSON *root = json_of_results();
    const cJSON *serial = cJSON_GetArrayItem(at(root, "results"), 0);
    assert_true(cJSON_IsNull(cJSON_GetArrayItem(at(serial, "done_s"), 0)));
    assert_true(cJSON_IsNull(at(serial, "median_s")));
    assert_true(cJSON_IsFalse(at(cJSON_GetArrayItem(at(serial, "runs"), 0), "complete")));
    assert_true(cJSON_IsTrue(at(cJSON_GetArrayItem(at(serial, "runs"), 0), "interrupted")));
    cJSON_Delete(root);
}

static void workers_are_listed_unless_their_totals_were_not_kept(void **state)
{
    (void)state;
    made_open(&made, PERFECT());
    struct outcome *run = made_run(&made, 0, MS);
    run->workers = calloc(1, sizeof *run->workers);
    run->worker_count = 1;
    run->workers[0] = (struct worker_total){ .tasks = 10000, .busy_ns = 147 * MS, .max_rss_kb = 1400 };
    made_run(&made, 1, MS);
    cJSON *root = json_of_results();
    const cJSON *serial = cJSON_GetArrayItem(at(root, "results"), 0);
    const cJSON *worker = cJSON_GetArrayItem(at(cJSON_GetArrayItem(at(serial, "runs"), 0), "workers"), 0);
    assert_int_equal(at(worker, "tasks")->valueint, 10000);
    assert_close(at(worker, "busy_s"), 0.147, 1e-12);
    assert_int_equal(at(worker, "max_rss_kb")->valueint, 1400);
    const cJSON *process = cJSON_GetArrayItem(at(root, "results"), 1);
    assert_null(cJSON_GetObjectItem(cJSON_GetArrayItem(at(process, "runs"), 0), "workers"));
    cJSON_Delete(root);
}

static void naps_are_written_as_the_file_has_them(void **state)
{
    (void)state;
    made_open(&made, UNJOINED);
    made_run(&made, 0, MS);
    cJSON *root = json_of_results();
    assert_close(at(at(root, "workload"), "seconds"), 2, 0);
    assert_int_equal(at(at(root, "workload"), "count")->valueint, 2);
    assert_int_equal(at(at(root, "workload"), "tasks")->valueint, 2);
    assert_true(cJSON_IsFalse(at(cJSON_GetArrayItem(at(root, "results"), 0), "join")));
    cJSON_Delete(root);
}

#define REPORT(test) cmocka_unit_test_teardown(test, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT(the_table_at_80_columns),
        REPORT(the_table_shows_the_spread_of_repeats),
        REPORT(a_wide_table_has_bars),
        REPORT(the_ascii_table),
        REPORT(what_nobody_waited_for_has_toc_and_done),
        REPORT(strategies_without_a_complete_run_say_why_in_words),
        REPORT(references_are_told_as_what_they_are),
        REPORT(what_was_held_is_told_beside_its_time),
        REPORT(tasks_that_failed_are_told_beside_the_time),
        REPORT(a_limit_that_was_met_is_told_once),
        REPORT(a_strategy_that_found_something_else_is_told),
        REPORT(retries_after_deaths_are_told),
        REPORT(no_line_is_wider_than_the_paper),
        REPORT(nothing_from_a_file_steers_the_terminal),
        REPORT(colour_only_adds_to_the_words),
        REPORT(the_object_says_what_was_run_on_what),
        REPORT(a_result_has_its_times_and_figures),
        REPORT(every_task_that_was_set_aside_is_named),
        REPORT(a_million_of_them_take_no_more_memory_than_a_run),
        REPORT(seconds_are_exact_to_the_nanosecond_and_no_longer_than_needed),
        REPORT(whole_numbers_beyond_2_to_53_are_not_rounded),
        REPORT(without_a_serial_the_comparisons_are_null),
        REPORT(a_run_that_was_interrupted_has_no_times),
        REPORT(workers_are_listed_unless_their_totals_were_not_kept),
        REPORT(naps_are_written_as_the_file_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
