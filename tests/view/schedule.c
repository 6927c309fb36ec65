/* What is expected of a run before there is one, as Home draws it. */
#include "draw/draw.h"
#include "view/panel_schedule.h"
#include "support/canvas_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct machine machine = { .cores = 2 };
static const struct calibration calibration = { .division_ns = 2, .process_ns = 100000 };

/* To be freed. */
static char *text_of(const char *json, int h, bool ascii)
{
    struct experiment experiment;
    struct preview preview = { .strategies = NULL };
    struct canvas canvas;
    assert_null(experiment_parse(&experiment, "test", json, strlen(json), NULL, 0));
    preview_plan(&preview, &experiment, &machine);
    preview_estimate(&preview, &experiment, &machine, &calibration);
    canvas_init(&canvas, 80, h, ascii);
    panel_schedule(pane_of(&canvas), &experiment, &preview, machine.cores, 10);
    char *text = canvas_text(&canvas);
    canvas_release(&canvas);
    preview_release(&preview);
    experiment_release(&experiment);
    return text;
}

static void assert_says(const char *json, const char *wanted, const char *unwanted)
{
    for (int h = 3; h < 30; h += 13) {
        char *text = text_of(json, h, h == 29);
        if (h > 3 && !strstr(text, wanted))
            fail_msg("no \"%s\" in\n%s", wanted, text);
        if (unwanted && strstr(text, unwanted))
            fail_msg("\"%s\" in\n%s", unwanted, text);
        free(text);
    }
}

#define NAPS(list)                                                                                           \
    "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 1, \"count\": 10 }, \"strategies\": [" list "] }"
#define WORK(list) "{ \"workload\": { \"kind\": \"perfect\", \"to\": 20000 }, \"strategies\": [" list "] }"

static void every_nap_is_in_its_worker_s_row(void **state)
{
    (void)state;
    assert_says(NAPS("\"serial\""), "10.0 s", "starting");
    assert_says(NAPS("\"process\""), "nap 10", NULL);
}

static void what_processes_cost_is_drawn_behind_what_they_do(void **state)
{
    (void)state;
    assert_says(WORK("\"process\""), "starting and ending processes", "handing out");
}

static void workers_that_share_the_cores_are_said_to(void **state)
{
    (void)state;
    assert_says(WORK("{ \"kind\": \"pool\", \"workers\": 8 }"), "8 workers share 2 cores", "chunk 1");
}

static void faults_to_come_are_not_in_it_and_it_says_so(void **state)
{
    (void)state;
    assert_says(NAPS("{ \"kind\": \"pool\", \"chaos\": { \"kill_every_s\": 1 } }"), "if no worker died",
                "a run of each");
    assert_says(NAPS("\"pool\""), "a run of each", "if no worker died");
}

static void workers_that_have_no_row_are_counted(void **state)
{
    (void)state;
    char *text = text_of(NAPS("\"process\""), 7, false);
    assert_non_null(strstr(text, "… and 6 more workers"));
    free(text);
}

static void tasks_of_no_length_have_no_place(void **state)
{
    (void)state;
    char *text = text_of("{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 0, \"count\": 9 },"
                         " \"strategies\": [ \"pool\", \"serial\" ] }",
                         9, true);
    assert_null(strchr(text, '#'));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_nap_is_in_its_worker_s_row),
        cmocka_unit_test(what_processes_cost_is_drawn_behind_what_they_do),
        cmocka_unit_test(workers_that_share_the_cores_are_said_to),
        cmocka_unit_test(faults_to_come_are_not_in_it_and_it_says_so),
        cmocka_unit_test(workers_that_have_no_row_are_counted),
        cmocka_unit_test(tasks_of_no_length_have_no_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
