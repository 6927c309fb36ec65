#include "draw/columns.h"

static int total_of(const struct column columns[], size_t count)
{
    int total = -COLUMNS_GAP;
    for (size_t i = 0; i < count; i++)
        if (columns[i].width > 0)
            total += columns[i].width + COLUMNS_GAP;
    return total;
}

static struct column *highest(struct column columns[], size_t count)
{
    struct column *found = NULL;
    for (size_t i = 0; i < count; i++)
        if (columns[i].width > 0 && columns[i].rank > (found ? found->rank : 0))
            found = &columns[i];
    return found;
}

void columns_fit(struct column columns[], size_t count, size_t grow, int room)
{
    struct column *next;
    while (total_of(columns, count) > room && (next = highest(columns, count)))
        next->width = 0;
    int left = room - total_of(columns, count);
    if (columns[grow].width > 0 && left > 0)
        columns[grow].width += left;
    int x = 0;
    for (size_t i = 0; i < count; i++) {
        columns[i].x = x;
        if (columns[i].width > 0)
            x += columns[i].width + COLUMNS_GAP;
    }
}
