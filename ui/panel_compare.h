/* The panels of the comparison: each a pure function of the results, into the pane it is given, border included. */
#ifndef TICTOC_PANEL_COMPARE_H
#define TICTOC_PANEL_COMPARE_H

#include "canvas.h"
#include "results.h"

#include <stdbool.h>
#include <stddef.h>

/* Which strategies are shown: from the first-th on, or as far as the last one allows; `spacing` rows apart. */
struct compare_window {
    const struct results *results;
    size_t first;
    int spacing;
};

/* Strategies a panel of height `h` shows. */
size_t panel_compare_rows(const struct compare_window *window, int h);

/* The first of them. */
size_t panel_compare_first(const struct compare_window *window, int h);

/* Columns for the strategies' names: the same in both panels, so that they line up. */
int panel_compare_label(const struct canvas *canvas, const struct results *results, int w);

/* How long each took: shorter is better. */
void panel_elapsed(struct pane box, const struct compare_window *window);

/* What each cost: efficiency, rate, its own cost, workers, memory. */
void panel_cost(struct pane box, const struct compare_window *window);

/* In a few sentences. */
void panel_short(struct pane box, const struct results *results);

/* Figures from elsewhere that the experiment brings along. */
void panel_reference(struct pane box, const struct experiment *experiment);

#endif
