/* What may be said of a comparison, by hand. */
#include "support/make_results.h"
#include "analysis/finding_kinds.h"
#include "analysis/findings.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define MS              UINT64_C(1000000)

#define THREE                                                                                                \
    "{\"workload\": {\"kind\": \"perfect\", \"to\": 1000}, \"repeat\": 5,"                                   \
    " \"strategies\": [\"serial\", \"process\", \"pool\"]}"

static struct made_results made;
static struct findings findings;
static struct verdict verdict; /* that of the findings */

static int finish(void **state)
{
    (void)state;
    findings_release(&findings);
    free_results(&made);
    return 0;
}

static struct outcome *add_run(size_t strategy, double milliseconds)
{
    return make_run(&made, strategy, (uint64_t)(milliseconds * 1e6));
}

static void judge(void)
{
    findings_release(&findings);
    findings_of(&findings, &made.results, true);
    verdict = findings.verdict;
}

static const char *sentence(size_t pair)
{
    return findings_pair(&findings, verdict.pairs[pair].fast, verdict.pairs[pair].slow)->text.text;
}

static bool warns(enum verdict_doubt doubt, const char *words)
{
    for (size_t i = 0; i < verdict.warning_count; i++) {
        if (verdict.warnings[i].doubt != doubt)
            continue;
        char *text = finding_warning_words(&made.results, &verdict.warnings[i]);
        bool found = strstr(text, words) != NULL;
        free(text);
        return found;
    }
    return false;
}

/* ---- by hand ------------------------------------------------------------------------------------------- */

static void below_five_repeats_it_says_how_many_are_missing(void **state)
{
    (void)state;
    make_results(&made, THREE);
    for (int i = 0; i < 3; i++) {
        add_run(0, 200);
        add_run(2, 100);
    }
    judge();
    assert_int_equal(verdict.pair_count, 1);
    assert_int_equal(verdict.pairs[0].answer, VERDICT_TOO_FEW);
    assert_int_equal(verdict.missing, 2);
    assert_int_equal(verdict_needs(&verdict), 2);
    assert_false(verdict_is_open(&verdict));
    assert_true(verdict.pairs[0].interval.ratio == 2 && isnan(verdict.pairs[0].interval.low));
    assert_string_equal(sentence(0), "pool against serial: 2 more repeats before anything is said");
    assert_string_equal(findings_first(&findings, FINDING_MISSING)->text.text,
                        "5 repeats are needed for a verdict: 2 more");
}

static void one_strategy_alone_asks_for_no_repeats(void **state)
{
    (void)state;
    make_results(&made, THREE);
    add_run(0, 200);
    judge();
    assert_int_equal(verdict.pair_count, 0);
    assert_int_equal(verdict.missing, 0);
}

static void times_that_do_not_scatter_give_their_ratio(void **state)
{
    (void)state;
    make_results(&made, THREE);
    for (int i = 0; i < 5; i++) {
        add_run(0, 224);
        add_run(1, 400);
        add_run(2, 200);
    }
    judge();
    assert_int_equal(verdict.pair_count, 3);
    assert_int_equal(verdict.missing, 0);
    assert_string_equal(sentence(0), "pool is 1.120 × as fast as serial (95 %: 1.120 … 1.120)");
    assert_string_equal(sentence(1), "pool is 2.000 × as fast as process (95 %: 2.000 … 2.000)");
    assert_true(verdict.pairs[0].leading && !verdict.pairs[1].leading && verdict.pairs[2].leading);
}

static void an_undecided_pair_says_about_how_many_repeats_would_decide_it(void **state)
{
    (void)state;
    static const double serial[] = { 100, 108, 95, 103, 99 }, other[] = { 104, 96, 110, 101, 106 };
    make_results(&made, THREE);
    for (int i = 0; i < 5; i++) {
        add_run(0, serial[i]);
        add_run(1, other[i]);
    }
    judge();
    assert_int_equal(verdict.pairs[0].answer, VERDICT_OPEN);
    assert_true(verdict.pairs[0].more > 0);
    assert_int_equal(verdict_needs(&verdict), verdict.pairs[0].more);
    assert_int_equal(strncmp(sentence(0), "cannot tell serial from process: about ", 39), 0);
    assert_non_null(strstr(sentence(0), " more repeats would"));
}

