/* Findings on what happened to the runs. Each function appends those of its kind. */
#ifndef TICTOC_FINDING_RUNS_H
#define TICTOC_FINDING_RUNS_H

#include "analysis/finding.h"

void find_interruption(struct findings *findings);
void find_trouble(struct findings *findings);
void find_toc(struct findings *findings);
void find_deaths(struct findings *findings);
void find_limits(struct findings *findings);
void find_found(struct findings *findings);
void find_references(struct findings *findings);

/* Why a strategy has no figures: "not run", "stopped, 40 213 of 100 000 tasks done", "failed, 12 of …". */
char *finding_reason(const struct results *results, size_t strategy, char *buf, size_t size);

/* How attempts at tasks that were set aside ended: "each attempt was ended at the time limit of 1 s", "2 of 3 attempts
 * were ended at …"; "": none at the limit. */
char *finding_limit_words(uint64_t at_limit, uint64_t all, uint64_t limit_ns, char *buf, size_t size);

/* "medians of 5 runs", "one run of each", "medians of 3 … 5 runs"; "". */
char *finding_basis(const struct results *results, char *buf, size_t size);

#endif
