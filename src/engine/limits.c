#include "engine/limits.h"

#include "base/clock.h"
#include "engine/coordinator.h"
#include "board/gate.h"

#include <signal.h>
#include <string.h>

#define GRACE_NS (500 * NS_PER_MS)

/* What was sent to the worker in a slot for its time limit. */
struct reprimand {
    uint64_t task;    /* for which */
    uint64_t kill_at; /* SIGKILL follows, ns since tic; 0: nothing was sent */
    uint32_t life;    /* to whom */
};

/* How long the worker in a slot has been stopped from the screen. */
struct pause {
    uint64_t task;   /* in which */
    uint64_t since;  /* it is now, ns since tic; 0: it is not */
    uint64_t before; /* ns that it was before, in the same task */
    uint32_t life;   /* whose */
};

/* Set when the run was suspended and goes on. */
static volatile sig_atomic_t continued;

static void on_continue(int signal)
{
    (void)signal;
    continued = 1;
}

bool limits_open(struct coordinator *coordinator, const struct plan *plan)
{
    struct limits *limits = &coordinator->limits;
    struct sigaction action = { .sa_handler = on_continue };

    *limits = (struct limits){ .limit = plan->task_timeout_ns, .look_at = plan->task_timeout_ns };
    if (plan->chaos.on) {
        limits->every = limits->strike_at = plan->chaos.kill_every_ns;
        limits->lots = plan->chaos.seed;
    }
    if (!limits->limit)
        return true;
    sigaction(SIGCONT, &action, NULL);
    limits->reprimands = coordinator_table(coordinator->board->slot_count * sizeof *limits->reprimands);
    limits->pauses = coordinator_table(coordinator->board->slot_count * sizeof *limits->pauses);
    return limits->reprimands && limits->pauses;
}

uint64_t limits_next(const struct coordinator *coordinator)
{
    const struct limits *limits = &coordinator->limits;
    uint64_t look = limits->limit ? limits->look_at : UINT64_MAX;
    uint64_t strike = limits->every ? limits->strike_at : UINT64_MAX;

    return look < strike ? look : strike;
}

void limits_rest(struct coordinator *coordinator)
{
    coordinator->limits.limit = coordinator->limits.every = 0;
}

/* ---- time limits ---------------------------------------------------------------------------------------- */

/* When the task began that a worker is running now; UINT64_MAX: it runs none. */
static uint64_t running_since(struct board *board, struct slot *slot, struct worker_id id, uint64_t *task)
{
    uint64_t word, started;

    *task = atomic_load(&slot->task);
    if (*task >= board->tasks)
        return UINT64_MAX;
    word = atomic_load(&board_task(board, *task)->word);
    started = atomic_load(&board_task(board, *task)->started); /* 0: it is about to note that */
    if (task_word_state(word) != TASK_RUNNING || task_word_slot(word) != id.slot ||
        task_word_life(word) != id.life || !started)
        return UINT64_MAX;
    return started;
}

void limits_stopped(struct coordinator *coordinator, struct worker_id id)
{
    struct pause *pause = coordinator->limits.pauses ? &coordinator->limits.pauses[id.slot] : NULL;

    if (!pause || (pause->life == id.life && pause->since))
        return;
    if (pause->life != id.life)
        *pause = (struct pause){ .task = TASK_NONE, .life = id.life };
    pause->since = coordinator_now(coordinator);
}

/* It may have been stopped before the task that it is in. */
void limits_continued(struct coordinator *coordinator, struct worker_id id)
{
    struct limits *limits = &coordinator->limits;
    struct pause *pause = limits->pauses ? &limits->pauses[id.slot] : NULL;
    uint64_t now = coordinator_now(coordinator), task, started;

    if (!pause || pause->life != id.life || !pause->since)
        return;
    started = running_since(coordinator->board, board_slot(coordinator->board, id.slot), id, &task);
    if (pause->task != task)
        pause->before = 0;
    pause->task = task;
    if (started != UINT64_MAX)
        pause->before += now - (started > pause->since ? started : pause->since);
    pause->since = 0;
    limits->look_at = now;
}

