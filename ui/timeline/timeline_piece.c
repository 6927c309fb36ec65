/* Finds out what each column of a row shows. */
#include "timeline/timeline_piece.h"

#include "base/xmalloc.h"

#include <stdlib.h>

/* A task of up to so many columns joins a crowd of short ones around it. */
#define CROWD_COLUMNS 2

struct trace_span timeline_span(const struct timeline_row *row, uint64_t index)
{
    return trace_span(row->timeline->trace, row->slot, (uint32_t)index);
}

static uint64_t length_of(const struct trace_span *span, uint64_t now)
{
    uint64_t ended = span->ended < now ? span->ended : now;
    return ended > span->started ? ended - span->started : 0;
}

/* Every task in the column is at least as long as it: then each owns the middle of a column. */
static bool are_long(const struct timeline_row *row, const struct trace_cell *cell, uint64_t width)
{
    for (uint32_t i = 0; i < cell->touched; i++) {
        struct trace_span span = timeline_span(row, cell->first + i);
        bool begins = span.started + width > row->timeline->now; /* it may still become long */
        if (length_of(&span, row->timeline->now) < width && !(begins && span.ended > row->timeline->now))
            return false;
    }
    return cell->touched <= 2;
}

/* The last span of the column that has begun by `at`, else the first. */
static uint32_t span_at(const struct timeline_row *row, const struct trace_cell *cell, uint64_t at)
{
    uint32_t span = cell->first;
    while (span + 1 < cell->first + cell->touched && timeline_span(row, span + 1).started <= at)
        span++;
    return span;
}

static enum trace_phase phase_beside_tasks(const struct trace_cell *cell)
{
    enum trace_phase main = PHASE_NONE;
    for (enum trace_phase phase = PHASE_NONE; phase < PHASES; phase++)
        if (phase != PHASE_TASK && phase != PHASE_LOST && cell->ns[phase] > cell->ns[main])
            main = phase;
    return main;
}

static void find_long(struct timeline_row *row, const struct trace_cell *cell, uint64_t middle,
                      struct piece *piece)
{
    uint32_t number = span_at(row, cell, middle);
    struct trace_span span = timeline_span(row, number);
    uint64_t ended = span.ended < row->timeline->now ? span.ended : row->timeline->now;
    if (span.started <= middle && ended > middle)
        *piece = (struct piece){ .kind = PIECE_TASK, .id = number, .share = 1, .death = cell->death };
    else
        *piece = (struct piece){ .kind = PIECE_PHASE, .id = phase_beside_tasks(cell), .death = cell->death };
}

/* What the lives in the column mostly spent their time on beside tasks, as bits. Starting and leaving are
 * one kind. 0: it is less than both the time in tasks and the time without a life. */
static unsigned rest_of(const struct trace_cell *cell)
{
    const uint64_t *ns = cell->ns;
    uint64_t ends = ns[PHASE_START] + ns[PHASE_LEAVING];
    uint64_t most = ns[PHASE_BETWEEN] > ns[PHASE_IDLE] ? ns[PHASE_BETWEEN] : ns[PHASE_IDLE];
    uint64_t rest = ends > most ? ends : most;
    if (rest == 0 || (rest < ns[PHASE_TASK] + ns[PHASE_LOST] && rest < ns[PHASE_NONE]))
        return 0;
    if (ends > most)
        return (ns[PHASE_START] ? 1u << PHASE_START : 0) | (ns[PHASE_LEAVING] ? 1u << PHASE_LEAVING : 0);
    return 1u << (ns[PHASE_BETWEEN] > ns[PHASE_IDLE] ? PHASE_BETWEEN : PHASE_IDLE);
}

/* Full columns of the same chunk are one piece. */
static void find_short(struct timeline_row *row, const struct trace_cell *cell, uint64_t width,
                       uint64_t middle, struct piece *piece)
{
    const struct trace *trace = row->timeline->trace;
    double share = (double)(cell->ns[PHASE_TASK] + cell->ns[PHASE_LOST]) / (double)width;
    *piece =
        (struct piece){ .kind = PIECE_SHARE, .share = share, .rest = rest_of(cell), .death = cell->death };
    if (trace->record->chunk <= 1 || share < FULL_SHARE)
        return;
    piece->kind = PIECE_CHUNK;
    piece->id =
        trace_position(trace, timeline_span(row, span_at(row, cell, middle)).task) / trace->record->chunk;
}

