#include "support/make_record.h"

#include "base/random.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* What the worker in a slot does next, and when. */
enum next { BORN, TAKES, STARTS, ENDS, DIES, LEAVES, GONE };

struct made_worker {
    enum next next;
    uint64_t at;
    uint32_t life;
    uint64_t task, end; /* of its chunk */
};

struct making {
    const struct record_request *request;
    struct record *record;
    struct made_worker *workers;
    uint64_t ticket, ended, seed, last;
    size_t lives_room;
};

static uint64_t below(struct making *making, uint64_t limit)
{
    return limit ? random_next(&making->seed) % limit : 0;
}

static void be_born(struct making *making, uint32_t slot)
{
    struct record *record = making->record;
    struct made_worker *worker = &making->workers[slot];
    if (record->life_count == making->lives_room) {
        making->lives_room *= 2;
        record->lives = xreallocarray(record->lives, making->lives_room, sizeof *record->lives);
    }
    worker->life = (uint32_t)record->life_count++;
    record->lives[worker->life] = (struct record_life){
        .spawned = worker->at,
        .died_task = UINT32_MAX,
        .slot = slot,
        .cpu_ns = below(making, 1000000),
        .max_rss_kb = (uint32_t)below(making, 5000),
        .pid = (int32_t)(1000 + record->life_count),
    };
    uint32_t live = 0;
    for (uint32_t i = 0; i < making->request->slots; i++)
        live += making->workers[i].next != BORN && making->workers[i].next != GONE;
    record->peak_live = live + 1 > record->peak_live ? live + 1 : record->peak_live;
    worker->next = TAKES;
    worker->at += 1 + below(making, 50);
}

static void take_task(struct making *making, struct made_worker *worker)
{
    struct record *record = making->record;
    while (making->ticket < record->task_count && record->tasks[making->ticket].state != TASK_WAITING)
        making->ticket++;
    if (making->ticket == record->task_count) {
        bool over = making->ended == record->task_count || making->request->ops == &strategy_process;
        worker->next = over ? LEAVES : TAKES;
        worker->at += 20;
        return;
    }
    worker->task = making->ticket;
    worker->end =
        record->task_count - worker->task < record->chunk ? record->task_count : worker->task + record->chunk;
    making->ticket = worker->end;
    for (uint64_t i = worker->task; i < worker->end; i++)
        if (record->tasks[i].state == TASK_WAITING) {
            record->tasks[i].state = TASK_CLAIMED;
            record->tasks[i].life = worker->life;
        }
    worker->next = STARTS;
    worker->at += below(making, 3);
}

static void start(struct making *making, struct made_worker *worker)
{
    struct record_task *task = &making->record->tasks[worker->task];
    if (task->life != worker->life || task->state != TASK_CLAIMED) {
        worker->next = ++worker->task < worker->end ? STARTS : TAKES;
        return;
    }
    task->state = TASK_RUNNING;
    task->started = worker->at;
    worker->next = below(making, 1000) < making->request->deaths ? DIES : ENDS;
    worker->at += below(making, 100) < making->request->empty ? 0 : 1 + below(making, 1000);
}

static void end(struct making *making, struct made_worker *worker)
{
    struct record_task *task = &making->record->tasks[worker->task];
    task->state = TASK_DONE;
    task->attempts++;
    task->ended = worker->at;
    task->result = below(making, 10) == 0;
    making->ended++;
    worker->next = ++worker->task < worker->end                ? STARTS
                   : making->request->ops == &strategy_process ? LEAVES
                                                               : TAKES;
    worker->at += below(making, 4);
}

