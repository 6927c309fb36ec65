#include "report/paper.h"

#include "draw/styled_text.h"

#define INDENT 2

/* Columns beyond the edge of the paper, for lines that do not fit. */
#define BEYOND 512

void paper_open(struct paper *paper, struct strbuf *out, const struct report_style *style)
{
    *paper = (struct paper){ .out = out, .style = style };
    canvas_init(&paper->canvas, 0, 0, style->ascii);
}

void paper_close(struct paper *paper)
{
    canvas_release(&paper->canvas);
}

struct pane paper_block(struct paper *paper, int rows)
{
    canvas_resize(&paper->canvas, (int)paper->style->width + BEYOND, rows);
    struct pane block = pane_of(&paper->canvas);
    block.w = (int)paper->style->width;
    return block;
}

/* Only the sixteen colours, which follow the terminal's palette; a strategy has the same as on screens. */
static const char *colour_of(unsigned role)
{
    static const char *const palette[] = { "36", "33", "32", "35", "34" };
    switch (role) {
    case ROLE_DIM:
        return "2";
    case ROLE_TITLE:
    case ROLE_FIGURE:
        return "1";
    case ROLE_FAILED:
        return "31";
    default:
        return role < ROLE_STRATEGY ? NULL
                                    : palette[(role - ROLE_STRATEGY) % (sizeof palette / sizeof *palette)];
    }
}

void paper_print(struct paper *paper)
{
    canvas_print(paper->out, &paper->canvas, paper->style->colour ? colour_of : NULL);
}

void paper_sentence(struct paper *paper, const char *styled)
{
    struct pane measured = { .canvas = &paper->canvas, .w = (int)paper->style->width };
    int rows = styled_draw(measured, 0, INDENT, styled);
    styled_draw(paper_block(paper, rows), 0, INDENT, styled);
    paper_print(paper);
}
