/* A pool in the explorer's world: the program's own code, compiled here with a hook in front of each atomic
 * access (protocol_step.h): transition.c, transition_death.c, gate.c, worker.c and strategy_pool.c. Fork,
 * wait4 and the futex are played. There are two workers, the coordinator, and a front that holds and steps.
 * What must hold there is in explored_checks.h. Included once, by explore.c.
 *
 * `broken` says which rules of the protocol are not kept. */
#pragma once

#include "base/clock.h"
#include "engine/coordinator.h"
#include "explore/explorer.h"
#include "base/futex.h"
#include "board/gate.h"
#include "engine/worker.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define RULES(X)                                                                                             \
    X(says_claiming)                                                                                         \
    X(says_running_after_its_claims)                                                                         \
    X(claim_by_cas)                                                                                          \
    X(start_by_cas)                                                                                          \
    X(result_before_done)                                                                                    \
    X(sums_before_done)                                                                                      \
    X(end_by_cas)                                                                                            \
    X(ticket_comes_down)                                                                                     \
    X(lowers_the_ticket_of_its_queue)                                                                        \
    X(highest_ticket_is_kept)                                                                                \
    X(sweeps_to_the_highest_ticket)                                                                          \
    X(sweeps_open_queues_too)                                                                                \
    X(opens_ownerless_queues)                                                                                \
    X(requeues_its_own)                                                                                      \
    X(requeues_after_wait4)                                                                                  \
    X(sums_are_inherited)                                                                                    \
    X(permit_by_cas)                                                                                         \
    X(permit_comes_back)                                                                                     \
    X(permit_is_reissued)                                                                                    \
    X(gate_inside_chunks)                                                                                    \
    X(turn_is_read_first)                                                                                    \
    X(wake_is_read_first)                                                                                    \
    X(drained_queue_stirs_the_gate)                                                                          \
    X(deaths_count_in_the_task_alone)                                                                        \
    X(our_kills_do_not_count)                                                                                \
    X(deaths_are_remembered)                                                                                 \
    X(sets_aside_in_the_end)                                                                                 \
    X(counts_what_it_sets_aside)                                                                             \
    X(set_aside_is_an_end)                                                                                   \
    X(set_aside_stays_so)                                                                                    \
    X(notes_what_was_abandoned)                                                                              \
    X(what_is_abandoned_stays_so)                                                                            \
    X(refused_places_are_tried_again)                                                                        \
    X(end_wakes_all)

#define NUMBER(name) RULE_##name,
enum rule { RULES(NUMBER) RULE_COUNT };
#undef NUMBER

static uint64_t broken; /* a bit for each rule */

static void notify_coordinator(void);

/* The program's sources, with the world around them replaced. */
#define PROTOCOL_STEP()                         explorer_step()
#define RULE(name)                              (!(broken >> RULE_##name & 1))
#define PROTOCOL_PRIVATE_STEP()                 explorer_private_step()
#define board_note(board, ...)                  ((void)(board), (void)(__VA_ARGS__))
#define clock_ns()                              UINT64_C(1)
#define madvise(at, bytes, advice)              ((void)(at), (void)(bytes))
#define write(fd, bytes, size)                  (notify_coordinator(), (ssize_t)(size))
#define strategy_describe_more(plan, buf, size) ((void)(plan), (void)(buf), (void)(size))
#define strategy_pool                           explored_pool
#define strategy_serial                         explored_serial
#include "board/gate.c"
#include "engine/strategy_pool.c"
#include "board/transition.c"
#include "board/transition_death.c"
#include "engine/worker.c"
#undef write
#undef madvise
#undef clock_ns

enum { WORKERS = 2, COORDINATOR = 2, FRONT = 3, TASKS_MOST = 8, LIVES_MOST = 8 };

static struct coordinator explored; /* constant */

/* What changes besides the board. */
static struct world {
    struct worker_id id[WORKERS];
    int running[WORKERS];            /* the task inside workload->run(), or -1 */
    _Atomic uint32_t *word[WORKERS]; /* blocked until it differs from `unlike` */
    uint32_t unlike[WORKERS];
    bool notified;        /* the notify pipe holds a byte */
    bool timed;           /* the coordinator does not want to wait for ever */
    unsigned forks;       /* tried so far */
    bool doomed[WORKERS]; /* taken for dead too early */
    int retiring;         /* 1 + the worker whose death is being looked after; 0: none */
    unsigned held_starts; /* tasks begun while the gate was closed, which it has been from the beginning */
    unsigned permits;     /* that the front has given */
    bool began;           /* a task has begun */
    bool closed;          /* the gate, from the beginning until the front opens it */
    bool over;            /* every task had ended when the coordinator last reaped */
    bool refused;         /* a fork, since the coordinator last slept */
    bool ended;           /* pool_run() has returned … */
    bool through;         /* … this */
    uint64_t done[TASKS_MOST]; /* the words of the tasks that are done or set aside */
    uint64_t result[TASKS_MOST];
} world;

