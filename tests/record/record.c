/* Record files: what is written is what is read. */
#include "base/random.h"
#include "support/make_record.h"
#include "support/record_file.h"
#include "record/record_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct experiment experiment;
static struct recording recording;

/* ---- the round trip ----------------------------------------------------------------------------------- */

static void assert_same_lives(const struct record *a, const struct record *b)
{
    assert_int_equal(a->life_count, b->life_count);
    for (uint64_t i = 0; i < a->life_count; i++) {
        const struct record_life *one = &a->lives[i], *other = &b->lives[i];
        assert_int_equal(one->spawned, other->spawned);
        assert_int_equal(one->exited, other->exited);
        assert_int_equal(one->first_start, other->first_start);
        assert_int_equal(one->last_end, other->last_end);
        assert_int_equal(one->cpu_ns, other->cpu_ns);
        assert_int_equal(one->busy_ns, other->busy_ns);
        assert_int_equal(one->tasks, other->tasks);
        assert_int_equal(one->died_started, other->died_started);
        assert_int_equal(one->died_task, other->died_task);
        assert_int_equal(one->slot, other->slot);
        assert_int_equal(one->max_rss_kb, other->max_rss_kb);
        assert_int_equal(one->host, other->host);
        assert_int_equal(one->pid, other->pid);
        assert_int_equal(one->tid, other->tid);
        assert_int_equal(one->status, other->status);
    }
}

static void assert_same_tasks(const struct record *a, const struct record *b)
{
    assert_int_equal(a->task_count, b->task_count);
    for (uint64_t i = 0; i < a->task_count; i++) {
        const struct record_task *one = &a->tasks[i], *other = &b->tasks[i];
        assert_int_equal(one->started, other->started);
        assert_int_equal(one->ended, other->ended);
        assert_int_equal(one->result, other->result);
        assert_int_equal(one->life, other->life);
        assert_int_equal(one->state, other->state);
        assert_int_equal(one->attempts, other->attempts);
    }
}

static void assert_same_events(const struct record *a, const struct record *b)
{
    assert_int_equal(a->event_count, b->event_count);
    for (uint32_t i = 0; i < a->event_count; i++) {
        assert_int_equal(a->events[i].time, b->events[i].time);
        assert_int_equal(a->events[i].task, b->events[i].task);
        assert_int_equal(a->events[i].value, b->events[i].value);
        assert_int_equal(a->events[i].attempt, b->events[i].attempt);
        assert_int_equal(a->events[i].attempts, b->events[i].attempts);
        assert_int_equal(a->events[i].slot, b->events[i].slot);
        assert_int_equal(a->events[i].life, b->events[i].life);
        assert_int_equal(a->events[i].kind, b->events[i].kind);
    }
}

static void assert_same_run(const struct recorded_run *a, const struct recorded_run *b)
{
    const struct record *one = &a->record, *other = &b->record;
    assert_int_equal(a->strategy, b->strategy);
    assert_int_equal(a->repeat, b->repeat);
    assert_int_equal(a->warmup, b->warmup);
    assert_int_equal(a->plan.slots, b->plan.slots);
    assert_int_equal(a->plan.lives, b->plan.lives);
    assert_int_equal(a->plan.chunk, b->plan.chunk);
    assert_int_equal(a->plan.attempts, b->plan.attempts);
    assert_int_equal(a->plan.join, b->plan.join);
    assert_int_equal(a->plan.unsupervised, b->plan.unsupervised);
    assert_int_equal(a->plan.task_timeout_ns, b->plan.task_timeout_ns);
    assert_int_equal(a->plan.chaos.on, b->plan.chaos.on);
    assert_int_equal(a->plan.chaos.kill_every_ns, b->plan.chaos.kill_every_ns);
    assert_int_equal(a->plan.chaos.seed, b->plan.chaos.seed);
    assert_int_equal(a->plan.neighbours, b->plan.neighbours);
    assert_int_equal(a->plan.workers, b->plan.workers);
    assert_int_equal(a->plan.cores, b->plan.cores);
    assert_string_equal(a->plan.limit, b->plan.limit);
    assert_int_equal(one->toc, other->toc);
    assert_int_equal(one->done, other->done);
    assert_int_equal(one->coordinator_cpu_ns, other->coordinator_cpu_ns);
    assert_int_equal(one->chunk, other->chunk);
    assert_int_equal(one->slots, other->slots);
    assert_int_equal(one->peak_live, other->peak_live);
    assert_int_equal(one->forks_refused, other->forks_refused);
    assert_int_equal(one->phase, other->phase);
    assert_int_equal(one->held_ns, other->held_ns);
    assert_int_equal(one->interrupted, other->interrupted);
    assert_int_equal(one->disturbance.capacity, other->disturbance.capacity);
    assert_int_equal(one->disturbance.others, other->disturbance.others);
    assert_int_equal(one->disturbance.steal, other->disturbance.steal);
    assert_int_equal(one->disturbance.throttles, other->disturbance.throttles);
    assert_int_equal(one->disturbance.battery, other->disturbance.battery);
    assert_string_equal(one->trouble, other->trouble);
    assert_string_equal(one->note, other->note);
    assert_same_lives(one, other);
    assert_same_tasks(one, other);
    assert_same_events(one, other);
}

