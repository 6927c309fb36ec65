#include "home/panel_median.h"

#include "base/format.h"
#include "draw/draw.h"
#include "view/labels.h"

enum { FIGURE_COLUMNS = 12 };

void panel_median(struct pane row, int labels, const struct strategy *strategy, uint64_t ns, uint64_t longest)
{
    char figure[FORMAT_MAX];
    unsigned role = role_of_strategy(strategy);
    int middle = (row.h - 1) / 2;
    draw_fit(row, 0, middle, labels - 2, role | ROLE_STRONG, DRAW_WORDS, strategy->label);
    if (ns == 0) {
        draw_fit(row, labels, middle, row.w - labels, ROLE_DIM, DRAW_WORDS, "has not come to its end");
        return;
    }
    for (int y = 0; y < row.h; y++)
        draw_bar(row, labels, y, row.w - labels - FIGURE_COLUMNS, (double)ns / (double)longest, role);
    draw_right(row, row.w, middle, ROLE_FIGURE, format_duration(figure, sizeof figure, ns));
}
