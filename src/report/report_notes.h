/* The findings beneath the table. */
#ifndef TICTOC_REPORT_NOTES_H
#define TICTOC_REPORT_NOTES_H

#include "report/paper.h"

/* Behind an empty line, where there are any. `how`: what the strategies did, where the table has no column for it; NULL: it
 * has. */
void report_notes(struct paper *paper, const struct results *results, const char *how);

#endif