static bool is_stopped(const struct pause *pause, struct worker_id id)
{
    return pause->life == id.life && pause->since;
}

/* When the task would have begun, had nothing of its time been excused. */
static uint64_t counted_from(const struct limits *limits, struct worker_id id, uint64_t task,
                             uint64_t started)
{
    const struct pause *pause = &limits->pauses[id.slot];

    if (pause->life == id.life && pause->task == task)
        started += pause->before;
    return started > limits->excused ? started : limits->excused;
}

/* Looks at the worker in a slot. Returns when to look again. */
static uint64_t check(struct coordinator *coordinator, uint32_t number, uint64_t now)
{
    struct limits *limits = &coordinator->limits;
    struct slot *slot = board_slot(coordinator->board, number);
    struct worker_id id = { number, atomic_load(&slot->life) };
    struct reprimand *reprimand = &limits->reprimands[number];
    uint64_t task, since;

    if (atomic_load(&slot->state) == SLOT_EMPTY)
        return UINT64_MAX;
    since = running_since(coordinator->board, slot, id, &task);
    if (since == UINT64_MAX || is_stopped(&limits->pauses[number], id))
        return now + limits->limit;
    since = counted_from(limits, id, task, since);
    if (now < since + limits->limit)
        return since + limits->limit;
    bool warned = reprimand->kill_at && reprimand->life == id.life && reprimand->task == task;
    if (warned && now < reprimand->kill_at)
        return reprimand->kill_at;
    *reprimand = (struct reprimand){ .task = task, .kill_at = now + GRACE_NS, .life = id.life };
    coordinator_kill(coordinator, id, warned ? SIGKILL : SIGTERM, KILL_BY_TIME_LIMIT);
    return reprimand->kill_at;
}

static void look(struct coordinator *coordinator, uint64_t now)
{
    struct limits *limits = &coordinator->limits;
    uint32_t used = atomic_load(&coordinator->board->slots_used);

    if (continued) {
        continued = 0;
        limits->excused = now;
        memset(limits->pauses, 0, used * sizeof *limits->pauses); /* it reaches everybody */
    }
    limits->look_at = now + limits->limit;
    for (uint32_t slot = 0; slot < used; slot++) {
        uint64_t again = check(coordinator, slot, now);

        limits->look_at = again < limits->look_at ? again : limits->look_at;
    }
}

bool limits_meant(const struct coordinator *coordinator, struct worker_id id, uint64_t task)
{
    const struct reprimand *reprimand = &coordinator->limits.reprimands[id.slot];

    return reprimand->kill_at && reprimand->life == id.life && reprimand->task == task;
}

/* ---- chaos ---------------------------------------------------------------------------------------------- */

/* splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void strike(struct coordinator *coordinator, uint64_t now)
{
    struct board *board = coordinator->board;
    struct limits *limits = &coordinator->limits;
    uint32_t live = atomic_load(&board->live);
    uint64_t lot = draw(&limits->lots);

    while (limits->strike_at <= now) /* what was missed is not made up for */
        limits->strike_at += limits->every;
    if (!live || !gate_is_open(board)) /* nobody is there, or the run is held to be looked at */
        return;
    lot %= live;
    for (uint32_t number = 0; number < atomic_load(&board->slots_used); number++) {
        struct slot *slot = board_slot(board, number);

        if (atomic_load(&slot->state) == SLOT_EMPTY || lot-- > 0)
            continue;
        coordinator_kill(coordinator, (struct worker_id){ number, atomic_load(&slot->life) }, SIGKILL,
                         KILL_BY_CHAOS);
        return;
    }
}

void limits_act(struct coordinator *coordinator)
{
    struct limits *limits = &coordinator->limits;
    uint64_t now = coordinator_now(coordinator);

    if (limits->limit && now >= limits->look_at)
        look(coordinator, now);
    if (limits->every && now >= limits->strike_at)
        strike(coordinator, now);
}