static void assert_round_trip(struct recorded_run *runs, size_t count)
{
    record_file_write(&experiment, runs, count);
    record_file_read(&recording);
    assert_int_equal(recording.run_count, count);
    for (size_t i = 0; i < count; i++)
        assert_same_run(&recording.runs[i], &runs[i]);
    char *before = experiment_write(&experiment), *after = experiment_write(&recording.experiment);
    assert_string_equal(before, after);
    assert_string_equal(recording.experiment.source, experiment.source);
    assert_int_equal(recording.machine.cores, record_file_machine.cores);
    assert_string_equal(recording.machine.cpu, record_file_machine.cpu);
    assert_string_equal(recording.machine.os, record_file_machine.os);
    free(before);
    free(after);
    recording_release(&recording);
}

static void what_is_written_is_what_is_read(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int i = 0; i < 60; i++) {
        struct recorded_run runs[4];
        uint64_t tasks = 1 + random_next(&seed) % 200;
        record_file_experiment(&experiment, tasks);
        for (unsigned k = 0; k < 4; k++) {
            struct record_request request = { experiment.strategies[k].ops,
                                              tasks,
                                              k ? 1 + (uint32_t)(random_next(&seed) % 9) : 1,
                                              k == 3 ? 3 : 1,
                                              (unsigned)(random_next(&seed) % 100),
                                              20,
                                              random_next(&seed) % 4 == 0,
                                              random_next(&seed) };
            make_record(&runs[k], &request);
            runs[k].strategy = k;
            runs[k].warmup = i % 2;
        }
        assert_round_trip(runs, 4);
        for (int k = 0; k < 4; k++)
            record_release(&runs[k].record);
        experiment_release(&experiment);
    }
}

static struct record_task extreme_tasks[] = {
    { RECORD_NS_MAX, RECORD_NS_MAX, UINT64_MAX, 0, TASK_DONE, 255 },
    { .life = RECORD_LIFE_NONE, .state = TASK_WAITING, .attempts = 2 },
    { .life = 0, .state = TASK_CLAIMED },
};
static struct record_life extreme_lives[] = {
    { .cpu_ns = RECORD_NS_MAX,
      .died_task = UINT32_MAX,
      .slot = SLOTS_MAX - 1,
      .max_rss_kb = UINT32_MAX,
      .host = RECORD_HOSTS_MAX - 1,
      .pid = INT32_MIN,
      .tid = INT32_MIN,
      .status = INT32_MAX },
    { .spawned = 1,
      .exited = RECORD_NS_MAX,
      .died_task = 1,
      .died_started = 5,
      .pid = INT32_MAX,
      .status = INT32_MIN },
};
static struct event extreme_events[] = {
    { RECORD_NS_MAX, TASK_NONE, UINT64_MAX, SLOTS_MAX - 1, 2, EVENT_FAILED, UINT8_MAX, UINT8_MAX },
    { .task = 2, .kind = EVENT_DEATH },
};

