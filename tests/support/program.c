#include "support/program.h"

#include "support/harness.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX  64
#define LINE_BYTES 8192
#define POLL_S     0.002

static struct program *programs;

/* ---- starting ------------------------------------------------------------------------------------------ */

/* Cuts a line into words in place. */
static void cut(char *line, char *words[])
{
    size_t count = 1; /* after the program's own name */
    for (char *at = line + strspn(line, " "); *at && count < WORDS_MAX; at += strspn(at, " ")) {
        char *to = at;
        words[count++] = at;
        for (bool quoted = false; *at && (quoted || *at != ' '); at++) {
            if (*at == '\'')
                quoted = !quoted;
            else
                *to++ = *at;
        }
        at += *at == ' ';
        *to = '\0';
    }
    words[count] = NULL;
}

const char *program_path(void)
{
    const char *given = getenv("TICTOC");
    char *path = test_memory(PATH_MAX);
    if (!given)
        given = "build/tictoc";
    if (!realpath(given, path))
        test_fails(__FILE__, __LINE__, "%s: %s (TICTOC says where the program is)", given, strerror(errno));
    return path;
}

/* Of ours only the sanitizers' options are kept. */
static void set_environment(const struct how *how)
{
    static const char *const kept[] = { "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS" };
    enum { KEPT = sizeof kept / sizeof *kept };
    char *values[KEPT];
    for (size_t i = 0; i < KEPT; i++) {
        const char *value = getenv(kept[i]);
        values[i] = value ? strdup(value) : NULL;
    }
    clearenv();
    for (size_t i = 0; i < KEPT; i++)
        if (values[i])
            setenv(kept[i], values[i], 1);
    setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
    setenv("HOME", test_directory(), 1);
    setenv("LANG", "C.UTF-8", 1);
    setenv("TERM", "xterm-256color", 1);
    for (size_t i = 0; how->env && how->env[i]; i++) {
        if (strchr(how->env[i], '='))
            putenv(strdup(how->env[i]));
        else
            unsetenv(how->env[i]);
    }
}

