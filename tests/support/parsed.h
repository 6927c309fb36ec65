/* Experiments read from texts, for the tests of the reader. Both fail the test when it is otherwise. */
#pragma once

#include "experiment/experiment.h"

#include <stddef.h>

#define NS      UINT64_C(1000000000)
#define PERFECT "\"workload\": {\"kind\": \"perfect\", \"to\": 10}"

/* A sound text, NULL: none, with these changes. Owned by the caller. */
void parse(struct experiment *experiment, const char *text, const struct experiment_override *overrides,
           size_t count);

/* The reader reports this about a text, with one change or, NULL, none. */
void reported_with(const char *text, const struct experiment_override *override, const char *expected);
