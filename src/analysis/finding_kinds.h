/* The findings themselves: each find_ function appends those of its kind, of all strategies or of one. */
#pragma once

#include "analysis/finding.h"

/* ---- what happened to the runs: finding_runs.c --------------------------------------------------------- */

void find_interruption(struct findings *findings);
void find_trouble(struct findings *findings, size_t strategy, const struct result *result);
void find_toc(struct findings *findings, size_t strategy, const struct result *result);
void find_deaths(struct findings *findings, size_t strategy, const struct result *result);
void find_limits(struct findings *findings, size_t strategy, const struct result *result);
void find_found(struct findings *findings);
void find_references(struct findings *findings);

/* Why a strategy has no figures: "not run", "stopped, 40 213 of 100 000 tasks done", "failed, 12 of …". */
char *finding_reason(const struct results *results, size_t strategy, char *buf, size_t size);

/* Sentences without a full stop, which screens use for a single run:
 * "1 task set aside: workers died in it", "…: each attempt was ended at the time limit of 1 s"
 * (`attempts`: at all those tasks); "the program did not wait for its tasks; …" (both times in s). */
void finding_say_failed(struct findings *findings, uint64_t failed, uint64_t at_limit, uint64_t attempts,
                        uint64_t limit_ns);
void finding_say_toc(struct findings *findings, double toc, double done);

/* Where the figures come from: "medians of 5 runs", "one run of each", "medians of 3 … 5 runs", "". */
char *finding_basis(const struct results *results, char *buf, size_t size);

/* ---- pairs of strategies, and doubts about their figures: finding_pairs.c ----------------------------- */

void find_pairs(struct findings *findings);
void find_doubts(struct findings *findings);
void find_missing(struct findings *findings);

/* A doubt without the strategy's name, for JSON; to be freed. */
char *finding_warning_words(const struct results *results, const struct verdict_warning *warning);

/* ---- what the times say: finding_times.c --------------------------------------------------------------- */

void find_fastest(struct findings *findings);
void find_naps(struct findings *findings);
void find_kin(struct findings *findings);
void find_span(struct findings *findings);
void find_imbalance(struct findings *findings, size_t strategy, const struct result *result);
void find_shared_cores(struct findings *findings, size_t strategy, const struct result *result);
void find_processes(struct findings *findings, size_t strategy, const struct result *result);
void find_efficiency(struct findings *findings, size_t strategy, const struct result *result);
void find_orders(struct findings *findings);

/* A sentence without a full stop, which screens use for a run that goes on:
 * "8 workers on 2 cores are not 8 times busy: each has a core 25 % of the time". */
void finding_say_shared(struct findings *findings, uint64_t workers, uint64_t cores, const char *has,
                        double share);

/* The best possible time, s, and its derivation: "work ÷ cores: 9.48 s ÷ 2 = 4.74 s", "the longest nap: 1 s".
 * NAN: not known, or a run was faster. */
double finding_bound(const struct results *results, char *buf, size_t size);
