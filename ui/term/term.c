#include "term/term.h"

#include "base/clock.h"
#include "base/format.h"
#include "base/xmalloc.h"
#include "term/background.h"
#include "term/keyboard.h"
#include "term/paint.h"
#include "term/tty.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

/* How long the answer to a question may be on its way. */
#define ANSWER_NS NS_PER_S

/* How long it may follow the terminal's name, which is asked for behind the question. */
#define ANSWER_LATE_NS (100 * NS_PER_MS)

#define MOUSE_ON  "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l\033[?1000l"
#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

struct term {
    SCREEN *screen;
    struct canvas shown; /* what curses was given last */
    bool stale;          /* curses is to be given every cell anew */
    bool repaint;        /* curses has to write even if no cell changes */
    bool ansi;           /* private modes are known, or passed over */
    bool has_mouse;
    bool painted; /* the theme was chosen: it has a ground of its own */
    struct paint paint;
    enum theme asked;
    enum theme theme;       /* with THEME_AUTO resolved */
    enum theme background;  /* what the terminal answered; THEME_AUTO: nothing */
    uint64_t answer_due_ns; /* until then an answer may come; 0: none does */
    struct keyboard keyboard;
    int escape_ms;
    uint64_t typed_ns; /* when something was typed last */
    struct rescue rescue;
    void (*on_rescue)(const struct rescue *);
};

/* Opening and closing */

/* Appends what terminfo has under a name, without the padding that only a printing terminal of 1978 needs. */
static void add_capability(struct rescue *rescue, const char *text)
{
    if (!text || text == (const char *)-1) /* tigetstr(): absent, or no string */
        return;
    while (*text && rescue->length < sizeof rescue->bytes) {
        const char *padding_end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
        if (padding_end)
            text = padding_end + 1;
        else
            rescue->bytes[rescue->length++] = *text++;
    }
}

static void prepare_rescue(struct term *term)
{
    struct rescue *rescue = &term->rescue;
    if (term->has_mouse)
        add_capability(rescue, MOUSE_OFF);
    if (term->ansi)
        add_capability(rescue, PASTE_OFF);
    add_capability(rescue, tigetstr("rmkx"));
    add_capability(rescue, tigetstr("sgr0"));
    add_capability(rescue, tigetstr("op"));
    add_capability(rescue, tigetstr("cnorm"));
    if (tigetstr("rmcup"))
        add_capability(rescue, tigetstr("rmcup"));
    else
        add_capability(rescue, "\033[999;1H\r\n"); /* no second screen: leave below what is there */
}

/* What the terminal's description has of keys; the usual ones the keyboard knows itself. */
static void learn_keys(struct keyboard *keyboard)
{
    static const struct {
        const char *name;
        enum key key;
    } keys[] = { { "kcuu1", K_UP },     { "kcud1", K_DOWN },   { "kcuf1", K_RIGHT },   { "kcub1", K_LEFT },
                 { "khome", K_HOME },   { "kend", K_END },     { "kpp", K_PAGE_UP },   { "knp", K_PAGE_DOWN },
                 { "kich1", K_INSERT }, { "kdch1", K_DELETE }, { "kcbt", K_BACK_TAB }, { "kent", K_ENTER },
                 { "kf1", K_F1 } };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *sequence = tigetstr(keys[i].name);
        keyboard_learn(keyboard, sequence == (const char *)-1 ? NULL : sequence, keys[i].key);
    }
}

/* Beside curses, which has written all that it had. */
static bool write_bytes(struct term *term, const char *bytes)
{
    bool before = term->rescue.in_library;
    term->rescue.in_library = true; /* it may have to wait for the terminal, too */
    bool written = write(STDOUT_FILENO, bytes, strlen(bytes)) == (ssize_t)strlen(bytes);
    term->rescue.in_library = before;
    return written;
}

static void set_mode(struct term *term, const char *bytes)
{
    if (term->ansi)
        write_bytes(term, bytes);
}

static void set_mouse(struct term *term)
{
    if (term->has_mouse) /* off as well: another program may have left it on */
        set_mode(term, term->keyboard.mouse ? MOUSE_ON : MOUSE_OFF);
}

static void set_modes(struct term *term)
{
    cbreak();
    noecho();
    nonl();
    tty_keep_output_flowing();
    def_prog_mode();
    typeahead(-1);
    curs_set(0);
    leaveok(stdscr, TRUE);
    keypad(stdscr, TRUE); /* its modes; the keys are read here */
    learn_keys(&term->keyboard);
    term->escape_ms = tty_escape_ms();
    set_mode(term, PASTE_ON);
    set_mouse(term);
}