static struct board *board;
static struct plan plan;
static bool untrue_deaths; /* taken for dead while it works: what is done stays as it is, no more can hold */
static bool refuses;       /* no worker can be forked into the last slot */
static bool ours;          /* deaths are kills of our own, which cost no attempt */
static bool lacks;         /* some worker or other may be missing, and it may be said */
static unsigned refused_from,
    refused_to; /* of the forks that are tried; 0: none is refused for a moment only */

/* What must hold as long as no rule is broken and a death is a death. */
static void expect(bool holds, const char *what)
{
    explorer_must(holds || untrue_deaths, what);
}

/* The queue that a task lies in. */
static struct queue *queue_at(uint64_t task)
{
    struct queue *queue = board->queues;
    uint64_t position = 0;

    while (board_order(board, position) != task)
        position++;
    while (position >= queue->end)
        queue++;
    return queue;
}

/* ---- the workers' world -------------------------------------------------------------------------------- */

static void notify_coordinator(void)
{
    explorer_step();
    world.notified = true;
}

void futex_wait(_Atomic uint32_t *word, uint32_t unlike)
{
    int me = explorer_me();

    explorer_step();
    if (atomic_load(word) != unlike)
        return;
    world.word[me] = word;
    world.unlike[me] = unlike;
    explorer_block();
}

void futex_wake_all(_Atomic uint32_t *word)
{
    (void)word; /* a waiting actor is called as soon as the word differs: no wake is needed */
}

static uint64_t play_run(const struct workload *workload, uint64_t task, uint64_t started,
                         workload_progress *progress, void *scratch)
{
    int me = explorer_me();

    (void)workload, (void)started, (void)progress, (void)scratch;
    for (int i = 0; i < WORKERS; i++)
        expect(i == me || !explorer_is_alive(i) || world.running[i] != (int)task,
               "two live workers run the same task");
    world.running[me] = (int)task;
    world.held_starts += world.closed;
    expect(world.held_starts <= world.permits || !world.closed, "more tasks begin than were permitted");
    expect(queue_at(task) == board_queue(board, (uint32_t)me) || queue_at(task)->open,
           "a task of another's queue, which is not open, is run");
    explorer_step();
    world.running[me] = -1;
    return task + 100;
}

static uint64_t play_weight(const struct workload *workload, uint64_t task)
{
    (void)workload, (void)task;
    return 1;
}

static void play_label(const struct workload *workload, uint64_t task, char *buf, size_t size)
{
    (void)workload;
    snprintf(buf, size, "%d", (int)task);
}

static const struct workload_ops play_ops = {
    .name = "play", .run = play_run, .weight = play_weight, .label = play_label
};

static void worker_body(void)
{
    struct worker worker = { .board = board, .id = world.id[explorer_me()], .tic = 1 };

    worker.workload.ops = &play_ops;
    worker_serve(&worker);
}

static void coordinator_body(void)
{
    world.through = pool_run(&explored, &plan);
    world.ended = true;
}

/* ---- the front ----------------------------------------------------------------------------------------- */

static bool is_permit_gone(void)
{
    return atomic_load(&board->gate) == GATE_HOLD; /* its word without a permit */
}

/* The gate is closed from the beginning: one step, and when the permit has been used the gate opens. */
static void front_steps(void)
{
    world.permits++;
    gate_permit(board);
    explorer_block();
    expect(world.began, "a permit is gone, and no task has begun");
    world.closed = false;
    gate_set(board, GATE_RUN);
}

static bool has_come_to_its_end(uint64_t task)
{
    enum task_state state = task_word_state(board_task(board, task)->word);

    return state == TASK_DONE || state == TASK_FAILED;
}

static bool is_all_done(void)
{
    for (uint64_t task = 0; task < board->tasks; task++)
        if (!has_come_to_its_end(task))
            return false;
    return true;
}

/* The gate is closed from the beginning and stays so: step after step to the end. */
static void front_steps_on(void)
{
    while (!is_all_done()) {
        world.permits++;
        gate_permit(board);
        explorer_block();
    }
}

/* The same, but it is closed at any moment. */
static void front_stops_and_steps(void)
{
    gate_set(board, GATE_HOLD);
    front_steps_on();
}

/* Closes the gate at any moment and opens it again. */
static void front_holds(void)
{
    gate_set(board, GATE_HOLD);
    gate_set(board, GATE_RUN);
}

/* ---- the coordinator's calls --------------------------------------------------------------------------- */

uint64_t team_now(const struct team *team)
{
    (void)team;
    return 1;
}

void coordinator_phase(struct coordinator *coordinator, enum board_phase phase)
{
    explorer_step();
    atomic_store(&coordinator->board->phase, (uint32_t)phase);
}

