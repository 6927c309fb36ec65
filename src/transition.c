#include "transition.h"

#include "futex.h"
#include "gate.h"
#include "hot.h"
#include "protocol_step.h"

#include <string.h>

/* ---- worker ------------------------------------------------------------------------------------------- */

HOT bool transition_take(struct board *board, struct who who, struct span *span)
{
    struct slot *slot = board_slot(board, who.slot);

    if (RULE(says_claiming))
        STORE(&slot->state, SLOT_CLAIMING);
    span->first = ADD(&board->ticket, board->chunk);
    if (span->first >= board->tasks)
        return false;
    if (board->chunk == 1) {
        span->end = span->first + 1;
        /* With all workers taking turns this is likely to be its next: fetched while it does this one. */
        if (board->tasks - span->first > board->slot_count)
            __builtin_prefetch(board_task(board, board_order(board, span->first + board->slot_count)), 1);
        return true;
    }
    span->end = board->tasks - span->first > board->chunk ? span->first + board->chunk : board->tasks;
    NOTE(&slot->chunk_end, span->end);
    NOTE(&slot->chunk_first, span->first);
    NOTE(&slot->chunk_at, span->first);
    if (!RULE(says_running_after_its_claims))
        NOTE(&slot->state, SLOT_RUNNING);
    for (uint64_t position = span->first; position < span->end; position++)
        transition_claim(board, who, board_order(board, position));
    NOTE(&slot->state, SLOT_RUNNING);
    return true;
}

HOT bool transition_claim(struct board *board, struct who who, uint64_t task)
{
    struct task *place = board_task(board, task);
    uint64_t seen = task_word(TASK_WAITING, 0, 0, 0);

    while (!CAS_BY(claim_by_cas, &place->word, &seen,
                   task_word(TASK_CLAIMED, task_word_died(seen), who.slot, who.life)))
        if (task_word_state(seen) != TASK_WAITING)
            return false;
    return true;
}

HOT static bool is_mine(uint64_t word, struct who who)
{
    return task_word_slot(word) == who.slot && task_word_life(word) == who.life;
}

bool transition_may_start(struct board *board, struct who who, uint64_t task)
{
    uint64_t word = LOAD(&board_task(board, task)->word);

    return task_word_state(word) == TASK_WAITING ||
           (task_word_state(word) == TASK_CLAIMED && is_mine(word, who));
}

HOT bool transition_start(struct board *board, struct who who, uint64_t task, uint64_t now)
{
    struct task *place = board_task(board, task);
    struct slot *slot = board_slot(board, who.slot);
    /* A guess spares a look: nearly always nobody has died in the task. */
    uint64_t seen =
        board->chunk == 1 ? task_word(TASK_WAITING, 0, 0, 0) : task_word(TASK_CLAIMED, 0, who.slot, who.life);

    NOTE(&slot->progress, 0);
    NOTE(&slot->task, task);
    while (!CAS_BY(start_by_cas, &place->word, &seen,
                   task_word(TASK_RUNNING, task_word_died(seen), who.slot, who.life))) {
        bool claimed_by_me = task_word_state(seen) == TASK_CLAIMED && is_mine(seen, who);

        if (task_word_state(seen) != TASK_WAITING && !claimed_by_me)
            return false;
    }
    NOTE(&place->started, now);
    NOTE(&slot->state, SLOT_RUNNING); /* the living only ask who is idle */
    return true;
}

/* Makes the sums ready that will be true once the task is done. */
HOT static void prepare_sums(struct slot *slot, uint64_t busy_ns, double weight)
{
    struct slot_sums *now = slot_sums(slot), *next = now == slot->sums ? &slot->sums[1] : &slot->sums[0];
    uint64_t bits = atomic_load_explicit(&now->weight_bits, memory_order_relaxed);
    double sum;

    memcpy(&sum, &bits, sizeof sum);
    sum += weight;
    memcpy(&bits, &sum, sizeof bits);
    atomic_store_explicit(&next->weight_bits, bits, memory_order_relaxed);
    atomic_store_explicit(&next->busy_ns, READ(&now->busy_ns) + busy_ns, memory_order_relaxed);
    NOTE(&next->tasks_done, READ(&now->tasks_done) + 1);
}

