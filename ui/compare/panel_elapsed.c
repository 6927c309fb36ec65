/* Elapsed: a bar for each strategy, and the line that no strategy can pass. */
#include "compare/panel_compare.h"

#include "analysis/finding_kinds.h"
#include "draw/columns.h"
#include "draw/draw.h"
#include "base/format.h"
#include "base/number.h"
#include "view/widget.h"
#include "view/labels.h"

#include <math.h>
#include <stdio.h>

enum { INDENT = 1, BAR_LEAST = 10, LABEL_SHARE = 4, FASTER = 10 }; /* a tenth faster is worth a colour */

/* From here on label_change() writes times. */
#define AS_LONG 9.995

#define BOUND_LINE 0x250Au

/* What does not count. */
#define SHADE       0x2591u
#define SHADE_ASCII '='

enum elapsed_column { LABEL, BAR, TIME, SPEEDUP, CHANGE, SPREAD, ELAPSED_COLUMNS };

struct elapsed {
    const struct compare_window *window;
    struct column columns[ELAPSED_COLUMNS];
    double longest, bound; /* s */
};

size_t panel_compare_rows(const struct compare_window *window, int h)
{
    size_t all = window->results->experiment->strategy_count;
    int inside = h - 2;
    int air = window->spacing - 1; /* below the last there need be none */
    size_t rows = inside > 0 ? (size_t)((inside + air) / window->spacing) : 0;
    rows = rows > 0 || inside <= 0 ? rows : 1;
    return rows < all ? rows : all;
}

struct pane panel_compare_bar(const struct compare_window *window, struct pane inside, size_t i)
{
    return pane_sub(inside, 0, (int)i * window->spacing, inside.w, 1);
}

size_t panel_compare_first(const struct compare_window *window, int h)
{
    size_t most = window->results->experiment->strategy_count - panel_compare_rows(window, h);
    return window->first < most ? window->first : most;
}

int panel_compare_label(const struct canvas *canvas, const struct results *results, int w)
{
    int columns = 1;
    int most = w / LABEL_SHARE > 8 ? w / LABEL_SHARE : 8;
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        int own = canvas_columns(canvas, results->experiment->strategies[i].label);
        columns = own > columns ? own : columns;
    }
    return columns < most ? columns : most;
}

/* ---- columns ------------------------------------------------------------------------------------------- */

/* One form for the whole column: "× as long" for all where it is needed for one,
 * where per cent say nothing. */
static void write_change(const struct results *results, double change, char *buf, size_t size)
{
    const struct result *serial = results_baseline(results);
    char times[FORMAT_MAX];
    bool needed = false;
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct result *result = &results->results[i];
        needed = needed || (result != serial && result->complete && -result->reduction >= AS_LONG);
    }
    if (needed)
        snprintf(buf, size, "%s as long", format_times(times, sizeof times, 1 + change));
    else
        label_change(buf, size, change);
}

static void write_figure(const struct compare_window *window, size_t i, enum elapsed_column column, char *buf,
                         size_t size)
{
    const struct result *result = &window->results->results[i];
    bool serial = result == results_baseline(window->results);
    uint64_t held = result_held(result);
    bool failed = result_failed(result) > 0;
    char toc[FORMAT_MAX], time[FORMAT_MAX];
    buf[0] = '\0';
    if (!result->complete)
        return;
    if (column == TIME)
        snprintf(buf, size, "%s%s",
                 failed ? "✗ "
                 : held ? "▪ "
                        : "",
                 format_seconds(time, sizeof time, result->done.median));
    else if (column == SPEEDUP && !isnan(result->speedup))
        format_times(buf, size, result->speedup);
    else if (column == CHANGE && !isnan(result->reduction) && !serial)
        write_change(window->results, -result->reduction, buf, size);
    else if (column == SPREAD && failed)
        label_failed(buf, size, result);
    else if (column == SPREAD && result_is_unjoined(result))
        snprintf(buf, size, "toc %s", format_seconds(toc, sizeof toc, result->elapsed.median));
    else if (column == SPREAD && held)
        snprintf(buf, size, "held %s of it", format_duration(time, sizeof time, held));
    else if (column == SPREAD && result->complete > 1)
        format_range(buf, size, result->done.min, result->done.max);
}

