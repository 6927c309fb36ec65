/* A row of the timeline: what one slot did. Tasks that are at least a column long are blocks with a name; shorter ones
 * are summed up: a column is as high as the share of its time that was spent in tasks. */
#include "panel_timeline.h"

#include "blocks.h"
#include "draw.h"
#include "wording.h"

#include <stdio.h>
#include <string.h>

/* The share of a column from which it is drawn full. */
#define FULL_SHARE (15.0 / 16)

#define EDGE       0x258Fu /* ▏ between two tasks */
#define EDGE_CHUNK 0x258Eu /* ▎ between two chunks */

const struct phase_look phase_looks[PHASES] = {
    [PHASE_NONE] = { ' ', ' ', ROLE_PLAIN, "" },
    [PHASE_START] = { 0x2592, ':', ROLE_COST, "starting" },
    [PHASE_TASK] = { 0x2588, '#', ROLE_TEXT, "in a task" },
    [PHASE_LOST] = { 0x2593, 'x', ROLE_FAILED, "died in it" },
    [PHASE_BETWEEN] = { 0xB7, '-', ROLE_DIM, "between" },
    [PHASE_IDLE] = { 0x2591, '.', ROLE_FAINT, "idle" },
    [PHASE_LEAVING] = { 0x2592, ':', ROLE_COST, "leaving" },
};

/* What a column belongs to. Neighbours that belong to the same are drawn as one. */
enum piece_kind { PIECE_PHASE, PIECE_TASK, PIECE_CHUNK, PIECE_SHARE };

struct piece {
    enum piece_kind kind;
    uint64_t id;  /* phase, span, chunk; of a share always 0 */
    double share; /* in tasks */
    bool death;
    bool chosen; /* the selected task is in it */
};

struct row {
    const struct exhibit *exhibit;
    const struct timeline_window *window;
    const struct timeline_slot *slot;
    struct pane pane;
    uint32_t number;
    struct piece pieces[TIMELINE_COLUMNS_MAX];
    int columns;
};

/* ---- what the columns are --------------------------------------------------------------------------------- */

static uint64_t length_of(const struct timeline_span *span, uint64_t now)
{
    uint64_t ended = span->ended < now ? span->ended : now;
    return ended > span->started ? ended - span->started : 0;
}

/* Whether every task in the column is at least as long as it: then each owns the middle of a column. */
static bool are_long(const struct row *row, const struct timeline_cell *cell, uint64_t width)
{
    for (uint32_t i = 0; i < cell->touched; i++) {
        const struct timeline_span *span = &row->slot->spans[cell->first + i];
        bool begins = span->started + width > row->exhibit->now; /* it may still become so */
        if (length_of(span, row->exhibit->now) < width && !(begins && span->ended > row->exhibit->now))
            return false;
    }
    return cell->touched <= 2;
}

/* The last span of the column that has begun by `at`; the first one where none has. */
static uint32_t span_at(const struct row *row, const struct timeline_cell *cell, uint64_t at)
{
    uint32_t span = cell->first;
    while (span + 1 < cell->first + cell->touched && row->slot->spans[span + 1].started <= at)
        span++;
    return span;
}

static enum timeline_phase phase_beside_tasks(const struct timeline_cell *cell)
{
    enum timeline_phase main = PHASE_NONE;
    for (enum timeline_phase phase = PHASE_NONE; phase < PHASES; phase++)
        if (phase != PHASE_TASK && phase != PHASE_LOST && cell->ns[phase] > cell->ns[main])
            main = phase;
    return main;
}

static void find_long(struct row *row, const struct timeline_cell *cell, uint64_t middle, struct piece *piece)
{
    uint32_t number = span_at(row, cell, middle);
    const struct timeline_span *span = &row->slot->spans[number];
    uint64_t ended = span->ended < row->exhibit->now ? span->ended : row->exhibit->now;
    if (span->started <= middle && ended > middle)
        *piece = (struct piece){ PIECE_TASK, number, 1, cell->death, false };
    else
        *piece = (struct piece){ PIECE_PHASE, phase_beside_tasks(cell), 0, cell->death, false };
}

