/* No process is left behind, whichever of a run is killed: the session, the coordinator or both,
 * stopped or not, and when the terminal goes: within a second no process of the run lives. */
#include "support/harness.h"
#include "support/program.h"
#include "support/screen.h"
#include "support/victim.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct how usual;

static const char *const runs[] = {
    "--workload sleep --seconds 30x4 --strategy serial",
    "--workload sleep --seconds 30x4 --strategy process",
    "--workload sleep --seconds 30x4 --strategy process --no-join",
    "--workload sleep --seconds 30x4 --strategy pool --workers 4 --chunk 1",
    "--workload perfect --from 4000000000 --to 4000000009 --strategy pool --workers 3 --chunk 1",
    "--workload sleep --seconds 30x4 --strategy pool --workers 4 --set strategies[].supervised=false",
    "--workload sleep --seconds 30x4 --strategy pool --workers 4 --set strategies[].chaos.kill_every_s=0.02",
};

static struct program *start_run(int which)
{
    struct program *program = tictoc_start(&usual, "run %s", runs[which]);
    program_await_workers(program, which == 0 ? 1 : 3);
    return program;
}

/* ---- without a screen ---------------------------------------------------------------------------------- */

static void when_front_and_coordinator_are_killed_at_once_no_process_is_left(void)
{
    for (int i = 0; i < COUNT_OF(runs); i++)
        for (int first = 0; first < 2; first++) {
            struct program *program = start_run(i);
            kill(first ? program->pid : program->coordinator, SIGKILL);
            kill(first ? program->coordinator : program->pid, SIGKILL);
            program_wait(program);
            program_expect_nothing_left(program);
        }
}

static void when_the_coordinator_is_killed_no_process_is_left(void)
{
    for (int i = 0; i < COUNT_OF(runs); i++) {
        struct program *program = start_run(i);
        kill(program->coordinator, SIGKILL);
        program_wait(program); /* fails when anything is left after a second */
        EXPECT_INT(program->status, 1);
    }
}

/* It reads nothing while it is stopped. */
static void a_stopped_coordinator_goes_with_its_front(void)
{
    for (int i = 0; i < COUNT_OF(runs); i++) {
        struct program *program = start_run(i);
        kill(program->coordinator, SIGSTOP);
        program_signal(program, SIGKILL);
        program_wait(program);
        program_expect_nothing_left(program);
    }
}

static void stopped_workers_go_with_front_and_coordinator(void)
{
    for (int i = 0; i < COUNT_OF(runs) - 1; i++) {
        struct program *program = start_run(i);
        /* Every worker is in its task: one that is stopped
         * at its birth has not asked yet to end with its parent. */
        if (strstr(runs[i], "sleep"))
            program_await_naps(program, i == 0 ? 1 : 4);
        else
            sleep_s(0.3);
        for (int worker = 0; worker < program_workers(program); worker++)
            kill(program_worker(program, worker), SIGSTOP);
        kill(program->coordinator, SIGKILL);
        program_signal(program, SIGKILL);
        program_wait(program);
        program_expect_nothing_left(program);
    }
}

static void a_stopped_coordinator_is_reported_once_and_goes_on(void)
{
    struct program *program = tictoc_start(
        &usual, "run --quiet --workload sleep --seconds 0,30 --strategy pool --workers 1 --chunk 1");
    program_await_workers(program, 1);
    kill(program->coordinator, SIGSTOP);
    program_await_text(program, "pool: the coordinator is stopped: kill -CONT");
    kill(program->coordinator, SIGCONT);
    sleep_s(0.1);
    long before = process_rests(program->pid);
    kill(program->coordinator, SIGSTOP);
    for (double end = now_s() + PATIENCE_S; process_rests(program->pid) == before && now_s() < end;)
        sleep_s(0.02); /* until it has noticed that */
    program_signal(program, SIGINT);
    program_wait(program);
    EXPECT_INT(program->status, 128 + SIGINT);
    EXPECT_LACKS(EXPECT_AFTER(program->err, "is stopped"), "is stopped");
}

