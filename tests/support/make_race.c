#include "support/make_race.h"

#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct machine machine = {
    .cores = 2, .threads_per_core = 1, .cpu = "AMD EPYC", .os = "Linux 6"
};

/* The worker that is free first. */
static uint32_t next_worker(const uint64_t free_at[], uint32_t workers)
{
    uint32_t next = 0;
    for (uint32_t i = 1; i < workers; i++)
        if (free_at[i] < free_at[next])
            next = i;
    return next;
}

static uint32_t life_for(struct record *record, bool process, uint32_t worker, uint64_t at)
{
    if (!process && worker < record->life_count)
        return worker;
    uint32_t number = (uint32_t)record->life_count++;
    record->lives[number] = (struct record_life){
        .spawned = at,
        .died_task = UINT32_MAX,
        .slot = worker,
        .pid = 1000 + (int32_t)number,
    };
    return number;
}

static void work_through(struct record *record, const struct workload *workload, const struct race_run *run,
                         bool process)
{
    uint64_t *free_at = xcalloc(run->workers, sizeof *free_at);
    uint64_t end = run->broken ? record->task_count / 2 : record->task_count;
    for (uint32_t i = 0; !process && i < run->workers; i++)
        life_for(record, process, i, 0);
    for (uint64_t first = 0; first < end; first += run->chunk) {
        uint32_t worker = next_worker(free_at, run->workers);
        uint32_t life = life_for(record, process, worker, free_at[worker]);
        uint64_t now = free_at[worker] + run->overhead;
        for (uint64_t i = first; i < first + run->chunk && i < end; i++) {
            struct record_task *task = &record->tasks[i];
            *task = (struct record_task){ .started = now, .life = life, .state = TASK_DONE, .attempts = 1 };
            now = task->ended = now + workload->ops->weight(workload, i) * run->unit;
        }
        free_at[worker] = record->lives[life].exited = now;
        record->done = now > record->done ? now : record->done;
    }
    if (run->fails)
        record->tasks[end - 1].state = TASK_FAILED;
    for (uint64_t i = 0; !process && i < record->life_count; i++)
        record->lives[i].exited = record->done;
    free(free_at);
}

static void make_run(struct recorded_run *recorded, const struct experiment *experiment,
                     const struct race_run *run)
{
    uint64_t tasks = experiment->workload.tasks;
    bool process = experiment->strategies[run->strategy].ops == &strategy_process;
    *recorded = (struct recorded_run){
        .strategy = run->strategy,
        .repeat = run->repeat,
        .warmup = run->warmup,
        .plan = { .traits = experiment->strategies[run->strategy].ops->traits,
                  .slots = run->workers,
                  .workers = run->workers,
                  .chunk = run->chunk,
                  .join = true },
        .record = { .tasks = xcalloc(tasks, sizeof(struct record_task)),
                    .lives = xcalloc(process ? tasks : run->workers, sizeof(struct record_life)),
                    .task_count = tasks,
                    .chunk = run->chunk,
                    .slots = run->workers,
                    .peak_live = run->workers,
                    .held_ns = run->held_ns,
                    .phase = run->broken ? BOARD_BROKEN : BOARD_ENDED },
    };
    for (uint64_t i = 0; i < tasks; i++)
        recorded->record.tasks[i].life = RECORD_LIFE_NONE;
    work_through(&recorded->record, &experiment->workload, run, process);
    recorded->record.toc = recorded->record.done;
    record_sum(&recorded->record);
}

void make_race(struct finished *finished, const char *json, const struct race_run *runs, size_t count)
{
    struct experiment experiment;
    *finished = (struct finished){ .clock = "14:02" };
    char *messages = experiment_parse(&experiment, "race", json, strlen(json), NULL, 0);
    if (messages) {
        fputs(messages, stderr);
        abort();
    }
    struct recording *recording = &finished->recording;
    recording_begin(recording, &experiment, &machine);
    experiment_release(&experiment);
    recording->runs = xcalloc(count, sizeof *recording->runs);
    for (size_t i = 0; i < count; i++)
        make_run(&recording->runs[recording->run_count++], &recording->experiment, &runs[i]);
    results_of_recording(&finished->results, recording, recording->run_count);
    findings_of(&finished->findings, &finished->results, true);
}

void free_race(struct finished *finished)
{
    findings_release(&finished->findings);
    results_release(&finished->results);
    recording_release(&finished->recording);
}
