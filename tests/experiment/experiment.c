/* Reading experiments: what is taken, how every mistake is reported, labels, writing. */
#include "support/parsed.h"
#include "support/make_strategy.h"
#include "work/workload_perfect.h"
#include "work/workload_sleep.h"

#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What is reported about `text`. */
static void assert_reported(const char *text, const char *expected)
{
    reported_with(text, NULL, expected);
}

static void an_experiment_is_read_as_it_says(void **state)
{
    (void)state;
    struct experiment e;
    parse(&e,
          "{\"$schema\": \"schema.json\", \"title\": \"T\", \"about\": \"A\", \"repeat\": 5, \"warmup\": 1,"
          "\"workload\": {\"kind\": \"perfect\", \"from\": 9007199254740993, \"to\": 9007199254741000},"
          "\"strategies\": [\"serial\", {\"kind\": \"process\", \"join\": false, \"max_live\": 9},"
          "{\"kind\": \"pool\", \"workers\": 4, \"chunk\": 7, \"label\": \"L\"}],"
          "\"reference\": [{\"label\": \"r\", \"seconds\": 258.87, \"source\": \"s\"}]}",
          NULL, 0);
    assert_string_equal(e.title, "T");
    assert_string_equal(e.about, "A");
    assert_string_equal(e.source, "x.json");
    assert_int_equal(e.repeat, 5);
    assert_int_equal(e.warmup, 1);
    assert_ptr_equal(e.workload.ops, &workload_perfect);
    assert_int_equal(((const struct perfect *)e.workload.settings)->from,
                     9007199254740993); /* a double would say …992 */
    assert_int_equal(e.workload.tasks, 8);
    assert_int_equal(e.strategy_count, 3);
    assert_ptr_equal(e.strategies[0].ops, &strategy_serial);
    assert_false(setting_of(&e.strategies[1], "join"));
    assert_int_equal(setting_of(&e.strategies[1], "max_live"), 9);
    assert_int_equal(setting_of(&e.strategies[2], "workers"), 4);
    assert_int_equal(setting_of(&e.strategies[2], "chunk"), 7);
    assert_true(e.strategies[2].labelled);
    assert_string_equal(e.strategies[2].label, "L");
    assert_int_equal(e.references[0].ns, 258870000000);
    experiment_release(&e);
}

static void what_is_left_out_has_its_default(void **state)
{
    (void)state;
    struct experiment e;
    parse(&e, "{" PERFECT "}", NULL, 0);
    assert_int_equal(e.strategy_count, 3);
    assert_ptr_equal(e.strategies[0].ops, &strategy_serial);
    assert_ptr_equal(e.strategies[1].ops, &strategy_process);
    assert_true(setting_of(&e.strategies[1], "join"));
    assert_ptr_equal(e.strategies[2].ops, &strategy_pool);
    assert_int_equal(setting_of(&e.strategies[2], "workers"), 0);
    assert_int_equal(setting_of(&e.strategies[2], "chunk"), 0);
    assert_int_equal(e.repeat, 1);
    assert_int_equal(e.warmup, 0);
    assert_int_equal(((const struct perfect *)e.workload.settings)->from, 1);
    experiment_release(&e);
}

static const struct naps *naps_of(const struct experiment *e)
{
    return &((const struct sleep *)e->workload.settings)->naps;
}

static void naps_are_a_number_a_list_or_a_range(void **state)
{
    (void)state;
    struct experiment e;
    parse(&e, "{\"workload\": {\"kind\": \"sleep\", \"seconds\": 1e-3, \"count\": 10}}", NULL, 0);
    assert_int_equal(naps_of(&e)->ns[0], 1000000);
    assert_int_equal(naps_of(&e)->distinct, 1);
    assert_int_equal(e.workload.tasks, 10);
    experiment_release(&e);
    parse(&e, "{\"workload\": {\"kind\": \"sleep\", \"seconds\": [1, 2, 0.5]}}", NULL, 0);
    assert_int_equal(naps_of(&e)->distinct, 3);
    assert_int_equal(naps_of(&e)->ns[2], NS / 2);
    experiment_release(&e);
    parse(&e, "{\"workload\": {\"kind\": \"sleep\", \"seconds\": {\"from\": 1, \"to\": 10}}}", NULL, 0);
    assert_true(naps_of(&e)->range);
    assert_int_equal(e.workload.tasks, 10);
    assert_int_equal(naps_of(&e)->ns[9], 10 * NS);
    experiment_release(&e);
    parse(&e, "{\"workload\": {\"kind\": \"sleep\", \"seconds\": 0, \"count\": 1000}}", NULL, 0);
    assert_int_equal(e.workload.tasks, 1000);
    experiment_release(&e);
}

