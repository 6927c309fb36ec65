#include "support/pty_shell.h"

#include "base/xmalloc.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* All that is kept of ours: how sanitizers are to behave. */
static void clear_environment(void)
{
    static const char *const kept[] = { "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS" };
    enum { KEPT = sizeof kept / sizeof *kept };
    char *values[KEPT];
    for (size_t i = 0; i < KEPT; i++)
        values[i] = getenv(kept[i]) ? xstrdup(getenv(kept[i])) : NULL;
    clearenv();
    for (size_t i = 0; i < KEPT; i++) {
        if (values[i])
            setenv(kept[i], values[i], 1);
        free(values[i]);
    }
}

static void set_environment(const struct pty_options *options)
{
    clear_environment();
    setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
    setenv("HOME", "/tmp", 1);
    setenv("LANG", "C.UTF-8", 1);
    if (options->term)
        setenv("TERM", options->term, 1);
    for (const char *const *entry = options->env; entry && *entry; entry++) {
        char *name = xstrdup(*entry);
        char *value = strchr(name, '=');
        if (value) {
            *value = '\0';
            setenv(name, value + 1, 1);
        } else {
            unsetenv(name);
        }
        free(name);
    }
}

static void give_foreground(pid_t group)
{
    signal(SIGTTOU, SIG_IGN);
    tcsetpgrp(STDIN_FILENO, group);
    signal(SIGTTOU, SIG_DFL);
}

static _Noreturn void run_program(const struct pty_options *options)
{
    setpgid(0, 0);
    give_foreground(getpid());
    if (!options->directory || chdir(options->directory) == 0)
        execv(options->argv[0], (char *const *)options->argv);
    fprintf(stderr, "cannot run %s: %s\n", options->argv[0], strerror(errno));
    _exit(127);
}

_Noreturn void pty_be_shell(const struct pty_options *options, int news, int orders)
{
    char order;
    int status;
    set_environment(options);
    pid_t pid = fork();
    if (pid == 0) {
        close(news);
        close(orders);
        run_program(options);
    }
    bool connected = write(news, &pid, sizeof pid) == sizeof pid;
    while (connected && waitpid(pid, &status, WUNTRACED) == pid) {
        give_foreground(getpid());
        connected = write(news, &status, sizeof status) == sizeof status && read(orders, &order, 1) == 1;
        if (!connected || !WIFSTOPPED(status))
            break;
        give_foreground(pid);
        kill(-pid, SIGCONT);
    }
    _exit(0);
}