/* Columns of a chunk that is longer than they are hang together. */
static void find_short(struct row *row, const struct timeline_cell *cell, uint64_t width, uint64_t middle,
                       struct piece *piece)
{
    const struct timeline *timeline = row->exhibit->timeline;
    double share = (double)(cell->ns[PHASE_TASK] + cell->ns[PHASE_LOST]) / (double)width;
    *piece = (struct piece){ PIECE_SHARE, 0, share, cell->death, false };
    if (timeline->chunk <= 1 || share < FULL_SHARE)
        return;
    piece->kind = PIECE_CHUNK;
    piece->id = row->slot->spans[span_at(row, cell, middle)].task / timeline->chunk;
}

static uint32_t find_piece(struct row *row, int column)
{
    struct piece *piece = &row->pieces[column];
    struct timeline_cell cell;
    uint64_t from = timeline_moment(row->window, row->columns, column);
    uint64_t to = timeline_moment(row->window, row->columns, column + 1);
    uint64_t middle = from + (to - from) / 2, known = to < row->exhibit->now ? to : row->exhibit->now;
    *piece = (struct piece){ .kind = PIECE_PHASE };
    if (to <= from)
        return 0;
    timeline_cell(row->exhibit->timeline, row->number, from, to, row->exhibit->now, &cell);
    if (known > from && known < to && middle >= known)
        middle = known - 1;
    if (cell.touched == 0)
        *piece = (struct piece){ PIECE_PHASE, timeline_cell_main(&cell), 0, cell.death, false };
    else if (are_long(row, &cell, to - from))
        find_long(row, &cell, middle, piece);
    else
        find_short(row, &cell, to - from, middle, piece);
    piece->chosen = row->number == row->window->slot && row->window->span != TIMELINE_NONE &&
                    row->window->span >= cell.first && row->window->span < cell.first + cell.touched;
    return cell.touched;
}

/* ---- drawing them --------------------------------------------------------------------------------------------- */

static uint32_t fill_of(const struct row *row, enum timeline_phase phase)
{
    return row->pane.canvas->ascii ? (uint32_t)(unsigned char)phase_looks[phase].ascii
                                   : phase_looks[phase].glyph;
}

static bool is_same(const struct piece *a, const struct piece *b)
{
    return a->kind == b->kind && a->id == b->id && a->kind != PIECE_SHARE;
}

static void fill(const struct row *row, int from, int to, unsigned role, uint32_t glyph)
{
    draw_fill(pane_sub(row->pane, from, 0, to - from, row->pane.h), role, glyph);
}

static enum timeline_end end_of(const struct row *row, uint64_t span)
{
    const struct timeline_span *at = &row->slot->spans[span];
    return at->ended <= row->exhibit->now ? at->end : SPAN_OPEN;
}

static bool is_last(const struct row *row, uint64_t span)
{
    const struct timeline *timeline = row->exhibit->timeline;
    return timeline->last_slot == row->number && timeline->last == span &&
           timeline->all_ended <= row->exhibit->now;
}

/* From the left: an edge where another task came before, the pointer of the selected one, its name; at the right that
 * it was the last of all. */
static void draw_task(const struct row *row, int from, int to, bool edge)
{
    const struct piece *piece = &row->pieces[from];
    const struct timeline_span *span = &row->slot->spans[piece->id];
    enum timeline_end end = end_of(row, piece->id);
    bool lost = end == SPAN_DIED || end == SPAN_FAILED, chunk = row->exhibit->timeline->chunk > 1;
    bool inside = chunk && span->task % row->exhibit->timeline->chunk != 0;
    unsigned worker = lost ? ROLE_FAILED : role_worker(row->number);
    unsigned role = ROLE_DARK | ROLE_ON(piece->chosen ? (unsigned)ROLE_SELECT : worker);
    bool ascii = row->pane.canvas->ascii;
    char name[96], last[] = "held the end ◂";
    int at = 0, room = to - from;
    struct pane block = pane_sub(row->pane, from, 0, room, row->pane.h);
    draw_fill(block, role, ascii ? (lost ? 'x' : '#') : lost ? 0x2592u : ' ');
    if (edge)
        for (int y = 0; y < block.h; y++)
            canvas_put(block, 0, y, role, ascii ? '|' : chunk && !inside ? EDGE_CHUNK : EDGE);
    at += edge || (room > 3 && !piece->chosen);
    if (piece->chosen && room > 1)
        at += draw_text(block, at, 0, role, "▸");
    blocks_name(row->exhibit->workload, span->task, room - at, ascii, name, sizeof name);
    int columns = canvas_columns(row->pane.canvas, name);
    if (columns > room - at)
        return;
    at += draw_text(block, at, 0, role, name);
    if (lost && at + 3 < room)
        at += draw_text(block, at, 0, role, " ✗ died");
    if (is_last(row, piece->id) && at + 2 + canvas_columns(row->pane.canvas, last) <= room)
        draw_right(block, room, 0, role, last);
}

