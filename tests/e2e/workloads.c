/* What the tasks of each workload do (DESIGN section 5). */
#include "support/harness.h"
#include "support/program_json.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- perfect numbers ----------------------------------------------------------------------------------- */

static void expect_found(const char *range, const char *found)
{
    struct program *program = well(tictoc("run --json - --workload perfect --strategy serial %s", range));
    EXPECT_JSON(program, "results[0].found", found);
}

static void four_perfect_numbers_below_10000_are_found_by_every_strategy_in_task_order(void)
{
    /* A process a number is slow under AddressSanitizer: there the fourth is left out. */
    int to = harness_sanitized() ? 500 : 10000;
    struct program *program =
        well(tictoc("run --json - --workload perfect --to %d --set "
                    "'strategies=[\"serial\", \"process\", \"pool\", {\"kind\": \"pool\", "
                    "\"workers\": 3, \"chunk\": 1}]'",
                    to));
    EXPECT_INT(json_length(program, "results"), 4);
    for (int i = 0; i < 4; i++) {
        EXPECT_JSON(program, textf("results[%d].found", i), to > 8128 ? "[6,28,496,8128]" : "[6,28,496]");
        EXPECT_INT(json_number(program, textf("results[%d].runs[0].tasks_done", i)), to);
    }
}

static void both_ends_of_the_range_are_checked(void)
{
    expect_found("--from 6 --to 28", "[6,28]");
    expect_found("--from 7 --to 27", "[]");
    expect_found("--from 496 --to 496", "[496]");
}

static void one_is_not_perfect(void)
{
    expect_found("--from 1 --to 1", "[]");
    expect_found("--to 5", "[]");
}

static void the_number_33550336_is_perfect(void)
{
    expect_found("--from 33550336 --to 33550336", "[33550336]");
}

/* Beside 2^32 the kernel changes its arithmetic; 2^33 is far too many divisions for a test, but it begins. */
static void numbers_beyond_32_bits_are_reported_as_they_are(void)
{
    struct program *program =
        tictoc_start(&(struct how){ 0 }, "run --json - --workload perfect --strategy serial "
                                         "--from 9223372036854775806 --to 9223372036854775807");
    program_await_workers(program, 1);
    program_signal(program, SIGTERM);
    program_wait(program);
    EXPECT_INT(program->status, 128 + SIGTERM);
    EXPECT_HAS(program->out, "\"from\":\t9223372036854775806,");
    EXPECT_HAS(program->out, "\"to\":\t9223372036854775807,");
    EXPECT_JSON(program, "workload.tasks", "2");
}

static void perfect_numbers_are_reported_as_they_are_found(void)
{
    struct program *program =
        well(tictoc("run --narrate --workload perfect --to 500 --strategy pool --workers 2 --chunk 1"));
    EXPECT_HAS(program->out, "  6 is a perfect number\n");
    EXPECT_HAS(program->out, "  28 is a perfect number\n");
    EXPECT_HAS(program->out, "  496 is a perfect number\n");
    EXPECT_HAS(program->out, "found: 6, 28, 496\n");
    EXPECT_LACKS(program->out, "499 is a perfect number");
}

/* ---- naps ---------------------------------------------------------------------------------------------- */

static void the_forms_of_seconds_mean_what_they_say(void)
{
    static const struct {
        const char *seconds, *tasks, *shown;
    } cases[] = {
        { "0.01", "1", "0.01" },
        { "0.01,0,0.02", "3", "[0.01,0,0.02]" },
        { "0.01x3", "3", "0.01" },
        { "0x8000", "8000", "0" }, /* 8000 empty naps; C would read 32768 */
        { "0..0", "1", "{\"from\":0,\"to\":0}" },
        { "0x3,0.01", "4", "[0,0,0,0.01]" },
        { "1e-2", "1", "0.01" },
    };
    for (int i = 0; i < COUNT_OF(cases); i++) {
        struct program *program =
            well(tictoc("run --json - --workload sleep --strategy pool --seconds %s", cases[i].seconds));
        EXPECT_JSON(program, "workload.tasks", cases[i].tasks);
        EXPECT_JSON(program, "workload.seconds", cases[i].shown);
        EXPECT_INT(json_number(program, "results[0].runs[0].tasks_done"), strtol(cases[i].tasks, NULL, 10));
    }
}

static void a_range_of_naps_has_both_ends(void)
{
    struct program *program =
        tictoc_start(&(struct how){ 0 }, "run --json - --workload sleep --strategy process --seconds 1..10");
    program_await_workers(program, 10);
    EXPECT_INT(program_workers(program), 10);
    program_signal(program, SIGINT);
    program_wait(program);
    EXPECT_JSON(program, "workload.tasks", "10");
    EXPECT_JSON(program, "workload.seconds", "{\"from\":1,\"to\":10}");
}

/* Times that a process gave up its processor of its own will: each is a sleep that ended. */
static long sleeps_of(pid_t pid)
{
    char line[128];
    long count = -1;
    FILE *file = fopen(textf("/proc/%d/status", pid), "r");
    while (file && count < 0 && fgets(line, sizeof line, file))
        sscanf(line, "voluntary_ctxt_switches: %ld", &count);
    if (file)
        fclose(file);
    return count;
}

static void a_nap_wakes_up_once(void)
{
    struct program *program = tictoc_start(
        &(struct how){ 0 }, "run --json - --workload sleep --strategy pool --workers 2 --seconds 2x2");
    long before[2];
    program_await_naps(program, 2);
    for (int i = 0; i < 2; i++)
        before[i] = sleeps_of(program_worker(program, i));
    sleep_s(0.5);
    for (int i = 0; i < 2; i++) {
        EXPECT(before[i] > 0);
        EXPECT_INT(sleeps_of(program_worker(program, i)), before[i]);
    }
    program_wait(program);
    for (int i = 0; i < 2; i++) {
        EXPECT_BETWEEN(json_number(program, textf("results[0].runs[0].workers[%d].cpu_s", i)), 0, 0.1);
    }
}

static void busy_time_is_the_length_of_the_naps(void)
{
    struct program *program =
        well(tictoc("run --json - --workload sleep --strategy serial --seconds 0.05,0.1,0.05"));
    double busy = json_number(program, "results[0].runs[0].workers[0].busy_s");
    EXPECT_BETWEEN(busy, 0.2, json_number(program, "results[0].done_s[0]"));
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(four_perfect_numbers_below_10000_are_found_by_every_strategy_in_task_order),
        TEST(both_ends_of_the_range_are_checked),
        TEST(one_is_not_perfect),
        TEST(the_number_33550336_is_perfect),
        TEST(numbers_beyond_32_bits_are_reported_as_they_are),
        TEST(perfect_numbers_are_reported_as_they_are_found),
        TEST(the_forms_of_seconds_mean_what_they_say),
        TEST(a_range_of_naps_has_both_ends),
        TEST(a_nap_wakes_up_once),
        TEST(busy_time_is_the_length_of_the_naps),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
