#include "draw/theme.h"

#include <stdlib.h>
#include <string.h>

#define SHADE                 0x2591u /* ░ */
#define LINES_AND_BLOCKS      0x2500u
#define LINES_AND_BLOCKS_LAST 0x259Fu

/* What a role looks like; attributes replace colours where there are 8 or none. */
struct entry {
    int16_t styled; /* of 256; -1: the terminal's own */
    int16_t basic;  /* of 8; never 4 on the default ground: plain blue cannot be read there */
    uint8_t always; /* attributes as ink */
    uint8_t poor;   /* and with 8 colours or none */
    uint8_t ground; /* as ground without colours */
};

enum { DEFAULT = -1, BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

enum { BOLD = LOOK_BOLD, DIM = LOOK_DIM, UNDERLINE = LOOK_UNDERLINE, REVERSE = LOOK_REVERSE };

/* clang-format off: tables are read by column */

/* No worker has a colour near that of ROLE_FAILED: an attempt that died is drawn in the row of its worker. */
#define PAIR(first, a, b, p, q) [(first)] = { a, p, 0, 0, REVERSE }, [(first) + 1] = { b, q, 0, 0, REVERSE }
#define PALETTE_OF_TWO(first, a, b, c, d, e, f, g, h, p, q)                                                  \
    PAIR((first), a, b, p, q), PAIR((first) + 2, c, d, p, q), PAIR((first) + 4, e, f, p, q),                 \
        PAIR((first) + 6, g, h, p, q)
#define PALETTE_OF_THREE(first, a, b, c, d, e, f, g, h, p, q, r)                                             \
    PAIR((first), a, b, p, q), PAIR((first) + 2, c, d, r, p), PAIR((first) + 4, e, f, q, r),                 \
        PAIR((first) + 6, g, h, p, q)

static const struct entry dark[ROLE_COUNT] = {
    [ROLE_PLAIN] = { DEFAULT, DEFAULT, 0, 0, 0 },
    [ROLE_TITLE] = { 255, DEFAULT, BOLD, 0, 0 },
    [ROLE_FIGURE] = { 255, DEFAULT, BOLD, 0, 0 },
    [ROLE_HEADING] = { 252, DEFAULT, BOLD, 0, 0 },
    [ROLE_TEXT] = { 252, DEFAULT, 0, 0, 0 },
    [ROLE_LABEL] = { 250, DEFAULT, 0, 0, 0 },
    [ROLE_NOTE] = { 245, DEFAULT, 0, DIM, 0 },
    [ROLE_DIM] = { 243, DEFAULT, 0, DIM, 0 },
    [ROLE_FAINT] = { 240, DEFAULT, 0, DIM, 0 },
    [ROLE_BRAND] = { 79, GREEN, BOLD, 0, 0 },
    [ROLE_BORDER] = { 239, DEFAULT, 0, DIM, 0 },
    [ROLE_FOCUS] = { 73, CYAN, 0, BOLD, 0 },
    [ROLE_TRACK] = { 236, DEFAULT, 0, 0, 0 },
    [ROLE_REST] = { 237, DEFAULT, 0, 0, 0 },
    [ROLE_COST] = { 131, RED, 0, 0, UNDERLINE },
    [ROLE_DARK] = { 234, BLACK, BOLD, 0, 0 },
    [ROLE_KEY] = { 246, WHITE, 0, 0, REVERSE },
    [ROLE_SELECT] = { 79, GREEN, 0, 0, REVERSE },
    [ROLE_FIELD] = { 238, DEFAULT, 0, 0, UNDERLINE },
    [ROLE_RUNNING] = { 79, GREEN, 0, 0, REVERSE },
    [ROLE_READY] = { 221, YELLOW, 0, 0, REVERSE },
    [ROLE_ASLEEP] = { 110, DEFAULT, 0, DIM, REVERSE },
    [ROLE_STOPPED] = { 174, MAGENTA, 0, 0, REVERSE },
    [ROLE_FAILED] = { 203, RED, 0, BOLD, REVERSE },
    [ROLE_WARN] = { 221, YELLOW, 0, BOLD, REVERSE },
    [ROLE_GOOD] = { 79, GREEN, 0, 0, REVERSE },
    PALETTE_OF_THREE(ROLE_STRATEGY, 75, 214, 79, 134, 149, 180, 44, 171, CYAN, YELLOW, GREEN),
    PALETTE_OF_TWO(ROLE_WORKER, 175, 227, 117, 157, 147, 219, 223, 152, MAGENTA, WHITE),
};

static const struct entry light[ROLE_COUNT] = {
    [ROLE_PLAIN] = { DEFAULT, DEFAULT, 0, 0, 0 },
    [ROLE_TITLE] = { 232, DEFAULT, BOLD, 0, 0 },
    [ROLE_FIGURE] = { 232, DEFAULT, BOLD, 0, 0 },
    [ROLE_HEADING] = { 236, DEFAULT, BOLD, 0, 0 },
    [ROLE_TEXT] = { 236, DEFAULT, 0, 0, 0 },
    [ROLE_LABEL] = { 239, DEFAULT, 0, 0, 0 },
    [ROLE_NOTE] = { 242, DEFAULT, 0, DIM, 0 },
    [ROLE_DIM] = { 243, DEFAULT, 0, DIM, 0 },
    [ROLE_FAINT] = { 246, DEFAULT, 0, DIM, 0 },
    [ROLE_BRAND] = { 29, GREEN, BOLD, 0, 0 },
    [ROLE_BORDER] = { 248, DEFAULT, 0, DIM, 0 },
    [ROLE_FOCUS] = { 30, CYAN, 0, BOLD, 0 },
    [ROLE_TRACK] = { 254, DEFAULT, 0, 0, 0 },
    [ROLE_REST] = { 253, DEFAULT, 0, 0, 0 },
    [ROLE_COST] = { 131, RED, 0, 0, UNDERLINE },
    [ROLE_DARK] = { 231, BLACK, BOLD, 0, 0 },
    [ROLE_KEY] = { 241, WHITE, 0, 0, REVERSE },
    [ROLE_SELECT] = { 29, GREEN, 0, 0, REVERSE },
    [ROLE_FIELD] = { 252, DEFAULT, 0, 0, UNDERLINE },
    [ROLE_RUNNING] = { 29, GREEN, 0, 0, REVERSE },
    [ROLE_READY] = { 130, MAGENTA, 0, 0, REVERSE },
    [ROLE_ASLEEP] = { 60, DEFAULT, 0, DIM, REVERSE },
    [ROLE_STOPPED] = { 125, MAGENTA, 0, 0, REVERSE },
    [ROLE_FAILED] = { 160, RED, 0, BOLD, REVERSE },
    [ROLE_WARN] = { 130, RED, 0, BOLD, REVERSE },
    [ROLE_GOOD] = { 29, GREEN, 0, 0, REVERSE },
    PALETTE_OF_TWO(ROLE_STRATEGY, 25, 130, 29, 91, 58, 95, 23, 125, CYAN, GREEN),
    PALETTE_OF_TWO(ROLE_WORKER, 169, 136, 32, 64, 98, 127, 66, 94, MAGENTA, YELLOW),
};

static const struct entry neutral[ROLE_COUNT] = {
    [ROLE_PLAIN] = { DEFAULT, DEFAULT, 0, 0, 0 },
    [ROLE_TITLE] = { DEFAULT, DEFAULT, BOLD, 0, 0 },
    [ROLE_FIGURE] = { DEFAULT, DEFAULT, BOLD, 0, 0 },
    [ROLE_HEADING] = { DEFAULT, DEFAULT, BOLD, 0, 0 },
    [ROLE_TEXT] = { DEFAULT, DEFAULT, 0, 0, 0 },
    [ROLE_LABEL] = { DEFAULT, DEFAULT, 0, 0, 0 },
    [ROLE_NOTE] = { 244, DEFAULT, 0, DIM, 0 },
    [ROLE_DIM] = { 244, DEFAULT, 0, DIM, 0 },
    [ROLE_FAINT] = { 244, DEFAULT, 0, DIM, 0 },
    [ROLE_BRAND] = { 29, GREEN, BOLD, 0, 0 },
    [ROLE_BORDER] = { 244, DEFAULT, 0, DIM, 0 },
    [ROLE_FOCUS] = { 30, CYAN, 0, BOLD, 0 },
    [ROLE_TRACK] = { 236, DEFAULT, 0, 0, 0 },
    [ROLE_REST] = { 237, DEFAULT, 0, 0, 0 },
    [ROLE_COST] = { 131, RED, 0, 0, UNDERLINE },
    [ROLE_DARK] = { 16, BLACK, BOLD, 0, 0 },
    [ROLE_KEY] = { 246, WHITE, 0, 0, REVERSE },
    [ROLE_SELECT] = { 36, GREEN, 0, 0, REVERSE },
    [ROLE_FIELD] = { DEFAULT, DEFAULT, 0, 0, UNDERLINE },
    [ROLE_RUNNING] = { 29, GREEN, 0, 0, REVERSE },
    [ROLE_READY] = { 166, YELLOW, 0, 0, REVERSE },
    [ROLE_ASLEEP] = { 67, DEFAULT, 0, DIM, REVERSE },
    [ROLE_STOPPED] = { 133, MAGENTA, 0, 0, REVERSE },
    [ROLE_FAILED] = { 196, RED, 0, BOLD, REVERSE },
    [ROLE_WARN] = { 166, YELLOW, 0, BOLD, REVERSE },
    [ROLE_GOOD] = { 29, GREEN, 0, 0, REVERSE },
    PALETTE_OF_TWO(ROLE_STRATEGY, 32, 166, 29, 98, 100, 131, 66, 134, CYAN, GREEN),
    PALETTE_OF_TWO(ROLE_WORKER, 168, 136, 133, 64, 63, 102, 31, 67, MAGENTA, YELLOW),
};

/* Strategies: sky blue, orange, bluish green, vermillion and their tints; workers: reddish purple, yellow, blue,
 * grey and theirs; blue lightened to be seen on black. */
static const struct entry colour_blind[ROLE_COUNT] = {
    [ROLE_PLAIN] = { DEFAULT, DEFAULT, 0, 0, 0 },
    [ROLE_TITLE] = { DEFAULT, DEFAULT, BOLD, 0, 0 },
    [ROLE_FIGURE] = { DEFAULT, DEFAULT, BOLD, 0, 0 },
    [ROLE_HEADING] = { DEFAULT, DEFAULT, BOLD, 0, 0 },
    [ROLE_TEXT] = { DEFAULT, DEFAULT, 0, 0, 0 },
    [ROLE_LABEL] = { DEFAULT, DEFAULT, 0, 0, 0 },
    [ROLE_NOTE] = { 245, DEFAULT, 0, DIM, 0 },
    [ROLE_DIM] = { 244, DEFAULT, 0, DIM, 0 },
    [ROLE_FAINT] = { 242, DEFAULT, 0, DIM, 0 },
    [ROLE_BRAND] = { 36, CYAN, BOLD, 0, 0 },
    [ROLE_BORDER] = { 241, DEFAULT, 0, DIM, 0 },
    [ROLE_FOCUS] = { 74, CYAN, 0, BOLD, 0 },
    [ROLE_TRACK] = { 236, DEFAULT, 0, 0, 0 },
    [ROLE_REST] = { 237, DEFAULT, 0, 0, 0 },
    [ROLE_COST] = { 249, WHITE, 0, 0, UNDERLINE },
    [ROLE_DARK] = { 16, BLACK, BOLD, 0, 0 },
    [ROLE_KEY] = { 246, WHITE, 0, 0, REVERSE },
    [ROLE_SELECT] = { 74, CYAN, 0, 0, REVERSE },
    [ROLE_FIELD] = { 238, DEFAULT, 0, 0, UNDERLINE },
    [ROLE_RUNNING] = { 36, CYAN, 0, 0, REVERSE },
    [ROLE_READY] = { 214, YELLOW, 0, 0, REVERSE },
    [ROLE_ASLEEP] = { 74, DEFAULT, 0, DIM, REVERSE },
    [ROLE_STOPPED] = { 175, MAGENTA, 0, 0, REVERSE },
    [ROLE_FAILED] = { 166, RED, 0, BOLD, REVERSE },
    [ROLE_WARN] = { 214, YELLOW, 0, BOLD, REVERSE },
    [ROLE_GOOD] = { 36, CYAN, 0, 0, REVERSE },
    PALETTE_OF_THREE(ROLE_STRATEGY, 74, 214, 36, 137, 117, 222, 115, 209, CYAN, YELLOW, GREEN),
    PALETTE_OF_TWO(ROLE_WORKER, 175, 227, 32, 250, 111, 230, 182, 245, MAGENTA, WHITE),
};
/* clang-format on */

/* THEME_MONO is what the dark table says without its colours. */
static const struct entry *const tables[THEME_COUNT] = {
    [THEME_AUTO] = neutral, [THEME_DARK] = dark, [THEME_LIGHT] = light, [THEME_COLOUR_BLIND] = colour_blind,
    [THEME_MONO] = dark,
};

static const char *const names[THEME_COUNT] = {
    [THEME_AUTO] = "auto",   [THEME_DARK] = "dark",
    [THEME_LIGHT] = "light", [THEME_COLOUR_BLIND] = "colour-blind",
    [THEME_MONO] = "mono",
};

struct look theme_look(enum theme theme, int colours, unsigned role)
{
    const struct entry *table = tables[theme < THEME_COUNT ? theme : THEME_AUTO];
    unsigned ink_role = ROLE_INK_OF(role) % ROLE_COUNT;
    const struct entry *ink = &table[ink_role];
    const struct entry *ground = &table[ROLE_GROUND_OF(role) % ROLE_COUNT];
    struct look look = { DEFAULT, DEFAULT, ink->always };

