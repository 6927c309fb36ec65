/* Terminals as they are: what real ones send and do, and what became of programs like this one there.
 * Each test is a fault that was seen. The keys of every kind of terminal are in tests/term/keyboard.c. */
#include "support/harness.h"
#include "support/program.h"
#include "support/screen.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#define LONG "--workload sleep --seconds 60x4 --strategy pool,serial --workers 2"

/* Something else than the program on the terminal. */
static struct pty *start_command(const char *const argv[], const char *term)
{
    const char *env[] = { textf("HOME=%s", test_directory()), NULL };
    return pty_open(&(struct pty_options){
        .columns = 200, .rows = 24, .term = term, .directory = test_directory(), .env = env, .argv = argv });
}

static void expect_text_of(struct pty *pty, const char *text)
{
    if (!pty_wait_text(pty, text, SCREEN_PATIENCE)) {
        show("the screen", pty_screen(pty));
        test_fails(__FILE__, __LINE__, "never saw \"%s\"", text);
    }
}

/* ---- signals ------------------------------------------------------------------------------------------- */

/* timeout(1) is in a job of its own: setting the terminal's
 * modes stops the program there, again and again. */
static void sigterm_ends_it_in_the_background(void)
{
    const char *command = textf("timeout 1 %s %s --start; echo st=$?", program_path(), LONG);
    const char *const argv[] = { "/bin/sh", "-c", command, NULL };
    struct pty *pty = start_command(argv, "xterm-256color");
    expect_text_of(pty, "st=124");
    pty_close(pty);
}

static void a_stopped_job_can_be_killed(void)
{
    screen_running(LONG " --start");
    EXPECT(screen_waits_for(5, 0));
    pid_t job = pty_pid(screen_pty());
    screen_keys("\032");
    EXPECT(pty_wait_stopped(screen_pty(), SCREEN_PATIENCE));
    kill(-job, SIGTERM);
    kill(-job, SIGCONT);
    EXPECT(screen_waits_for(0, 0));
    pty_foreground(screen_pty()); /* only so that its status is collected */
    EXPECT_INT(pty_wait_exit(screen_pty(), SCREEN_PATIENCE), 128 + SIGTERM);
    screen_abandon();
}

static void block_all_signals(const void *context)
{
    sigset_t all;
    (void)context;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
}

static void a_blocked_signal_mask_is_not_kept(void)
{
    struct how how = { .before = block_all_signals };
    struct program *program = tictoc_start(&how, "run " LONG);
    program_await_workers(program, 2);
    kill(program->pid, SIGTERM);
    program_wait(program);
    EXPECT_INT(program->status, 128 + SIGTERM);
}

/* In a namespace of its own; the process that made it is the harness' child. */
static pid_t start_as_first_process(struct pty **pty)
{
    const char *const argv[] = { "/usr/bin/unshare", "--pid", "--fork",    program_path(), "--start",
                                 "--workload",       "sleep", "--seconds", "60x2",         NULL };
    const char *const probe[] = { "/usr/bin/unshare", "--pid", "--fork", "/bin/true", NULL };
    char path[64];
    int pid = 0;
    *pty = start_command(probe, "xterm-256color");
    int status = pty_wait_exit(*pty, SCREEN_PATIENCE);
    pty_close(*pty);
    if (status != 0)
        test_skips("namespaces cannot be made here");
    *pty = start_command(argv, "xterm-256color");
    expect_text_of(*pty, "Workers");
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pty_pid(*pty), (int)pty_pid(*pty));
    FILE *children = fopen(path, "r");
    EXPECT(children && fscanf(children, "%d", &pid) == 1);
    fclose(children);
    return pid;
}

static void the_first_process_of_a_container_ends_by_sigquit(void)
{
    struct pty *pty;
    kill(start_as_first_process(&pty), SIGQUIT);
    EXPECT_INT(pty_wait_exit(pty, SCREEN_PATIENCE), 128 + SIGQUIT);
    pty_drain(pty, 50);
    EXPECT(!pty_is_alternate(pty));
    pty_close(pty);
}

static void the_first_process_of_a_container_cannot_be_stopped_and_reports_it(void)
{
    struct pty *pty;
    pid_t first = start_as_first_process(&pty);
    kill(first, SIGTSTP);
    expect_text_of(pty, "Ctrl-Z does nothing");
    kill(first, SIGTERM);
    EXPECT_INT(pty_wait_exit(pty, SCREEN_PATIENCE), 128 + SIGTERM);
    pty_close(pty);
}

