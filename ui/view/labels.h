/* Figures and names as the screens write them. What is
 * seen while it changes has a fixed width and few digits: a stopwatch, not a report (format.h writes those).
 * All functions write a NUL-terminated UTF-8 string of at most `size` bytes and return `buf`. */
#pragma once

#include "analysis/results.h"
#include "experiment/experiment.h"
#include "machine/machine.h"
#include "record/recording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Columns of the next two and of format_rate(), for keeping the place. */
#define LABEL_CLOCK_COLUMNS 6
#define LABEL_ETA_COLUMNS   9
#define LABEL_RATE_COLUMNS  9

/* A clock that runs: "0.31 s", "12.3 s", "119 s"; from two minutes on "2 min 05 s". */
char *label_clock(char *buf, size_t size, uint64_t ns);

/* "<1 s left", "2 s left", "12 min left", "3 h left"; UINT64_MAX: "". */
char *label_eta(char *buf, size_t size, uint64_t ns);

/* "−43.7 %" as format_change() writes it; beyond +999 %: "1 085 × as long". */
char *label_change(char *buf, size_t size, double change);

/* "1st", "2nd", "12th". */
char *label_ordinal(char *buf, size_t size, uint64_t number);

/* "2 cores · AMD EPYC". */
char *label_machine(char *buf, size_t size, const struct machine *machine);

/* An experiment's title; what its workload does where it has none. */
char *label_title(char *buf, size_t size, const struct experiment *experiment);

/* The longest name of a task that fits in so many columns, or the shortest there is:
 * "nap 3 · 2 s", "nap 3", "3". */
char *label_task(char *buf, size_t size, const struct workload *workload, uint64_t task, int columns,
                 bool ascii);

/* "1 task failed": of a strategy that has figures but did not do all tasks. */
char *label_failed(char *buf, size_t size, const struct result *result);

/* Where the times of a recording come from: "recorded", "simulated". */
const char *label_origin(const struct recording *recording);

/* The colour of a strategy: that of its kind; of a
 * second one of that kind in an experiment one of its own. */
unsigned role_of_strategy(const struct strategy *strategy);

/* Text with figures in it, made ready for lines that may break: with no-break spaces inside grouped numbers,
 * so that "12 500" is never cut to "12 …". Never half a character. */
char *label_whole(char *buf, size_t size, const char *text);

/* The name of a file without its directory: a place in the path. */
const char *label_file(const char *path);