/* A life that goes on is only in the samples. */
static double sampled_no_core(const struct snapshot *samples, uint32_t slot, uint32_t life)
{
    for (uint32_t i = 0; samples && i < samples->worker_count; i++)
        if (samples->workers[i].slot == slot && samples->workers[i].life == life)
            return samples->workers[i].no_core;
    return 0;
}

double timeline_no_core(const struct timeline_model *timeline, uint32_t slot, uint64_t at)
{
    const struct trace *trace = timeline->trace;
    uint32_t lives = trace_lives_until(trace, &trace->slots[slot], at);
    if (!trace->workload->ops->computes || !lives)
        return 0;
    uint32_t life = trace->slots[slot].lives[lives - 1].number;
    double share = trace_no_core(trace, life);
    share = share > 0 ? share : sampled_no_core(timeline->samples, slot, life);
    return share >= NO_CORE_LEAST ? share : 0;
}

static void note_cell(const struct trace_cell *cell, int column, struct timeline_seen *seen)
{
    seen->most = cell->touched > seen->most ? cell->touched : seen->most;
    seen->ns[column] += cell->ns[PHASE_TASK] + cell->ns[PHASE_LOST];
}

/* `cell` lies between two moments. */
static void find_piece(struct timeline_row *row, int column, const uint64_t moments[2],
                       const struct trace_cell *cell, struct timeline_seen *seen)
{
    struct piece *piece = &row->pieces[column];
    uint64_t from = moments[0], to = moments[1];
    uint64_t middle = from + (to - from) / 2, known = to < row->timeline->now ? to : row->timeline->now;
    *piece = (struct piece){ .kind = PIECE_PHASE };
    if (to <= from)
        return;
    if (known > from && known < to && middle >= known)
        middle = known - 1;
    if (cell->touched == 0)
        *piece = (struct piece){ .kind = PIECE_PHASE, .id = trace_cell_main(cell), .death = cell->death };
    else if (are_long(row, cell, to - from))
        find_long(row, cell, middle, piece);
    else
        find_short(row, cell, (known > from ? known : to) - from, middle, piece);
    uint32_t chosen = row->number == row->window->slot ? row->window->span : TRACE_NONE;
    piece->chosen = piece->kind == PIECE_TASK ? piece->id == chosen
                                              : chosen >= cell->first && chosen < cell->first + cell->touched;
    if (piece->kind != PIECE_PHASE)
        piece->no_core = timeline_no_core(row->timeline, row->number, middle);
    seen->no_core |= piece->no_core > 0;
    note_cell(cell, column, seen);
}

/* It shows tasks without a block of their own. */
static bool is_crowd(enum piece_kind kind)
{
    return kind == PIECE_CHUNK || kind == PIECE_SHARE;
}

/* A task that is little longer than a column among many shorter ones gets no block. */
static void join_crowds(struct timeline_row *row)
{
    for (int from = 0, to; from < row->columns; from = to) {
        struct piece *piece = &row->pieces[from];
        for (to = from + 1;
             to < row->columns && row->pieces[to].kind == piece->kind && row->pieces[to].id == piece->id;
             to++)
            ;
        enum piece_kind before = from ? piece[-1].kind : PIECE_PHASE;
        enum piece_kind after = to < row->columns ? row->pieces[to].kind : PIECE_PHASE;
        bool crowded = is_crowd(before) || is_crowd(after);
        uint64_t chunk = row->timeline->trace->record->chunk;
        if (piece->kind != PIECE_TASK || to - from > CROWD_COLUMNS || !crowded)
            continue;
        uint64_t task = timeline_span(row, piece->id).task;
        uint64_t id = chunk > 1 ? trace_position(row->timeline->trace, task) / chunk : 0;
        for (int x = from; x < to; x++) {
            row->pieces[x].kind = chunk > 1 ? PIECE_CHUNK : PIECE_SHARE;
            row->pieces[x].id = id;
        }
    }
}

void timeline_pieces(struct timeline_row *row, struct timeline_seen *seen)
{
    struct trace_cell *cells = xcalloc((size_t)row->columns, sizeof *cells);
    uint64_t moments[TIMELINE_COLUMNS_MAX + 1];
    for (int x = 0; x <= row->columns; x++)
        moments[x] = timeline_moment(row->window, row->columns, x);
    trace_cells(row->timeline->trace, row->number, moments, row->columns, row->timeline->now, cells);
    for (int x = 0; x < row->columns; x++)
        find_piece(row, x, moments + x, &cells[x], seen);
    free(cells);
    join_crowds(row);
}
