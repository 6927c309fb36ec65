/* The index over a record: what is looked up again and again, in the order in which it is asked for. */
#include "history/replay.h"

#include "analysis/estimate.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* ---- claims and attempts ------------------------------------------------------------------------------ */

/* When a task started; UINT64_MAX: it never did. */
static uint64_t start_of(const struct record_task *task)
{
    return task->life == RECORD_LIFE_NONE || task->state == TASK_CLAIMED ? UINT64_MAX : task->started;
}

uint64_t replay_claim(const struct replay *replay, uint64_t number, uint64_t place, uint64_t claim_before)
{
    const struct record_task *task = &replay->record->tasks[number];
    if (task->life == RECORD_LIFE_NONE)
        return UINT64_MAX;
    const struct record_life *life = &replay->record->lives[task->life];
    if (replay->plan->traits.starting_counts)
        return life->spawned;
    if (place && task[-1].life == task->life && start_of(task - 1) <= start_of(task))
        return claim_before;
    if (task->state == TASK_CLAIMED)
        return life->last_end > life->spawned ? life->last_end : life->spawned;
    return task->started;
}

uint64_t replay_doom(const struct record *record, uint32_t number)
{
    const struct record_life *life = &record->lives[number];
    if (life->died_task == UINT32_MAX || record->tasks[life->died_task].life == number)
        return UINT64_MAX;
    return life->died_started;
}

uint64_t replay_lost_ns(const struct record_life *life)
{
    bool died = life->died_task != UINT32_MAX && life->exited > life->died_started;
    return died ? life->exited - life->died_started : 0;
}

/* ---- slots -------------------------------------------------------------------------------------------- */

/* Turns counts beside their slots, one place further on, into the places where their slots begin. */
static void sum_up(uint32_t *at, uint32_t slots)
{
    for (uint32_t slot = 0; slot < slots; slot++)
        at[slot + 1] += at[slot];
}

/* What the lives of a slot before one come to. */
static void sum_lives(struct replay *replay, uint32_t slot)
{
    for (uint32_t place = replay->life_at[slot]; place < replay->life_at[slot + 1]; place++) {
        bool first = place == replay->life_at[slot];
        const struct record_life *before = first ? NULL : &replay->record->lives[replay->lives[place - 1]];
        replay->deaths[place] = first ? 0 : replay->deaths[place - 1] + record_life_died(before);
        replay->deaths_at_work[place] =
            first ? 0 : replay->deaths_at_work[place - 1] + (before->died_task != UINT32_MAX);
        replay->lost_ns[place] = first ? 0 : replay->lost_ns[place - 1] + replay_lost_ns(before);
    }
}

/* Lives are numbered in the order of their births, so those of a slot come in order. */
static void index_lives(struct replay *replay)
{
    const struct record *record = replay->record;
    for (uint64_t i = 0; i < record->life_count; i++)
        if (record->lives[i].slot >= replay->slots)
            replay->slots = record->lives[i].slot + 1;
    replay->life_at = xcalloc((size_t)replay->slots + 1, sizeof *replay->life_at);
    replay->lives = xreallocarray(NULL, record->life_count, sizeof *replay->lives);
    replay->deaths = xreallocarray(NULL, record->life_count, sizeof *replay->deaths);
    replay->lost_ns = xreallocarray(NULL, record->life_count, sizeof *replay->lost_ns);
    replay->deaths_at_work = xreallocarray(NULL, record->life_count, sizeof *replay->deaths_at_work);
    for (uint64_t i = 0; i < record->life_count; i++)
        replay->life_at[record->lives[i].slot + 1]++;
    sum_up(replay->life_at, replay->slots);
    uint32_t *next = xreallocarray(NULL, (size_t)replay->slots + 1, sizeof *next);
    memcpy(next, replay->life_at, ((size_t)replay->slots + 1) * sizeof *next);
    for (uint64_t i = 0; i < record->life_count; i++)
        replay->lives[next[record->lives[i].slot]++] = (uint32_t)i;
    free(next);
    for (uint32_t slot = 0; slot < replay->slots; slot++)
        sum_lives(replay, slot);
}

