#include "support/scene_timeline.h"

#include "view/frame.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define S  UINT64_C(1000000000)
#define MS UINT64_C(1000000)
#define US UINT64_C(1000)

extern const struct view_ops view_timeline;

/* ---- runs on paper ------------------------------------------------------------------------------------- */

struct worker {
    uint64_t free_at;
    uint32_t life;
};

struct paper {
    const struct paper_run *plan;
    struct record *record;
    struct worker *workers;
    uint64_t next;             /* task that was never handed out */
    uint64_t back, back_end;   /* those that came back … */
    uint64_t back_at;          /* … at this time */
    uint64_t lives_room, last; /* last: when the latest task ends */
    bool process, died;
};

static void be_born(struct paper *paper, uint32_t slot, uint64_t at)
{
    struct record *record = paper->record;
    if (record->life_count == paper->lives_room) {
        paper->lives_room = paper->lives_room ? 2 * paper->lives_room : 16;
        record->lives = xreallocarray(record->lives, paper->lives_room, sizeof *record->lives);
    }
    record->lives[record->life_count] = (struct record_life){
        .spawned = at, .slot = slot, .died_task = UINT32_MAX, .pid = 1000 + (int)record->life_count
    };
    paper->workers[slot].life = (uint32_t)record->life_count++;
    paper->workers[slot].free_at = at + paper->plan->start;
}

static void die(struct paper *paper, uint32_t slot, uint64_t task, uint64_t end)
{
    struct worker *worker = &paper->workers[slot];
    struct record_life *life = &paper->record->lives[worker->life];
    life->died_task = (uint32_t)task;
    life->died_started = worker->free_at;
    life->exited = worker->free_at + paper->plan->after;
    life->status = 9;
    paper->record->tasks[task].attempts = 1;
    paper->died = true;
    paper->back = task;
    paper->back_end = end;
    paper->back_at = life->exited;
    be_born(paper, slot, life->exited + 200 * MS);
}

static void work(struct paper *paper, uint32_t slot, uint64_t from, uint64_t end)
{
    struct worker *worker = &paper->workers[slot];
    for (uint64_t i = from; i < end; i++) {
        struct record_task *task = &paper->record->tasks[i];
        if (i == paper->plan->dies && !paper->died) {
            die(paper, slot, i, end);
            return;
        }
        task->started = worker->free_at;
        task->ended = task->started + paper->plan->length(i);
        task->life = worker->life;
        task->state = TASK_DONE;
        task->attempts++;
        paper->last = task->ended > paper->last ? task->ended : paper->last;
        worker->free_at = task->ended + paper->plan->between;
    }
}

static uint32_t first_free(const struct paper *paper)
{
    uint32_t first = 0;
    for (uint32_t i = 1; i < paper->plan->workers; i++)
        if (paper->workers[i].free_at < paper->workers[first].free_at)
            first = i;
    return first;
}

static void hand_out(struct paper *paper)
{
    uint32_t slot = first_free(paper);
    struct worker *worker = &paper->workers[slot];
    uint64_t tasks = paper->record->task_count, chunk = paper->plan->chunk;
    if (paper->process) {
        if (worker->life != RECORD_LIFE_NONE)
            paper->record->lives[worker->life].exited = worker->free_at;
        be_born(paper, slot, worker->free_at + (worker->life != RECORD_LIFE_NONE ? paper->plan->leave : 0));
    }
    bool back = paper->back < paper->back_end && worker->free_at >= paper->back_at;
    if (!back && paper->next == tasks) {
        worker->free_at = paper->back_at; /* nothing to do until then */
        return;
    }
    uint64_t from = back ? paper->back : paper->next;
    uint64_t end = back ? paper->back_end : tasks - from < chunk ? tasks : from + chunk;
    paper->back = back ? paper->back_end : paper->back;
    paper->next = back ? paper->next : end;
    work(paper, slot, from, end);
}

