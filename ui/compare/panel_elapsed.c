/* The elapsed times: a bar for each strategy, and the lower bound as a line. */
#include "compare/panel_compare.h"

#include "analysis/finding_kinds.h"
#include "draw/draw.h"
#include "base/format.h"
#include "base/number.h"
#include "view/widget.h"
#include "view/labels.h"

#include <math.h>
#include <stdio.h>

enum { INDENT = 1, BAR_LEAST = 10, LABEL_SHARE = 4, FASTER = 10 }; /* a tenth faster gets a colour */

/* From this change on label_change() writes "× as long". */
#define AS_LONG 9.995

#define BOUND_LINE 0x250Au

/* The part of a bar that does not count. */
#define SHADE       0x2591u
#define SHADE_ASCII '='

enum { TIME = TABLE_FIGURES, SPEEDUP, CHANGE, SPREAD, ELAPSED_COLUMNS };

size_t panel_compare_count(const struct compare_window *window, int h)
{
    size_t all = window->results->experiment->strategy_count;
    int inside = h - 2;
    int air = window->spacing - 1; /* none below the last */
    size_t rows = inside > 0 ? (size_t)((inside + air) / window->spacing) : 0;
    rows = rows > 0 || inside <= 0 ? rows : 1;
    return rows < all ? rows : all;
}

struct compare_rows panel_compare_rows(const struct compare_window *window, struct pane box)
{
    size_t all = window->results->experiment->strategy_count, rows = panel_compare_count(window, box.h);
    size_t first = window->first < all - rows ? window->first : all - rows;
    return (struct compare_rows){ first, first + rows };
}

void panel_compare_scrollbar(const struct compare_window *window, struct pane box)
{
    struct compare_rows rows = panel_compare_rows(window, box);
    widget_scrollbar(box, (int)rows.first, (int)window->results->experiment->strategy_count,
                     (int)(rows.end - rows.first));
}

struct pane panel_compare_bar(const struct compare_window *window, struct pane inside, size_t i)
{
    return pane_sub(inside, 0, (int)i * window->spacing, inside.w, 1);
}

void panel_compare_name(const struct results *results, size_t strategy, struct table_cell *cell)
{
    const struct strategy *of = &results->experiment->strategies[strategy];
    cell->role = role_of_strategy(of) | ROLE_STRONG;
    snprintf(cell->text, sizeof cell->text, "%s", of->label);
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

/* One form for the whole column: "× as long" for all where per cent say nothing for one. */
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

/* What is of note in a time, else the range of the runs. */
static void write_spread(const struct result *result, struct table_cell *cell)
{
    uint64_t held = result_held(result);
    char time[FORMAT_MAX];
    cell->role = ROLE_DIM;
    if (result_failed(result)) {
        label_failed(cell->text, sizeof cell->text, result);
        cell->role = ROLE_FAILED;
    } else if (result_is_unjoined(result)) {
        snprintf(cell->text, sizeof cell->text, "toc %s",
                 format_seconds(time, sizeof time, result->elapsed.median));
        cell->role = ROLE_WARN;
    } else if (held) {
        snprintf(cell->text, sizeof cell->text, "held %s of it", format_duration(time, sizeof time, held));
        cell->role = ROLE_STOPPED;
    } else if (result->complete > 1) {
        format_range(cell->text, sizeof cell->text, result->done.min, result->done.max);
    }
}

static void write_time(const struct result *result, struct table_cell *cell)
{
    char time[FORMAT_MAX];
    bool failed = result_failed(result) > 0;
    const char *sign = failed ? "✗ " : result_held(result) ? "▪ " : "";
    snprintf(cell->text, sizeof cell->text, "%s%s", sign,
             format_seconds(time, sizeof time, result->done.median));
    cell->role = failed ? ROLE_FAILED : ROLE_FIGURE;
}

/* The bar is drawn apart: it may end in what does not count. */
static void write_cell(const void *source, size_t row, size_t column, struct table_cell *cell)
{
    const struct results *results = source;
    const struct result *result = &results->results[row];
    bool serial = result == results_baseline(results);
    if (column == TABLE_NAME)
        panel_compare_name(results, row, cell);
    else if (!result->complete)
        return;
    else if (column == TIME)
        write_time(result, cell);
    else if (column == SPEEDUP && !isnan(result->speedup))
        format_times(cell->text, sizeof cell->text, result->speedup);
    else if (column == CHANGE && !isnan(result->reduction) && !serial)
        write_change(results, -result->reduction, cell->text, sizeof cell->text);
    else if (column == SPREAD)
        write_spread(result, cell);
    if (column == SPEEDUP && result->speedup >= 1 + 1.0 / FASTER)
        cell->role = role_of_strategy(&results->experiment->strategies[row]) | ROLE_STRONG;
}

/* ---- a row --------------------------------------------------------------------------------------------- */

static void draw_shade(struct pane row, const struct column *bar, int from, int to, unsigned role)
{
    for (int x = from; x < to; x++)
        canvas_put(row, bar->x + x, 0, role | ROLE_ON(ROLE_TRACK), row.canvas->ascii ? SHADE_ASCII : SHADE);
}

/* Shaded is what does not count: the time after an early toc, and a time in which tasks failed. */
static void draw_time(struct pane row, const struct column *bar, const struct result *result, double longest,
                      unsigned role)
{
    double share = result->done.median / longest;
    int to = (int)(share * bar->width + 0.5);
    if (result_failed(result)) {
        draw_shade(row, bar, 0, to > 0 ? to : 1, ROLE_FAILED);
        return;
    }
    if (!result_is_unjoined(result)) {
        draw_bar(row, bar->x, 0, bar->width, share, role);
        return;
    }
    double toc = result->elapsed.median / longest;
    draw_bar(row, bar->x, 0, bar->width, toc < share ? toc : share, role);
    int from = (int)ceil(toc * bar->width);
    draw_shade(row, bar, from > 0 ? from : 1, to, role);
}

/* Why there is no bar. True: it failed. */
static bool write_reason(const struct compare_window *window, size_t i, char *buf, size_t size)
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
    return failed;
}

