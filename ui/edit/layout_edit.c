#include "edit/layout_edit.h"

#include <limits.h>

#define EDIT_COLUMNS_FOR_TWO 70

enum { HINT_ROWS = 6 };

struct layout_edit layout_edit(const struct layout_edit_in *in)
{
    struct layout_edit edit = { .frame = layout_frame_of(in->w, in->h, true) };
    struct rect area = edit.frame.body;
    int form_rows = int_clamp(in->settings, 1, INT_MAX / 4) + 2;
    int plan_rows = int_clamp(in->plan, 1, INT_MAX / 4) + 2;
    if (edit.frame.too_small)
        return edit;
    if (in->w < EDIT_COLUMNS_FOR_TWO) {
        struct layout_panel panels[] = {
            { &edit.form, 5, form_rows, INT_MAX, false, 0 },
            { &edit.hint, 3, 3, 4, false, 0 },
        };
        layout_stack(area, panels, (const int[]){ 0, 1 }, 2);
        return edit;
    }
    edit.form = layout_cut_left(&area, area.w * 58 / 100);
    struct layout_panel panels[] = {
        { &edit.plan, 3, plan_rows, plan_rows, false, 0 },
        { &edit.hint, 4, HINT_ROWS, HINT_ROWS, false, 0 },
    };
    layout_stack(area, panels, (const int[]){ 1, 0 }, 2);
    return edit;
}
