/* A row of the timeline: what one slot did. Tasks at least a column long are blocks with a name.
 * Shorter ones are summed: a column is as high as its share of time in tasks; above is most of the rest. */
#include "timeline/timeline_piece.h"

#include "draw/draw.h"
#include "view/labels.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>

#define UNWATCHED  0x2591u /* ░ in a block: after an early toc */
#define EDGE       0x258Fu /* ▏ between two tasks */
#define EDGE_CHUNK 0x258Eu /* ▎ between two chunks */

const struct phase_look phase_looks[PHASES] = {
    [PHASE_NONE] = { ' ', ' ', ROLE_PLAIN, "" },
    [PHASE_START] = { 0x2592, ':', ROLE_COST, "starting" },
    [PHASE_TASK] = { 0x2588, '#', ROLE_TEXT, "task" },
    [PHASE_LOST] = { 0x2593, 'x', ROLE_FAILED, "died" },
    [PHASE_BETWEEN] = { 0xB7, '-', ROLE_DIM, "between" },
    [PHASE_IDLE] = { 0x2591, '.', ROLE_FAINT, "idle" },
    [PHASE_LEAVING] = { 0x2592, ':', ROLE_COST, "leaving" },
};

/* Starting and leaving have one look: together they are the cost of a life. */
#define ENDS (1u << PHASE_START | 1u << PHASE_LEAVING)

static uint32_t fill_of(const struct timeline_row *row, enum trace_phase phase)
{
    return row->pane.canvas->ascii ? (uint32_t)(unsigned char)phase_looks[phase].ascii
                                   : phase_looks[phase].glyph;
}

static bool is_same(const struct piece *a, const struct piece *b)
{
    return a->kind == b->kind && a->id == b->id && a->kind != PIECE_SHARE;
}

static void fill_columns(const struct timeline_row *row, int from, int to, unsigned role, uint32_t glyph)
{
    draw_fill(pane_sub(row->pane, from, 0, to - from, row->pane.h), role, glyph);
}

static bool is_marked(const struct timeline_row *row, const struct piece *piece)
{
    return piece->chosen && row->window->by_hand;
}

static bool is_last(const struct timeline_row *row, uint64_t span)
{
    const struct trace *trace = row->timeline->trace;
    return trace->last_slot == row->number && trace->last == span && trace->all_ended <= row->timeline->now;
}

static enum span_end end_of_piece(const struct timeline_row *row, const struct piece *piece)
{
    if (piece->kind != PIECE_TASK)
        return SPAN_OPEN;
    struct trace_span span = timeline_span(row, piece->id);
    return span.ended <= row->timeline->now ? span.end : SPAN_OPEN;
}

static bool is_lost(enum span_end end)
{
    return end == SPAN_DIED || end == SPAN_FAILED || end == SPAN_STOPPED;
}

/* The ground of a block: shaded after an early toc, hatched by the share without a core. */
static void draw_block(const struct timeline_row *row, struct pane block, unsigned role, int from, bool lost)
{
    bool ascii = row->pane.canvas->ascii;
    int unjoined = row->unjoined > from ? row->unjoined - from : 0;
    draw_fill(block, role, ascii ? (lost ? 'x' : '#') : lost ? 0x2592u : ' ');
    if (!lost && unjoined < block.w)
        draw_fill(pane_sub(block, unjoined, 0, block.w - unjoined, block.h), role, ascii ? '=' : UNWATCHED);
    for (int x = 0; !lost && x < block.w && x < unjoined; x++)
        if (draw_is_hatched(from + x, row->pieces[from + x].no_core))
            draw_fill(pane_sub(block, x, 0, 1, block.h), role, DRAW_HATCH);
}

static void draw_edge(struct pane block, unsigned role, bool chunk)
{
    for (int y = 0; y < block.h; y++)
        canvas_put(block, 0, y, role, block.canvas->ascii ? '|' : chunk ? EDGE_CHUNK : EDGE);
}

