/* tests/demo/term in a pseudo terminal, for tests of ui/term.
 * The program is looked for in $BUILD/tests, else in build/tests. */
#pragma once

#include "support/pty.h"

/* ms for which a condition is waited for. */
#define PATIENCE 60000

/* `argument` NULL: none. demo_ready() waits, at 80×24, until it has drawn. */
struct pty *demo_start(const char *term, int columns, int rows, const char *const env[],
                       const char *argument);
struct pty *demo_ready(const char *term, const char *const env[], const char *argument);

/* By q, with status 0. */
void demo_finish(struct pty *pty);

/* Waits until the terminal is as it was before; fails the test when it never is. */
void demo_await_given_back(struct pty *pty, const struct termios *before);
