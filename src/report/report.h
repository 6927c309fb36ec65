/* Results on paper: the table, the JSON object. Pure text builders; callers print or save. */
#pragma once

#include "analysis/results.h"
#include "base/strbuf.h"

struct report_style {
    unsigned width; /* columns to use, at least 60 */
    bool ascii;
    bool colour; /* SGR for strategy names and the best figure */
};

/* The result table for people; ends with a newline. A strategy without a complete run has the reason. */
void report_table(struct strbuf *out, const struct results *results, const struct report_style *style);

/* The `tictoc.result/1` object of DESIGN section 7, ends with a newline. */
void report_json(struct strbuf *out, const struct results *results);
