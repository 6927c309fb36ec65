#include "board/transition.h"

#include "base/futex.h"
#include "base/hot.h"
#include "board/protocol_step.h"

#include <string.h>

/* ---- worker ------------------------------------------------------------------------------------------- */

/* Draws from a queue without an owner, the worker's own being drained. NULL: there is none. */
static struct queue *draw_elsewhere(struct board *board, struct span *span)
{
    if (board->queue_count == 1)
        return NULL;
    for (uint32_t i = 0; i < board->queue_count; i++) {
        struct queue *queue = &board->queues[i];

        if (!LOAD(&queue->open))
            continue;
        span->first = ADD(&queue->ticket, board->chunk);
        if (span->first < queue->end)
            return queue;
    }
    return NULL;
}

HOT bool transition_take(struct board *board, struct worker_id id, struct span *span)
{
    struct slot *slot = board_slot(board, id.slot);
    struct queue *queue = board_queue(board, id.slot);

    if (RULE(says_claiming))
        STORE(&slot->state, SLOT_CLAIMING);
    span->first = ADD(&queue->ticket, board->chunk);
    if (span->first >= queue->end && !(queue = draw_elsewhere(board, span)))
        return false;
    if (board->chunk == 1) {
        span->end = span->first + 1;
        /* With all workers taking turns this is likely its next task: it is fetched meanwhile. */
        if (queue->end - span->first > board->queue_slots)
            __builtin_prefetch(board_task(board, board_order(board, span->first + board->queue_slots)), 1);
        return true;
    }
    span->end = queue->end - span->first > board->chunk ? span->first + board->chunk : queue->end;
    NOTE(&slot->chunk_end, span->end);
    NOTE(&slot->chunk_first, span->first);
    NOTE(&slot->chunk_at, span->first);
    if (!RULE(says_running_after_its_claims))
        NOTE(&slot->state, SLOT_RUNNING);
    for (uint64_t position = span->first; position < span->end; position++)
        transition_claim(board, id, board_order(board, position));
    NOTE(&slot->state, SLOT_RUNNING);
    return true;
}

HOT bool transition_claim(struct board *board, struct worker_id id, uint64_t task)
{
    struct task *place = board_task(board, task);
    uint64_t seen = task_word(TASK_WAITING, 0, 0, 0);

    while (!CAS_BY(claim_by_cas, &place->word, &seen,
                   task_word(TASK_CLAIMED, task_word_died(seen), id.slot, id.life)))
        if (task_word_state(seen) != TASK_WAITING)
            return false;
    return true;
}

bool transition_may_start(struct board *board, struct worker_id id, uint64_t task)
{
    uint64_t word = LOAD(&board_task(board, task)->word);

    return task_word_state(word) == TASK_WAITING ||
           (task_word_state(word) == TASK_CLAIMED && task_word_is_of(word, id));
}

HOT bool transition_start(struct board *board, struct worker_id id, uint64_t task, uint64_t now)
{
    struct task *place = board_task(board, task);
    struct slot *slot = board_slot(board, id.slot);
    /* A guess spares a load: that a worker has died in the task is rare. */
    uint64_t seen =
        board->chunk == 1 ? task_word(TASK_WAITING, 0, 0, 0) : task_word(TASK_CLAIMED, 0, id.slot, id.life);

    NOTE(&slot->progress, 0);
    NOTE(&slot->task, task);
    while (!CAS_BY(start_by_cas, &place->word, &seen,
                   task_word(TASK_RUNNING, task_word_died(seen), id.slot, id.life))) {
        bool claimed_by_me = task_word_state(seen) == TASK_CLAIMED && task_word_is_of(seen, id);

        if (task_word_state(seen) != TASK_WAITING && !claimed_by_me &&
            (task_word_state(seen) != TASK_FAILED || RULE(set_aside_stays_so)))
            return false;
    }
    NOTE(&place->started, now);
    NOTE(&slot->state, SLOT_RUNNING); /* live processes only ask for idle ones */
    return true;
}

/* Prepares the sums that are valid once the task is done. */
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

