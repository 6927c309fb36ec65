/* The output of the run so far. */
#include "run/panel_run.h"

#include "draw/draw.h"
#include "base/format.h"
#include "view/widget.h"

#include <stdio.h>

static void write_extent(const struct output *output, size_t first, size_t rows, char *buf, size_t size)
{
    char from[FORMAT_MAX], to[FORMAT_MAX], all[FORMAT_MAX];
    uint64_t lines = output->count + output->dropped;
    if (first + rows >= output->count)
        format_plural(buf, size, lines, "line");
    else
        snprintf(buf, size, "%s … %s of %s", format_count(from, sizeof from, output->dropped + first + 1),
                 format_count(to, sizeof to, output->dropped + first + rows),
                 format_count(all, sizeof all, lines));
}

void panel_output(struct pane box, const struct output *output, size_t first, bool focused)
{
    char note[3 * FORMAT_MAX + 16] = "", moment[FORMAT_MAX], last[FORMAT_MAX];
    size_t rows = box.h > 2 ? (size_t)box.h - 2 : 0;
    size_t count = output ? output->count : 0;
    if (count > 0)
        write_extent(output, first, rows, note, sizeof note);
    struct pane inside = draw_box(box, focused, "Output", note);
    if (count == 0) {
        draw_fit(inside, 0, 0, inside.w, ROLE_FAINT, DRAW_WORDS, "no output yet");
        return;
    }
    /* As wide as the latest time, so that the texts form a column. */
    uint64_t latest = output->lines[(output->first + count - 1) % OUTPUT_LINES].time;
    int columns = canvas_columns(box.canvas, format_moment(last, sizeof last, latest));
    for (size_t i = 0; i < rows && first + i < count; i++) {
        const struct output_line *line = &output->lines[(output->first + first + i) % OUTPUT_LINES];
        draw_right(inside, columns, (int)i, ROLE_DIM, format_moment(moment, sizeof moment, line->time));
        draw_fit(inside, columns + 2, (int)i, inside.w - columns - 2, ROLE_TEXT, DRAW_WORDS, line->text);
    }
    widget_scrollbar(box, (int)first, (int)count, (int)rows);
}
