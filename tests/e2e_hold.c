/* What a front does to a run while it goes on, through the real engine: kills and stops of a worker, hold and step. */
#include "harness.h"
#include "live_run.h"
#include "program.h"

#include <signal.h>
#include <string.h>

/* Every strategy that can have more than one worker, and serial. */
static const char *const strategies_json[] = {
    "{\"kind\": \"pool\", \"workers\": 3, \"chunk\": 1}",
    "{\"kind\": \"pool\", \"workers\": 3, \"chunk\": 5}",
    "{\"kind\": \"process\"}",
    "{\"kind\": \"process\", \"max_live\": 3}",
    "{\"kind\": \"process\", \"join\": false}",
    "\"serial\"",
};

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

static const struct worker_facts *somebody_in_a_task(const struct live_run *live)
{
    for (uint32_t i = 0; i < live->snapshot->worker_count; i++)
        if (live->snapshot->workers[i].task != TASK_NONE)
            return &live->snapshot->workers[i];
    test_fails(__FILE__, __LINE__, "nobody is in a task");
}

static bool has_deaths(const struct snapshot *snapshot, uint64_t wanted)
{
    return snapshot->deaths == wanted;
}

/* Six of them, more than the attempts a task has. */
static void kills_from_the_screen_never_count_as_attempts(void)
{
    for (int i = 0; i < COUNT_OF(strategies_json); i++) {
        struct live_run *live = open_naps("0.25", 1, strategies_json[i]);
        struct event event;
        for (uint64_t kill = 1; kill <= 6; kill++) {
            live_await(live, live_running, 1);
            struct who who = { somebody_in_a_task(live)->slot, somebody_in_a_task(live)->life };
            EXPECT(runner_signal(&live->series.runner, who, SIGKILL));
            live_await(live, has_deaths, kill);
            EXPECT_INT(live_events(live, EVENT_KILLED, &event), kill);
            EXPECT_INT(event.slot, who.slot);
            EXPECT_INT(event.life, who.life);
            EXPECT_INT(event.task, 0);
            EXPECT_INT(event.value, KILL_FROM_SCREEN);
            EXPECT_INT(live_events(live, EVENT_DEATH, &event), 0);
        }
        const struct outcome *outcome = live_end(live);
        expect_all_done(outcome, 1);
        EXPECT_INT(outcome->retries, 6);
        EXPECT_INT(live->series.records[0].tasks[0].attempts, 1);
    }
}

static void others_kills_count_even_when_one_of_ours_came_before(void)
{
    struct live_run *live = open_naps("0.2", 1, strategies_json[0]);
    for (uint64_t kills = 1; kills <= 2; kills++) {
        live_await(live, live_running, 1);
        const struct worker_facts *worker = somebody_in_a_task(live);
        if (kills == 1)
            EXPECT(runner_signal(&live->series.runner, (struct who){ worker->slot, worker->life }, SIGKILL));
        else
            EXPECT_INT(kill(worker->pid, SIGKILL), 0);
        live_await(live, has_deaths, kills);
    }
    const struct outcome *outcome = live_end(live);
    expect_all_done(outcome, 1);
    EXPECT_INT(outcome->retries, 2);
}

/* Slot and life name a worker; the one that has its slot now is another. */
static void a_kill_reaches_the_worker_it_names_or_nobody(void)
{
    struct live_run *live = open_naps("0.2", 6, "{\"kind\": \"pool\", \"workers\": 1}");
    live_await(live, live_running, 1);
    struct who first = { live->snapshot->workers[0].slot, live->snapshot->workers[0].life };
    EXPECT(runner_signal(&live->series.runner, first, SIGKILL));
    live_await(live, has_deaths, 1);
    for (int i = 0; i < 50; i++) {
        EXPECT(runner_signal(&live->series.runner, first, SIGKILL));
        EXPECT(runner_signal(&live->series.runner, (struct who){ 1000, 0 }, SIGKILL));
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
    struct who who = { 0, live->snapshot->workers[0].life };
    EXPECT(runner_signal(&live->series.runner, who, SIGSTOP));
    double began = now_s();
    live_await(live, is_stopped, true);
    EXPECT_BETWEEN(now_s() - began, 0, 1 * harness_scale());
    uint64_t done = live->snapshot->done;
    sleep_s(0.3);
    live_look(live);
    EXPECT_INT(live->snapshot->done, done);
    EXPECT(runner_signal(&live->series.runner, who, SIGCONT));
    live_await(live, is_stopped, false);
    EXPECT_INT(live_events(live, EVENT_STOPPED, &event), 1);
    EXPECT_INT(live_events(live, EVENT_CONTINUED, &event), 1);
    expect_all_done(live_end(live), 5);
}

static void a_run_whose_only_worker_is_stopped_ends_within_a_second_when_told(void)
{
    struct live_run *live = open_naps("0.1", 5, "\"serial\"");
    live_await(live, live_running, 1);
    EXPECT(runner_signal(&live->series.runner, (struct who){ 0, live->snapshot->workers[0].life }, SIGSTOP));
    live->sampled = true;
    live_await(live, is_stopped, true);
    double began = now_s();
    series_stop(&live->series);
    EXPECT(live_end(live)->interrupted);
    EXPECT_BETWEEN(now_s() - began, 0, 1 * harness_scale());
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(kills_from_the_screen_never_count_as_attempts),
        TEST(others_kills_count_even_when_one_of_ours_came_before),
        TEST(a_kill_reaches_the_worker_it_names_or_nobody),
        TEST(a_stopped_worker_is_seen_as_stopped_and_goes_on),
        TEST(a_run_whose_only_worker_is_stopped_ends_within_a_second_when_told),
    };
    int status = harness_main(tests, COUNT_OF(tests), argc, argv);
    live_close();
    return status;
}
