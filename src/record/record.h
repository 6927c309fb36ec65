/* A finished run: private, immutable, compact. What the board held in the end, without the board. */
#pragma once

#include "board/board.h"
#include "machine/disturbance.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_LIFE_NONE UINT32_MAX

/* 32 bytes a task. Times are ns since tic. */
struct record_task {
    uint64_t started;
    uint64_t ended;
    uint64_t result;
    uint32_t life;    /* that did it; RECORD_LIFE_NONE: never started */
    uint8_t state;    /* enum task_state: done, failed, or waiting for what never ended */
    uint8_t attempts; /* 1: done at the first */
};

#define RECORD_HOSTS_MAX 4096

struct record_life {
    uint64_t spawned, exited; /* exited 0: it outlived the record */
    uint64_t first_start;     /* of its first task; UINT64_MAX: it never started one */
    uint64_t last_end;        /* of its last task that ended; 0: none */
    uint64_t cpu_ns;
    uint64_t busy_ns; /* in tasks it ended */
    uint64_t died_started;
    uint32_t died_task; /* UINT32_MAX: no attempt died with it */
    uint32_t tasks;     /* it ended */
    uint32_t slot;
    uint32_t max_rss_kb;
    uint32_t host;    /* 0: the first */
    int32_t pid, tid; /* tid 0: a process, whose pid says it all */
    int32_t status;
};

/* As life_died() has it. */
static inline bool record_life_died(const struct record_life *life)
{
    return life->status != 0 || life->died_task != UINT32_MAX;
}

struct record {
    struct record_task *tasks;
    uint64_t task_count;
    struct record_life *lives;
    uint64_t life_count;
    uint64_t toc, done;          /* since tic */
    uint64_t coordinator_cpu_ns; /* that the coordinator itself has used since tic */
    uint64_t chunk;
    uint32_t slots, peak_live;
    uint64_t forks_refused;
    enum board_phase phase;         /* in which it ended */
    uint64_t held_ns;               /* of its time, how long the run was held or suspended */
    bool interrupted;               /* stopped or skipped by the user */
    struct disturbance disturbance; /* what else went on meanwhile */
    char trouble[256], note[256];
    struct event *events; /* the last ones, in order; results are with the tasks */
    uint32_t event_count;
};

/* Compacts the runner's board, after the run has ended, freeing the board page by page as it goes, so
 * that the two are never held whole at once. The board is of no use afterwards. Dies when out of memory. */
void record_take(struct record *record, struct board *board);

/* What the board says of a life; without the sums over its tasks. */
struct record_life record_life_of(struct life *life);

void record_release(struct record *record);

/* Derives from the tasks what a record says twice:
 * `done`, and of every life first_start, last_end, busy_ns, tasks. */
void record_sum(struct record *record);
