/* The panels of the comparison. Each is a pure function of the results and draws its border, too. */
#pragma once

#include "draw/canvas.h"
#include "analysis/findings.h"
#include "view/table.h"

#include <stdbool.h>
#include <stddef.h>

/* Which strategies are shown: from `first` on, or from earlier where fewer are left; `spacing` rows apart. */
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

/* Columns for the strategies' names: the same in all panels, so that they line up. */
int panel_compare_label(const struct canvas *canvas, const struct results *results, int w);

/* How long each took. */
void panel_elapsed(struct pane box, const struct compare_window *window);

/* Where the time of the median run went: the machine's account, for work that computes, or the workers'. */
void panel_account(struct pane box, const struct compare_window *window, bool of_workers);

/* The steps from the ideal to the measured time of a strategy. */
void panel_waterfall(struct pane box, const struct results *results, size_t strategy);

/* Rows it takes inside the box. */
int panel_waterfall_rows(const struct results *results, size_t strategy);

/* What each cost: efficiency, rate, overhead, workers, memory. */
void panel_cost(struct pane box, const struct compare_window *window);

/* The findings in sentences, from the first-th on. */
void panel_verdict(struct pane box, bool focused, const struct results *results,
                   const struct findings *findings, size_t first);

/* Rows that all sentences take inside a box `w` wide,
 * and the first sentence from which all that follow fit into a box. */
int panel_verdict_rows(bool ascii, int w, const struct results *results, const struct findings *findings);
size_t panel_verdict_last(bool ascii, int w, int h, const struct results *results,
                          const struct findings *findings);

/* Figures from elsewhere, which the experiment brings along. */
void panel_reference(struct pane box, const struct experiment *experiment);
