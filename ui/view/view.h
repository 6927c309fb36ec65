/* A view: one screen of the program, as a table of functions plus the data it says it owns (tig's way).
 * Adding one is a new view_*.c, a line in view.c and the lines of its keys in action.c.
 *
 * The loop owns everything that changes: the model (the engine's series and snapshots, the experiments found,
 * the results kept) and, for every view, a block of `state_size` bytes that is zeroed once and handed back at
 * each call: what is selected, how far a list is scrolled, what has been typed. A view has no other memory.
 *
 * draw() is a pure function of (model, state, size): it takes no samples, asks no clock, changes nothing.
 * So the same view draws a live run, a replay at any moment and a golden test.
 * What depends on the size, such as where a list must be scrolled to,
 * is settled in prepare(), which the loop calls before draw() whenever something changed. */
#pragma once

#include "view/action.h"
#include "draw/canvas.h"

#include <stdbool.h>
#include <stddef.h>

/* What all views look at; read-only to them. Defined with the loop:
 * pointers to the snapshot of this moment, the experiment, the results, the catalog, the machine. */
struct model;
struct snapshot_window;
struct stored_record;
struct worker_facts;

/* What an action leaves to do. As in tig a view does its part and passes the rest on,
 * and the loop does what the action means everywhere.
 * The pointers are to the view's state or to the model; the loop copies what it keeps. */
struct request {
    enum action action;                  /* ACTION_NONE: nothing is left to do */
    const struct experiment *experiment; /* ACTION_START, ACTION_EDIT; ACTION_SAVE … */
    const char *path;                    /* … as this file … */
    bool leaves;                         /* … and back, once it is saved */
    const struct finished *finished;     /* ACTION_RACE, ACTION_REPEAT: its runs; NULL: there are none */
    const struct recording *recording;   /* ACTION_SAVE without a path: its runs; NULL: there are none */
    const char *message;                 /* one sentence to show: why there was nothing to do; NULL: none */
    const struct stored_record *record;  /* ACTION_OPEN, ACTION_BESIDE, ACTION_DELETE; NULL: there is none */
    const struct worker_facts *worker;   /* ACTION_KILL, ACTION_HALT; NULL: none is chosen */
};

struct view_ops {
    enum screen screen;
    const char *name; /* as --dump and golden files call it: "home", "run" */
    enum keymap keymap;
    size_t state_size;

    /* The view comes up, also when it comes back from another. NULL: nothing to do. */
    void (*enter)(void *state, const struct model *model);

    /* Fits the state to the model and the size: selections within what there is,
     * scroll offsets. Idempotent. */
    void (*prepare)(void *state, const struct model *model, int w, int h);

    /* The title bar: this, unless title() writes something else, and at the right a note, else the machine.
     * Both are shown by the loop's header, so that all screens agree. title NULL: always this. */
    const char *heading;
    void (*title)(const void *state, const struct model *model, char *title, char *note, size_t size);

    /* Everything between header and footer; the pane is the whole screen, so that layout_*() can
     * be used as it is. The loop draws header, footer and, where it is too small for anything, that it is. */
    void (*draw)(const void *state, const struct model *model, struct pane screen);

    /* An action of the table on this screen. */
    struct request (*act)(void *state, const struct model *model, enum action action);

    /* Which keys count, if not always those of `keymap`; the footer follows. NULL: always. */
    enum keymap (*keys)(const void *state);

    /* A character typed while keys() is KEYMAP_ENTRY. NULL: the view never takes text. */
    void (*type)(void *state, const struct model *model, uint32_t codepoint);

    /* A click or a turn of the wheel at a cell. NULL: the view does without. */
    void (*point)(void *state, const struct model *model, const struct key_press *press, int w, int h);

    /* Frees what the state owns beyond itself. NULL: nothing. */
    void (*release)(void *state);

    /* Which part of the run it is going to show at this size:
     * rows of workers from the first one on, tasks of the queue, cells of the map.
     * Called after prepare(); the loop looks at no more than that. NULL: the view shows no moving run. */
    void (*window)(const void *state, const struct model *model, int w, int h,
                   struct snapshot_window *window);
};

/* By their screens. */
extern const struct view_ops *const views[SCREEN_COUNT];

/* The keys that count now. */
static inline enum keymap view_keymap(const struct view_ops *view, const void *state)
{
    return view->keys ? view->keys(state) : view->keymap;
}
