/* The course: which of the experiments that come along belong together.
 * Lists show them in the order of the copies in the binary (builtin.h), a heading before each group. */
#pragma once

/* The group of an experiment, by its name; "Your own" where it is none that comes along.
 * Groups compare by address. */
const char *course_group(const char *name);
