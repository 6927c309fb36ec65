/* The program run by a user without rights and without other processes:
 * RLIMIT_NPROC counts all processes of a user, and does not bind root. */
#pragma once

#include "support/program.h"

#include <sys/resource.h>
#include <sys/types.h>

/* The user, chosen by the first call: one of this test program alone. */
uid_t other_user(void);

/* Becomes that user; in a child of the test that is forked after the first call above. */
void other_user_become(void);

/* Starts tictoc as that user; with at most so many processes, where `processes` is not NULL.
 * Skips the test for a user other than root. */
struct program *other_user_start(const rlim_t *processes, const char *line);

/* The same, and waits for its end. Skips the test where no other user can be had. */
struct program *other_user_runs(const rlim_t *processes, const char *line);
