/* Records: the runs that were kept, and of the one that is selected how long each strategy took. */
#include "base/format.h"
#include "draw/columns.h"
#include "draw/draw.h"
#include "draw/shorten.h"
#include "home/panel_median.h"
#include "view/labels.h"
#include "view/layout.h"
#include "view/list.h"
#include "view/model.h"
#include "view/panel_plan.h"
#include "view/view.h"
#include "view/widget.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { WHEN, TITLE, MACHINE, TIMES, RECORD_COLUMNS };
enum { WHEN_COLUMNS = 16, TIMES_LEAST = 12, COLUMNS_FOR_CPU = 110 };

/* The rows of the panel below that are no strategy: border, machine, an empty row, file. */
enum { DETAIL_ROWS = 5, LIST_LEAST = 5 };

/* Columns of a bar and its figure, without which nothing is behind them. */
#define BAR_LEAST 24

struct records_layout {
    struct rect list, detail;
};

/* NULL: there is none. */
static const struct stored_record *selected_record(const struct list *list, const struct model *model)
{
    int selected = list->selected;
    return selected >= 0 && (size_t)selected < model->record_count ? &model->records[selected] : NULL;
}

static const struct experiment *experiment_of(const struct stored_record *record)
{
    return record && record->read && !record->problem ? &record->summary.recording.experiment : NULL;
}

static struct records_layout place_records(const struct list *list, const struct model *model, int w, int h)
{
    struct records_layout at = { .list = { .w = 0 } };
    struct layout_frame frame = layout_frame_of(w, h, true);
    const struct experiment *experiment = experiment_of(selected_record(list, model));
    int count = experiment ? (int)experiment->strategy_count : 3; /* usual: browsing must not jump */
    int rows = (int)model->record_count + 3;
    struct layout_panel panels[] = {
        { &at.list, LIST_LEAST, rows, rows, false, 0 },
        { &at.detail, DETAIL_ROWS, int_max(count, 3) + DETAIL_ROWS, INT_MAX, false, 0 },
    };
    if (frame.too_small)
        return at;
    if (model->record_count)
        layout_stack(frame.body, panels, (const int[]){ 0, 1 }, 2);
    else
        at.list = frame.body;
    return at;
}

static void prepare_records(void *state, const struct model *model, int w, int h)
{
    struct list *list = state;
    list->selects = true;
    list->selected = int_max(list->selected, 0);
    list_fit(list, (int)model->record_count, place_records(list, model, w, h).list.h - 3);
}

/* ---- the list ----------------------------------------------------------------------------------------- */

static void write_when(char *buf, size_t size, const struct stored_record *record)
{
    struct tm at;
    if (!localtime_r(&record->written, &at) || !strftime(buf, size, "%Y-%m-%d %H:%M", &at))
        buf[0] = '\0';
}

static void write_machine(char *buf, size_t size, const struct stored_record *record, bool wide)
{
    const struct machine *machine = &record->summary.recording.machine;
    if (wide)
        label_machine(buf, size, machine);
    else
        format_plural(buf, size, machine->cores, "core");
}

/* 0: none has come to its end. */
static uint64_t median_ns(const struct record_summary *summary, size_t strategy)
{
    return (uint64_t)summary->times[strategy].done.median;
}

/* "serial 2.00 s, process 1.00 s". */
static void write_times(char *buf, size_t size, const struct record_summary *summary)
{
    const struct experiment *experiment = &summary->recording.experiment;
    size_t used = 0;
    char figure[FORMAT_MAX];
    buf[0] = '\0';
    for (size_t i = 0; i < experiment->strategy_count && used < size; i++)
        used += (size_t)snprintf(
            buf + used, size - used, "%s%s %s", i ? ", " : "", experiment->strategies[i].label,
            summary->times[i].runs ? format_duration(figure, sizeof figure, median_ns(summary, i))
                                   : "not ended");
}

/* "chunk 1 4.77 s, best of 4":
 * where there is no room for all of them; without the name "best of 4: 4.77 s". */
static void write_best(char *buf, size_t size, const struct canvas *canvas, int w,
                       const struct record_summary *summary)
{
    const struct experiment *experiment = &summary->recording.experiment;
    size_t best = 0, count = experiment->strategy_count;
    char figure[FORMAT_MAX];
    for (size_t i = 1; i < count; i++)
        if (median_ns(summary, i) &&
            (!median_ns(summary, best) || median_ns(summary, i) < median_ns(summary, best)))
            best = i;
    if (!median_ns(summary, best)) {
        snprintf(buf, size, "none of %zu ended", count);
        return;
    }
    format_duration(figure, sizeof figure, median_ns(summary, best));
    snprintf(buf, size, "%s %s, best of %zu", experiment->strategies[best].label, figure, count);
    if (canvas_columns(canvas, buf) > w)
        snprintf(buf, size, "best of %zu: %s", count, figure);
}

