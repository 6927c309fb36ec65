/* Whether a run that was read is possible: record_read.h says what is promised of it. */
#pragma once

#include "record/recording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each is false with a sentence in `err`. All but the last look at one line, given those before it. */

/* A run's figures, beside the experiment. */
bool record_check_run(const struct recording *recording, const struct recorded_run *run, char *err,
                      size_t size);

/* A life that would come after the record's; `before`:
 * the last life of each of its slots + 1, or 0; updated. */
bool record_check_life(const struct record *record, const struct record_life *life, uint64_t number,
                       uint32_t *before, char *err, size_t size);

bool record_check_task(const struct record *record, const struct record_task *task, char *err, size_t size);
bool record_check_event(const struct record *record, const struct event *event, char *err, size_t size);

/* All of a run, its sums made (record_sum()): what only shows when all of it is there. */
bool record_check_whole(const struct record *record, char *err, size_t size);
