/* The tasks that were set aside, in a result's JSON. There may be a million of them: they are written straight into the
 * text, as a tree of them would take ten times the memory. */
#ifndef TICTOC_REPORT_FAILED_H
#define TICTOC_REPORT_FAILED_H

#include "analysis/results.h"
#include "base/strbuf.h"

#include <cjson/cJSON.h>

/* What stands in the tree for the list of a run that has one. */
cJSON *report_failed_item(void);

/* Appends the printed tree, harmless, with the lists where they belong. `text` is written to. */
void report_failed_fill(struct strbuf *out, char *text, const struct results *results);

#endif
