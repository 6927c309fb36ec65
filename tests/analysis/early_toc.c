/* What is said of a toc that came before the work was done. */
#include "analysis/findings.h"
#include "support/make_results.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define MS UINT64_C(1000000)

static struct made_results made;
static struct findings findings;

static int finish(void **state)
{
    (void)state;
    findings_release(&findings);
    free_results(&made);
    return 0;
}

static void find(void)
{
    findings_release(&findings);
    results_compute(&made.results);
    findings_of(&findings, &made.results, true);
}

static const char *text_of(enum finding_kind kind)
{
    const struct finding *finding = findings_first(&findings, kind);
    return finding ? finding->text.text : "";
}

/* Not waiting for tasks that had ended all the same is no early toc. */
static void a_toc_that_came_behind_the_last_task_is_not_called_early(void **state)
{
    (void)state;
    make_results(&made, "{\"workload\": {\"kind\": \"perfect\", \"to\": 3000}, \"strategies\": [{\"kind\": "
                        "\"process\", \"join\": false}]}");
    make_run(&made, 0, 621 * MS)->elapsed_ns = 621100000;
    find();
    assert_string_equal(text_of(FINDING_TOC),
                        "process: the program did not wait for its tasks; they had ended by "
                        "toc, at 621 ms, because they were short.");
    made.results.results[0].runs[0].elapsed_ns = 2 * MS;
    find();
    assert_string_equal(text_of(FINDING_TOC),
                        "process: toc came at 2.00 ms, but the last task ended at 621 ms: "
                        "the program did not wait for it.");
}

/* The mistake is what the experiment is about: which is faster comes after it. */
static void an_early_toc_is_reported_before_which_was_faster(void **state)
{
    (void)state;
    make_results(&made, "{\"workload\": {\"kind\": \"sleep\", \"seconds\": 1, \"count\": 2}, \"strategies\": "
                        "[{\"kind\": \"process\", \"join\": false, \"label\": \"not joined\"}, "
                        "{\"kind\": \"process\", \"label\": \"joined\"}]}");
    make_run(&made, 0, 1001 * MS)->elapsed_ns = 1 * MS;
    make_run(&made, 1, 1000 * MS);
    find();
    assert_int_equal(findings.list[0].kind, FINDING_TOC);
    assert_string_equal(text_of(FINDING_FASTEST),
                        "joined and not joined took as good as the same time: 1.00 s.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_toc_that_came_behind_the_last_task_is_not_called_early, finish),
        cmocka_unit_test_teardown(an_early_toc_is_reported_before_which_was_faster, finish),
    };
    return cmocka_run_group_tests_name("early_toc", tests, NULL, NULL);
}
