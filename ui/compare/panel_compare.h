/* The panels of the comparison: each a pure function of the results,
 * into the pane it is given, border included. */
#pragma once

#include "draw/canvas.h"
#include "analysis/findings.h"
#include "view/table.h"

#include <stdbool.h>
#include <stddef.h>

/* Which strategies are shown: from the first-th on,
 * or as far as the last one allows; `spacing` rows apart. */
struct compare_window {
    const struct results *results;
    size_t first;
    int spacing;
    size_t running; /* 1 + the strategy that runs now; 0: the experiment has ended */
};

/* Strategies a panel of height `h` shows. */
size_t panel_compare_count(const struct compare_window *window, int h);

/* Those that a box shows. */
struct compare_rows {
    size_t first, end;
};

struct compare_rows panel_compare_rows(const struct compare_window *window, struct pane box);

/* Marks them on the border of the box where there are more. */
void panel_compare_scrollbar(const struct compare_window *window, struct pane box);

/* The row of the i-th of them, inside the box. */
struct pane panel_compare_bar(const struct compare_window *window, struct pane inside, size_t i);

/* A strategy's name, in its colour. */
void panel_compare_name(const struct results *results, size_t strategy, struct table_cell *cell);

/* Columns for the strategies' names: the same in both panels, so that they line up. */
int panel_compare_label(const struct canvas *canvas, const struct results *results, int w);

/* How long each took: shorter is better. */
void panel_elapsed(struct pane box, const struct compare_window *window);

/* Where the time went: the machine's account, for work that computes, or the workers';
 * of the run in the middle. */
void panel_account(struct pane box, const struct compare_window *window, bool of_workers);

/* From the ideal to what was measured: the steps of one strategy. */
void panel_waterfall(struct pane box, const struct results *results, size_t strategy);

/* Rows inside the box that it takes. */
int panel_waterfall_rows(const struct results *results, size_t strategy);

/* What each cost: efficiency, rate, its own cost, workers, memory. */
void panel_cost(struct pane box, const struct compare_window *window);

/* What there is to say of it, in sentences, from the first-th on. */
void panel_verdict(struct pane box, bool focused, const struct results *results,
                   const struct findings *findings, size_t first);

/* Rows inside the box that all its sentences take at a width of the box;
 * the first sentence from which on all the rest can be seen in a box. */
int panel_verdict_rows(bool ascii, int w, const struct results *results, const struct findings *findings);
size_t panel_verdict_last(bool ascii, int w, int h, const struct results *results,
                          const struct findings *findings);

/* Figures from elsewhere that the experiment brings along. */
void panel_reference(struct pane box, const struct experiment *experiment);
