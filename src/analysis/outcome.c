#include "analysis/outcome.h"

#include "base/array.h"
#include "base/xmalloc.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

void outcome_release(struct outcome *outcome)
{
    free(outcome->workers);
    free(outcome->found);
    free(outcome->failed);
    *outcome = (struct outcome){ 0 };
}

bool outcome_counts(const struct outcome *outcome)
{
    return outcome->complete && !outcome->held_ns && !outcome->tasks_failed &&
           !disturbance_is_throttled(&outcome->disturbance);
}

static void sum_tasks(const struct record *record, const struct workload *workload, struct outcome *outcome)
{
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        uint64_t number;

        outcome->tasks_done += task->state == TASK_DONE;
        outcome->tasks_failed += task->state == TASK_FAILED;
        outcome->tasks_lost += !task_has_ended(task->state);
        if (task->state == TASK_FAILED) {
            outcome->failed = array_grow(outcome->failed, outcome->failed_count, sizeof *outcome->failed);
            outcome->failed[outcome->failed_count++] = (struct failed_task){ (uint32_t)i, task->attempts };
        }
        if (task->state != TASK_DONE || !workload_found(workload, i, task->result, &number))
            continue;
        outcome->found = array_grow(outcome->found, outcome->found_count, sizeof *outcome->found);
        outcome->found[outcome->found_count++] = number;
    }
}

/* Whether the attempt that died with a life was repeated: another worker has begun its task since. */
static bool was_made_again(const struct record *record, uint64_t life)
{
    uint32_t task = record->lives[life].died_task;
    return task != UINT32_MAX && record->tasks[task].life != life &&
           task_has_begun(record->tasks[task].state);
}

/* A death in a task that was set aside. The time limit's deaths are known by their signal and their age. */
static void sum_failed(const struct record *record, const struct record_life *life, uint64_t limit,
                       struct outcome *outcome)
{
    bool ended = life->status == SIGTERM || life->status == SIGKILL;
    if (life->died_task == UINT32_MAX || record->tasks[life->died_task].state != TASK_FAILED)
        return;
    outcome->failed_attempts++;
    outcome->failed_at_limit += limit && ended && life->exited - life->died_started >= limit;
}

/* SIGKILL does not show its cause: a user, chaos, or a system short of memory. */
static int death_signal_of(const struct record_life *life)
{
    bool named = life->died_task != UINT32_MAX && WIFSIGNALED(life->status);
    return named && WTERMSIG(life->status) != SIGKILL ? WTERMSIG(life->status) : 0;
}

static void sum_lives(const struct record *record, const struct plan *plan, struct outcome *outcome)
{
    outcome->workers_started = record->life_count;
    for (uint64_t i = 0; i < record->life_count; i++) {
        outcome->retries += was_made_again(record, i);
        if (!outcome->death_signal)
            outcome->death_signal = death_signal_of(&record->lives[i]);
        sum_failed(record, &record->lives[i], plan->task_timeout_ns, outcome);
    }
    if (record->life_count > OUTCOME_WORKERS_MAX)
        return;
    outcome->worker_count = record->life_count;
    outcome->workers = xcalloc(record->life_count ? record->life_count : 1, sizeof *outcome->workers);
    for (uint64_t i = 0; i < record->life_count; i++)
        outcome->workers[i] = (struct worker_total){
            .slot = record->lives[i].slot,
            .tasks = record->lives[i].tasks,
            .busy_ns = record->lives[i].busy_ns,
            .cpu_ns = record->lives[i].cpu_ns,
            .max_rss_kb = record->lives[i].max_rss_kb,
        };
}

static uint64_t last_exit(const struct record *record)
{
    uint64_t last = 0;
    for (uint64_t i = 0; i < record->life_count; i++)
        last = record->lives[i].exited > last ? record->lives[i].exited : last;
    return last;
}

/* From the first fork to the last reaping, per process, ns. */
static uint64_t spawn_cost(const struct record *record)
{
    return record->life_count ? (last_exit(record) - record->lives[0].spawned) / record->life_count : 0;
}

void outcome_of_record(struct outcome *outcome, const struct record *record, const struct workload *workload,
                       const struct plan *plan, const struct machine *machine)
{
    *outcome = (struct outcome){
        .elapsed_ns = record->toc,
        .done_ns = record->done,
        .lasted_ns = phase_is_over(record->phase) ? last_exit(record) : 0,
        .held_ns = record->held_ns,
        .interrupted = record->interrupted,
        .disturbance = record->disturbance,
        .peak_live = record->peak_live,
        .forks_refused = record->forks_refused,
        .spawn_ns = plan->traits.one_each ? spawn_cost(record) : 0,
    };
    snprintf(outcome->trouble, sizeof outcome->trouble, "%s", record->trouble);
    snprintf(outcome->note, sizeof outcome->note, "%s", record->note);
    sum_tasks(record, workload, outcome);
    sum_lives(record, plan, outcome);
    account_of_record(&outcome->account, record, workload, plan, machine);
    bounds_of_run(&outcome->bounds, record, record, workload, machine);
    outcome->complete = record->phase == BOARD_ENDED && outcome->tasks_lost == 0;
}
