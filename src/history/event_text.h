/* The events of a board in words: deaths and replacements, results worth a line, and, where the workload
 * has words for them, the start and end of each task. For the Output panel and --narrate. */
#pragma once

#include "board/board.h"

struct log_line {
    uint64_t time; /* ns since tic */
    char text[160];
};

typedef void on_line_fn(void *context, const struct log_line *line);

struct event_feed {
    struct board *board;      /* borrowed */
    struct workload workload; /* view of the board's */
    uint64_t events;          /* events reported so far */
    uint64_t last;            /* time of the last one, ns since tic */
    uint64_t tasks;           /* every task before this one is reported whole */
    unsigned char *reported;  /* by task: 1 its start, 2 its end; owned; NULL: tasks are not reported */
};

/* `most`: with more tasks than this their starts and ends are not reported. */
void event_feed_open(struct event_feed *feed, struct board *board, uint64_t most);
void event_feed_close(struct event_feed *feed);

/* Calls `on_line` for what has happened since the last call, almost in order of time.
 * Events that the board's ring has lost since then are one line, "… N more". */
void event_feed_look(struct event_feed *feed, on_line_fn *on_line, void *context);

/* The words of an event, and of a task's start or end; the latter needs the workload's `ops->narrate`. */
void event_text_of_event(const struct workload *workload, const struct event *event, char *buf, size_t size);
void event_text_of_task(const struct workload *workload, uint64_t task, bool ended, uint32_t slot, char *buf,
                        size_t size);

/* The task that a stuck run waits for, in words. False: the run is not stuck. */
bool event_text_of_stuck(struct board *board, const struct workload *workload, char *buf, size_t size);