HOT static void turn_sums(struct slot *slot)
{
    NOTE(&slot->turn, READ(&slot->turn) ^ 1);
}

HOT bool transition_end(struct board *board, struct who who, uint64_t task, uint64_t result, double weight,
                        uint64_t now)
{
    struct task *place = board_task(board, task);
    struct slot *slot = board_slot(board, who.slot);
    uint64_t seen = atomic_load_explicit(&place->word, memory_order_relaxed);

    if (task_word_state(seen) != TASK_RUNNING || !is_mine(seen, who))
        return false;
    if (RULE(result_before_done))
        NOTE(&place->result, result);
    NOTE(&place->ended, now);
    if (RULE(sums_before_done))
        prepare_sums(slot, now - READ(&place->started), weight);
    if (!CAS_BY(end_by_cas, &place->word, &seen,
                task_word(TASK_DONE, task_word_died(seen), who.slot, who.life)))
        return false;
    if (!RULE(result_before_done))
        NOTE(&place->result, result);
    if (!RULE(sums_before_done))
        prepare_sums(slot, now - READ(&place->started), weight);
    turn_sums(slot);
    return true;
}

bool transition_nothing_waits(struct board *board)
{
    for (uint64_t position = LOAD(&board->ticket); position < board->tasks; position++)
        if (task_word_state(LOAD(&board_task(board, board_order(board, position))->word)) == TASK_WAITING)
            return false;
    return true;
}

HOT void transition_state(struct board *board, struct who who, enum slot_state state)
{
    STORE(&board_slot(board, who.slot)->state, (uint32_t)state);
}

/* ---- coordinator -------------------------------------------------------------------------------------- */

struct who transition_birth(struct board *board, uint32_t slot_number, uint64_t task, uint64_t now)
{
    struct who who = { slot_number, (uint32_t)READ(&board->lives) };
    struct slot *slot = board_slot(board, slot_number);
    struct life *life = board_life(board, who.life);

    NOTE(&slot->task, task);
    NOTE(&slot->chunk_first, 0);
    NOTE(&slot->chunk_end, 0);
    NOTE(&slot->life, who.life);
    NOTE(&slot->state, SLOT_STARTING);
    NOTE(&life->slot, slot_number);
    NOTE(&life->died_task, UINT32_MAX);
    NOTE(&life->spawned, now);
    NOTE(&board->lives, (uint64_t)who.life + 1);
    if (slot_number >= READ(&board->slots_used))
        NOTE(&board->slots_used, slot_number + 1);
    if (task != TASK_NONE)
        transition_claim(board, who, task);
    return who;
}

void transition_born(struct board *board, struct who who, int pid)
{
    uint32_t live = READ(&board->live) + 1;

    NOTE(&board_life(board, who.life)->pid, pid);
    NOTE(&board->live, live);
    if (live > READ(&board->peak_live))
        NOTE(&board->peak_live, live);
}

void transition_unborn(struct board *board, struct who who)
{
    struct slot *slot = board_slot(board, who.slot);
    uint64_t task = READ(&slot->task);

    if (task != TASK_NONE) {
        struct task *place = board_task(board, task);
        uint64_t seen = LOAD(&place->word);

        CAS(&place->word, &seen, task_word(TASK_WAITING, task_word_died(seen), 0, 0));
    }
    STORE(&slot->state, SLOT_EMPTY);
    NOTE(&board->lives, (uint64_t)who.life);
}

/* Moves the ticket down to `lowest`, unless it is there already, and remembers how high it was: somebody may still
 * be claiming up there. */