static unsigned role_of_figure(const struct compare_window *window, size_t i, enum elapsed_column column)
{
    const struct result *result = &window->results->results[i];
    const struct strategy *strategy = &window->results->experiment->strategies[i];
    bool faster = result->speedup >= 1 + 1.0 / FASTER;
    if ((column == TIME || column == SPREAD) && result_failed(result))
        return ROLE_FAILED;
    if (column == TIME)
        return ROLE_FIGURE;
    if (column == SPEEDUP && faster)
        return role_of_strategy(strategy) | ROLE_STRONG;
    if (column == SPREAD && !result_is_unjoined(result))
        return result_held(result) ? ROLE_STOPPED : ROLE_DIM;
    if (column == SPREAD)
        return ROLE_WARN;
    return ROLE_TEXT;
}

static void fit_columns(struct elapsed *elapsed, struct pane inside)
{
    static const int ranks[ELAPSED_COLUMNS] = { [BAR] = 1, [SPEEDUP] = 2, [CHANGE] = 4, [SPREAD] = 3 };
    const struct results *results = elapsed->window->results;
    char text[3 * FORMAT_MAX];
    for (size_t c = TIME; c < ELAPSED_COLUMNS; c++) {
        for (size_t i = 0; i < results->experiment->strategy_count; i++) {
            write_figure(elapsed->window, i, (enum elapsed_column)c, text, sizeof text);
            elapsed->columns[c].width =
                int_max(elapsed->columns[c].width, canvas_columns(inside.canvas, text));
        }
        elapsed->columns[c].rank = ranks[c];
    }
    elapsed->columns[LABEL].width = panel_compare_label(inside.canvas, results, inside.w);
    elapsed->columns[BAR] = (struct column){ .width = BAR_LEAST, .rank = ranks[BAR] };
    columns_fit(elapsed->columns, ELAPSED_COLUMNS, BAR, COLUMNS_GAP, inside.w);
}

/* ---- a row --------------------------------------------------------------------------------------------- */

static void draw_shade(struct pane row, const struct column *bar, int from, int to, unsigned role)
{
    for (int x = from; x < to; x++)
        canvas_put(row, bar->x + x, 0, role | ROLE_ON(ROLE_TRACK), row.canvas->ascii ? SHADE_ASCII : SHADE);
}

/* To done. A shade only is what does not count: what came after toc had been said,
 * a time in which tasks failed. */
static void draw_time(struct pane row, const struct elapsed *elapsed, const struct result *result,
                      unsigned role)
{
    const struct column *bar = &elapsed->columns[BAR];
    double share = result->done.median / elapsed->longest;
    int to = (int)(share * bar->width + 0.5);
    if (result_failed(result)) {
        draw_shade(row, bar, 0, to > 0 ? to : 1, ROLE_FAILED);
        return;
    }
    if (!result_is_unjoined(result)) {
        draw_bar(row, bar->x, 0, bar->width, share, role);
        return;
    }
    double toc = result->elapsed.median / elapsed->longest;
    draw_bar(row, bar->x, 0, bar->width, toc < share ? toc : share, role);
    int from = (int)ceil(toc * bar->width);
    draw_shade(row, bar, from > 0 ? from : 1, to, role);
}

/* Why there is no bar. */
static void write_reason(const struct compare_window *window, size_t i, char *buf, size_t size)
{
    const struct result *result = &window->results->results[i];
    char reason[128];
    bool failed = result->run_count > 0 && !result->runs[result->run_count - 1].interrupted;
    finding_reason(window->results, i, reason, sizeof reason);
    if (window->running == i + 1)
        snprintf(buf, size, "▶ runs now");
    else if (window->running && !result->run_count)
        snprintf(buf, size, "· still to come");
    else
        snprintf(buf, size, "%s%s", failed ? "✗ " : result->run_count ? "" : "· ", reason);
}