/* ---- keys ---------------------------------------------------------------------------------------------- */

static void an_arrow_that_comes_in_parts_is_an_arrow(void)
{
    screen_start_how(&(struct screen_how){ .env = { "ESCDELAY=2000" } }, LONG);
    SCREEN_SHOWS("Experiments");
    const char *before = screen_text();
    screen_keys("\033");
    sleep_s(0.15);
    screen_keys("OB");
    sleep_s(0.1);
    EXPECT(strcmp(screen_text(), before) != 0); /* the selection has moved */
    screen_leave();
}

static void escape_alone_never_leaves(void)
{
    screen_ready(LONG);
    screen_keys("\033");
    sleep_s(0.3);
    screen_keys("\033");
    sleep_s(0.5);
    EXPECT_INT(pty_wait_exit(screen_pty(), 0), -1);
    screen_leave();
}

static void pasted_text_does_not_act(void)
{
    screen_ready(LONG);
    screen_keys("\033[200~q\033[201~");
    screen_keys("\033[200~\r\033[201~");
    sleep_s(0.2);
    EXPECT_INT(pty_wait_exit(screen_pty(), 0), -1);
    SCREEN_SHOWS("Experiments");
    screen_keys("/");
    screen_keys("\033[200~perf\rect\033[201~");
    SCREEN_SHOWS("perfect");
    pty_drain(screen_pty(), 200);
    screen_keys("\033");
    SCREEN_SHOWS("q  quit"); /* of the footer; else it would be Alt-q */
    screen_leave();
    screen_running(LONG " --start");
    screen_keys("\033[200~xterm xx\033[201~");
    sleep_s(0.2);
    SCREEN_LACKS("was stopped");
    screen_keys("x");
    SCREEN_SHOWS("was stopped");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void stray_reports_of_the_mouse_are_read_away(void)
{
    screen_running(LONG " --start");
    screen_keys("\033[<0;12;3M\033[<0;12;3m");
    screen_keys("\033[M !!");
    sleep_s(0.2);
    SCREEN_SHOWS("Workers");
    EXPECT(!pty_is_mouse_on(screen_pty()));
    EXPECT(!test_read(test_path(".config/tictoc/settings.json")));
    screen_keys("x");
    SCREEN_SHOWS("was stopped");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void control_l_draws_everything_anew(void)
{
    static const struct {
        const char *keys, *shows, *back;
    } screens[] = {
        { "", "Experiments", "" }, { "?", "Everywhere", "q" }, { "e", "edit: ", "q" }, { "/", "done", "\033" }
    };
    screen_ready(LONG);
    for (int i = 0; i < COUNT_OF(screens); i++) {
        screen_keys(screens[i].keys);
        SCREEN_SHOWS(screens[i].shows);
        pty_drain(screen_pty(), 200);
        int terminal = open(textf("/proc/%d/fd/1", (int)pty_pid(screen_pty())), O_WRONLY | O_NOCTTY);
        EXPECT(terminal >= 0 && write(terminal, "\033[5;3HFOREIGN", 13) == 13);
        close(terminal);
        SCREEN_SHOWS("FOREIGN");
        screen_keys("\014");
        SCREEN_LACKS("FOREIGN");
        SCREEN_SHOWS(screens[i].shows);
        screen_keys(screens[i].back);
        SCREEN_SHOWS(
            "q  quit"); /* of the footer at home; a key that came at once would be Alt and that key */
    }
    screen_leave();
}

/* ---- answers ------------------------------------------------------------------------------------------- */

/* On a terminal that answers only when this test does. */
static pid_t start_unanswered(int *master, int *slave)
{
    struct winsize size = { .ws_col = 80, .ws_row = 24 };
    EXPECT(openpty(master, slave, NULL, NULL, &size) == 0);
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    close(*master);
    login_tty(*slave);
    setenv("TERM", "xterm-256color", 1);
    setenv("HOME", test_directory(), 1);
    unsetenv("COLORFGBG");
    execl(program_path(), program_path(), "--start", "--exit", "--workload", "sleep", "--seconds", "0.01",
          (char *)NULL);
    _exit(127);
}

/* Reads what it writes for a while, as a terminal does. */
static void read_for(int master, double seconds)
{
    char bytes[4096];
    fcntl(master, F_SETFL, O_NONBLOCK);
    for (double end = now_s() + seconds; now_s() < end; sleep_s(0.01))
        while (read(master, bytes, sizeof bytes) > 0)
            continue;
}

static void an_answer_after_the_end_does_not_land_at_the_prompt(void)
{
    static const char answer[] = "\033]11;rgb:ffff/ffff/ffff\033\\\033[?62;22c";
    int master, slave, status = 0, left = -1;
    pid_t pid = start_unanswered(&master, &slave);
    read_for(master, 0.4);
    EXPECT(write(master, answer, sizeof answer - 1) == sizeof answer - 1);
    for (double end = now_s() + PATIENCE_S; waitpid(pid, &status, WNOHANG) == 0 && now_s() < end;)
        read_for(master, 0.02);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    struct termios raw;
    tcgetattr(slave, &raw);
    cfmakeraw(&raw);
    tcsetattr(slave, TCSANOW, &raw); /* else unfinished lines are not counted */
    EXPECT(ioctl(slave, FIONREAD, &left) == 0);
    EXPECT_INT(left, 0);
    close(master);
    close(slave);
}

/* ---- what it finds ------------------------------------------------------------------------------------- */

static void an_unknown_terminal_is_named_with_the_remedy_and_nothing_runs_unasked(void)
{
    static const char *const terms[] = { "no-such-terminal", NULL };
    for (int i = 0; i < COUNT_OF(terms); i++) {
        const char *const argv[] = { program_path(), NULL };
        struct pty *pty = start_command(argv, terms[i]);
        EXPECT_INT(pty_wait_exit(pty, SCREEN_PATIENCE), 2);
        pty_drain(pty, 50);
        expect_text_of(pty, "such as xterm-256color");
        expect_text_of(pty, "tictoc run");
        pty_close(pty);
    }
}

static void a_utf8_locale_that_is_not_there_is_c_utf8(void)
{
    static const char *const locales[] = { "LC_CTYPE=UTF-8", "LC_ALL=xx_YY.utf8", "LANG=xx_YY.UTF-8" };
    for (int i = 0; i < COUNT_OF(locales); i++) {
        screen_start_how(&(struct screen_how){ .env = { "LANG", locales[i] } }, LONG);
        SCREEN_SHOWS("╭─ Experiments");
        screen_leave();
    }
}

static void a_theme_that_was_chosen_paints_its_ground(void)
{
    screen_ready(LONG);
    EXPECT_INT(pty_cell(screen_pty(), 40, 12).bg, -1);
    screen_keys("t");
    SCREEN_SHOWS("Theme: dark");
    pty_drain(screen_pty(), 50);
    EXPECT_INT(pty_cell(screen_pty(), 40, 23).bg, 233);
    screen_keys("t");
    SCREEN_SHOWS("Theme: light");
    pty_drain(screen_pty(), 50);
    for (int y = 0; y < 24; y++)
        for (int x = 0; x < 80; x++)
            EXPECT(pty_cell(screen_pty(), x, y).bg >= 0);
    screen_keys("t");
    SCREEN_SHOWS("Theme: colour-blind");
    pty_drain(screen_pty(), 50);
    EXPECT_INT(pty_cell(screen_pty(), 40, 12).bg, 233);
    screen_leave();
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(sigterm_ends_it_in_the_background),
        TEST(a_stopped_job_can_be_killed),
        TEST(a_blocked_signal_mask_is_not_kept),
        TEST(the_first_process_of_a_container_ends_by_sigquit),
        TEST(the_first_process_of_a_container_cannot_be_stopped_and_reports_it),
        TEST(an_arrow_that_comes_in_parts_is_an_arrow),
        TEST(escape_alone_never_leaves),
        TEST(pasted_text_does_not_act),
        TEST(stray_reports_of_the_mouse_are_read_away),
        TEST(control_l_draws_everything_anew),
        TEST(an_answer_after_the_end_does_not_land_at_the_prompt),
        TEST(an_unknown_terminal_is_named_with_the_remedy_and_nothing_runs_unasked),
        TEST(a_utf8_locale_that_is_not_there_is_c_utf8),
        TEST(a_theme_that_was_chosen_paints_its_ground),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
