/* What happens on a board, in words: deaths and replacements, results worth a line, and, where
 * the workload has words for them, the start and end of each task. For the Output panel and --narrate. */
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
    uint64_t events;          /* reported so far */
    uint64_t last;            /* time of the last one */
    uint64_t tasks;           /* number of the first task that is not reported whole */
    unsigned char *reported;  /* per task: 1 its start, 2 its end; NULL: tasks are not reported */
};

/* `most`: with more tasks than this their starts and ends are not reported. */
void event_feed_open(struct event_feed *feed, struct board *board, uint64_t most);
void event_feed_close(struct event_feed *feed);

/* Calls `on_line` for what has happened since the last call; nearly, not strictly, in order of time.
 * Events that came faster than they were asked for are one line, "… N more". */
void event_feed_look(struct event_feed *feed, on_line_fn *on_line, void *context);

/* The words of one event, and of a task's start or end: the latter needs `ops->narrate` of the workload. */
void event_text_of_event(const struct workload *workload, const struct event *event, char *buf, size_t size);

/* What a run waits for in vain. False: nothing. */
bool event_text_of_stuck(struct board *board, const struct workload *workload, char *buf, size_t size);
void event_text_of_task(const struct workload *workload, uint64_t task, bool ended, uint32_t slot, char *buf,
                        size_t size);
