/* Faults that an experiment asks for: attempts, time limits, chaos, and an unsupervised pool. */
#include "support/harness.h"
#include "support/program_json.h"
#include "support/tortured.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct how usual;

static double of_run(struct program *program, const char *key)
{
    return json_number(program, textf("results[0].runs[0].%s", key));
}

/* Reads what --json wrote beside a narration. */
static void read_result(struct program *program)
{
    json_from(program, test_read(test_path("result.json")));
}

static int times_reported(const char *text, const char *part)
{
    int count = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        count++;
    return count;
}

/* ---- attempts ------------------------------------------------------------------------------------------ */

static void a_task_may_be_set_aside_at_its_first_death(void)
{
    struct program *program = tictoc_start(
        &usual,
        "run --narrate --json - --workload sleep --seconds 0,30,0 --strategy pool --workers 1 --chunk 1 "
        "--set strategies[].attempts=1");
    program_await_text(program, "starts nap 2 ");
    EXPECT(program_workers(program) == 1 && kill(program_worker(program, 0), SIGKILL) == 0);
    program_wait(program);
    EXPECT_INT(program->status, 1);
    EXPECT_INT(of_run(program, "tasks_done"), 2);
    EXPECT_INT(of_run(program, "tasks_failed"), 1);
    EXPECT_INT(of_run(program, "retries"), 0);
    EXPECT_JSON(program, "results[0].runs[0].failed",
                "[{\"task\":1,\"label\":\"nap 2 · 30 s\",\"deaths\":1}]");
}

/* ---- time limits --------------------------------------------------------------------------------------- */

static void a_task_past_its_time_limit_counts_as_an_attempt_and_is_set_aside_in_the_end(void)
{
    static const char *const kinds[] = { "serial", "process", "pool --workers 2 --chunk 1",
                                         "pool --workers 2 --chunk 3" };
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct program *program =
            tictoc("run --narrate --json result.json --workload sleep --seconds 0.05,30,0.05 --strategy %s "
                   "--set strategies[].task_timeout_s=1 --set strategies[].attempts=2",
                   kinds[i]);
        EXPECT_INT(program->status, 1);
        EXPECT_HAS(program->out, "ended at the time limit: nap 2 · 30 s again, attempt 2 of 2");
        EXPECT_HAS(program->out, "ended at the time limit, in nap 2 · 30 s");
        EXPECT_HAS(program->out, "nap 2 · 30 s set aside: 2 attempts died");
        EXPECT_HAS(flat(program->out), "1 task set aside: each attempt was ended at the time limit of 1 s.");
        EXPECT_HAS(flat(program->out), "set aside: nap 2 · 30 s (2 attempts died).");
        EXPECT(reported_at(program->out, "attempt 2 of 2") >= 1);
        EXPECT(reported_at(program->out, "set aside") >= 2);
        read_result(program);
        EXPECT_INT(of_run(program, "tasks_done"), 2);
        EXPECT_INT(of_run(program, "tasks_failed"), 1);
        EXPECT_INT(of_run(program, "retries"), 1);
    }
}

static void tasks_within_their_time_limit_are_left_alone(void)
{
    static const char *const kinds[] = { "process", "pool --workers 2 --chunk 1" };
    for (int i = 0; i < COUNT_OF(kinds); i++) { /* in all, a pool of two takes longer than the limit of one */
        struct program *program = tictoc("run --json - --workload sleep --seconds 0.5x12 --strategy %s "
                                         "--set strategies[].task_timeout_s=2.8",
                                         kinds[i]);
        EXPECT_INT(of_run(well(program), "tasks_done"), 12);
        EXPECT_INT(of_run(program, "retries"), 0);
        EXPECT_INT(of_run(program, "workers_started"), i == 0 ? 12 : 2);
    }
}

/* A stopped process receives no SIGTERM. */
static void a_worker_that_does_not_go_at_its_time_limit_is_killed(void)
{
    struct program *program = tictoc_start(
        &usual, "run --narrate --json result.json --workload sleep --seconds 1,0 --strategy pool --workers 1 "
                "--chunk 1 --set strategies[].task_timeout_s=0.3 --set strategies[].attempts=1");
    program_await_text(program, "starts nap 1 ");
    EXPECT(program_workers(program) == 1 && kill(program_worker(program, 0), SIGSTOP) == 0);
    program_wait(program);
    EXPECT_INT(program->status, 1);
    EXPECT(reported_at(program->out, "ended at the time limit") >= 0.75);
    read_result(program);
    EXPECT_INT(of_run(program, "tasks_done"), 1);
    EXPECT_INT(of_run(program, "tasks_failed"), 1);
}