static void leave_all(struct paper *paper)
{
    struct record *record = paper->record;
    for (uint32_t i = 0; i < paper->plan->workers; i++) {
        struct worker *worker = &paper->workers[i];
        if (worker->life == RECORD_LIFE_NONE)
            continue;
        uint64_t from = paper->process ? worker->free_at : paper->last;
        record->lives[worker->life].exited = from + paper->plan->leave;
        record->toc = from + paper->plan->leave > record->toc ? from + paper->plan->leave : record->toc;
    }
}

void make_paper_run(struct record *record, const struct paper_run *plan, bool process)
{
    struct paper paper = { .plan = plan, .record = record, .process = process };
    for (uint64_t i = 0; i < record->task_count; i++)
        record->tasks[i].life = RECORD_LIFE_NONE;
    paper.workers = xcalloc(plan->workers, sizeof *paper.workers);
    for (uint32_t i = 0; i < plan->workers; i++) {
        paper.workers[i] = (struct worker){ 100 * US * (i + 1), RECORD_LIFE_NONE };
        if (!process)
            be_born(&paper, i, 100 * US * (i + 1));
    }
    while (paper.next < record->task_count || paper.back < paper.back_end)
        hand_out(&paper);
    leave_all(&paper);
    record->phase = BOARD_ENDED;
    record->peak_live = record->slots = plan->workers;
    record->chunk = plan->chunk;
    free(paper.workers);
    record_sum(record);
}

/* ---- scenes -------------------------------------------------------------------------------------------- */

static uint64_t one_to_ten(uint64_t task)
{
    return (task + 1) * S + 200 * US;
}

static uint64_t one_second(uint64_t task)
{
    (void)task;
    return S + 100 * US;
}

static uint64_t growing(uint64_t task)
{
    return 200 + task * 4;
}

static uint64_t twentieth(uint64_t task)
{
    return (20 + task * 7919 % 13 * 10) * MS;
}

static uint64_t short_lived(uint64_t task)
{
    return 100 * US + task % 7 * 20 * US;
}

static uint64_t instant(uint64_t task)
{
    return 2 * US + task % 5 * US;
}

struct kind {
    const char *name;
    struct paper_run run;
    uint64_t toc, now; /* 0: as it came out */
};

#define POOL(workers, chunk)                                                                                 \
    "\"strategies\": [{\"kind\": \"pool\", \"workers\": " #workers ", \"chunk\": " #chunk "}]}"

static const struct kind kinds[] = {
    { "five",
      { "{\"title\": \"Pool of five\", \"workload\": {\"kind\": \"sleep\", \"seconds\": {\"from\": 1, \"to\": 10}}," POOL(
            5, 1),
        5, 1, one_to_ten, 400 * US, 20 * US, 300 * US, TASK_NONE, 0 },
      0,
      0 },
    { "five-at-7s",
      { "{\"title\": \"Pool of five\", \"workload\": {\"kind\": \"sleep\", \"seconds\": {\"from\": 1, \"to\": 10}}," POOL(
            5, 1),
        5, 1, one_to_ten, 400 * US, 20 * US, 300 * US, TASK_NONE, 0 },
      0,
      7 * S },
    { "unjoined",
      { "{\"title\": \"Two naps, nobody joins\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 1, \"count\": 2},"
        "\"strategies\": [{\"kind\": \"process\", \"join\": false}]}",
        2, 1, one_second, 300 * US, 0, 200 * US, TASK_NONE, 0 },
      1200 * US,
      0 },
    { "joined",
      { "{\"title\": \"Two naps, joined\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 1, \"count\": 2},"
        "\"strategies\": [\"process\"]}",
        2, 1, one_second, 300 * US, 0, 200 * US, TASK_NONE, 0 },
      0,
      0 },
    { "serial",
      { "{\"title\": \"Two naps in a row\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 1, \"count\": 2},"
        "\"strategies\": [\"serial\"]}",
        1, 1, one_second, 300 * US, 0, 200 * US, TASK_NONE, 0 },
      0,
      0 },
    { "death",
      { "{\"title\": \"A death\", \"workload\": {\"kind\": \"sleep\", \"seconds\": {\"from\": 1, \"to\": 10}}," POOL(
            5, 1),
        5, 1, one_to_ten, 400 * US, 20 * US, 300 * US, 6, 3 * S },
      0,
      0 },
    { "chunks",
      { "{\"title\": \"Chunks\", \"workload\": {\"kind\": \"perfect\", \"to\": 20000}," POOL(2, 2500), 2,
        2500, growing, 400 * US, 100, 300 * US, TASK_NONE, 0 },
      0,
      0 },
    { "big",
      { "{\"title\": \"Perfect numbers to a million\", \"workload\": {\"kind\": \"perfect\", \"to\": 1000000}," POOL(
            4, 1),
        4, 1, growing, 400 * US, 100, 300 * US, TASK_NONE, 0 },
      0,
      0 },
    { "crowd",
      { "{\"title\": \"A hundred and twenty workers\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 0.08, \"count\": "
        "2000}," POOL(120, 1),
        120, 1, twentieth, 3 * MS, 20 * US, 300 * US, TASK_NONE, 0 },
      0,
      0 },
    { "processes",
      { "{\"title\": \"A process for each\", \"workload\": {\"kind\": \"perfect\", \"to\": 100000},"
        "\"strategies\": [\"process\"]}",
        4, 1, short_lived, 60 * US, 0, 40 * US, TASK_NONE, 0 },
      0,
      0 },
    { "instants",
      { "{\"title\": \"A process for next to nothing\", \"workload\": {\"kind\": \"perfect\", \"to\": 20000},"
        "\"strategies\": [\"process\"]}",
        30, 1, instant, 150 * US, 0, 100 * US, TASK_NONE, 0 },
      0,
      0 },
};