static void draw_row(struct pane row, const struct compare_window *window, const struct table *table,
                     size_t i)
{
    const struct result *result = &window->results->results[i];
    const struct column *bar = &table->columns[TABLE_BAR];
    unsigned role = role_of_strategy(&window->results->experiment->strategies[i]);
    char reason[192];
    table_draw_row(row, table, i);
    if (result->complete && bar->width > 0)
        draw_time(row, bar, result, results_longest(window->results), role);
    if (result->complete)
        return;
    bool failed = write_reason(window, i, reason, sizeof reason);
    draw_fit(row, bar->x, 0, row.w - bar->x, failed ? ROLE_FAILED : ROLE_DIM, DRAW_WORDS, reason);
}

/* ---- the lower bound ----------------------------------------------------------------------------------- */

/* Through the bars and the rows between them; a cell that is partly filled stays as it is. */
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

/* `share`: of the longest time. */
static void draw_bound(struct pane inside, const struct column *bar, double share, int rows,
                       const char *words)
{
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
    const struct results *results = window->results;
    char words[128] = "";
    double longest = results_longest(results), bound = finding_bound(results, words, sizeof words);
    struct pane inside = draw_box(box, false, "Elapsed", "shorter is better");
    inside = pane_sub(inside, INDENT, 0, inside.w - INDENT, inside.h);
    if (pane_is_empty(inside))
        return;
    struct table table = { .source = results,
                           .rows = results->experiment->strategy_count,
                           .count = ELAPSED_COLUMNS,
                           .write = write_cell,
                           .columns = { [TABLE_BAR] = { .width = BAR_LEAST, .rank = 1 },
                                        [SPEEDUP] = { .rank = 2 },
                                        [CHANGE] = { .rank = 4 },
                                        [SPREAD] = { .rank = 3 } } };
    table.columns[TABLE_NAME].width = panel_compare_label(inside.canvas, results, inside.w);
    table_fit(&table, inside.canvas, inside.w);
    struct compare_rows rows = panel_compare_rows(window, box);
    for (size_t i = rows.first; i < rows.end; i++)
        draw_row(panel_compare_bar(window, inside, i - rows.first), window, &table, i);
    if (longest > 0)
        draw_bound(inside, &table.columns[TABLE_BAR], bound / longest,
                   (int)(rows.end - rows.first - 1) * window->spacing + 1, words);
    panel_compare_scrollbar(window, box);
}