/* The same for all rows, so that they are a table. */
static void fit_columns(struct column columns[], const struct model *model, const struct canvas *canvas,
                        int w)
{
    char text[160];
    columns[WHEN] = (struct column){ .width = WHEN_COLUMNS };
    columns[TITLE] = (struct column){ .width = TIMES_LEAST };
    columns[MACHINE] = (struct column){ .width = 7, .rank = 2 };
    columns[TIMES] = (struct column){ .width = TIMES_LEAST, .rank = 1 };
    for (size_t i = 0; i < model->record_count; i++) {
        const struct stored_record *record = &model->records[i];
        if (!experiment_of(record))
            continue;
        int title = canvas_columns(canvas, label_title(text, sizeof text, experiment_of(record)));
        write_machine(text, sizeof text, record, w >= COLUMNS_FOR_CPU);
        columns[TITLE].width = int_max(columns[TITLE].width, int_min(title, w * 3 / 10));
        columns[MACHINE].width =
            int_max(columns[MACHINE].width, int_min(canvas_columns(canvas, text), w / 5));
    }
    columns_fit(columns, RECORD_COLUMNS, TIMES, COLUMNS_GAP, w);
}

static void draw_cell(struct pane row, const struct column *column, unsigned role, const char *text)
{
    if (column->width > 0)
        draw_fit(row, column->x, 0, column->width, role, DRAW_WORDS, text);
}

static void draw_heads(struct pane row, const struct column columns[])
{
    static const char *const heads[RECORD_COLUMNS] = { "when", "experiment", "machine",
                                                       "strategies, medians" };
    for (int i = 0; i < RECORD_COLUMNS; i++)
        draw_cell(row, &columns[i], ROLE_DIM, heads[i]);
}

static void draw_record(struct pane row, const struct column columns[], const struct stored_record *record,
                        bool selected)
{
    char text[240];
    const struct experiment *experiment = experiment_of(record);
    write_when(text, sizeof text, record);
    draw_cell(row, &columns[WHEN], ROLE_DIM, text);
    if (experiment) {
        draw_cell(row, &columns[TITLE], ROLE_TEXT, label_title(text, sizeof text, experiment));
        write_machine(text, sizeof text, record, row.w >= COLUMNS_FOR_CPU);
        draw_cell(row, &columns[MACHINE], ROLE_DIM, text);
        write_times(text, sizeof text, &record->summary);
        if (canvas_columns(row.canvas, text) > columns[TIMES].width)
            write_best(text, sizeof text, row.canvas, columns[TIMES].width, &record->summary);
        draw_cell(row, &columns[TIMES], ROLE_FIGURE, text);
    } else if (record->read) {
        snprintf(text, sizeof text, "✗ %s cannot be read", label_file(record->path));
        draw_fit(row, columns[TITLE].x, 0, row.w - columns[TITLE].x, ROLE_FAILED, DRAW_WORDS, text);
    }
    if (selected)
        canvas_tint(row, ROLE_DARK | ROLE_ON(ROLE_SELECT));
}

static void draw_list(struct pane box, const struct list *list, const struct model *model)
{
    char note[FORMAT_MAX] = "";
    struct column columns[RECORD_COLUMNS];
    if (model->record_count)
        snprintf(note, sizeof note, "%zu", model->record_count);
    struct pane inside = draw_box(box, true, "Records", note[0] ? note : NULL);
    if (model->record_count == 0) {
        draw_paragraph(inside, ROLE_TEXT,
                       model->keeps_records
                           ? "None yet. Every run that ends on this screen is kept here, the newest 20; "
                             "tictoc run --record FILE adds its own. q goes back to the experiments."
                           : "None, and none is kept: \"keep_records\" is false in settings.json. "
                             "--record FILE of the command line adds its own.");
        return;
    }
    fit_columns(columns, model, inside.canvas, inside.w);
    draw_heads(pane_sub(inside, 0, 0, inside.w, 1), columns);
    for (int i = list->first, y = 1; i < list->count && y < inside.h; i++, y++)
        draw_record(pane_sub(inside, 0, y, inside.w, 1), columns, &model->records[i], i == list->selected);
    widget_scrollbar(box, list->first, list->count, list->rows);
}

/* ---- the selected one --------------------------------------------------------------------------------- */

/* Behind the median: "toc 845 µs", "0.99 … 1.02 s, 5 runs"; "": nothing more is known. */
static void write_more(char *buf, size_t size, const struct summary_times *times)
{
    char range[FORMAT_MAX], runs[FORMAT_MAX];
    buf[0] = '\0';
    if (times->early_toc)
        snprintf(buf, size, "toc %s", format_duration(runs, sizeof runs, times->early_toc));
    else if (times->runs > 1)
        snprintf(buf, size, "%s, %s",
                 format_range(range, sizeof range, times->done.min / 1e9, times->done.max / 1e9),
                 format_plural(runs, sizeof runs, times->runs, "run"));
}