/* Curses reads what is known of a terminal onto the stack, and would crash there without a word. */
static bool has_stack(char *err, size_t size)
{
    enum { WANTED_KB = 128 };
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= WANTED_KB << 10)
        return true;
    return format_refusal(err, size, "the terminal's library needs %d kB of stack, and has %d kB (ulimit -s)",
                          WANTED_KB, (int)(limit.rlim_cur >> 10));
}

static bool open_screen(struct term *term, char *err, size_t size)
{
    const char *type = getenv("TERM");
    if (!has_stack(err, size))
        return false;
    tty_fix_size(term->rescue.fd);
    /* The console's mouse is a library loaded and a socket opened: no, thanks. */
    setenv("NCURSES_GPM_TERMS", "", 1);
    errno = 0;
    term->screen = newterm(NULL, stdout, stdin);
    if (!term->screen) {
        snprintf(err, size,
                 errno == ENOMEM
                     ? "there is no memory for it"
                     : "unknown terminal type '%.60s'; set TERM to what it is like, such as xterm-256color",
                 type);
        return false;
    }
    if (!tigetstr("cup") || tigetflag("hc") > 0) {
        delscreen(term->screen);
        tcsetattr(STDOUT_FILENO, TCSANOW, &term->rescue.before);
        return format_refusal(
            err, size,
            "a terminal of type '%.60s' cannot place its cursor; set TERM to what it is like, such as xterm-256color",
            type);
    }
    return true;
}

static void ignore_rescue(const struct rescue *rescue)
{
    (void)rescue;
}

/* Curses has the screen. */
static void begin(struct term *term, const struct term_options *options, bool ascii)
{
    const char *place_cursor = tigetstr("cup"), *mouse = tigetstr("kmous");
    term->ansi = strncmp(place_cursor, "\033[", 2) == 0;
    term->has_mouse = term->ansi && mouse && mouse != (const char *)-1;
    prepare_rescue(term);
    set_modes(term);
    tcgetattr(term->rescue.fd, &term->rescue.ours);
    paint_open(&term->paint, ascii);
    term->rescue.in_library = false;
    canvas_init(&term->shown, COLS, LINES, ascii);
    term_set_theme(term, options->theme);
}

struct term *term_open(const struct term_options *options, char *err, size_t size)
{
    struct term *term = xcalloc(1, sizeof *term);
    bool ascii = !tty_shows_utf8() || options->ascii;
    term->on_rescue = options->on_rescue ? options->on_rescue : ignore_rescue;
    if (!tty_find(&term->rescue.before, err, size)) {
        free(term);
        return NULL;
    }
    term->rescue.fd = tty_reopen();
    term->rescue.in_library = true;
    term->on_rescue(&term->rescue);
    if (!open_screen(term, err, size)) {
        term->on_rescue(NULL);
        tty_close_again(term->rescue.fd);
        free(term);
        return NULL;
    }
    begin(term, options, ascii);
    return term;
}

/* In the background, reading keys and setting modes would stop the process:
 * it is closing, and has to come to its end. */
static void ignore_job_control(sigset_t *before)
{
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTTIN);
    sigaddset(&stops, SIGTTOU);
    sigprocmask(SIG_BLOCK, &stops, before);
}

