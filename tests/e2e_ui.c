/* The program with its screen, in a pseudo terminal: the main path, every way out, and how it behaves towards the
 * terminal it is given. */
#include "harness.h"
#include "program.h"
#include "pty.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long anything may take to appear, in ms; much, for a machine that is busy with other tests. */
#define PATIENCE ((int)(10000 * harness_scale()))

#define ARGUMENTS_MAX 40
#define ENV_MAX       12

static struct pty *pty;
static struct termios before;
static char mark[64]; /* stands in the command line of every process of the test's program */

/* ---- starting ----------------------------------------------------------------------------------------- */

static const char *binary(void)
{
    static char path[PATH_MAX];
    const char *given = getenv("TICTOC");
    given = given ? given : "build/tictoc";
    snprintf(path, sizeof path, "%s%s%s", given[0] == '/' ? "" : harness_home(), given[0] == '/' ? "" : "/",
             given);
    return path;
}

struct setting {
    const char *term;   /* NULL: xterm-256color */
    const char *env[4]; /* NULL-terminated */
    int columns, rows;  /* 0: 80, 24 */
};

/* Starts `tictoc LINE`, words cut at blanks, with the test's directory as its home. */
static void start_how(const struct setting *setting, const char *line)
{
    static int number;
    static char words[2000], home[PATH_MAX + 8];
    const char *argv[ARGUMENTS_MAX] = { binary() }, *env[ENV_MAX] = { home };
    int count = 1, envs = 1;
    if (pty)
        pty_close(pty); /* of a test that failed */
    snprintf(words, sizeof words, "%s", line);
    snprintf(home, sizeof home, "HOME=%s", test_directory());
    for (char *word = strtok(words, " "); word && count < ARGUMENTS_MAX - 3; word = strtok(NULL, " "))
        argv[count++] = word;
    snprintf(mark, sizeof mark, "title=e2e-%d-%d", (int)getpid(), ++number);
    argv[count++] = "--set";
    argv[count++] = mark;
    for (; setting->env[envs - 1] && envs < ENV_MAX - 1; envs++)
        env[envs] = setting->env[envs - 1];
    struct pty_options options = { .columns = setting->columns ? setting->columns : 80,
                                   .rows = setting->rows ? setting->rows : 24,
                                   .term = setting->term ? setting->term : "xterm-256color",
                                   .env = env,
                                   .argv = argv };
    pty = pty_open(&options);
}

static void start(const char *line)
{
    start_how(&(struct setting){ .term = NULL }, line);
}

#define EXPECT_SHOWN(text) expect_shown(__LINE__, text)
#define EXPECT_GONE(text)  EXPECT(pty_wait_gone(pty, text, PATIENCE))

static void expect_shown(int line, const char *text)
{
    if (pty_wait_text(pty, text, PATIENCE))
        return;
    char *screen = pty_screen(pty);
    show("the screen", screen);
    free(screen);
    test_fails(__FILE__, line, "never saw \"%s\"", text);
}

/* Started, and its first frame is there. */
static void start_ready(const char *line)
{
    start(line);
    EXPECT_SHOWN("Experiments");
}

static void start_running(const char *line)
{
    start(line);
    EXPECT_SHOWN("Workers");
}

/* Two short runs; one that does not end by itself within a test. */
#define SHORT "--workload sleep --seconds 0.15x3 --strategy serial,pool --workers 3"
#define LONG  "--workload sleep --seconds 60x4 --strategy pool,serial --workers 2"

/* ---- ending ------------------------------------------------------------------------------------------- */

/* Processes of the test's program, whoever their parent has become; `state`: only those in it, 0: any but zombies. */
static int count_processes(char state)
{
    DIR *proc = opendir("/proc");
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(proc));) {
        char path[300], text[4000];
        snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
        FILE *file = entry->d_name[0] >= '0' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
        size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;
        if (file)
            fclose(file);
        bool ours = length > 0 && memmem(text, length, mark, strlen(mark));
        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        file = ours ? fopen(path, "r") : NULL;
        length = file ? fread(text, 1, sizeof text - 1, file) : 0;
        text[length] = '\0';
        if (file)
            fclose(file);
        const char *end = strrchr(text, ')');
        if (ours && length && end && (state ? end[2] == state : end[2] != 'Z'))
            count++;
    }
    closedir(proc);
    return count;
}

