#include "term/term.h"

#include "term/background.h"
#include "draw/glyph.h"
#include "term/tty.h"
#include "base/xmalloc.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#define ESCAPE_DELAY_MS 25
#define PAIRS_MAX       512

struct term {
    SCREEN *screen;
    WINDOW *keys;        /* reading keys from a pad refreshes nothing */
    struct canvas shown; /* what curses was told last */
    bool stale;          /* every cell is to be told anew */
    bool repaint;        /* curses has to write even if no cell changes */
    bool ascii;
    bool direct; /* colours are 0xRRGGBB */
    int colours;
    enum theme asked;
    enum theme theme;      /* with THEME_AUTO resolved */
    enum theme background; /* what the terminal answered; THEME_AUTO: nothing */
    struct tty_question background_question;
    struct rescue rescue;
    void (*on_rescue)(const struct rescue *);
    int pair_count; /* pairs 1 … pair_count stand for fg and bg as in: */
    struct {
        int fg, bg;
    } pairs[PAIRS_MAX];
};

/* Opening and closing */

static int count_colours(void)
{
    const char *no_color = getenv("NO_COLOR");
    if (!has_colors() || (no_color && *no_color))
        return 0;
    start_color();
    use_default_colors();
    return COLORS;
}

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
    if (tigetstr("kmous"))
        add_capability(rescue, "\033[?1006l\033[?1002l\033[?1000l");
    add_capability(rescue, tigetstr("rmkx"));
    add_capability(rescue, tigetstr("sgr0"));
    add_capability(rescue, tigetstr("op"));
    add_capability(rescue, tigetstr("cnorm"));
    if (tigetstr("rmcup"))
        add_capability(rescue, tigetstr("rmcup"));
    else
        add_capability(rescue, "\033[999;1H\r\n"); /* no second screen: leave below what is there */
}

static void set_modes(struct term *term)
{
    cbreak();
    noecho();
    nonl();
    tty_keep_output_flowing();
    def_prog_mode();
    set_escdelay(ESCAPE_DELAY_MS);
    typeahead(-1);
    curs_set(0);
    leaveok(stdscr, TRUE);
    term->keys = newpad(1, 1);
    if (!term->keys)
        return;
    keypad(term->keys, TRUE);
    nodelay(term->keys, TRUE);
}

/* Curses reads what is known of a terminal onto the stack, and would crash there before anything can be told. */
static bool has_stack(char *err, size_t size)
{
    enum { WANTED_KB = 128 };
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= WANTED_KB << 10)
        return true;
    snprintf(err, size, "the terminal's library needs %d kB of stack, and has %d kB (ulimit -s)", WANTED_KB,
             (int)(limit.rlim_cur >> 10));
    return false;
}

static bool open_screen(struct term *term, char *err, size_t size)
{
    const char *type = getenv("TERM");
    if (!has_stack(err, size))
        return false;
    unsetenv("LINES");
    unsetenv("COLUMNS");
    setenv("NCURSES_GPM_TERMS", "",
           1); /* the console's mouse is a library loaded and a socket opened: no, thanks */
    errno = 0;
    term->screen = newterm(NULL, stdout, stdin);
    if (!term->screen) {
        snprintf(err, size,
                 errno == ENOMEM ? "there is no memory for it" : "unknown terminal type '%.60s' (TERM)",
                 type);
        return false;
    }
    if (!tigetstr("cup") || tigetflag("hc") > 0) {
        delscreen(term->screen);
        tcsetattr(STDOUT_FILENO, TCSANOW, &term->rescue.before);
        snprintf(err, size, "a terminal of type '%.60s' cannot place its cursor", type);
        return false;
    }
    return true;
}

static void nobody_minds(const struct rescue *rescue)
{
    (void)rescue;
}

struct term *term_open(const struct term_options *options, char *err, size_t size)
{
    struct term *term = xcalloc(1, sizeof *term);
    term->ascii = !tty_is_utf8() || options->ascii;
    term->on_rescue = options->on_rescue ? options->on_rescue : nobody_minds;
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
    prepare_rescue(term);
    set_modes(term);
    tcgetattr(term->rescue.fd, &term->rescue.ours);
    term->colours = count_colours();
    term->direct = tigetflag("RGB") > 0;
    term->rescue.in_library = false;
    canvas_init(&term->shown, COLS, LINES, term->ascii);
    term_set_theme(term, options->theme);
    return term;
}

static void leave_screen(struct term *term)
{
    term->rescue.in_library = true;
    endwin();
    term->rescue.in_library = false;
}

static void refresh_screen(struct term *term)
{
    term->rescue.in_library = true;
    refresh();
    term->rescue.in_library = false;
}

