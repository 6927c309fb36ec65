#include "engine/team.h"

#include "base/clock.h"
#include "base/hot.h"
#include "base/unforked.h"
#include "engine/worker.h"

#include <signal.h>
#include <sys/wait.h>

/* A signal that tictoc sent to the worker in a slot and that may end it. */
struct killed {
    uint64_t task;   /* over its time limit */
    uint32_t reason; /* enum kill_reason + 1; 0: no signal was sent */
};

uint64_t team_now(const struct team *team)
{
    return clock_ns() - team->tic;
}

/* ---- slots --------------------------------------------------------------------------------------------- */

uint32_t team_take_slot(struct team *team)
{
    return team->free_count ? team->free_slots[--team->free_count] : SLOTS_MAX;
}

void team_give_slot(struct team *team, uint32_t slot)
{
    team->free_slots[team->free_count++] = slot;
}

const char *team_open(struct team *team, const char *(*launch)(struct launcher *launcher))
{
    uint32_t slots = team->board->slot_count;
    const char *missing = launch(&team->launcher);

    if (missing)
        return missing;
    team->workload = board_workload(team->board);
    team->free_slots = unforked_table(slots * sizeof *team->free_slots);
    team->killed = unforked_table(slots * sizeof *team->killed);
    if (!team->free_slots || !team->killed)
        return "memory";
    for (uint32_t slot = slots; slot-- > 0;) /* the lowest on top */
        team_give_slot(team, slot);
    return NULL;
}

/* ---- births -------------------------------------------------------------------------------------------- */

/* Refusals in a row are noted as one. */
static int note_refusal(struct team *team, struct worker_id id, uint64_t task, int error)
{
    struct board *board = team->board;

    transition_unborn(board, id);
    if (team->refused)
        return error;
    team->refused = true;
    atomic_fetch_add(&board->forks_refused, 1);
    board_note(board, &(struct event){ .time = team_now(team),
                                       .task = task,
                                       .value = (uint64_t)error,
                                       .slot = id.slot,
                                       .life = id.life,
                                       .kind = EVENT_REFUSED });
    return error;
}

HOT int team_start(struct team *team, uint32_t slot, uint64_t task)
{
    struct worker worker = {
        .board = team->board,
        .id = transition_birth(team->board, slot, task, team_now(team)),
        .workload = team->workload,
        .tic = team->tic,
        .notify_fd = team->notify_fd,
    };
    struct worker_place place;
    int error = team->launcher.start(&team->launcher, &worker, task, &place);

    if (error)
        return note_refusal(team, worker.id, task, error);
    team->refused = false;
    transition_born(team->board, worker.id, place);
    return 0;
}

/* ---- signals ------------------------------------------------------------------------------------------- */

bool team_kill(struct team *team, struct worker_id id, int signal, enum kill_reason reason, uint64_t task)
{
    struct board *board = team->board;
    struct slot *slot = id.slot < board->slot_count ? board_slot(board, id.slot) : NULL;

    if (!slot || atomic_load(&slot->state) == SLOT_EMPTY || atomic_load(&slot->life) != id.life)
        return false;
    if (signal == SIGKILL || reason == KILL_BY_TIME_LIMIT)
        team->killed[id.slot] = (struct killed){ .task = task, .reason = (uint32_t)reason + 1 };
    return team->launcher.signal(&team->launcher, board_life(board, id.life), signal);
}

void team_kill_all(struct team *team)
{
    struct board *board = team->board;

    team->stopping = true;
    for (uint32_t i = 0; i < atomic_load(&board->slots_used); i++) {
        struct slot *slot = board_slot(board, i);

        if (atomic_load(&slot->state) != SLOT_EMPTY)
            team->launcher.signal(&team->launcher, board_life(board, atomic_load(&slot->life)), SIGKILL);
    }
}

/* ---- deaths -------------------------------------------------------------------------------------------- */

