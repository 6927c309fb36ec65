/* Deaths of any process at any moment: no task is lost,
 * no process is left, and it is reported (DESIGN 3 and 4). */
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

static double tasks_of_workers(struct program *program)
{
    double sum = 0;
    for (int i = 0; i < json_length(program, "results[0].runs[0].workers"); i++) {
        sum += of_run(program, textf("workers[%d].tasks", i));
    }
    return sum;
}

/* Kills a worker that lives now; false when there is none. */
static bool kill_one(struct program *program, int which)
{
    int count = program_workers(program);
    return count > 0 && kill(program_worker(program, which % count), SIGKILL) == 0;
}

/* All tasks done, each once, and every killed worker replaced. */
static void expect_nothing_lost(struct program *program, int tasks, int workers, int kills)
{
    EXPECT_INT(well(program)->status, 0);
    EXPECT_JSON(program, "results[0].runs[0].complete", "true");
    EXPECT_INT(of_run(program, "tasks_done"), tasks);
    EXPECT_INT(of_run(program, "tasks_lost"), 0);
    EXPECT_INT(of_run(program, "tasks_failed"), 0);
    EXPECT_INT(of_run(program, "workers_started"), workers + kills);
    EXPECT_BETWEEN(of_run(program, "retries"), 1, kills);
    EXPECT_INT(tasks_of_workers(program), tasks);
}

/* ---- workers ------------------------------------------------------------------------------------------- */

/* Deaths are further apart than a nap lasts, so that they do not add up in one task. */
static void killed_workers_of_a_pool_cost_no_task(void)
{
    struct program *program = tictoc_start(
        &usual, "run --json - --workload sleep --seconds 0.03x200 --strategy pool --workers 3 --chunk 1");
    int kills = 0;
    program_await_workers(program, 3);
    for (; kills < 4; kills++) {
        sleep_s(0.11);
        EXPECT(kill_one(program, kills));
    }
    program_wait(program);
    expect_nothing_lost(program, 200, 3, kills);
}

/* Kills three at a time, from the first that is seen until it ends or has had its share; returns how many. */
static int kill_while_it_runs(struct program *program)
{
    int kills = 0;
    for (int round = 0; round < 200 && !program_ended(program); sleep_s(0.001)) {
        round += program_workers(program) > 0;
        for (int i = 0; i < 3; i++) {
            pid_t worker = program_worker(program, (round + 2 * i) % 8);
            kills += worker && kill(worker, SIGKILL) == 0;
        }
    }
    return kills;
}

/* Empty tasks and more workers than processors: they die between any two instructions
 * of a claim and a commit, and while the deaths of others move the ticket below what they have just claimed.
 * Their tasks come back, once. Such a run lasts a moment, and may be over before a worker of it is seen:
 * then another is started. */
static void workers_killed_while_they_claim_and_commit_cost_no_task(void)
{
    static const int chunks[] = { 1, 2, 7, 50, 500, 2000, 10000, 50 };
    int tasks = 300000;
    for (int i = 0; i < COUNT_OF(chunks); i++) {
        int kills = 0;
        for (int runs = 0; kills < 3; runs++) {
            EXPECT(runs < 50);
            struct program *program = tictoc_start(
                &usual, "run --json - --workload sleep --seconds 0x%d --strategy pool --workers 8 --chunk %d",
                tasks, chunks[i]);
            kills += kill_while_it_runs(program);
            program_wait(program);
            EXPECT_INT(of_run(well(program), "tasks_done"), tasks);
            EXPECT_INT(of_run(program, "tasks_lost"), 0);
            EXPECT_INT(tasks_of_workers(program), tasks);
        }
    }
}

