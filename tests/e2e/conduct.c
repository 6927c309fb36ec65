/* How the program with its screen treats the terminal it is given:
 * every way out, every kind of terminal, and not one byte more than needed. */
#include "support/harness.h"
#include "support/program.h"
#include "record/record_read.h"
#include "support/screen.h"
#include "support/tortured.h"
#include "support/victim.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Two short runs; one that does not end by itself within a test. */
#define SHORT "--workload sleep --seconds 0.3x3 --strategy serial,pool --workers 3"
#define LONG  "--workload sleep --seconds 60x4 --strategy pool,serial --workers 2"

/* ---- ways out ------------------------------------------------------------------------------------------ */

static void every_signal_gives_the_terminal_back(void)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGKILL };
    for (int i = 0; i < COUNT_OF(signals); i++) {
        screen_running(LONG " --start");
        EXPECT(screen_waits_for(5, 0));
        kill(pty_pid(screen_pty()), signals[i]);
        if (signals[i] == SIGKILL) { /* only the guard is left to do it */
            EXPECT_INT(pty_wait_exit(screen_pty(), SCREEN_PATIENCE), 128 + SIGKILL);
            EXPECT(screen_waits_for(0, 0));
        }
        /* A sanitizer has handlers of its own for crashes, and its own status. */
        int status = pty_wait_exit(screen_pty(), SCREEN_PATIENCE);
        if (!harness_sanitized())
            EXPECT_INT(status, 128 + signals[i]);
        screen_ends_well(status);
    }
}

static void control_c_ends_it(void)
{
    screen_running(LONG " --start");
    screen_keys("\003");
    screen_ends_well(130);
}

