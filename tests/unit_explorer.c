/* Explores every interleaving of the claim protocol: two workers and the coordinator of a pool, switched, and a
 * worker killed, before any of their atomic accesses. No sanitizer sees races between processes; this does.
 *
 * What is explored is the program's own code, compiled here with a hook in front of each access: transition.c, gate.c,
 * worker.c and strategy_pool.c. Fork, wait4 and the futex are played by coroutines. Accesses are taken to be
 * sequentially consistent: what the hardware may reorder between two processes is not explored.
 *
 * States are kept apart by the shared memory and by the live stack of each coroutine, so none is looked at twice. */
#include "clock.h"
#include "coordinator.h"
#include "futex.h"
#include "gate.h"
#include "worker.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <cmocka.h>

static void explorer_step(void);
static void explorer_private_step(void);
static void explorer_told(void);

/* The program's sources, with the world around them replaced. */
#define PROTOCOL_STEP()            explorer_step()
#define PROTOCOL_PRIVATE_STEP()    explorer_private_step()
#define board_note(...)            ((void)0)
#define clock_ns()                 UINT64_C(1)
#define madvise(at, bytes, advice) ((void)(at), (void)(bytes))
#define write(fd, bytes, size)     (explorer_told(), (ssize_t)(size))
#define strategy_pool              explored_pool
#define strategy_serial            explored_serial
#include "../src/gate.c"
#undef GATE_H
#include "../src/strategy_pool.c"
#include "../src/transition.c"
#include "../src/worker.c"
#undef write
#undef madvise
#undef clock_ns

enum {
    WORKERS = 2,
    ACTORS = WORKERS + 1,
    COORDINATOR = WORKERS,
    TASKS_MOST = 5,
    LIVES_MOST = 4,
    STACK = 16384
};

enum actor_state { ABSENT, READY, BLOCKED, DEAD, GONE };

struct actor {
    enum actor_state state;
    struct who who;
    _Atomic uint32_t *word; /* BLOCKED: until *word differs from `seen` */
    uint32_t seen;
    bool alone;  /* its next access is private: whoever moves first makes no difference */
    int running; /* the task inside workload->run(), or -1 */
    char *low;   /* end of its live stack */
    jmp_buf context;
};

/* All of the world that changes, but for the board and the stacks. */
struct world {
    struct actor actors[ACTORS];
    struct coordinator coordinator;
    bool told;    /* the notify pipe holds a byte */
    bool ended;   /* pool_run() has returned */
    bool through; /* what it returned */
    unsigned deaths;
};

static struct world world;
static struct board *board;
static char *stacks[ACTORS];
static struct plan plan;
static int current;
static jmp_buf explorer;
static const char *violation;

#define MUST(what)                                                                                           \
    do {                                                                                                     \
        if (!(what) && !violation)                                                                           \
            violation = #what;                                                                               \
    } while (0)

static bool is_alive(int number)
{
    return world.actors[number].state == READY || world.actors[number].state == BLOCKED;
}

/* ---- the actors' world --------------------------------------------------------------------------------- */

/* Back to the explorer. _setjmp and _longjmp save no signal mask, so a switch costs no system call; and a jmp_buf
 * holds just the registers that matter, so equal states look equal. */
static void leave(void)
{
    volatile char here = 0;

    world.actors[current].low = (char *)&here - 32;
    if (_setjmp(world.actors[current].context) == 0)
        _longjmp(explorer, 1);
}

static void explorer_step(void)
{
    world.actors[current].alone = false;
    leave();
}

static void explorer_private_step(void)
{
    world.actors[current].alone = true;
    leave();
}

static void explorer_told(void)
{
    explorer_step();
    world.told = true;
}

void futex_wait(_Atomic uint32_t *word, uint32_t seen)
{
    struct actor *actor = &world.actors[current];

    explorer_step();
    if (atomic_load(word) != seen)
        return;
    actor->word = word;
    actor->seen = seen;
    actor->state = BLOCKED;
    leave();
}

void futex_wake_all(_Atomic uint32_t *word)
{
    (void)
        word; /* a blocked actor is ready as soon as its word differs: no call is needed and none is missed */
}

