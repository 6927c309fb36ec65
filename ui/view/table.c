#include "view/table.h"

#include "base/number.h"
#include "draw/draw.h"

#include <math.h>

static struct table_cell cell_of(const struct table *table, size_t row, size_t column)
{
    struct table_cell cell = { .text = "", .share = NAN, .role = ROLE_TEXT };
    table->write(table->source, row, column, &cell);
    return cell;
}

void table_fit(struct table *table, const struct canvas *canvas, int w)
{
    bool named = table->columns[TABLE_NAME].width > 0;
    for (size_t c = 0; c < table->count; c++)
        for (size_t i = 0; i < table->rows && c != TABLE_BAR && (c != TABLE_NAME || !named); i++) {
            struct table_cell cell = cell_of(table, i, c);
            table->columns[c].width = int_max(table->columns[c].width, canvas_columns(canvas, cell.text));
        }
    columns_fit(table->columns, table->count, TABLE_BAR, COLUMNS_GAP, w);
}

void table_draw_row(struct pane row, const struct table *table, size_t i)
{
    const struct column *columns = table->columns;
    struct table_cell name = cell_of(table, i, TABLE_NAME), bar = cell_of(table, i, TABLE_BAR);
    draw_fit(row, 0, 0, columns[TABLE_NAME].width, name.role, DRAW_WORDS, name.text);
    if (!isnan(bar.share))
        draw_bar(row, columns[TABLE_BAR].x, 0, columns[TABLE_BAR].width, bar.share, bar.role);
    for (size_t c = TABLE_FIGURES; c < table->count; c++) {
        struct table_cell cell = cell_of(table, i, c);
        draw_column(row, 0, &columns[c], cell.role, cell.text);
    }
}
