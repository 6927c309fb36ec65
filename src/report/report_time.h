/* Where the time went and what may be said of it, as JSON: parts of the `tictoc.result/1` object. */
#pragma once

#include "analysis/results.h"
#include "json/json_write.h"

/* A run's "time" (its accounts, the waterfall, the POP ratios) and "bounds";
 * nothing where the run has no account. `serial_ns` as account_waterfall() takes it. */
void report_add_time(struct json_writer *json, const struct outcome *outcome, uint64_t serial_ns);

/* "verdict", "warnings" and "findings". */
void report_add_findings(struct json_writer *json, const struct results *results);
