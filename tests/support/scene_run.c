/* Moments of runs. */
#include "support/scene_kind.h"

#include <stdarg.h>
#include <stdio.h>

#define EIGHT_ON_TWO                                                                                         \
    "\"title\": \"Eight on two\", \"workload\": {\"kind\": \"perfect\", \"from\": 1, \"to\": 100000},"       \
    "\"strategies\": [{\"kind\": \"pool\", \"workers\": 8, \"chunk\": 1}]"
#define UNSUPERVISED                                                                                         \
    "\"title\": \"Nothing watches\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 0.4, \"count\": 12},"  \
    "\"strategies\": [{\"kind\": \"pool\", \"workers\": 3, \"chunk\": 1, \"supervised\": false}]"

static void add_line(struct scene *scene, double seconds, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add_line(struct scene *scene, double seconds, const char *format, ...)
{
    struct output *output = scene->output;
    struct output_line *line = &output->lines[output->count++];
    va_list args;
    line->time = (uint64_t)(seconds * 1e9);
    va_start(args, format);
    vsnprintf(line->text, sizeof line->text, format, args);
    va_end(args);
}

static void two_done(struct scene *scene)
{
    scene_add_run(scene, 0, 9.48);
    scene_add_run(scene, 1, 9.21);
    add_line(scene, 0.0001, "6 is a perfect number");
    add_line(scene, 0.0001, "28 is a perfect number");
    add_line(scene, 0.0001, "496 is a perfect number");
    add_line(scene, 0.0107, "8128 is a perfect number");
}

/* Chunks of 12 500 in turn; the fifth and the sixth are under way. */
static enum task_state chunked_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    uint64_t chunk = task / 12500;
    uint64_t within = task % 12500;
    uint64_t at = chunk == 4 ? 11371 : 6502;
    (void)scene;
    *slot = (uint32_t)chunk % 2;
    if (chunk > 5)
        return TASK_WAITING;
    if (chunk < 4 || within < at)
        return TASK_DONE;
    return within == at ? TASK_RUNNING : TASK_CLAIMED;
}

static void chunked_worker(const struct scene *scene, struct worker_facts *worker)
{
    (void)scene;
    worker->pid = 4121 + (int)worker->slot;
    worker->state = SLOT_RUNNING;
    worker->task = worker->slot ? 12500 * 5 + 6502 : 12500 * 4 + 11371;
    worker->chunk_number = 5 + worker->slot;
    worker->chunk_share = worker->slot ? 0.52 : 0.91;
    worker->tasks_done = worker->slot ? 31502 : 36371;
    worker->busy_ns = S * 328 / 100;
    worker->sample = (struct process_sample){ OS_ON_CORE, (int)worker->slot, 1400 };
}

static enum task_state single_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    (void)scene;
    *slot = (uint32_t)(task * 7919 % 13 % 2);
    return task < 71234 ? TASK_DONE : task < 71236 ? TASK_RUNNING : TASK_WAITING;
}

/* Eight workers on two cores. */
static void crowded_worker(const struct scene *scene, struct worker_facts *worker)
{
    chunked_worker(scene, worker);
    worker->task = 71234 + worker->slot;
    worker->chunk_number = 0;
    worker->tasks_done = 9000 + 10 * worker->slot;
    worker->weight_done = 317100000.0 + 9e6 * worker->slot;
    worker->busy_ns = S * 29 / 10;
    worker->no_core = 0.75;
    worker->sample.state = worker->slot < 2 ? OS_ON_CORE : OS_READY;
}

static enum task_state crowded_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    (void)scene;
    *slot = (uint32_t)(task * 7919 % 13 % 8);
    return task < 71234 ? TASK_DONE : task < 71242 ? TASK_RUNNING : TASK_WAITING;
}

static void three_done(struct scene *scene)
{
    two_done(scene);
    scene_add_run(scene, 2, 5.34);
}

