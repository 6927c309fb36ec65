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

/* What a screen says of a single run, too, without a full stop: "1 task set aside: workers died in it", "…: each attempt was
 * ended at the time limit of 1 s", with the attempts at all of them; when toc came, and when the last task ended, s. */
void finding_say_failed(struct findings *findings, uint64_t failed, uint64_t at_limit, uint64_t attempts,
                        uint64_t limit_ns);
void finding_say_toc(struct findings *findings, double toc, double done);

/* "medians of 5 runs", "one run of each", "medians of 3 … 5 runs"; "". */
char *finding_basis(const struct results *results, char *buf, size_t size);

#endif
