/* The gate: every worker passes it before the start of each task, also inside a chunk.
 * It is open, or holds, or lets one task at a time start by permit. An open gate costs one relaxed load.
 *
 * Its word: mode 2 bits, permit 2 (none, free, taken), slot 20, life 32.
 * A taken permit names its holder, so that a holder's death is seen and the permit issued again. */
#pragma once

#include "board/board.h"

enum gate_mode { GATE_RUN, GATE_HOLD };

static inline bool gate_is_open(struct board *board)
{
    return atomic_load_explicit(&board->gate, memory_order_relaxed) == GATE_RUN;
}

/* Whether there is a permit that is not used up yet. */
static inline bool gate_is_permitted(struct board *board)
{
    return (atomic_load_explicit(&board->gate, memory_order_relaxed) >> 2 & 3) != 0;
}

/* Runner: closes or opens the gate; either withdraws a permit not yet used. */
void gate_set(struct board *board, enum gate_mode mode);

/* Runner: lets one more task start while the gate holds. False: the last permit is not used up yet. */
bool gate_permit(struct board *board);

/* Worker: true when it may start a task now. With *permitted it holds the permit,
 * which it gives up with gate_leave() once it has started a task (`used`) or found none to start. */
bool gate_try(struct board *board, struct worker_id id, bool *permitted);
void gate_leave(struct board *board, struct worker_id id, bool used);

/* Worker: waits until the gate has changed since `turn` (read before gate_try()). */
void gate_wait(struct board *board, uint32_t turn);

/* Coordinator: a dead worker's permit is issued again. */
void gate_reissue(struct board *board, struct worker_id dead);

/* Coordinator: wakes workers that wait at the gate to look again,
 * for instance because the queue has been drained meanwhile. */
void gate_stir(struct board *board);
