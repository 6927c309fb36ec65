/* What a session does to a run while it goes on, through the real engine:
 * kills and stops of a worker, hold and step. */
#include "support/harness.h"
#include "support/live_run.h"
#include "support/program.h"

#include <signal.h>
#include <string.h>

/* Every strategy, with so many tasks that one can get hold of it in the middle. */
static const struct {
    const char *json;
    int tasks;
} kinds[] = {
    { "{\"kind\": \"pool\", \"workers\": 3, \"chunk\": 1}", 40 },
    { "{\"kind\": \"pool\", \"workers\": 3, \"chunk\": 5}", 40 },
    { "{\"kind\": \"process\"}", 900 },
    { "{\"kind\": \"process\", \"max_live\": 3}", 40 },
    { "{\"kind\": \"process\", \"join\": false}", 900 },
    { "\"serial\"", 40 },
};

enum { POOL, CHUNKS, PROCESS, FEW, UNJOINED, SERIAL };

static struct live_run *open_naps(const char *seconds, int count, const char *strategy)
{
    return live_open(textf("{\"workload\": {\"kind\": \"sleep\", \"seconds\": %s, \"count\": %d}, "
                           "\"strategies\": [%s]}",
                           seconds, count, strategy));
}

static void expect_all_done(const struct outcome *outcome, uint64_t tasks)
{
    EXPECT_TEXT(outcome->trouble, "");
    EXPECT(outcome->complete);
    EXPECT_INT(outcome->tasks_done, tasks);
    EXPECT_INT(outcome->tasks_failed, 0);
    EXPECT_INT(outcome->tasks_lost, 0);
}

/* ---- kills --------------------------------------------------------------------------------------------- */

static const struct worker_facts *a_worker_in_a_task(const struct live_run *live)
{
    for (uint32_t i = 0; i < live->snapshot->worker_count; i++)
        if (live->snapshot->workers[i].task != TASK_NONE)
            return &live->snapshot->workers[i];
    test_fails(__FILE__, __LINE__, "no worker is in a task");
}

static bool has_deaths(const struct snapshot *snapshot, uint64_t wanted)
{
    return snapshot->deaths == wanted;
}

/* Six of them, more than the attempts a task has. */
static void kills_from_the_screen_never_count_as_attempts(void)
{
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct live_run *live = open_naps("0.25", 1, kinds[i].json);
        struct event event;
        for (uint64_t kill = 1; kill <= 6; kill++) {
            live_await(live, live_running, 1);
            struct worker_id id = { a_worker_in_a_task(live)->slot, a_worker_in_a_task(live)->life };
            EXPECT(runner_signal(&live->series.runner, id, SIGKILL));
            live_await(live, has_deaths, kill);
            EXPECT_INT(live_events(live, EVENT_KILLED, &event), kill);
            EXPECT_INT(event.slot, id.slot);
            EXPECT_INT(event.life, id.life);
            EXPECT_INT(event.task, 0);
            EXPECT_INT(event.value, KILL_FROM_SCREEN);
            EXPECT_INT(live_events(live, EVENT_DEATH, &event), 0);
        }
        const struct outcome *outcome = live_end(live);
        expect_all_done(outcome, 1);
        EXPECT_INT(outcome->retries, 6);
        EXPECT_INT(live->series.record.tasks[0].attempts, 1);
    }
}

static void others_kills_count_even_when_one_of_ours_came_before(void)
{
    struct live_run *live = open_naps("0.2", 1, kinds[POOL].json);
    for (uint64_t kills = 1; kills <= 2; kills++) {
        live_await(live, live_running, 1);
        const struct worker_facts *worker = a_worker_in_a_task(live);
        if (kills == 1)
            EXPECT(runner_signal(&live->series.runner, (struct worker_id){ worker->slot, worker->life },
                                 SIGKILL));
        else
            EXPECT_INT(kill(worker->pid, SIGKILL), 0);
        live_await(live, has_deaths, kills);
    }
    const struct outcome *outcome = live_end(live);
    expect_all_done(outcome, 1);
    EXPECT_INT(outcome->retries, 2);
}

/* Slot and life name a worker; the one that has its slot now is another. */
static void a_kill_reaches_the_worker_it_names_or_none(void)
{
    struct live_run *live = open_naps("0.2", 6, "{\"kind\": \"pool\", \"workers\": 1}");
    live_await(live, live_running, 1);
    struct worker_id first = { live->snapshot->workers[0].slot, live->snapshot->workers[0].life };
    EXPECT(runner_signal(&live->series.runner, first, SIGKILL));
    live_await(live, has_deaths, 1);
    for (int i = 0; i < 50; i++) {
        EXPECT(runner_signal(&live->series.runner, first, SIGKILL));
        EXPECT(runner_signal(&live->series.runner, (struct worker_id){ 1000, 0 }, SIGKILL));
    }
    const struct outcome *outcome = live_end(live);
    expect_all_done(outcome, 6);
    EXPECT_INT(outcome->workers_started, 2);
}

static bool is_stopped(const struct snapshot *snapshot, uint64_t wanted)
{
    return (snapshot->workers[0].sample.state == OS_STOPPED) == wanted;
}