static void lower_ticket(struct board *board, uint64_t lowest)
{
    uint64_t seen = LOAD(&board->ticket);

    if (!RULE(ticket_comes_down))
        return;
    while (seen > lowest && !CAS(&board->ticket, &seen, lowest))
        ;
    if (RULE(highest_ticket_is_kept) && seen > READ(&board->ticket_high))
        NOTE(&board->ticket_high, seen);
}

/* No position from here on has ever been handed out. */
static uint64_t highest_ticket(struct board *board)
{
    uint64_t ticket = LOAD(&board->ticket), high = READ(&board->ticket_high);

    high = ticket > high || !RULE(sweeps_to_the_highest_ticket) ? ticket : high;
    return high < board->tasks ? high : board->tasks;
}

/* Keeps what is known of the attempt that died with its worker. */
static void note_attempt(struct board *board, struct who dead, uint64_t task)
{
    struct life *life = board_life(board, dead.life);
    uint64_t started = READ(&board_task(board, task)->started), spawned = READ(&life->spawned);

    /* Killed between winning the task and noting when: there is no note. */
    NOTE(&life->died_started, started < spawned ? spawned : started);
    NOTE(&life->died_task, (uint32_t)task);
}

/* A task of a dead worker goes back to waiting, or is set aside. True: it waits again. */
static bool requeue(struct board *board, struct who dead, const struct demise *demise, uint64_t task,
                    uint64_t now)
{
    struct task *place = board_task(board, task);
    uint64_t seen = LOAD(&place->word);
    unsigned died = task_word_died(seen);

    if (RULE(requeues_its_own) && !is_mine(seen, dead))
        return false;
    if (task_word_state(seen) > TASK_RUNNING || task_word_state(seen) == TASK_WAITING)
        return false;
    if (task_word_state(seen) == TASK_RUNNING) {
        note_attempt(board, dead, task);
        died += !demise->blameless;
    }
    if (died >= board->attempts) {
        NOTE(&place->ended, now);
        CAS(&place->word, &seen, task_word(TASK_FAILED, died, dead.slot, dead.life));
        ADD(&board->failed, 1);
        board_note(board, &(struct event){ .time = now,
                                           .task = task,
                                           .value = died,
                                           .slot = dead.slot,
                                           .life = dead.life,
                                           .kind = EVENT_FAILED });
        return false;
    }
    NOTE(&place->started, 0); /* else whoever looks at the clock would take it for the next attempt's */
    return CAS(&place->word, &seen, task_word(TASK_WAITING, died, 0, 0));
}

/* A worker killed between the end of a task and the turn of its sums has left the turn to its heir. */
static void inherit_sums(struct board *board, struct who dead)
{
    struct slot *slot = board_slot(board, dead.slot);
    struct slot_sums *now = slot_sums(slot), *next = now == slot->sums ? &slot->sums[1] : &slot->sums[0];
    uint64_t task = READ(&slot->task), word;

    if (!RULE(sums_are_inherited) || task == TASK_NONE || READ(&next->tasks_done) <= READ(&now->tasks_done))
        return;
    word = LOAD(&board_task(board, task)->word);
    if (task_word_state(word) == TASK_DONE && is_mine(word, dead))
        turn_sums(slot);
}

static bool has_ended(uint64_t word)
{
    return task_word_state(word) == TASK_DONE || task_word_state(word) == TASK_FAILED;
}

/* Moves the mark below which everything has ended as far as it goes: what has ended is never looked at again. */
static uint64_t settle(struct board *board)
{
    uint64_t position = READ(&board->settled), last = READ(&board->settled_end);

    for (; position < board->tasks; position++) {
        struct task *place = board_task(board, board_order(board, position));

        if (!has_ended(LOAD(&place->word)))
            break;
        if (READ(&place->ended) > last)
            last = READ(&place->ended);
    }
    NOTE(&board->settled, position);
    NOTE(&board->settled_end, last);
    return position;
}

/* Which positions may hold tasks of a worker that died in `slot`. */
static struct span remains(struct board *board, struct slot *slot)
{
    uint64_t task = READ(&slot->task);