static void set_output(const struct how *how, int out_fd)
{
    int ends[2];
    switch (how->out) {
    case OUT_KEPT:
        dup2(out_fd, STDOUT_FILENO);
        break;
    case OUT_CLOSED:
        close(STDOUT_FILENO);
        break;
    case OUT_FULL:
        dup2(open("/dev/full", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
        break;
    case OUT_UNREAD:
        if (pipe2(ends, O_CLOEXEC) == 0) {
            dup2(ends[1], STDOUT_FILENO);
            close(ends[0]);
        }
        break;
    }
}

/* Signals that are ignored stay so in the program; a job in the background begins with some. */
void use_usual_signals(void)
{
    static const int usual[] = { SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGTSTP };
    for (int i = 0; i < COUNT_OF(usual); i++)
        signal(usual[i], SIG_DFL);
}

/* The child: never returns. */
static _Noreturn void become(const struct program *program, const struct how *how, const char *path,
                             char **words, int slave)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    use_usual_signals();
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(how->input ? how->input : open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
    dup2(how->terminal ? slave : program->err_fd, STDERR_FILENO);
    set_output(how, program->out_fd);
    set_environment(how);
    if (chdir(test_directory()) != 0)
        _exit(126);
    /* Descriptors that the tests were started with are not the program's. */
    syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    if (how->before)
        how->before(how->context);
    execv(path, words);
    dprintf(STDERR_FILENO, "%s: %s\n", path, strerror(errno));
    _exit(126);
}

/* Returns the end for the program. */
static int open_terminal(struct program *program)
{
    const struct winsize size = { .ws_row = 24, .ws_col = 100 };
    program->terminal_fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    EXPECT(program->terminal_fd >= 0 && grantpt(program->terminal_fd) == 0 &&
           unlockpt(program->terminal_fd) == 0);
    int slave = open(ptsname(program->terminal_fd), O_RDWR | O_NOCTTY | O_CLOEXEC);
    EXPECT(slave >= 0 && ioctl(slave, TIOCSWINSZ, &size) == 0);
    return slave;
}

static struct program *start(const struct how *how, const char *line)
{
    char *words[WORDS_MAX + 1], copy[LINE_BYTES];
    const char *path = how->binary ? how->binary : program_path();
    struct program *program = test_memory(sizeof *program);
    *program = (struct program){ .command = strdup(line), .status = -1, .terminal_fd = -1, .next = programs };
    program->out = calloc(1, 1);
    program->err = calloc(1, 1);
    program->out_fd = memfd_create("stdout", MFD_CLOEXEC);
    program->err_fd = memfd_create("stderr", MFD_CLOEXEC);
    int slave = how->terminal ? open_terminal(program) : -1;
    snprintf(copy, sizeof copy, "%s", line);
    words[0] = (char *)path;
    cut(copy, words);
    fflush(stdout);
    program->began = now_s();
    program->pid = fork();
    if (program->pid == 0)
        become(program, how, path, words, slave);
    programs = program;
    if (slave >= 0)
        close(slave);
    EXPECT(program->pid > 0);
    return program;
}

struct program *tictoc_start(const struct how *how, const char *line, ...)
{
    char text[LINE_BYTES];
    va_list args;
    va_start(args, line);
    vsnprintf(text, sizeof text, line, args);
    va_end(args);
    return start(how, text);
}

struct program *tictoc(const char *line, ...)
{
    char text[LINE_BYTES];
    va_list args;
    va_start(args, line);
    vsnprintf(text, sizeof text, line, args);
    va_end(args);
    struct program *program = start(&(struct how){ 0 }, text);
    program_wait(program);
    return program;
}

struct program *tictoc_how(const struct how *how, const char *line, ...)
{
    char text[LINE_BYTES];
    va_list args;
    va_start(args, line);
    vsnprintf(text, sizeof text, line, args);
    va_end(args);
    struct program *program = start(how, text);
    program_wait(program);
    return program;
}

/* ---- what it says -------------------------------------------------------------------------------------- */

static char *whole(char *old, int fd)
{
    struct stat status;
    size_t size = fstat(fd, &status) == 0 ? (size_t)status.st_size : 0;
    char *text = realloc(old, size + 1);
    ssize_t got = pread(fd, text, size, 0);
    text[got > 0 ? got : 0] = '\0';
    return text;
}

/* What a terminal was sent cannot be read twice, so it is kept where stderr would be. */
static void drain_terminal(const struct program *program)
{
    char bytes[4096];
    for (ssize_t got; (got = read(program->terminal_fd, bytes, sizeof bytes)) > 0;)
        if (write(program->err_fd, bytes, (size_t)got) != got)
            return;
}

void program_read(struct program *program)
{
    if (program->terminal_fd >= 0)
        drain_terminal(program);
    program->out = whole(program->out, program->out_fd);
    program->err = whole(program->err, program->err_fd);
}

void program_await_text(struct program *program, const char *text)
{
    for (double limit = now_s() + PATIENCE_S; now_s() < limit; sleep_s(POLL_S)) {
        program_read(program);
        if (strstr(program->out, text) || strstr(program->err, text))
            return;
    }
    test_fails(__FILE__, __LINE__, "\"%s\" was not written in time", text);
}

double reported_at(const char *narration, const char *text)
{
    const char *at = EXPECT_AFTER(narration, text) - strlen(text);
    while (at > narration && at[-1] != '\n')
        at--;
    return strtod(at, NULL);
}

/* ---- its end ------------------------------------------------------------------------------------------- */

static void take_status(struct program *program, int status)
{
    program->seconds = now_s() - program->began;
    program->ended = true;
    program->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    program->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    program_read(program);
}

/* True when it has ended. */
static bool reap(struct program *program)
{
    int status;
    if (!program->ended && waitpid(program->pid, &status, WNOHANG) == program->pid)
        take_status(program, status);
    return program->ended;
}

bool program_ended(struct program *program)
{
    if (!reap(program) && now_s() - program->began > PATIENCE_S)
        test_fails(__FILE__, __LINE__, "it does not end: %s", program->command);
    return program->ended;
}

void program_wait(struct program *program)
{
    struct pollfd fd = { .fd = (int)syscall(SYS_pidfd_open, program->pid, 0), .events = POLLIN };
    while (!program_ended(program)) {
        poll(&fd, 1, program->terminal_fd >= 0 ? 20 : 1000);
        if (program->terminal_fd >= 0)
            drain_terminal(program);
    }
    close(fd.fd);
    if (!program->signal)
        program_expect_nothing_left(program);
}

void tictoc_recorded(const char *line, const char *name)
{
    static char *kept;
    static const char *kept_of; /* a literal */
    if (kept && strcmp(kept_of, line) == 0) {
        test_file(name, kept);
        return;
    }
    well(tictoc("run %s --quiet --record %s", line, name));
    free(kept);
    kept = strdup(test_read(test_path("%s", name)));
    kept_of = line;
}

struct program *well(struct program *program)
{
    EXPECT_INT(program->status, 0);
    EXPECT_TEXT(program->err, "");
    return program;
}

void program_signal(const struct program *program, int signal)
{
    EXPECT(!program->ended && kill(program->pid, signal) == 0);
}

static void kill_all(struct program *program)
{
    for (int round = 0; round < 100; round++) {
        size_t alive = 0;
        program_look(program);
        for (size_t i = 0; i < program->process_count; i++)
            if (process_lives(&program->processes[i])) {
                kill(program->processes[i].pid, SIGKILL);
                alive++;
            }
        if (reap(program) && !alive)
            return;
        sleep_s(POLL_S);
    }
}

static void report_about(const struct program *program)
{
    printf("# $ tictoc %s\n# %s, status %d, signal %d, %.3f s\n", program->command,
           program->ended ? "ended" : "runs", program->status, program->signal, program->seconds);
    show("stdout", program->out);
    show("stderr", program->err);
}

void programs_end(bool failed)
{
    while (programs) {
        struct program *program = programs;
        programs = program->next;
        program_read(program);
        if (failed)
            report_about(program);
        failed = false; /* the last one is the one that matters */
        kill_all(program);
        close(program->out_fd);
        close(program->err_fd);
        if (program->terminal_fd >= 0)
            close(program->terminal_fd);
        cJSON_Delete(program->json);
        free(program->processes);
        free(program->command);
        free(program->out);
        free(program->err);
    }
}