/* From the left: an edge to the task before, a pointer if selected, the name; at the right a note if last. */
static void draw_task(const struct timeline_row *row, int from, int to, bool edge)
{
    const struct piece *piece = &row->pieces[from];
    struct trace_span span = timeline_span(row, piece->id);
    enum span_end end = end_of_piece(row, piece);
    bool lost = is_lost(end), stopped = end == SPAN_STOPPED, ascii = row->pane.canvas->ascii;
    uint64_t chunk = row->timeline->trace->record->chunk;
    unsigned worker = lost && !stopped ? ROLE_FAILED : role_worker(row->number);
    unsigned role = ROLE_DARK | ROLE_ON(is_marked(row, piece) ? (unsigned)ROLE_SELECT : worker);
    char name[96];
    int at = 0, room = to - from;
    struct pane block = pane_sub(row->pane, from, 0, room, row->pane.h);
    room -= row->pieces[to - 1].death; /* its sign is drawn later */
    draw_block(row, block, role, from, lost);
    if (edge)
        draw_edge(block, role, chunk > 1 && trace_position(row->timeline->trace, span.task) % chunk == 0);
    at += edge || (room > 3 && !piece->chosen);
    if (piece->chosen && room > 1)
        at += draw_text(block, at, 0, role, "▸");
    if (lost && !stopped && room - at > 2)
        at += draw_text(block, at, 0, role, "✗ ");
    label_task(name, sizeof name, row->timeline->workload, span.task, room - at, ascii);
    int columns = canvas_columns(row->pane.canvas, name);
    if (columns > room - at)
        return;
    at += draw_text(block, at, 0, role, name);
    const char *how = stopped ? " stopped" : " died";
    if (lost && at + canvas_columns(row->pane.canvas, how) < room)
        at += draw_text(block, at, 0, role, how);
    const char *last = timeline_held_ns(row->timeline) ? "all wait for this one ◂" : "the last ◂";
    if (is_last(row, piece->id) && at + 2 + canvas_columns(row->pane.canvas, last) <= room)
        draw_right(block, room, 0, role, last);
}

static void draw_chunk(const struct timeline_row *row, int from, int to, bool edge)
{
    unsigned role = ROLE_DARK | ROLE_ON(role_worker(row->number));
    char name[48];
    int room = to - from;
    struct pane block = pane_sub(row->pane, from, 0, room, row->pane.h);
    draw_block(row, block, role, from, false);
    if (edge && room >= 3)
        draw_edge(block, role, true);
    snprintf(name, sizeof name, "chunk %llu", (unsigned long long)row->pieces[from].id + 1);
    if (canvas_columns(row->pane.canvas, name) + 2 <= room)
        draw_text(block, 1, 0, role, name);
}

static void draw_eighths(struct pane pane, int x, int eighths, unsigned ink, unsigned ground)
{
    for (int y = pane.h - 1; y >= 0 && eighths > 0; y--, eighths -= 8)
        canvas_put(pane, x, y, eighths < 8 ? ink | ground : ink,
                   0x2580u + (unsigned)(eighths < 8 ? eighths : 8));
}

void timeline_share(struct pane pane, int x, double share, unsigned role)
{
    int eighths = (int)(share * 8 * pane.h + 0.5);
    draw_eighths(pane, x, eighths < 1 ? 1 : eighths, role, ROLE_PLAIN);
}

/* With next to no tasks the rest has the whole column, unless the selected task is in it. */
static int eighths_of(const struct timeline_row *row, const struct piece *piece)
{
    double share = piece->share >= FULL_SHARE ? 1 : piece->share;
    int eighths = (int)(share * 8 * row->pane.h + 0.5);
    return eighths < 1 && (!piece->rest || is_marked(row, piece)) ? 1 : eighths;
}

static enum trace_phase rest_phase(const struct piece *piece)
{
    enum trace_phase phase = PHASE_NONE;
    while (piece->rest && !(piece->rest & 1u << phase))
        phase++;
    return phase;
}

/* A cell that tasks fill in part has no room for a second glyph: overhead above them is its ground. */
static unsigned rest_ground(const struct piece *piece)
{
    return piece->rest & ENDS ? ROLE_ON(ROLE_COST) : 0;
}

