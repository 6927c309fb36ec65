/* What each strategy cost. The headings are in the upper border, above their columns. */
#include "compare/panel_compare.h"

#include "base/number.h"
#include "draw/draw.h"
#include "base/format.h"
#include "view/table.h"

#include <math.h>
#include <stdio.h>

enum {
    INDENT = 1,
    BAR_LEAST = 10,
    BAR_MOST = 40,
    BAR_RANK = 6,
    NAMES_FOR = 64,   /* columns of the panel that sets the width of the names */
    LABEL_LEAST = 12, /* the title above the names needs as much */
};

enum cost_column { EFFICIENCY = TABLE_FIGURES, RATE, COST, WORKERS, MEMORY, COST_COLUMN_COUNT };

static const struct {
    const char *heading;
    int rank;
    unsigned role;
} kinds[COST_COLUMN_COUNT] = {
    [EFFICIENCY] = { "efficiency", 1, ROLE_FIGURE },
    [RATE] = { "tasks/s", 3, ROLE_TEXT },
    [COST] = { "overhead per task", 2, ROLE_TEXT },
    [WORKERS] = { "workers", 4, ROLE_TEXT },
    [MEMORY] = { "memory", 5, ROLE_DIM },
};

static void write_rate(const struct results *results, const struct result *result, char *buf, size_t size)
{
    double tasks = (double)results->experiment->workload.tasks;
    double rate = result->done.median > 0 ? tasks / result->done.median : 0;
    if (result_failed(result))
        return;
    if (rate < 10)
        snprintf(buf, size, "%.1f", rate);
    else
        format_count(buf, size, (uint64_t)(rate + 0.5));
}

static void write_figure(const struct results *results, const struct result *result, enum cost_column column,
                         char *buf, size_t size)
{
    snprintf(buf, size, "–");
    if (column == EFFICIENCY && !isnan(result->efficiency))
        format_percent(buf, size, result->efficiency);
    else if (column == RATE)
        write_rate(results, result, buf, size);
    else if (column == COST && !isnan(result_overhead(result)))
        format_seconds(buf, size, result_overhead(result));
    else if (column == WORKERS)
        format_count(buf, size, result->workers);
    else if (column == MEMORY && result_memory(result))
        format_bytes(buf, size, result_memory(result));
}

/* Without a serial run there is no efficiency, and no column for it. */
static void write_cell(const void *source, size_t row, size_t column, struct table_cell *cell)
{
    const struct results *results = source;
    const struct result *result = &results->results[row];
    if (column < TABLE_FIGURES) {
        panel_compare_name(results, row, cell);
        cell->share = result->complete ? result->efficiency : NAN;
    } else if (result->complete && (column != EFFICIENCY || results_baseline(results))) {
        cell->role = kinds[column].role;
        write_figure(results, result, (enum cost_column)column, cell->text, sizeof cell->text);
    }
}

static void fit_columns(struct table *table, struct pane inside, const struct results *results)
{
    bool serial = results_baseline(results) != NULL;
    for (size_t c = serial ? EFFICIENCY : RATE; c < COST_COLUMN_COUNT; c++)
        table->columns[c] = (struct column){ .width = canvas_columns(inside.canvas, kinds[c].heading),
                                             .rank = kinds[c].rank };
    /* Beside the account the panel is narrow, but the names must stay distinct. */
    int name = panel_compare_label(inside.canvas, results, int_max(inside.w, NAMES_FOR));
    table->columns[TABLE_NAME].width = int_max(name, LABEL_LEAST);
    table->columns[TABLE_BAR] =
        (struct column){ .width = serial ? BAR_LEAST : 0, .rank = BAR_RANK, .most = BAR_MOST };
    table_fit(table, inside.canvas, inside.w);
}

static void draw_headings(struct pane box, const struct column columns[])
{
    for (size_t c = EFFICIENCY; c < COST_COLUMN_COUNT; c++) {
        if (columns[c].width == 0)
            continue;
        int end = columns[c].x + columns[c].width + 2 + INDENT;
        int begin = end - canvas_columns(box.canvas, kinds[c].heading) - 1;
        draw_textf(box, begin, 0, ROLE_NOTE, " %s ", kinds[c].heading);
    }
}

void panel_cost(struct pane box, const struct compare_window *window)
{
    struct table table = { .source = window->results,
                           .rows = window->results->experiment->strategy_count,
                           .count = COST_COLUMN_COUNT,
                           .write = write_cell };
    struct pane inside = draw_box(box, false, "What it cost", NULL);
    inside = pane_sub(inside, INDENT, 0, inside.w - INDENT, inside.h);
    if (pane_is_empty(inside))
        return;
    fit_columns(&table, inside, window->results);
    draw_headings(box, table.columns);
    struct compare_rows rows = panel_compare_rows(window, box);
    for (size_t i = rows.first; i < rows.end; i++)
        table_draw_row(panel_compare_bar(window, inside, i - rows.first), &table, i);
    panel_compare_scrollbar(window, box);
}
