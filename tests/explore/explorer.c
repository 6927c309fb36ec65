#include "explore/explorer.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

enum { STACK = 16384, WIPED = 1024, PARTS = 8 + 1 + EXPLORER_ACTORS };

struct actor {
    enum actor_state state;
    bool alone; /* its next access is private: which actor moves first makes no difference */
    char *low;  /* end of its live stack */
    jmp_buf context;
};

static struct actor actors[EXPLORER_ACTORS];
static char *stacks[EXPLORER_ACTORS];
static void (*bodies[EXPLORER_ACTORS])(void);
static int current;
static jmp_buf explorer;
static const struct explorer_rules *rules;
static const char *violation;

/* An open-addressing set of the states seen, by a hash of 64 bits.
 * It doubles when three quarters are taken. */
static uint64_t *seen;
static size_t seen_room, seen_count;

void explorer_must(bool holds, const char *what)
{
    if (!holds && !violation)
        violation = what;
}

enum actor_state explorer_state(int actor)
{
    return actors[actor].state;
}

void explorer_forget(int actor)
{
    actors[actor].state = ACTOR_ABSENT;
}

void explorer_spare(int actor)
{
    actors[actor].state = ACTOR_READY;
}

bool explorer_is_alive(int actor)
{
    return actors[actor].state == ACTOR_READY || actors[actor].state == ACTOR_BLOCKED;
}

int explorer_me(void)
{
    return current;
}

size_t explorer_states(void)
{
    return seen_count;
}

/* ---- switching ----------------------------------------------------------------------------------------- */

/* Back to the explorer. _setjmp and _longjmp save no signal mask, so a switch costs no system call;
 * and a jmp_buf holds just the registers that matter, so equal states look equal. */
static void leave(void)
{
    volatile char here = 0;

    actors[current].low = (char *)((uintptr_t)&here - 32); /* NOLINT(performance-no-int-to-ptr) */
    if (_setjmp(actors[current].context) == 0)
        _longjmp(explorer, 1);
}

void explorer_step(void)
{
    actors[current].alone = false;
    leave();
}

void explorer_private_step(void)
{
    actors[current].alone = true;
    leave();
}

void explorer_block(void)
{
    actors[current].state = ACTOR_BLOCKED;
    explorer_step();
}

/* The first thing on a new stack: leaves, to be resumed in its body by the first step. */
static void enter(void)
{
    int me = current;

    leave();
    bodies[me]();
    actors[me].state = ACTOR_GONE;
    leave();
}

/* A stack can only be entered by swapcontext(); afterwards the jumps do. */
void explorer_start(int number, void (*body)(void))
{
    ucontext_t here, there;
    jmp_buf outer;
    int before = current;

    if (!stacks[number])
        stacks[number] = mmap(NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(stacks[number], 0, STACK);
    bodies[number] = body;
    actors[number] = (struct actor){ .state = ACTOR_READY };
    current = number;
    memcpy(&outer, &explorer, sizeof outer);
    getcontext(&there);
    there.uc_stack.ss_sp = stacks[number];
    there.uc_stack.ss_size = STACK;
    there.uc_link = NULL;
    makecontext(&there, enter, 0);
    if (_setjmp(explorer) == 0)
        swapcontext(&here, &there);
    memcpy(&explorer, &outer, sizeof outer);
    current = before;
}

/* Below the live stack there are remains of earlier calls, which
 * would make equal states look different once a new frame comes to lie over them: they are wiped first. */
static void move(int number)
{
    memset(actors[number].low - WIPED, 0, WIPED);
    current = number;
    if (_setjmp(explorer) == 0)
        _longjmp(actors[number].context, 1);
}

void explorer_reset(void)
{
    memset(actors, 0, sizeof actors);
}

/* ---- states -------------------------------------------------------------------------------------------- */

static size_t fixed_parts(struct explorer_part *parts)
{
    memcpy(parts, rules->parts, rules->part_count * sizeof *parts);
    parts[rules->part_count] = (struct explorer_part){ actors, sizeof actors };
    return rules->part_count + 1;
}

static size_t stack_parts(struct explorer_part *parts)
{
    size_t count = 0;

    for (int i = 0; i < EXPLORER_ACTORS; i++)
        if (explorer_is_alive(i))
            parts[count++] =
                (struct explorer_part){ actors[i].low, (size_t)(stacks[i] + STACK - actors[i].low) };
    return count;
}

struct saved {
    size_t bytes;
    char data[];
};

static struct saved *save(void)
{
    struct explorer_part parts[PARTS];
    size_t count = fixed_parts(parts), bytes = 0;
    struct saved *saved;

    count += stack_parts(parts + count);
    for (size_t i = 0; i < count; i++)
        bytes += parts[i].bytes;
    saved = malloc(sizeof *saved + bytes);
    if (!saved)
        abort();
    saved->bytes = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(saved->data + saved->bytes, parts[i].at, parts[i].bytes);
        saved->bytes += parts[i].bytes;
    }
    return saved;
}

static size_t put_back(const struct explorer_part *parts, size_t count, const char *data)
{
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        memcpy(parts[i].at, data + at, parts[i].bytes);
        at += parts[i].bytes;
    }
    return at;
}

