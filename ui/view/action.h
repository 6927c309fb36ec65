/* Actions: one table says which key does what on which screen, what
 * the footer calls it and what the help says. Dispatch, footer and help read it and nothing else; tests hold
 * that no key has two meanings on a screen, that everything is in the help, and that h j k l only move. */
#pragma once

#include "draw/canvas.h"
#include "term/key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The screens: each is a view. */
enum screen {
    SCREEN_HOME,
    SCREEN_RECORDS,
    SCREEN_RUN,
    SCREEN_COMPARE,
    SCREEN_TIMELINE,
    SCREEN_RACE,
    SCREEN_EDIT,
    SCREEN_HELP,
    SCREEN_COUNT
};

/* What the keys mean at this moment. A screen has one keymap or several. */
enum keymap {
    KEYMAP_HOME,
    KEYMAP_PLAN,   /* home, while "Will run" has the keys */
    KEYMAP_BROKEN, /* home, where the file of the selected experiment cannot be read */
    KEYMAP_RECORDS,
    KEYMAP_RUN,
    KEYMAP_HELD,   /* the run screen while its run is held */
    KEYMAP_ENDED,  /* the run screen while nothing runs: nothing to hold or to stop */
    KEYMAP_REPLAY, /* the run screen while a run is played back */
    KEYMAP_COMPARE,
    KEYMAP_TIMELINE,
    KEYMAP_PAST, /* the timeline while nothing runs: nothing to hold or to stop */
    KEYMAP_RACE,
    KEYMAP_EDIT,
    KEYMAP_HELP,
    KEYMAP_ENTRY,   /* text is being typed: what has no action here is text */
    KEYMAP_ASK,     /* a question waits for yes or no */
    KEYMAP_UNSAVED, /* changes wait to be saved or dropped */
    KEYMAP_COUNT
};

enum action {
    ACTION_NONE,

    ACTION_UP,
    ACTION_DOWN,
    ACTION_LEFT,
    ACTION_RIGHT,
    ACTION_PAGE_UP,
    ACTION_PAGE_DOWN,
    ACTION_FIRST,
    ACTION_LAST,
    ACTION_NEXT_PANEL,
    ACTION_PREVIOUS_PANEL,

    ACTION_START, /* run the experiment that is selected or edited */
    ACTION_EDIT,
    ACTION_SEARCH,
    ACTION_SMALLER, /* chunk */
    ACTION_LARGER,
    ACTION_THEME,
    ACTION_MOUSE,
    ACTION_HELP,
    ACTION_REDRAW,
    ACTION_BACK,        /* from home: leave the program */
    ACTION_LIST_BEFORE, /* of the lists at home */
    ACTION_LIST_AFTER,
    ACTION_READ_AGAIN, /* a file that could not be read */
    ACTION_OPEN,       /* play the record that is selected */
    ACTION_BESIDE,     /* a record among the comparisons */
    ACTION_DELETE,

    ACTION_SHOW_RUN,
    ACTION_SHOW_COMPARE,
    ACTION_SHOW_TIMELINE,
    ACTION_STOP,    /* end the experiment that runs */
    ACTION_NEXT,    /* end the run, go on with the next strategy */
    ACTION_REPEAT,  /* what a verdict still needs */
    ACTION_ACCOUNT, /* where the time went, by another account */
    ACTION_HOLD,    /* hold the run, let it go on */
    ACTION_STEP,    /* let one more task start */
    ACTION_KILL,    /* the chosen worker */
    ACTION_HALT,    /* stop the chosen worker, let it go on */
    ACTION_OLDER,
    ACTION_NEWER,
    ACTION_CLOSER, /* less time in the same width */
    ACTION_WIDER,
    ACTION_NEXT_TASK,
    ACTION_PREVIOUS_TASK,
    ACTION_TO_TASK,

    ACTION_RACE, /* begin one */
    ACTION_PLAY, /* and pause */
    ACTION_FASTER,
    ACTION_SLOWER,
    ACTION_EVENT_BEFORE,
    ACTION_EVENT_AFTER,
    ACTION_RUN_BEFORE,
    ACTION_RUN_AFTER,

