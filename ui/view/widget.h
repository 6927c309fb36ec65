/* Parts that every screen has, and helpers for lists. Pure: what is to be seen goes in, cells come out. */
#pragma once

#include "view/action.h"
#include "draw/canvas.h"

/* " tictoc ▸ TITLE                         note": one row. The note gives way to the title. */
void widget_header(struct pane row, const char *title, const char *note);

/* The key caps of a keymap that fit in the row, without those that borders show.
 * `playing`: the key that plays pauses. */
void widget_footer(struct pane row, enum keymap keymap, bool playing);

/* In the lower border of a box, where nothing else is: the keys that act on the panel, as many as have room.
 * After all else that is drawn in that border, and before the footer. */
void widget_keys(struct pane box, enum keymap keymap, enum key_panel panel);

/* In the lower border from the left, where the whole text has room beside what is there. */
void widget_note(struct pane box, const char *text);

/* The columns that all of them take but those for wide terminals. */
int widget_footer_columns(const struct canvas *canvas, enum keymap keymap);

/* A message in the place of the footer: a question with its keys, an error.
 * Where it is too long the paths in it lose their middle first: what happened to them is at its end. */
void widget_message(struct pane row, unsigned role, const char *message, enum keymap keymap, bool playing);

/* What there is to say on a screen that has nothing to show. */
void widget_nothing(struct pane body, const char *text);
#define WIDGET_NOTHING_RAN "Nothing has run yet. Go back and choose an experiment; Enter runs it."

/* "need 40×10, have 30×8", in the middle. */
void widget_too_small(struct pane screen);

/* Marks on the right border of a box which part of a list is shown, or
 * says in the lower one how many of it are where the right one is too short; nothing where all of it is. */
void widget_scrollbar(struct pane box, int first, int count, int rows);