static void all_mistakes_are_reported_at_once_in_the_order_of_the_file(void **state)
{
    (void)state;
    assert_reported(
        "{\n  \"titel\": \"x\",\n"
        "  \"workload\": { \"kind\": \"perfect\", \"from\": 0, \"to\": \"12\", \"kernel\": \"trail\" },\n"
        "  \"strategies\": [ \"pol\", { \"kind\": \"process\", \"chunk\": 4 } ],\n  \"repeat\": 1.5\n}",
        "x.json:2:3: titel: unknown key; did you mean \"title\"? (an experiment takes: $schema, workload, "
        "strategies, reference, title, about, repeat, warmup)\n"
        "x.json:3:44: workload.from: must be a whole number 1 … 9223372036854775807, not 0\n"
        "x.json:3:53: workload.to: must be a whole number 1 … 9223372036854775807, not \"12\"; leave out the "
        "quotes\n"
        "x.json:3:69: workload.kernel: \"trail\" is not a kernel; did you mean \"trial\"? (one of: trial)\n"
        "x.json:4:19: strategies[0]: \"pol\" is not a strategy; did you mean \"pool\"? (one of: serial, process, "
        "pool)\n"
        "x.json:4:47: strategies[1].chunk: unknown key; it belongs to pool (process takes: kind, join, max_live, "
        "order, seed, label, attempts, task_timeout_s, chaos)\n"
        "x.json:5:13: repeat: must be a whole number 1 … 1000, not 1.5\n");
}

static void what_is_no_json_is_reported_with_its_place(void **state)
{
    (void)state;
    assert_reported("{\n  \"repeat\": 01\n}",
                    "x.json:2:13: not JSON: a number must not begin with a 0 that is followed by digits\n");
    assert_reported("[1]", "x.json:1:1: must be an object, {…}, not a list\n");
}

static void missing_keys_are_reported_with_what_they_are_for(void **state)
{
    (void)state;
    assert_reported(
        "{}",
        "x.json:1:1: workload: is missing: it says what the tasks do, such as {\"kind\": \"perfect\", \"to\": "
        "1000}\n");
    assert_reported(
        "{\"workload\": {}}",
        "x.json:1:14: workload.kind: is missing: it says which workload this is, such as \"sleep\"\n");
    assert_reported("{\"workload\": {\"kind\": \"perfect\"}}",
                    "x.json:1:14: workload.to: is missing: last number to check, itself included\n");
}

static void a_key_given_twice_is_reported_also_when_it_is_spelt_with_escapes(void **state)
{
    (void)state;
    assert_reported("{" PERFECT ", \"repeat\": 1, \"r\\u0065peat\": 2}",
                    "x.json:1:58: repeat: the key is here for the second time; leave one\n");
}

static void every_type_says_what_it_wants(void **state)
{
    (void)state;
    assert_reported("{" PERFECT ", \"title\": 5}",
                    "x.json:1:54: title: must be text in double quotes, not 5\n");
    assert_reported("{" PERFECT ", \"strategies\": [{\"kind\": \"process\", \"join\": \"no\"}]}",
                    "x.json:1:88: strategies[0].join: must be true or false, not \"no\"\n");
    assert_reported(
        "{" PERFECT ", \"strategies\": [{\"kind\": \"pool\", \"workers\": 0}]}",
        "x.json:1:88: strategies[0].workers: must be a whole number 1 … 10000 or \"cores\", not 0\n");
    assert_reported(
        "{" PERFECT ", \"strategies\": [{\"kind\": \"pool\", \"workers\": \"core\"}]}",
        "x.json:1:88: strategies[0].workers: must be a whole number 1 … 10000 or \"cores\", not \"core\"; did you "
        "mean \"cores\"?\n");
    assert_reported(
        "{\"workload\": {\"kind\": \"perfect\", \"to\": 99999999999999999999}}",
        "x.json:1:40: workload.to: must be a whole number 1 … 9223372036854775807, not 99999999999999999999\n");
    assert_reported(
        "{\"workload\": [1, 2]}",
        "x.json:1:14: workload: must be an object, such as {\"kind\": \"perfect\", \"to\": 1000}, not a list\n");
}

