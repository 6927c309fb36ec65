#include "board/gate.h"

#include "base/futex.h"
#include "board/protocol_step.h"

enum permit { PERMIT_NONE, PERMIT_FREE, PERMIT_TAKEN };

static uint64_t gate_word(enum gate_mode mode, enum permit permit, struct worker_id id)
{
    return (uint64_t)mode | (uint64_t)permit << 2 | (uint64_t)id.slot << 12 | (uint64_t)id.life << 32;
}

static const struct worker_id no_worker = { 0, 0 };

void gate_stir(struct board *board)
{
    ADD(&board->gate_turn, 1);
    futex_wake_all(&board->gate_turn);
}

void gate_set(struct board *board, enum gate_mode mode)
{
    STORE(&board->gate, gate_word(mode, PERMIT_NONE, no_worker));
    gate_stir(board);
}

bool gate_permit(struct board *board)
{
    uint64_t held = gate_word(GATE_HOLD, PERMIT_NONE, no_worker);

    if (!CAS(&board->gate, &held, gate_word(GATE_HOLD, PERMIT_FREE, no_worker)))
        return false;
    gate_stir(board);
    return true;
}

bool gate_try(struct board *board, struct worker_id id, bool *permitted)
{
    uint64_t word = LOAD(&board->gate);
    uint64_t free_permit = gate_word(GATE_HOLD, PERMIT_FREE, no_worker);

    *permitted = false;
    if (word == GATE_RUN)
        return true;
    *permitted = CAS_BY(permit_by_cas, &board->gate, &free_permit, gate_word(GATE_HOLD, PERMIT_TAKEN, id));
    return *permitted;
}

void gate_leave(struct board *board, struct worker_id id, bool used)
{
    uint64_t mine = gate_word(GATE_HOLD, PERMIT_TAKEN, id);

    if (!CAS(&board->gate, &mine,
             gate_word(GATE_HOLD, used || !RULE(permit_comes_back) ? PERMIT_NONE : PERMIT_FREE, no_worker)))
        return; /* gate_set() has withdrawn the permit meanwhile */
    gate_stir(board);
}

void gate_wait(struct board *board, uint32_t turn)
{
    futex_wait(&board->gate_turn, turn);
}

void gate_reissue(struct board *board, struct worker_id dead)
{
    gate_leave(board, dead, false);
}