    if (role & ROLE_STRONG)
        look.attributes |= LOOK_BOLD;
    if (theme == THEME_MONO || colours < 8) {
        look.attributes |= (unsigned)ink->poor | ground->ground;
        return look;
    }
    bool styled = colours >= 256;
    look.fg = styled ? ink->styled : ink->basic;
    look.bg = ROLE_GROUND_OF(role) ? (styled ? ground->styled : ground->basic) : DEFAULT;
    if (!styled)
        look.attributes |= ink->poor;
    /* The ink for coloured grounds would vanish where the ground could not be coloured. */
    if (ink_role == ROLE_DARK && look.bg == DEFAULT)
        look.fg = DEFAULT;
    return look;
}

struct look theme_on_ground(enum theme theme, int colours, struct look look)
{
    static const struct {
        int fg, bg;
    } styled[THEME_COUNT] = { [THEME_DARK] = { 252, 233 }, [THEME_LIGHT] = { 236, 231 } },
      basic[THEME_COUNT] = { [THEME_DARK] = { WHITE, BLACK }, [THEME_LIGHT] = { BLACK, WHITE } };
    if (colours < 8 || (theme != THEME_DARK && theme != THEME_LIGHT))
        return look;
    look.fg = look.fg >= 0 ? look.fg : colours >= 256 ? styled[theme].fg : basic[theme].fg;
    look.bg = look.bg >= 0 ? look.bg : colours >= 256 ? styled[theme].bg : basic[theme].bg;
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

struct cell theme_cell(enum theme theme, int colours, const struct canvas *canvas, int x, int y)
{
    const struct cell *cell = canvas_cell(canvas, x, y);
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
