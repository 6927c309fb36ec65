#include "engine/limits.h"

#include "base/clock.h"
#include "base/number.h"
#include "base/random.h"
#include "board/gate.h"
#include "base/unforked.h"

#include <signal.h>
#include <string.h>

#define GRACE_NS (500 * NS_PER_MS)

/* SIGTERM was sent to the worker in a slot for its time limit. */
struct overdue {
    uint64_t task;    /* over its limit */
    uint64_t kill_at; /* SIGKILL follows, ns since tic; 0: nothing was sent */
    uint32_t life;    /* of the worker */
};

/* The worker in a slot was stopped from the screen. */
struct stopped {
    uint64_t task;   /* its task when it was last continued */
    uint64_t since;  /* when it was stopped, ns since tic; 0: it is not stopped */
    uint64_t before; /* earlier time stopped in the same task, ns */
    uint32_t life;   /* of the worker */
};

/* Set when the run was suspended and goes on. */
static volatile sig_atomic_t continued;

static void on_continue(int signal)
{
    (void)signal;
    continued = 1;
}

bool limits_open(struct limits *limits, struct team *team)
{
    const struct plan *plan = team->plan;
    struct sigaction action = { .sa_handler = on_continue };

    *limits =
        (struct limits){ .team = team, .limit = plan->task_timeout_ns, .look_at = plan->task_timeout_ns };
    if (plan->chaos.on) {
        limits->every = limits->strike_at = plan->chaos.kill_every_ns;
        limits->random = plan->chaos.seed;
    }
    if (!limits->limit)
        return true;
    sigaction(SIGCONT, &action, NULL);
    limits->overdue = unforked_table(team->board->slot_count * sizeof *limits->overdue);
    limits->stopped = unforked_table(team->board->slot_count * sizeof *limits->stopped);
    return limits->overdue && limits->stopped;
}

uint64_t limits_next(const struct limits *limits)
{
    uint64_t look = limits->limit ? limits->look_at : UINT64_MAX;
    uint64_t strike = limits->every ? limits->strike_at : UINT64_MAX;

    return least_of(look, strike);
}

void limits_rest(struct limits *limits)
{
    limits->limit = limits->every = 0;
}

/* ---- time limits --------------------------------------------------------------------------------------- */

/* When the worker's running task began; UINT64_MAX: it runs none. */
static uint64_t running_since(struct board *board, struct worker_id id, uint64_t *task)
{
    *task = atomic_load(&board_slot(board, id.slot)->task);
    if (*task >= board->tasks)
        return UINT64_MAX;
    uint64_t word = atomic_load(&board_task(board, *task)->word);
    uint64_t started = atomic_load(&board_task(board, *task)->started); /* 0: not noted yet */
    if (task_word_state(word) != TASK_RUNNING || !task_word_is_of(word, id) || !started)
        return UINT64_MAX;
    return started;
}

void limits_stopped(struct limits *limits, struct worker_id id)
{
    struct stopped *stopped = limits->stopped ? &limits->stopped[id.slot] : NULL;

    if (!stopped || (stopped->life == id.life && stopped->since))
        return;
    if (stopped->life != id.life)
        *stopped = (struct stopped){ .task = TASK_NONE, .life = id.life };
    stopped->since = team_now(limits->team);
}

/* The worker may have been stopped before it began its task. */
void limits_continued(struct limits *limits, struct worker_id id)
{
    struct stopped *stopped = limits->stopped ? &limits->stopped[id.slot] : NULL;
    uint64_t now = team_now(limits->team), task;

    if (!stopped || stopped->life != id.life || !stopped->since)
        return;
    uint64_t started = running_since(limits->team->board, id, &task);
    if (stopped->task != task)
        stopped->before = 0;
    stopped->task = task;
    if (started != UINT64_MAX)
        stopped->before += now - (started > stopped->since ? started : stopped->since);
    stopped->since = 0;
    limits->look_at = now;
}

static bool is_stopped(const struct stopped *stopped, struct worker_id id)
{
    return stopped->life == id.life && stopped->since;
}

/* The start of the task, later by the time that does not count. */
static uint64_t counted_from(const struct limits *limits, struct worker_id id, uint64_t task,
                             uint64_t started)
{
    const struct stopped *stopped = &limits->stopped[id.slot];

    if (stopped->life == id.life && stopped->task == task)
        started += stopped->before;
    return most_of(started, limits->resumed_at);
}

/* Sends SIGTERM, then SIGKILL, for a task over its limit. Returns when to check again. */
static uint64_t end_overdue(struct limits *limits, struct worker_id id, uint64_t task, uint64_t now)
{
    struct overdue *overdue = &limits->overdue[id.slot];
    bool warned = overdue->kill_at && overdue->life == id.life && overdue->task == task;

    if (warned && now < overdue->kill_at)
        return overdue->kill_at;
    *overdue = (struct overdue){ .task = task, .kill_at = now + GRACE_NS, .life = id.life };
    team_kill(limits->team, id, warned ? SIGKILL : SIGTERM, KILL_BY_TIME_LIMIT, task);
    return overdue->kill_at;
}

/* Checks the worker in a slot. Returns when to check again. */
static uint64_t check_slot(struct limits *limits, uint32_t number, uint64_t now)
{
    struct slot *slot = board_slot(limits->team->board, number);
    struct worker_id id = { number, atomic_load(&slot->life) };

    if (atomic_load(&slot->state) == SLOT_EMPTY)
        return UINT64_MAX;
    uint64_t task, since = running_since(limits->team->board, id, &task);
    if (since == UINT64_MAX || is_stopped(&limits->stopped[number], id))
        return now + limits->limit;
    since = counted_from(limits, id, task, since);
    return now < since + limits->limit ? since + limits->limit : end_overdue(limits, id, task, now);
}

static void check_slots(struct limits *limits, uint64_t now)
{
    uint32_t used = atomic_load(&limits->team->board->slots_used);

    if (continued) {
        continued = 0;
        limits->resumed_at = now;
        memset(limits->stopped, 0, used * sizeof *limits->stopped); /* SIGCONT reaches every worker */
    }
    limits->look_at = now + limits->limit;
    for (uint32_t slot = 0; slot < used; slot++)
        limits->look_at = least_of(limits->look_at, check_slot(limits, slot, now));
}

/* ---- chaos --------------------------------------------------------------------------------------------- */

static void kill_one(struct limits *limits, uint64_t random)
{
    struct board *board = limits->team->board;

    for (uint32_t number = 0; number < atomic_load(&board->slots_used); number++) {
        struct slot *slot = board_slot(board, number);

        if (atomic_load(&slot->state) == SLOT_EMPTY || random-- > 0)
            continue;
        team_kill(limits->team, (struct worker_id){ number, atomic_load(&slot->life) }, SIGKILL,
                  KILL_BY_CHAOS, TASK_NONE);
        return;
    }
}

/* No worker is killed while the run is held. */
static void strike_worker(struct limits *limits, uint64_t now)
{
    struct board *board = limits->team->board;
    uint32_t live = atomic_load(&board->live);
    uint64_t random = random_next(&limits->random);

    while (limits->strike_at <= now) /* missed strikes are skipped */
        limits->strike_at += limits->every;
    if (live && gate_is_open(board))
        kill_one(limits, random % live);
}

void limits_act(struct limits *limits)
{
    uint64_t now = team_now(limits->team);

    if (limits->limit && now >= limits->look_at)
        check_slots(limits, now);
    if (limits->every && now >= limits->strike_at)
        strike_worker(limits, now);
}
