/* The JSON object, from made-up results. */
#include "support/harness.h"
#include "support/make_report.h"
#include "report/report.h"
#include "base/version.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

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
    assert_close(at(pool, "median_done_s"), 5.4, 1e-12);
    assert_close(at(pool, "median_elapsed_s"), 5.4, 1e-12);
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

/* The table names a few. Two lists, so that each has to find its place,
 * beside text that looks like a place. */
static void every_task_that_was_set_aside_is_named(void **state)
{
    (void)state;
    make_perfect(PERFECT(", \"repeat\": 2"));
    snprintf(made.experiment.title, sizeof made.experiment.title, "a\x01z");
    make_failed(&made.results.results[1].runs[1], 200, 3);
    make_failed(&made.results.results[2].runs[0], 1, 1);
    results_compute(&made.results);
    assert_true(table_says(" 180"));
    assert_int_equal(count_of("died)"), 1);
    assert_int_equal(count_of("each)"), 1); /* what they share is said once */
    assert_true(table_says("19, 20 and"));
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
    make_results(&made, PERFECT());
    make_failed(make_run(&made, 0, MS), 1000000, 3);
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
    make_results(&made, PERFECT());
    make_run(&made, 0, 192 * MS);
    make_run(&made, 1, UINT64_C(12345678901));
    cJSON_Delete(json_of_results());
    assert_non_null(strstr(out.text, "\"median_s\":\t0.192,"));
    assert_non_null(strstr(out.text, "\"median_s\":\t12.345678901,"));
}

static void whole_numbers_beyond_2_to_53_are_not_rounded(void **state)
{
    (void)state;
    make_results(&made, "{\"workload\": {\"kind\": \"perfect\", \"from\": 9223372036854775807,"
                        " \"to\": 9223372036854775807}, \"strategies\": [\"pool\"]}");
    static const uint64_t number = UINT64_C(9223372036854775807);
    make_found(make_run(&made, 0, MS), &number, 1);
    cJSON_Delete(json_of_results());
    assert_non_null(strstr(out.text, "\"from\":\t9223372036854775807"));
    assert_non_null(strstr(out.text, "[9223372036854775807]"));
}

static void without_a_serial_the_comparisons_are_null(void **state)
{
    (void)state;
    make_results(&made, "{\"workload\": {\"kind\": \"perfect\", \"to\": 10}, \"strategies\": [\"pool\"]}");
    make_run(&made, 0, MS);
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
    make_results(&made, PERFECT());
    struct outcome *run = make_run(&made, 0, MS);
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
    make_results(&made, PERFECT());
    struct outcome *run = make_run(&made, 0, MS);
    run->workers = calloc(1, sizeof *run->workers);
    run->worker_count = 1;
    run->workers[0] = (struct worker_total){ .tasks = 10000, .busy_ns = 147 * MS, .max_rss_kb = 1400 };
    make_run(&made, 1, MS);
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
    make_results(&made, UNJOINED);
    make_run(&made, 0, MS);
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
