/* The settings for what goes wrong: how often a task is tried,
 * how long it may take, supervision and chaos. */
#include "experiment/experiment.h"
#include "support/make_strategy.h"

#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MS      UINT64_C(1000000)
#define PERFECT "\"workload\": {\"kind\": \"perfect\", \"to\": 10}"
#define WITH(x) "{" PERFECT ", \"strategies\": [" x "]}"

static void parse_with(struct experiment *experiment, const char *text, const char *path, const char *value)
{
    struct experiment_override override = { path, value, "--set" };
    char *messages = experiment_parse(experiment, "x.json", text, strlen(text), &override, path != NULL);
    if (messages)
        fail_msg("%s", messages);
}

static void parse(struct experiment *experiment, const char *text)
{
    parse_with(experiment, text, NULL, NULL);
}

static void assert_reported(const char *text, const char *expected)
{
    struct experiment experiment;
    char *messages = experiment_parse(&experiment, "x.json", text, strlen(text), NULL, 0);
    assert_non_null(messages);
    assert_string_equal(messages, expected);
    free(messages);
}

static void every_strategy_has_three_attempts_no_time_limit_and_no_chaos_unless_asked(void **state)
{
    struct experiment e;
    (void)state;
    parse(&e, WITH("\"serial\", \"process\", {\"kind\": \"pool\"}"));
    for (size_t i = 0; i < e.strategy_count; i++) {
        assert_int_equal(e.strategies[i].attempts, 3);
        assert_int_equal(e.strategies[i].task_timeout_ns, 0);
        assert_false(e.strategies[i].chaos.on);
    }
    assert_true(setting_of(&e.strategies[2], "supervised"));
    experiment_release(&e);
}

static void what_may_go_wrong_is_read_as_it_says(void **state)
{
    struct experiment e;
    (void)state;
    parse(&e,
          WITH("{\"kind\": \"process\", \"attempts\": 1, \"task_timeout_s\": 0.25},"
               "{\"kind\": \"pool\", \"supervised\": false, \"chaos\": {\"kill_every_s\": 0.1, \"seed\": 7}},"
               "{\"kind\": \"pool\", \"task_timeout_s\": \"none\", \"chaos\": {}},"
               "{\"kind\": \"serial\", \"chaos\": false}"));
    assert_int_equal(e.strategies[0].attempts, 1);
    assert_int_equal(e.strategies[0].task_timeout_ns, 250 * MS);
    assert_false(setting_of(&e.strategies[1], "supervised"));
    assert_true(e.strategies[1].chaos.on);
    assert_int_equal(e.strategies[1].chaos.kill_every_ns, 100 * MS);
    assert_int_equal(e.strategies[1].chaos.seed, 7);
    assert_int_equal(e.strategies[2].task_timeout_ns, 0);
    assert_true(e.strategies[2].chaos.on);
    assert_int_equal(e.strategies[2].chaos.kill_every_ns, 500 * MS);
    assert_int_equal(e.strategies[2].chaos.seed, 1);
    assert_false(e.strategies[3].chaos.on);
    experiment_release(&e);
}

static void what_they_cannot_be_is_reported(void **state)
{
    (void)state;
    assert_reported(WITH("{\"kind\": \"pool\", \"attempts\": 0}"),
                    "x.json:1:89: strategies[0].attempts: must be a whole number 1 … 100, not 0\n");
    assert_reported(
        WITH("{\"kind\": \"pool\", \"task_timeout_s\": 0}"),
        "x.json:1:95: strategies[0].task_timeout_s: must be a number of seconds 0.001 … 86400 or \"none\", not "
        "0\n");
    assert_reported(
        WITH("{\"kind\": \"pool\", \"chaos\": 1}"),
        "x.json:1:86: strategies[0].chaos: must be false or an object that may have kill_every_s, seed, not 1\n");
    assert_reported(
        WITH("{\"kind\": \"pool\", \"chaos\": {\"kill_evry_s\": 1}}"),
        "x.json:1:87: strategies[0].chaos.kill_evry_s: unknown key; did you mean \"kill_every_s\"? (chaos takes: "
        "kill_every_s, seed)\n");
    assert_reported(
        WITH("{\"kind\": \"pool\", \"chaos\": {\"kill_every_s\": 0}}"),
        "x.json:1:103: strategies[0].chaos.kill_every_s: must be a number of seconds 0.001 … 86400, not 0\n");
    assert_reported(
        WITH("{\"kind\": \"process\", \"supervised\": false}"),
        "x.json:1:80: strategies[0].supervised: unknown key; it belongs to pool (process takes: kind, join, "
        "max_live, order, seed, label, attempts, task_timeout_s, chaos)\n");
    assert_reported(
        "{" PERFECT ", \"attempts\": 3}",
        "x.json:1:45: attempts: unknown key; it belongs to a strategy (an experiment takes: $schema, workload, "
        "strategies, reference, title, about, repeat, warmup)\n");
}

