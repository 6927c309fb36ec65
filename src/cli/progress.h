/* How far a run is: one line on stderr, rewritten in place. */
#pragma once

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress_facts {
    const char *label;    /* of the strategy */
    size_t run, runs;     /* number of this one, from 1; and of all */
    bool warmup;          /* the run does not count */
    uint64_t done, total; /* tasks */
    double share;         /* 0 … 1 of the work, by weight */
    double rate;          /* tasks a second */
    uint64_t eta_ns;      /* left; UINT64_MAX: not known yet */
};

/* Appends the line for these facts, at most `width` columns, without newline: label, run, bar by weight,
 * percent, done/total, tasks per second, time left. Pure. Fields keep their places while a run goes on;
 * what has no room is left out, least important first, then clipped. */
void progress_line(struct strbuf *out, const struct progress_facts *facts, unsigned width, bool ascii);

struct progress {
    int fd; /* -1: nothing is shown */
    bool ascii;
    struct strbuf shown; /* the line on the terminal now */
};

/* Shows on `fd` if that is a terminal that can go back to the start of a line, else nowhere. */
void progress_open(struct progress *progress, int fd, bool ascii);

/* Rewrites the line where something has changed. */
void progress_show(struct progress *progress, const struct progress_facts *facts);

/* Takes the line away, so that something else can be written; the next progress_show() brings it back. */
void progress_clear(struct progress *progress);

/* Clears, and gives everything back. */
void progress_close(struct progress *progress);
