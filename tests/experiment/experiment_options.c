/* Changes that the command line makes in an experiment before it is checked. */
#include "support/parsed.h"
#include "support/make_strategy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What is reported about `text` with one `--set path=value`. */
static void reported_when_set(const char *text, const char *path, const char *value, const char *expected)
{
    reported_with(text, &(struct experiment_override){ path, value, "--set" }, expected);
}

static void options_change_what_the_file_says(void **state)
{
    static const struct experiment_override overrides[] = {
        { "workload.to", "1e3", "--to" },
        { "strategies[0]", "{\"kind\": \"pool\", \"chunk\": 2}", "--set" },
        { "strategies[].workers", "3", "--workers" },
        { "strategies[2].label", "mine", "--set" },
        { "repeat", "4", "--repeat" },
        { "title", "no JSON", "--set" },
    };
    (void)state;
    struct experiment e;
    parse(&e, "{" PERFECT "}", overrides, sizeof overrides / sizeof *overrides);
    assert_int_equal(e.workload.tasks, 1000);
    assert_int_equal(e.strategy_count, 3);
    assert_int_equal(setting_of(&e.strategies[0], "chunk"), 2);
    assert_int_equal(setting_of(&e.strategies[0], "workers"), 3);
    assert_ptr_equal(e.strategies[1].ops, &strategy_process);
    assert_int_equal(setting_of(&e.strategies[2], "workers"), 3);
    assert_string_equal(e.strategies[2].label, "mine");
    assert_int_equal(e.repeat, 4);
    assert_string_equal(e.title, "no JSON");
    experiment_release(&e);
}

static void options_work_without_a_file(void **state)
{
    static const struct experiment_override overrides[] = {
        { "workload.kind", "sleep", "--workload" },
        { "workload.seconds", "[1, 0.5]", "--seconds" },
        { "strategies", "[\"pool\"]", "--strategy" },
    };
    (void)state;
    struct experiment e;
    parse(&e, NULL, overrides, 3);
    assert_int_equal(e.workload.tasks, 2);
    assert_int_equal(e.strategy_count, 1);
    experiment_release(&e);
}

static void another_kind_drops_the_keys_of_the_old_one(void **state)
{
    static const struct experiment_override overrides[] = {
        { "workload.seconds", "2", "--seconds" },
        { "workload.kind", "sleep", "--workload" },
        { "strategies[0].kind", "process", "--set" },
    };
    (void)state;
    struct experiment e;
    parse(
        &e,
        "{\"workload\": {\"kind\": \"perfect\", \"from\": 2, \"to\": 3}, \"strategies\": [{\"kind\": \"pool\", "
        "\"chunk\": 1}]}",
        overrides, 3);
    assert_ptr_equal(e.workload.ops, &workload_sleep);
    assert_ptr_equal(e.strategies[0].ops, &strategy_process);
    experiment_release(&e);
}

static void mistakes_in_options_are_reported_under_their_names(void **state)
{
    static const char file[] = "{" PERFECT ", \"repeat\": 1, \"strategies\": [\"serial\"]}";
    (void)state;
    reported_when_set(
        file, "workload.too", "3",
        "--set workload.too=3: workload.too: unknown key; did you mean \"to\"? (perfect takes: kind, from, "
        "to, kernel)\n");
    reported_when_set(file, "repeat", "x",
                      "--set repeat=x: repeat: must be a whole number 1 … 1000, not \"x\"\n");
    reported_when_set(file, "strategies[7]", "pool",
                      "--set strategies[7]=pool: strategies[7]: there is no [7]; the list "
                      "has 1, counted from 0\n");
    reported_when_set(
        file, "strategies[].workers", "2",
        "--set strategies[].workers=2: strategies[].workers: no strategy of this experiment takes that "
        "key\n");
    reported_when_set(
        file, "strategies.workers", "2",
        "--set strategies.workers=2: strategies.workers: leads into a list; say which entry, [0], or each, "
        "[]\n");
    reported_when_set(file, "repeat.x", "2",
                      "--set repeat.x=2: repeat.x: leads into something that has no keys\n");
    reported_when_set(file, "a..b", "2",
                      "--set a..b=2: a..b: is no path to a key, such as workload.to, strategies[1].chunk or "
                      "strategies[].workers\n");
    reported_when_set(file, "", "2",
                      "--set =2: : is no path to a key, such as workload.to, strategies[1].chunk or "
                      "strategies[].workers\n");
    reported_when_set(
        NULL, "workload.kind", "perfect",
        "--set workload.kind=perfect: workload.to: is missing: last number to check, itself included\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_change_what_the_file_says),
        cmocka_unit_test(options_work_without_a_file),
        cmocka_unit_test(another_kind_drops_the_keys_of_the_old_one),
        cmocka_unit_test(mistakes_in_options_are_reported_under_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