static int by_time(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
    return (one > other) - (one < other);
}

/* The most that lived at once. Who ends at the moment of a birth is gone by then: the coordinator reaps, then forks. */
static void index_peaks(struct replay *replay)
{
    const struct record *record = replay->record;
    uint64_t *ends = xreallocarray(NULL, record->life_count, sizeof *ends);
    replay->peaks = xreallocarray(NULL, record->life_count, sizeof *replay->peaks);
    for (uint64_t i = 0; i < record->life_count; i++)
        ends[i] = record->lives[i].exited ? record->lives[i].exited : UINT64_MAX;
    qsort(ends, record->life_count, sizeof *ends, by_time);
    uint64_t ended = 0;
    uint32_t peak = 0;
    for (uint64_t i = 0; i < record->life_count; i++) {
        while (ended < record->life_count && ends[ended] <= record->lives[i].spawned)
            ended++;
        uint32_t live = i + 1 > ended ? (uint32_t)(i + 1 - ended) : 0;
        peak = live > peak ? live : peak;
        replay->peaks[i] = peak;
    }
    free(ends);
}

/* Of two tasks of a slot, the one that started first; tasks of no length come before what started with them. */
static int by_start(const void *a, const void *b, void *context)
{
    const struct record_task *tasks = context;
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    const struct record_task *one = &tasks[i], *other = &tasks[k];
    if (one->started != other->started)
        return one->started < other->started ? -1 : 1;
    uint64_t end = one->state == TASK_RUNNING ? UINT64_MAX : one->ended;
    uint64_t other_end = other->state == TASK_RUNNING ? UINT64_MAX : other->ended;
    return end != other_end ? (end < other_end ? -1 : 1) : (i > k) - (i < k);
}

/* Tasks are handed out by number, so they mostly lie in order already. */
static void sort_slot(const struct replay *replay, uint32_t slot)
{
    uint32_t *tasks = replay->tasks + replay->task_at[slot];
    uint32_t count = replay->task_at[slot + 1] - replay->task_at[slot];
    for (uint32_t i = 1; i < count; i++)
        if (by_start(&tasks[i - 1], &tasks[i], replay->record->tasks) > 0) {
            qsort_r(tasks, count, sizeof *tasks, by_start, replay->record->tasks);
            return;
        }
}

static void sum_slot(const struct replay *replay, uint32_t slot)
{
    struct replay_sum sum = { 0 };
    for (uint32_t i = replay->task_at[slot]; i < replay->task_at[slot + 1]; i++) {
        const struct record_task *task = &replay->record->tasks[replay->tasks[i]];
        replay->sums[i] = sum;
        if (task->state != TASK_DONE)
            continue;
        sum.done++;
        sum.busy_ns += task->ended - task->started;
        sum.weight += (double)replay->workload->ops->weight(replay->workload, replay->tasks[i]);
    }
}

static void index_tasks(struct replay *replay)
{
    const struct record *record = replay->record;
    replay->task_at = xcalloc((size_t)replay->slots + 1, sizeof *replay->task_at);
    for (uint64_t i = 0; i < record->task_count; i++)
        if (start_of(&record->tasks[i]) != UINT64_MAX)
            replay->task_at[record->lives[record->tasks[i].life].slot + 1]++;
    sum_up(replay->task_at, replay->slots);
    uint32_t count = replay->task_at[replay->slots];
    replay->tasks = xreallocarray(NULL, count, sizeof *replay->tasks);
    replay->sums = xreallocarray(NULL, count, sizeof *replay->sums);
    uint32_t *next = xreallocarray(NULL, (size_t)replay->slots + 1, sizeof *next);
    memcpy(next, replay->task_at, ((size_t)replay->slots + 1) * sizeof *next);
    for (uint64_t i = 0; i < record->task_count; i++)
        if (start_of(&record->tasks[i]) != UINT64_MAX)
            replay->tasks[next[record->lives[record->tasks[i].life].slot]++] = (uint32_t)i;
    free(next);
    for (uint32_t slot = 0; slot < replay->slots; slot++) {
        sort_slot(replay, slot);
        sum_slot(replay, slot);
    }
}