static void restore(const struct saved *saved)
{
    struct explorer_part parts[PARTS];
    size_t at = put_back(parts, fixed_parts(parts), saved->data); /* it determines which stacks follow */

    put_back(parts, stack_parts(parts), saved->data + at);
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

/* Four at a time: a multiplication takes several steps, and the next need not wait for it. */
static uint64_t hash_of(const struct saved *saved)
{
    const char *at = saved->data, *end = at + saved->bytes;
    uint64_t lanes[4] = { 0x1234567, 0x89abcde, 0xf012345, 0x6789abc }, words[4];

    for (; end - at >= (ptrdiff_t)sizeof words; at += sizeof words) {
        memcpy(words, at, sizeof words);
        for (int i = 0; i < 4; i++)
            lanes[i] = mix(lanes[i], words[i]);
    }
    for (; at < end; at++)
        lanes[0] = mix(lanes[0], (unsigned char)*at);
    return mix(mix(mix(lanes[0], lanes[1]), lanes[2]), lanes[3]) | 1;
}

/* Where it is, or where it would have to be. */
static size_t place_of(uint64_t hash)
{
    size_t at = hash & (seen_room - 1);

    while (seen[at] && seen[at] != hash)
        at = (at + 1) & (seen_room - 1);
    return at;
}

static bool make_room(size_t room)
{
    uint64_t *before = seen;
    size_t room_before = seen_room;

    seen = calloc(room, sizeof *seen);
    if (!seen) {
        seen = before;
        return false;
    }
    seen_room = room;
    for (size_t i = 0; i < room_before; i++)
        if (before[i])
            seen[place_of(before[i])] = before[i];
    free(before);
    return true;
}

static bool is_new(const struct saved *saved)
{
    uint64_t hash = hash_of(saved);
    size_t at = place_of(hash);

    if (seen[at])
        return false;
    seen[at] = hash;
    seen_count++;
    explorer_must(seen_count <= rules->states, "there are more states than there is room for");
    if (seen_count >= seen_room / 4 * 3)
        explorer_must(make_room(2 * seen_room), "there is no memory for the states");
    return true;
}

/* ---- the search ---------------------------------------------------------------------------------------- */

static void explore(unsigned deaths);

static void settle_step(void)
{
    rules->after_step();
    for (int i = 0; i < EXPLORER_ACTORS; i++)
        if (actors[i].state == ACTOR_BLOCKED && rules->is_called(i))
            actors[i].state = ACTOR_READY;
}

static void go_on(const struct saved *from, unsigned deaths)
{
    settle_step();
    explore(deaths);
    restore(from);
}

/* All that are ready may move, or just one whose next access is private. */
static bool may_move(int number)
{
    for (int i = 0; i < EXPLORER_ACTORS; i++)
        if (actors[i].state == ACTOR_READY && actors[i].alone)
            return i == number;
    return true;
}

static void explore(unsigned deaths)
{
    struct saved *here = save();
    bool stuck = true;

    if (violation || !is_new(here)) {
        free(here);
        return;
    }
    for (int i = 0; i < EXPLORER_ACTORS && !violation; i++) {
        if (actors[i].state != ACTOR_READY || !may_move(i))
            continue;
        stuck = false;
        move(i);
        go_on(here, deaths);
    }
    for (int i = 0; i < EXPLORER_ACTORS && deaths && !violation; i++) {
        if (!explorer_is_alive(i) || !may_move(i) || !rules->is_mortal(i))
            continue;
        actors[i].state = ACTOR_DEAD;
        rules->died(i);
        go_on(here, deaths - 1);
    }
    if (stuck)
        explorer_must(rules->is_end(), "no actor can go on, and it is not the end");
    free(here);
}

const char *explorer_run(const struct explorer_rules *with, unsigned deaths)
{
    rules = with;
    violation = NULL;
    seen_count = 0;
    if (!make_room(1 << 16))
        return "there is no memory for the states";
    explore(deaths);
    free(seen);
    seen = NULL;
    seen_room = 0;
    return violation;
}

/* ---- walks --------------------------------------------------------------------------------------------- */

/* xorshift64 (Marsaglia 2003). */
static uint64_t chance(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed >> 16;
}

static int pick(uint64_t *seed, bool (*fits)(int actor))
{
    int fitting[EXPLORER_ACTORS], count = 0;

    for (int i = 0; i < EXPLORER_ACTORS; i++)
        if (fits(i))
            fitting[count++] = i;
    return count ? fitting[chance(seed) % (uint64_t)count] : -1;
}

static bool is_ready(int actor)
{
    return actors[actor].state == ACTOR_READY;
}

static bool can_die(int actor)
{
    return explorer_is_alive(actor) && rules->is_mortal(actor);
}

/* One way through. A walk that goes on for very long goes round in circles. */
static void walk(unsigned deaths, uint64_t *seed)
{
    int favourite = -1;

    for (unsigned steps = 0; !violation; steps++) {
        int victim = deaths && chance(seed) % 40 == 0 ? pick(seed, can_die) : -1, next;

        if (rules->patience && steps == rules->patience)
            return;
        explorer_must(steps < 100000, "it goes round in circles");
        if (victim >= 0) {
            deaths--;
            actors[victim].state = ACTOR_DEAD;
            rules->died(victim);
            settle_step();
            continue;
        }
        /* Mostly the same one goes on, as processes do: so that others are late in every degree. */
        if (favourite < 0 || !is_ready(favourite) || chance(seed) % 8 == 0)
            favourite = pick(seed, is_ready);
        next = favourite;
        if (next < 0) {
            explorer_must(rules->is_end(), "no actor can go on, and it is not the end");
            return;
        }
        move(next);
        settle_step();
    }
}

const char *explorer_walk(const struct explorer_rules *with, unsigned deaths, unsigned walks, uint64_t seed)
{
    struct saved *begin;

    rules = with;
    violation = NULL;
    seen_count = 0;
    begin = save();
    for (unsigned i = 0; i < walks && !violation; i++, seen_count++) {
        walk(deaths, &seed);
        restore(begin);
    }
    free(begin);
    return violation;
}
