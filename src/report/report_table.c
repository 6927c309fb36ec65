#include "report/report.h"

#include "analysis/finding_runs.h"
#include "draw/bar.h"
#include "base/format.h"
#include "report/report_text.h"
#include "base/text.h"
#include "base/xmalloc.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELL_MAX  192
#define BAR_FROM  90 /* columns of paper from which a bar is drawn */
#define BAR_LEAST 12
#define BAR_MOST  48

/* What a cell is written from. */
struct row {
    const struct results *results;
    const struct result *result;
    const struct strategy *strategy;
    bool unjoined; /* toc came early in some row: then every row has both */
};

struct column {
    const char *title;
    bool left;     /* left-aligned; figures are right-aligned */
    unsigned rank; /* on narrow paper the highest goes first; 0 stays */
    /* Writes nothing where there is nothing to say: a column without a word is not shown. */
    void (*write)(const struct row *row, char *buf, size_t size);
};

/* ---- cells ---------------------------------------------------------------------------------------------- */

static void write_label(const struct row *row, char *buf, size_t size)
{
    snprintf(buf, size, "%s", row->strategy->label);
}

static void write_toc(const struct row *row, char *buf, size_t size)
{
    if (row->unjoined)
        format_seconds(buf, size, row->result->elapsed.median);
}

static void write_done(const struct row *row, char *buf, size_t size)
{
    if (row->unjoined)
        format_seconds(buf, size, row->result->done.median);
}

static void write_elapsed(const struct row *row, char *buf, size_t size)
{
    if (!row->unjoined)
        format_seconds(buf, size, row->result->done.median);
}

static void write_held(const struct row *row, char *buf, size_t size)
{
    uint64_t held = result_held(row->result);
    if (held)
        format_duration(buf, size, held);
}

static void write_failed(const struct row *row, char *buf, size_t size)
{
    uint64_t failed = result_failed(row->result);
    if (failed)
        format_count(buf, size, failed);
}

static void write_speedup(const struct row *row, char *buf, size_t size)
{
    if (!isnan(row->result->speedup))
        format_times(buf, size, row->result->speedup);
}

static void write_efficiency(const struct row *row, char *buf, size_t size)
{
    if (!isnan(row->result->efficiency))
        format_percent(buf, size, row->result->efficiency);
}

/* The baseline has no change against itself. */
static void write_change(const struct row *row, char *buf, size_t size)
{
    bool baseline = row->result->reduction == 0 && row->result->plan.traits.baseline;
    if (!isnan(row->result->reduction) && !baseline)
        format_change(buf, size, -row->result->reduction);
}

static void write_spread(const struct row *row, char *buf, size_t size)
{
    if (row->results->experiment->repeat > 1)
        format_range(buf, size, row->result->done.min, row->result->done.max);
}

static void write_how(const struct row *row, char *buf, size_t size)
{
    row->strategy->ops->describe(&row->result->plan, &row->results->experiment->workload, buf, size);
}

static const struct column columns[] = {
    { "strategy", true, 0, write_label },    { "toc", false, 0, write_toc },
    { "done", false, 0, write_done },        { "elapsed", false, 0, write_elapsed },
    { "held", false, 0, write_held },        { "failed", false, 0, write_failed },
    { "speedup", false, 1, write_speedup },  { "efficiency", false, 3, write_efficiency },
    { "vs serial", false, 4, write_change }, { "min … max", false, 2, write_spread },
    { "how", true, 5, write_how },
};

#define COLUMNS (sizeof columns / sizeof columns[0])
#define GAP     3

/* ---- the grid ----------------------------------------------------------------------------------------- */

/* All cells as they will be shown, and what is laid out from them. */
struct table {
    const struct results *results;
    const struct report_style *style;
    size_t rows;
    char *titles[COLUMNS];
    char *(*cells)[COLUMNS]; /* by row */
    bool shown[COLUMNS];
    size_t width[COLUMNS];
    size_t bar;  /* columns of the bar; 0: none */
    size_t best; /* row with the shortest time; rows: there is none to name */
    double longest;
};