static void draw_share(const struct timeline_row *row, int x)
{
    const struct piece *piece = &row->pieces[x];
    enum trace_phase rest = rest_phase(piece);
    unsigned ink = is_marked(row, piece) ? (unsigned)ROLE_SELECT : role_worker(row->number);
    if (rest != PHASE_NONE)
        fill_columns(row, x, x + 1, phase_looks[rest].role, fill_of(row, rest));
    int eighths = eighths_of(row, piece);
    draw_eighths(row->pane, x, eighths, ink, rest_ground(piece));
    if (draw_is_hatched(x, piece->no_core))
        draw_fill(pane_sub(row->pane, x, row->pane.h - eighths / 8, 1, eighths / 8), ROLE_DARK | ROLE_ON(ink),
                  DRAW_HATCH);
}

/* The phases of a share that are visible. */
static unsigned phases_of_share(const struct timeline_row *row, const struct piece *piece)
{
    int eighths = eighths_of(row, piece);
    bool apart = (eighths + 7) / 8 < row->pane.h || (rest_ground(piece) && eighths % 8);
    return (eighths ? 1u << PHASE_TASK : 0) | (apart ? piece->rest : 0);
}

static void draw_piece(const struct timeline_row *row, int from, int to)
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
        fill_columns(row, from, to, phase_looks[piece->id].role, fill_of(row, (enum trace_phase)piece->id));
}

static void note_end(struct timeline_seen *seen, enum span_end end)
{
    seen->phases |= 1u << (is_lost(end) ? PHASE_LOST : PHASE_TASK);
    seen->died |= is_lost(end) && end != SPAN_STOPPED;
}

/* For the legend. */
static void note_phases(const struct timeline_row *row, struct timeline_seen *seen)
{
    for (int x = 0; x < row->columns; x++) {
        const struct piece *piece = &row->pieces[x];
        if (piece->kind == PIECE_PHASE)
            seen->phases |= 1u << piece->id;
        else if (piece->kind == PIECE_SHARE)
            seen->phases |= phases_of_share(row, piece);
        else
            note_end(seen, end_of_piece(row, piece));
    }
}

/* The end of the last task of all, unless its block has the sign. */
static void draw_last(const struct timeline_row *row)
{
    const struct trace *trace = row->timeline->trace;
    if (row->number != trace->last_slot || trace->all_ended > row->timeline->now)
        return;
    int x = timeline_column(row->window, row->columns, trace->all_ended);
    x += x >= 0 && x < row->columns && row->pieces[x].kind != PIECE_PHASE;
    const struct cell *before = canvas_cell(row->pane.canvas, row->pane.x + x - 1, row->pane.y);
    if (x > 0 && x < row->columns && before && before->glyph != (row->pane.canvas->ascii ? '<' : 0x25C2u))
        canvas_put(row->pane, x, 0, ROLE_FIGURE, 0x25C2);
}

void timeline_row(struct pane pane, const struct timeline_model *timeline,
                  const struct timeline_window *window, uint32_t number, struct timeline_seen *seen)
{
    struct timeline_row row = { .timeline = timeline, .window = window, .pane = pane, .number = number };
    row.columns = pane.w < TIMELINE_COLUMNS_MAX ? pane.w : TIMELINE_COLUMNS_MAX;
    if (number >= timeline->trace->slot_count)
        return;
    row.slot = &timeline->trace->slots[number];
    row.pieces = xcalloc((size_t)row.columns, sizeof *row.pieces);
    row.unjoined = timeline_is_unjoined(timeline) ? timeline_column(window, row.columns, timeline->trace->toc)
                                                  : row.columns;
    timeline_pieces(&row, seen);
    note_phases(&row, seen);
    for (int from = 0, to; from < row.columns; from = to) {
        for (to = from + 1; to < row.columns && is_same(&row.pieces[from], &row.pieces[to]); to++)
            ;
        draw_piece(&row, from, to);
    }
    for (int x = 0; x < row.columns; x++)
        if (row.pieces[x].death)
            canvas_put(pane, x, 0, ROLE_FAILED | ROLE_STRONG, 0x2717);
    draw_last(&row);
    free(row.pieces);
}
