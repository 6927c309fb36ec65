#include "edit/layout_edit.h"

#include <limits.h>

/* From here on the form has its figures near its names, and the hint beside it. */
#define COLUMNS_FOR_TWO 160
#define FORM_COLUMNS    110

enum { HINT_LEAST = 5, HINT_ROWS = 6, FILE_LEAST = 8, SCHEDULE_LEAST = 5 };

struct layout_edit layout_edit(const struct layout_edit_in *in)
{
    struct layout_edit edit = { .frame = layout_frame_of(in->w, in->h, true) };
    int form_rows = int_clamp(in->form, 1, INT_MAX / 4) + 2, file_rows = in->file + 2;
    bool beside = in->w >= COLUMNS_FOR_TWO;
    struct layout_panel panels[] = {
        { &edit.form, 5, form_rows, form_rows, false, 0 },
        { &edit.hint, HINT_LEAST, HINT_ROWS, HINT_ROWS, false, 0 },
        { &edit.file, FILE_LEAST, file_rows, file_rows, true, 0 },
        { &edit.schedule, SCHEDULE_LEAST, SCHEDULE_LEAST, INT_MAX, true, 0 },
    };
    if (edit.frame.too_small)
        return edit;
    if (beside) {
        panels[1] = panels[2];
        panels[2] = panels[3];
    }
    bool first = in->asks && !beside;
    layout_stack(edit.frame.body, panels, (const int[]){ first, !first, 2, 3 }, beside ? 3 : 4);
    if (beside) {
        edit.hint = edit.form;
        edit.form = layout_cut_left(&edit.hint, FORM_COLUMNS);
    }
    return edit;
}