static bool wait_for_processes(int wanted, char state)
{
    double end = now_s() + PATIENCE / 1000.0;
    while (count_processes(state) != wanted && now_s() < end)
        sleep_s(0.01);
    return count_processes(state) == wanted;
}

/* Modes, screen, cursor, mouse: as it was found. */
static void expect_given_back(void)
{
    pty_drain(pty, 50);
    struct termios after = pty_modes(pty);
    EXPECT(pty_modes_equal(&before, &after));
    EXPECT(!pty_is_alternate(pty));
    EXPECT(pty_is_cursor_visible(pty));
    EXPECT(!pty_is_mouse_on(pty));
}

static void expect_end(int status)
{
    EXPECT_INT(pty_wait_exit(pty, PATIENCE), status);
    expect_given_back();
    EXPECT(wait_for_processes(0, 0));
    pty_close(pty);
    pty = NULL;
}

static void leave(void)
{
    pty_send(pty, "q");
    expect_end(0);
}

/* ---- the main path ------------------------------------------------------------------------------------ */

static void home_run_compare_home_quit(void)
{
    start_ready(SHORT);
    EXPECT_SHOWN("as given");
    EXPECT_SHOWN("It has not run like this yet");
    EXPECT_SHOWN("estimated");
    pty_send(pty, "\r");
    EXPECT_SHOWN("Workers");
    EXPECT_SHOWN("Elapsed"); /* comes by itself */
    pty_send(pty, "1");
    EXPECT_SHOWN("Workers");
    pty_send(pty, "2");
    EXPECT_SHOWN("Elapsed");
    pty_send(pty, "?");
    EXPECT_SHOWN("Moving");
    pty_send(pty, "q");
    EXPECT_SHOWN("Elapsed");
    pty_send(pty, "q");
    EXPECT_SHOWN("Last time");
    EXPECT_GONE("estimated");
    leave();
}

static void results_are_kept_over_restarts(void)
{
    start(SHORT " --start --exit");
    expect_end(0);
    start_ready(SHORT);
    EXPECT_SHOWN("about 0.");
    EXPECT_GONE("It has not run like this yet");
    leave();
}

static void start_and_exit_leave_a_result_and_its_status(void)
{
    char line[PATH_MAX + 200];
    const char *json = test_path("result.json");
    snprintf(line, sizeof line, SHORT " --start --exit --json %s", json);
    start(line);
    expect_end(0);
    const char *text = test_read(json);
    EXPECT(text);
    EXPECT_HAS(text, "\"tictoc.result/1\"");
    EXPECT_HAS(text, "\"pool\"");
}

static void a_stopped_experiment_is_no_success(void)
{
    start_running(LONG " --start --exit");
    pty_send(pty, "x");
    expect_end(1);
}

static void stop_ends_all_processes_within_a_second(void)
{
    start_running(LONG " --start");
    EXPECT(wait_for_processes(5, 0)); /* screen, guard, coordinator, two workers */
    double began = now_s();
    pty_send(pty, "x");
    EXPECT_SHOWN("was stopped");
    EXPECT(wait_for_processes(2, 0));
    EXPECT_BETWEEN(now_s() - began, 0, 1 * harness_scale());
    pty_send(pty, "q");
    EXPECT_SHOWN("Experiments");
    leave();
}

static void next_goes_on_with_the_next_strategy(void)
{
    start_running(LONG " --start");
    EXPECT_SHOWN("pool · 2 workers");
    pty_send(pty, "n");
    EXPECT_SHOWN("serial · 1 worker");
    pty_send(pty, "qq");
    EXPECT_SHOWN("Stop it and leave?");
    pty_send(pty, "n");
    EXPECT_GONE("Stop it and leave?");
    pty_send(pty, "qy");
    expect_end(0);
}

static void a_run_that_nobody_watched_is_found_as_it_ended(void)
{
    start_running(SHORT " --start");
    pty_send(pty, "q");
    EXPECT_SHOWN("Experiments");
    EXPECT_SHOWN("is done.");
    pty_send(pty, "1");
    EXPECT_SHOWN("3 of 3");
    EXPECT_SHOWN("wakes from nap 3");
    EXPECT_SHOWN("nap 1");
    pty_send(pty, "q");
    EXPECT_SHOWN("Experiments");
    leave();
}

