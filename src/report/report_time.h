/* Accounts, bounds and findings as JSON: parts of the `tictoc.result/1` object. */
#pragma once

#include "analysis/results.h"
#include "json/json_write.h"

/* A run's "time" (accounts, waterfall, POP ratios), "bounds" and "machine_use", where it has them.
 * `serial_ns`: as for account_waterfall(). */
void report_add_time(struct json_writer *json, const struct outcome *outcome, uint64_t serial_ns);

/* "verdict", "warnings" and "findings". */
void report_add_findings(struct json_writer *json, const struct results *results);
