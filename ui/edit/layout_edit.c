#include "edit/layout_edit.h"

#include <limits.h>

enum { HINT_LEAST = 5, HINT_ROWS = 6, FILE_LEAST = 8 };

struct layout_edit layout_edit(const struct layout_edit_in *in)
{
    struct layout_edit edit = { .frame = layout_frame_of(in->w, in->h, true) };
    int form_rows = int_clamp(in->form, 1, INT_MAX / 4) + 2, file_rows = in->file + 2;
    struct layout_panel panels[] = {
        { &edit.form, 5, form_rows, form_rows, false, 0 },
        { &edit.hint, HINT_LEAST, HINT_ROWS, HINT_ROWS, false, 0 },
        { &edit.file, FILE_LEAST, file_rows, file_rows, true, 0 },
    };
    if (!edit.frame.too_small)
        layout_stack(edit.frame.body, panels, (const int[]){ 0, 1, 2 }, 3);
    return edit;
}