static void draw_chunk(const struct row *row, int from, int to, bool edge)
{
    unsigned role = ROLE_DARK | ROLE_ON(role_worker(row->number));
    bool ascii = row->pane.canvas->ascii;
    char name[48];
    int room = to - from;
    struct pane block = pane_sub(row->pane, from, 0, room, row->pane.h);
    draw_fill(block, role, ascii ? '#' : ' ');
    edge = edge && room >= 3;
    for (int y = 0; edge && y < block.h; y++)
        canvas_put(block, 0, y, role, ascii ? '|' : EDGE_CHUNK);
    snprintf(name, sizeof name, "chunk %llu", (unsigned long long)row->pieces[from].id + 1);
    if (canvas_columns(row->pane.canvas, name) + 2 <= room)
        draw_text(block, 1, 0, role, name);
}

/* As high as its share, and never nothing. */
static void draw_share(const struct row *row, int x)
{
    const struct piece *piece = &row->pieces[x];
    int h = row->pane.h, eighths = (int)(piece->share * 8 * h + 0.5);
    unsigned role = piece->chosen ? (unsigned)ROLE_SELECT : role_worker(row->number);
    if (piece->share >= FULL_SHARE)
        eighths = 8 * h;
    eighths = eighths < 1 ? 1 : eighths;
    for (int y = h - 1; y >= 0 && eighths > 0; y--, eighths -= 8)
        canvas_put(row->pane, x, y, role, 0x2580u + (unsigned)(eighths < 8 ? eighths : 8));
}

static void draw_piece(const struct row *row, int from, int to)
{
    const struct piece *piece = &row->pieces[from];
    bool edge = from > 0 && row->pieces[from - 1].kind != PIECE_PHASE;
    if (piece->kind == PIECE_TASK)
        draw_task(row, from, to, edge);
    else if (piece->kind == PIECE_CHUNK)
        draw_chunk(row, from, to, edge);
    else if (piece->kind == PIECE_SHARE)
        draw_share(row, from);
    else if (piece->id != PHASE_NONE)
        fill(row, from, to, phase_looks[piece->id].role, fill_of(row, (enum timeline_phase)piece->id));
}

uint32_t timeline_row(struct pane pane, const struct exhibit *exhibit, const struct timeline_window *window,
                      uint32_t number)
{
    struct row row = { .exhibit = exhibit, .window = window, .pane = pane, .number = number };
    uint32_t most = 0;
    row.columns = pane.w < TIMELINE_COLUMNS_MAX ? pane.w : TIMELINE_COLUMNS_MAX;
    if (number >= exhibit->timeline->slot_count)
        return 0;
    row.slot = &exhibit->timeline->slots[number];
    for (int x = 0; x < row.columns; x++) {
        uint32_t tasks = find_piece(&row, x);
        most = tasks > most ? tasks : most;
    }
    for (int from = 0, to; from < row.columns; from = to) {
        for (to = from + 1; to < row.columns && is_same(&row.pieces[from], &row.pieces[to]); to++)
            ;
        draw_piece(&row, from, to);
    }
    for (int x = 0; x < row.columns; x++)
        if (row.pieces[x].death)
            canvas_put(pane, x, 0, ROLE_FAILED | ROLE_STRONG, 0x2717);
    return most;
}