    ACTION_CHANGE, /* type a new value */
    ACTION_CLEAR,  /* what is typed, or the value */
    ACTION_TOGGLE,
    ACTION_ADD, /* a strategy */
    ACTION_DOUBLE,
    ACTION_REMOVE,
    ACTION_BEFORE, /* it changes places with the one before */
    ACTION_AFTER,
    ACTION_MORE, /* settings, or fewer */
    ACTION_SAVE,
    ACTION_DROP, /* the changes */

    ACTION_ACCEPT,
    ACTION_CANCEL,
    ACTION_ERASE, /* the character before the cursor */
    ACTION_YES,
    ACTION_NO,

    ACTION_COUNT
};

/* Panels that show the keys that act on them, in their lower borders. */
enum key_panel {
    PANEL_WORKERS,
    PANEL_QUEUE,
    PANEL_ELAPSED,
    PANEL_ACCOUNT,
    PANEL_WATERFALL,
    PANEL_VERDICT,
    PANEL_TIMELINE,
    PANEL_TASK,
    PANEL_RACE,
    PANEL_FORM,
};

/* ACTION_NONE where the key does nothing. */
enum action action_for(enum keymap keymap, uint32_t key);

/* Some key has this action in the keymap. */
bool action_counts(enum keymap keymap, enum action action);

/* It moves within a list, a form or a page, or from panel to panel. */
bool action_moves(enum action action);

/* A key cap of the footer. */
struct action_cap {
    enum action action;
    char key[16];      /* as on the cap, UTF-8 */
    const char *label; /* what it does */
};

#define ACTION_CAPS_MAX 20

/* Chooses the key caps that fit in `w` columns, whole ones only, the important ones first,
 * and returns them in the order of the table. `ascii`: measured and written for a terminal without UTF-8.
 * Returns how many. What `shown` says is on the screen already is left out; NULL: nothing is. */
size_t action_footer(enum keymap keymap, int w, bool ascii, const struct canvas *shown,
                     struct action_cap caps[ACTION_CAPS_MAX]);

/* The keys that act on a panel, in the order of the table. Returns how many. */
size_t action_panel(enum keymap keymap, enum key_panel panel, bool ascii,
                    struct action_cap caps[ACTION_CAPS_MAX]);

/* Why a key has no action in a keymap, in one sentence: where it acts, if anywhere. Returns buf. */
char *action_why_not(char *buf, size_t size, enum keymap keymap, uint32_t key);

/* Why an action changed nothing, in one sentence. */
const char *action_idle(enum action action);

/* Columns between two caps. */
#define ACTION_CAP_GAP 2

/* One line of help. */
struct action_help {
    char keys[48];    /* "q, Esc" */
    const char *text; /* "back; from home: leave" */
};

/* Groups of help, in order: their number, a group's title, and its lines one by one.
 * False when the group has no such line. The title is NULL beyond the last group. */
const char *action_group(size_t group);

/* The place'th group of the help for a keymap: its own keys come first. Beyond the last one: a number
 * that is no group. */
size_t action_group_for(enum keymap keymap, size_t place);

bool action_help_line(size_t group, size_t line, bool ascii, struct action_help *help);

/* The table itself, for tests. */
#define ACTION_KEYS_MAX 3

struct action_binding {
    uint32_t keys[ACTION_KEYS_MAX]; /* the first one is on the cap; K_NONE: fewer */
    enum action action;
    unsigned keymaps;  /* bits: 1u << enum keymap */
    unsigned group;    /* of the help */
    const char *label; /* in the footer; NULL: not there (moving) */
    int rank; /* in the footer: higher ones are left out first; from ACTION_RANK_WIDE on they only appear
                          where there is room to spare */
    const char *help;
};

#define ACTION_RANK_WIDE    10
#define ACTION_COLUMNS_WIDE 100

const struct action_binding *action_bindings(size_t *count);