static void another_experiment_asks_before_it_replaces_the_one_that_runs(void)
{
    start_running(LONG " --start");
    pty_send(pty, "q");
    EXPECT_SHOWN("Experiments");
    pty_send(pty, "\r");
    EXPECT_SHOWN("Stop it and run this?");
    pty_send(pty, "y");
    EXPECT_SHOWN("Workers");
    EXPECT(wait_for_processes(5, 0));
    pty_send(pty, "qqy");
    expect_end(0);
}

static void an_edited_experiment_is_saved_and_accepted(void)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", test_path("saved.json"));
    start_ready(SHORT);
    pty_send(pty, "ew");
    EXPECT_SHOWN("Save as");
    for (int i = 0; i < 200; i++)
        pty_send(pty, "\177");
    pty_send(pty, path);
    pty_send(pty, "\r");
    EXPECT_SHOWN("Saved as");
    EXPECT_INT(well(tictoc("check %s", path))->status, 0);
    pty_send(pty, "w");
    for (int i = 0; i < 200; i++)
        pty_send(pty, "\177");
    pty_send(pty, path);
    pty_send(pty, "\r");
    EXPECT_SHOWN("Overwrite it?");
    pty_send(pty, "n");
    EXPECT_GONE("Overwrite it?");
    pty_send(pty, "q");
    EXPECT_SHOWN("Experiments");
    leave();
}

/* ---- ways out ----------------------------------------------------------------------------------------- */

static void every_signal_gives_the_terminal_back(void)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGKILL };
    for (int i = 0; i < COUNT_OF(signals); i++) {
        start_running(LONG " --start");
        EXPECT(wait_for_processes(5, 0));
        kill(pty_pid(pty), signals[i]);
        if (signals[i] == SIGKILL) { /* nobody but the guard is left to do it */
            EXPECT_INT(pty_wait_exit(pty, PATIENCE), 128 + SIGKILL);
            EXPECT(wait_for_processes(0, 0));
        }
        /* A sanitizer has handlers of its own for crashes, and its own status. */
        int status = pty_wait_exit(pty, PATIENCE);
        if (!harness_sanitized())
            EXPECT_INT(status, 128 + signals[i]);
        expect_end(status);
    }
}

static void control_c_ends_it(void)
{
    start_running(LONG " --start");
    pty_send(pty, "\003");
    expect_end(130);
}