static void they_can_be_set_from_the_command_line_one_by_one_or_for_all(void **state)
{
    struct experiment e;
    (void)state;
    parse_with(&e, WITH("\"serial\", \"pool\""), "strategies[1].chaos.seed", "9");
    assert_false(e.strategies[0].chaos.on);
    assert_true(e.strategies[1].chaos.on);
    assert_int_equal(e.strategies[1].chaos.seed, 9);
    experiment_release(&e);
    parse_with(&e, WITH("\"serial\", \"pool\""), "strategies[].chaos.kill_every_s", "2");
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(e.strategies[i].chaos.kill_every_ns, 2000 * MS);
    experiment_release(&e);
    parse_with(&e, WITH("\"serial\", \"pool\""), "strategies[].supervised", "false");
    assert_false(setting_of(&e.strategies[1], "supervised"));
    experiment_release(&e);
}

static void they_are_written_when_they_are_out_of_the_ordinary_and_read_back(void **state)
{
    static const char *const there[] = { "\"attempts\": 5", "\"task_timeout_s\": 1.5",
                                         "\"supervised\": false",
                                         "\"chaos\": { \"kill_every_s\": 0.25, \"seed\": 3 }" };
    struct experiment e, again;
    (void)state;
    parse(&e,
          WITH("\"serial\", {\"kind\": \"pool\", \"attempts\": 5, \"task_timeout_s\": 1.5, \"supervised\": "
               "false, \"chaos\": {\"kill_every_s\": 0.25, \"seed\": 3}}"));
    char *text = experiment_write(&e);
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        if (!strstr(text, there[i]))
            fail_msg("%s is missing in %s", there[i], text);
    assert_non_null(strstr(text, "{ \"kind\": \"serial\" }"));
    parse(&again, text);
    assert_int_equal(again.strategies[1].attempts, 5);
    assert_int_equal(again.strategies[1].task_timeout_ns, 1500 * MS);
    assert_false(setting_of(&again.strategies[1], "supervised"));
    assert_int_equal(again.strategies[1].chaos.seed, 3);
    free(text);
    experiment_release(&e);
    experiment_release(&again);
}

static void strategies_that_differ_in_nothing_else_are_called_after_them(void **state)
{
    struct experiment e;
    (void)state;
    parse(&e,
          WITH("\"pool\", {\"kind\": \"pool\", \"chaos\": {}}, {\"kind\": \"pool\", \"supervised\": false},"
               "{\"kind\": \"pool\", \"task_timeout_s\": 2}"));
    assert_string_equal(e.strategies[1].label, "pool, chaos");
    assert_string_equal(e.strategies[2].label, "pool, unsupervised");
    assert_string_equal(e.strategies[3].label, "pool, task timeout 2 s");
    experiment_release(&e);
}

static void a_plan_takes_them_over_and_says_them(void **state)
{
    const struct machine machine = { .cores = 2 };
    struct experiment e;
    struct plan plan;
    char how[192];
    (void)state;
    parse(&e, WITH("\"pool\", {\"kind\": \"pool\", \"workers\": 2, \"chunk\": 1, \"supervised\": false, "
                   "\"task_timeout_s\": 1.5, \"attempts\": 2, \"chaos\": {}}"));
    strategy_plan(&e.strategies[0], &e.workload, &machine, &plan);
    assert_int_equal(plan.attempts, 3);
    assert_false(plan.unsupervised || plan.chaos.on || plan.task_timeout_ns);
    strategy_plan(&e.strategies[1], &e.workload, &machine, &plan);
    assert_int_equal(plan.attempts, 2);
    e.strategies[1].ops->describe(&plan, &e.workload, how, sizeof how);
    assert_string_equal(how,
                        "2 workers, chunk 1, unsupervised, attempts 2, time limit 1.5 s, chaos every 0.5 s");
    experiment_release(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_strategy_has_three_attempts_no_time_limit_and_no_chaos_unless_asked),
        cmocka_unit_test(what_may_go_wrong_is_read_as_it_says),
        cmocka_unit_test(what_they_cannot_be_is_reported),
        cmocka_unit_test(they_can_be_set_from_the_command_line_one_by_one_or_for_all),
        cmocka_unit_test(they_are_written_when_they_are_out_of_the_ordinary_and_read_back),
        cmocka_unit_test(strategies_that_differ_in_nothing_else_are_called_after_them),
        cmocka_unit_test(a_plan_takes_them_over_and_says_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
