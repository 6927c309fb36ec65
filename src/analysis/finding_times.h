/* Findings on what the times say. Each function appends those of its kind. */
#ifndef TICTOC_FINDING_TIMES_H
#define TICTOC_FINDING_TIMES_H

#include "analysis/finding.h"

void find_fastest(struct findings *findings);
void find_naps(struct findings *findings);
void find_kin(struct findings *findings);
void find_span(struct findings *findings);
void find_imbalance(struct findings *findings);
void find_shared_cores(struct findings *findings);
void find_processes(struct findings *findings);
void find_efficiency(struct findings *findings);
void find_orders(struct findings *findings);

/* What a screen says of a run that goes on, too, without a full stop: "8 workers on 2 cores are not 8 times busy: each has a
 * core 25 % of the time". */
void finding_say_shared(struct findings *findings, uint64_t workers, uint64_t cores, const char *has,
                        double share);

/* A time in s that no strategy can beat, and how it comes about: "work ÷ cores: 9.48 s ÷ 2 = 4.74 s", "the longest nap:
 * 1 s". NAN: not known, or refuted by a run that was faster. */
double finding_bound(const struct results *results, char *buf, size_t size);

#endif
