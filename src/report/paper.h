/* Paper: printed text is drawn on a canvas, as screens are, block by block.
 * A line that is wider than the paper is printed whole.
 *
 *     paper_open(&paper, &out, &style);
 *     draw_text(paper_block(&paper, 1), 0, 0, ROLE_TITLE, "Perfect numbers");
 *     paper_print(&paper);
 *     paper_close(&paper); */
#pragma once

#include "draw/canvas.h"
#include "report/report.h"

struct paper {
    struct strbuf *out;               /* borrowed */
    const struct report_style *style; /* borrowed */
    struct canvas canvas;             /* of the current block */
};

void paper_open(struct paper *paper, struct strbuf *out, const struct report_style *style);
void paper_close(struct paper *paper);

/* A blank block, as wide as the paper. */
struct pane paper_block(struct paper *paper, int rows);

/* Appends the block to the text. */
void paper_print(struct paper *paper);

/* Prints a styled text (styled_text.h), broken between words, the lines after the first indented. */
void paper_sentence(struct paper *paper, const char *styled);
