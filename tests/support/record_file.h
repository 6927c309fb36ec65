/* A record file for a test: in a directory of its own, in memory where that is possible. */
#pragma once

#include "record/recording.h"

#include <stddef.h>
#include <stdint.h>

/* Between the two: where the file is, what it is of. For cmocka's setup and teardown. */
extern char record_file_path[96];
int record_file_enter(void **state);
int record_file_leave(void **state);

/* The machine that such files name. */
extern const struct machine record_file_machine;

/* Perfect numbers up to `tasks` by serial, process, pool and pool with chunks of 3;
 * two repeats and a warm-up. Owned by the caller. Fails the test when it cannot be. */
void record_file_experiment(struct experiment *experiment, uint64_t tasks);

/* Writes these runs, and fails the test when it cannot. */
void record_file_write(const struct experiment *experiment, const struct recorded_run *runs, size_t count);

/* Reads the file, and fails the test when it cannot. */
void record_file_read(struct recording *recording);