static void nap_reported(const char *workload, const char *expected)
{
    struct strbuf text = STRBUF_INIT;
    strbuf_addf(&text, "{\"workload\": {\"kind\": \"sleep\", %s}}", workload);
    assert_reported(text.text, expected);
    strbuf_release(&text);
}

static void wrong_naps_are_refused_in_every_form(void **state)
{
    (void)state;
    nap_reported("\"seconds\": -1",
                 "x.json:1:43: workload.seconds: must be a number of seconds 0 … 86400, not -1\n");
    nap_reported("\"seconds\": 86401",
                 "x.json:1:43: workload.seconds: must be a number of seconds 0 … 86400, not 86401\n");
    nap_reported("\"seconds\": 1e-10",
                 "x.json:1:43: workload.seconds: must be a number of seconds 0 … 86400, not 1e-10; "
                 "the finest is a nanosecond, nine decimals\n");
    nap_reported("\"seconds\": \"1\"",
                 "x.json:1:43: workload.seconds: must be seconds: 1, or [1, 2, 0.5], or {\"from\": "
                 "1, \"to\": 10}, not \"1\"\n");
    nap_reported(
        "\"seconds\": []",
        "x.json:1:43: workload.seconds: the list is empty; it needs the seconds of one nap or more\n");
    nap_reported("\"seconds\": [1, null]",
                 "x.json:1:47: workload.seconds[1]: must be a number of seconds 0 … 86400, not null\n");
    nap_reported("\"seconds\": {\"from\": 3, \"to\": 1}",
                 "x.json:1:61: workload.seconds.to: must not be less than from, which is 3\n");
    nap_reported(
        "\"seconds\": {\"from\": 3}",
        "x.json:1:43: workload.seconds.to: is missing: seconds that no nap exceeds; each is a second longer than "
        "the one before\n");
    nap_reported("\"seconds\": 1, \"count\": 0",
                 "x.json:1:55: workload.count: must be a whole number 1 … 4000000000, not 0\n");
    nap_reported(
        "\"seconds\": [1, 2], \"count\": 3",
        "x.json:1:60: workload.count: count goes with a single length; the list of seconds says already how many "
        "naps\n");
}

/* For sentences that are another file's, or hold figures of this machine. */
static void reported_in_part(const char *text, const char *expected)
{
    struct experiment experiment;
    char *messages = experiment_parse(&experiment, "x.json", text, strlen(text), NULL, 0);
    assert_non_null(messages);
    assert_non_null(strstr(messages, expected));
    free(messages);
}

static void a_range_that_ends_before_it_starts_is_refused(void **state)
{
    (void)state;
    reported_in_part("{\"workload\": {\"kind\": \"perfect\", \"from\": 7, \"to\": 3}}",
                     "x.json:1:51: workload.to: ");
}

static void tasks_beyond_the_memory_of_the_machine_are_refused_with_both_figures(void **state)
{
    (void)state;
    reported_in_part(
        "{\"workload\": {\"kind\": \"sleep\", \"seconds\": 0, \"count\": 4000000000}}",
        "x.json:1:14: workload: 4 000 000 000 tasks need about 400 GB of memory, and this machine has ");
}

