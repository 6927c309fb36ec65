/* What it cost. The headings are in the upper border, above their columns. */
#include "compare/panel_compare.h"

#include "base/number.h"
#include "draw/columns.h"
#include "draw/draw.h"
#include "base/format.h"
#include "view/widget.h"
#include "view/labels.h"

#include <math.h>
#include <stdio.h>

enum {
    INDENT = 1,
    BAR_LEAST = 10,
    BAR_MOST = 40,
    NAMES_FOR = 64,   /* names as a panel so wide would show them */
    LABEL_LEAST = 12, /* the title is above the names, and needs as much */
};

struct cost_row {
    const struct results *results;
    const struct result *result;
    size_t strategy;
};

static void write_efficiency(const struct cost_row *row, char *buf, size_t size)
{
    if (isnan(row->result->efficiency))
        snprintf(buf, size, "–");
    else
        format_percent(buf, size, row->result->efficiency);
}

static void write_rate(const struct cost_row *row, char *buf, size_t size)
{
    double tasks = (double)row->results->experiment->workload.tasks;
    double rate = row->result->done.median > 0 ? tasks / row->result->done.median : 0;
    if (result_failed(row->result))
        snprintf(buf, size, "–");
    else if (rate < 10)
        snprintf(buf, size, "%.1f", rate);
    else
        format_count(buf, size, (uint64_t)(rate + 0.5));
}

static void write_cost(const struct cost_row *row, char *buf, size_t size)
{
    double cost = result_overhead(row->result);
    if (isnan(cost))
        snprintf(buf, size, "–");
    else
        format_seconds(buf, size, cost);
}

static void write_workers(const struct cost_row *row, char *buf, size_t size)
{
    format_count(buf, size, row->result->workers);
}

static void write_memory(const struct cost_row *row, char *buf, size_t size)
{
    uint64_t bytes = result_memory(row->result);
    if (bytes)
        format_bytes(buf, size, bytes);
    else
        snprintf(buf, size, "–");
}

enum cost_column { LABEL, BAR, EFFICIENCY, RATE, COST, WORKERS, MEMORY, COST_COLUMN_COUNT };

static const struct {
    const char *heading;
    int rank;
    unsigned role;
    void (*write)(const struct cost_row *row, char *buf, size_t size);
} kinds[COST_COLUMN_COUNT] = {
    [BAR] = { NULL, 6, 0, NULL },
    [EFFICIENCY] = { "efficiency", 1, ROLE_FIGURE, write_efficiency },
    [RATE] = { "tasks/s", 3, ROLE_TEXT, write_rate },
    [COST] = { "overhead per task", 2, ROLE_TEXT, write_cost },
    [WORKERS] = { "workers", 4, ROLE_TEXT, write_workers },
    [MEMORY] = { "memory", 5, ROLE_DIM, write_memory },
};

static void fit_columns(struct column columns[], struct pane inside, const struct results *results)
{
    char text[FORMAT_MAX + 32];
    for (size_t c = EFFICIENCY; c < COST_COLUMN_COUNT; c++) {
        columns[c] = (struct column){ .width = canvas_columns(inside.canvas, kinds[c].heading),
                                      .rank = kinds[c].rank };
        for (size_t i = 0; i < results->experiment->strategy_count; i++) {
            struct cost_row row = { results, &results->results[i], i };
            if (!row.result->complete)
                continue;
            kinds[c].write(&row, text, sizeof text);
            columns[c].width = int_max(columns[c].width, canvas_columns(inside.canvas, text));
        }
    }
    /* Beside the account it is narrow, and the names have to stay apart. */
    int label = panel_compare_label(inside.canvas, results, inside.w > NAMES_FOR ? inside.w : NAMES_FOR);
    bool serial = results_baseline(results) != NULL;
    columns[LABEL].width = int_max(label, LABEL_LEAST);
    columns[BAR] =
        (struct column){ .width = serial ? BAR_LEAST : 0, .rank = kinds[BAR].rank, .most = BAR_MOST };
    if (!serial)
        columns[EFFICIENCY].width = 0;
    columns_fit(columns, COST_COLUMN_COUNT, BAR, COLUMNS_GAP, inside.w);
}

static void draw_row(struct pane line, const struct column columns[], const struct cost_row *row)
{
    const struct strategy *strategy = &row->results->experiment->strategies[row->strategy];
    unsigned role = role_of_strategy(strategy);
    char text[FORMAT_MAX + 32];
    draw_fit(line, 0, 0, columns[LABEL].width, role | ROLE_STRONG, DRAW_WORDS, strategy->label);
    if (!row->result->complete)
        return;
    bool barred = columns[BAR].width > 0 && !isnan(row->result->efficiency);
    if (barred)
        draw_bar(line, columns[BAR].x, 0, columns[BAR].width, row->result->efficiency, role);
    for (size_t c = EFFICIENCY; c < COST_COLUMN_COUNT; c++) {
        kinds[c].write(row, text, sizeof text);
        draw_column(line, 0, &columns[c], kinds[c].role, text);
    }
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
    struct column columns[COST_COLUMN_COUNT] = { { 0 } };
    struct pane inside = draw_box(box, false, "What it cost", NULL);
    inside = pane_sub(inside, INDENT, 0, inside.w - INDENT, inside.h);
    if (pane_is_empty(inside))
        return;
    fit_columns(columns, inside, window->results);
    draw_headings(box, columns);
    size_t all = window->results->experiment->strategy_count;
    size_t rows = panel_compare_rows(window, box.h);
    size_t first = panel_compare_first(window, box.h);
    for (size_t i = 0; i < rows; i++) {
        size_t strategy = first + i;
        struct cost_row row = { window->results, &window->results->results[strategy], strategy };
        draw_row(panel_compare_bar(window, inside, i), columns, &row);
    }
    widget_scrollbar(box, (int)first, (int)all, (int)rows);
}
