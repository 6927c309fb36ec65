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

bool warden_open(struct coordinator *coordinator, const struct plan *plan)
{
    struct warden *warden = &coordinator->warden;
    struct sigaction action = { .sa_handler = on_continue };

    *warden = (struct warden){ .limit = plan->task_timeout_ns, .look_at = plan->task_timeout_ns };
    if (plan->chaos.on) {
        warden->every = warden->strike_at = plan->chaos.kill_every_ns;
        warden->lots = plan->chaos.seed;
    }
    if (!warden->limit)
        return true;
    sigaction(SIGCONT, &action, NULL);
    warden->reprimands = coordinator_table(coordinator->board->slot_count * sizeof *warden->reprimands);
    warden->pauses = coordinator_table(coordinator->board->slot_count * sizeof *warden->pauses);
    return warden->reprimands && warden->pauses;
}

uint64_t warden_next(const struct coordinator *coordinator)
{
    const struct warden *warden = &coordinator->warden;
    uint64_t look = warden->limit ? warden->look_at : UINT64_MAX;
    uint64_t strike = warden->every ? warden->strike_at : UINT64_MAX;

    return look < strike ? look : strike;
}

void warden_rest(struct coordinator *coordinator)
{
    coordinator->warden.limit = coordinator->warden.every = 0;
}

/* ---- time limits ---------------------------------------------------------------------------------------- */

/* When the task began that a worker is running now; UINT64_MAX: it runs none. */
static uint64_t running_since(struct board *board, struct slot *slot, struct who who, uint64_t *task)
{
    uint64_t word, started;

    *task = atomic_load(&slot->task);
    if (*task >= board->tasks)
        return UINT64_MAX;
    word = atomic_load(&board_task(board, *task)->word);
    started = atomic_load(&board_task(board, *task)->started); /* 0: it is about to note that */
    if (task_word_state(word) != TASK_RUNNING || task_word_slot(word) != who.slot ||
        task_word_life(word) != who.life || !started)
        return UINT64_MAX;
    return started;
}

void warden_stopped(struct coordinator *coordinator, struct who who)
{
    struct pause *pause = coordinator->warden.pauses ? &coordinator->warden.pauses[who.slot] : NULL;

    if (!pause || (pause->life == who.life && pause->since))
        return;
    if (pause->life != who.life)
        *pause = (struct pause){ .task = TASK_NONE, .life = who.life };
    pause->since = coordinator_now(coordinator);
}

/* It may have been stopped before the task that it is in. */
void warden_continued(struct coordinator *coordinator, struct who who)
{
    struct warden *warden = &coordinator->warden;
    struct pause *pause = warden->pauses ? &warden->pauses[who.slot] : NULL;
    uint64_t now = coordinator_now(coordinator), task, started;

    if (!pause || pause->life != who.life || !pause->since)
        return;
    started = running_since(coordinator->board, board_slot(coordinator->board, who.slot), who, &task);
    if (pause->task != task)
        pause->before = 0;
    pause->task = task;
    if (started != UINT64_MAX)
        pause->before += now - (started > pause->since ? started : pause->since);
    pause->since = 0;
    warden->look_at = now;
}

static bool is_stopped(const struct pause *pause, struct who who)
{
    return pause->life == who.life && pause->since;
}

/* When the task would have begun, had nothing of its time been excused. */
static uint64_t counted_from(const struct warden *warden, struct who who, uint64_t task, uint64_t started)
{
    const struct pause *pause = &warden->pauses[who.slot];

    if (pause->life == who.life && pause->task == task)
        started += pause->before;
    return started > warden->excused ? started : warden->excused;
}

/* Looks at the worker in a slot. Returns when to look again. */
static uint64_t check(struct coordinator *coordinator, uint32_t number, uint64_t now)
{
    struct warden *warden = &coordinator->warden;
    struct slot *slot = board_slot(coordinator->board, number);
    struct who who = { number, atomic_load(&slot->life) };
    struct reprimand *reprimand = &warden->reprimands[number];
    uint64_t task, since;

    if (atomic_load(&slot->state) == SLOT_EMPTY)
        return UINT64_MAX;
    since = running_since(coordinator->board, slot, who, &task);
    if (since == UINT64_MAX || is_stopped(&warden->pauses[number], who))
        return now + warden->limit;
    since = counted_from(warden, who, task, since);
    if (now < since + warden->limit)
        return since + warden->limit;
    bool warned = reprimand->kill_at && reprimand->life == who.life && reprimand->task == task;
    if (warned && now < reprimand->kill_at)
        return reprimand->kill_at;
    *reprimand = (struct reprimand){ .task = task, .kill_at = now + GRACE_NS, .life = who.life };
    coordinator_kill(coordinator, who, warned ? SIGKILL : SIGTERM, KILL_BY_TIME_LIMIT);
    return reprimand->kill_at;
}

static void look(struct coordinator *coordinator, uint64_t now)
{
    struct warden *warden = &coordinator->warden;
    uint32_t used = atomic_load(&coordinator->board->slots_used);

    if (continued) {
        continued = 0;
        warden->excused = now;
        memset(warden->pauses, 0, used * sizeof *warden->pauses); /* it reaches everybody */
    }
    warden->look_at = now + warden->limit;
    for (uint32_t slot = 0; slot < used; slot++) {
        uint64_t again = check(coordinator, slot, now);

        warden->look_at = again < warden->look_at ? again : warden->look_at;
    }
}

bool warden_meant(const struct coordinator *coordinator, struct who who, uint64_t task)
{
    const struct reprimand *reprimand = &coordinator->warden.reprimands[who.slot];

    return reprimand->kill_at && reprimand->life == who.life && reprimand->task == task;
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
    struct warden *warden = &coordinator->warden;
    uint32_t live = atomic_load(&board->live);
    uint64_t lot = draw(&warden->lots);

    while (warden->strike_at <= now) /* what was missed is not made up for */
        warden->strike_at += warden->every;
    if (!live || !gate_is_open(board)) /* nobody is there, or the run is held to be looked at */
        return;
    lot %= live;
    for (uint32_t number = 0; number < atomic_load(&board->slots_used); number++) {
        struct slot *slot = board_slot(board, number);

        if (atomic_load(&slot->state) == SLOT_EMPTY || lot-- > 0)
            continue;
        coordinator_kill(coordinator, (struct who){ number, atomic_load(&slot->life) }, SIGKILL,
                         KILL_BY_CHAOS);
        return;
    }
}

void warden_act(struct coordinator *coordinator)
{
    struct warden *warden = &coordinator->warden;
    uint64_t now = coordinator_now(coordinator);

    if (warden->limit && now >= warden->look_at)
        look(coordinator, now);
    if (warden->every && now >= warden->strike_at)
        strike(coordinator, now);
}
