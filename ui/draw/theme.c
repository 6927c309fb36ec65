#include "draw/theme.h"

#include <stdlib.h>
#include <string.h>

#define SHADE                 0x2591u /* ░ */
#define SHADE_MIDDLE          0x2592u /* ▒ */
#define SHADE_DARK            0x2593u /* ▓ */
#define FULL                  0x2588u /* █ */
#define LINES_AND_BLOCKS      0x2500u
#define LINES_AND_BLOCKS_LAST 0x259Fu

/* What a role looks like in each theme that has colours;
 * attributes replace them where there are 8 or none. */
struct entry {
    int16_t styled[THEME_MONO]; /* of 256; -1: the terminal's own */
    int16_t basic[THEME_MONO];  /* of 8; never 4 on the default ground: plain blue cannot be read there */
    uint8_t always;             /* attributes as ink */
    uint8_t poor;               /* and with 8 colours or none */
    uint8_t ground;             /* as ground without colours */
};

enum { DEFAULT = -1, BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

enum { BOLD = LOOK_BOLD, DIM = LOOK_DIM, UNDERLINE = LOOK_UNDERLINE, REVERSE = LOOK_REVERSE };

/* clang-format off: tables are read by column */

#define ALL(colour)                                                                                          \
    {                                                                                                        \
        colour, colour, colour, colour                                                                       \
    }
#define OWN ALL(DEFAULT)

/* Colours in the order of enum theme: auto, dark, light, colour-blind. */
static const struct entry entries[ROLE_STRATEGY] = {
    [ROLE_PLAIN] = { OWN, OWN, 0, 0, 0 },
    [ROLE_TITLE] = { { DEFAULT, 255, 232, DEFAULT }, OWN, BOLD, 0, 0 },
    [ROLE_FIGURE] = { { DEFAULT, 255, 232, DEFAULT }, OWN, BOLD, 0, 0 },
    [ROLE_HEADING] = { { DEFAULT, 252, 236, DEFAULT }, OWN, BOLD, 0, 0 },
    [ROLE_TEXT] = { { DEFAULT, 252, 236, DEFAULT }, OWN, 0, 0, 0 },
    [ROLE_LABEL] = { { DEFAULT, 250, 239, DEFAULT }, OWN, 0, 0, 0 },
    [ROLE_NOTE] = { { 244, 245, 242, 245 }, OWN, 0, DIM, 0 },
    [ROLE_DIM] = { { 244, 243, 243, 244 }, OWN, 0, DIM, 0 },
    [ROLE_FAINT] = { { 244, 240, 246, 242 }, OWN, 0, DIM, 0 },
    [ROLE_BRAND] = { { 29, 79, 29, 36 }, { GREEN, GREEN, GREEN, CYAN }, BOLD, 0, 0 },
    [ROLE_BORDER] = { { 244, 239, 248, 241 }, OWN, 0, DIM, 0 },
    [ROLE_FOCUS] = { { 30, 73, 30, 74 }, ALL(CYAN), 0, BOLD, 0 },
    [ROLE_TRACK] = { { 236, 236, 254, 236 }, OWN, 0, 0, 0 },
    [ROLE_REST] = { { 237, 237, 253, 237 }, OWN, 0, 0, 0 },
    [ROLE_COST] = { { 131, 131, 131, 249 }, { RED, RED, RED, WHITE }, 0, 0, UNDERLINE },
    [ROLE_DARK] = { { 16, 234, 231, 16 }, ALL(BLACK), BOLD, 0, 0 },
    [ROLE_KEY] = { { 246, 246, 241, 246 }, ALL(WHITE), 0, 0, REVERSE },
    [ROLE_SELECT] = { { 36, 79, 29, 74 }, { GREEN, GREEN, GREEN, CYAN }, 0, 0, REVERSE },
    [ROLE_FIELD] = { { DEFAULT, 238, 252, 238 }, OWN, 0, 0, UNDERLINE },
    [ROLE_RUNNING] = { { 29, 79, 29, 36 }, { GREEN, GREEN, GREEN, CYAN }, 0, 0, REVERSE },
    [ROLE_READY] = { { 166, 221, 130, 214 }, { YELLOW, YELLOW, MAGENTA, YELLOW }, 0, 0, REVERSE },
    [ROLE_ASLEEP] = { { 67, 110, 60, 74 }, OWN, 0, DIM, REVERSE },
    [ROLE_STOPPED] = { { 133, 174, 125, 175 }, ALL(MAGENTA), 0, 0, REVERSE },
    [ROLE_FAILED] = { { 196, 203, 160, 166 }, ALL(RED), 0, BOLD, REVERSE },
    [ROLE_WARN] = { { 166, 221, 130, 214 }, { YELLOW, YELLOW, RED, YELLOW }, 0, BOLD, REVERSE },
    [ROLE_GOOD] = { { 29, 79, 29, 36 }, { GREEN, GREEN, GREEN, CYAN }, 0, 0, REVERSE },
};

/* Those of the palettes: 256 colours, and of 8 what comes round again and again.
 * No worker has a colour near that of ROLE_FAILED: an attempt that died is drawn in the row of its worker.
 * Colour-blind: strategies are sky blue, orange, bluish green, vermillion and their tints;
 * workers reddish purple, yellow, blue, grey and theirs; blue lightened to be seen on black. */
struct palette {
    uint8_t styled[ROLE_STRATEGIES], basic[3], basics;
};

static const struct palette strategy_palette[THEME_MONO] = {
    [THEME_AUTO] = { { 32, 166, 29, 98, 100, 131, 66, 134 }, { CYAN, GREEN }, 2 },
    [THEME_DARK] = { { 75, 214, 79, 134, 149, 180, 44, 171 }, { CYAN, YELLOW, GREEN }, 3 },
    [THEME_LIGHT] = { { 25, 130, 29, 91, 58, 95, 23, 125 }, { CYAN, GREEN }, 2 },
    [THEME_COLOUR_BLIND] = { { 74, 214, 36, 137, 117, 222, 115, 209 }, { CYAN, YELLOW, GREEN }, 3 },
};

static const struct palette worker_palette[THEME_MONO] = {
    [THEME_AUTO] = { { 168, 136, 133, 64, 63, 102, 31, 67 }, { MAGENTA, YELLOW }, 2 },
    [THEME_DARK] = { { 175, 227, 117, 157, 147, 219, 223, 152 }, { MAGENTA, WHITE }, 2 },
    [THEME_LIGHT] = { { 169, 136, 32, 64, 98, 127, 66, 94 }, { MAGENTA, YELLOW }, 2 },
    [THEME_COLOUR_BLIND] = { { 175, 227, 32, 250, 111, 230, 182, 245 }, { MAGENTA, WHITE }, 2 },
};
/* clang-format on */

/* The ground that a theme paints, and the ink of what has no colour of its own. */
static const struct {
    int16_t styled_fg, styled_bg, basic_fg, basic_bg;
} grounds[THEME_COUNT] = {
    [THEME_DARK] = { 252, 233, WHITE, BLACK },
    [THEME_LIGHT] = { 236, 231, BLACK, WHITE },
    [THEME_COLOUR_BLIND] = { 252, 233, WHITE, BLACK },
};

static const char *const names[THEME_COUNT] = {
    [THEME_AUTO] = "auto",   [THEME_DARK] = "dark",
    [THEME_LIGHT] = "light", [THEME_COLOUR_BLIND] = "colour-blind",
    [THEME_MONO] = "mono",
};

static int colour_of(enum theme theme, bool styled, unsigned role)
{
    if (role < ROLE_STRATEGY)
        return styled ? entries[role].styled[theme] : entries[role].basic[theme];
    bool worker = role >= ROLE_WORKER;
    const struct palette *palette = worker ? &worker_palette[theme] : &strategy_palette[theme];
    unsigned index = role - (worker ? ROLE_WORKER : ROLE_STRATEGY);
    return styled ? palette->styled[index] : palette->basic[index % palette->basics];
}

/* What all members of a palette have in common. */
static const struct entry *entry_of(unsigned role)
{
    static const struct entry member = { .ground = REVERSE };
    return role < ROLE_STRATEGY ? &entries[role] : &member;
}

static int nearest_step(uint32_t value)
{
    return value < 48 ? 0 : value < 115 ? 1 : (int)(value - 35) / 40;
}

/* Of the colour cube, between a colour and the ground of its theme. */
static int shaded(enum theme theme, int colour, unsigned shade)
{
    static const uint32_t percent[ROLE_SHADES] = { 100, 86, 72, 60 };
    uint32_t ink = theme_rgb(colour), ground = theme_rgb(grounds[theme].styled_bg);
    int cube = 16;
    for (int i = 0; i < 3; i++) {
        uint32_t a = ink >> (16 - 8 * i) & 0xFF, b = ground >> (16 - 8 * i) & 0xFF;
        static const int weights[] = { 36, 6, 1 };
        cube += weights[i] * nearest_step((a * percent[shade] + b * (100 - percent[shade])) / 100);
    }
    return cube;
}

struct look theme_look(enum theme theme, int colours, unsigned role)
{
    unsigned ink = ROLE_INK_OF(role) % ROLE_COUNT, ground = ROLE_GROUND_OF(role) % ROLE_COUNT;
    struct look look = { DEFAULT, DEFAULT, entry_of(ink)->always };