static void single_worker(const struct scene *scene, struct worker_facts *worker)
{
    chunked_worker(scene, worker);
    worker->task = 71234 + worker->slot;
    worker->chunk_number = 0;
    worker->tasks_done = 35612 + 10 * worker->slot;
    worker->weight_done = 1268400000.0 + 9e6 * worker->slot;
    worker->sample.state = worker->slot ? OS_READY : OS_ON_CORE;
}

static void one_done(struct scene *scene)
{
    scene_add_run(scene, 0, 9.48);
}

static enum task_state forked_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    (void)scene;
    *slot = (uint32_t)(task % 37);
    if (task < 59000)
        return TASK_DONE;
    if (task < 60800)
        return task % 3 ? TASK_DONE : TASK_RUNNING;
    return task < 61200 ? TASK_CLAIMED : TASK_WAITING;
}

static void forked_worker(const struct scene *scene, struct worker_facts *worker)
{
    (void)scene;
    worker->pid = 30123 + (int)worker->slot;
    worker->state = SLOT_RUNNING;
    worker->task = 59001 + worker->slot;
    worker->task_age_ns = 80000;
    worker->busy_ns = 80000;
}

static void look_at_forked(struct scene *scene)
{
    struct snapshot *snapshot = scene->snapshot;
    snapshot->lives = 61200;
    snapshot->live_workers = 1000;
    snapshot->peak_live = 2310;
    snapshot->busy_ns = 59600 * UINT64_C(92000);
}

static void naps_unjoined(struct scene *scene)
{
    for (int i = 0; i < 10; i++)
        add_line(scene, 0.0004 + 0.0001 * i, "worker %d starts nap %d · 1 s", i, i + 1);
}

static enum task_state napping_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    (void)scene;
    *slot = (uint32_t)task;
    return TASK_RUNNING;
}

static void napping_worker(const struct scene *scene, struct worker_facts *worker)
{
    worker->pid = 5210 + (int)worker->slot;
    worker->state = SLOT_RUNNING;
    worker->task = worker->slot;
    worker->task_age_ns = scene->kind->now - 400000 - 100000 * worker->slot;
    worker->task_share = (double)worker->task_age_ns / 1e9;
    worker->busy_ns = worker->task_age_ns;
    worker->sample = (struct process_sample){ OS_ASLEEP, (int)worker->slot % 2, 1100 };
}

static void look_at_unjoined(struct scene *scene)
{
    scene->snapshot->phase = BOARD_UNJOINED;
    scene->snapshot->toc = 1200000;
}

/* Five workers, naps of 1 … 10 s: at 9.2 s naps 7 to 10 run, the second worker … the first has none left. */
static enum task_state five_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    (void)scene;
    *slot = (uint32_t)(task % 5);
    return task < 6 ? TASK_DONE : TASK_RUNNING;
}

static void five_worker(const struct scene *scene, struct worker_facts *worker)
{
    static const double began[] = { 0, 2, 3, 4, 5 };
    double now = (double)scene->kind->now / 1e9;
    worker->pid = 6001 + (int)worker->slot;
    worker->tasks_done = worker->slot ? 1 : 2;
    worker->busy_ns = worker->slot ? scene->kind->now : 7 * S;
    worker->state = worker->slot ? SLOT_RUNNING : SLOT_IDLE;
    worker->sample = (struct process_sample){ OS_ASLEEP, (int)worker->slot % 2, 1200 };
    if (!worker->slot)
        return;
    worker->task = 5 + worker->slot;
    worker->task_age_ns = (uint64_t)((now - began[worker->slot]) * 1e9);
    worker->task_share = (now - began[worker->slot]) / (6 + worker->slot);
}

static enum task_state long_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    (void)scene;
    *slot = task == 30 ? 2 : (uint32_t)(task % 4);
    return task < 30 ? TASK_DONE : TASK_RUNNING;
}