void term_suspend(struct term *term)
{
    sigset_t before;
    ignore_job_control(&before);
    term->rescue.in_library = true;
    if (!isendwin()) {
        if (term->has_mouse)
            set_mode(term, MOUSE_OFF);
        set_mode(term, PASTE_OFF);
    }
    endwin();
    term->rescue.in_library = false;
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static void refresh_screen(struct term *term)
{
    term->rescue.in_library = true;
    refresh();
    term->rescue.in_library = false;
}

const struct rescue *term_rescue(const struct term *term)
{
    return &term->rescue;
}

const struct canvas *term_shown(const struct term *term)
{
    return &term->shown;
}

int term_colours(const struct term *term)
{
    return term->paint.colours;
}

void term_set_theme(struct term *term, enum theme theme)
{
    enum theme background = theme_for_background(getenv("COLORFGBG"));
    if (background == THEME_AUTO)
        background = term->background;
    term->asked = theme;
    term->theme = theme != THEME_AUTO ? theme : background != THEME_AUTO ? background : THEME_DARK;
    term->painted = theme != THEME_AUTO;
    term->stale = true;
}

enum theme term_theme(const struct term *term)
{
    return term->asked;
}

/* Showing */

static struct look look_of(const struct term *term, const struct cell *cell)
{
    struct look look = theme_look(term->theme, term->paint.colours, cell->role);
    return term->painted ? theme_on_ground(term->theme, term->paint.colours, look) : look;
}

void term_blit(struct term *term, const struct canvas *canvas)
{
    bool changed = term->repaint;
    for (int y = 0; y < term->shown.h; y++) {
        struct cell *shown = term->shown.cells + (size_t)y * (size_t)term->shown.w;
        for (int x = 0; x < term->shown.w; x++) {
            struct cell cell = theme_cell(term->theme, term->paint.colours, canvas, x, y);
            if (!term->stale && cell_equal(&cell, &shown[x]))
                continue;
            shown[x] = cell;
            changed = true;
            if (cell.glyph)
                paint_cell(&term->paint, x, y, &cell, look_of(term, &cell));
        }
    }
    term->stale = false;
    term->repaint = false;
    if (changed)
        refresh_screen(term);
}

void term_resize(struct term *term)
{
    int columns, rows;
    if (!tty_size(term->rescue.fd, &columns, &rows))
        return;
    resize_term(rows, columns); /* not resizeterm(), which types a KEY_RESIZE */
    canvas_resize(&term->shown, columns, rows);
    /* Terminals disagree on what is left of the old picture:
     * every line is written anew, none cleared first. */
    erase();
    redrawwin(stdscr);
    term->stale = true;
    term->repaint = true;
}

void term_redraw(struct term *term)
{
    clearok(curscr, TRUE);
    set_mode(term, PASTE_ON);
    set_mouse(term);
    refresh_screen(term);
}

void term_resume(struct term *term)
{
    refresh_screen(term); /* sets the modes and enters the screen again */
    set_mode(term, PASTE_ON);
    set_mouse(term);
    term_resize(term);
}

void term_mouse(struct term *term, bool on)
{
    term->keyboard.mouse = on;
    set_mouse(term);
}

/* ---- keys ---------------------------------------------------------------------------------------------- */

void term_ask_background(struct term *term)
{
    bool may = theme_for_background(getenv("COLORFGBG")) == THEME_AUTO && background_may_ask(getenv("TERM"));
    if (may && write_bytes(term, BACKGROUND_QUESTION))
        term->answer_due_ns = clock_ns() + ANSWER_NS;
}

/* The answer may be missing; the terminal's name, which is asked for behind it, is not. */
static void take_answers(struct term *term)
{
    struct keyboard *keyboard = &term->keyboard;
    enum theme background = keyboard->answered ? background_theme(keyboard->answer) : THEME_AUTO;
    if (background != THEME_AUTO) {
        term->background = background;
        term_set_theme(term, term->asked);
    }
    if (keyboard->identified && term->answer_due_ns)
        term->answer_due_ns = term->background == THEME_AUTO ? clock_ns() + ANSWER_LATE_NS : 0;
    keyboard->answered = keyboard->identified = false;
}

/* Takes in what was typed, as far as there is room; false: nothing was. */
static bool read_input(struct term *term, int wait_ms)
{
    char bytes[KEYBOARD_ROOM];
    struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
    if (poll(&input, 1, wait_ms) <= 0 || !(input.revents & POLLIN))
        return false;
    ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes - term->keyboard.length);
    if (got <= 0)
        return false;
    keyboard_feed(&term->keyboard, bytes, (size_t)got);
    term->typed_ns = clock_ns();
    return true;
}

int term_key_ms(const struct term *term)
{
    int patience = keyboard_patience(&term->keyboard, term->escape_ms);
    return patience < 0 ? -1 : clock_ms_until(term->typed_ns + (uint64_t)patience * NS_PER_MS);
}

struct key_press term_key(struct term *term)
{
    struct key_press press = keyboard_next(&term->keyboard);
    while (press.key == K_NONE && read_input(term, 0))
        press = keyboard_next(&term->keyboard);
    if (press.key == K_NONE && term_key_ms(term) == 0) {
        keyboard_give_up(&term->keyboard);
        press = keyboard_next(&term->keyboard);
    }
    take_answers(term);
    return press;
}

/* An answer that came later would be typed into the shell. */
static void await_answer(struct term *term)
{
    sigset_t before;
    ignore_job_control(&before);
    while (term->answer_due_ns && read_input(term, clock_ms_until(term->answer_due_ns)))
        while (term_key(term).key != K_NONE)
            continue;
    sigprocmask(SIG_SETMASK, &before, NULL);
}

/* Without delscreen(): the program has one screen,
 * and curses 6.4 would follow pointers there to what it had no memory for. */
void term_close(struct term *term)
{
    if (!term)
        return;
    if (!isendwin()) {
        await_answer(term);
        term_suspend(term);
    }
    term->on_rescue(NULL);
    tty_close_again(term->rescue.fd);
    canvas_release(&term->shown);
    free(term);
}