static uint64_t play_run(const struct workload *workload, uint64_t task, uint64_t started,
                         workload_progress *progress)
{
    (void)workload, (void)started, (void)progress;
    for (int i = 0; i < WORKERS; i++)
        MUST(!is_alive(i) || world.actors[i].running != (int)task);
    world.actors[current].running = (int)task;
    explorer_step();
    world.actors[current].running = -1;
    return task + 100;
}

static uint64_t play_weight(const struct workload *workload, uint64_t task)
{
    (void)workload, (void)task;
    return 1;
}

static const struct workload_ops play_ops = { .name = "play", .run = play_run, .weight = play_weight };

static void worker_body(void)
{
    struct worker worker = { .board = board, .who = world.actors[current].who, .tic = 1 };

    worker.workload.ops = &play_ops;
    worker_serve(&worker);
    world.actors[current].state = GONE;
    leave();
}

static void coordinator_body(void)
{
    world.through = pool_run(&world.coordinator, &plan);
    world.ended = true;
    world.actors[COORDINATOR].state = GONE;
    leave();
}

static void (*body_of[ACTORS])(void) = { worker_body, worker_body, coordinator_body };

/* The first thing on a new stack: leaves, to be resumed in its body by the first step. */
static void enter(void)
{
    int me = current;

    leave();
    body_of[me]();
}

/* A stack can only be entered by swapcontext(); afterwards the jumps do. */
static void start(int number)
{
    struct actor *actor = &world.actors[number];
    ucontext_t here, there;
    jmp_buf outer;
    int before = current;

    memset(stacks[number], 0, STACK);
    actor->state = READY;
    actor->running = -1;
    actor->alone = false;
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

/* ---- the coordinator's calls ---------------------------------------------------------------------------- */

uint64_t coordinator_now(const struct coordinator *coordinator)
{
    (void)coordinator;
    return 1;
}

void coordinator_phase(struct coordinator *coordinator, enum board_phase phase)
{
    explorer_step();
    atomic_store(&coordinator->board->phase, (uint32_t)phase);
}

void coordinator_tic(struct coordinator *coordinator)
{
    coordinator_phase(coordinator, BOARD_RUNNING);
}

void coordinator_toc(struct coordinator *coordinator)
{
    atomic_store(&coordinator->board->toc, 1);
}

uint32_t coordinator_slot(struct coordinator *coordinator)
{
    return coordinator->free_count++;
}

int coordinator_spawn(struct coordinator *coordinator, uint32_t slot, uint64_t task)
{
    struct who who = transition_birth(coordinator->board, slot, task, 1);

    world.actors[slot].who = who;
    start((int)slot);
    transition_born(coordinator->board, who, (int)slot + 1);
    return 0;
}

bool coordinator_reap(struct coordinator *coordinator, struct reaped *reaped)
{
    explorer_step();
    for (uint32_t slot = 0; slot < WORKERS; slot++) {
        struct actor *actor = &world.actors[slot];

        if (actor->state != DEAD && actor->state != GONE)
            continue;
        reaped->who = actor->who;
        reaped->status = actor->state == DEAD ? 9 : 0;
        actor->state = ABSENT;
        reaped->requeued =
            transition_death(coordinator->board, actor->who, &(struct demise){ .status = reaped->status }, 1);
        return true;
    }
    return false;
}

static bool something_to_hear(void)
{
    bool gone = false;

    for (int i = 0; i < WORKERS; i++)
        gone = gone || world.actors[i].state == DEAD || world.actors[i].state == GONE;
    return world.told || gone;
}

/* Blocked on a word of its own that never differs; the explorer looks at something_to_hear() instead. */
void coordinator_wait(struct coordinator *coordinator, int timeout_ms)
{
    (void)coordinator, (void)timeout_ms;
    world.actors[COORDINATOR].word = NULL;
    world.actors[COORDINATOR].state = BLOCKED;
    leave();
    world.told = false;
}

void coordinator_trouble(struct coordinator *coordinator, const char *format, ...)
{
    (void)coordinator, (void)format;
    violation = "the coordinator is in trouble";
}

void coordinator_remark(struct coordinator *coordinator, const char *format, ...)
{
    (void)coordinator, (void)format;
    violation = "the coordinator remarks";
}

/* ---- states --------------------------------------------------------------------------------------------- */

/* Saved parts of the board: all that changes. */
struct part {
    void *at;
    size_t bytes;
};

static size_t board_parts(struct part *parts)
{
    parts[0] = (struct part){ board, offsetof(struct board, events) };
    parts[1] = (struct part){ board_slot(board, 0), WORKERS * sizeof(struct slot) };
    parts[2] = (struct part){ board_task(board, 0), board->tasks << board->task_shift };
    parts[3] = (struct part){ board_life(board, 0), LIVES_MOST * sizeof(struct life) };
    return 4;
}

static size_t all_parts(struct part *parts)
{
    size_t count = board_parts(parts);

    parts[count++] = (struct part){ &world, sizeof world };
    for (int i = 0; i < ACTORS; i++)
        if (is_alive(i))
            parts[count++] =
                (struct part){ world.actors[i].low, (size_t)(stacks[i] + STACK - world.actors[i].low) };
    return count;
}

struct saved {
    size_t bytes;
    char data[];
};

static struct saved *save(void)
{
    struct part parts[8];
    size_t count = all_parts(parts), bytes = 0;
    struct saved *saved;

    for (size_t i = 0; i < count; i++)
        bytes += parts[i].bytes;
    saved = malloc(sizeof *saved + bytes);
    saved->bytes = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(saved->data + saved->bytes, parts[i].at, parts[i].bytes);
        saved->bytes += parts[i].bytes;
    }
    return saved;
}

