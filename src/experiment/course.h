/* The course: the shipped experiments in groups.
 * Lists show them in the order of the copies in the binary (builtin.h), a heading before each group. */
#pragma once

/* The group of an experiment, by its name; "Your own" where it is not a shipped one.
 * Groups compare by address. */
const char *course_group(const char *name);