static void long_worker(const struct scene *scene, struct worker_facts *worker)
{
    bool works = worker->slot == 2;
    worker->pid = 7101 + (int)worker->slot;
    worker->tasks_done = worker->slot < 2 ? 8 : 7;
    worker->busy_ns = works ? S * 7 / 10 + S * 9 / 10 : worker->tasks_done * S / 10;
    worker->state = works ? SLOT_RUNNING : SLOT_IDLE;
    worker->sample = (struct process_sample){ OS_ASLEEP, 1, 1200 };
    if (!works)
        return;
    worker->task = 30;
    worker->task_age_ns = scene->kind->now - S * 7 / 10;
    worker->task_share = (double)worker->task_age_ns / 2e9;
}

static void two_and_four_done(struct scene *scene)
{
    scene_add_run(scene, 0, 5.003);
    scene_add_run(scene, 1, 2.002);
    add_line(scene, 0.7002, "worker 2 starts nap 31 · 2 s");
    add_line(scene, 0.8002, "worker 1 wakes from nap 30");
}

static enum task_state crowd_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    (void)scene;
    *slot = (uint32_t)(task * 2654435761u % 1000);
    return task < 3500 ? TASK_DONE : task < 4485 ? TASK_RUNNING : TASK_WAITING;
}

static void crowd_worker(const struct scene *scene, struct worker_facts *worker)
{
    static const enum os_state states[] = {
        OS_ASLEEP, OS_ASLEEP, OS_READY, OS_ON_CORE, OS_ASLEEP, OS_STOPPED
    };
    bool works = worker->slot % 66 != 65;
    (void)scene;
    worker->pid = 123456 + (int)worker->slot;
    worker->state = works ? SLOT_RUNNING : SLOT_CLAIMING;
    worker->tasks_done = 3 + worker->slot % 2;
    worker->busy_ns = 17 * S / 10;
    worker->sample = (struct process_sample){ states[worker->slot % 6], (int)worker->slot % 2, 1100 };
    if (!works)
        return;
    worker->task = 3500 + worker->slot - worker->slot / 66;
    worker->task_age_ns = S / 5 + worker->slot % 7 * S / 20;
    worker->task_share = (double)worker->task_age_ns / (double)(S / 2);
}

static void look_at_crowd(struct scene *scene)
{
    scene->snapshot->states[SLOT_RUNNING] = 985;
    scene->snapshot->states[SLOT_CLAIMING] = 15;
}

static enum task_state failing_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    (void)scene;
    *slot = (uint32_t)(task % 3);
    return task == 7 ? TASK_FAILED : task < 15 ? TASK_DONE : task < 18 ? TASK_RUNNING : TASK_WAITING;
}

static void failing_worker(const struct scene *scene, struct worker_facts *worker)
{
    (void)scene;
    worker->pid = 8800 + (int)worker->slot;
    worker->generation = worker->slot == 1 ? 3 : 0;
    worker->state = worker->slot == 1 ? SLOT_STARTING : SLOT_RUNNING;
    worker->tasks_done = 5 - (worker->slot == 1);
    worker->busy_ns = 5 * S / 2;
    worker->sample = (struct process_sample){ worker->slot ? OS_ASLEEP : OS_STOPPED, 0, 1100 };
    if (worker->state == SLOT_STARTING)
        return;
    worker->task = 15 + worker->slot;
    worker->task_age_ns = S / 4;
    worker->task_share = 0.5;
}

static void look_at_failing(struct scene *scene)
{
    scene->snapshot->deaths = scene->snapshot->deaths_at_work = 3;
}

static void deaths_reported(struct scene *scene)
{
    for (int i = 0; i < 3; i++) {
        add_line(scene, 1.1 + i * 0.2,
                 "worker 1 killed by signal 9 (Killed), perhaps out of memory: nap 8 · 0.5 s goes "
                 "back to the queue");
        add_line(scene, 1.1 + i * 0.2, "a new process takes the place of worker 1");
    }
    add_line(scene, 1.5, "nap 8 · 0.5 s set aside: 3 attempts died");
}

