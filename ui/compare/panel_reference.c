/* Figures from elsewhere, marked as such. */
#include "compare/panel_compare.h"

#include "base/number.h"
#include "draw/draw.h"
#include "base/format.h"
#include "view/labels.h"
#include "view/table.h"

#include <stdio.h>
#include <string.h>

enum { INDENT = 1, BAR_LEAST = 6 };

enum { TIME = TABLE_FIGURES, SOURCE, REFERENCE_COLUMNS };

/* True: the title says it once. */
static bool have_one_source(const struct experiment *experiment)
{
    for (size_t i = 1; i < experiment->reference_count; i++)
        if (strcmp(experiment->references[i].source, experiment->references[0].source) != 0)
            return false;
    return experiment->reference_count > 0 && experiment->references[0].source[0] != '\0';
}

/* A name that is also a strategy's has its colour, but not its weight. */
static unsigned role_of_label(const struct experiment *experiment, const char *label)
{
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        const char *kind = experiment->strategies[i].ops->name;
        if (strncmp(label, kind, strlen(kind)) == 0)
            return role_of_strategy(&experiment->strategies[i]);
    }
    return ROLE_TEXT;
}

static void write_cell(const void *source, size_t row, size_t column, struct table_cell *cell)
{
    const struct experiment *experiment = source;
    const struct reference *reference = &experiment->references[row];
    static const unsigned roles[] = { [TABLE_BAR] = ROLE_FAINT, [TIME] = ROLE_NOTE, [SOURCE] = ROLE_DIM };
    uint64_t longest = 1;
    for (size_t i = 0; i < experiment->reference_count; i++)
        longest = most_of(longest, experiment->references[i].ns);
    cell->role = column == TABLE_NAME ? role_of_label(experiment, reference->label) : roles[column];
    cell->share = (double)reference->ns / (double)longest;
    if (column == TIME)
        format_nap(cell->text, sizeof cell->text, reference->ns);
    else
        snprintf(cell->text, sizeof cell->text, "%s",
                 column == TABLE_NAME ? reference->label : reference->source);
}

void panel_reference(struct pane box, const struct experiment *experiment)
{
    bool one_source = have_one_source(experiment);
    struct table table = {
        .source = experiment,
        .rows = experiment->reference_count,
        .count = one_source ? SOURCE : REFERENCE_COLUMNS,
        .write = write_cell,
        .columns = { [TABLE_BAR] = { .width = BAR_LEAST, .rank = 2 }, [SOURCE] = { .rank = 3, .left = true } }
    };
    char title[192];
    snprintf(title, sizeof title, "The same work%s%s", one_source ? ", " : " elsewhere",
             one_source ? experiment->references[0].source : "");
    struct pane inside = draw_box(box, false, title, NULL);
    inside = pane_sub(inside, INDENT, 0, inside.w - INDENT, inside.h);
    table_fit(&table, inside.canvas, inside.w);
    for (size_t i = 0; i < table.rows; i++)
        table_draw_row(pane_sub(inside, 0, (int)i, inside.w, 1), &table, i);
}