/* Fewer deaths than a task may have: whichever tasks they hit, none is set aside. */
static void processes_killed_as_they_come_cost_no_task(void)
{
    int tasks = harness_sanitized() ? 100 : 200, deaths = 0;
    struct program *program =
        tictoc_start(&usual,
                     "run --json - --workload sleep --seconds 0.05x%d --strategy process --max-live 5 "
                     "--set strategies[].attempts=50",
                     tasks);
    for (program_await_workers(program, 1); deaths < 49 && !program_ended(program); sleep_s(0.02))
        deaths += kill_one(program, deaths); /* or it had gone before the signal came */
    program_wait(program);
    EXPECT_BETWEEN(of_run(well(program), "workers_started") - tasks, 1, deaths);
    EXPECT_INT(of_run(program, "tasks_done"), tasks);
    EXPECT_INT(of_run(program, "tasks_lost"), 0);
}

static void killed_workers_cost_no_result_of_a_computation(void)
{
    int to = harness_sanitized() ? 20000 : 40000, kills = 0;
    struct program *program = tictoc_start(
        &usual, "run --json - --workload perfect --to %d --strategy pool --workers 2 --chunk auto", to);
    program_await_workers(program, 2);
    for (; kills < 4; kills++) {
        sleep_s(0.03);
        if (!kill_one(program, kills))
            break;
    }
    program_wait(program);
    int replaced =
        (int)of_run(well(program), "workers_started") - 2; /* not those that had nothing left to do */
    EXPECT_BETWEEN(replaced, 1, kills);
    expect_nothing_lost(program, to, 2, replaced);
    EXPECT_JSON(program, "results[0].found", "[6,28,496,8128]");
}

static void a_killed_process_leaves_its_task_to_a_new_one(void)
{
    struct program *program =
        tictoc_start(&usual, "run --json - --workload sleep --seconds 0.6x5 --strategy process");
    program_await_naps(program, 5);
    EXPECT(kill_one(program, 2));
    program_wait(program);
    expect_nothing_lost(program, 5, 5, 1);
    EXPECT(json_number(program, "results[0].done_s[0]") > 0.6);
    EXPECT_INT(of_run(program, "retries"), 1);
}

static void an_unjoined_process_that_is_killed_leaves_its_task_to_a_new_one(void)
{
    struct program *program =
        tictoc_start(&usual, "run --json - --workload sleep --seconds 0.6x5 --strategy process --no-join");
    program_await_naps(program, 5);
    EXPECT(kill_one(program, 4));
    program_wait(program);
    expect_nothing_lost(program, 5, 5, 1);
}

static void the_killed_worker_of_serial_is_replaced(void)
{
    struct program *program =
        tictoc_start(&usual, "run --narrate --json result.json --workload sleep --seconds 0.05x7,1 "
                             "--strategy serial");
    program_await_text(program, "starts nap 8 ");
    EXPECT(kill_one(program, 0));
    program_wait(program);
    json_from(program, test_read(test_path("result.json")));
    expect_nothing_lost(program, 8, 1, 1);
}

/* Five of ten tasks are done when it dies; these are not done again. */
static void a_death_within_a_chunk_gives_back_only_what_was_not_done(void)
{
    struct program *program = tictoc_start(
        &usual,
        "run --narrate --json result.json --workload sleep --seconds 0.05x5,1,0.05x4 --strategy pool --workers 1 "
        "--chunk 10");
    program_await_text(program, "starts nap 6 ");
    EXPECT(kill_one(program, 0));
    program_wait(program);
    json_from(program, test_read(test_path("result.json")));
    expect_nothing_lost(program, 10, 1, 1);
    EXPECT_INT(of_run(program, "workers[0].tasks"), 5);
    EXPECT_INT(of_run(program, "workers[1].tasks"), 5);
}

