/* A small model checker for code that runs in several processes over shared memory. The processes are played
 * by coroutines ("actors"); before each of their atomic accesses they come back here, and every possible
 * next move is tried: another actor goes on, or one is killed on the spot. States that have been seen are
 * not gone into again; they differ by the shared memory and by the live stack and registers of each actor.
 *
 * Accesses are taken to be sequentially consistent: what the hardware may reorder between two
 * processes is not explored. One exploration at a time; not for use under a sanitizer that watches stacks. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EXPLORER_ACTORS = 4 };

enum actor_state {
    ACTOR_ABSENT,
    ACTOR_READY,
    ACTOR_BLOCKED, /* until rules->is_called() says so */
    ACTOR_DEAD,    /* killed */
    ACTOR_GONE,    /* its body has returned */
};

/* Memory that changes: restored on the way back, and compared. */
struct explorer_part {
    void *at;
    size_t bytes;
};

struct explorer_rules {
    const struct explorer_part *parts;
    size_t part_count;            /* at most 8 */
    size_t states;                /* room for so many; more are an error */
    unsigned patience;            /* a walk is given up after so many steps; 0: it has to come to an end */
    bool (*is_called)(int actor); /* a blocked actor may go on */
    bool (*is_mortal)(int actor); /* may be killed */
    void (*died)(int actor);      /* it has been */
    void (*after_step)(void);     /* checks what must always hold */
    bool (*is_end)(void);         /* no actor can move: is that the end? checks what must hold then */
};

/* Explores from here, where explorer_start() has set up the first actors, with at most `deaths` kills.
 * Returns NULL or what was violated. */
const char *explorer_run(const struct explorer_rules *rules, unsigned deaths);
size_t explorer_states(void);

/* Where there are too many states to try all: `walks` walks from here to the end,
 * each with chance as its guide and up to `deaths` kills. The seed makes them repeatable. */
const char *explorer_walk(const struct explorer_rules *rules, unsigned deaths, unsigned walks, uint64_t seed);

/* Before an exploration: forgets all actors. */
void explorer_reset(void);

/* Brings an actor into the world; it takes its first step when it is its turn.
 * Also from inside another actor. */
void explorer_start(int actor, void (*body)(void));

/* Notes a violation, the first one counts; the exploration ends soon after. */
void explorer_must(bool holds, const char *what);

enum actor_state explorer_state(int actor);
void explorer_forget(int actor); /* dead or gone, and reaped */
bool explorer_is_alive(int actor);

/* A killed actor goes on all the same: its death is reported too early. */
void explorer_spare(int actor);

/* ---- called inside actors ------------------------------------------------------------------------------ */

int explorer_me(void);

/* Before an access that others may see, and before one that only a death makes a difference to. */
void explorer_step(void);
void explorer_private_step(void);

/* Cannot go on until rules->is_called(). */
void explorer_block(void);
