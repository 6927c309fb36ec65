#include "support/pty.h"

#include "support/pty_mode.h"
#include "support/pty_shell.h"
#include "base/strbuf.h"
#include "base/xmalloc.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

struct pty {
    int master;
    int slave;  /* kept open, so that modes can be read when the program has gone */
    int news;   /* from the shell: the program's pid, then each status that waitpid() gave */
    int orders; /* to it: any byte means fg */
    pid_t shell;
    pid_t pid;
    int status; /* -1: not ended */
    bool stopped;
    bool stalled;
    VTerm *vterm;
    VTermScreen *screen;
    int columns, rows;
    size_t bytes;
    bool high;
    bool alternate;
    struct mode cursor, mouse;
};

static void die(const char *what)
{
    fprintf(stderr, "pty: %s: %s\n", what, strerror(errno));
    exit(1);
}

enum { DRAIN_MOST_MS = 5000 };

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* The screen */

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct pty *pty = user;
    if (property == VTERM_PROP_ALTSCREEN)
        pty->alternate = value->boolean;
    return 1;
}

/* What the terminal answers to a program's questions. */
static void on_answer(const char *bytes, size_t length, void *user)
{
    struct pty *pty = user;
    if (write(pty->master, bytes, length) < 0)
        return;
}

static const VTermScreenCallbacks screen_callbacks = { .settermprop = on_property };

static void open_screen(struct pty *pty)
{
    pty->vterm = vterm_new(pty->rows, pty->columns);
    vterm_set_utf8(pty->vterm, 1);
    vterm_output_set_callback(pty->vterm, on_answer, pty);
    pty->screen = vterm_obtain_screen(pty->vterm);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_set_callbacks(pty->screen, &screen_callbacks, pty);
    vterm_screen_reset(pty->screen, 1);
    pty->alternate = false;
    pty->mouse = (struct mode){ .digits = "1000" };
    pty->cursor = (struct mode){ .digits = "[?25", .on = true };
}

struct pty *pty_open(const struct pty_options *options)
{
    struct pty *pty = xcalloc(1, sizeof *pty);
    struct winsize size = { .ws_col = (unsigned short)options->columns,
                            .ws_row = (unsigned short)options->rows };
    int news[2], orders[2];
    *pty = (struct pty){ .columns = options->columns, .rows = options->rows, .status = -1 };
    if (openpty(&pty->master, &pty->slave, NULL, NULL, &size) != 0 || pipe2(news, O_CLOEXEC) != 0 ||
        pipe2(orders, O_CLOEXEC) != 0)
        die("openpty");
    fcntl(pty->master, F_SETFD, FD_CLOEXEC);
    fcntl(pty->slave, F_SETFD, FD_CLOEXEC);
    open_screen(pty);
    pty->shell = fork();
    if (pty->shell < 0)
        die("fork");
    if (pty->shell == 0) {
        close(pty->master);
        close(news[0]);
        close(orders[1]);
        login_tty(pty->slave);
        pty_be_shell(options, news[1], orders[0]);
    }
    close(news[1]);
    close(orders[0]);
    pty->news = news[0];
    pty->orders = orders[1];
    if (read(pty->news, &pty->pid, sizeof pty->pid) != sizeof pty->pid)
        die("the shell did not start");
    return pty;
}

void pty_close(struct pty *pty)
{
    if (pty->status < 0)
        kill(-pty->pid, SIGKILL);
    close(pty->orders);
    close(pty->slave);
    close(pty->master);
    waitpid(pty->shell, NULL, 0);
    close(pty->news);
    vterm_free(pty->vterm);
    free(pty);
}

void pty_send(struct pty *pty, const char *bytes)
{
    size_t length = strlen(bytes);
    if (write(pty->master, bytes, length) != (ssize_t)length)
        die("write");
}

void pty_resize(struct pty *pty, int columns, int rows)
{
    pty->columns = columns;
    pty->rows = rows;
    vterm_set_size(pty->vterm, rows, columns);
    pty_claim_size(pty, columns, rows);
}

void pty_claim_size(struct pty *pty, int columns, int rows)
{
    struct winsize size = { .ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows };
    ioctl(pty->master, TIOCSWINSZ, &size);
}

/* Waiting */

static void read_output(struct pty *pty)
{
    char bytes[1024]; /* little, so that a slow reader still sees every frame */
    ssize_t length = read(pty->master, bytes, sizeof bytes);
    if (length <= 0)
        return;
    pty->bytes += (size_t)length;
    for (ssize_t i = 0; i < length; i++) {
        pty->high |= (unsigned char)bytes[i] > 0x7F;
        watch_mode(&pty->mouse, bytes[i]);
        watch_mode(&pty->cursor, bytes[i]);
    }
    vterm_input_write(pty->vterm, bytes, (size_t)length);
}