/* How a worker ended. */
struct end {
    struct worker_id id;
    struct exit_info exit_info;
    uint32_t reason; /* enum kill_reason + 1 where it died of a signal of tictoc; else 0 */
    uint64_t task;   /* that it was running; TASK_NONE */
    unsigned died;   /* earlier attempts at that task that count */
    bool early;      /* it did not leave by itself without a task */
    bool crashed;    /* it died before it began a task */
};

static uint32_t our_reason(const struct team *team, uint32_t slot, int status)
{
    uint32_t reason = team->killed[slot].reason;
    bool limit = reason == KILL_BY_TIME_LIMIT + 1;

    if (!WIFSIGNALED(status) || !(WTERMSIG(status) == SIGKILL || (limit && WTERMSIG(status) == SIGTERM)))
        return 0;
    return reason;
}

/* Not so where the worker went on to another task between the check and the signal. */
static bool is_over_its_limit(const struct team *team, const struct end *end)
{
    return end->reason == KILL_BY_TIME_LIMIT + 1 && team->killed[end->id.slot].task == end->task;
}

/* Whether a worker that died in this state had begun no task: it has none, or only a claim. */
static bool is_before_its_task(enum slot_state state, uint64_t task, uint64_t word)
{
    bool starts = state == SLOT_STARTING || state == SLOT_CLAIMING || state == SLOT_RUNNING;

    return starts && (task == TASK_NONE || task_word_state(word) == TASK_CLAIMED);
}

/* Call it before the task is given to others. */
static void read_end(const struct team *team, struct end *end)
{
    struct board *board = team->board;
    struct slot *slot = board_slot(board, end->id.slot);
    enum slot_state state = atomic_load(&slot->state);
    uint64_t task = atomic_load(&slot->task);
    uint64_t word = task < board->tasks ? atomic_load(&board_task(board, task)->word) : 0;
    bool running = task_word_state(word) == TASK_RUNNING && task_word_is_of(word, end->id);
    int status = end->exit_info.status;

    end->task = running ? task : TASK_NONE;
    end->early = status || running || state != SLOT_LEAVING;
    end->died = task_word_died(word);
    end->reason = our_reason(team, end->id.slot, status);
    end->exit_info.uncounted = team->stopping || (end->reason && !is_over_its_limit(team, end));
    end->crashed = status && is_before_its_task(state, task, word);
}

static void note_end(const struct team *team, const struct end *end, uint64_t now)
{
    uint32_t attempts = team->board->attempts;
    unsigned died = end->died + !end->exit_info.uncounted;
    bool again = end->task != TASK_NONE && died < attempts && !team->plan->unsupervised;

    board_note(
        team->board,
        &(struct event){ .time = now,
                         .task = end->task,
                         .value = end->reason ? end->reason - 1 : (uint64_t)(unsigned)end->exit_info.status,
                         .slot = end->id.slot,
                         .life = end->id.life,
                         .kind = end->reason ? EVENT_KILLED : EVENT_DEATH,
                         .attempt = (uint8_t)(again ? died + 1 : 0),
                         .attempts = (uint8_t)(end->exit_info.uncounted ? 0 : attempts) });
}

static void count_crash(struct team *team, const struct end *end, uint64_t now)
{
    if (end->exit_info.uncounted)
        return;
    team->crashes = end->crashed ? team->crashes + 1 : 0;
    team->crash_status = end->exit_info.status;
    team->crashed_at = now;
}

bool team_reap(struct team *team, struct reaped *reaped)
{
    struct board *board = team->board;
    struct end end;

    if (!team->launcher.ended(&team->launcher, &end.id.slot, &end.exit_info))
        return false;
    end.id.life = atomic_load(&board_slot(board, end.id.slot)->life);
    read_end(team, &end);
    uint64_t now = team_now(team);
    if (end.early && !team->stopping)
        note_end(team, &end, now);
    count_crash(team, &end, now);
    *reaped = (struct reaped){ .id = end.id };
    if (team->plan->unsupervised)
        transition_abandon(board, end.id, &end.exit_info, now);
    else
        reaped->requeued = transition_death(board, end.id, &end.exit_info, now);
    team->killed[end.id.slot].reason = 0;
    return true;
}
