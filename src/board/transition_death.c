/* Requeues the tasks of a dead worker; and the last sweep, which misses no task. */
#include "board/gate.h"
#include "board/protocol_step.h"
#include "board/transition.h"
#include "base/number.h"

/* Moves the ticket down to `lowest`, unless it is there already, and notes its former value:
 * a worker may still be claiming up to there. */
static void lower_ticket(struct board *board, struct queue *queue, uint64_t lowest)
{
    struct queue *lowered = RULE(lowers_the_ticket_of_its_queue) ? queue : &board->queues[0];
    uint64_t seen = LOAD(&lowered->ticket);

    if (!RULE(ticket_comes_down))
        return;
    while (seen > lowest && !CAS(&lowered->ticket, &seen, lowest))
        ;
    if (RULE(highest_ticket_is_kept) && seen > READ(&lowered->high))
        NOTE(&lowered->high, seen);
}

/* No position from here on has ever been handed out. */
static uint64_t highest_ticket(struct queue *queue)
{
    uint64_t ticket = LOAD(&queue->ticket), high = READ(&queue->high);

    high = ticket > high || !RULE(sweeps_to_the_highest_ticket) ? ticket : high;
    return high < queue->end ? high : queue->end;
}

/* Notes the attempt that died with its worker. */
static void note_attempt(struct board *board, struct worker_id dead, uint64_t task)
{
    struct life *life = board_life(board, dead.life);
    uint64_t started = READ(&board_task(board, task)->started), spawned = READ(&life->spawned);

    /* Killed between winning the task and noting its start: `started` is older than the worker. */
    NOTE(&life->died_started, started < spawned ? spawned : started);
    NOTE(&life->died_task, (uint32_t)task);
}

/* A task of a dead worker goes back to waiting, or is set aside. True: it waits again. */
static bool requeue(struct board *board, struct worker_id dead, const struct exit_info *exit_info,
                    uint64_t task, uint64_t now)
{
    struct task *place = board_task(board, task);
    uint64_t seen = LOAD(&place->word);
    unsigned died = task_word_died(seen);

    if (RULE(requeues_its_own) && !task_word_is_of(seen, dead))
        return false;
    if (task_word_state(seen) > TASK_RUNNING || task_word_state(seen) == TASK_WAITING)
        return false;
    if (task_word_state(seen) == TASK_RUNNING)
        note_attempt(board, dead, task);
    if (task_word_state(seen) == TASK_RUNNING || !RULE(deaths_count_in_the_task_alone))
        died += !exit_info->uncounted || !RULE(our_kills_do_not_count);
    if (died >= board->attempts && RULE(sets_aside_in_the_end)) {
        NOTE(&place->ended, now);
        CAS(&place->word, &seen, task_word(TASK_FAILED, died, dead.slot, dead.life));
        if (RULE(counts_what_it_sets_aside))
            ADD(&board->failed, 1);
        board_note(board, &(struct event){ .time = now,
                                           .task = task,
                                           .value = died,
                                           .slot = dead.slot,
                                           .life = dead.life,
                                           .kind = EVENT_FAILED });
        return false;
    }
    NOTE(&place->started, 0); /* else it would pass for the start of the next attempt */
    return CAS(&place->word, &seen, task_word(TASK_WAITING, RULE(deaths_are_remembered) ? died : 0, 0, 0));
}

/* Turns the sums of a worker that was killed between the end of a task and the turn of its sums. */
static void inherit_sums(struct board *board, struct worker_id dead)
{
    struct slot *slot = board_slot(board, dead.slot);
    struct slot_sums *now = slot_sums(slot), *next = now == slot->sums ? &slot->sums[1] : &slot->sums[0];
    uint64_t task = READ(&slot->task), word;

    if (!RULE(sums_are_inherited) || task == TASK_NONE || READ(&next->tasks_done) <= READ(&now->tasks_done))
        return;
    word = LOAD(&board_task(board, task)->word);
    if (task_word_state(word) == TASK_DONE && task_word_is_of(word, dead))
        NOTE(&slot->turn, READ(&slot->turn) ^ 1);
}

static bool has_ended(uint64_t word)
{
    return task_word_state(word) == TASK_DONE ||
           (task_word_state(word) == TASK_FAILED && RULE(set_aside_is_an_end));
}

/* Moves the mark below which every task has ended as far as it goes: those tasks are never checked again. */
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

/* The positions of a queue that a worker in `slot` may have drawn. */
static struct span drawn(struct board *board, uint32_t slot, struct queue *queue)
{
    if (queue != board_queue(board, slot) && !(RULE(sweeps_open_queues_too) && READ(&queue->open)))
        return (struct span){ 0, 0 };
    return (struct span){ settle(board), highest_ticket(queue) };
}

/* The positions of `queue` that may hold tasks of a worker that died in a slot. */
static struct span remains(struct board *board, uint32_t slot_number, struct queue *queue)
{
    struct slot *slot = board_slot(board, slot_number);
    uint64_t task = READ(&slot->task);

    if (READ(&slot->state) == SLOT_CLAIMING || (board->ordered && board->chunk == 1))
        return drawn(board, slot_number, queue);
    if (board->chunk > 1)
        return (struct span){ READ(&slot->chunk_first), READ(&slot->chunk_end) };
    if (task == TASK_NONE)
        return (struct span){ 0, 0 };
    return (struct span){ task, task + 1 };
}

