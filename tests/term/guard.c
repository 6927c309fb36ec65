/* The guard of the terminal, through tests/demo/term: it gives the terminal back when the screen was killed,
 * leaves a suspended screen alone and never outlives it. */
#include "support/term_demo.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

static void even_sigkill_gives_the_terminal_back(void **state)
{
    (void)state;
    struct termios before = pty_usual_modes();
    static const char *const terms[] = { "xterm-256color", "linux", "screen" };
    for (size_t t = 0; t < sizeof terms / sizeof *terms; t++) {
        struct pty *pty = demo_ready(terms[t], NULL, NULL);
        pty_send(pty, "m");
        pty_drain(pty, 50);
        kill(pty_pid(pty), SIGKILL);
        assert_int_equal(pty_wait_exit(pty, PATIENCE), 128 + SIGKILL);
        demo_await_given_back(pty, &before);
        pty_close(pty);
    }
}

static void the_guard_leaves_a_suspended_screens_terminal_alone(void **state)
{
    (void)state;
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    pty_send(pty, "\032");
    assert_true(pty_wait_stopped(pty, PATIENCE));
    pty_drain(pty, 100);
    size_t bytes = pty_bytes(pty);
    kill(pty_pid(pty), SIGKILL);
    pty_drain(pty, 300);
    assert_int_equal(pty_bytes(pty), bytes);
    pty_close(pty);
}

/* The only child of the demo. */
static pid_t guard_of(struct pty *pty)
{
    char path[64];
    int guard = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pty_pid(pty), (int)pty_pid(pty));
    FILE *children = fopen(path, "r");
    assert_non_null(children);
    assert_int_equal(fscanf(children, "%d", &guard), 1);
    fclose(children);
    return (pid_t)guard;
}

/* Gone, or dead and not yet reaped by the process that inherited it. */
static bool has_left(pid_t pid)
{
    char path[64];
    char state = 'Z';
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *stat = fopen(path, "r");
    if (!stat)
        return true;
    bool dead = fscanf(stat, "%*d (%*[^)]) %c", &state) != 1 || state == 'Z' || state == 'X';
    fclose(stat);
    return dead;
}

static bool leaves(pid_t pid)
{
    const struct timespec pause = { .tv_nsec = 10000000 };
    for (int waited = 0; waited < PATIENCE; waited += 10) {
        if (has_left(pid))
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

static void the_guard_leaves_with_the_screen_and_with_the_terminal(void **state)
{
    (void)state;
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    pid_t guard = guard_of(pty);
    demo_finish(pty);
    assert_true(leaves(guard));
    pty = demo_ready("xterm-256color", NULL, NULL);
    guard = guard_of(pty);
    pty_close(pty);
    assert_true(leaves(guard));
}

static void a_stopped_guard_does_not_keep_the_screen(void **state)
{
    (void)state;
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    pid_t guard = guard_of(pty);
    kill(guard, SIGSTOP);
    demo_finish(pty);
    assert_true(leaves(guard));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(even_sigkill_gives_the_terminal_back),
        cmocka_unit_test(the_guard_leaves_a_suspended_screens_terminal_alone),
        cmocka_unit_test(the_guard_leaves_with_the_screen_and_with_the_terminal),
        cmocka_unit_test(a_stopped_guard_does_not_keep_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