HOT bool transition_end(struct board *board, struct worker_id id, uint64_t task, uint64_t result,
                        double weight, uint64_t now)
{
    struct task *place = board_task(board, task);
    struct slot *slot = board_slot(board, id.slot);
    uint64_t seen = atomic_load_explicit(&place->word, memory_order_relaxed);

    if (task_word_state(seen) != TASK_RUNNING || !task_word_is_of(seen, id))
        return false;
    if (RULE(result_before_done))
        NOTE(&place->result, result);
    NOTE(&place->ended, now);
    if (RULE(sums_before_done))
        prepare_sums(slot, now - READ(&place->started), weight);
    if (!CAS_BY(end_by_cas, &place->word, &seen,
                task_word(TASK_DONE, task_word_died(seen), id.slot, id.life)))
        return false;
    if (!RULE(result_before_done))
        NOTE(&place->result, result);
    if (!RULE(sums_before_done))
        prepare_sums(slot, now - READ(&place->started), weight);
    turn_sums(slot);
    return true;
}

static bool is_drained(struct board *board, struct queue *queue)
{
    for (uint64_t position = LOAD(&queue->ticket); position < queue->end; position++)
        if (task_word_state(LOAD(&board_task(board, board_order(board, position))->word)) == TASK_WAITING)
            return false;
    return true;
}

static bool may_draw(struct board *board, uint32_t slot, struct queue *queue)
{
    return queue == board_queue(board, slot) || LOAD(&queue->open);
}

bool transition_nothing_waits(struct board *board, struct worker_id id)
{
    for (uint32_t i = 0; i < board->queue_count; i++)
        if (may_draw(board, id.slot, &board->queues[i]) && !is_drained(board, &board->queues[i]))
            return false;
    return true;
}

HOT void transition_state(struct board *board, struct worker_id id, enum slot_state state)
{
    STORE(&board_slot(board, id.slot)->state, (uint32_t)state);
}

/* ---- coordinator -------------------------------------------------------------------------------------- */

struct worker_id transition_birth(struct board *board, uint32_t slot_number, uint64_t task, uint64_t now)
{
    struct worker_id id = { slot_number, (uint32_t)READ(&board->lives) };
    struct slot *slot = board_slot(board, slot_number);
    struct life *life = board_life(board, id.life);

    NOTE(&slot->task, task);
    NOTE(&slot->chunk_first, 0);
    NOTE(&slot->chunk_end, 0);
    NOTE(&slot->life, id.life);
    NOTE(&slot->state, SLOT_STARTING);
    NOTE(&life->slot, slot_number);
    NOTE(&life->died_task, UINT32_MAX);
    NOTE(&life->spawned, now);
    NOTE(&board->lives, (uint64_t)id.life + 1);
    if (slot_number >= READ(&board->slots_used))
        NOTE(&board->slots_used, slot_number + 1);
    if (task != TASK_NONE)
        transition_claim(board, id, task);
    return id;
}

void transition_born(struct board *board, struct worker_id id, struct worker_place place)
{
    struct life *life = board_life(board, id.life);
    uint32_t live = READ(&board->live) + 1;

    /* No decision depends on these: no steps for the explorer. */
    atomic_store_explicit(&life->host, place.host, memory_order_relaxed);
    atomic_store_explicit(&life->tid, place.tid, memory_order_relaxed);
    NOTE(&life->pid, place.pid);
    NOTE(&board->live, live);
    if (live > READ(&board->peak_live))
        NOTE(&board->peak_live, live);
}

void transition_unborn(struct board *board, struct worker_id id)
{
    struct slot *slot = board_slot(board, id.slot);
    uint64_t task = READ(&slot->task);

    if (task != TASK_NONE) {
        struct task *place = board_task(board, task);
        uint64_t seen = LOAD(&place->word);

        CAS(&place->word, &seen, task_word(TASK_WAITING, task_word_died(seen), 0, 0));
    }
    STORE(&slot->state, SLOT_EMPTY);
    NOTE(&board->lives, (uint64_t)id.life);
}

bool transition_is_any_drained(struct board *board)
{
    for (uint32_t i = 0; i < board->queue_count; i++)
        if (is_drained(board, &board->queues[i]))
            return true;
    return false;
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
