/* Findings on pairs of strategies, and on what is doubtful about their figures. Each function appends those of its
 * kind; they word the verdict of the list. */
#ifndef TICTOC_FINDING_PAIRS_H
#define TICTOC_FINDING_PAIRS_H

#include "analysis/finding.h"

void find_pairs(struct findings *findings);
void find_doubts(struct findings *findings);
void find_missing(struct findings *findings);

/* A doubt without the strategy's name, for JSON; to be freed. */
char *finding_warning_words(const struct results *results, const struct verdict_warning *warning);

#endif