static void every_worker_killed_at_once_is_replaced(void)
{
    struct program *program = tictoc_start(
        &usual,
        "run --narrate --json result.json --workload sleep --seconds 0,1,0 --strategy pool --workers 4 --chunk 1");
    program_await_text(program, "wakes from nap 1\n");
    program_await_text(program, "wakes from nap 3\n");
    program_await_text(program, "starts nap 2 ");
    program_await_workers(program, 4);
    kill(-program->coordinator, SIGSTOP); /* none is replaced until all are dead */
    for (int i = 0; i < 4; i++)
        EXPECT(kill(program_worker(program, i), SIGKILL) == 0);
    kill(-program->coordinator, SIGCONT);
    program_wait(program);
    if (strstr(program->err, "the coordinator is stopped")) /* reported, where that lasted for a moment */
        program->err[0] = '\0';
    json_from(program, test_read(test_path("result.json")));
    expect_nothing_lost(program, 3, 4, 4);
    EXPECT_INT(of_run(program, "retries"), 1);
    EXPECT(json_number(program, "results[0].done_s[0]") > 1);
}

static void a_death_is_reported(void)
{
    struct program *program =
        tictoc_start(&usual, "run --narrate --workload sleep --seconds 1,0 --strategy pool --workers 1");
    program_await_text(program, "starts nap 1 ");
    EXPECT(kill_one(program, 0));
    program_wait(program);
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(program->out,
               "worker 0 killed by SIGKILL, perhaps out of memory: nap 1 · 1 s again, attempt 2 of 3");
    EXPECT_HAS(program->out, "a new process takes the place of worker 0");
    EXPECT_HAS(flat(program->out), "pool: 1 attempt died and was made again; no task is missing.");
}

/* Kills every worker in the long nap, that is one that has lived for a while, until the program ends.
 * Returns how often; under load one may not have begun its nap. */
static int kill_until_it_ends(struct program *program)
{
    int kills = 0;
    double seen = 0;
    for (pid_t pid = 0; !program_ended(program) && kills < 10; sleep_s(0.01)) {
        pid_t now = program_workers(program) ? program_worker(program, 0) : 0;
        if (now != pid)
            seen = now_s();
        pid = now;
        if (pid && now_s() - seen > 0.12 && kill(pid, SIGKILL) == 0) {
            kills++;
            seen = now_s();
        }
    }
    return kills;
}

static void a_task_in_which_three_workers_died_is_set_aside_as_failed(void)
{
    static const char *const kinds[] = { "serial", "process", "pool --workers 1" };
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct program *program =
            tictoc_start(&usual, "run --json - --workload sleep --seconds 0,30,0 --strategy %s", kinds[i]);
        EXPECT_BETWEEN(kill_until_it_ends(program), 3, 9);
        program_wait(program);
        EXPECT_INT(program->status, 1);
        EXPECT_INT(of_run(program, "tasks_failed"), 1);
        EXPECT_INT(of_run(program, "tasks_done"), 2);
        EXPECT_INT(of_run(program, "tasks_lost"), 0);
        EXPECT_INT(of_run(program, "retries"), 2);
    }
}

static void a_failed_task_is_reported(void)
{
    struct program *program =
        tictoc_start(&usual, "run --narrate --workload sleep --seconds 30,0 --strategy serial");
    EXPECT_BETWEEN(kill_until_it_ends(program), 3, 9);
    program_wait(program);
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(program->out, "nap 1 · 30 s set aside: 3 attempts died");
    EXPECT_HAS(program->out, "serial: 1 task set aside: ");
    EXPECT_HAS(flat(program->out), "serial: set aside: nap 1 · 30 s (3 attempts died).");
}

static void any_signal_that_ends_a_worker_is_a_death(void)
{
    struct program *program =
        tictoc_start(&usual, "run --narrate --workload sleep --seconds 1x2 --strategy process");
    program_await_naps(program, 2);
    EXPECT(program_workers(program) == 2 && kill(program_worker(program, 0), SIGSEGV) == 0);
    kill(program_worker(program, 1), SIGTERM);
    program_wait(program);
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(program->out, "killed by SIGSEGV: nap ");
    EXPECT_HAS(program->out, "killed by SIGTERM: nap ");
    EXPECT_HAS(flat(program->out), "process: 2 attempts died (SIG");
}

