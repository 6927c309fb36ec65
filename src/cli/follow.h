/* Shows what a session does: the progress line on stderr, the narration. */
#pragma once

#include "cli/narrate.h"
#include "cli/progress.h"
#include "series/session.h"

#include <stdbool.h>

/* With more tasks their starts and ends are no lines of the narration. */
#define FOLLOW_TASKS_MAX 100000

struct follow {
    struct session *session;   /* borrowed */
    struct progress *progress; /* NULL: none */
    struct narrator *narrator; /* NULL: none */
    bool toc_shown, done_shown;
};

/* `progress` and `narrator` are open and borrowed; either may be NULL. The session may still be closed. */
void follow_open(struct follow *follow, struct session *session, struct progress *progress,
                 struct narrator *narrator);

/* A run has started. */
void follow_begin(struct follow *follow);

/* Shows what is new. */
void follow_look(struct follow *follow);

/* The run has ended. */
void follow_end(struct follow *follow);

/* A line for the narration; `follow` is the context. */
void follow_line(void *follow, const struct log_line *line);

/* Milliseconds after which to look again; -1: there is nothing to show. */
int follow_interval_ms(const struct follow *follow);
