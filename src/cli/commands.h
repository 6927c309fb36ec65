/* What the words of the command line do. Each returns the exit status. */
#pragma once

#include "cli/options.h"
#include "analysis/results.h"
#include "record/recording.h"

#include <stdbool.h>
#include <stddef.h>

/* Carries the experiment out without a screen: progress, narration, table, JSON. */
int command_run(const struct options *options);

/* The same with an experiment that has been read: a pipe can be read only once. */
int command_run_experiment(const struct options *options, const struct experiment *experiment);

/* Prints a record in another form. */
int command_export(const struct options *options);

/* Reads files and reports their mistakes. */
int command_check(const struct options *options);

/* Lists the experiments there are. */
int command_list(const struct options *options);

/* Reads the experiment that the command line asks for, its changes made.
 * False after the mistakes were reported on stderr: status 2. */
bool command_experiment(struct experiment *experiment, const struct options *options);

/* Checks that --json, --record and stdout are different files. False after a report on stderr: status 2. */
bool command_outputs(const struct options *options);

/* Reads a record and checks that it has such a run (from 1;
 * 0: any). False after the mistake was reported: status 2. */
bool command_recording(struct recording *recording, const char *path, uint64_t run);

/* Writes to stdout, all of it. False after the reason was reported on stderr: status 1. */
bool command_print(const char *text, size_t length);

/* Writes "tictoc: ", a sentence and a newline to stderr, so that nothing in it can steer a terminal. */
void command_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes the reader's messages, which end with a newline, to stderr. */
void command_report(const char *messages, bool ascii);

/* Writes to stderr why runs did not come to their end, for output without a table. */
void command_warn_troubles(const struct results *results);

/* Whether output has to be ASCII: --ascii, or a locale without UTF-8. */
bool command_ascii(const struct options *options);