static void strategies_are_bounded_and_their_labels_differ(void **state)
{
    (void)state;
    assert_reported("{" PERFECT ", \"strategies\": []}",
                    "x.json:1:59: strategies: has 0 entries; there can be 1 … 16 (leave the "
                    "key out for serial, process and pool)\n");
    struct strbuf many = STRBUF_INIT;
    strbuf_adds(&many, "{" PERFECT ", \"strategies\": [\"pool\"");
    for (int i = 0; i < 16; i++)
        strbuf_adds(&many, ", \"pool\"");
    strbuf_adds(&many, "]}");
    assert_reported(many.text, "x.json:1:59: strategies: has 17 entries; there can be 1 … 16\n");
    strbuf_release(&many);
    assert_reported(
        "{" PERFECT
        ",\n\"strategies\": [{\"kind\": \"pool\", \"label\": \"a\"}, {\"kind\": \"serial\", \"label\": "
        "\"a\"}]}",
        "x.json:2:76: strategies[1].label: \"a\" is the label of another strategy already; choose another\n");
}

static void text_that_would_disturb_a_screen_is_neither_taken_nor_repeated(void **state)
{
    (void)state;
    assert_reported("{" PERFECT ", \"title\": \"\\u001b[31m\"}",
                    "x.json:1:54: title: has U+001B, a character that would disturb a screen; remove it\n");
    assert_reported("{" PERFECT ", \"title\": \"a\\u0000b\"}",
                    "x.json:1:54: title: has U+FFFD or \\u0000, which are not characters; remove it\n");
    assert_reported(
        "{\"workload\": {\"kind\": \"\\u001b[2J\u202e\", \"to\": 3}}",
        "x.json:1:23: workload.kind: \"\\u001b[2J\\u202e\" is not a workload (one of: sleep, perfect)\n");
}

static void after_fifty_mistakes_the_rest_is_counted(void **state)
{
    (void)state;
    struct experiment e;
    struct strbuf text = STRBUF_INIT;
    strbuf_adds(&text, "{" PERFECT);
    for (int i = 0; i < 60; i++)
        strbuf_addf(&text, ", \"zzz%d\": 1", i);
    strbuf_addc(&text, '}');
    char *messages = experiment_parse(&e, "x.json", text.text, text.length, NULL, 0);
    size_t lines = 0;
    for (const char *c = messages; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 51);
    assert_non_null(strstr(messages, "\n… and 10 more\n"));
    free(messages);
    strbuf_release(&text);
}

static void labels_say_what_differs_and_are_unique(void **state)
{
    static const char *const labels[] = {
        "serial",
        "pool",
        "pool, workers 3, chunk 1",
        "pool 2",
        "process",
        "process, no join, max live 1…",
        "pool, workers 10000, chunk 4…",
        "named",
        "pool, workers 10000, chunk… 2",
    };
    (void)state;
    struct experiment e;
    parse(
        &e,
        "{" PERFECT
        ", \"strategies\": [\"serial\", \"pool\", {\"kind\": \"pool\", \"chunk\": 1, \"workers\": 3},"
        "\"pool\", \"process\", {\"kind\": \"process\", \"join\": false, \"max_live\": 1048576},"
        "{\"kind\": \"pool\", \"chunk\": 4000000000, \"workers\": 10000}, {\"kind\": \"pool\", \"label\": \"named\"},"
        "{\"kind\": \"pool\", \"chunk\": 4000000000, \"workers\": 10000}]}",
        NULL, 0);
    for (size_t i = 0; i < e.strategy_count; i++)
        assert_string_equal(e.strategies[i].label, labels[i]);
    experiment_label(&e);
    for (size_t i = 0; i < e.strategy_count; i++)
        assert_string_equal(e.strategies[i].label, labels[i]);
    static const unsigned twins[] = { 0, 0, 1, 2, 0, 3, 4, 5, 6 };
    for (size_t i = 0; i < e.strategy_count; i++)
        assert_int_equal(e.strategies[i].twin, twins[i]);
    experiment_release(&e);
}

static void a_label_from_the_file_comes_first(void **state)
{
    (void)state;
    struct experiment e;
    parse(&e, "{" PERFECT ", \"strategies\": [\"pool\", {\"kind\": \"serial\", \"label\": \"pool\"}]}", NULL,
          0);
    assert_string_equal(e.strategies[0].label, "pool 2");
    assert_string_equal(e.strategies[1].label, "pool");
    experiment_release(&e);
}

