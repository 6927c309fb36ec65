/* What there is to say of results, from results made up: each sentence where it is true, and only there. */
#include "analysis/findings.h"
#include "analysis/finding_kinds.h"
#include "support/make_results.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MS UINT64_C(1000000)
#define S  UINT64_C(1000000000)

#define NUMBERS(rest)                                                                                         \
    "{\"workload\": {\"kind\": \"perfect\", \"to\": 100000},"                                                 \
    " \"strategies\": [\"serial\", \"process\", \"pool\", {\"kind\": \"pool\", \"label\": \"chunk 1\"}]" rest \
    "}"
#define NAPS                                                                                                 \
    "{\"workload\": {\"kind\": \"sleep\", \"seconds\": [0.1, 0.1, 0.1, 2]}, \"strategies\": [\"serial\","    \
    " \"process\", {\"kind\": \"pool\", \"workers\": 2, \"chunk\": 1}]}"

static struct made_results made;
static struct findings findings;

static int finish(void **state)
{
    (void)state;
    findings_release(&findings);
    free_results(&made);
    return 0;
}

static void find(bool over)
{
    findings_release(&findings);
    results_compute(&made.results);
    findings_of(&findings, &made.results, over);
}

/* The text of the first of a kind; "": there is none. */
static const char *text_of(enum finding_kind kind)
{
    const struct finding *finding = findings_first(&findings, kind);
    return finding ? finding->text.text : "";
}

static void run_all(void)
{
    static const uint64_t done[] = { 9480, 9210, 5340, 4770 };
    for (size_t i = 0; i < 4; i++)
        make_run(&made, i, done[i] * MS);
}

/* ---- the list ------------------------------------------------------------------------------------------ */

static void findings_come_in_order_of_weight_with_marks_inside_their_text(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    run_all();
    made.results.results[2].runs[0].retries = 2;
    snprintf(made.results.results[1].runs[0].trouble, 99, "the machine went away");
    find(true);
    assert_true(findings.count >= 4);
    for (size_t i = 0; i < findings.count; i++) {
        const struct finding *finding = &findings.list[i];
        assert_true(i == 0 || findings.list[i - 1].kind <= finding->kind);
        assert_true(finding->words <= finding->text.length);
        for (size_t m = 0, at = 0; m < finding->mark_count; m++) {
            assert_true(finding->marks[m].from >= at);
            at = finding->marks[m].from + finding->marks[m].length;
            assert_true(at <= finding->text.length);
        }
    }
}

static void a_name_is_marked_as_that_of_its_strategy(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    run_all();
    made.results.results[3].runs[0].retries = 1;
    find(true);
    const struct finding *finding = findings_first(&findings, FINDING_DEATHS);
    assert_string_equal(finding->text.text,
                        "chunk 1: 1 attempt died and was made again; no task is missing.");
    assert_int_equal(finding->marks[0].part, FINDING_STRATEGY);
    assert_int_equal(finding->marks[0].strategy, 3);
    assert_int_equal(finding->marks[0].length, strlen("chunk 1"));
    assert_string_equal(finding->text.text + finding->words,
                        "1 attempt died and was made again; no task is missing.");
}

static void the_verdict_on_two_strategies_is_found_either_way_round(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    run_all();
    find(true);
    assert_ptr_equal(findings_pair(&findings, 0, 3), findings_pair(&findings, 3, 0));
    assert_non_null(findings_pair(&findings, 1, 2));
    assert_null(findings_pair(&findings, 1, 9));
}

/* ---- screen.md ----------------------------------------------------------------------------------------- */

static void a1_before_all_runs_are_done_it_says_so_far_and_concludes_nothing(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    make_run(&made, 0, 9480 * MS);
    make_run(&made, 1, 9900 * MS);
    find(false);
    assert_string_equal(text_of(FINDING_FASTEST), "so far: serial was fastest: 9.48 s; 2 of 4 runs to come.");
    assert_string_equal(text_of(FINDING_PAIR), "");
    assert_string_equal(text_of(FINDING_MISSING), "");
    assert_string_equal(text_of(FINDING_INCOMPLETE), "");
    make_run(&made, 2, 9700 * MS);
    make_run(&made, 3, 9990 * MS);
    find(true);
    assert_string_equal(text_of(FINDING_FASTEST),
                        "serial was fastest: 9.48 s, and more workers gained nothing.");
}

