/* Signals to the session:
 * what is complete is shown, the exit status says which signal, no process is left (DESIGN section 7). */
#include "support/harness.h"
#include "support/program_json.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct how usual;

static const char *const every_strategy[] = { "serial", "process", "process --no-join", "pool --workers 2" };

static void expect_end(struct program *program, int signal)
{
    program_signal(program, signal);
    program_wait(program); /* fails when a process is left */
    EXPECT_INT(program->status, 128 + signal);
}

/* ---- the end ------------------------------------------------------------------------------------------- */

static void what_is_complete_is_shown(void)
{
    struct program *program =
        tictoc_start(&usual, "run --narrate --workload sleep --seconds 0,0.9 --strategy serial,process --set "
                             "'strategies[1].label=never done' --repeat 2");
    program_await_text(program, "never done: one per task: 2 (run 2 of 4)");
    program_await_text(program, "starts nap 2");
    expect_end(program, SIGINT);
    const char *table = EXPECT_AFTER(program->out, "\nstrategy ");
    EXPECT_HAS(table, "\nserial ");
    EXPECT_HAS(table, " ms");
    EXPECT_HAS(flat(table), "serial: 1 of 2 runs came to their end; the figures come from these.");
    EXPECT_HAS(flat(table), "interrupted: by signal 2 (Interrupt)");
}

static void the_json_of_what_is_complete_is_whole(void)
{
    struct program *program = tictoc_start(
        &usual,
        "run --narrate --json - --workload sleep --seconds 0,30 --strategy process,serial --repeat 2");
    program_await_text(program, "wakes from nap 1\n");
    expect_end(program, SIGTERM);
    EXPECT_JSON(program, "signal", "15");
    EXPECT_JSON(program, "results[0].median_s", "null");
    EXPECT_JSON(program, "results[0].runs[0].complete", "false");
    EXPECT_JSON(program, "results[0].runs[0].interrupted", "true");
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "1");
    EXPECT_INT(json_length(program, "results[0].runs"), 1);
    EXPECT_INT(json_length(program, "results[1].runs"), 0);
}

static void an_interrupted_run_still_writes_its_file(void)
{
    struct program *program = tictoc_start(
        &usual, "run --quiet --json result.json --workload sleep --seconds 30 --strategy serial");
    program_await_workers(program, 1);
    expect_end(program, SIGINT);
    EXPECT_TEXT(program->out, "");
    json_from(program, test_read(test_path("result.json")));
    EXPECT_JSON(program, "signal", "2");
}

static void a_second_signal_ends_it_at_once_and_leaves_nothing(void)
{
    for (int i = 0; i < COUNT_OF(every_strategy); i++) {
        struct program *program =
            tictoc_start(&usual, "run --workload sleep --seconds 30x3 --strategy %s", every_strategy[i]);
        program_await_workers(program, i == 0 ? 1 : 2);
        program_signal(program, SIGINT);
        program_signal(program, SIGTERM);
        program_wait(program);
        EXPECT(program->status == 128 + SIGINT || program->signal == SIGINT || program->signal == SIGTERM);
        program_expect_nothing_left(program);
    }
}

/* From before its first line, when the signal still has its usual effect, to after its last. */
static void at_any_moment_a_signal_ends_it_and_leaves_nothing(void)
{
    for (int i = 0; i < 40; i++) {
        struct program *program = tictoc_start(
            &usual,
            "run --json - --workload sleep --seconds 0.002x4 --strategy process,pool --workers 3 --chunk 1");
        sleep_s(i * 0.0008 * harness_scale());
        if (!program_ended(program))
            program_signal(program, SIGINT);
        program_wait(program);
        EXPECT(program->signal == SIGINT || program->status == 128 + SIGINT || program->status == 0);
        program_expect_nothing_left(program);
        if (!program->signal)
            json_at(program, "results[1].runs");
    }
}

/* ---- signals that are ignored -------------------------------------------------------------------------- */

static void ignore(const void *context)
{
    signal(*(const int *)context, SIG_IGN);
}