/* It would be over by then, had it not been stopped with the job. */
static void the_time_of_a_suspended_run_does_not_count_against_its_tasks(void)
{
    struct program *program =
        tictoc_start(&usual, "run --json - --workload sleep --seconds 3.2 --strategy pool --workers 1 --set "
                             "strategies[].task_timeout_s=2.8");
    program_await_naps(program, 1);
    program_signal(program, SIGTSTP);
    sleep_s(2.8);
    program_signal(program, SIGCONT);
    program_wait(program);
    EXPECT_INT(of_run(well(program), "tasks_done"), 1);
    EXPECT_INT(of_run(program, "retries"), 0);
}

/* ---- chaos --------------------------------------------------------------------------------------------- */

/* Many more deaths than attempts, and each of them is chaos's. */
static void chaos_costs_no_task_and_no_attempt(void)
{
    static const char *const kinds[] = { "pool --workers 3 --chunk 1", "pool --workers 3 --chunk 4",
                                         "process --max-live 3" };
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct program *program =
            tictoc("run --narrate --json result.json --workload sleep --seconds 0.03x60 --strategy %s "
                   "--set strategies[].chaos.kill_every_s=0.05 --set strategies[].attempts=1",
                   kinds[i]);
        int kills = times_reported(program->out, "killed by chaos");
        EXPECT_INT(program->status, 0);
        EXPECT(kills >= 5);
        EXPECT_HAS(program->out, "killed by chaos: nap ");
        EXPECT_LACKS(program->out, "attempt 2 of");
        read_result(program);
        EXPECT_JSON(program, "results[0].runs[0].complete", "true");
        EXPECT_JSON(program, "results[0].chaos", "{\"kill_every_s\":0.05,\"seed\":1}");
        EXPECT_INT(of_run(program, "tasks_done"), 60);
        EXPECT_BETWEEN(of_run(program, "retries"), 1, kills);
    }
}

/* Worker 1 at the first stroke, say, and so each time.
 * The strokes are far enough apart for a replacement in between. */
static void the_same_seed_draws_the_same_victims(void)
{
    const char *first[2];
    for (int i = 0; i < 2; i++) {
        struct program *program = tictoc_start(
            &usual, "run --narrate --workload sleep --seconds 30x8 --strategy pool --workers 8 --chunk 1 "
                    "--set strategies[].chaos.kill_every_s=0.8 --set strategies[].chaos.seed=7");
        while (times_reported(program->out, "killed by chaos") < 4) {
            EXPECT(!program_ended(program));
            sleep_s(0.01);
            program_read(program);
        }
        program_signal(program, SIGINT);
        program_wait(program);
        char *victims = test_memory(200);
        for (const char *at = program->out; (at = strstr(at, "killed by chaos")) && strlen(victims) < 4; at++)
            strncat(victims, at - 2, 1);
        first[i] = victims;
    }
    EXPECT_INT(strlen(first[0]), 4);
    EXPECT_TEXT(first[0], first[1]);
}

static void a_recorded_run_of_chaos_is_a_record_like_any_other(void)
{
    struct program *program = tictoc(
        "run --quiet --record chaos.rec --workload sleep --seconds 0.03x40 --strategy pool --workers 3 "
        "--chunk 2 --set strategies[].chaos.kill_every_s=0.05 --set strategies[].task_timeout_s=5");
    EXPECT_INT(program->status, 0);
    program = tictoc("replay chaos.rec --dump --at 0.35 --size 120x80");
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(program->out, "killed by chaos");
}

/* ---- unsupervised -------------------------------------------------------------------------------------- */

#define NAIVE "--strategy pool --workers 2 --chunk 1 --set strategies[].supervised=false"

static void an_unsupervised_pool_ends_as_usual_without_deaths(void)
{
    struct program *program = tictoc("run --json - --workload sleep --seconds 0.05x6 " NAIVE);
    EXPECT_INT(of_run(well(program), "tasks_done"), 6);
}