const char *scene_timeline_name(size_t index)
{
    return index < sizeof kinds / sizeof *kinds ? kinds[index].name : NULL;
}

static void read_experiment(struct experiment *experiment, const char *json)
{
    char *messages = experiment_parse(experiment, "scene.json", json, strlen(json), NULL, 0);
    if (messages) {
        fputs(messages, stderr);
        abort();
    }
}

static void make(struct scene_timeline *scene, const struct kind *kind)
{
    struct recording *recording = &scene->recording;
    const struct strategy *strategy = &recording->experiment.strategies[0];
    struct recorded_run *run = recording->runs = xcalloc(1, sizeof *recording->runs);
    recording->run_count = 1;
    strategy_plan(strategy, &recording->experiment.workload, &scene->machine, &run->plan);
    run->plan.limit[0] = '\0';
    run->plan.slots = kind->run.workers;
    run->record.task_count = recording->experiment.workload.tasks;
    run->record.tasks = xcalloc(run->record.task_count, sizeof *run->record.tasks);
    make_paper_run(&run->record, &kind->run, strategy->ops == &strategy_process);
    run->record.toc = kind->toc ? kind->toc : run->record.toc;
}

bool scene_timeline_open(struct scene_timeline *scene, const char *name)
{
    const struct kind *kind = kinds;
    while (kind < kinds + sizeof kinds / sizeof *kinds && strcmp(kind->name, name) != 0)
        kind++;
    if (kind == kinds + sizeof kinds / sizeof *kinds)
        return false;
    *scene = (struct scene_timeline){ .machine = { .cores = 4, .threads_per_core = 1, .cpu = "AMD EPYC" } };
    scene->recording.machine = scene->machine;
    read_experiment(&scene->recording.experiment, kind->run.experiment);
    make(scene, kind);
    timeline_source_record(&scene->timeline_source, &scene->recording, 0, NULL);
    if (kind->now)
        scene->timeline_source.timeline.now = kind->now;
    return true;
}

void scene_timeline_close(struct scene_timeline *scene)
{
    timeline_source_close(&scene->timeline_source);
    recording_release(&scene->recording);
}

void scene_timeline_draw(struct scene_timeline *scene, void *state, struct canvas *canvas)
{
    scene->model = (struct model){ .machine = &scene->machine,
                                   .recording = &scene->recording,
                                   .timeline = &scene->timeline_source.timeline,
                                   .ascii = canvas->ascii };
    view_timeline.prepare(state, &scene->model, canvas->w, canvas->h);
    frame_draw(canvas, &(struct frame){ .view = &view_timeline, .state = state, .model = &scene->model });
}
