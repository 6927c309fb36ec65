/* Puts into words what happens on a board: deaths and replacements, results worth telling, and, where the workload
 * has words for them, the start and end of each task. For the Output panel and --narrate. */
#ifndef TICTOC_EVENT_TEXT_H
#define TICTOC_EVENT_TEXT_H

#include "board/board.h"

struct log_line {
    uint64_t time; /* ns since tic */
    char text[160];
};

typedef void on_line_fn(void *context, const struct log_line *log_line);

struct event_feed {
    struct board *board;      /* borrowed */
    struct workload workload; /* view of the board's */
    uint64_t events;          /* told so far */
    uint64_t last;            /* time of the last one */
    uint64_t tasks;           /* every task below has been told whole */
    unsigned char *told;      /* per task: 1 its start, 2 its end; NULL: tasks are not told */
};

/* `most`: with more tasks than this their starts and ends are not told. */
void event_feed_open(struct event_feed *event_feed, struct board *board, uint64_t most);
void event_feed_close(struct event_feed *event_feed);

/* Calls `tell` for what has happened since the last call; nearly, not strictly, in order of time. Events that came
 * faster than they were asked for are told as "… N more". */
void event_feed_look(struct event_feed *event_feed, on_line_fn *tell, void *context);

/* The words themselves: for what a record has kept of it. `ops->narrate` of the workload is there for tasks. */
void event_text_of_event(const struct workload *workload, const struct event *event, char *buf, size_t size);

/* What a run waits for in vain. False: it does not. */
bool event_text_of_stuck(struct board *board, const struct workload *workload, char *buf, size_t size);
void event_text_of_task(const struct workload *workload, uint64_t task, bool ended, uint32_t slot, char *buf,
                        size_t size);

#endif