/* A terminal without anybody behind it who would send a signal first: its other side is just closed. */
static pid_t start_on_bare_terminal(int *master)
{
    snprintf(mark, sizeof mark, "title=e2e-bare-%d", (int)getpid());
    *master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    EXPECT(*master >= 0 && grantpt(*master) == 0 && unlockpt(*master) == 0);
    const char *name = ptsname(*master);
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    setsid();
    int slave = open(name, O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        dup2(slave, fd);
    setenv("TERM", "xterm-256color", 1);
    setenv("HOME", test_directory(), 1);
    signal(SIGHUP, SIG_IGN); /* so that only the terminal itself can tell */
    execl(binary(), binary(), "--start", "--workload", "sleep", "--seconds", "60x2", "--set", mark,
          (char *)NULL);
    _exit(127);
}

static void a_lost_terminal_ends_it(void)
{
    char bytes[4096];
    int master, status;
    pid_t pid = start_on_bare_terminal(&master);
    double end = now_s() + PATIENCE / 1000.0;
    while (count_processes(0) < 4 && now_s() < end) /* screen, guard, coordinator, worker */
        if (read(master, bytes, sizeof bytes) < 0)
            break;
    EXPECT(count_processes(0) >= 4);
    double began = now_s();
    close(master);
    while (waitpid(pid, &status, WNOHANG) == 0 && now_s() < end)
        sleep_s(0.01);
    EXPECT_BETWEEN(now_s() - began, 0, 2 * harness_scale());
    EXPECT(WIFEXITED(status));
    EXPECT_INT(WEXITSTATUS(status), 128 + SIGHUP);
    EXPECT(wait_for_processes(0, 0));
}

static void control_z_stops_the_run_as_well_and_fg_goes_on(void)
{
    start_running("--workload sleep --seconds 1.5x2 --strategy pool --workers 2 --start");
    EXPECT(wait_for_processes(5, 0));
    pty_send(pty, "\032");
    EXPECT(pty_wait_stopped(pty, PATIENCE));
    EXPECT(wait_for_processes(4, 'T')); /* all but the guard */
    expect_given_back();
    size_t bytes = pty_bytes(pty);
    sleep_s(0.3);
    pty_drain(pty, 50);
    EXPECT_INT(pty_bytes(pty), bytes);
    pty_foreground(pty);
    EXPECT_SHOWN("Ctrl-Z");
    EXPECT(pty_is_alternate(pty));
    EXPECT_SHOWN("Elapsed");
    pty_send(pty, "q");
    EXPECT_SHOWN("Experiments");
    leave();
}

/* ---- towards the terminal ----------------------------------------------------------------------------- */

static void children_have_no_terminal_to_write_to(void)
{
    start_running(LONG " --start");
    EXPECT(wait_for_processes(5, 0));
    int looked = 0;
    DIR *proc = opendir("/proc");
    for (const struct dirent *entry; (entry = readdir(proc));) {
        char path[300], target[200], line[4000];
        snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
        FILE *file = entry->d_name[0] >= '0' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
        size_t length = file ? fread(line, 1, sizeof line, file) : 0;
        if (file)
            fclose(file);
        if (!length || !memmem(line, length, mark, strlen(mark)) || atoi(entry->d_name) == pty_pid(pty))
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
    pty_send(pty, "\003");
    expect_end(130);
}

static void nothing_is_written_when_nothing_changes(void)
{
    static const char *const keys[] = { "", "?", "qe", "q\r" };
    static const char *const shown[] = { "estimated", "Moving", "Settings", "Elapsed" };
    start_ready(SHORT);
    for (int i = 0; i < COUNT_OF(keys); i++) {
        pty_send(pty, keys[i]);
        EXPECT_SHOWN(shown[i]);
        pty_drain(pty, 200);
        size_t bytes = pty_bytes(pty);
        sleep_s(0.5);
        pty_drain(pty, 50);
        EXPECT_INT(pty_bytes(pty) - bytes, 0);
    }
    pty_send(pty, "q");
    EXPECT_SHOWN("Experiments");
    leave();
}

/* From the start of the process to a screen that can be read, the pseudo terminal and a busy machine included. */
static double first_frame(void)
{
    double began = now_s();
    start("--workload sleep --seconds 0 --strategy serial");
    EXPECT_SHOWN("Experiments");
    double taken = now_s() - began;
    leave();
    return taken;
}

static void the_first_frame_comes_at_once(void)
{
    EXPECT_BETWEEN(least_of_five(0.15 * harness_scale(), first_frame), 0, 0.15 * harness_scale());
}

static void a_storm_of_sizes_is_survived(void)
{
    start_running(LONG " --start");
    for (int i = 0; i < 150; i++) {
        pty_resize(pty, 1 + i * 37 % 220, 1 + i * 13 % 60);
        if (i % 10 == 0)
            pty_drain(pty, 5);
    }
    pty_resize(pty, 30, 8);
    EXPECT_SHOWN("need 40");
    pty_resize(pty, 100, 30);
    EXPECT_SHOWN("Workers");
    EXPECT_SHOWN("pool");
    EXPECT(wait_for_processes(5, 0));
    pty_send(pty, "\003");
    expect_end(130);
}

static unsigned long long next_random(void)
{
    static unsigned long long random = 42;
    random = random * 6364136223846793005u + 1442695040888963407u;
    return random >> 33;
}

/* Keys at random, until they have left the program or there were enough of them; w, which would save files anywhere, is
 * not among them. */
static void storm(int count)
{
    static const char *const keys[] = { "j",       "k",      "\t",     "\033[A", "\033[B", "\033[C", "\033[D",
                                        "\033[5~", "?",      "e",      "/",      "x",      "n",      "1",
                                        "2",       "t",      " ",      "\r",     "\033",   "[",      "]",
                                        "m",       "5",      "\177",   "é",      "\033Zx", "\033[Z", "\033OP",
                                        "\033[F",  "\033[H", "\033[6~" };
    for (int i = 0; i < count && pty_wait_exit(pty, 0) < 0; i++) {
        pty_send(pty, keys[next_random() % COUNT_OF(keys)]);
        if (i % 4 == 0)
            pty_drain(pty, 1);
    }
}

static void a_storm_of_keys_is_survived(void)
{
    for (int round = 0; round < 8; round++) {
        start_ready("--workload sleep --seconds 0.02x4 --strategy serial,process,pool");
        storm(150);
        /* Out of whatever is typed or asked; Esc needs a moment not to be taken for Alt with the next key. */
        static const char *const out[] = { "\033", "q", "y" };
        for (int i = 0; i < 60 && pty_wait_exit(pty, i % 3 == 1 ? 150 : 20) < 0; i++)
            pty_send(pty, out[i % 3]);
        expect_end(0);
    }
}

static void every_kind_of_terminal_shows_it(void)
{
    static const char *const terms[] = { "xterm-256color", "linux", "vt100", "screen" };
    for (int i = 0; i < COUNT_OF(terms); i++) {
        start_how(&(struct setting){ .term = terms[i] }, SHORT " --start");
        EXPECT_SHOWN("Elapsed");
        pty_send(pty, "q");
        EXPECT_SHOWN("Experiments");
        pty_send(pty, "q");
        EXPECT_INT(pty_wait_exit(pty, PATIENCE), 0);
        pty_drain(pty, 50);
        struct termios after = pty_modes(pty);
        EXPECT(pty_modes_equal(&before, &after));
        pty_close(pty);
        pty = NULL;
    }
}

static void a_locale_without_utf8_gets_ascii_alone(void)
{
    start_how(&(struct setting){ .env = { "LC_ALL=C" } }, SHORT " --start");
    EXPECT_SHOWN("Elapsed");
    pty_send(pty, "1?qqe");
    EXPECT_SHOWN("Settings");
    pty_send(pty, "q");
    EXPECT_SHOWN("Experiments");
    EXPECT(!pty_has_high_bytes(pty));
    leave();
}

static bool has_colour(void)
{
    for (int row = 0; row < 24; row++)
        for (int column = 0; column < 80; column++) {
            struct pty_cell cell = pty_cell(pty, column, row);
            if (cell.fg != -1 || cell.bg != -1)
                return true;
        }
    return false;
}

static void no_color_is_honoured(void)
{
    start_ready(SHORT);
    EXPECT(has_colour());
    leave();
    start_how(&(struct setting){ .env = { "NO_COLOR=1" } }, SHORT);
    EXPECT_SHOWN("Experiments");
    EXPECT(!has_colour());
    leave();
}

/* The colour of the title in the header. */
static int title_colour(void)
{
    return pty_cell(pty, 10, 0).fg;
}

static bool wait_for_title(int colour)
{
    double end = now_s() + PATIENCE / 1000.0;
    while (title_colour() != colour && now_s() < end)
        pty_drain(pty, 20);
    return title_colour() == colour;
}

enum { TITLE_ON_DARK = 255, TITLE_ON_LIGHT = 232 };

static void the_terminal_is_asked_for_its_background(void)
{
    start_ready(SHORT);
    EXPECT(wait_for_title(TITLE_ON_DARK));
    pty_send(pty, "\033]11;rgb:ffff/ffff/e000\033\\");
    EXPECT(wait_for_title(TITLE_ON_LIGHT));
    EXPECT_SHOWN("Experiments"); /* no part of the answer was taken for a key */
    leave();
    start_how(&(struct setting){ .env = { "COLORFGBG=0;15" } }, SHORT);
    EXPECT_SHOWN("Experiments");
    EXPECT(wait_for_title(TITLE_ON_LIGHT));
    leave();
}

static void a_chosen_theme_is_remembered(void)
{
    start_ready(SHORT);
    pty_send(pty, "tt"); /* dark, light */
    EXPECT_SHOWN("Theme: light");
    leave();
    const char *settings = test_read(test_path(".config/tictoc/settings.json"));
    EXPECT(settings);
    EXPECT_HAS(settings, "\"theme\": \"light\"");
    start_ready(SHORT);
    EXPECT(wait_for_title(TITLE_ON_LIGHT));
    leave();
}

static void broken_settings_are_told_and_left_alone(void)
{
    static const char broken[] = "{ \"theme\": \"lihgt\" }\n";
    test_file(".config/tictoc/settings.json", broken);
    start_ready(SHORT);
    EXPECT_SHOWN("settings.json:1:12");
    pty_send(pty, "t");
    EXPECT_SHOWN("not kept");
    leave();
    EXPECT_TEXT(test_read(test_path(".config/tictoc/settings.json")), broken);
}

static void the_mouse_is_off_until_it_is_asked_for(void)
{
    start_ready(SHORT);
    EXPECT(!pty_is_mouse_on(pty));
    pty_send(pty, "m");
    EXPECT_SHOWN("Mouse on");
    EXPECT(pty_is_mouse_on(pty));
    pty_send(pty, "\033[<0;5;6M\033[<0;5;6m");
    EXPECT_SHOWN("The same search");
    leave();
}

/* ---- without a screen --------------------------------------------------------------------------------- */

static void an_unknown_terminal_gets_the_comparison_printed(void)
{
    static const char *const terms[] = { "no-such-terminal", "dumb" };
    for (int i = 0; i < COUNT_OF(terms); i++) {
        start_how(&(struct setting){ .term = terms[i], .columns = 100 }, SHORT);
        EXPECT_INT(pty_wait_exit(pty, PATIENCE), 0);
        pty_drain(pty, 50);
        EXPECT_SHOWN("no screen, because");
        EXPECT_SHOWN("speedup");
        pty_close(pty);
        pty = NULL;
    }
}

static void a_pipe_gets_the_comparison_printed(void)
{
    struct program *program = tictoc(SHORT);
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(program->out, "speedup");
    EXPECT_HAS(program->err, "no screen, because standard");
}

static void a_file_that_no_list_shows_stands_first(void)
{
    char line[PATH_MAX];
    snprintf(line, sizeof line, "%s",
             test_file("mine.json", "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 0.75 } }\n"));
    start_ready(line);
    EXPECT_SHOWN("1 nap of 0.75 s");
    leave();
}

static void mistakes_are_told_before_the_screen_opens(void)
{
    start("no-such-experiment");
    EXPECT_INT(pty_wait_exit(pty, PATIENCE), 2);
    pty_drain(pty, 50);
    EXPECT(!pty_is_alternate(pty));
    EXPECT_SHOWN("no-such-experiment");
    pty_close(pty);
    pty = NULL;
}

/* The modes that every pseudo terminal begins with. */
static void read_usual_modes(void)
{
    static const char *const argv[] = { "/bin/true", NULL };
    struct pty_options options = { .columns = 80, .rows = 24, .argv = argv };
    struct pty *fresh = pty_open(&options);
    before = pty_modes(fresh);
    pty_close(fresh);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(home_run_compare_home_quit),
        TEST(results_are_kept_over_restarts),
        TEST(start_and_exit_leave_a_result_and_its_status),
        TEST(a_stopped_experiment_is_no_success),
        TEST(stop_ends_all_processes_within_a_second),
        TEST(next_goes_on_with_the_next_strategy),
        TEST(a_run_that_nobody_watched_is_found_as_it_ended),
        TEST(another_experiment_asks_before_it_replaces_the_one_that_runs),
        TEST(an_edited_experiment_is_saved_and_accepted),
        TEST(every_signal_gives_the_terminal_back),
        TEST(control_c_ends_it),
        TEST(a_lost_terminal_ends_it),
        TEST(control_z_stops_the_run_as_well_and_fg_goes_on),
        TEST(children_have_no_terminal_to_write_to),
        TEST(nothing_is_written_when_nothing_changes),
        TEST(the_first_frame_comes_at_once),
        TEST(a_storm_of_sizes_is_survived),
        TEST(a_storm_of_keys_is_survived),
        TEST(every_kind_of_terminal_shows_it),
        TEST(a_locale_without_utf8_gets_ascii_alone),
        TEST(no_color_is_honoured),
        TEST(the_terminal_is_asked_for_its_background),
        TEST(a_chosen_theme_is_remembered),
        TEST(broken_settings_are_told_and_left_alone),
        TEST(the_mouse_is_off_until_it_is_asked_for),
        TEST(an_unknown_terminal_gets_the_comparison_printed),
        TEST(a_pipe_gets_the_comparison_printed),
        TEST(a_file_that_no_list_shows_stands_first),
        TEST(mistakes_are_told_before_the_screen_opens),
    };
    /* Ignored signals stay ignored, in tictoc too; a job in the background begins with some. */
    const int usual[] = { SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGTSTP };
    for (int i = 0; i < COUNT_OF(usual); i++)
        signal(usual[i], SIG_DFL);
    read_usual_modes();
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
