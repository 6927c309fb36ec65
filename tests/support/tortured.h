/* Programs in which calls fail: a library that is loaded before the others sees to it (torture/torture.h). */
#pragma once

#include "torture/torture.h"

/* What all processes of such a program count in. */
extern struct torture_state *tortured;

/* To be called first in a test. Skips it where no library can be loaded. */
void tortured_open(void);

/* The environment in which to start a program, with nothing counted yet.
 * `request` as TORTURE has it: "fork:2", "fork:2+". Lives as long as the test. */
const char *const *tortured_env(const char *request);
