/* Puts into words what happens on a board: deaths and replacements, results worth telling, and, where the workload
 * has words for them, the start and end of each task. For the Output panel and --narrate. */
#ifndef TICTOC_TELLER_H
#define TICTOC_TELLER_H

#include "board/board.h"

struct happening {
    uint64_t time; /* ns since tic */
    char text[160];
};

typedef void happening_fn(void *context, const struct happening *happening);

struct teller {
    struct board *board;      /* borrowed */
    struct workload workload; /* view of the board's */
    uint64_t events;          /* told so far */
    uint64_t last;            /* time of the last one */
    uint64_t tasks;           /* every task below has been told whole */
    unsigned char *told;      /* per task: 1 its start, 2 its end; NULL: tasks are not told */
};

/* `most`: with more tasks than this their starts and ends are not told. */
void teller_open(struct teller *teller, struct board *board, uint64_t most);
void teller_close(struct teller *teller);

/* Calls `tell` for what has happened since the last call; nearly, not strictly, in order of time. Events that came
 * faster than they were asked for are told as "… N more". */
void teller_look(struct teller *teller, happening_fn *tell, void *context);

/* The words themselves: for what a record has kept of it. `ops->narrate` of the workload is there for tasks. */
void teller_event_text(const struct workload *workload, const struct event *event, char *buf, size_t size);

/* What a run waits for in vain. False: it does not. */
bool teller_stuck_text(struct board *board, const struct workload *workload, char *buf, size_t size);
void teller_task_text(const struct workload *workload, uint64_t task, bool ended, uint32_t slot, char *buf,
                      size_t size);

#endif
