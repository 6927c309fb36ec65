/* A row of the timeline as pieces: what each of its columns shows. */
#pragma once

#include "timeline/panel_timeline.h"

/* The share of a column from which it is drawn full. */
#define FULL_SHARE (15.0 / 16)

/* What a column belongs to. Neighbours of the same kind and id are drawn as one. */
enum piece_kind { PIECE_PHASE, PIECE_TASK, PIECE_CHUNK, PIECE_SHARE };

struct piece {
    enum piece_kind kind;
    uint64_t id;  /* phase, span, chunk; of a share always 0 */
    double share; /* in tasks */
    double no_core;
    unsigned rest; /* bits, 1u << enum trace_phase: most of the time beside a share; 0: none */
    bool death;
    bool chosen; /* the selected task is in it */
};

struct timeline_row {
    const struct timeline_model *timeline;
    const struct timeline_window *window;
    const struct trace_slot *slot;
    struct pane pane;
    uint32_t number;
    struct piece *pieces; /* of each column; owned: too large for a small stack */
    int columns;
    int unjoined; /* first column after an early toc; `columns`: none */
};

struct trace_span timeline_span(const struct timeline_row *row, uint64_t index);

/* Finds the pieces of a row. Adds to `seen`. */
void timeline_pieces(struct timeline_row *row, struct timeline_seen *seen);
