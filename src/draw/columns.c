#include "draw/columns.h"

#include "base/number.h"

static int total_of(const struct column columns[], size_t count, int gap)
{
    int total = -gap;
    for (size_t i = 0; i < count; i++)
        if (columns[i].width > 0)
            total += columns[i].width + gap;
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

int columns_fit(struct column columns[], size_t count, size_t grow, int gap, int room)
{
    struct column *next, *grows = &columns[grow];
    while (total_of(columns, count, gap) > room && (next = highest(columns, count)))
        next->width = 0;
    int left = room - total_of(columns, count, gap);
    if (grows->width > 0 && left > 0)
        grows->width = grows->most ? int_min(grows->width + left, grows->most) : grows->width + left;
    int x = 0;
    for (size_t i = 0; i < count; i++) {
        columns[i].x = x;
        if (columns[i].width > 0)
            x += columns[i].width + gap;
    }
    return x - gap;
}