static void a1_other_programs_keep_the_fastest_from_being_seen(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    run_all();
    made.results.results[2].runs[0].disturbance =
        (struct disturbance){ .capacity = 10 * S, .others = 7600 * MS };
    for (int over = 0; over < 2; over++) {
        find(over);
        assert_string_equal(text_of(FINDING_FASTEST),
                            "which strategy is fastest could not be seen here: other "
                            "programs had up to 76 % of the processors.");
    }
    made.results.results[2].runs[0].disturbance.others = 200 * MS;
    find(true);
    assert_int_equal(strncmp(text_of(FINDING_FASTEST), "chunk 1 was fastest", 19), 0);
}

static void a4_more_workers_than_cores_are_not_that_many_times_busy(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    run_all();
    struct account *account = &made.results.results[2].runs[0].account;
    *account = (struct account){ .computes = true, .places = 2, .workers = 8 };
    account->ns[ACCOUNT_CPU] = 2 * S;
    account->ns[ACCOUNT_READY] = 6 * S;
    find(true);
    assert_string_equal(text_of(FINDING_SHARED),
                        "pool: 8 workers on 2 cores are not 8 times busy: each had a core 25 % of the "
                        "time in tasks.");
    account->ns[ACCOUNT_READY] = 20 * MS; /* the system's ordinary coming and going */
    find(true);
    assert_null(findings_first(&findings, FINDING_SHARED));
    account->ns[ACCOUNT_READY] = 6 * S;
    account->computes = false;
    find(true);
    assert_null(findings_first(&findings, FINDING_SHARED));
    free_results(&made);
}

static void a5_empty_tasks_have_no_bound_and_no_longest_task(void **state)
{
    (void)state;
    char words[128];
    make_results(&made, "{\"workload\": {\"kind\": \"sleep\", \"seconds\": 0, \"count\": 100},"
                        " \"strategies\": [\"serial\", \"pool\"]}");
    make_run(&made, 0, MS);
    make_run(&made, 1, MS / 3);
    find(true);
    assert_true(isnan(finding_bound(&made.results, words, sizeof words)));
    assert_string_equal(text_of(FINDING_SPAN), "");
    assert_string_equal(text_of(FINDING_ORDERS), "");
    assert_string_equal(text_of(FINDING_NAPS), "");
    assert_non_null(strstr(text_of(FINDING_EFFICIENCY), "150 % is more than its workers can gain"));
}

/* A relative of A2: lengths that one repeat had are no bound for another that was quicker. */
static void no_run_is_quicker_than_what_is_called_best_possible(void **state)
{
    (void)state;
    make_results(&made, NUMBERS(", \"repeat\": 2"));
    run_all();
    run_all();
    struct outcome *runs = made.results.results[3].runs;
    runs[0].bounds = runs[1].bounds = (struct bounds){ .places = 2,
                                                       .tasks = 3,
                                                       .work = 9 * S,
                                                       .span = 4700 * MS,
                                                       .shortest = S,
                                                       .lower = 4700 * MS,
                                                       .greedy = 7 * S,
                                                       .fifo = 6 * S,
                                                       .lpt = 5 * S };
    find(true);
    assert_non_null(findings_first(&findings, FINDING_SPAN));
    assert_non_null(findings_first(&findings, FINDING_ORDERS));
    made.results.results[2].runs[0].done_ns = 4600 * MS;
    find(true);
    assert_null(findings_first(&findings, FINDING_SPAN));
    assert_null(findings_first(&findings, FINDING_ORDERS));
    free_results(&made);
}

/* cases/engine.md 4. */
static void e4_a_quota_is_named_with_how_long_and_how_often_it_held_the_run_back(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    run_all();
    made.results.results[2].runs[0].disturbance =
        (struct disturbance){ .capacity = 10 * S, .quota = 1200 * MS, .quota_times = 14 };
    find(true);
    const struct finding *finding = findings_first(&findings, FINDING_DOUBT);
    assert_non_null(finding);
    assert_string_equal(finding->text.text,
                        "pool: a CPU quota (control group) kept its workers from running for 1.20 s in all, "
                        "14 times; such a run takes no part in the verdict");
    free_results(&made);
}