/* A task that calls exit(0): nothing of its status says that anything went wrong. */
static void a_worker_that_leaves_with_status_0_in_its_task_has_died_and_it_is_reported(void)
{
    static const char *const kinds[] = { "serial", "process", "pool --workers 2" };
    tortured_open();
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct program *program =
            tictoc_how(&(struct how){ .env = tortured_env("nap:1") },
                       "run --narrate --workload sleep --seconds 0.01 --strategy %s", kinds[i]);
        EXPECT_INT(program->status, 0);
        EXPECT_HAS(program->out, " left with exit status 0: nap 1 · 10 ms again, attempt 2 of 3\n");
        EXPECT_HAS(flat(program->out), ": 1 attempt died and was made again; no task is missing.");
    }
}

static void leaving_with_status_0_time_and_again_sets_a_task_aside(void)
{
    tortured_open();
    struct program *program =
        tictoc_how(&(struct how){ .env = tortured_env("nap:1+") },
                   "run --narrate --record a.rec --workload sleep --seconds 0.01 --strategy serial");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(program->out, "worker 0 left with exit status 0, in nap 1 · 10 ms\n");
    EXPECT_HAS(program->out, "nap 1 · 10 ms set aside: 3 attempts died");
    EXPECT_HAS(well(tictoc("replay a.rec --dump"))->out, "1 task set aside: workers died in it");
}

static void a_worker_that_dies_in_the_last_task_that_is_set_aside_is_not_replaced(void)
{
    tortured_open();
    struct program *program =
        tictoc_how(&(struct how){ .env = tortured_env("nap:1") },
                   "run --narrate --json a.json --workload sleep --seconds 0.01 --strategy serial "
                   "--set strategies[].attempts=1");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(program->out, "nap 1 · 10 ms set aside: 1 attempt died");
    EXPECT_LACKS(program->out, "takes the place");
    json_from(program, test_read(test_path("a.json")));
    EXPECT_JSON(program, "results[0].runs[0].workers_started", "1");
}

/* Its figures do not count, and so it would leave no trace. */
static void a_task_set_aside_in_a_warm_up_is_named_and_counted_as_well(void)
{
    tortured_open();
    struct program *program = tictoc_how(&(struct how){ .env = tortured_env("nap:1") },
                                         "run --json a.json --record a.rec --warmup 1 --workload sleep "
                                         "--seconds 0.01 --strategy serial --set strategies[].attempts=1");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(program->out, "serial: 1 task set aside: ");
    EXPECT_HAS(program->out, "serial: set aside in a warm-up: nap 1 · 10 ms (1 attempt died).");
    json_from(program, test_read(test_path("a.json")));
    EXPECT_JSON(program, "results[0].runs[0].warmup", "true");
    EXPECT_JSON(program, "results[0].runs[0].tasks_failed", "1");
    EXPECT_JSON(program, "results[0].elapsed_s[0]", "null");
    EXPECT_JSON(program, "results[0].runs[1].tasks_done", "1");
    EXPECT(json_number(program, "results[0].median_s") >= 0.01);
}

static void workers_that_leave_in_the_end_are_not_reported_as_dead(void)
{
    static const char *const kinds[] = { "serial", "process", "process --no-join", "pool --workers 3" };
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct program *program =
            well(tictoc("run --narrate --workload sleep --seconds 0x6 --strategy %s", kinds[i]));
        EXPECT_LACKS(program->out, "left with");
    }
}

static void a_stopped_worker_that_is_continued_ends_its_task(void)
{
    static const char *const kinds[] = { "process", "pool --workers 2" };
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct program *program = tictoc_start(
            &usual, "run --json - --workload perfect --from 20000000 --to 20000003 --strategy %s", kinds[i]);
        program_await_workers(program, 2);
        pid_t worker = program_worker(program, 0);
        EXPECT(kill(worker, SIGSTOP) == 0);
        sleep_s(0.4 * harness_scale());
        EXPECT(!program_ended(program)); /* the run waits for it */
        kill(worker, SIGCONT);
        program_wait(program);
        EXPECT_INT(of_run(well(program), "tasks_done"), 4);
        EXPECT_INT(of_run(program, "retries"), 0);
    }
}