static void repeats_done(struct scene *scene)
{
    static const double times[][4] = { { 9.48, 9.21, 5.34, 4.77 }, { 9.41, 8.90, 5.31, 4.80 } };
    for (size_t repeat = 0; repeat < 2; repeat++)
        for (size_t i = 0; i < 4; i++)
            scene_add_run(scene, i, times[repeat][i]);
    scene_add_run(scene, 0, 9.60);
    scene_add_run(scene, 1, 9.77);
}

/* Two naps are under way; the others wait at the gate, one of them within its chunk. */
static enum task_state held_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    (void)scene;
    *slot = (uint32_t)(task / 3 % 4);
    if (task < 12)
        return TASK_DONE;
    if (task >= 21)
        return TASK_WAITING;
    return task == 12 || task == 15 ? TASK_RUNNING : task == 18 ? TASK_DONE : TASK_CLAIMED;
}

static void held_worker(const struct scene *scene, struct worker_facts *worker)
{
    bool works = worker->slot < 2;
    worker->pid = 6200 + (int)worker->slot;
    worker->tasks_done = worker->slot == 2 ? 4 : 3;
    worker->busy_ns = worker->tasks_done * S;
    worker->state = works ? SLOT_RUNNING : SLOT_HELD;
    worker->chunk_number = worker->slot < 3 ? 5 + worker->slot : 4;
    worker->chunk_share = worker->slot == 2 ? 0.33 : worker->slot == 3 ? 1 : 0;
    worker->sample = (struct process_sample){ OS_ASLEEP, 0, 1100 };
    if (!works)
        return;
    worker->task = worker->slot ? 15 : 12;
    worker->task_age_ns = scene->kind->now - 65 * S / 10;
    worker->task_share = (double)worker->task_age_ns / 1e9;
    worker->busy_ns += worker->task_age_ns;
}

static void one_was_held(struct scene *scene)
{
    scene_add_run(scene, 0, 26.1);
    scene_last_run(scene, 0)->held_ns = 21 * S / 10;
    add_line(scene, 6.5001, "worker 0 starts nap 13 · 1 s");
    add_line(scene, 6.5002, "worker 1 starts nap 16 · 1 s");
    add_line(scene, 6.5003, "held: no task starts");
}

static void look_at_held(struct scene *scene)
{
    scene->snapshot->gate = GATE_HOLD;
    scene->snapshot->held_ns = 32 * S / 100;
}

/* The worker in slot 1 was killed in nap 2; nothing takes its place, and no worker will do its nap. */
static enum task_state deserted_task(const struct scene *scene, uint64_t task, uint32_t *slot)
{
    (void)scene;
    *slot = (uint32_t)(task % 3);
    return task == 1 ? TASK_CLAIMED : task < 4 ? TASK_DONE : task < 6 ? TASK_RUNNING : TASK_WAITING;
}

static void deserted_worker(const struct scene *scene, struct worker_facts *worker)
{
    (void)scene;
    worker->pid = 7300 + (int)worker->slot;
    worker->died = worker->slot == 1;
    worker->state = worker->died ? SLOT_EMPTY : SLOT_RUNNING;
    worker->tasks_done = worker->died ? 0 : 2;
    if (worker->died)
        return;
    worker->task = 4 + worker->slot / 2;
    worker->task_age_ns = S / 10;
    worker->task_share = 0.25;
    worker->sample = (struct process_sample){ OS_UNKNOWN, -1, 0 };
}

static void look_at_deserted(struct scene *scene)
{
    scene->snapshot->deaths = scene->snapshot->deaths_at_work = 1;
    scene->snapshot->lost = 1;
    if (scene->snapshot->cell_count > 1)
        scene->snapshot->cells[1].lost = 1;
}

/* As a replay shows it: the system was not asked. */
static void unsampled_worker(const struct scene *scene, struct worker_facts *worker)
{
    chunked_worker(scene, worker);
    worker->sample = (struct process_sample){ OS_UNKNOWN, -1, 0 };
}