void coordinator_tic(struct coordinator *coordinator)
{
    coordinator_phase(coordinator, BOARD_RUNNING);
}

void coordinator_toc(struct coordinator *coordinator)
{
    atomic_store(&coordinator->board->toc, 1);
}

static bool is_refused(uint32_t slot)
{
    bool now = refused_from && world.forks >= refused_from && world.forks <= refused_to;

    return now || (refuses && slot == WORKERS - 1);
}

int team_start(struct team *team, uint32_t slot, uint64_t task)
{
    struct worker_id id;

    expect(!world.over, "a worker is started with nothing left to do");
    world.forks += refused_from > 0;
    world.refused |= is_refused(slot);
    if (is_refused(slot))
        return EAGAIN;
    id = transition_birth(team->board, slot, task, 1);
    world.id[slot] = id;
    world.running[slot] = -1;
    explorer_start((int)slot, worker_body);
    transition_born(team->board, id, worker_place_of_process((int)slot + 1));
    return 0;
}

static bool is_gone(int worker)
{
    return explorer_state(worker) == ACTOR_DEAD || explorer_state(worker) == ACTOR_GONE ||
           world.doomed[worker];
}

/* Only after wait4: then the worker does nothing any more. */
static void retire_worker(struct team *team, struct reaped *reaped, int worker)
{
    bool left = explorer_state(worker) == ACTOR_GONE;
    struct exit_info exit_info = { .status = left ? 0 : 9, .uncounted = ours };
    bool alive = explorer_is_alive(worker);

    if (!alive)
        explorer_forget(worker);
    world.retiring = worker + 1;
    if (team->plan->unsupervised)
        transition_abandon(team->board, reaped->id, &exit_info, 1);
    else
        reaped->requeued = transition_death(team->board, reaped->id, &exit_info, 1);
    world.retiring = 0;
    world.doomed[worker] = false;
    if (alive)
        explorer_forget(worker);
}

static bool reap_one(struct team *team, struct reaped *reaped)
{
    for (int worker = 0; worker < WORKERS; worker++) {
        if (!is_gone(worker))
            continue;
        reaped->id = world.id[worker];
        retire_worker(team, reaped, worker);
        return true;
    }
    return false;
}

bool team_reap(struct team *team, struct reaped *reaped)
{
    explorer_step();
    bool any = reap_one(team, reaped);
    world.over = is_all_done();
    return any;
}

/* What could be done by a worker that is not there:
 * something waits that its place draws, and it has not just been tried to start one. */
static bool is_one_missing(struct coordinator *coordinator)
{
    if (plan.unsupervised || coordinator->board->phase != BOARD_RUNNING || world.refused ||
        board->lives == board->lives_max)
        return false;
    for (uint64_t position = 0; position < board->tasks; position++) {
        struct queue *queue = queue_at(board_order(board, position));
        bool waits = task_word_state(board_task(board, board_order(board, position))->word) == TASK_WAITING;

        for (uint32_t slot = 0; slot < plan.slots && waits && position >= queue->ticket; slot++)
            if (board_slot(board, slot)->state == SLOT_EMPTY &&
                (queue->open || queue == board_queue(board, slot)))
                return true;
    }
    return false;
}

/* Where a fork is refused for good, waiting a while for it and trying again changes nothing. */
void coordinator_wait(struct coordinator *coordinator, int timeout_ms)
{
    expect(!is_one_missing(coordinator), "a place stays empty with something waiting for a worker there");
    world.timed = timeout_ms >= 0 && !refuses;
    explorer_block();
    world.notified = world.timed = world.refused = false;
}

const char *launch_process(struct launcher *launcher)
{
    return launcher ? "nothing" : NULL;
}

void limits_rest(struct limits *limits)
{
    (void)limits;
}

void coordinator_trouble(struct coordinator *coordinator, const char *format, ...)
{
    (void)coordinator, (void)format;
    expect(false, "the coordinator is in trouble");
}

void coordinator_remark(struct coordinator *coordinator, const char *format, ...)
{
    (void)coordinator, (void)format;
    expect(lacks, "the coordinator remarks");
}

/* ---- which actors may go on, and die ------------------------------------------------------------------- */

static bool is_called(int actor)
{
    if (actor == COORDINATOR)
        return world.notified || world.timed || is_gone(0) || is_gone(1);
    if (actor == FRONT)
        return is_permit_gone() || is_all_done();
    return atomic_load(world.word[actor]) != world.unlike[actor];
}

static int mortals = WORKERS; /* workers [0, mortals) may die */

static bool is_mortal(int actor)
{
    return actor < mortals && !world.doomed[actor];
}

static void died(int actor)
{
    if (!untrue_deaths && RULE(requeues_after_wait4)) {
        world.running[actor] = -1;
        return;
    }
    explorer_spare(actor);
    world.doomed[actor] = true;
}