static void without_any_difference_no_number_of_repeats_is_promised(void **state)
{
    (void)state;
    static const double some[] = { 100, 102, 98, 101, 99 };
    make_results(&made, THREE);
    for (int i = 0; i < 5; i++) {
        add_run(0, some[i]);
        add_run(1, some[4 - i]);
    }
    judge();
    assert_int_equal(verdict.pairs[0].answer, VERDICT_OPEN);
    assert_int_equal(verdict.pairs[0].more, 0);
    assert_int_equal(verdict_needs(&verdict), 0);
    assert_true(verdict_is_open(&verdict));
    assert_non_null(strstr(sentence(0), "more than 1 000 repeats would be needed"));
}

static void runs_that_were_held_or_failed_take_no_part(void **state)
{
    (void)state;
    make_results(&made, THREE);
    for (int i = 0; i < 7; i++) {
        add_run(0, 200);
        struct outcome *run = add_run(2, i < 2 ? 900 : 100);
        run->held_ns = i == 0 ? 800 * MS : 0;
        run->tasks_failed = i == 1;
    }
    judge();
    assert_int_equal(verdict.pairs[0].repeats, 5);
    assert_true(verdict.pairs[0].interval.ratio == 2);
    assert_true(warns(VERDICT_HELD, "was held for 800 ms in 1 of 7 runs; such a run"));
    assert_true(warns(VERDICT_FAILED, "tasks failed in 1 of 7 runs"));
    assert_false(warns(VERDICT_SPREAD, ""));
}

static void repeats_are_paired_by_their_number(void **state)
{
    (void)state;
    make_results(&made, THREE);
    add_run(0, 1)->warmup = true; /* one that went wrong */
    for (int i = 0; i < 6; i++) {
        struct outcome *run = add_run(0, 100 + i);
        run->complete = i != 2;
        add_run(2, 50 + 0.5 * i);
    }
    judge();
    assert_int_equal(verdict.pairs[0].repeats, 5);
    assert_true(verdict.pairs[0].interval.low > 1.99999 && verdict.pairs[0].interval.high < 2.00001);
}

static void a_spread_above_5_percent_is_warned_of(void **state)
{
    (void)state;
    make_results(&made, THREE);
    add_run(0, 100);
    add_run(0, 106);
    add_run(2, 100);
    add_run(2, 104);
    judge();
    assert_int_equal(verdict.warning_count, 1);
    assert_int_equal(verdict.warnings[0].strategy, 0);
    assert_true(warns(VERDICT_SPREAD, "the repeats spread over 6 %"));
}

static void a_slow_first_repeat_is_warned_of(void **state)
{
    (void)state;
    make_results(&made, THREE);
    add_run(0, 120);
    add_run(0, 100);
    add_run(0, 101);
    judge();
    assert_true(
        warns(VERDICT_FIRST, "the first repeat took 19 % longer than the others; a warm-up before it"));
}

static void a_run_under_5_ms_is_warned_of(void **state)
{
    (void)state;
    make_results(&made, THREE);
    add_run(0, 4.9);
    add_run(1, 5.1);
    judge();
    assert_int_equal(verdict.warning_count, 1);
    assert_true(warns(VERDICT_SHORT, "so short a run (4.90 ms)"));
}

static void a_machine_busy_with_something_else_is_warned_of(void **state)
{
    (void)state;
    make_results(&made, THREE);
    for (int i = 0; i < 3; i++)
        add_run(0, 1000)->disturbance = (struct disturbance){ .capacity = 2000 * MS,
                                                              .others = i == 1 ? 500 * MS : 20 * MS,
                                                              .steal = i == 2 ? 100 * MS : 0 };
    judge();
    assert_true(warns(VERDICT_BUSY, "other programs had up to 25 % of the processors in 1 of 3 runs"));
    assert_true(warns(VERDICT_STEAL, "up to 5 % of the processors in 1 of 3 runs"));
}