static void fill_cells(struct table *table)
{
    const struct results *results = table->results;
    char buf[CELL_MAX];
    bool unjoined = false;
    for (size_t r = 0; r < table->rows; r++)
        unjoined |= result_is_unjoined(&results->results[r]);
    table->cells = xcalloc(table->rows, sizeof *table->cells);
    for (size_t c = 0; c < COLUMNS; c++) {
        table->titles[c] = text_printable(columns[c].title, table->style->ascii);
        table->width[c] = text_columns(table->titles[c]);
        for (size_t r = 0; r < table->rows; r++) {
            struct row row = { results, &results->results[r], &results->experiment->strategies[r], unjoined };
            buf[0] = '\0';
            if (row.result->complete || columns[c].write == write_label)
                columns[c].write(&row, buf, sizeof buf);
            table->shown[c] |= buf[0] != '\0';
            table->cells[r][c] = text_printable(buf, table->style->ascii);
            size_t width = text_columns(table->cells[r][c]);
            table->width[c] = width > table->width[c] ? width : table->width[c];
        }
    }
}

static void release_cells(struct table *table)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        free(table->titles[c]);
        for (size_t r = 0; r < table->rows; r++)
            free(table->cells[r][c]);
    }
    free(table->cells);
}

static size_t width_of(const struct table *table)
{
    size_t total = table->bar ? table->bar + GAP : 0, shown = 0;
    for (size_t c = 0; c < COLUMNS; c++)
        if (table->shown[c]) {
            total += table->width[c];
            shown++;
        }
    return total + (shown - 1) * GAP;
}

/* Gives up columns, highest rank first, until the rest fits; what is then left over becomes the bar. On paper wide
 * enough for a bar the bar goes before the last column of rank 5. */
static void fit(struct table *table)
{
    size_t width = table->style->width;
    size_t reserve = width >= BAR_FROM ? BAR_LEAST + GAP : 0;
    for (unsigned rank = 5; rank > 0; rank--)
        for (size_t c = 0; c < COLUMNS; c++)
            if (columns[c].rank == rank && table->shown[c] && width_of(table) + reserve > width)
                table->shown[c] = false;
    size_t used = width_of(table);
    if (reserve && used + reserve <= width) {
        size_t rest = width - used - GAP;
        table->bar = rest < BAR_MOST ? rest : BAR_MOST;
    } else if (used > width) {
        size_t over = used - width, label = table->width[0];
        table->width[0] = label > over + 8 ? label - over : 8;
    }
}

static void find_extremes(struct table *table)
{
    struct best best = results_best(table->results);
    table->longest = results_longest(table->results);
    table->best = best.count > 1 ? best.first : table->rows;
}

/* ---- the rows ----------------------------------------------------------------------------------------- */

/* Ends a line that may have been padded. */
static void end_line(struct strbuf *out)
{
    size_t length = out->length;
    while (length > 0 && out->text[length - 1] == ' ')
        length--;
    strbuf_truncate(out, length);
    strbuf_addc(out, '\n');
}

/* A cell in its column, clipped to it. */
static void add_cell(struct strbuf *out, const struct table *table, size_t c, const char *text,
                     enum report_role role, const char *strategy)
{
    size_t width = table->width[c], taken = text_columns(text);
    char clipped[CELL_MAX];
    if (taken > width) {
        snprintf(clipped, sizeof clipped, "%.*s", (int)text_fitting(text, width), text);
        text = clipped;
        taken = text_columns(text);
    }
    if (!columns[c].left)
        strbuf_fill(out, ' ', width - taken);
    report_add(out, text, role, strategy, table->style);
    if (columns[c].left)
        strbuf_fill(out, ' ', width - taken);
}

static void add_header(struct strbuf *out, const struct table *table)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        if (!table->shown[c])
            continue;
        if (c > 0)
            strbuf_fill(out, ' ', GAP);
        add_cell(out, table, c, table->titles[c], REPORT_DIM, NULL);
        if (c == 0 && table->bar)
            strbuf_fill(out, ' ', GAP + table->bar);
    }
    end_line(out);
    struct strbuf rule = STRBUF_INIT;
    for (size_t i = width_of(table); i > 0; i--)
        strbuf_adds(&rule, table->style->ascii ? "-" : "─");
    report_add(out, rule.text, REPORT_DIM, NULL, table->style);
    strbuf_addc(out, '\n');
    strbuf_release(&rule);
}

/* Why a strategy has no figures, in words. */
static void add_reason(struct strbuf *out, const struct table *table, size_t r)
{
    const struct result *result = &table->results->results[r];
    bool failed = result->run_count > 0 && !result->runs[result->run_count - 1].interrupted;
    char words[CELL_MAX];
    finding_reason(table->results, r, words, sizeof words);
    report_add(out, words, failed ? REPORT_ALARM : REPORT_DIM, NULL, table->style);
}

