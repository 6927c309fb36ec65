/* The live experiment, as the screen keeps it: the session that carries it out,
 * its output, and what comes of it.
 *
 *     live_open(&live, &experiment, &machine, record)     begins with the first run
 *     … session_…(&live.session) …
 *     live_take()                                         once it has ended: what came of it
 *     live_close() */
#pragma once

#include "series/session.h"
#include "view/model.h"

#include <stdbool.h>

struct live {
    bool open; /* an experiment is or was carried out: what follows is there */
    struct session session;
    struct output output;      /* of its current run, or its last one */
    struct activity activity;  /* of the same */
    struct finished *finished; /* owned until it is taken; borrowed afterwards */
    bool taken;
};

/* Closes what was there before. The experiment is copied.
 * `record` is borrowed; NULL: runs are not written. */
void live_open(struct live *live, const struct experiment *experiment, const struct machine *machine,
               struct record_writer *record);
void live_close(struct live *live); /* kills what runs */

/* As session_tend(). */
enum session_news live_tend(struct live *live, bool ready);

/* Hands over what came of it once the experiment has ended. The caller frees it with finished_free(), but
 * not before the live experiment is closed. NULL when no run has a result, or it was handed over before. */
struct finished *live_take(struct live *live);
