#include "term/tty.h"

#include "base/number.h"
#include "base/format.h"
#include "base/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* How long the rest of a sequence of bytes may be on its way, ms. */
enum { ESCAPE_MS = 25, ESCAPE_REMOTE_MS = 250 };

bool tty_shows_utf8(void)
{
    const char *type = getenv("TERM");
    terminal_set_locale();
    return terminal_utf8() && !(type && strncmp(type, "linux", 5) == 0);
}

int tty_escape_ms(void)
{
    const char *delay = getenv("ESCDELAY");
    uint64_t ms = 0;
    if (delay && number_read(delay, strlen(delay), 10, &ms) && ms <= 10000)
        return (int)ms;
    return getenv("SSH_CONNECTION") || getenv("SSH_TTY") ? ESCAPE_REMOTE_MS : ESCAPE_MS;
}

bool tty_size(int fd, int *columns, int *rows)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return false;
    *columns = size.ws_col < TTY_COLUMNS_MAX ? size.ws_col : TTY_COLUMNS_MAX;
    *rows = size.ws_row < TTY_ROWS_MAX ? size.ws_row : TTY_ROWS_MAX;
    return true;
}

void tty_fix_size(int fd)
{
    char text[16];
    int columns, rows;
    unsetenv("LINES");
    unsetenv("COLUMNS");
    if (!tty_size(fd, &columns, &rows) || (columns < TTY_COLUMNS_MAX && rows < TTY_ROWS_MAX))
        return;
    snprintf(text, sizeof text, "%d", rows);
    setenv("LINES", text, 1);
    snprintf(text, sizeof text, "%d", columns);
    setenv("COLUMNS", text, 1);
}

bool tty_find(struct termios *modes, char *err, size_t size)
{
    const char *type = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return format_refusal(err, size, "standard %s is no terminal",
                              isatty(STDIN_FILENO) ? "output" : "input");
    if (!type || !*type)
        return format_refusal(err, size,
                              "TERM is not set; set it to what the terminal is like, such as xterm-256color");
    if (tcgetattr(STDOUT_FILENO, modes) != 0)
        return format_refusal(err, size, "the terminal does not answer: %s", strerror(errno));
    return true;
}

int tty_reopen(void)
{
    int fd = open("/proc/self/fd/1", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    return fd < 0 ? STDOUT_FILENO : fd;
}

void tty_close_again(int fd)
{
    if (fd != STDOUT_FILENO)
        close(fd);
}

void tty_keep_output_flowing(void)
{
    struct termios modes;
    if (tcgetattr(STDOUT_FILENO, &modes) != 0)
        return;
    modes.c_iflag &= ~(tcflag_t)IXON;
    tcsetattr(STDOUT_FILENO, TCSANOW, &modes);
}
