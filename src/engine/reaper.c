/* Deaths of workers: whom we have killed and why, and what each of them leaves behind. */
#include "base/clock.h"
#include "engine/coordinator.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

bool coordinator_kill(struct coordinator *coordinator, struct worker_id id, int signal,
                      enum kill_reason reason)
{
    struct board *board = coordinator->board;
    struct slot *slot = id.slot < board->slot_count ? board_slot(board, id.slot) : NULL;

    if (!slot || atomic_load(&slot->state) == SLOT_EMPTY || atomic_load(&slot->life) != id.life)
        return false;
    if (signal == SIGKILL || reason == KILL_BY_TIME_LIMIT)
        coordinator->killed[id.slot] = (uint32_t)reason + 1;
    return kill(atomic_load(&board_life(board, id.life)->pid), signal) == 0;
}

/* How a worker ended. */
struct end {
    struct worker_id id;
    int status;
    uint32_t reason; /* enum kill_reason + 1 where it died of a signal that we sent; 0: it was not us */
    uint64_t task;   /* it was running; TASK_NONE */
    unsigned died;   /* attempts at that task that have died and count, before this one */
    bool uncounted;  /* this one does not */
    bool early;      /* it has not just left, as it should in the end */
};

static uint32_t our_reason(const struct coordinator *coordinator, uint32_t slot, int status)
{
    uint32_t reason = coordinator->killed[slot];
    bool limit = reason == KILL_BY_TIME_LIMIT + 1;

    if (!WIFSIGNALED(status) || !(WTERMSIG(status) == SIGKILL || (limit && WTERMSIG(status) == SIGTERM)))
        return 0;
    return reason;
}

/* Before its task is given to others. */
static void look_at_end(const struct coordinator *coordinator, struct end *end)
{
    struct board *board = coordinator->board;
    uint64_t task = atomic_load(&board_slot(board, end->id.slot)->task);
    uint64_t word = task < board->tasks ? atomic_load(&board_task(board, task)->word) : 0;
    bool running = task_word_state(word) == TASK_RUNNING && task_word_slot(word) == end->id.slot &&
                   task_word_life(word) == end->id.life;

    end->task = running ? task : TASK_NONE;
    end->early =
        end->status || running || atomic_load(&board_slot(board, end->id.slot)->state) != SLOT_LEAVING;
    end->died = task_word_died(word);
    end->reason = our_reason(coordinator, end->id.slot, end->status);
    end->uncounted = coordinator->stopping || end->reason;
    if (end->reason == KILL_BY_TIME_LIMIT + 1 && limits_meant(coordinator, end->id, end->task))
        end->uncounted = coordinator->stopping;
}

static void note_end(struct coordinator *coordinator, const struct end *end, uint64_t now)
{
    uint32_t attempts = coordinator->board->attempts;
    unsigned died = end->died + !end->uncounted;
    bool again = end->task != TASK_NONE && died < attempts && !coordinator->plan->unsupervised;

    board_note(coordinator->board,
               &(struct event){ .time = now,
                                .task = end->task,
                                .value = end->reason ? end->reason - 1 : (uint64_t)(unsigned)end->status,
                                .slot = end->id.slot,
                                .life = end->id.life,
                                .kind = end->reason ? EVENT_KILLED : EVENT_DEATH,
                                .attempt = (uint8_t)(again ? died + 1 : 0),
                                .attempts = (uint8_t)(end->uncounted ? 0 : attempts) });
}

/* A process of ours that has ended, which is no zombie any more; its slot, SLOTS_MAX: there is none. */
static uint32_t wait_for_any(struct coordinator *coordinator, int *status, struct rusage *usage)
{
    uint32_t slot = 0;

    while (!slot) {
        pid_t pid = wait4(-1, status, WNOHANG, usage);

        if (pid <= 0)
            return SLOTS_MAX;
        if ((uint32_t)pid >= coordinator->pid_end)
            continue;
        slot = coordinator->slot_of_pid[pid];
        coordinator->slot_of_pid[pid] = 0;
    }
    return slot - 1;
}

bool coordinator_reap(struct coordinator *coordinator, struct reaped *reaped)
{
    struct board *board = coordinator->board;
    struct rusage usage;
    struct end end;
    uint64_t now;

    end.id.slot = wait_for_any(coordinator, &end.status, &usage);
    if (end.id.slot == SLOTS_MAX)
        return false;
    end.id.life = atomic_load(&board_slot(board, end.id.slot)->life);
    look_at_end(coordinator, &end);
    struct exit_info exit_info = { .status = end.status,
                                   .cpu_ns = clock_used_ns(&usage),
                                   .max_rss_kb = (uint64_t)usage.ru_maxrss,
                                   .uncounted = end.uncounted };
    now = coordinator_now(coordinator);
    if (end.early && !coordinator->stopping)
        note_end(coordinator, &end, now);
    *reaped = (struct reaped){ .id = end.id, .status = end.status };
    if (coordinator->plan->unsupervised)
        transition_abandon(board, end.id, &exit_info, now);
    else
        reaped->requeued = transition_death(board, end.id, &exit_info, now);
    coordinator->killed[end.id.slot] = 0;
    return true;
}
