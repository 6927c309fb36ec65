#include "support/term_demo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct pty *demo_start(const char *term, int columns, int rows, const char *const env[], const char *argument)
{
    char path[4096];
    const char *build = getenv("BUILD"), *argv[] = { path, argument, NULL };
    snprintf(path, sizeof path, "%s/tests/demo/term", build ? build : "build");
    return pty_open(
        &(struct pty_options){ .columns = columns, .rows = rows, .term = term, .env = env, .argv = argv });
}

struct pty *demo_ready(const char *term, const char *const env[], const char *argument)
{
    struct pty *pty = demo_start(term, 80, 24, env, argument);
    assert_true(pty_wait_text(pty, "back", PATIENCE));
    return pty;
}

void demo_finish(struct pty *pty)
{
    pty_send(pty, "q");
    assert_int_equal(pty_wait_exit(pty, PATIENCE), 0);
    pty_close(pty);
}

void demo_await_given_back(struct pty *pty, const struct termios *before)
{
    struct termios now;
    bool given_back = false;
    for (int waited = 0; !given_back && waited < PATIENCE; waited += 20) {
        pty_drain(pty, 20);
        now = pty_modes(pty);
        given_back = pty_modes_equal(before, &now) && !pty_is_alternate(pty) && pty_is_cursor_visible(pty) &&
                     !pty_is_mouse_on(pty);
    }
    assert_true(given_back);
}