/* What had been done by then is reported. */
static void what_was_done_before_the_coordinator_died_is_kept(void)
{
    struct program *program = tictoc_start(
        &usual,
        "run --narrate --json result.json --workload sleep --seconds 0,0,30,0.2 --strategy serial,process");
    program_await_text(program, "starts nap 3 ");
    program_workers(program);
    kill(program->coordinator, SIGKILL);
    program_await_text(program, "wakes from nap 4"); /* in the next run */
    program_workers(program);
    kill(program->coordinator, SIGKILL);
    program_wait(program);
    EXPECT_INT(program->status, 1);
    const char *result = test_read(test_path("result.json"));
    EXPECT_HAS(result, "\"tasks_done\":\t2");
    EXPECT_HAS(result, "\"tasks_done\":\t3");
    EXPECT_HAS(result, "the coordinator was ended by signal 9 (Killed)");
}

/* ---- the screen ---------------------------------------------------------------------------------------- */

#define SCREEN_RUN "--workload sleep --seconds 60x4 --strategy pool --workers 3 --start"

static void when_the_coordinator_is_killed_the_screen_says_so_and_goes_on(void)
{
    screen_running(SCREEN_RUN);
    EXPECT(screen_waits_for(6, 0));
    pid_t coordinator = victim_coordinator(pty_pid(screen_pty()));
    EXPECT(coordinator > 0);
    kill(coordinator, SIGKILL);
    EXPECT(screen_waits_for(2, 0)); /* screen and guard */
    SCREEN_SHOWS("the coordinator was ended by signal 9");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_keys("q");
    screen_ends_well(1);
}

/* They are not reaped, and on the board they go on working. */
static void a_worker_that_dies_while_the_coordinator_is_stopped_is_shown_as_dead(void)
{
    pid_t workers[VICTIM_PIDS_MAX];
    screen_running("--workload sleep --seconds 60x4 --strategy pool --workers 3 --start");
    EXPECT(screen_waits_for(6, 0));
    pid_t coordinator = victim_coordinator(pty_pid(screen_pty()));
    EXPECT(coordinator > 0);
    EXPECT_INT(process_children(coordinator, workers), 3);
    kill(coordinator, SIGSTOP);
    SCREEN_SHOWS("the coordinator is stopped and notices nothing; x ends the run");
    for (int i = 0; i < 3; i++)
        kill(workers[i], SIGKILL);
    SCREEN_SHOWS("the coordinator is stopped, unaware that 3 workers died: x ends the run");
    SCREEN_SHOWS("✗ dead");
    SCREEN_SHOWS("□ nap 1");
    SCREEN_LACKS("%  naps"); /* no progress */
    SCREEN_LACKS(" s left");
    screen_keys("3");
    SCREEN_SHOWS("live, coordinator stopped");
    screen_keys("1");
    SCREEN_SHOWS("Workers");
    screen_keys("jK");
    SCREEN_SHOWS("The coordinator, which would send the signal, is stopped.");
    screen_keys("x");
    EXPECT(screen_waits_for(2, 0));
    SCREEN_SHOWS("this run does not count");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void x_ends_the_wait_of_an_unsupervised_pool(void)
{
    screen_running("--workload sleep --seconds 0.3x6 --strategy pool --workers 2 --chunk 1 --start --set "
                   "strategies[].supervised=false --set strategies[].chaos.kill_every_s=0.2");
    SCREEN_SHOWS("waiting for nap ");
    SCREEN_SHOWS("this pool is unsupervised: x ends it");
    screen_keys("x");
    EXPECT(screen_waits_for(2, 0));
    SCREEN_LACKS("x ends it");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(when_front_and_coordinator_are_killed_at_once_no_process_is_left),
        TEST(when_the_coordinator_is_killed_no_process_is_left),
        TEST(a_stopped_coordinator_goes_with_its_front),
        TEST(stopped_workers_go_with_front_and_coordinator),
        TEST(a_stopped_coordinator_is_reported_once_and_goes_on),
        TEST(what_was_done_before_the_coordinator_died_is_kept),
        TEST(when_the_coordinator_is_killed_the_screen_says_so_and_goes_on),
        TEST(a_worker_that_dies_while_the_coordinator_is_stopped_is_shown_as_dead),
        TEST(x_ends_the_wait_of_an_unsupervised_pool),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