static void it_waits_for_ever_for_the_task_of_a_dead_worker_and_says_so(void)
{
    struct program *program =
        tictoc_start(&usual, "run --json - --record naive.rec --workload sleep --seconds 1,1,0.05x4 " NAIVE);
    program_await_naps(program, 2);
    double begun = now_s() - program->began; /* tic came before */
    EXPECT(kill(program_worker(program, 0), SIGKILL) == 0);
    program_await_text(program, "whose worker 0 has died: this pool is unsupervised; Ctrl-C ends it");
    double stuck = now_s() - program->began;
    sleep_s(begun + 0.3);
    EXPECT(!program_ended(program));
    EXPECT_INT(program_workers(program), 1);
    program_signal(program, SIGINT);
    program_wait(program);
    EXPECT_INT(program->status, 128 + SIGINT);
    EXPECT_INT(of_run(program, "tasks_done"), 5);
    EXPECT_INT(of_run(program, "tasks_lost"), 1);
    EXPECT_INT(of_run(program, "workers_started"), 2);
    EXPECT_HAS(program->out, "waited in vain for nap ");
    program = tictoc("replay naive.rec --dump --at %.3f", stuck); /* since tic it was a little less */
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(program->out, " · 1 s, whose worker 0 has died"); /* whichever of the two it had */
}

static void it_says_for_how_many_others_it_waits(void)
{
    struct program *program =
        tictoc_start(&usual, "run --record naive.rec --workload sleep --seconds 30x2 " NAIVE);
    program_await_naps(program, 2);
    for (int i = 0; i < 2; i++)
        EXPECT(kill(program_worker(program, i), SIGKILL) == 0);
    program_await_text(program, "this pool is unsupervised");
    program_signal(program, SIGINT);
    program_wait(program);
    EXPECT_HAS(flat(program->out), "whose worker had died, and for 1 more: the pool was unsupervised");
    program = tictoc("replay naive.rec --dump");
    EXPECT_HAS(program->out, " has died, and for 1 more"); /* of whichever of the two */
}

static void it_waits_for_a_task_whose_worker_has_just_left_as_well(void)
{
    tortured_open();
    struct program *program = tictoc_start(&(struct how){ .env = tortured_env("nap:1") },
                                           "run --narrate --workload sleep --seconds 0.05x2 " NAIVE);
    program_await_text(program, "has died: this pool is unsupervised");
    EXPECT_HAS(program->out, " left with exit status 0, in nap ");
    program_signal(program, SIGINT);
    program_wait(program);
}

/* All its workers die, and none are started: it waits for a task that was never begun. */
static void it_waits_for_the_rest_when_all_its_workers_have_died(void)
{
    struct program *program = tictoc_start(&usual, "run --workload sleep --seconds 0.2x20 " NAIVE
                                                   " --set strategies[].chaos.kill_every_s=0.15");
    program_await_text(program, "this pool is unsupervised");
    program_signal(program, SIGINT);
    program_wait(program);
    EXPECT_INT(program->status, 128 + SIGINT);
    EXPECT_HAS(flat(program->out), "of 20 tasks done");
}

/* It costs nothing to wait for ever. */
static void waiting_for_ever_takes_no_processor(void)
{
    struct program *program =
        tictoc_start(&usual, "run --quiet --record wait.rec --workload sleep --seconds 0.8x2 " NAIVE);
    program_await_workers(program, 2);
    sleep_s(0.15);
    EXPECT(kill(program_worker(program, 0), SIGKILL) == 0);
    program_await_text(program, "this pool is unsupervised");
    sleep_s(1);
    program_signal(program, SIGINT);
    program_wait(program);
    double ns = strtod(EXPECT_AFTER(test_read(test_path("wait.rec")), "\"coordinator_cpu\":"), NULL);
    EXPECT_BETWEEN(ns, 1, 1e8 * harness_scale());
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(a_task_may_be_set_aside_at_its_first_death),
        TEST(a_task_past_its_time_limit_counts_as_an_attempt_and_is_set_aside_in_the_end),
        TEST(tasks_within_their_time_limit_are_left_alone),
        TEST(a_worker_that_does_not_go_at_its_time_limit_is_killed),
        TEST(the_time_of_a_suspended_run_does_not_count_against_its_tasks),
        TEST(chaos_costs_no_task_and_no_attempt),
        TEST(the_same_seed_draws_the_same_victims),
        TEST(a_recorded_run_of_chaos_is_a_record_like_any_other),
        TEST(an_unsupervised_pool_ends_as_usual_without_deaths),
        TEST(it_waits_for_ever_for_the_task_of_a_dead_worker_and_says_so),
        TEST(it_says_for_how_many_others_it_waits),
        TEST(it_waits_for_a_task_whose_worker_has_just_left_as_well),
        TEST(it_waits_for_the_rest_when_all_its_workers_have_died),
        TEST(waiting_for_ever_takes_no_processor),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
