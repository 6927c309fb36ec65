/* Figures from elsewhere, shown as what they are. */
#include "compare/panel_compare.h"

#include "base/number.h"
#include "draw/columns.h"
#include "draw/draw.h"
#include "base/format.h"
#include "view/labels.h"

#include <stdio.h>
#include <string.h>

enum { INDENT = 1, BAR_LEAST = 6, SOURCE_FROM = 96 };

enum { LABEL, BAR, TIME, SOURCE, REFERENCE_COLUMNS };

/* All from one place? Then the title says it once. */
static bool have_one_source(const struct experiment *experiment)
{
    for (size_t i = 1; i < experiment->reference_count; i++)
        if (strcmp(experiment->references[i].source, experiment->references[0].source) != 0)
            return false;
    return experiment->reference_count > 0 && experiment->references[0].source[0] != '\0';
}

static void fit_columns(struct column columns[], struct pane inside, const struct experiment *experiment,
                        bool with_source)
{
    char time[FORMAT_MAX];
    for (size_t i = 0; i < experiment->reference_count; i++) {
        const struct reference *reference = &experiment->references[i];
        format_nap(time, sizeof time, reference->ns);
        columns[LABEL].width = int_max(columns[LABEL].width, canvas_columns(inside.canvas, reference->label));
        columns[TIME].width = int_max(columns[TIME].width, canvas_columns(inside.canvas, time));
        if (with_source)
            columns[SOURCE].width =
                int_max(columns[SOURCE].width, canvas_columns(inside.canvas, reference->source));
    }
    columns[BAR] = (struct column){ .width = BAR_LEAST, .rank = 2 };
    columns[SOURCE].rank = 3;
    columns[SOURCE].left = true;
    columns_fit(columns, REFERENCE_COLUMNS, BAR, COLUMNS_GAP, inside.w);
}

/* A name that is also one of ours has its colour, but not its weight. */
static unsigned role_of_label(const struct experiment *experiment, const char *label)
{
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        const char *kind = experiment->strategies[i].ops->name;
        if (strncmp(label, kind, strlen(kind)) == 0)
            return role_of_strategy(&experiment->strategies[i]);
    }
    return ROLE_TEXT;
}

void panel_reference(struct pane box, const struct experiment *experiment)
{
    struct column columns[REFERENCE_COLUMNS] = { { 0 } };
    bool one_source = have_one_source(experiment);
    uint64_t longest = 1;
    char title[192], time[FORMAT_MAX];
    snprintf(title, sizeof title, "The same task elsewhere%s%s", one_source ? ": " : "",
             one_source ? experiment->references[0].source : "");
    struct pane inside = draw_box(box, false, title, NULL);
    inside = pane_sub(inside, INDENT, 0, inside.w - INDENT, inside.h);
    fit_columns(columns, inside, experiment, !one_source);
    for (size_t i = 0; i < experiment->reference_count; i++)
        longest = experiment->references[i].ns > longest ? experiment->references[i].ns : longest;
    for (size_t i = 0; i < experiment->reference_count; i++) {
        const struct reference *reference = &experiment->references[i];
        struct pane row = pane_sub(inside, 0, (int)i, inside.w, 1);
        draw_text(row, 0, 0, role_of_label(experiment, reference->label), reference->label);
        draw_bar(row, columns[BAR].x, 0, columns[BAR].width, (double)reference->ns / (double)longest,
                 ROLE_FAINT);
        draw_column(row, 0, &columns[TIME], ROLE_NOTE, format_nap(time, sizeof time, reference->ns));
        draw_column(row, 0, &columns[SOURCE], ROLE_DIM, reference->source);
    }
}
