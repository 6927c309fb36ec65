/* The lines of --narrate: what happens to each task, with the time since tic.
 *
 * The lines come from several places (tasks, the event ring, the marks of the run) and not quite in order.
 * The narrator holds every line back for a moment and then prints in the order of time:
 *
 *     narrator_open(&narrator, stdout, ascii);
 *     for each run:  narrator_begin(); narrator_add() for each line, narrator_print(now) now and then,
 *                    narrator_finish() when the run has ended
 *     narrator_close(&narrator); */
#pragma once

#include "base/clock.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How long an item waits for earlier ones that are added later. */
#define NARRATE_HOLD_NS (20 * NS_PER_MS)

/* Marks of a run. */
#define NARRATE_TIC  "tic: the run begins"
#define NARRATE_TOC  "toc: the program says it is finished"
#define NARRATE_DONE "done: the last task has ended"

/* Appends "  0.0107  8128 is a perfect number" with a newline; `ns` since tic. */
void narrate_line(struct strbuf *out, uint64_t ns, const char *text, bool ascii);

struct narrator_item {
    uint64_t time;   /* ns since tic */
    uint64_t number; /* of items added before it: the order among equal times */
    char *text;
};

struct narrator {
    int fd; /* borrowed */
    bool ascii;
    struct narrator_item *items; /* those that wait: a heap, the earliest first; owned */
    size_t count;
    uint64_t added; /* items since the start */
    int error;      /* errno of a write that failed: nothing is written any longer; 0: none did */
};

void narrator_open(struct narrator *narrator, int fd, bool ascii);

/* A heading before a run: "process, run 2 of 3". */
void narrator_begin(struct narrator *narrator, const char *heading);

/* Copies `text`. */
void narrator_add(struct narrator *narrator, uint64_t ns, const char *text);

/* Prints what is older than NARRATE_HOLD_NS at `now_ns` since tic, in order.
 * An item that comes later still is printed as soon as it is known, with its own time. */
void narrator_print(struct narrator *narrator, uint64_t now_ns);

/* Prints all that waits. */
void narrator_finish(struct narrator *narrator);

void narrator_close(struct narrator *narrator);
