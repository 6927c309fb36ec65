/* Words on paper: what the parts of the text report share. */
#ifndef TICTOC_REPORT_TEXT_H
#define TICTOC_REPORT_TEXT_H

#include "report/report.h"

/* Meanings that a colour may carry besides a word. */
enum report_role { REPORT_PLAIN, REPORT_DIM, REPORT_BEST, REPORT_ALARM, REPORT_STRATEGY };

/* Appends `text` (already as text_printable() gives it) in the colours of a role; `strategy` is the kind whose own
 * colour REPORT_STRATEGY means. */
void report_add(struct strbuf *out, const char *text, enum report_role role, const char *strategy,
                const struct report_style *style);

/* Appends text as lines of at most style->width columns, every line behind `indent` spaces but the first behind what
 * is already in its line (`used` columns). Breaks between words. Ends with a newline. */
void report_wrapped(struct strbuf *out, const char *text, size_t used, size_t indent,
                    const struct report_style *style);

/* The findings beneath the table, behind an empty line. `how`: what the strategies did, where the table has no column for
 * it; NULL: it has. */
void report_notes(struct strbuf *out, const struct results *results, const char *how,
                  const struct report_style *style);

#endif