static void look_at_replay(struct scene *scene)
{
    static const uint64_t marks[] = { 5340 * S / 1000 };
    scene->snapshot->live = false;
    scene->scrub = (struct scrub){ .now = scene->snapshot->now,
                                   .end = 5344 * S / 1000,
                                   .speed = 0.5,
                                   .playing = true,
                                   .what = "pool",
                                   .where = "run 3 of 4 · perfect.rec",
                                   .origin = "recorded",
                                   .marks = marks,
                                   .mark_count = 1 };
    scene->model.scrub = &scene->scrub;
}

const struct scene_kind scene_run_kinds[] = {
    { "pool", PERFECT "}", 3, 331 * S / 100, two_done, chunked_task, chunked_worker, 2, NULL },
    { "single", PERFECT "}", 4, 291 * S / 100, three_done, single_task, single_worker, 2, NULL },
    { "shared", "{" EIGHT_ON_TWO "}", 1, 291 * S / 100, NULL, crowded_task, crowded_worker, 8, NULL },
    { "dead", "{" UNSUPERVISED "}", 1, 99 * S / 100, NULL, deserted_task, deserted_worker, 3,
      look_at_deserted },
    { "processes", PERFECT "}", 2, 512 * S / 100, one_done, forked_task, forked_worker, 37, look_at_forked },
    { "naps", "{\"title\": \"Ten naps\"," NAPS "\"strategies\": [\"process\"]}", 1, 43 * S / 100,
      naps_unjoined, napping_task, napping_worker, 10, NULL },
    { "early",
      "{\"title\": \"Ten naps, nobody joins\"," NAPS
      "\"strategies\": [{\"kind\": \"process\", \"join\": false}]}",
      1, 43 * S / 100, naps_unjoined, napping_task, napping_worker, 10, look_at_unjoined },
    { "five",
      "{\"title\": \"Pool of five\", \"workload\": {\"kind\": \"sleep\", \"seconds\": {\"from\": 1, \"to\": 10}},"
      "\"strategies\": [{\"kind\": \"pool\", \"workers\": 5, \"chunk\": 1}]}",
      1, 82 * S / 10, NULL, five_task, five_worker, 5, NULL },
    { "long",
      "{\"title\": \"One long, many short\", \"workload\": {\"kind\": \"sleep\", \"seconds\": [0.1, 0.1, 0.1, 0.1,"
      "0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1,"
      "0.1, 0.1, 0.1, 0.1, 0.1, 2]}, \"strategies\": [\"serial\", \"process\","
      "{\"kind\": \"pool\", \"workers\": 4, \"chunk\": 1, \"label\": \"pool of four\"}]}",
      3, 16 * S / 10, two_and_four_done, long_task, long_worker, 4, NULL },
    { "crowd",
      "{\"title\": \"A crowd\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 0.5, \"count\": 20000},"
      "\"strategies\": [{\"kind\": \"pool\", \"workers\": 1000, \"chunk\": 1}]}",
      1, 2 * S, NULL, crowd_task, crowd_worker, 1000, look_at_crowd },
    { "failed",
      "{\"title\": \"A task that kills\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 0.5, \"count\": 24},"
      "\"strategies\": [{\"kind\": \"pool\", \"workers\": 3, \"chunk\": 1}]}",
      1, 27 * S / 10, deaths_reported, failing_task, failing_worker, 3, look_at_failing },
    { "repeats", PERFECT ", \"repeat\": 5, \"warmup\": 1}", 15, 331 * S / 100, repeats_done, chunked_task,
      chunked_worker, 2, NULL },
    { "held",
      "{\"title\": \"Naps\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 1, \"count\": 24},"
      "\"strategies\": [\"serial\", {\"kind\": \"pool\", \"workers\": 4, \"chunk\": 3}]}",
      2, 682 * S / 100, one_was_held, held_task, held_worker, 4, look_at_held },
    { "replay", PERFECT "}", 3, 331 * S / 100, two_done, chunked_task, unsampled_worker, 2, look_at_replay },
    { .name = NULL },
};
