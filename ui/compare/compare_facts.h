/* What the panels of the comparison derive from results, in one place, so that they never disagree. Pure. */
#ifndef TICTOC_COMPARE_FACTS_H
#define TICTOC_COMPARE_FACTS_H

#include "analysis/results.h"

#include <stdbool.h>
#include <stddef.h>

/* The longest median of done, s: what the bars are drawn to. 0: nothing is complete yet. */
double compare_longest(const struct results *results);

/* The first serial that has run; NULL: there is none. */
const struct result *compare_serial(const struct results *results);

/* The shortest and the second shortest median among those that are comparable; SIZE_MAX: there is none. */
struct compare_best {
    size_t first, second;
    size_t count; /* of them all */
};

struct compare_best compare_best(const struct results *results);

/* The complete run that is nearest to the median: the one whose account is shown. NULL: none is complete. */
const struct outcome *compare_middle_run(const struct result *result);

/* Bounds to speak of: the serial run's, as it measured its tasks undisturbed; for naps, or without it, those of who had
 * the most workers. Of runs that did all tasks alone. NULL: unknown. */
const struct bounds *compare_bounds(const struct results *results);

/* A time that no strategy can beat, s, and in words how it comes about: serial's work shared out over the cores, the
 * naps over the most workers there were, or the longest nap. NAN: unknown. */
double compare_bound(const struct results *results, char *buf, size_t size);

/* Length of all naps and of the longest, s; 0 where the tasks do not sleep. */
struct compare_naps {
    double all, longest;
};

struct compare_naps compare_naps(const struct workload *workload);

/* Whether toc was said before the last task had ended. */
bool compare_is_unjoined(const struct result *result);

/* Why a strategy has no figures: "stopped, 40 213 of 100 000 tasks done", "failed: …", "not run". */
void compare_reason(const struct results *results, size_t strategy, char *buf, size_t size);

/* What a strategy took besides its tasks, for each of them; s, median over the runs that count. NAN: not known. For
 * `process` the measured time from one process to the next, its task included (shown only where tasks are short, else it
 * would tell of the tasks); for the others workers × time less the time inside tasks. */
double compare_cost(const struct results *results, size_t strategy);

/* "start to end", "idle and overhead". */
const char *compare_cost_words(const struct results *results, size_t strategy);

/* The most memory one worker took, in bytes, largest of the runs that count; 0: not known. */
uint64_t compare_memory(const struct result *result);

/* "medians of 5 runs", "one run of each", "medians of 3 … 5 runs". */
void compare_basis(const struct results *results, char *buf, size_t size);

#endif