/* Counts the attempt that died with the worker as lost time of the slot.
 * No decision depends on it: no step for the explorer. */
static void sum_lost(struct board *board, struct worker_id dead, uint64_t now)
{
    struct life *life = board_life(board, dead.life);
    struct slot *slot = board_slot(board, dead.slot);

    if (READ(&life->died_task) != UINT32_MAX)
        atomic_store_explicit(&slot->lost_ns, READ(&slot->lost_ns) + now - READ(&life->died_started),
                              memory_order_relaxed);
}

/* Ends the worker's life and empties its slot. */
static void retire(struct board *board, struct worker_id id, const struct exit_info *exit_info, uint64_t now)
{
    struct life *life = board_life(board, id.life);

    if (RULE(permit_is_reissued))
        gate_reissue(board, id);
    NOTE(&life->cpu_ns, exit_info->cpu_ns);
    NOTE(&life->max_rss_kb, (uint32_t)exit_info->max_rss_kb);
    NOTE(&life->status, exit_info->status);
    NOTE(&life->exited, now);
    inherit_sums(board, id);
    sum_lost(board, id, now);
    STORE(&board_slot(board, id.slot)->state, SLOT_EMPTY);
    NOTE(&board->live, READ(&board->live) - 1);
}

/* Puts the dead worker's tasks back into a queue. Returns their number. */
static uint64_t put_back(struct board *board, struct queue *queue, struct worker_id id,
                         const struct exit_info *exit_info, uint64_t now)
{
    struct span span = remains(board, id.slot, queue);
    bool sweeps = READ(&board_slot(board, id.slot)->state) == SLOT_CLAIMING;
    uint64_t back = 0, lowest = UINT64_MAX, end = span.end < queue->end ? span.end : queue->end;

    for (uint64_t position = most_of(span.first, queue->first); position < end; position++) {
        uint64_t task = board_order(board, position);
        bool waits = requeue(board, id, exit_info, task, now);

        back += waits;
        /* Its ticket may cover tasks that it had not claimed yet: they are waiting. */
        if (sweeps)
            waits = task_word_state(LOAD(&board_task(board, task)->word)) == TASK_WAITING;
        if (waits && lowest == UINT64_MAX)
            lowest = position;
    }
    if (lowest != UINT64_MAX)
        lower_ticket(board, queue, lowest);
    return back;
}

uint64_t transition_death(struct board *board, struct worker_id id, const struct exit_info *exit_info,
                          uint64_t now)
{
    uint64_t back = 0;

    for (uint32_t i = 0; i < board->queue_count; i++)
        back += put_back(board, &board->queues[i], id, exit_info, now);
    retire(board, id, exit_info, now);
    return back;
}

void transition_abandon(struct board *board, struct worker_id id, const struct exit_info *exit_info,
                        uint64_t now)
{
    uint64_t task = READ(&board_slot(board, id.slot)->task), word;

    if (task != TASK_NONE) {
        word = LOAD(&board_task(board, task)->word);
        if (task_word_state(word) == TASK_RUNNING && task_word_is_of(word, id) &&
            RULE(notes_what_was_abandoned))
            note_attempt(board, id, task);
    }
    retire(board, id, exit_info, now);
}

/* Lets every worker draw from a queue whose slot is empty. */
static void open_if_ownerless(struct board *board, uint32_t number)
{
    if (!RULE(opens_ownerless_queues) || board->queue_count == 1)
        return;
    if (READ(&board_slot(board, number)->state) == SLOT_EMPTY)
        STORE(&board->queues[number].open, 1);
}

/* Returns the number of tasks of a queue that have not ended. */
static uint64_t sweep_queue(struct board *board, uint32_t number, uint64_t *last)
{
    struct queue *queue = &board->queues[number];
    uint64_t left = 0, lowest = UINT64_MAX;

    for (uint64_t position = most_of(READ(&board->settled), queue->first); position < queue->end;
         position++) {
        struct task *place = board_task(board, board_order(board, position));
        uint64_t word = LOAD(&place->word);

        if (has_ended(word)) {
            *last = most_of(*last, READ(&place->ended));
            continue;
        }
        left++;
        if (task_word_state(word) == TASK_WAITING && lowest == UINT64_MAX)
            lowest = position;
    }
    if (lowest != UINT64_MAX) {
        lower_ticket(board, queue, lowest);
        open_if_ownerless(board, number);
    }
    return left;
}

uint64_t transition_sweep(struct board *board, uint64_t *last)
{
    uint64_t left = 0;

    settle(board);
    *last = READ(&board->settled_end);
    for (uint32_t i = 0; i < board->queue_count; i++)
        left += sweep_queue(board, i, last);
    return left;
}

uint64_t transition_unended(struct board *board, uint64_t *last)
{
    uint64_t position = settle(board);

    *last = READ(&board->settled_end);
    return position < board->tasks ? board_order(board, position) : TASK_NONE;
}

uint64_t transition_count_unended(struct board *board)
{
    uint64_t left = 0;

    for (uint64_t position = READ(&board->settled); position < board->tasks; position++)
        left += !has_ended(LOAD(&board_task(board, board_order(board, position))->word));
    return left;
}