static int new_terminal(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    EXPECT(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    return master;
}

/* Terminals of which the other side is closed without a signal first. */
static pid_t start_on_bare_terminals(int keys, int picture)
{
    const char *mark = screen_new_mark();
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    setsid();
    dup2(open(ptsname(keys), O_RDWR), STDIN_FILENO);
    dup2(open(ptsname(picture), O_RDWR), STDOUT_FILENO);
    dup2(STDOUT_FILENO, STDERR_FILENO);
    setenv("TERM", "xterm-256color", 1);
    setenv("HOME", test_directory(), 1);
    signal(SIGHUP, SIG_IGN); /* so that only the terminal itself reports it */
    execl(program_path(), program_path(), "--start", "--workload", "sleep", "--seconds", "60x2", "--set",
          mark, (char *)NULL);
    _exit(127);
}

/* The terminal of the picture goes; that of the keys stays where it is another one. */
static void expect_end_without_terminal(int keys, int picture)
{
    char bytes[4096];
    int status = 0;
    pid_t pid = start_on_bare_terminals(keys, picture);
    double end = now_s() + PATIENCE_S;
    while (screen_processes(0) < 4 && now_s() < end) /* screen, guard, coordinator, worker */
        if (read(picture, bytes, sizeof bytes) < 0)
            break;
    EXPECT(screen_processes(0) >= 4);
    close(picture);
    while (waitpid(pid, &status, WNOHANG) == 0 && now_s() < end)
        sleep_s(0.01);
    EXPECT(WIFEXITED(status));
    EXPECT_INT(WEXITSTATUS(status), 128 + SIGHUP);
    EXPECT(screen_waits_for(0, 0));
}

static void a_lost_terminal_ends_it_though_the_keys_come_from_another(void)
{
    int keys = new_terminal();
    expect_end_without_terminal(keys, new_terminal());
    close(keys);
}

/* As by ssh over a line that is down: a writer to it waits for ever. */
static void a_terminal_that_is_not_read_keeps_no_process_from_ending(void)
{
    static const int signals[][2] = {
        { SIGTERM, 0 }, { SIGHUP, 0 }, { SIGINT, 0 }, { SIGTERM, SIGTERM }, { SIGKILL, 0 },
    };
    for (int i = 0; i < COUNT_OF(signals); i++) {
        screen_running(LONG " --start");
        EXPECT(screen_waits_for(5, 0));
        pty_stall(screen_pty());
        for (int j = 0; j < 2 && signals[i][j]; j++)
            kill(pty_pid(screen_pty()), signals[i][j]);
        EXPECT_INT(pty_wait_exit(screen_pty(), SCREEN_PATIENCE), 128 + signals[i][0]);
        EXPECT(screen_waits_for(0, 0));
        pty_go_on(screen_pty());
        screen_ends_well(128 + signals[i][0]);
    }
}

/* A disk that takes its time is no terminal that is not read:
 * the record is whole when the program has gone. */
static void a_slow_disk_costs_no_record_when_it_is_asked_to_end(void)
{
    struct recording recording;
    char err[RECORD_ERR_MAX];
    tortured_open();
    const char *const *env = tortured_env("slow:1");
    screen_start_how(&(struct screen_how){ .env = { env[0], env[1], env[2] } },
                     "--workload sleep --seconds 0.1 --strategy serial,pool --start --record slow.rec");
    while (atomic_load(&tortured->calls[TORTURE_SLOW]) == 0)
        sleep_s(0.02);
    kill(pty_pid(screen_pty()), SIGTERM);
    screen_ends_well(128 + SIGTERM);
    if (!record_read(&recording, test_path("slow.rec"), err, sizeof err))
        test_fails(__FILE__, __LINE__, "%s", err);
    recording_release(&recording);
}

static void control_z_stops_the_run_as_well_and_fg_goes_on(void)
{
    screen_running("--workload sleep --seconds 1.5x2 --strategy pool --workers 2 --start");
    EXPECT(screen_waits_for(5, 0));
    screen_keys("\032");
    EXPECT(pty_wait_stopped(screen_pty(), SCREEN_PATIENCE));
    EXPECT(screen_waits_for(4, 'T')); /* all but the guard */
    screen_given_back();
    size_t bytes = pty_bytes(screen_pty());
    sleep_s(0.3);
    pty_drain(screen_pty(), 50);
    EXPECT_INT(pty_bytes(screen_pty()), bytes);
    pty_foreground(screen_pty());
    SCREEN_SHOWS("Ctrl-Z");
    EXPECT(pty_is_alternate(screen_pty()));
    SCREEN_SHOWS("Elapsed");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

/* As /proc/PID/stat has it; 0: that process is no guard. */
static char state_of_guard(pid_t pid)
{
    char state = 0;
    FILE *stat = fopen(textf("/proc/%d/stat", (int)pid), "r");
    if (stat && fscanf(stat, "%*d (tictoc-guard) %c", &state) != 1)
        state = 0;
    if (stat)
        fclose(stat);
    return state;
}

/* Waits for a guard that sleeps, as it usually does, and is not `other`. */
static pid_t await_guard(pid_t other)
{
    pid_t children[VICTIM_PIDS_MAX];
    for (double end = now_s() + PATIENCE_S; now_s() < end; pty_drain(screen_pty(), 10)) {
        int count = process_children(pty_pid(screen_pty()), children);
        for (int i = 0; i < count; i++)
            if (children[i] != other && state_of_guard(children[i]) == 'S')
                return children[i];
    }
    test_fails(__FILE__, __LINE__, "no guard comes");
}

static void a_guard_that_was_stopped_goes_on(void)
{
    screen_running(LONG " --start");
    pid_t guard = await_guard(0);
    long before = process_rests(guard);
    kill(guard, SIGSTOP);
    for (double end = now_s() + PATIENCE_S; process_rests(guard) == before && now_s() < end;)
        pty_drain(screen_pty(), 10);
    EXPECT(await_guard(0) == guard);
    kill(pty_pid(screen_pty()), SIGKILL);
    EXPECT_INT(pty_wait_exit(screen_pty(), SCREEN_PATIENCE), 128 + SIGKILL);
    EXPECT(screen_waits_for(0, 0));
    screen_ends_well(128 + SIGKILL);
}

static void a_guard_that_was_killed_is_replaced(void)
{
    screen_running(LONG " --start");
    pid_t first = await_guard(0);
    kill(first, SIGKILL);
    await_guard(first);
    EXPECT(screen_waits_for(5, 0));
    EXPECT(screen_waits_for(0, 'Z'));
    kill(pty_pid(screen_pty()), SIGKILL);
    EXPECT_INT(pty_wait_exit(screen_pty(), SCREEN_PATIENCE), 128 + SIGKILL);
    EXPECT(screen_waits_for(0, 0));
    screen_ends_well(128 + SIGKILL);
}

/* ---- towards the terminal ------------------------------------------------------------------------------ */

static void children_have_no_terminal_to_write_to(void)
{
    screen_running(LONG " --start");
    EXPECT(screen_waits_for(5, 0));
    int looked = 0;
    DIR *proc = opendir("/proc");
    for (const struct dirent *entry; (entry = readdir(proc));) {
        char path[300], target[200], line[4000];
        snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
        FILE *file = entry->d_name[0] >= '0' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
        size_t length = file ? fread(line, 1, sizeof line, file) : 0;
        if (file)
            fclose(file);
        if (!length || !memmem(line, length, screen_mark(), strlen(screen_mark())) ||
            atoi(entry->d_name) == pty_pid(screen_pty()))
            continue;
        bool guard = false, terminal = false;
        snprintf(path, sizeof path, "/proc/%s/comm", entry->d_name);
        file = fopen(path, "r");
        guard = file && fgets(line, sizeof line, file) && strstr(line, "guard");
        if (file)
            fclose(file);
        for (int fd = 0; fd < 64; fd++) {
            snprintf(path, sizeof path, "/proc/%s/fd/%d", entry->d_name, fd);
            ssize_t got = readlink(path, target, sizeof target - 1);
            target[got > 0 ? got : 0] = '\0';
            terminal |= strstr(target, "/pts/") != NULL || strstr(target, "/tty") != NULL;
        }
        looked += !guard;
        if (terminal && !guard)
            test_fails(__FILE__, __LINE__, "process %s holds the terminal", entry->d_name);
    }
    closedir(proc);
    EXPECT_INT(looked, 3);
    screen_keys("\003");
    screen_ends_well(130);
}

static void nothing_is_written_when_nothing_changes(void)
{
    static const char *const keys[] = { "", "?", "qe", "q\r" };
    static const char *const shown[] = { "estimated", "Everywhere", "edit:", "Elapsed" };
    screen_ready(SHORT);
    for (int i = 0; i < COUNT_OF(keys); i++) {
        screen_keys(keys[i]);
        SCREEN_SHOWS(shown[i]);
        pty_drain(screen_pty(), 200);
        size_t bytes = pty_bytes(screen_pty());
        sleep_s(0.5);
        pty_drain(screen_pty(), 50);
        EXPECT_INT(pty_bytes(screen_pty()) - bytes, 0);
    }
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void every_kind_of_terminal_shows_it(void)
{
    static const char *const terms[] = { "xterm-256color", "linux", "vt100", "screen" };
    for (int i = 0; i < COUNT_OF(terms); i++) {
        screen_start_how(&(struct screen_how){ .term = terms[i] }, SHORT " --start");
        SCREEN_SHOWS("Elapsed");
        screen_keys("q");
        SCREEN_SHOWS("Experiments");
        screen_keys("q");
        EXPECT_INT(pty_wait_exit(screen_pty(), SCREEN_PATIENCE), 0);
        pty_drain(screen_pty(), 50);
        EXPECT(screen_has_its_modes_back());
        screen_abandon();
    }
}

static void a_locale_without_utf8_gets_ascii_alone(void)
{
    screen_start_how(&(struct screen_how){ .env = { "LC_ALL=C" } }, SHORT " --start");
    SCREEN_SHOWS("Elapsed");
    screen_keys("1?qqe");
    SCREEN_SHOWS("edit:");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    EXPECT(!pty_has_high_bytes(screen_pty()));
    screen_leave();
}

static bool has_colour(void)
{
    for (int row = 0; row < 24; row++)
        for (int column = 0; column < 80; column++) {
            struct pty_cell cell = pty_cell(screen_pty(), column, row);
            if (cell.fg != -1 || cell.bg != -1)
                return true;
        }
    return false;
}

static void no_color_is_honoured(void)
{
    screen_ready(SHORT);
    EXPECT(has_colour());
    screen_leave();
    screen_start_how(&(struct screen_how){ .env = { "NO_COLOR=1" } }, SHORT);
    SCREEN_SHOWS("Experiments");
    EXPECT(!has_colour());
    screen_leave();
}

/* The colour of the title in the header. */
static int title_colour(void)
{
    return pty_cell(screen_pty(), 10, 0).fg;
}

static bool wait_for_title(int colour)
{
    double end = now_s() + PATIENCE_S;
    while (title_colour() != colour && now_s() < end)
        pty_drain(screen_pty(), 20);
    return title_colour() == colour;
}

enum { TITLE_ON_DARK = 255, TITLE_ON_LIGHT = 232 };

static void the_terminal_is_asked_for_its_background(void)
{
    screen_ready(SHORT);
    EXPECT(wait_for_title(TITLE_ON_DARK));
    screen_keys("\033]11;rgb:ffff/ffff/e000\033\\");
    EXPECT(wait_for_title(TITLE_ON_LIGHT));
    SCREEN_SHOWS("Experiments"); /* no part of the answer was taken for a key */
    screen_leave();
    screen_start_how(&(struct screen_how){ .env = { "COLORFGBG=0;15" } }, SHORT);
    SCREEN_SHOWS("Experiments");
    EXPECT(wait_for_title(TITLE_ON_LIGHT));
    screen_leave();
}

static void a_chosen_theme_is_remembered(void)
{
    screen_ready(SHORT);
    screen_keys("tt"); /* dark, light */
    SCREEN_SHOWS("Theme: light");
    screen_leave();
    const char *settings = test_read(test_path(".config/tictoc/settings.json"));
    EXPECT(settings);
    EXPECT_HAS(settings, "\"theme\": \"light\"");
    screen_ready(SHORT);
    EXPECT(wait_for_title(TITLE_ON_LIGHT));
    screen_leave();
}

/* The terminal gets it beside the frame, before or after its text. */
static bool mouse_becomes(bool on)
{
    double limit = now_s() + PATIENCE_S;
    while (pty_is_mouse_on(screen_pty()) != on && now_s() < limit)
        pty_drain(screen_pty(), 20);
    return pty_is_mouse_on(screen_pty()) == on;
}

static void the_mouse_is_off_until_it_is_asked_for(void)
{
    screen_ready(SHORT);
    EXPECT(!pty_is_mouse_on(screen_pty()));
    screen_keys("m");
    SCREEN_SHOWS("Mouse on");
    EXPECT(mouse_becomes(true));
    screen_keys("\033[<0;5;8M\033[<0;5;8m");
    SCREEN_SHOWS("The classic beginner");
    screen_keys("e"); /* where the terminal selects text */
    SCREEN_SHOWS("edit:");
    EXPECT(mouse_becomes(false));
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    EXPECT(mouse_becomes(true));
    screen_leave();
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(every_signal_gives_the_terminal_back),
        TEST(control_c_ends_it),
        TEST(a_lost_terminal_ends_it_though_the_keys_come_from_another),
        TEST(a_terminal_that_is_not_read_keeps_no_process_from_ending),
        TEST(a_slow_disk_costs_no_record_when_it_is_asked_to_end),
        TEST(control_z_stops_the_run_as_well_and_fg_goes_on),
        TEST(a_guard_that_was_stopped_goes_on),
        TEST(a_guard_that_was_killed_is_replaced),
        TEST(children_have_no_terminal_to_write_to),
        TEST(nothing_is_written_when_nothing_changes),
        TEST(every_kind_of_terminal_shows_it),
        TEST(a_locale_without_utf8_gets_ascii_alone),
        TEST(no_color_is_honoured),
        TEST(the_terminal_is_asked_for_its_background),
        TEST(a_chosen_theme_is_remembered),
        TEST(the_mouse_is_off_until_it_is_asked_for),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