void term_close(struct term *term)
{
    if (!term)
        return;
    tty_drop_late_answer(&term->background_question);
    leave_screen(term);
    term->on_rescue(NULL);
    tty_close_again(term->rescue.fd);
    delwin(term->keys);
    delscreen(term->screen);
    canvas_release(&term->shown);
    free(term);
}

const struct rescue *term_rescue(const struct term *term)
{
    return &term->rescue;
}

int term_columns(const struct term *term)
{
    return term->shown.w;
}

int term_rows(const struct term *term)
{
    return term->shown.h;
}

bool term_is_ascii(const struct term *term)
{
    return term->ascii;
}

int term_colours(const struct term *term)
{
    return term->colours;
}

void term_set_theme(struct term *term, enum theme theme)
{
    term->asked = theme;
    if (theme == THEME_AUTO)
        theme = theme_for_background(getenv("COLORFGBG"));
    if (theme == THEME_AUTO)
        theme = term->background;
    term->theme = theme == THEME_AUTO ? THEME_DARK : theme;
    term->stale = true;
}

enum theme term_theme(const struct term *term)
{
    return term->asked;
}

/* Showing */

static int colour_of(const struct term *term, int colour)
{
    return term->direct && colour >= 8 ? (int)theme_rgb(colour) : colour;
}

/* The pair of two colours, made when it is first needed; the terminal's own pair when there are no more. */
static int pair_of(struct term *term, int fg, int bg)
{
    if (term->colours == 0 || (fg < 0 && bg < 0))
        return 0;
    for (int i = 0; i < term->pair_count; i++)
        if (term->pairs[i].fg == fg && term->pairs[i].bg == bg)
            return i + 1;
    if (term->pair_count >= PAIRS_MAX || term->pair_count + 1 >= COLOR_PAIRS)
        return 0;
    if (init_extended_pair(term->pair_count + 1, colour_of(term, fg), colour_of(term, bg)) == ERR)
        return 0;
    term->pairs[term->pair_count].fg = fg;
    term->pairs[term->pair_count].bg = bg;
    return ++term->pair_count;
}

static attr_t attributes_of(unsigned look)
{
    attr_t attributes = A_NORMAL;
    attributes |= look & LOOK_BOLD ? A_BOLD : A_NORMAL;
    attributes |= look & LOOK_DIM ? A_DIM : A_NORMAL;
    attributes |= look & LOOK_UNDERLINE ? A_UNDERLINE : A_NORMAL;
    attributes |= look & LOOK_REVERSE ? A_REVERSE : A_NORMAL;
    return attributes;
}

static void show_glyph(int x, int y, const wchar_t *glyph, attr_t attributes, int pair)
{
    cchar_t c;
    setcchar(&c, glyph, attributes, 0, &pair); /* the pointer: a pair beyond what a short holds */
    mvadd_wch(y, x, &c);
}

/* Curses trusts the C library's width of a character. Where that is another than ours, the row would shift: a
 * question mark in every column of the cell instead. */
static void show_cell(struct term *term, int x, int y, const struct cell *cell)
{
    struct look look = theme_look(term->theme, term->colours, cell->role);
    attr_t attributes = attributes_of(look.attributes);
    int pair = pair_of(term, look.fg, look.bg);
    int width = glyph_width(cell->glyph, false);
    wchar_t glyph[3] = { (wchar_t)cell->glyph, (wchar_t)cell->mark, 0 };
    bool foreign = (term->ascii && cell->glyph > 0x7E) || wcwidth(glyph[0]) != width;

    if (glyph[1] && wcwidth(glyph[1]) != 0)
        glyph[1] = 0;
    if (!foreign)
        show_glyph(x, y, glyph, attributes, pair);
    for (int i = 0; foreign && i < width; i++)
        show_glyph(x + i, y, L"?", attributes, pair);
}

void term_blit(struct term *term, const struct canvas *canvas)
{
    bool changed = term->repaint;
    for (int y = 0; y < term->shown.h; y++) {
        struct cell *shown = term->shown.cells + (size_t)y * (size_t)term->shown.w;
        for (int x = 0; x < term->shown.w; x++) {
            struct cell cell = theme_cell(term->theme, term->colours, canvas, x, y);
            if (!term->stale && cell_equal(&cell, &shown[x]))
                continue;
            shown[x] = cell;
            changed = true;
            if (cell.glyph)
                show_cell(term, x, y, &cell);
        }
    }
    term->stale = false;
    term->repaint = false;
    if (changed)
        refresh_screen(term);
}