static void draw_row(struct pane row, const struct elapsed *elapsed, size_t i)
{
    const struct compare_window *window = elapsed->window;
    const struct result *result = &window->results->results[i];
    const struct strategy *strategy = &window->results->experiment->strategies[i];
    const struct column *columns = elapsed->columns;
    unsigned role = role_of_strategy(strategy);
    char text[320];
    draw_fit(row, 0, 0, columns[LABEL].width, role | ROLE_STRONG, DRAW_WORDS, strategy->label);
    if (!result->complete) {
        write_reason(window, i, text, sizeof text);
        bool failed = result->run_count > 0 && !result->runs[result->run_count - 1].interrupted;
        draw_fit(row, columns[BAR].x, 0, row.w - columns[BAR].x, failed ? ROLE_FAILED : ROLE_DIM, DRAW_WORDS,
                 text);
        return;
    }
    if (columns[BAR].width > 0)
        draw_time(row, elapsed, result, role);
    for (size_t c = TIME; c < ELAPSED_COLUMNS; c++) {
        write_figure(window, i, (enum elapsed_column)c, text, sizeof text);
        draw_column(row, 0, &columns[c], role_of_figure(window, i, (enum elapsed_column)c), text);
    }
}

/* ---- the line that no strategy can pass ---------------------------------------------------------------- */

/* Through the bars, and on in the rows between them; a cell half filled keeps its end. */
static void draw_line(struct pane inside, int x, int y)
{
    const struct cell *cell = canvas_cell(inside.canvas, inside.x + x, inside.y + y);
    if (!cell)
        return;
    bool ascii = inside.canvas->ascii;
    bool filled = cell->glyph == draw_full(ascii, cell->role);
    bool open = cell->glyph == ' ' || cell->glyph == (ascii ? (uint32_t)SHADE_ASCII : SHADE) ||
                (ascii && cell->glyph == '.');
    if (filled)
        canvas_put(inside, x, y, ROLE_DARK | ROLE_ON(ROLE_INK_OF(cell->role)), BOUND_LINE);
    else if (open)
        canvas_put(inside, x, y, ROLE_NOTE | ROLE_ON(ROLE_GROUND_OF(cell->role)), BOUND_LINE);
}

static void draw_bound(struct pane inside, const struct elapsed *elapsed, int rows, const char *words)
{
    const struct column *bar = &elapsed->columns[BAR];
    double share = elapsed->bound / elapsed->longest;
    if (isnan(share) || share > 1 || bar->width == 0)
        return;
    int x = bar->x + (int)(share * bar->width);
    x = x < bar->x + bar->width ? x : bar->x + bar->width - 1;
    for (int y = 0; y <= rows; y++)
        draw_line(inside, x, y);
    int columns = canvas_columns(inside.canvas, words);
    int at = x + 2 + columns <= inside.w ? x + 2 : x - 1 - columns;
    if (at >= 0)
        draw_text(inside, at, rows, ROLE_NOTE, words);
}

void panel_elapsed(struct pane box, const struct compare_window *window)
{
    char words[128] = "";
    struct elapsed elapsed = { .window = window, .longest = results_longest(window->results) };
    elapsed.bound = finding_bound(window->results, words, sizeof words);
    struct pane inside = draw_box(box, false, "Elapsed", "shorter is better");
    inside = pane_sub(inside, INDENT, 0, inside.w - INDENT, inside.h);
    if (pane_is_empty(inside))
        return;
    fit_columns(&elapsed, inside);
    size_t all = window->results->experiment->strategy_count;
    size_t rows = panel_compare_rows(window, box.h);
    size_t first = panel_compare_first(window, box.h);
    for (size_t i = 0; i < rows; i++)
        draw_row(panel_compare_bar(window, inside, i), &elapsed, first + i);
    if (elapsed.longest > 0)
        draw_bound(inside, &elapsed, (int)(rows - 1) * window->spacing + 1, words);
    widget_scrollbar(box, (int)first, (int)all, (int)rows);
}
