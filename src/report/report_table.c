#include "report/report.h"

#include "analysis/finding_kinds.h"
#include "analysis/findings.h"
#include "base/format.h"
#include "base/number.h"
#include "base/xmalloc.h"
#include "draw/draw.h"
#include "draw/styled_text.h"
#include "report/paper.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define CELL_MAX    192
#define BAR_FROM    90 /* columns of paper from which a bar is drawn */
#define BAR_LEAST   12
#define BAR_MOST    48
#define LABEL_LEAST 8
#define GAP         3

/* The source of a row. */
struct row {
    const struct results *results;
    const struct result *result;
    const struct strategy *strategy;
    bool unjoined; /* toc came early in some row: every row has toc and done */
};

struct field {
    const char *title;
    bool left; /* left-aligned; figures are right-aligned */
    int rank;  /* the highest is left out first; 0 stays */
    /* Writes nothing where there is no figure: an empty column is not shown. */
    void (*write)(const struct row *row, char *buf, size_t size);
};

/* ---- cells --------------------------------------------------------------------------------------------- */

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

enum { LABEL, BAR, TOC, DONE, ELAPSED, HELD, FAILED, SPEEDUP, EFFICIENCY, CHANGE, SPREAD, HOW, FIELDS };

static const struct field fields[FIELDS] = {
    [LABEL] = { "strategy", true, 0, write_label },
    [BAR] = { "", true, 1, NULL }, /* drawn */
    [TOC] = { "toc", false, 0, write_toc },
    [DONE] = { "done", false, 0, write_done },
    [ELAPSED] = { "elapsed", false, 0, write_elapsed },
    [HELD] = { "held", false, 0, write_held },
    [FAILED] = { "failed", false, 0, write_failed },
    [SPEEDUP] = { "speedup", false, 2, write_speedup },
    [EFFICIENCY] = { "efficiency", false, 4, write_efficiency },
    [CHANGE] = { "vs serial", false, 5, write_change },
    [SPREAD] = { "min … max", false, 3, write_spread },
    [HOW] = { "how", true, 6, write_how },
};

/* ---- the grid ----------------------------------------------------------------------------------------- */

struct table {
    const struct results *results;
    struct column columns[FIELDS];
    int width;
    size_t best; /* row with the shortest time; SIZE_MAX: there is none to name */
    double longest;
    bool unjoined; /* as in `row` */
};

static char *write_cell(const struct table *table, size_t r, size_t f, char *buf, size_t size)
{
    const struct results *results = table->results;
    struct row row = { results, &results->results[r], &results->experiment->strategies[r], table->unjoined };
    buf[0] = '\0';
    if (fields[f].write && (row.result->complete || f == LABEL))
        fields[f].write(&row, buf, size);
    return buf;
}

/* The columns of the widest cell or the title; 0 where all cells are empty. */
static int columns_of(const struct table *table, size_t f, const struct canvas *canvas)
{
    char cell[CELL_MAX];
    int widest = 0;
    for (size_t r = 0; r < table->results->count; r++)
        widest = int_max(widest, canvas_columns(canvas, write_cell(table, r, f, cell, sizeof cell)));
    return widest ? int_max(widest, canvas_columns(canvas, fields[f].title)) : 0;
}

/* The bar takes the room left over; where the paper is too narrow for the fixed columns, labels are cut. */
static void fit_columns(struct table *table, const struct canvas *canvas, int room)
{
    struct column *columns = table->columns;
    for (size_t f = 0; f < FIELDS; f++)
        columns[f] = (struct column){ .width = columns_of(table, f, canvas),
                                      .rank = fields[f].rank,
                                      .left = fields[f].left };
    columns[BAR].width = room >= BAR_FROM ? BAR_LEAST : 0;
    columns[BAR].most = BAR_MOST;
    table->width = columns_fit(columns, FIELDS, BAR, GAP, room);
    if (table->width > room) {
        columns[LABEL].width = int_max(columns[LABEL].width - (table->width - room), LABEL_LEAST);
        table->width = columns_fit(columns, FIELDS, BAR, GAP, room);
    }
}

static void find_extremes(struct table *table)
{
    const struct results *results = table->results;
    struct best best = results_best(results);
    table->longest = results_longest(results);
    table->best = best.count > 1 ? best.first : SIZE_MAX;
    for (size_t r = 0; r < results->count; r++)
        table->unjoined |= result_is_unjoined(&results->results[r]);
}

/* ---- the rows ----------------------------------------------------------------------------------------- */

static void draw_header(struct pane rows, const struct table *table)
{
    for (size_t f = 0; f < FIELDS; f++)
        draw_column(rows, 0, &table->columns[f], ROLE_DIM, fields[f].title);
    draw_fill(pane_sub(rows, 0, 1, table->width, 1), ROLE_DIM, 0x2500);
}

static void draw_reason(struct pane row, const struct table *table, size_t r)
{
    const struct result *result = &table->results->results[r];
    bool failed = result->run_count > 0 && !result->runs[result->run_count - 1].interrupted;
    char words[CELL_MAX];
    finding_reason(table->results, r, words, sizeof words);
    draw_text(row, table->columns[LABEL].width + GAP, 0, failed ? ROLE_FAILED : ROLE_DIM, words);
}

static unsigned role_of(const struct table *table, size_t r, size_t f)
{
    bool failed = result_failed(&table->results->results[r]) > 0;
    bool is_time = f == DONE || f == ELAPSED;
    if (f == LABEL || f == BAR)
        return role_strategy(strategy_number(&table->results->experiment->strategies[r], ROLE_STRATEGIES));
    if (f == SPREAD || f == HOW)
        return ROLE_DIM;
    if (failed && (is_time || f == FAILED))
        return ROLE_FAILED;
    return r == table->best && is_time ? ROLE_FIGURE : ROLE_TEXT;
}