static void draw_medians(struct pane inside, const struct record_summary *summary)
{
    char more[80];
    const struct experiment *experiment = &summary->recording.experiment;
    int count = (int)experiment->strategy_count, widest = 0;
    int labels = panel_plan_labels(inside.canvas, experiment, inside.w);
    int spacing = layout_spacing(count, inside.h, 2);
    uint64_t longest = 1;
    for (int i = 0; i < count; i++) {
        longest = median_ns(summary, (size_t)i) > longest ? median_ns(summary, (size_t)i) : longest;
        write_more(more, sizeof more, &summary->times[i]);
        widest = int_max(widest, canvas_columns(inside.canvas, more));
    }
    int w = widest && labels + widest + BAR_LEAST <= inside.w ? inside.w - widest - 2 : inside.w;
    for (int i = 0; i < count && i * spacing < inside.h; i++) {
        struct pane row = pane_sub(inside, 0, i * spacing, inside.w, 1);
        panel_median(pane_sub(row, 0, 0, w, 1), labels, &experiment->strategies[i],
                     median_ns(summary, (size_t)i), longest);
        write_more(more, sizeof more, &summary->times[i]);
        if (w < inside.w)
            draw_fit(row, w + 2, 0, widest, ROLE_DIM, DRAW_WORDS, more);
    }
}

/* What the experiment is about, where the figures keep a row each and air.
 * Returns the rows taken, one of air among them. */
static int draw_about(struct pane inside, const struct experiment *experiment)
{
    char text[2 * EXPERIMENT_ABOUT_MAX];
    label_whole(text, sizeof text, experiment->about);
    struct pane measure = inside;
    measure.clip.w = 0;
    int rows = text[0] ? draw_paragraph(measure, ROLE_TEXT, text) + 1 : 0;
    if (rows == 0 || rows + 2 * (int)experiment->strategy_count > inside.h)
        return 0;
    draw_paragraph(inside, ROLE_TEXT, text);
    return rows;
}

/* "15 runs, warm-ups included · 2.1 MB". */
static void write_size(char *buf, size_t size, const struct stored_record *record)
{
    char runs[FORMAT_MAX], bytes[FORMAT_MAX];
    format_plural(runs, sizeof runs, record->summary.run_count, "run");
    snprintf(buf, size, "%s%s · %s", runs,
             record->summary.recording.experiment.warmup ? ", warm-ups included" : "",
             format_bytes(bytes, sizeof bytes, record->bytes));
}

static void draw_detail(struct pane box, const struct stored_record *record)
{
    char text[512], note[96] = "";
    const struct experiment *experiment = experiment_of(record);
    if (experiment)
        write_size(note, sizeof note, record);
    struct pane inside = draw_box(
        box, false, experiment ? label_title(text, sizeof text, experiment) : label_file(record->path),
        note[0] ? note : NULL);
    if (!experiment) {
        draw_paragraph(inside, record->problem ? ROLE_FAILED : ROLE_DIM,
                       record->problem ? record->problem : "It is being read …");
        return;
    }
    label_machine(text, sizeof text, &record->summary.recording.machine);
    draw_fit(inside, 0, 0, inside.w, ROLE_DIM, DRAW_WORDS, text);
    struct pane middle = pane_sub(inside, 0, 2, inside.w, inside.h - 3);
    int about = draw_about(middle, experiment);
    draw_medians(pane_sub(middle, 0, about, middle.w, middle.h - about), &record->summary);
    snprintf(text, sizeof text, "tictoc replay %s", record->path);
    shorten_words(text, inside.w, inside.canvas->ascii);
    draw_fit(inside, 0, inside.h - 1, inside.w, ROLE_DIM, DRAW_WORDS, text);
}

static void draw_records(const void *state, const struct model *model, struct pane screen)
{
    const struct list *list = state;
    struct records_layout at = place_records(list, model, screen.w, screen.h);
    const struct stored_record *record = selected_record(list, model);
    draw_list(pane_at(screen, at.list), list, model);
    if (record && at.detail.h > 0)
        draw_detail(pane_at(screen, at.detail), record);
}

/* ---- acting ------------------------------------------------------------------------------------------- */

static struct request act_records(void *state, const struct model *model, enum action action)
{
    struct list *list = state;
    list_fit(list, (int)model->record_count, list->rows); /* one may just have gone */
    if (list_act(list, action))
        return (struct request){ .action = ACTION_NONE };
    return (struct request){ .action = action, .record = selected_record(list, model) };
}

static void point_records(void *state, const struct model *model, const struct key_press *press, int w, int h)
{
    struct list *list = state;
    struct rect rows = place_records(list, model, w, h).list;
    layout_cut_top(&rows, 2);
    layout_cut_bottom(&rows, 1);
    list_point(list, press, rows);
}

const struct view_ops view_records = {
    .screen = SCREEN_RECORDS,
    .name = "records",
    .keymap = KEYMAP_RECORDS,
    .state_size = sizeof(struct list),
    .prepare = prepare_records,
    .heading = "records of runs",
    .draw = draw_records,
    .act = act_records,
    .point = point_records,
};
