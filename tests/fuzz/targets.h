/* What is fuzzed: a function for each reader of what others write. Each takes any bytes, reads them as
 * the program would, and holds what was accepted to its word: a broken promise ends the process by abort().
 *
 * tests/fuzz/driver.c joins one of them with libFuzzer (`make fuzz`);
 * tests/fuzz/playback.c plays the corpora back. */
#pragma once

#include <stddef.h>

typedef void fuzz_target(const char *bytes, size_t length);

fuzz_target fuzz_scan;       /* json_scan.h, json_tree.h, json_line.h */
fuzz_target fuzz_experiment; /* experiment.h: what was read can be written and read again to the same */
fuzz_target fuzz_record;     /* record_read.h; and snapshot_at.h, export.h of what it accepts */
fuzz_target fuzz_durations;  /* durations.h: what it accepts is a workload */
fuzz_target fuzz_settings;   /* settings.h and state.h, from files */