    if (role & ROLE_STRONG)
        look.attributes |= LOOK_BOLD;
    if (theme >= THEME_MONO || colours < 8) {
        look.attributes |= (unsigned)entry_of(ink)->poor | entry_of(ground)->ground;
        return look;
    }
    bool styled = colours >= 256;
    look.fg = colour_of(theme, styled, ink);
    look.bg = ground ? colour_of(theme, styled, ground) : DEFAULT;
    if (!styled)
        look.attributes |= entry_of(ink)->poor;
    else if (ROLE_SHADE_OF(role) && look.fg >= 0 && grounds[theme].styled_bg)
        look.fg = shaded(theme, look.fg, ROLE_SHADE_OF(role));
    /* The ink for coloured grounds would vanish where the ground could not be coloured. */
    if (ink == ROLE_DARK && look.bg == DEFAULT)
        look.fg = DEFAULT;
    return look;
}

struct look theme_on_ground(enum theme theme, int colours, struct look look)
{
    bool styled = colours >= 256;
    if (colours < 8 || grounds[theme].styled_fg == 0)
        return look;
    look.fg = look.fg >= 0 ? look.fg : styled ? grounds[theme].styled_fg : grounds[theme].basic_fg;
    look.bg = look.bg >= 0 ? look.bg : styled ? grounds[theme].styled_bg : grounds[theme].basic_bg;
    return look;
}

static bool is_blank(const struct cell *cell)
{
    return !cell || cell->glyph == ' ';
}

static bool is_of_word(const struct cell *cell)
{
    return !is_blank(cell) && (cell->glyph < LINES_AND_BLOCKS || cell->glyph > LINES_AND_BLOCKS_LAST);
}

/* The ground of a bar, with nothing on it; the gap between two words on it is left alone. */
static bool is_rest_of_bar(const struct canvas *canvas, int x, int y)
{
    const struct cell *cell = canvas_cell(canvas, x, y);
    return cell && is_blank(cell) && ROLE_GROUND_OF(cell->role) == ROLE_TRACK &&
           !(is_of_word(canvas_cell(canvas, x - 1, y)) && is_of_word(canvas_cell(canvas, x + 1, y)));
}

/* The full cells of a second pool, where no colour sets it apart from the first;
 * ASCII has marks (draw_full()). */
static bool is_shaded(enum theme theme, int colours, const struct cell *cell)
{
    enum { USUAL = 3 }; /* strategies that have names of their own */
    unsigned ink = cell ? ROLE_INK_OF(cell->role) : 0;
    return cell && cell->glyph == FULL && ink >= ROLE_STRATEGY + USUAL && ink < ROLE_WORKER &&
           (theme == THEME_MONO || colours < 8);
}

struct cell theme_cell(enum theme theme, int colours, const struct canvas *canvas, int x, int y)
{
    const struct cell *cell = canvas_cell(canvas, x, y);
    if (is_shaded(theme, colours, cell))
        return (struct cell){ .glyph = cell->role & 1 ? SHADE_MIDDLE : SHADE_DARK, .role = cell->role };
    if (is_rest_of_bar(canvas, x, y) && theme_look(theme, colours, cell->role).bg < 0)
        return (struct cell){ .glyph = canvas->ascii ? '.' : SHADE, .role = ROLE_FAINT };
    return cell ? *cell : (struct cell){ .glyph = ' ' };
}

const char *theme_name(enum theme theme)
{
    return names[theme < THEME_COUNT ? theme : THEME_AUTO];
}

bool theme_by_name(const char *name, enum theme *theme)
{
    for (int i = 0; i < THEME_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *theme = (enum theme)i;
            return true;
        }
    }
    return false;
}

enum theme theme_for_background(const char *colorfgbg)
{
    const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
    if (!last || last[1] < '0' || last[1] > '9')
        return THEME_AUTO;
    long ground = strtol(last + 1, NULL, 10);
    return ground == 7 || ground >= 9 ? THEME_LIGHT : THEME_DARK;
}

uint32_t theme_rgb(int colour)
{
    static const uint32_t first[16] = {
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    };
    static const uint32_t steps[6] = { 0, 95, 135, 175, 215, 255 };
    if (colour < 16)
        return first[colour < 0 ? 0 : colour];
    if (colour >= 232)
        return (uint32_t)(8 + 10 * (colour - 232)) * 0x010101u;
    int cube = colour - 16;
    return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6];
}
