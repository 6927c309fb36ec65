/* A list: what scrolls, selects and is clicked. A view keeps one for each panel that is longer than its box.
 *
 *     list_fit(&list, count, rows);       in prepare(): rows there are, rows that are shown
 *     list_act(&list, action);            in act(): up, down, pages, ends; false: another action
 *     list_point(&list, press, rows);     in point(): a click selects, the wheel moves
 *
 * Pure; zeroed it is at its beginning. */
#pragma once

#include "draw/canvas.h"
#include "term/key.h"
#include "view/action.h"

#include <stdbool.h>

struct list {
    int count, rows; /* all; shown */
    int first;       /* the one at the top */
    bool selects;    /* keys move the selected row; else what is shown */
    int selected;    /* row; -1: none */
};

/* Brings first and selected within what there is, the selected row among those that are shown. */
void list_fit(struct list *list, int count, int rows);

/* Rows down, or up. Without a selected row the first step selects the top one. */
void list_move(struct list *list, int by);

bool list_act(struct list *list, enum action action);

/* To the row nearest to the selected one that can be selected,
 * in the direction of `step` (1, -1), else in the other. */
void list_settle(struct list *list, int step, bool (*can)(const void *context, int row), const void *context);

/* `rows`: where on the screen the rows are. False: the press was elsewhere. */
bool list_point(struct list *list, const struct key_press *press, struct rect rows);

/* There is more than is shown. */
bool list_is_long(const struct list *list);