static void e4_a_run_that_a_quota_held_back_takes_no_part(void **state)
{
    (void)state;
    make_results(&made, THREE);
    for (int i = 0; i < 6; i++) {
        add_run(0, 200);
        add_run(2, 100)->disturbance = (struct disturbance){ .capacity = 200 * MS,
                                                             .quota = i < 2    ? 60 * MS
                                                                      : i == 2 ? MS / 2
                                                                               : 0 };
    }
    judge();
    assert_int_equal(verdict.pairs[0].repeats, 4);
    assert_true(
        warns(VERDICT_THROTTLED, "a CPU quota (control group) kept its workers from running for 120 ms"));
    assert_true(warns(VERDICT_THROTTLED, " in 2 of 6 runs; such a run takes no part in the verdict"));
    assert_null(findings_first(&findings, FINDING_FASTEST)->marks);
    assert_string_equal(
        findings_first(&findings, FINDING_FASTEST)->text.text,
        "which strategy is fastest could not be seen here: a CPU quota held the workers back.");
}

/* ---- what else went on --------------------------------------------------------------------------------- */

static void proc_stat_is_read_by_processor(void **state)
{
    (void)state;
    const char *stat = "cpu  9 9 9 9 9 9 9 9 9 9\n"
                       "cpu0 100 1 20 4000 50 3 4 7 60 1\n"
                       "cpu1 1000 0 0 0 0 0 0 9 0 0\n"
                       "cpu2 10 0 0 0 0 0 0 0 0 0\n"
                       "intr 12345 cpu3 1\n";
    uint64_t busy, steal;
    cpu_set_t even;
    CPU_ZERO(&even);
    CPU_SET(0, &even);
    CPU_SET(2, &even);
    assert_int_equal(disturbance_parse(stat, NULL, &busy, &steal), 3);
    assert_int_equal(busy, 128 + 1000 + 10);
    assert_int_equal(steal, 16);
    assert_int_equal(disturbance_parse(stat, &even, &busy, &steal), 2);
    assert_int_equal(busy, 138);
    assert_int_equal(disturbance_parse("", NULL, &busy, &steal), 0);
}

static void others_are_busy_less_ours(void **state)
{
    (void)state;
    struct disturbance_reading before = { .at = 0, .busy = 1000 * MS, .ours = 50 * MS, .processors = 2 };
    struct disturbance_reading after = { .at = 1000 * MS,
                                         .busy = 2600 * MS,
                                         .ours = 1050 * MS,
                                         .processors = 2,
                                         .steal = 10 * MS,
                                         .throttles = 2 };
    struct disturbance disturbance;
    disturbance_between(&disturbance, &before, &after);
    assert_int_equal(disturbance.capacity, 2000 * MS);
    assert_int_equal(disturbance.others, 600 * MS);
    assert_int_equal(disturbance.throttles, 2);
    assert_true(disturbance_is_busy(&disturbance));
    assert_false(disturbance_is_stolen(&disturbance));
    after.ours = 3000 * MS; /* the kernel's ticks and our sums differ a little */
    disturbance_between(&disturbance, &before, &after);
    assert_int_equal(disturbance.others, 0);
    after.ours = before.ours;
    after.busy = before.busy + 2020 * MS; /* nor do the ticks of two processors end together */
    after.steal = before.steal + 20 * MS;
    disturbance_between(&disturbance, &before, &after);
    assert_int_equal(disturbance.others, disturbance.capacity);
    assert_int_equal(disturbance.steal, 0);
    before.processors = 0;
    disturbance_between(&disturbance, &before, &after);
    assert_int_equal(disturbance.capacity, 0);
}

#define VERDICT(test) cmocka_unit_test_teardown(test, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        VERDICT(below_five_repeats_it_says_how_many_are_missing),
        VERDICT(one_strategy_alone_asks_for_no_repeats),
        VERDICT(times_that_do_not_scatter_give_their_ratio),
        VERDICT(an_undecided_pair_says_about_how_many_repeats_would_decide_it),
        VERDICT(without_any_difference_no_number_of_repeats_is_promised),
        VERDICT(runs_that_were_held_or_failed_take_no_part),
        VERDICT(repeats_are_paired_by_their_number),
        VERDICT(a_spread_above_5_percent_is_warned_of),
        VERDICT(a_slow_first_repeat_is_warned_of),
        VERDICT(a_run_under_5_ms_is_warned_of),
        VERDICT(a_machine_busy_with_something_else_is_warned_of),
        VERDICT(e4_a_run_that_a_quota_held_back_takes_no_part),
        cmocka_unit_test(proc_stat_is_read_by_processor),
        cmocka_unit_test(others_are_busy_less_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
