#include "view/view.h"

extern const struct view_ops view_home, view_records, view_run, view_compare, view_timeline, view_race,
    view_edit, view_help;

const struct view_ops *const views[SCREEN_COUNT] = {
    [SCREEN_HOME] = &view_home,       [SCREEN_RECORDS] = &view_records,   [SCREEN_RUN] = &view_run,
    [SCREEN_COMPARE] = &view_compare, [SCREEN_TIMELINE] = &view_timeline, [SCREEN_RACE] = &view_race,
    [SCREEN_EDIT] = &view_edit,       [SCREEN_HELP] = &view_help,
};