static void a_stopped_worker_is_seen_as_stopped_and_goes_on(void)
{
    struct live_run *live = open_naps("0.1", 5, "\"serial\"");
    struct event event;
    live->sampled = true;
    live_await(live, live_running, 1);
    struct worker_id id = { 0, live->snapshot->workers[0].life };
    EXPECT(runner_signal(&live->series.runner, id, SIGSTOP));
    live_await(live, is_stopped, true);
    uint64_t done = live->snapshot->done;
    sleep_s(0.3);
    live_look(live);
    EXPECT_INT(live->snapshot->done, done);
    EXPECT(runner_signal(&live->series.runner, id, SIGCONT));
    live_await(live, is_stopped, false);
    EXPECT_INT(live_events(live, EVENT_STOPPED, &event), 1);
    EXPECT_INT(live_events(live, EVENT_CONTINUED, &event), 1);
    expect_all_done(live_end(live), 5);
}

/* The worker of a serial run in its only nap, which has a time limit; stopped for so long in between. */
static const struct outcome *stop_in_a_nap(const char *seconds, double limit, double stopped)
{
    struct live_run *live = open_naps(
        seconds, 1, textf("{\"kind\": \"serial\", \"task_timeout_s\": %g, \"attempts\": 1}", limit));
    live_await(live, live_running, 1);
    struct worker_id id = { 0, live->snapshot->workers[0].life };
    EXPECT(runner_signal(&live->series.runner, id, SIGSTOP));
    sleep_s(stopped);
    EXPECT(runner_signal(&live->series.runner, id, SIGCONT));
    return live_end(live);
}

static void the_time_in_which_a_worker_is_stopped_does_not_count_against_its_task(void)
{
    const struct outcome *outcome = stop_in_a_nap("0.5", 1.5, 2.5); /* past the limit, and past the grace */
    expect_all_done(outcome, 1);
    EXPECT_INT(outcome->retries, 0);
}

static void the_rest_of_its_time_does(void)
{
    EXPECT_INT(stop_in_a_nap("30", 0.5, 0.2)->tasks_failed, 1);
}

/* ---- hold and step ------------------------------------------------------------------------------------- */

static void hold(struct live_run *live)
{
    runner_hold(&live->series.runner, true);
}

static void go_on(struct live_run *live)
{
    runner_hold(&live->series.runner, false);
}

/* No worker can have passed the gate before it was closed and start something still. */
static bool is_still(const struct snapshot *snapshot, uint64_t least)
{
    return snapshot->running == 0 && snapshot->states[SLOT_STARTING] == 0 &&
           snapshot->states[SLOT_CLAIMING] == 0 && snapshot->states[SLOT_RUNNING] == 0 &&
           snapshot->states[SLOT_HELD] >= least;
}

/* Held, and whatever was under way has ended. Twice: a worker
 * that was born just before the gate was closed is seen only by a look that began with the gate closed. */
static uint64_t hold_still(struct live_run *live)
{
    hold(live);
    live_await(live, is_still, 1);
    live_await(live, is_still, 1);
    return live->snapshot->done;
}

static void expect_still(struct live_run *live, uint64_t done)
{
    uint64_t now = live->snapshot->now;
    sleep_s(0.12);
    live_look(live);
    EXPECT_INT(live->snapshot->done, done);
    EXPECT_INT(live->snapshot->running, 0);
    EXPECT(live->snapshot->now > now);
}

static void a_held_run_starts_nothing_and_then_goes_on(void)
{
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct live_run *live = open_naps("0.01", kinds[i].tasks, kinds[i].json);
        struct event event;
        live_await(live, live_done, 1);
        expect_still(live, hold_still(live));
        go_on(live);
        const struct outcome *outcome = live_end(live);
        expect_all_done(outcome, (uint64_t)kinds[i].tasks);
        EXPECT_BETWEEN((double)outcome->held_ns / 1e9, 0.1, (double)outcome->done_ns / 1e9);
        EXPECT_INT(live->series.record.held_ns, outcome->held_ns);
        EXPECT_INT(live->series.record.event_count, 2);
        event = live->series.record.events[0];
        EXPECT_INT(event.kind, EVENT_HELD);
    }
}

static void a_step_lets_exactly_one_more_task_start(void)
{
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct live_run *live = open_naps("0.01", kinds[i].tasks, kinds[i].json);
        uint64_t done = hold_still(live);
        for (uint64_t step = 1; step <= 7; step++) {
            EXPECT(runner_step(&live->series.runner));
            live_await(live, live_done, done + step);
            if (step % 3 == 0)
                expect_still(live, done + step);
        }
        go_on(live);
        expect_all_done(live_end(live), (uint64_t)kinds[i].tasks);
    }
}

/* Three are under way; one more starts. */
static void a_step_of_a_run_that_goes_on_holds_it(void)
{
    struct live_run *live = open_naps("1", 20, kinds[POOL].json);
    live_await(live, live_running, 3);
    EXPECT(runner_step(&live->series.runner));
    EXPECT(!runner_step(&live->series.runner)); /* no worker has been free for the first */
    live_await(live, live_done, 4);
    live_await(live, live_running, 0);
    expect_still(live, 4);
    series_stop(&live->series);
    EXPECT(live_end(live)->interrupted);
}

