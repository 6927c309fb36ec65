/* Whether a run that was read is possible; record_read.h has the rules. */
#pragma once

#include "record/recording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each returns false with a sentence in `err`. All but the last check one line, given those before it. */

/* A run's own line, against the experiment. */
bool record_check_run(const struct recording *recording, const struct recorded_run *run, char *err,
                      size_t size);

/* The next life of a record. `before`: of each slot its last life + 1, or 0; updated. */
bool record_check_life(const struct record *record, const struct record_life *life, uint64_t number,
                       uint32_t *before, char *err, size_t size);

bool record_check_task(const struct record *record, const struct record_task *task, char *err, size_t size);
bool record_check_event(const struct record *record, const struct event *event, char *err, size_t size);

/* A whole run after record_sum(): what no single line shows. */
bool record_check_whole(const struct record *record, char *err, size_t size);
