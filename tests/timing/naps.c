/* How exactly naps and time limits are kept, by naps a tenth as long as those of the experiments.
 * What is measured is never too early; how late it is depends on the machine. */
#include "support/harness.h"
#include "support/program_json.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define NAPS(seconds, strategy) "run --json - --workload sleep --seconds " seconds " --strategy " strategy

static const struct how usual;

static double done(struct program *program)
{
    return json_number(program, "results[0].done_s[0]");
}

static double elapsed(struct program *program)
{
    return json_number(program, "results[0].elapsed_s[0]");
}

/* Expects it to be `due` seconds or up to LATE more, in one of five tries. */
static void expect_due(double due, double (*measure)(void))
{
    EXPECT_BETWEEN(least_of_five(due + LATE, measure), due, due + LATE);
}

/* ---- strategies ---------------------------------------------------------------------------------------- */

static double two_naps_in_a_row(void)
{
    struct program *program = well(tictoc(NAPS("0.1,0.2", "serial")));
    EXPECT(done(program) >= 0.3);
    return elapsed(program);
}

static void naps_in_a_row_add_up(void)
{
    expect_due(0.3, two_naps_in_a_row);
}

static double ten_naps(void)
{
    struct program *program = well(tictoc(NAPS("0.3x10", "process")));
    EXPECT_JSON(program, "results[0].runs[0].workers_started", "10");
    EXPECT_JSON(program, "results[0].runs[0].peak_live", "10");
    EXPECT_JSON(program, "results[0].workers", "10");
    EXPECT(done(program) >= 0.3);
    return elapsed(program);
}

static void ten_naps_as_processes_last_as_long_as_one(void)
{
    expect_due(0.3, ten_naps);
}

static double unjoined_toc(void)
{
    struct program *program = well(tictoc(NAPS("0.4x2", "process") " --no-join"));
    EXPECT(done(program) >= 0.4);
    return elapsed(program);
}

static void unjoined_toc_is_said_right_after_the_last_fork(void)
{
    expect_due(0, unjoined_toc);
}

/* How much later than it should the worst of it was: a nap's start, or the end of all. */
static double lateness_of_pool_of_five(void)
{
    struct program *program =
        well(tictoc("run --narrate --json result.json --workload sleep --strategy pool --workers 5 --chunk 1 "
                    "--seconds 0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1"));
    json_from(program, test_read(test_path("result.json")));
    EXPECT_JSON(program, "results[0].workers", "5");
    EXPECT_JSON(program, "results[0].runs[0].peak_live", "5");
    EXPECT(done(program) >= 1.5);
    double late = elapsed(program) - 1.5;
    for (int nap = 1; nap <= 10; nap++) {
        double due = nap <= 5 ? 0 : (nap - 5) * 0.1;
        const char *starts = textf(" starts nap %d ", nap);
        EXPECT(reported_at(program->out, starts) >= due);
        late = fmax(late, reported_at(program->out, starts) - due);
    }
    return late;
}

/* A tenth of that: 1.5 s. Naps 6 … 10 begin as 1 … 5 end, a tenth of a second apart. */
static void pool_of_five_over_1_to_10_takes_15_seconds_in_fifo_order(void)
{
    expect_due(0, lateness_of_pool_of_five);
}

static double run_with_a_stopped_front(void)
{
    struct program *program = tictoc_start(&usual, NAPS("0.1,0.1,0.2", "serial"));
    program_await_workers(program, 1);
    program_signal(program, SIGSTOP);
    sleep_s(0.7);
    program_signal(program, SIGCONT);
    program_wait(program);
    return elapsed(well(program));
}

/* The session only watches: no run waits for it. */
static void a_run_goes_on_while_the_front_is_stopped(void)
{
    expect_due(0.4, run_with_a_stopped_front);
}

/* ---- naps ---------------------------------------------------------------------------------------------- */

static double thousand_empty_naps(void)
{
    return done(well(tictoc(NAPS("0x1000", "serial"))));
}

/* A sleep that really went to sleep would take 50 µs, a thousand of them 50 ms. */
static void a_nap_of_0_seconds_is_an_empty_task(void)
{
    double most = 0.02 * harness_scale();
    EXPECT_BETWEEN(least_of_five(most, thousand_empty_naps), 0, most);
}

static double nap_with_a_stop(void)
{
    struct program *program = tictoc_start(&usual, NAPS("0.8", "process"));
    program_await_workers(program, 1);
    sleep_s(0.1);
    pid_t worker = program_worker(program, 0);
    EXPECT(worker > 0 && kill(worker, SIGSTOP) == 0);
    sleep_s(0.5);
    kill(worker, SIGCONT);
    program_wait(program);
    return done(well(program));
}