static void a_signal_that_was_ignored_from_the_start_stays_so(void)
{
    static const int signals[] = { SIGHUP, SIGINT, SIGTSTP };
    for (int i = 0; i < COUNT_OF(signals); i++) {
        struct program *program =
            tictoc_start(&(struct how){ .before = ignore, .context = &signals[i] },
                         "run --json - --workload sleep --seconds 0.3 --strategy process");
        program_await_workers(program, 1);
        program_signal(program, signals[i]);
        program_wait(program);
        EXPECT_JSON(well(program), "results[0].runs[0].tasks_done", "1");
    }
}

/* With SIGCHLD ignored wait() reports nothing but "no child"; some parents hand that on. */
static void sigchld_ignored_by_the_parent_does_no_harm(void)
{
    static const int ignored = SIGCHLD;
    for (int i = 0; i < COUNT_OF(every_strategy); i++) {
        struct program *program =
            tictoc_how(&(struct how){ .before = ignore, .context = &ignored },
                       "run --json - --workload sleep --seconds 0.01x2 --strategy %s", every_strategy[i]);
        EXPECT_JSON(well(program), "results[0].runs[0].tasks_done", "2");
    }
}

/* ---- Ctrl-Z -------------------------------------------------------------------------------------------- */

static int stopped(struct program *program)
{
    int count = 0;
    program_look(program);
    for (size_t i = 0; i < program->process_count; i++)
        count += program->processes[i].state == 'T';
    return count;
}

static void await_stopped(struct program *program, int count)
{
    for (double limit = now_s() + PATIENCE_S; stopped(program) != count; sleep_s(0.002))
        if (now_s() > limit)
            test_fails(__FILE__, __LINE__, "%d processes are stopped, not %d", stopped(program), count);
}

static void ctrl_z_stops_the_run_with_the_front_and_fg_continues_both(void)
{
    struct program *program = tictoc_start(
        &usual,
        "run --json - --workload perfect --from 30000000 --to 30000003 --strategy pool --workers 2 --chunk 1");
    program_await_workers(program, 2);
    for (int round = 0; round < 2; round++) {
        program_signal(program, SIGTSTP);
        await_stopped(program, 4); /* session, coordinator, two workers */
        sleep_s(0.1);
        EXPECT(!program_ended(program));
        program_signal(program, SIGCONT);
        await_stopped(program, 0);
    }
    program_wait(program);
    EXPECT_JSON(well(program), "results[0].runs[0].tasks_done", "4");
    EXPECT_JSON(program, "results[0].runs[0].retries", "0");
}

static void a_run_that_ctrl_z_stopped_can_be_ended(void)
{
    struct program *program =
        tictoc_start(&usual, "run --workload sleep --seconds 30x2 --strategy pool --workers 2 --chunk 1");
    program_await_workers(program, 2);
    program_signal(program, SIGTSTP);
    await_stopped(program, 4);
    program_signal(program, SIGTERM); /* waits until it is continued */
    program_signal(program, SIGCONT);
    program_wait(program);
    EXPECT_INT(program->status, 128 + SIGTERM);
}

static void a_stopped_front_that_is_killed_leaves_nothing(void)
{
    struct program *program =
        tictoc_start(&usual, "run --workload sleep --seconds 30x2 --strategy pool --workers 2 --chunk 1");
    program_await_workers(program, 2);
    program_signal(program, SIGTSTP);
    await_stopped(program, 4);
    program_signal(program, SIGKILL);
    program_wait(program);
    program_expect_nothing_left(program);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(what_is_complete_is_shown),
        TEST(the_json_of_what_is_complete_is_whole),
        TEST(an_interrupted_run_still_writes_its_file),
        TEST(a_second_signal_ends_it_at_once_and_leaves_nothing),
        TEST(at_any_moment_a_signal_ends_it_and_leaves_nothing),
        TEST(a_signal_that_was_ignored_from_the_start_stays_so),
        TEST(sigchld_ignored_by_the_parent_does_no_harm),
        TEST(ctrl_z_stops_the_run_with_the_front_and_fg_continues_both),
        TEST(a_run_that_ctrl_z_stopped_can_be_ended),
        TEST(a_stopped_front_that_is_killed_leaves_nothing),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