    if (READ(&slot->state) == SLOT_CLAIMING || (board->ordered && board->chunk == 1))
        return (struct span){ settle(board), highest_ticket(board) };
    if (board->chunk > 1)
        return (struct span){ READ(&slot->chunk_first), READ(&slot->chunk_end) };
    if (task == TASK_NONE)
        return (struct span){ 0, 0 };
    return (struct span){ task, task + 1 };
}

/* Its life ends and its slot is empty. */
static void bury(struct board *board, struct who who, const struct demise *demise, uint64_t now)
{
    struct life *life = board_life(board, who.life);

    if (RULE(permit_is_reissued))
        gate_reissue(board, who);
    NOTE(&life->cpu_ns, demise->cpu_ns);
    NOTE(&life->max_rss_kb, (uint32_t)demise->max_rss_kb);
    NOTE(&life->status, demise->status);
    NOTE(&life->exited, now);
    inherit_sums(board, who);
    STORE(&board_slot(board, who.slot)->state, SLOT_EMPTY);
    NOTE(&board->live, READ(&board->live) - 1);
}

uint64_t transition_death(struct board *board, struct who who, const struct demise *demise, uint64_t now)
{
    struct slot *slot = board_slot(board, who.slot);
    struct span span = remains(board, slot);
    bool sweeps = READ(&slot->state) == SLOT_CLAIMING;
    uint64_t back = 0, lowest = UINT64_MAX;

    for (uint64_t position = span.first; position < span.end; position++) {
        uint64_t task = board_order(board, position);
        bool waits = requeue(board, who, demise, task, now);

        back += waits;
        /* Below its ticket there may be tasks that only the dead worker knew of; they still wait. */
        if (sweeps)
            waits = task_word_state(LOAD(&board_task(board, task)->word)) == TASK_WAITING;
        if (waits && lowest == UINT64_MAX)
            lowest = position;
    }
    if (lowest != UINT64_MAX)
        lower_ticket(board, lowest);
    bury(board, who, demise, now);
    return back;
}

void transition_forsaken(struct board *board, struct who who, const struct demise *demise, uint64_t now)
{
    uint64_t task = READ(&board_slot(board, who.slot)->task), word;

    if (task != TASK_NONE) {
        word = LOAD(&board_task(board, task)->word);
        if (task_word_state(word) == TASK_RUNNING && is_mine(word, who))
            note_attempt(board, who, task);
    }
    bury(board, who, demise, now);
}

bool transition_all_idle(struct board *board)
{
    for (uint32_t i = 0; i < READ(&board->slots_used); i++) {
        uint32_t state = LOAD(&board_slot(board, i)->state);

        if (state != SLOT_IDLE && state != SLOT_EMPTY)
            return false;
    }
    return true;
}

void transition_wake(struct board *board)
{
    ADD(&board->wake, 1);
    futex_wake_all(&board->wake);
    ADD(&board->gate_turn, 1);
    futex_wake_all(&board->gate_turn);
}

uint64_t transition_sweep(struct board *board, uint64_t *last)
{
    uint64_t left = 0, lowest = UINT64_MAX, position = settle(board);

    *last = READ(&board->settled_end);
    for (; position < board->tasks; position++) {
        struct task *place = board_task(board, board_order(board, position));
        uint64_t word = LOAD(&place->word);

        if (has_ended(word)) {
            *last = READ(&place->ended) > *last ? READ(&place->ended) : *last;
            continue;
        }
        left++;
        if (task_word_state(word) == TASK_WAITING && lowest == UINT64_MAX)
            lowest = position;
    }
    if (lowest != UINT64_MAX)
        lower_ticket(board, lowest);
    return left;
}

uint64_t transition_unended(struct board *board, uint64_t *last)
{
    uint64_t position = settle(board);

    *last = READ(&board->settled_end);
    return position < board->tasks ? board_order(board, position) : TASK_NONE;
}
