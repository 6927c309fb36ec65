#include "view/layout.h"

#include <limits.h>

/* From this height on there is an empty row below the header. */
#define ROWS_FOR_AIR_ABOVE 16

int layout_rows(long long cells, int columns)
{
    if (columns < 1 || cells < 1)
        return 1;
    long long rows = (cells + columns - 1) / columns;
    return rows < INT_MAX / 4 ? (int)rows : INT_MAX / 4;
}

struct layout_frame layout_frame_of(int w, int h, bool air_below)
{
    if (w < LAYOUT_COLUMNS_MIN || h < LAYOUT_ROWS_MIN)
        return (struct layout_frame){ .too_small = true };
    int above = h >= ROWS_FOR_AIR_ABOVE ? 2 : 1;
    int below = air_below && h >= LAYOUT_ROWS_FOR_AIR ? 2 : 1;
    return (struct layout_frame){
        .header = { 0, 0, w, 1 },
        .body = { 0, above, w, h - above - below },
        .footer = { 0, h - 1, w, 1 },
    };
}

static void take_rows(struct layout_panel *panel, int rows, int *left)
{
    int more = int_clamp(rows - panel->got, 0, *left);
    panel->got += more;
    *left -= more;
}

/* First what each panel needs to be there at all; where one has no room, no less important one is shown.
 * Then what each wants, then the rest. */
static void share_rows(struct layout_panel panels[], const int order[], int count, int left)
{
    bool room = true;
    for (int i = 0; i < count; i++) {
        struct layout_panel *panel = &panels[order[i]];
        room = room && panel->least <= left;
        if (!room)
            panel->want = panel->most = 0;
        else if (!panel->spare)
            take_rows(panel, panel->least, &left);
    }
    for (int i = 0; i < count; i++)
        if (!panels[order[i]].spare)
            take_rows(&panels[order[i]], panels[order[i]].want, &left);
    for (int i = 0; i < count; i++)
        if (panels[order[i]].spare && panels[order[i]].want <= left)
            take_rows(&panels[order[i]], panels[order[i]].want, &left);
    for (int i = 0; i < count; i++)
        if (panels[order[i]].got > 0)
            take_rows(&panels[order[i]], panels[order[i]].most, &left);
}

void layout_stack(struct rect area, struct layout_panel panels[], const int order[], int count)
{
    int y = area.y;
    share_rows(panels, order, count, area.h);
    for (int i = 0; i < count; i++) {
        if (panels[i].rect && panels[i].got > 0)
            *panels[i].rect = (struct rect){ area.x, y, area.w, panels[i].got };
        y += panels[i].got;
    }
}

struct rect layout_cut_left(struct rect *area, int w)
{
    struct rect left = { area->x, area->y, w, area->h };
    area->x += w;
    area->w -= w;
    return left;
}

struct rect layout_cut_top(struct rect *area, int h)
{
    struct rect top = { area->x, area->y, area->w, h };
    area->y += h;
    area->h -= h;
    return top;
}

struct rect layout_cut_bottom(struct rect *area, int h)
{
    area->h -= h;
    return (struct rect){ area->x, area->y + area->h, area->w, h };
}

int layout_bars(int bars, int spacing)
{
    return bars * spacing - (spacing - 1);
}

int layout_spacing(int bars, int rows, int most)
{
    int spacing = 1;
    while (spacing < most && layout_bars(bars, spacing + 1) <= rows)
        spacing++;
    return spacing;
}
