#include "support/victim.h"

#include "support/harness.h"
#include "support/program.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARGUMENTS_MAX 40
#define ENV_MAX       12

/* ---- its processes ------------------------------------------------------------------------------------ */

static ssize_t read_proc(pid_t pid, const char *file, char *text, size_t size)
{
    char path[96];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    text[got > 0 ? got : 0] = '\0';
    return got;
}

static bool is_zombie(pid_t pid)
{
    char text[512];
    read_proc(pid, "stat", text, sizeof text);
    const char *after = strrchr(text, ')');
    return !after || after[2] == 'Z' || after[2] == 'X';
}

int victim_processes(const struct victim *victim, pid_t pids[VICTIM_PIDS_MAX])
{
    char text[4096];
    int count = 0;
    DIR *proc = victim->mark[0] ? opendir("/proc") : NULL; /* no mark would be in everybody's */
    for (const struct dirent *entry; proc && (entry = readdir(proc)) && count < VICTIM_PIDS_MAX;) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        ssize_t length =
            isdigit((unsigned char)entry->d_name[0]) ? read_proc(pid, "cmdline", text, sizeof text) : 0;
        if (length > 0 && memmem(text, (size_t)length, victim->mark, strlen(victim->mark)) && !is_zombie(pid))
            pids[count++] = pid;
    }
    if (proc)
        closedir(proc);
    return count;
}

int process_children(pid_t pid, pid_t pids[VICTIM_PIDS_MAX])
{
    char file[48], text[4096];
    int count = 0;
    snprintf(file, sizeof file, "task/%d/children", (int)pid);
    read_proc(pid, file, text, sizeof text);
    char *end = text;
    for (const char *at = text; count < VICTIM_PIDS_MAX; at = end) {
        long child = strtol(at, &end, 10);
        if (end == at)
            break;
        pids[count++] = (pid_t)child;
    }
    return count;
}

/* Of the children of the one with the screen the guard has a name of its own,
 * and until it has taken that, no group of its own. */
pid_t victim_coordinator(pid_t front)
{
    pid_t children[VICTIM_PIDS_MAX];
    char name[32];
    int count = process_children(front, children);
    for (int i = 0; i < count; i++)
        if (getpgid(children[i]) == children[i] && read_proc(children[i], "comm", name, sizeof name) > 0 &&
            strncmp(name, "tictoc-guard", 12) != 0 && !is_zombie(children[i]))
            return children[i];
    return 0;
}

int victim_zombies(pid_t front)
{
    pid_t children[VICTIM_PIDS_MAX];
    int count = process_children(front, children), zombies = 0;
    for (int i = 0; i < count; i++)
        zombies += is_zombie(children[i]);
    return zombies;
}

/* ---- from start to end -------------------------------------------------------------------------------- */

static void start(struct victim *victim, const char *const *env, char *words)
{
    char home[300], program[4096];
    const char *argv[ARGUMENTS_MAX] = { program }, *variables[ENV_MAX] = { home };
    int count = 1, variable_count = 1;
    snprintf(program, sizeof program, "%s", program_path());
    snprintf(home, sizeof home, "HOME=%s", test_directory());
    for (char *word = strtok(words, " "); word && count < ARGUMENTS_MAX - 3; word = strtok(NULL, " "))
        argv[count++] = word;
    if (victim->mark[0]) {
        argv[count++] = "--set";
        argv[count++] = victim->mark;
    }
    for (; env && *env && variable_count < ENV_MAX - 1; env++)
        variables[variable_count++] = *env;
    victim->pty = pty_open(&(struct pty_options){ .directory = test_directory(),
                                                  .columns = 80,
                                                  .rows = 24,
                                                  .term = "xterm-256color",
                                                  .env = variables,
                                                  .argv = argv });
}

void victim_open(struct victim *victim, const char *const *env, const char *line, ...)
{
    static int number;
    char words[2000];
    va_list args;
    va_start(args, line);
    vsnprintf(words, sizeof words, line, args);
    va_end(args);
    snprintf(victim->mark, sizeof victim->mark, "title=screen-%d-%d", (int)getpid(), ++number);
    start(victim, env, words);
}

void victim_open_as_is(struct victim *victim, const char *const *env, const char *line, ...)
{
    char words[2000];
    va_list args;
    va_start(args, line);
    vsnprintf(words, sizeof words, line, args);
    va_end(args);
    victim->mark[0] = '\0';
    start(victim, env, words);
}

void victim_close(struct victim *victim)
{
    pid_t pids[VICTIM_PIDS_MAX];
    if (!victim->pty)
        return;
    int count = victim_processes(victim, pids);
    for (int i = 0; i < count; i++)
        kill(pids[i], SIGKILL);
    pty_close(victim->pty);
    *victim = (struct victim){ .pty = NULL };
}

static void show_it(struct victim *victim)
{
    char *text = pty_screen(victim->pty);
    show("the screen", text);
    free(text);
}

void victim_await(struct victim *victim, const char *text)
{
    if (pty_wait_text(victim->pty, text, (int)(1000 * PATIENCE_S)))
        return;
    show_it(victim);
    test_fails(__FILE__, __LINE__, "never saw \"%s\"", text);
}

int victim_end(struct victim *victim)
{
    int status = pty_wait_exit(victim->pty, (int)(1000 * PATIENCE_S));
    if (status < 0) {
        show_it(victim);
        test_fails(__FILE__, __LINE__, "the screen does not end");
    }
    return status;
}

bool victim_not_given_back_modes(const struct victim *victim)
{
    struct termios modes = pty_modes(victim->pty);
    return (modes.c_lflag & (ICANON | ECHO | ISIG)) != (ICANON | ECHO | ISIG) ||
           (modes.c_oflag & (OPOST | ONLCR)) != (OPOST | ONLCR) ||
           (modes.c_iflag & (ICRNL | IXON)) != (ICRNL | IXON);
}

/* What of it is not as it was found; NULL: nothing. */
static const char *not_given_back(const struct victim *victim)
{
    const struct pty *pty = victim->pty;
    if (victim_not_given_back_modes(victim))
        return "its modes";
    if (pty_is_alternate(pty))
        return "the alternate screen";
    if (!pty_is_cursor_visible(pty))
        return "the cursor";
    return pty_is_mouse_on(pty) ? "the mouse" : NULL;
}

const char *victim_not_given_back(struct victim *victim)
{
    pid_t pids[VICTIM_PIDS_MAX];
    double limit = now_s() + PATIENCE_S;
    pty_drain(victim->pty, 10);
    while ((victim_processes(victim, pids) || not_given_back(victim)) && now_s() < limit)
        pty_drain(victim->pty, 10);
    if (victim_processes(victim, pids))
        test_fails(__FILE__, __LINE__, "process %d is left", (int)pids[0]);
    return not_given_back(victim);
}

void victim_expect_nothing_left(struct victim *victim)
{
    const char *what = victim_not_given_back(victim);
    if (what)
        test_fails(__FILE__, __LINE__, "the terminal was not given back: %s", what);
}
