#include "view/list.h"

#include "base/number.h"

#include <limits.h>

enum { FAR = INT_MAX / 4, WHEEL_ROWS = 3 };

static int last_first(const struct list *list)
{
    return int_max(list->count - list->rows, 0);
}

bool list_is_long(const struct list *list)
{
    return last_first(list) > 0;
}

static void scroll_to(struct list *list, int first)
{
    list->first = int_clamp(first, 0, last_first(list));
}

static void show_selected(struct list *list)
{
    if (list->selects && list->selected >= 0)
        list->first = int_clamp(list->first, list->selected - list->rows + 1, list->selected);
    scroll_to(list, list->first);
}

void list_fit(struct list *list, int count, int rows)
{
    list->count = int_max(count, 0);
    list->rows = int_max(rows, 1);
    list->selected = int_min(list->selected, list->count - 1);
    show_selected(list);
}

void list_move(struct list *list, int by)
{
    if (!list->selects) {
        scroll_to(list, list->first + by);
        return;
    }
    int row = list->selected < 0 ? list->first + by + (by < 0 ? 1 : -1) : list->selected + by;
    list->selected = int_min(int_max(row, 0), list->count - 1);
    show_selected(list);
}

bool list_act(struct list *list, enum action action)
{
    const struct {
        enum action action;
        int by;
    } moves[] = { { ACTION_UP, -1 },
                  { ACTION_DOWN, 1 },
                  { ACTION_PAGE_UP, -list->rows },
                  { ACTION_PAGE_DOWN, list->rows },
                  { ACTION_FIRST, -FAR },
                  { ACTION_LAST, FAR } };
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].action == action) {
            list_move(list, moves[i].by);
            return true;
        }
    return false;
}

void list_settle(struct list *list, int step, bool (*can)(const void *context, int row), const void *context)
{
    for (int turn = 0; turn < 2; turn++, step = -step)
        for (int row = list->selected; row >= 0 && row < list->count; row += step)
            if (can(context, row)) {
                list_move(list, row - list->selected);
                return;
            }
}

bool list_point(struct list *list, const struct key_press *press, struct rect rows)
{
    int row = list->first + press->y - rows.y;
    if (!rect_has(rows, press->x, press->y))
        return false;
    if (press->key != K_CLICK)
        list_move(list, (press->key == K_WHEEL_UP ? -1 : 1) * (list->selects ? 1 : WHEEL_ROWS));
    else if (list->selects && row < list->count)
        list->selected = row;
    return true;
}
