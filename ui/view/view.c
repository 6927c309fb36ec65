#include "view/view.h"

extern const struct view_ops view_home, view_records, view_run, view_compare, view_timeline, view_race,
    view_edit, view_help;

const struct view_ops *const views[] = { &view_home, &view_records, &view_run,  &view_compare, &view_timeline,
                                         &view_race, &view_edit,    &view_help, NULL };