/* On a busy machine more than 32 may be on their way when the gate closes; then no more come. */
static void processes_do_not_pile_up_at_a_closed_gate(void)
{
    struct live_run *live = open_naps("0", 3000, "{\"kind\": \"process\"}");
    hold(live);
    live_look(live);
    uint64_t forked = live->snapshot->lives + 1; /* one may be just before its fork */
    live_await(live, is_still, 32);
    uint64_t done = live->snapshot->done, held = live->snapshot->states[SLOT_HELD];
    expect_still(live, done);
    EXPECT(done < 3000);
    EXPECT(held == 32 || done + held <= forked);
    EXPECT_INT(live->snapshot->states[SLOT_HELD], held);
    EXPECT_INT(live->snapshot->lives, done + held);
    EXPECT_INT(live->snapshot->claimed, held);
    EXPECT_INT(live->snapshot->waiting, 3000 - done - held);
    for (int step = 1; step <= 3; step++) {
        EXPECT(runner_step(&live->series.runner));
        live_await(live, live_done, done + (uint64_t)step);
    }
    go_on(live);
    expect_all_done(live_end(live), 3000);
}

static bool have_started(const struct snapshot *snapshot, uint64_t least)
{
    return snapshot->done + snapshot->running >= least;
}

static void a_run_with_nothing_left_to_start_ends_though_it_is_held(void)
{
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct live_run *live = open_naps("0.3", 3, kinds[i].json);
        live_await(live, have_started, 3);
        hold(live);
        expect_all_done(live_end(live), 3);
    }
}

static bool has_held(const struct snapshot *snapshot, uint64_t least)
{
    return snapshot->states[SLOT_HELD] >= least;
}

static struct worker_id a_held_worker(const struct live_run *live)
{
    for (uint32_t i = 0; i < live->snapshot->worker_count; i++)
        if (live->snapshot->workers[i].state == SLOT_HELD)
            return (struct worker_id){ live->snapshot->workers[i].slot, live->snapshot->workers[i].life };
    test_fails(__FILE__, __LINE__, "no worker is held");
}

/* A worker that has the permit, or waits at the gate, may die; its replacement waits there as well. */
static void a_kill_at_the_gate_costs_neither_a_task_nor_a_step(void)
{
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct live_run *live = open_naps("0.01", kinds[i].tasks, kinds[i].json);
        uint64_t done = hold_still(live);
        for (uint64_t kill = 1; kill <= 3; kill++) {
            live_await(live, has_held, 1);
            EXPECT(runner_signal(&live->series.runner, a_held_worker(live), SIGKILL));
            live_await(live, has_deaths, kill);
            expect_still(live, done + kill - 1);
            EXPECT(runner_step(&live->series.runner));
            live_await(live, live_done, done + kill);
        }
        go_on(live);
        expect_all_done(live_end(live), (uint64_t)kinds[i].tasks);
    }
}

/* The time in which the run was held or suspended, whatever it was for: not the sum. */
/* So many naps that the run goes on for seconds: a late look finds it under way. */
static void time_held_is_counted_once(void)
{
    struct live_run *live = open_naps("0.02", 300, kinds[POOL].json);
    struct runner *runner = &live->series.runner;
    live_await(live, live_done, 1);
    double began = now_s();
    hold(live);
    sleep_s(0.1);
    runner_suspend(runner);
    sleep_s(0.1);
    runner_resume(runner);
    sleep_s(0.1);
    go_on(live);
    double held = now_s() - began;
    EXPECT_BETWEEN((double)runner_held_ns(runner) / 1e9, 0.3, held);
    began = now_s();
    runner_suspend(runner);
    sleep_s(0.05);
    runner_resume(runner);
    held += now_s() - began;
    EXPECT_BETWEEN((double)live_end(live)->held_ns / 1e9, 0.35, held);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(kills_from_the_screen_never_count_as_attempts),
        TEST(others_kills_count_even_when_one_of_ours_came_before),
        TEST(a_kill_reaches_the_worker_it_names_or_none),
        TEST(a_stopped_worker_is_seen_as_stopped_and_goes_on),
        TEST(the_time_in_which_a_worker_is_stopped_does_not_count_against_its_task),
        TEST(the_rest_of_its_time_does),
        TEST(a_held_run_starts_nothing_and_then_goes_on),
        TEST(a_step_lets_exactly_one_more_task_start),
        TEST(a_step_of_a_run_that_goes_on_holds_it),
        TEST(processes_do_not_pile_up_at_a_closed_gate),
        TEST(a_run_with_nothing_left_to_start_ends_though_it_is_held),
        TEST(a_kill_at_the_gate_costs_neither_a_task_nor_a_step),
        TEST(time_held_is_counted_once),
    };
    int status = harness_main(tests, COUNT_OF(tests), argc, argv);
    live_close();
    return status;
}