static void what_is_written_reads_back_to_the_same(void **state)
{
    static const char *const texts[] = {
        "{" PERFECT "}",
        "{\"title\": \"\\\"q\\\" \\\\ \u00e9\", \"about\": \"b\", \"repeat\": 7, \"warmup\": 2, \"workload\": {\"kind\": "
        "\"perfect\", \"from\": 9007199254740993, \"to\": 9007199254740999}, \"strategies\": [\"serial\", {\"kind\": "
        "\"pool\", \"chunk\": 5, \"label\": \"x\"}, {\"kind\": \"process\", \"join\": false}], \"reference\": "
        "[{\"label\": \"a\", \"seconds\": 0.000000001}, {\"label\": \"b\", \"seconds\": 2, \"source\": \"s\"}]}",
        "{\"workload\": {\"kind\": \"sleep\", \"seconds\": [1, 2, 0.000000001]}}",
        "{\"workload\": {\"kind\": \"sleep\", \"seconds\": [3]}}",
        "{\"workload\": {\"kind\": \"sleep\", \"seconds\": {\"from\": 0.5, \"to\": 4}}}",
        "{\"workload\": {\"kind\": \"sleep\", \"seconds\": {\"from\": 2, \"to\": 2}}}",
        "{\"workload\": {\"kind\": \"sleep\", \"seconds\": 0, \"count\": 100}}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct experiment first, copy, second;
        parse(&first, texts[i], NULL, 0);
        experiment_copy(&copy, &first);
        experiment_release(&first);
        char *once = experiment_write(&copy);
        parse(&second, once, NULL, 0);
        char *twice = experiment_write(&second);
        assert_string_equal(once, twice);
        assert_int_equal(second.workload.tasks, copy.workload.tasks);
        assert_int_equal(second.strategy_count, copy.strategy_count);
        assert_memory_equal(second.strategies, copy.strategies,
                            copy.strategy_count * sizeof *copy.strategies);
        assert_memory_equal(second.references, copy.references, sizeof copy.references);
        free(once);
        free(twice);
        experiment_release(&copy);
        experiment_release(&second);
    }
}

static void a_file_that_cannot_be_read_says_why(void **state)
{
    (void)state;
    struct experiment e;
    char *messages = experiment_read(&e, "/nonexistent/x.json", NULL, 0);
    assert_string_equal(messages, "/nonexistent/x.json: cannot be read: No such file or directory\n");
    free(messages);
    messages = experiment_read(&e, "/", NULL, 0);
    assert_string_equal(messages, "/: cannot be read: Is a directory\n");
    free(messages);
    messages = experiment_read(&e, "/dev/null", NULL, 0);
    assert_non_null(strstr(messages, "/dev/null:1:1: it is empty; "));
    free(messages);
    messages = experiment_read(&e, "/dev/zero", NULL, 0);
    assert_string_equal(messages, "/dev/zero: cannot be read: the file is too large\n");
    free(messages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_experiment_is_read_as_it_says),
        cmocka_unit_test(what_is_left_out_has_its_default),
        cmocka_unit_test(naps_are_a_number_a_list_or_a_range),
        cmocka_unit_test(all_mistakes_are_reported_at_once_in_the_order_of_the_file),
        cmocka_unit_test(what_is_no_json_is_reported_with_its_place),
        cmocka_unit_test(missing_keys_are_reported_with_what_they_are_for),
        cmocka_unit_test(a_key_given_twice_is_reported_also_when_it_is_spelt_with_escapes),
        cmocka_unit_test(every_type_says_what_it_wants),
        cmocka_unit_test(wrong_naps_are_refused_in_every_form),
        cmocka_unit_test(a_range_that_ends_before_it_starts_is_refused),
        cmocka_unit_test(tasks_beyond_the_memory_of_the_machine_are_refused_with_both_figures),
        cmocka_unit_test(strategies_are_bounded_and_their_labels_differ),
        cmocka_unit_test(text_that_would_disturb_a_screen_is_neither_taken_nor_repeated),
        cmocka_unit_test(after_fifty_mistakes_the_rest_is_counted),
        cmocka_unit_test(labels_say_what_differs_and_are_unique),
        cmocka_unit_test(a_label_from_the_file_comes_first),
        cmocka_unit_test(what_is_written_reads_back_to_the_same),
        cmocka_unit_test(a_file_that_cannot_be_read_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