static void extreme_values_come_back(void **state)
{
    (void)state;
    struct recorded_run run = {
        .strategy = 3,
        .repeat = 1,
        .plan = { .slots = SLOTS_MAX,
                  .lives = UINT64_MAX,
                  .chunk = TASKS_MAX,
                  .attempts = UINT32_MAX,
                  .join = true,
                  .unsupervised = true,
                  .task_timeout_ns = UINT64_MAX,
                  .chaos = { true, UINT64_MAX, UINT64_MAX },
                  .neighbours = true,
                  .workers = UINT32_MAX,
                  .cores = UINT32_MAX,
                  .limit = "\"pid_max\" \\ \n" },
        .record = { .tasks = extreme_tasks,
                    .task_count = 3,
                    .lives = extreme_lives,
                    .life_count = 2,
                    .toc = RECORD_NS_MAX,
                    .coordinator_cpu_ns = RECORD_NS_MAX,
                    .chunk = TASKS_MAX,
                    .slots = SLOTS_MAX,
                    .peak_live = SLOTS_MAX,
                    .forks_refused = UINT64_MAX,
                    .phase = BOARD_BROKEN,
                    .held_ns = RECORD_NS_MAX,
                    .interrupted = true,
                    .disturbance = { RECORD_NS_MAX, 1, 2, UINT64_MAX, true },
                    .note = "ends in the middle of a \xc3\xa9",
                    .events = extreme_events,
                    .event_count = 2 },
    };
    memset(run.record.trouble, 'x', sizeof run.record.trouble - 1);
    record_file_experiment(&experiment, 3);
    record_sum(&run.record);
    assert_round_trip(&run, 1);
    experiment_release(&experiment);
}

static void text_that_is_no_utf8_becomes_text_that_is(void **state)
{
    (void)state;
    struct recorded_run run;
    record_file_experiment(&experiment, 2);
    make_record(&run, &(struct record_request){ &strategy_pool, 2, 1, 1, 0, 0, false, 3 });
    snprintf(run.record.note, sizeof run.record.note, "cut \xe2\x82");
    record_file_write(&experiment, &run, 1);
    record_file_read(&recording);
    assert_string_equal(recording.runs[0].record.note, "cut ??");
    recording_release(&recording);
    record_release(&run.record);
    experiment_release(&experiment);
}

/* Files from before a key came to the format are read, and nothing else may be missing. */
static void keys_that_came_later_may_be_missing(void **state)
{
    static const char old[] = "{\"type\":\"event\",\"time\":7,\"kind\":\"death\",\"task\":2,\"value\":9,"
                              "\"slot\":1,\"life\":3}";
    struct event event = { .attempt = 0 };
    struct json_line line;
    char err[200];
    (void)state;
    assert_true(json_line_read(&line, old, strlen(old), err, sizeof err));
    assert_true(record_line_read(&record_line_event, &line, &event, err, sizeof err));
    assert_int_equal(event.life, 3);
    assert_int_equal(event.attempt, 0);
    assert_false(
        record_line_read(&record_line_task, &line, &(struct task_line){ .index = 0 }, err, sizeof err));
}

/* What most lives have in common is not written for each. */
static void a_life_has_a_host_and_a_thread_only_where_it_is_not_a_process_here(void **state)
{
    (void)state;
    struct life_line line = { .life = { .pid = 7, .died_task = UINT32_MAX } };
    struct strbuf here = STRBUF_INIT, there = STRBUF_INIT;
    record_line_write(&(struct json_writer){ .out = &here }, &record_line_life, &line);
    assert_null(strstr(here.text, "host"));
    assert_null(strstr(here.text, "tid"));
    line.life.host = 2;
    line.life.tid = 9;
    record_line_write(&(struct json_writer){ .out = &there }, &record_line_life, &line);
    assert_non_null(strstr(there.text, "\"host\":2,\"pid\":7,\"tid\":9,"));
    strbuf_release(&here);
    strbuf_release(&there);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, record_file_enter, record_file_leave)
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_what_is_read),
        TEST(extreme_values_come_back),
        TEST(text_that_is_no_utf8_becomes_text_that_is),
        TEST(keys_that_came_later_may_be_missing),
        TEST(a_life_has_a_host_and_a_thread_only_where_it_is_not_a_process_here),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