/* ---- buckets ------------------------------------------------------------------------------------------ */

static void add_to_bucket(struct replay_bucket *bucket, const struct record *record, uint64_t number,
                          uint64_t claim)
{
    const struct record_task *task = &record->tasks[number];
    bool ended = task->state == TASK_DONE || task->state == TASK_FAILED;
    uint64_t start = start_of(task), end = ended ? task->ended : UINT64_MAX;
    bucket->claim_min = claim < bucket->claim_min ? claim : bucket->claim_min;
    bucket->claim_max = claim > bucket->claim_max ? claim : bucket->claim_max;
    bucket->start_min = start < bucket->start_min ? start : bucket->start_min;
    bucket->end_max = end > bucket->end_max ? end : bucket->end_max;
    bucket->done += task->state == TASK_DONE;
    bucket->failed += task->state == TASK_FAILED;
    if (task->life != RECORD_LIFE_NONE)
        snapshot_vote(&bucket->slot, &bucket->votes, record->lives[task->life].slot, 1);
}

static void index_buckets(struct replay *replay)
{
    uint64_t tasks = replay->record->task_count, claim = UINT64_MAX;
    replay->bucket_tasks = snapshot_cell_tasks(tasks, SNAPSHOT_BUCKETS);
    replay->bucket_count = (tasks + replay->bucket_tasks - 1) / replay->bucket_tasks;
    replay->buckets = xcalloc(replay->bucket_count ? replay->bucket_count : 1, sizeof *replay->buckets);
    for (uint64_t i = 0; i < tasks; i++) {
        struct replay_bucket *bucket = &replay->buckets[i / replay->bucket_tasks];
        claim = replay_claim(replay, i, i % replay->record->chunk, claim);
        if (i % replay->bucket_tasks == 0)
            *bucket = (struct replay_bucket){
                .claim_first = claim, .claim_min = UINT64_MAX, .start_min = UINT64_MAX, .slot = SLOTS_MAX
            };
        add_to_bucket(bucket, replay->record, i, claim);
    }
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

static void reach(struct replay *replay, uint64_t moment)
{
    replay->end = moment > replay->end ? moment : replay->end;
}

static void find_ends(struct replay *replay)
{
    const struct record *record = replay->record;
    uint64_t ended = 0;
    for (uint64_t i = 0; i < replay->bucket_count; i++)
        ended = replay->buckets[i].end_max > ended ? replay->buckets[i].end_max : ended;
    replay->all_ended = ended;
    reach(replay, record->toc);
    reach(replay, record->done);
    reach(replay, ended == UINT64_MAX ? 0 : ended);
    for (uint64_t i = 0; i < record->life_count; i++) {
        reach(replay, record->lives[i].spawned);
        reach(replay, record->lives[i].exited);
    }
    for (uint32_t slot = 0; slot < replay->slots; slot++) /* one of its tasks may never have ended */
        if (replay->task_at[slot + 1] > replay->task_at[slot])
            reach(replay, record->tasks[replay->tasks[replay->task_at[slot + 1] - 1]].started);
}

void replay_open(struct replay *replay, const struct record *record, const struct workload *workload,
                 const struct strategy *strategy, const struct plan *plan)
{
    *replay = (struct replay){
        .record = record,
        .workload = workload,
        .strategy = strategy,
        .plan = plan,
        .weight_total = workload->ops->weight_before(workload, record->task_count),
        .schedule_ns = estimate_schedule(workload, plan),
    };
    index_lives(replay);
    index_peaks(replay);
    index_tasks(replay);
    index_buckets(replay);
    find_ends(replay);
}

void replay_close(struct replay *replay)
{
    free(replay->life_at);
    free(replay->task_at);
    free(replay->lives);
    free(replay->tasks);
    free(replay->deaths);
    free(replay->lost_ns);
    free(replay->deaths_at_work);
    free(replay->sums);
    free(replay->peaks);
    free(replay->buckets);
    free(replay->doomed);
    *replay = (struct replay){ .record = NULL };
}