void term_resize(struct term *term)
{
    struct winsize size;
    if (ioctl(term->rescue.fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return;
    resize_term(size.ws_row, size.ws_col); /* not resizeterm(), which types a KEY_RESIZE */
    canvas_resize(&term->shown, size.ws_col, size.ws_row);
    /* Terminals disagree on what is left of the old picture: every line is written anew, none cleared first. */
    erase();
    redrawwin(stdscr);
    term->stale = true;
    term->repaint = true;
}

void term_suspend(struct term *term)
{
    leave_screen(term);
}

void term_resume(struct term *term)
{
    refresh_screen(term); /* sets the modes and enters the screen again */
    term_resize(term);
}

/* Keys */

static const struct {
    int curses;
    enum key key;
} special_keys[] = {
    { KEY_UP, K_UP },       { KEY_DOWN, K_DOWN },           { KEY_LEFT, K_LEFT },
    { KEY_RIGHT, K_RIGHT }, { KEY_PPAGE, K_PAGE_UP },       { KEY_NPAGE, K_PAGE_DOWN },
    { KEY_HOME, K_HOME },   { KEY_FIND, K_HOME }, /* the linux console's */
    { KEY_END, K_END },     { KEY_SELECT, K_END },          { KEY_BTAB, K_BACK_TAB },
    { KEY_ENTER, K_ENTER }, { KEY_BACKSPACE, K_BACKSPACE }, { KEY_DC, K_DELETE },
    { KEY_F(1), K_F1 },
};

static struct key_press mouse_press(void)
{
    MEVENT event;
    struct key_press press = { .key = K_OTHER };
    if (getmouse(&event) != OK)
        return press;
    press.x = event.x;
    press.y = event.y;
    if (event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED))
        press.key = K_CLICK;
    else if (event.bstate & BUTTON4_PRESSED)
        press.key = K_WHEEL_UP;
    else if (event.bstate & BUTTON5_PRESSED)
        press.key = K_WHEEL_DOWN;
    return press;
}

static struct key_press special_press(wint_t curses_key)
{
    if (curses_key == KEY_MOUSE)
        return mouse_press();
    for (size_t i = 0; i < sizeof special_keys / sizeof *special_keys; i++)
        if ((wint_t)special_keys[i].curses == curses_key)
            return (struct key_press){ .key = special_keys[i].key };
    return (struct key_press){ .key = K_OTHER };
}

void term_ask_background(struct term *term)
{
    if (theme_for_background(getenv("COLORFGBG")) == THEME_AUTO && background_may_ask(getenv("TERM")))
        tty_ask(&term->background_question, BACKGROUND_QUESTION);
}

static void take_answer(struct term *term, const char *answer)
{
    if (background_theme(answer) == THEME_AUTO)
        return;
    tty_answered(&term->background_question);
    term->background = background_theme(answer);
    term_set_theme(term, term->asked);
}

/* While an answer is awaited its parts may come one by one. */
static bool next_character(struct term *term, wint_t *c)
{
    if (wget_wch(term->keys, c) == OK)
        return true;
    return tty_answer_comes(&term->background_question) && wget_wch(term->keys, c) == OK;
}

/* What stands in a string between Esc ] and its end. */
static void read_string(struct term *term, char *text, size_t size)
{
    size_t length = 0;
    wint_t c = 0;
    while (next_character(term, &c) && c != '\a' && c != 27)
        if (length + 1 < size)
            text[length++] = c < 0x7F ? (char)c : '?';
    text[length] = '\0';
    if (c == 27)
        next_character(term, &c);
}

/* After an Esc that curses could not read as a key: nothing more is the Esc key itself; Alt and a letter, or a
 * sequence nobody knows, must not act as Esc and then as every letter in it. */
static struct key_press escape_press(struct term *term)
{
    wint_t c;
    char text[64];
    if (!next_character(term, &c))
        return (struct key_press){ .key = K_ESCAPE };
    if (c == ']' || c == 'P' || c == '_' || c == '^') {
        bool answer = c == ']';
        read_string(term, text, sizeof text);
        if (answer)
            take_answer(term, text);
        return (struct key_press){ .key = K_OTHER };
    }
    if (c == '[' || c == 'O')
        while (next_character(term, &c) && (c < '@' || c > '~'))
            continue;
    return (struct key_press){ .key = K_OTHER };
}

struct key_press term_key(struct term *term)
{
    wint_t c;
    int kind = wget_wch(term->keys, &c);
    if (kind == ERR)
        return (struct key_press){ .key = K_NONE };
    if (kind == KEY_CODE_YES)
        return special_press(c);
    switch (c) {
    case 27:
        return escape_press(term);
    case '\r':
    case '\n':
        return (struct key_press){ .key = K_ENTER };
    case '\t':
        return (struct key_press){ .key = K_TAB };
    case '\b':
    case 127:
        return (struct key_press){ .key = K_BACKSPACE };
    case 0: /* Ctrl-space: K_NONE would say that there are no more keys */
        return (struct key_press){ .key = K_OTHER };
    default:
        return (struct key_press){ .key = (uint32_t)c };
    }
}

void term_mouse(struct term *term, bool on)
{
    (void)term;
    mouseinterval(0);
    mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}