/* What strategies say alike is said once; of a run that could not begin no task is called lost. */
static void the_same_trouble_of_several_strategies_is_one_sentence(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    run_all();
    for (size_t i = 0; i < 4; i++) {
        struct outcome *run = &made.results.results[i].runs[0];
        snprintf(run->trouble, sizeof run->trouble, "cannot start");
        run->complete = false;
        run->tasks_lost = 3;
        run->workers_started = i == 3;
    }
    find(true);
    assert_string_equal(text_of(FINDING_TROUBLE), "all: cannot start.");
    assert_string_equal(text_of(FINDING_LOST), "chunk 1: 3 tasks were lost.");
    made.results.results[0].runs[0].trouble[0] = '\0';
    find(true);
    assert_string_equal(text_of(FINDING_TROUBLE), "process · pool · chunk 1: cannot start.");
    free_results(&made);
}

static void a7_naps_that_were_not_late_are_not_touched_by_other_programs(void **state)
{
    (void)state;
    make_results(&made, NAPS);
    struct outcome *run = make_run(&made, 0, 2300 * MS);
    run->disturbance = (struct disturbance){ .capacity = 4600 * MS, .others = 4000 * MS };
    run->account = (struct account){ .asked = 2300 * MS };
    run->account.ns[ACCOUNT_TASKS] = 2301 * MS;
    find(true);
    assert_string_equal(text_of(FINDING_DOUBT), "");
    run->account.ns[ACCOUNT_TASKS] = 2400 * MS;
    find(true);
    assert_string_equal(text_of(FINDING_DOUBT), "serial: other programs had up to 87 % of the processors");
}

static void a8_no_sentence_of_a_screen_names_an_option_of_the_command_line(void **state)
{
    (void)state;
    make_results(&made, NUMBERS(", \"repeat\": 3"));
    for (size_t i = 0; i < 4; i++)
        for (int repeat = 0; repeat < 3; repeat++)
            make_run(&made, i, (repeat ? 100 : 130 + i) * MS);
    find(true);
    for (size_t i = 0; i < findings.count; i++)
        assert_null(strstr(findings.list[i].text.text, "--"));
    const struct finding *first = NULL;
    for (size_t i = 0; i < findings.count; i++)
        if (findings.list[i].kind == FINDING_DOUBT && findings.list[i].doubt == VERDICT_FIRST)
            first = &findings.list[i];
    assert_non_null(first);
    assert_string_equal(first ? first->text.text : "",
                        "all: the first repeat took up to 33 % longer than the others; a "
                        "warm-up before it avoids that");
}

static void a9_a_strategy_that_was_stopped_is_named_before_a_colon(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    struct outcome *run = make_run(&made, 3, 0);
    run->complete = false;
    run->interrupted = true;
    find(true);
    assert_string_equal(text_of(FINDING_STOPPED), "chunk 1: stopped before its end.");
}

/* Processor time of starting, dispatch and ending, whatever the kind of strategy:
 * tasks and idling are no part of it. */
static void a11_what_a_task_costs_beside_itself_means_the_same_for_every_strategy(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    run_all();
    for (size_t i = 0; i < 4; i++)
        made.results.results[i].runs[0].account =
            (struct account){ .overhead = (i + 1) * 100 * MS, .capacity = S, .computes = true };
    for (size_t i = 0; i < 4; i++)
        assert_true(fabs(result_overhead(&made.results.results[i]) - (double)(i + 1) * 1e-6) < 1e-15);
    made.results.results[0].runs[0].held_ns = 1;
    assert_true(isnan(result_overhead(&made.results.results[0])));
}

static void c1_why_a_process_for_each_is_slower_here_than_elsewhere(void **state)
{
    (void)state;
    make_results(
        &made,
        NUMBERS(", \"reference\": [{\"label\": \"serial\", \"seconds\": 258.87, \"source\": \"Python\"}]"));
    run_all();
    struct account *serial = &made.results.results[0].runs[0].account;
    *serial = (struct account){ .capacity = S, .computes = true };
    serial->ns[ACCOUNT_TASKS] = 4700 * MS;
    made.results.results[1].runs[0].account = (struct account){ .overhead = 8400 * MS, .computes = true };
    find(true);
    assert_string_equal(text_of(FINDING_PROCESS),
                        "process: 84.0 µs to start and end each of 100 000 processes; a task takes 47.0 µs. "
                        "Elsewhere (Python) a task took 2.59 ms: beside that a process costs little.");
    serial->ns[ACCOUNT_TASKS] = UINT64_C(8400) * 100 * MS; /* far longer tasks: the cost is no finding */
    find(true);
    assert_string_equal(text_of(FINDING_PROCESS), "");
}

