/* The record of a finished run: a private, immutable, compact copy of what the board held at its end. */
#pragma once

#include "board/board.h"
#include "machine/disturbance.h"

#include <stdbool.h>
#include <stdint.h>

#define RECORD_LIFE_NONE UINT32_MAX

/* 32 bytes a task. Times are ns since tic. */
struct record_task {
    uint64_t started;
    uint64_t ended;
    uint64_t result;
    uint32_t life;    /* its worker; RECORD_LIFE_NONE: never started */
    uint8_t state;    /* enum task_state */
    uint8_t attempts; /* 1: done in the first */
};

#define RECORD_HOSTS_MAX 4096

struct record_life {
    uint64_t spawned, exited; /* exited 0: alive at the end of the record */
    uint64_t first_start;     /* of its first task; UINT64_MAX: it has started none */
    uint64_t last_end;        /* of its last task that ended; 0: none */
    uint64_t cpu_ns;
    uint64_t busy_ns; /* in tasks that it has ended */
    uint64_t died_started;
    uint32_t died_task; /* UINT32_MAX: no attempt died with it */
    uint32_t tasks;     /* that it has ended */
    uint32_t slot;
    uint32_t max_rss_kb;
    uint32_t host;    /* 0: the first */
    int32_t pid, tid; /* tid 0: a process */
    int32_t status;
};

/* The same as life_died() for a record. */
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
    uint64_t coordinator_cpu_ns; /* processor time of the coordinator itself since tic */
    uint64_t chunk;
    uint32_t slots, peak_live;
    uint64_t forks_refused;
    enum board_phase phase;         /* at its end */
    uint64_t held_ns;               /* the part of its time in which it was held or suspended */
    bool interrupted;               /* stopped or skipped by the user */
    struct disturbance disturbance; /* other load on the machine meanwhile */
    char trouble[256], note[256];
    struct event *events; /* the last ones, in order, without results */
    uint32_t event_count;
};

/* Compacts the runner's board after the run has ended. Releases the board page by page meanwhile,
 * so that the two are never in memory whole at once. The board is of no use afterwards. */
void record_take(struct record *record, struct board *board);

/* A life from the board, without the sums over its tasks. */
struct record_life record_life_of(struct life *life);

void record_release(struct record *record);

/* Derives from the tasks `done`, and of every life first_start, last_end, busy_ns and tasks. */
void record_sum(struct record *record);
