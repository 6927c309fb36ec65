/* Sentences with a role for each part: "chunk 1 was fastest: 4.77 s". Drawn as a paragraph. */
#pragma once

#include "draw/canvas.h"
#include "base/strbuf.h"

/* Appends text in a role. Parts join without a space between. */
void styled_add(struct strbuf *styled, unsigned role, const char *text);
void styled_addf(struct strbuf *styled, unsigned role, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As styled_add(), for a text that must not be broken: a figure with its unit, a name. */
void styled_keep(struct strbuf *styled, unsigned role, const char *text);

/* Draws it from row `y` on, broken between words, the rows after the first indented by `indent` columns,
 * cut with "…" at the pane's last row. Returns its rows; for a pane of height 0 those it would take. */
int styled_draw(struct pane pane, int y, int indent, const char *styled);