static void restore(const struct saved *saved)
{
    struct part parts[8];
    size_t count = board_parts(parts), at = 0;

    for (size_t i = 0; i < count; i++) {
        memcpy(parts[i].at, saved->data + at, parts[i].bytes);
        at += parts[i].bytes;
    }
    memcpy(&world, saved->data + at, sizeof world); /* tells which stacks follow */
    at += sizeof world;
    count = all_parts(parts);
    for (size_t i = 5; i < count; i++) {
        memcpy(parts[i].at, saved->data + at, parts[i].bytes);
        at += parts[i].bytes;
    }
}

static uint64_t mix(uint64_t hash, const void *data, size_t bytes)
{
    const unsigned char *at = data;

    for (; bytes >= 8; bytes -= 8, at += 8) {
        uint64_t word;

        memcpy(&word, at, 8);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    for (; bytes; bytes--, at++)
        hash = (hash ^ *at) * UINT64_C(0x100000001b3);
    return hash;
}

/* An open-addressing set of states seen, by a hash of 64 bits. */
static uint64_t *seen;
static size_t seen_room, seen_count;

static bool is_new(const struct saved *saved)
{
    uint64_t hash = mix(0x1234567, saved->data, saved->bytes) | 1;
    size_t at = hash % seen_room;

    while (seen[at] && seen[at] != hash)
        at = (at + 1) % seen_room;
    if (seen[at])
        return false;
    seen[at] = hash;
    assert_true(++seen_count < seen_room / 2);
    return true;
}

/* ---- the search ------------------------------------------------------------------------------------------ */

static void wake_blocked(void)
{
    for (int i = 0; i < ACTORS; i++) {
        struct actor *actor = &world.actors[i];
        bool called =
            i == COORDINATOR ? something_to_hear() : actor->word && atomic_load(actor->word) != actor->seen;

        if (actor->state == BLOCKED && called)
            actor->state = READY;
    }
}

/* Below the live stack there are remains of earlier calls, which would make equal states look different once a new
 * frame comes to lie over them: they are wiped first. */
static void step(int number)
{
    memset(world.actors[number].low - 1024, 0, 1024);
    current = number;
    if (_setjmp(explorer) == 0)
        _longjmp(world.actors[number].context, 1);
}

/* What must hold in the end: every task done, once, with its result, and counted. */
static void check_end(void)
{
    uint64_t counted = 0;

    MUST(world.through);
    MUST(atomic_load(&board->live) == 0);
    for (uint64_t task = 0; task < board->tasks; task++) {
        MUST(task_word_state(atomic_load(&board_task(board, task)->word)) == TASK_DONE);
        MUST(atomic_load(&board_task(board, task)->result) == task + 100);
    }
    for (uint32_t slot = 0; slot < WORKERS; slot++)
        counted += atomic_load(&board_slot(board, slot)->tasks_done);
    MUST(counted == board->tasks);
}

/* What must hold after every step: what is done stays as it is. */
static void check_step(const struct saved *before)
{
    struct part parts[8];
    const struct task *then;

    board_parts(parts);
    for (uint64_t task = 0; task < board->tasks; task++) {
        then = (const struct task *)(before->data + parts[0].bytes + parts[1].bytes +
                                     (task << board->task_shift));
        if (task_word_state(then->word) == TASK_DONE)
            MUST(then->word == board_task(board, task)->word &&
                 then->result == board_task(board, task)->result);
    }
}

static void explore(unsigned deaths_left);

static void after(const struct saved *before, unsigned deaths_left)
{
    check_step(before);
    wake_blocked();
    explore(deaths_left);
    restore(before);
}

/* The actors that may move: all that are ready, or one whose next access is private. */
static bool may_move(int number)
{
    for (int i = 0; i < ACTORS; i++)
        if (world.actors[i].state == READY && world.actors[i].alone)
            return i == number;
    return true;
}

static void explore(unsigned deaths_left)
{
    struct saved *here = save();
    bool stuck = true;

    if (violation || !is_new(here)) {
        free(here);
        return;
    }
    for (int i = 0; i < ACTORS && !violation; i++) {
        if (world.actors[i].state != READY || !may_move(i))
            continue;
        stuck = false;
        step(i);
        after(here, deaths_left);
    }
    for (int i = 0; i < WORKERS && deaths_left && !violation; i++) {
        if (!is_alive(i) || !may_move(i))
            continue;
        world.actors[i].state = DEAD;
        world.actors[i].running = -1;
        after(here, deaths_left - 1);
    }
    if (stuck && world.ended)
        check_end();
    MUST(!stuck || world.ended);
    free(here);
}

/* With EXPLORE=full in the environment also what takes minutes. */
static bool is_full(void)
{
    const char *wanted = getenv("EXPLORE");

    return wanted && strcmp(wanted, "full") == 0;
}

static void explore_all(uint64_t tasks, uint64_t chunk, unsigned deaths, const uint32_t *order)
{
    struct workload workload = { .ops = &workload_perfect, .tasks = tasks, .from = 1, .to = tasks };
    char err[256];

    plan = (struct plan){
        .slots = WORKERS, .lives = LIVES_MOST, .chunk = chunk, .attempts = 3, .neighbours = false
    };
    board = board_open(&workload, &plan, order, err, sizeof err);
    assert_non_null(board);
    world = (struct world){ .coordinator = { .board = board } };
    seen_room = (size_t)1 << (is_full() ? 29 : 25);
    seen = calloc(seen_room, sizeof *seen);
    seen_count = 0;
    violation = NULL;
    for (int i = 0; i < ACTORS; i++)
        stacks[i] = mmap(NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    start(COORDINATOR);
    explore(deaths);
    print_message("# %zu states: tasks %zu, chunk %zu, deaths %u\n", seen_count, (size_t)tasks, (size_t)chunk,
                  deaths);
    for (int i = 0; i < ACTORS; i++)
        munmap(stacks[i], STACK);
    free(seen);
    board_close(board);
    if (violation)
        fail_msg("%s", violation);
    assert_true(seen_count > 100);
}

static void no_task_is_lost_or_done_twice_when_nobody_dies(void **state)
{
    (void)state;
    explore_all(3, 1, 0, NULL);
    explore_all(5, 2, 0, NULL);
}

static void a_death_at_any_step_loses_nothing_with_chunks_of_one(void **state)
{
    (void)state;
    explore_all(2, 1, 1, NULL);
}

static void a_death_at_any_step_loses_nothing_with_chunks_of_two_in_another_order(void **state)
{
    static const uint32_t order[] = { 1, 0 };

    (void)state;
    explore_all(2, 2, 1, order);
}

static void more_tasks_with_a_death_lose_nothing_either(void **state)
{
    (void)state;
    if (!is_full())
        skip();
    explore_all(3, 1, 1, NULL);
    explore_all(5, 2, 1, NULL);
}

int main(void)
{
#ifdef __SANITIZE_ADDRESS__
    puts("ok 1 - the explorer # SKIP it jumps between stacks, which this sanitizer takes for an error");
    return 0;
#endif
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_task_is_lost_or_done_twice_when_nobody_dies),
        cmocka_unit_test(a_death_at_any_step_loses_nothing_with_chunks_of_one),
        cmocka_unit_test(a_death_at_any_step_loses_nothing_with_chunks_of_two_in_another_order),
        cmocka_unit_test(more_tasks_with_a_death_lose_nothing_either),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