static void die(struct making *making, struct made_worker *worker)
{
    struct record *record = making->record;
    struct record_life *life = &record->lives[worker->life];
    struct record_task *task = &record->tasks[worker->task];
    life->died_task = (uint32_t)worker->task;
    life->died_started = task->started;
    life->exited = worker->at;
    life->status = 9;
    for (uint64_t i = worker->task; i < worker->end; i++)
        if (record->tasks[i].life == worker->life && record->tasks[i].state < TASK_DONE) {
            uint8_t attempts = record->tasks[i].attempts;
            record->tasks[i] = (struct record_task){ .life = RECORD_LIFE_NONE, .attempts = attempts };
        }
    making->ticket = worker->task < making->ticket ? worker->task : making->ticket;
    if (++task->attempts == 3) {
        *task = (struct record_task){ .started = life->died_started,
                                      .ended = worker->at,
                                      .life = worker->life,
                                      .state = TASK_FAILED,
                                      .attempts = 3 };
        making->ended++;
    }
    record->events = xreallocarray(record->events, record->event_count + 1, sizeof *record->events);
    record->events[record->event_count++] = (struct event){ .time = worker->at,
                                                            .task = worker->task,
                                                            .value = 9,
                                                            .slot = life->slot,
                                                            .life = worker->life,
                                                            .kind = EVENT_DEATH };
    worker->next = BORN;
    worker->at += 1 + below(making, 30);
}

static void leave(struct making *making, struct made_worker *worker)
{
    making->record->lives[worker->life].exited = worker->at;
    bool more = making->request->ops == &strategy_process && making->ended < making->record->task_count;
    worker->next = more ? BORN : GONE;
    worker->at += 1 + below(making, 5);
}

/* One thing happens: the earliest. False: nothing is left. */
static bool make_step(struct making *making)
{
    uint32_t slot = UINT32_MAX;
    for (uint32_t i = 0; i < making->request->slots; i++)
        if (making->workers[i].next != GONE &&
            (slot == UINT32_MAX || making->workers[i].at < making->workers[slot].at))
            slot = i;
    if (slot == UINT32_MAX)
        return false;
    struct made_worker *worker = &making->workers[slot];
    making->last = worker->at;
    switch (worker->next) {
    case BORN:
        be_born(making, slot);
        break;
    case TAKES:
        take_task(making, worker);
        break;
    case STARTS:
        start(making, worker);
        break;
    case ENDS:
        end(making, worker);
        break;
    case DIES:
        die(making, worker);
        break;
    case LEAVES:
        leave(making, worker);
        break;
    case GONE:
        break;
    }
    return true;
}

void make_record(struct recorded_run *run, const struct record_request *request)
{
    struct record *record = &run->record;
    struct making making = { .request = request, .record = record, .seed = request->seed };
    *run = (struct recorded_run){ .plan = { .traits = request->ops->traits,
                                            .slots = request->slots,
                                            .lives = request->tasks + 100,
                                            .chunk = request->chunk,
                                            .attempts = 3,
                                            .join = true,
                                            .workers =
                                                request->ops == &strategy_process ? 0 : request->slots } };
    *record =
        (struct record){ .task_count = request->tasks, .chunk = request->chunk, .slots = request->slots };
    record->tasks = xcalloc(request->tasks, sizeof *record->tasks);
    for (uint64_t i = 0; i < request->tasks; i++)
        record->tasks[i].life = RECORD_LIFE_NONE;
    making.lives_room = 16;
    record->lives = xreallocarray(NULL, making.lives_room, sizeof *record->lives);
    making.workers = xcalloc(request->slots, sizeof *making.workers);
    for (uint32_t i = 0; i < request->slots; i++)
        making.workers[i].at = i * 3;
    uint64_t most = request->broken ? 2 + below(&making, 3 * request->tasks) : UINT64_MAX;
    for (uint64_t steps = 0; steps < most && make_step(&making); steps++)
        ;
    record->phase = making.ended == request->tasks ? BOARD_ENDED : BOARD_BROKEN;
    record->toc = record->phase == BOARD_ENDED ? making.last + 5 : 0;
    record->coordinator_cpu_ns = 12345;
    if (record->phase == BOARD_BROKEN)
        strcpy(record->trouble, "the coordinator was ended by signal 9 (Killed)");
    record_sum(record);
    free(making.workers);
}
