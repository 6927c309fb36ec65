/* Roles: what a cell of the canvas means. Views speak of roles only; which colour or attribute a role gets is
 * up to the theme (theme.h), so that every screen is readable in 256, 8 and no colours.
 *
 * A cell's `role` word is an ink, perhaps with a ground and an emphasis:
 *
 *     ROLE_TEXT                               ordinary words
 *     role_strategy(1) | ROLE_STRONG          the name of a strategy
 *     role_worker(3) | ROLE_ON(ROLE_TRACK)    a worker's bar on its track
 *     ROLE_DARK | ROLE_ON(role_strategy(0))   a label written inside a coloured segment
 *     role_worker(3) | ROLE_SHADE(2)          the foot of a graph: closer to the ground */
#pragma once

#include <stdbool.h>

#define ROLE_STRATEGIES 8
#define ROLE_WORKERS    8

enum role {
    ROLE_PLAIN, /* as ground: the terminal's own */

    /* Words, from loud to quiet. */
    ROLE_TITLE,   /* of the screen */
    ROLE_FIGURE,  /* figures that people compare */
    ROLE_HEADING, /* title of a panel */
    ROLE_TEXT,    /* ordinary words */
    ROLE_LABEL,   /* what a key does; bars that belong to no strategy or worker */
    ROLE_NOTE,    /* the note at the right of a panel's border */
    ROLE_DIM,     /* explanations of figures */
    ROLE_FAINT,   /* waiting tasks, figures from elsewhere */

    /* Structure. */
    ROLE_BRAND,  /* the program's name, pointers */
    ROLE_BORDER, /* of a panel */
    ROLE_FOCUS,  /* border of the panel that has the keys */
    ROLE_TRACK,  /* ground: of a bar */
    ROLE_REST,   /* ground: of a share in which no worker worked */
    ROLE_COST,   /* ground: of a share that was overhead */
    ROLE_DARK,   /* ink: on a coloured ground */
    ROLE_KEY,    /* ground: of a key cap */
    ROLE_SELECT, /* ground: of the selection */
    ROLE_FIELD,  /* ground: of a field that text is typed into */

    /* States; each also has a word and a glyph. */
    ROLE_RUNNING,
    ROLE_READY, /* could run, has no core */
    ROLE_ASLEEP,
    ROLE_STOPPED,
    ROLE_FAILED,
    ROLE_WARN,
    ROLE_GOOD,

    /* Palettes: use role_strategy() and role_worker(). */
    ROLE_STRATEGY,
    ROLE_WORKER = ROLE_STRATEGY + ROLE_STRATEGIES,
    ROLE_COUNT = ROLE_WORKER + ROLE_WORKERS
};

#define ROLE_STRONG     0x80u                     /* the ink emphasised: bold */
#define ROLE_ON(ground) ((unsigned)(ground) << 8) /* puts the ink on a ground */

/* The ink closer to the ground, 0 … ROLE_SHADES - 1, where a theme has enough colours: decoration only. */
#define ROLE_SHADES       4
#define ROLE_SHADE(level) ((unsigned)(level) << 16)

#define ROLE_INK_OF(role)    ((role)&0x7Fu)
#define ROLE_GROUND_OF(role) ((role) >> 8 & 0x7Fu)
#define ROLE_SHADE_OF(role)  ((role) >> 16 & 3u)

/* The colour of the index-th kind of strategy and of a worker's slot; colours repeat after the last. */
static inline unsigned role_strategy(unsigned index)
{
    return ROLE_STRATEGY + index % ROLE_STRATEGIES;
}

static inline unsigned role_worker(unsigned slot)
{
    return ROLE_WORKER + slot % ROLE_WORKERS;
}

/* Whether a role is one of these. */
static inline bool role_is_of_palette(unsigned role)
{
    return role - ROLE_STRATEGY < ROLE_STRATEGIES + ROLE_WORKERS;
}