static void read_news(struct pty *pty)
{
    int status;
    if (read(pty->news, &status, sizeof status) != sizeof status)
        return;
    pty->stopped = WIFSTOPPED(status);
    if (!pty->stopped)
        pty->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Takes in what has come from the program and from the shell; false when nothing came for `timeout` ms. */
static bool take_in(struct pty *pty, int timeout)
{
    struct pollfd fds[] = { { .fd = pty->stalled ? -1 : pty->master, .events = POLLIN },
                            { .fd = pty->news, .events = POLLIN } };
    if (poll(fds, 2, timeout) <= 0)
        return false;
    if (fds[0].revents & POLLIN)
        read_output(pty);
    else if (fds[1].revents & POLLIN)
        read_news(pty);
    return true;
}

/* What has been written moves on a little inside the system, so that there may be room once more. */
void pty_stall(struct pty *pty)
{
    char path[48];
    snprintf(path, sizeof path, "/proc/self/fd/%d", pty->slave);
    int fd = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        die("reopen");
    pty->stalled = true;
    struct pollfd room = { .fd = fd, .events = POLLOUT };
    while (poll(&room, 1, 100) > 0)
        while (write(fd, " ", 1) == 1)
            continue;
    close(fd);
}

void pty_go_on(struct pty *pty)
{
    pty->stalled = false;
}

void pty_drain(struct pty *pty, int quiet)
{
    long long end = now_ms() + DRAIN_MOST_MS;
    while (take_in(pty, quiet) && now_ms() < end)
        continue;
}

/* What is waited for; `text` only where it is about one. */
typedef bool condition(struct pty *pty, const char *text);

static bool has_text(struct pty *pty, const char *text)
{
    char *screen = pty_screen(pty);
    bool found = strstr(screen, text) != NULL;
    free(screen);
    return found;
}

static bool has_no_text(struct pty *pty, const char *text)
{
    return !has_text(pty, text);
}

static bool has_ended(struct pty *pty, const char *text)
{
    (void)text;
    return pty->status >= 0;
}

static bool has_stopped(struct pty *pty, const char *text)
{
    (void)text;
    return pty->stopped;
}

static bool wait_until(struct pty *pty, condition *is_so, const char *text, int timeout)
{
    long long end = now_ms() + timeout;
    while (!is_so(pty, text)) {
        long long left = end - now_ms();
        if (left <= 0)
            return false;
        take_in(pty, (int)left);
    }
    return true;
}

bool pty_wait_text(struct pty *pty, const char *text, int timeout)
{
    return wait_until(pty, has_text, text, timeout);
}

bool pty_wait_gone(struct pty *pty, const char *text, int timeout)
{
    return wait_until(pty, has_no_text, text, timeout);
}

pid_t pty_pid(const struct pty *pty)
{
    return pty->pid;
}

int pty_wait_exit(struct pty *pty, int timeout)
{
    return wait_until(pty, has_ended, NULL, timeout) ? pty->status : -1;
}

bool pty_wait_stopped(struct pty *pty, int timeout)
{
    return wait_until(pty, has_stopped, NULL, timeout);
}

void pty_foreground(struct pty *pty)
{
    pty->stopped = false;
    if (write(pty->orders, "f", 1) != 1)
        die("write");
}

struct termios pty_usual_modes(void)
{
    static const char *const argv[] = { "/bin/true", NULL };
    struct pty *fresh = pty_open(&(struct pty_options){ .columns = 80, .rows = 24, .argv = argv });
    struct termios modes = pty_modes(fresh);
    pty_close(fresh);
    return modes;
}

/* Reading the screen */

static int palette_index(const VTermColor *colour, bool is_default)
{
    if (is_default)
        return -1;
    return VTERM_COLOR_IS_INDEXED(colour) ? colour->indexed.idx : -2;
}

struct pty_cell pty_cell(struct pty *pty, int column, int row)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(pty->screen, (VTermPos){ .row = row, .col = column }, &cell);
    uint32_t codepoint = cell.chars[0] == (uint32_t)-1 ? 0 : cell.chars[0] ? cell.chars[0] : ' ';
    return (struct pty_cell){
        .codepoint = codepoint,
        .width = cell.width,
        .fg = palette_index(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg)),
        .bg = palette_index(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg)),
        .bold = cell.attrs.bold,
        .underline = cell.attrs.underline != 0,
        .reverse = cell.attrs.reverse,
    };
}

static void add_row(struct strbuf *out, struct pty *pty, int row)
{
    size_t end = out->length;
    for (int column = 0; column < pty->columns; column++) {
        struct pty_cell cell = pty_cell(pty, column, row);
        if (cell.codepoint)
            utf8_add(out, cell.codepoint);
        if (cell.codepoint && cell.codepoint != ' ')
            end = out->length;
    }
    strbuf_truncate(out, end);
}

char *pty_row(struct pty *pty, int row)
{
    struct strbuf out = STRBUF_INIT;
    add_row(&out, pty, row);
    return strbuf_detach(&out);
}

char *pty_screen(struct pty *pty)
{
    struct strbuf out = STRBUF_INIT;
    for (int row = 0; row < pty->rows; row++) {
        add_row(&out, pty, row);
        strbuf_addc(&out, '\n');
    }
    return strbuf_detach(&out);
}

size_t pty_bytes(const struct pty *pty)
{
    return pty->bytes;
}

bool pty_has_high_bytes(const struct pty *pty)
{
    return pty->high;
}

bool pty_is_alternate(const struct pty *pty)
{
    return pty->alternate;
}

bool pty_is_cursor_visible(const struct pty *pty)
{
    return pty->cursor.on;
}

bool pty_is_mouse_on(const struct pty *pty)
{
    return pty->mouse.on;
}

struct termios pty_modes(const struct pty *pty)
{
    struct termios modes = { 0 };
    if (tcgetattr(pty->slave, &modes) != 0)
        die("tcgetattr");
    return modes;
}

bool pty_modes_equal(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
           a->c_lflag == b->c_lflag && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}