/* Stopped for half a second in the middle of it, a nap still ends when it should. */
static void a_stopped_nap_keeps_its_deadline(void)
{
    expect_due(0.8, nap_with_a_stop);
}

/* ---- accounts ------------------------------------------------------------------------------------------ */

static double off(struct program *program, const char *key, double seconds)
{
    return fabs(json_number(program, textf("results[0].runs[0].time.%s", key)) - seconds);
}

static double error_of_idle_time(void)
{
    struct program *program = well(tictoc(NAPS("0.3x3", "pool") " --workers 2 --chunk 1"));
    return fmax(off(program, "workers.idle_s", 0.3), off(program, "waterfall.imbalance_s", 0.15));
}

static void a_worker_that_waits_for_the_last_nap_is_idle_for_as_long(void)
{
    expect_due(0, error_of_idle_time);
}

static double error_of_nap_time(void)
{
    struct program *program = well(tictoc(NAPS("0.02,0.01,0.03,0", "pool") " --workers 4 --chunk 1"));
    return off(program, "workers.nap_s", 0.06);
}

static void the_account_of_naps_is_the_sum_of_their_lengths(void)
{
    expect_due(0, error_of_nap_time);
}

/* ---- time limits --------------------------------------------------------------------------------------- */

static double lateness_of_limit(const char *strategy)
{
    struct program *program = tictoc("run --narrate --workload sleep --seconds 0.05,30,0.05 --strategy %s "
                                     "--set strategies[].task_timeout_s=0.2 --set strategies[].attempts=2",
                                     strategy);
    EXPECT_INT(program->status, 1);
    return fmax(reported_at(program->out, "attempt 2 of 2") - 0.2,
                reported_at(program->out, "set aside") - 0.4);
}

static double lateness_of_limit_serial(void)
{
    return lateness_of_limit("serial");
}

static double lateness_of_limit_process(void)
{
    return lateness_of_limit("process");
}

static double lateness_of_limit_pool(void)
{
    return lateness_of_limit("pool --workers 2 --chunk 1");
}

static double lateness_of_limit_chunk(void)
{
    return lateness_of_limit("pool --workers 2 --chunk 3");
}

/* An attempt ends within half a second of its limit:
 * the nap before it, its own start and the grace included. */
static void a_time_limit_ends_an_attempt_when_it_is_over(void)
{
    static double (*const kinds[])(void) = { lateness_of_limit_serial, lateness_of_limit_process,
                                             lateness_of_limit_pool, lateness_of_limit_chunk };
    for (int i = 0; i < COUNT_OF(kinds); i++)
        EXPECT_BETWEEN(least_of_five(0.5 + 2 * LATE, kinds[i]), 0, 0.5 + 2 * LATE);
}

/* A stopped process does not handle SIGTERM. */
static double kill_of_a_stopped_worker(void)
{
    struct program *program =
        tictoc_start(&usual, "run --narrate --workload sleep --seconds 1,0 --strategy pool --workers 1 "
                             "--chunk 1 --set strategies[].task_timeout_s=0.3 --set strategies[].attempts=1");
    program_await_text(program, "starts nap 1 ");
    EXPECT(program_workers(program) == 1 && kill(program_worker(program, 0), SIGSTOP) == 0);
    program_wait(program);
    return reported_at(program->out, "ended at the time limit");
}

static void a_worker_that_does_not_go_at_its_time_limit_is_killed_half_a_second_later(void)
{
    EXPECT_BETWEEN(least_of_five(1.2 + 2 * LATE, kill_of_a_stopped_worker), 0.75, 1.2 + 2 * LATE);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(naps_in_a_row_add_up),
        TEST(ten_naps_as_processes_last_as_long_as_one),
        TEST(unjoined_toc_is_said_right_after_the_last_fork),
        TEST(pool_of_five_over_1_to_10_takes_15_seconds_in_fifo_order),
        TEST(a_run_goes_on_while_the_front_is_stopped),
        TEST(a_nap_of_0_seconds_is_an_empty_task),
        TEST(a_stopped_nap_keeps_its_deadline),
        TEST(a_worker_that_waits_for_the_last_nap_is_idle_for_as_long),
        TEST(the_account_of_naps_is_the_sum_of_their_lengths),
        TEST(a_time_limit_ends_an_attempt_when_it_is_over),
        TEST(a_worker_that_does_not_go_at_its_time_limit_is_killed_half_a_second_later),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