static enum report_role role_of(const struct table *table, size_t r, size_t c)
{
    bool failed = result_failed(&table->results->results[r]) > 0;
    bool is_time = columns[c].write == write_done || columns[c].write == write_elapsed;
    if (columns[c].write == write_spread || columns[c].write == write_how)
        return REPORT_DIM;
    if (failed && (is_time || columns[c].write == write_failed))
        return REPORT_ALARM;
    return r == table->best && is_time ? REPORT_BEST : REPORT_PLAIN;
}

static void add_row(struct strbuf *out, const struct table *table, size_t r)
{
    const struct result *result = &table->results->results[r];
    const char *kind = table->results->experiment->strategies[r].ops->name;
    add_cell(out, table, 0, table->cells[r][0], REPORT_STRATEGY, kind);
    strbuf_fill(out, ' ', GAP);
    if (!result->complete) {
        add_reason(out, table, r);
        end_line(out);
        return;
    }
    if (table->bar) {
        struct strbuf bar = STRBUF_INIT;
        bar_add(&bar, (int)table->bar, result->done.median / table->longest, table->style->ascii);
        report_add(out, bar.text, REPORT_STRATEGY, kind, table->style);
        strbuf_fill(out, ' ', GAP);
        strbuf_release(&bar);
    }
    bool first = true;
    for (size_t c = 1; c < COLUMNS; c++) {
        if (!table->shown[c])
            continue;
        if (!first)
            strbuf_fill(out, ' ', GAP);
        first = false;
        add_cell(out, table, c, table->cells[r][c], role_of(table, r, c), NULL);
    }
    end_line(out);
}

/* ---- the head ----------------------------------------------------------------------------------------- */

/* Two texts in one line, the second at the right edge; in two lines where there is no room. */
static void add_ends(struct strbuf *out, const char *left, enum report_role left_role, const char *right,
                     const struct report_style *style)
{
    char *shown_left = text_printable(left, style->ascii), *shown_right = text_printable(right, style->ascii);
    size_t taken = text_columns(shown_left) + text_columns(shown_right);
    report_add(out, shown_left, left_role, NULL, style);
    if (*shown_right != '\0') {
        if (taken + 2 <= style->width)
            strbuf_fill(out, ' ', style->width - taken);
        else
            strbuf_addc(out, '\n');
        report_add(out, shown_right, REPORT_DIM, NULL, style);
    }
    strbuf_addc(out, '\n');
    free(shown_left);
    free(shown_right);
}

static void add_head(struct strbuf *out, const struct results *results, const struct report_style *style)
{
    const struct experiment *experiment = results->experiment;
    char machine[128], work[CELL_MAX], repeats[96] = "";
    snprintf(machine, sizeof machine, "%u core%s · %s", results->machine.cores,
             results->machine.cores == 1 ? "" : "s", results->machine.cpu);
    experiment->workload.ops->describe(&experiment->workload, work, sizeof work);
    if (experiment->repeat > 1)
        snprintf(repeats, sizeof repeats, "%" PRIu64 " repeats, interleaved · medians", experiment->repeat);
    add_ends(out, experiment->title[0] ? experiment->title : "Untitled", REPORT_BEST, machine, style);
    add_ends(out, work, REPORT_PLAIN, repeats, style);
    strbuf_addc(out, '\n');
}

/* "serial (1 worker) · pool (2 workers, chunk 1)", where there was no room for the column. */
static void write_all_how(struct strbuf *how, const struct table *table)
{
    char text[CELL_MAX];
    for (size_t r = 0; r < table->rows; r++) {
        struct row row = { .results = table->results,
                           .result = &table->results->results[r],
                           .strategy = &table->results->experiment->strategies[r] };
        write_how(&row, text, sizeof text);
        strbuf_addf(how, "%s%s (%s)", r ? " · " : "", row.strategy->label, text);
    }
}

static bool shows_how(const struct table *table)
{
    size_t c = 0;
    while (columns[c].write != write_how)
        c++;
    return table->shown[c];
}

void report_table(struct strbuf *out, const struct results *results, const struct report_style *style)
{
    struct table table = { .results = results, .style = style, .rows = results->experiment->strategy_count };
    fill_cells(&table);
    fit(&table);
    find_extremes(&table);
    add_head(out, results, style);
    add_header(out, &table);
    for (size_t r = 0; r < table.rows; r++)
        add_row(out, &table, r);
    release_cells(&table);
    struct strbuf how = STRBUF_INIT;
    write_all_how(&how, &table);
    report_notes(out, results, shows_how(&table) ? NULL : how.text, style);
    strbuf_release(&how);
}