static void c2_why_one_pool_is_slower_its_last_chunk_ran_alone(void **state)
{
    (void)state;
    make_results(&made, NUMBERS());
    run_all();
    made.results.results[2].plan.chunk = 12500;
    for (size_t i = 2; i < 4; i++)
        made.results.results[i].runs[0].account =
            (struct account){ .workers = 2, .alone = i == 2 ? 570 * MS : 45 * MS, .computes = true };
    find(true);
    assert_string_equal(
        text_of(FINDING_IMBALANCE),
        "pool: the last chunk ran alone for 570 ms, while the other worker had nothing left to take.");
    size_t count = 0;
    for (size_t i = 0; i < findings.count; i++)
        count += findings.list[i].kind == FINDING_IMBALANCE;
    assert_int_equal(count, 1); /* 45 ms of 4.77 s are not worth a sentence */
    assert_string_equal(text_of(FINDING_KIN), "chunk 1 was 1.12 × as fast as pool.");
}

static void c3_one_long_task_is_the_limit(void **state)
{
    (void)state;
    const uint64_t lengths[] = { 100 * MS, 100 * MS, 100 * MS, 2000 * MS };
    make_results(&made, NAPS);
    make_run(&made, 0, 2300 * MS);
    bounds_of(&make_run(&made, 1, 2001 * MS)->bounds, lengths, 4, 4);
    bounds_of(&make_run(&made, 2, 2101 * MS)->bounds, lengths, 4, 2);
    find(true);
    assert_string_equal(text_of(FINDING_SPAN),
                        "the longest nap takes 2.00 s, and no number of workers is faster "
                        "than that; it should start first.");
}

/* ---- bounds and words beside figures ------------------------------------------------------------------- */

static void a_bound_that_a_run_has_beaten_is_not_drawn(void **state)
{
    (void)state;
    char words[128];
    make_results(&made, NUMBERS());
    run_all();
    assert_true(fabs(finding_bound(&made.results, words, sizeof words) - 4.74) < 1e-9);
    assert_string_equal(words, "work ÷ cores: 9.48 s ÷ 2 = 4.74 s");
    made.results.results[3].runs[0].done_ns = 4700 * MS;
    results_compute(&made.results);
    assert_true(isnan(finding_bound(&made.results, words, sizeof words)));
}

static void a_strategy_without_figures_says_why(void **state)
{
    (void)state;
    char words[128];
    make_results(&made, NUMBERS());
    assert_string_equal(finding_reason(&made.results, 0, words, sizeof words), "not run");
    struct outcome *run = make_run(&made, 0, 0);
    run->complete = false;
    run->tasks_done = 12;
    assert_string_equal(finding_reason(&made.results, 0, words, sizeof words),
                        "failed, 12 of 100 000 tasks done");
    run->interrupted = true;
    assert_string_equal(finding_reason(&made.results, 0, words, sizeof words),
                        "stopped, 12 of 100 000 tasks done");
}

#define FINDINGS(test) cmocka_unit_test_teardown(test, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FINDINGS(findings_come_in_order_of_weight_with_marks_inside_their_text),
        FINDINGS(a_name_is_marked_as_that_of_its_strategy),
        FINDINGS(the_verdict_on_two_strategies_is_found_either_way_round),
        FINDINGS(a1_before_all_runs_are_done_it_says_so_far_and_concludes_nothing),
        FINDINGS(a1_other_programs_keep_the_fastest_from_being_seen),
        FINDINGS(a4_more_workers_than_cores_are_not_that_many_times_busy),
        FINDINGS(a5_empty_tasks_have_no_bound_and_no_longest_task),
        FINDINGS(no_run_is_quicker_than_what_is_called_best_possible),
        FINDINGS(e4_a_quota_is_named_with_how_long_and_how_often_it_held_the_run_back),
        FINDINGS(the_same_trouble_of_several_strategies_is_one_sentence),
        FINDINGS(a7_naps_that_were_not_late_are_not_touched_by_other_programs),
        FINDINGS(a8_no_sentence_of_a_screen_names_an_option_of_the_command_line),
        FINDINGS(a9_a_strategy_that_was_stopped_is_named_before_a_colon),
        FINDINGS(a11_what_a_task_costs_beside_itself_means_the_same_for_every_strategy),
        FINDINGS(c1_why_a_process_for_each_is_slower_here_than_elsewhere),
        FINDINGS(c2_why_one_pool_is_slower_its_last_chunk_ran_alone),
        FINDINGS(c3_one_long_task_is_the_limit),
        FINDINGS(a_bound_that_a_run_has_beaten_is_not_drawn),
        FINDINGS(a_strategy_without_figures_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