static void draw_row(struct pane row, const struct table *table, size_t r)
{
    char cell[CELL_MAX];
    for (size_t f = 0; f < FIELDS; f++)
        draw_column(row, 0, &table->columns[f], role_of(table, r, f),
                    write_cell(table, r, f, cell, sizeof cell));
    const struct result *result = &table->results->results[r];
    const struct column *bar = &table->columns[BAR];
    if (result->complete)
        draw_plain_bar(row, bar->x, 0, bar->width, result->done.median / table->longest,
                       role_of(table, r, BAR));
    else
        draw_reason(row, table, r);
}

/* ---- the head ----------------------------------------------------------------------------------------- */

/* Two texts in one line, the second at the right edge; in two lines where there is no room. */
static void print_ends(struct paper *paper, unsigned role, const char *left, const char *right)
{
    int taken = canvas_columns(&paper->canvas, left) + canvas_columns(&paper->canvas, right);
    bool apart = *right && taken + 2 > (int)paper->style->width;
    struct pane rows = paper_block(paper, apart ? 2 : 1);
    draw_text(rows, 0, 0, role, left);
    if (apart)
        draw_text(rows, 0, 1, ROLE_DIM, right);
    else
        draw_right(rows, rows.w, 0, ROLE_DIM, right);
    paper_print(paper);
}

static void print_head(struct paper *paper, const struct results *results)
{
    const struct experiment *experiment = results->experiment;
    char machine[160], work[CELL_MAX], repeats[96] = "", cores[FORMAT_MAX];
    snprintf(machine, sizeof machine, "%s · %s",
             format_plural(cores, sizeof cores, results->machine.cores, "core"), results->machine.cpu);
    experiment->workload.ops->describe(&experiment->workload, work, sizeof work);
    if (experiment->repeat > 1)
        snprintf(repeats, sizeof repeats, "%" PRIu64 " repeats, interleaved · medians", experiment->repeat);
    print_ends(paper, ROLE_TITLE, experiment->title[0] ? experiment->title : "Untitled", machine);
    print_ends(paper, ROLE_TEXT, work, repeats);
    strbuf_addc(paper->out, '\n');
}

/* "serial (1 worker) · pool (2 workers, chunk 1)", for paper without room for the column. */
static void write_all_how(struct strbuf *how, const struct table *table)
{
    char text[CELL_MAX];
    for (size_t r = 0; r < table->results->count; r++) {
        struct row row = { .results = table->results,
                           .result = &table->results->results[r],
                           .strategy = &table->results->experiment->strategies[r] };
        write_how(&row, text, sizeof text);
        strbuf_addf(how, "%s%s (%s)", r ? " · " : "", row.strategy->label, text);
    }
}

/* ---- the notes ---------------------------------------------------------------------------------------- */

static void print_note(struct paper *paper, unsigned role, const char *head, const char *sentence)
{
    struct strbuf styled = STRBUF_INIT;
    styled_keep(&styled, role, head);
    styled_addf(&styled, ROLE_TEXT, ": %s", sentence);
    paper_sentence(paper, styled.text);
    strbuf_release(&styled);
}

/* Below the finding's own head, or one for its kind. */
static void print_finding(struct paper *paper, const struct finding *finding, const struct results *results)
{
    const char *text = finding->text.text;
    if (finding->words == 0) {
        print_note(paper, ROLE_DIM, finding_head(finding->kind), text);
        return;
    }
    char *head = xmemdup0(text, finding->words - (sizeof ": " - 1));
    unsigned role = ROLE_DIM;
    if (finding->strategy_count == 1)
        role = role_strategy(
            strategy_number(&results->experiment->strategies[finding->strategies[0]], ROLE_STRATEGIES));
    print_note(paper, role, head, text + finding->words);
    free(head);
}

/* The findings, after an empty line. `how`: printed before them; NULL: the table has a column for it. */
static void print_notes(struct paper *paper, const struct results *results, const char *how)
{
    struct findings findings;
    size_t before = paper->out->length;
    strbuf_addc(paper->out, '\n');
    size_t none = paper->out->length;
    if (how)
        print_note(paper, ROLE_DIM, "how", how);
    findings_of(&findings, results, true);
    for (size_t i = 0; i < findings.count; i++)
        if (finding_is_for(&findings.list[i], FINDING_ON_PAPER))
            print_finding(paper, &findings.list[i], results);
    findings_release(&findings);
    if (paper->out->length == none)
        strbuf_truncate(paper->out, before);
}

void report_table(struct strbuf *out, const struct results *results, const struct report_style *style)
{
    struct table table = { .results = results };
    struct paper paper;
    struct strbuf how = STRBUF_INIT;
    paper_open(&paper, out, style);
    find_extremes(&table);
    fit_columns(&table, &paper.canvas, (int)style->width);
    print_head(&paper, results);
    struct pane rows = paper_block(&paper, 2 + (int)results->count);
    draw_header(rows, &table);
    for (size_t r = 0; r < results->count; r++)
        draw_row(pane_sub(rows, 0, 2 + (int)r, rows.w + CELL_MAX, 1), &table, r);
    paper_print(&paper);
    write_all_how(&how, &table);
    print_notes(&paper, results, table.columns[HOW].width ? NULL : how.text);
    strbuf_release(&how);
    paper_close(&paper);
}
