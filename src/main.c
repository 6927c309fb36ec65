/* tictoc: watch parallelism happen. */
#include "cli/commands.h"
#include "cli/options.h"
#include "base/save.h"
#include "app/ui.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

/* The one place where the command line and the screen meet. */
static int (*const commands[COMMANDS])(const struct options *) = {
    [COMMAND_UI] = ui_main,          [COMMAND_RUN] = command_run,
    [COMMAND_REPLAY] = ui_replay,    [COMMAND_EXPORT] = picture_export,
    [COMMAND_CHECK] = command_check, [COMMAND_LIST] = command_list,
};

/* A descriptor that the parent closed would be given to the next file we open, and be written to by mistake.
 * What takes its place fails on use, as the closed one would have. */
static void occupy_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            _exit(1);
}

/* Some parents hand on signals that are blocked, or that a child's end is ignored. */
static void set_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGCHLD, SIG_DFL); /* else nothing could be waited for */
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write(), reported like any other */
    signal(SIGXFSZ, SIG_IGN); /* and so is a file that has come to its limit */
}

/* With less the program would crash without a word. */
enum { STACK_LEAST_KB = 48 };

static bool has_stack(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= STACK_LEAST_KB << 10)
        return true;
    command_warn("a stack of %d kB is too small: %d kB at least (ulimit -s)", (int)(limit.rlim_cur >> 10),
                 STACK_LEAST_KB);
    return false;
}

int main(int argc, char **argv)
{
    occupy_standard_descriptors();
    set_signals();

    struct options options;
    int status = 2;
    switch (options_read(&options, argc, argv)) {
    case OPTIONS_GO:
        status = has_stack() ? commands[options.command](&options) : 2;
        break;
    case OPTIONS_PRINT:
        status = command_print(options.text.text, options.text.length) ? 0 : 1;
        break;
    case OPTIONS_WRONG:
        save_write(STDERR_FILENO, options.text.text, options.text.length);
        break;
    }
    options_release(&options);
    return status;
}