/* ---- the coordinator ----------------------------------------------------------------------------------- */

static void a_killed_coordinator_is_reported_and_takes_its_workers_with_it(void)
{
    static const char *const kinds[] = { "serial", "process", "process --no-join", "pool --workers 2" };
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct program *program =
            tictoc_start(&usual, "run --workload sleep --seconds 600x2 --strategy %s", kinds[i]);
        program_await_workers(program, i == 0 ? 1 : 2);
        EXPECT(kill(program->coordinator, SIGKILL) == 0);
        program_wait(program);
        EXPECT_INT(program->status, 1);
        EXPECT_HAS(flat(program->out), "the coordinator was ended by signal 9 (Killed)");
    }
}

static void a_killed_coordinator_does_not_keep_the_other_runs_from_coming(void)
{
    struct program *program =
        tictoc_start(&usual, "run --json - --workload sleep --seconds 0.5x2 --strategy serial,process");
    program_await_workers(program, 1);
    EXPECT(kill(program->coordinator, SIGKILL) == 0);
    program_wait(program);
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(program->err, "tictoc: serial: the coordinator was ended by signal 9 (Killed)\n");
    EXPECT_JSON(program, "results[0].runs[0].complete", "false");
    EXPECT_JSON(program, "results[0].runs[0].tasks_lost", "2");
    EXPECT_JSON(program, "results[0].median_s", "null");
    EXPECT_JSON(program, "results[1].runs[0].complete", "true");
    EXPECT_JSON(program, "results[1].speedup", "null");
}

/* ---- the session --------------------------------------------------------------------------------------- */

/* From before its first line to after its last. */
static void killed_at_any_moment_the_front_leaves_nothing(void)
{
    for (int i = 0; i < 40; i++) {
        struct program *program = tictoc_start(
            &usual, "run --workload sleep --seconds 0.002x4 --strategy process,pool --workers 3 --chunk 1");
        sleep_s(i * 0.0008 * harness_scale());
        if (!program_ended(program))
            program_signal(program, SIGKILL);
        program_wait(program);
        program_expect_nothing_left(program);
    }
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(killed_workers_of_a_pool_cost_no_task),
        TEST(workers_killed_while_they_claim_and_commit_cost_no_task),
        TEST(processes_killed_as_they_come_cost_no_task),
        TEST(killed_workers_cost_no_result_of_a_computation),
        TEST(a_killed_process_leaves_its_task_to_a_new_one),
        TEST(an_unjoined_process_that_is_killed_leaves_its_task_to_a_new_one),
        TEST(the_killed_worker_of_serial_is_replaced),
        TEST(a_death_within_a_chunk_gives_back_only_what_was_not_done),
        TEST(every_worker_killed_at_once_is_replaced),
        TEST(a_death_is_reported),
        TEST(a_task_in_which_three_workers_died_is_set_aside_as_failed),
        TEST(a_failed_task_is_reported),
        TEST(any_signal_that_ends_a_worker_is_a_death),
        TEST(a_worker_that_leaves_with_status_0_in_its_task_has_died_and_it_is_reported),
        TEST(leaving_with_status_0_time_and_again_sets_a_task_aside),
        TEST(a_worker_that_dies_in_the_last_task_that_is_set_aside_is_not_replaced),
        TEST(a_task_set_aside_in_a_warm_up_is_named_and_counted_as_well),
        TEST(workers_that_leave_in_the_end_are_not_reported_as_dead),
        TEST(a_stopped_worker_that_is_continued_ends_its_task),
        TEST(a_killed_coordinator_is_reported_and_takes_its_workers_with_it),
        TEST(a_killed_coordinator_does_not_keep_the_other_runs_from_coming),
        TEST(killed_at_any_moment_the_front_leaves_nothing),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
