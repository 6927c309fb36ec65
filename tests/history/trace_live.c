/* The trace of a run that goes on, in which everything happens at times made up:
 * it leads to the trace of its record. */
#include "history/trace.h"
#include "support/make_workload.h"

#include "base/random.h"
#include "support/make_record.h"
#include "board/transition.h"
#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t running_at(const struct trace *trace, uint64_t at)
{
    return time_index_until(&trace->starts, at) - time_index_until(&trace->ends, at);
}

static uint64_t sum_of(const struct trace_cell *cell)
{
    uint64_t sum = 0;
    for (enum trace_phase phase = PHASE_NONE; phase < PHASES; phase++)
        sum += cell->ns[phase];
    return sum;
}

/* A run on a board of this process, in which everything happens at times made up, with looks in between. */
struct play {
    struct board *board;
    struct trace live;
    bool process, naive; /* unsupervised: a dead worker stays dead, and its task with it */
    uint32_t slots;
    struct worker_id id[8];
    struct span span[8];
    uint64_t at[8]; /* when its task ends; 0: it has none that runs */
    bool alive[8];
    bool died; /* one has, before the end */
    uint64_t now, seed, pid;
};

static void bear(struct play *play, uint32_t slot)
{
    uint64_t task = TASK_NONE, ticket = atomic_load(&play->board->queues[0].ticket);
    while (play->process && ticket < play->board->tasks &&
           task_word_state(atomic_load(&board_task(play->board, board_order(play->board, ticket))->word)) !=
               TASK_WAITING)
        ticket++;
    if (play->process) {
        if (ticket >= play->board->tasks)
            return;
        atomic_store(&play->board->queues[0].ticket, ticket + 1);
        task = board_order(play->board, ticket);
        play->span[slot] = (struct span){ ticket, ticket + 1 };
    } else {
        play->span[slot] = (struct span){ 0, 0 };
    }
    play->id[slot] = transition_birth(play->board, slot, task, play->now);
    transition_born(play->board, play->id[slot], worker_place_of_process((int)++play->pid));
    play->alive[slot] = true;
    play->at[slot] = 0;
}

static void die(struct play *play, uint32_t slot, int status)
{
    const struct exit_info exit_info = { .status = status };
    if (play->naive && status)
        transition_abandon(play->board, play->id[slot], &exit_info, play->now);
    else
        transition_death(play->board, play->id[slot], &exit_info, play->now);
    play->alive[slot] = false;
    play->at[slot] = 0;
}

static void begin_life(struct play *play, uint32_t slot)
{
    struct span *span = &play->span[slot];
    if (span->first >= span->end && (play->process || !transition_take(play->board, play->id[slot], span)))
        return;
    if (play->board->chunk > 1)
        board_slot(play->board, slot)->chunk_at = span->first;
    if (transition_start(play->board, play->id[slot], board_order(play->board, span->first), play->now))
        play->at[slot] = play->now + 1 + random_next(&play->seed) % 60;
    else
        span->first++;
}

static void end(struct play *play, uint32_t slot)
{
    play->now = play->at[slot] > play->now ? play->at[slot] : play->now;
    uint64_t task = board_order(play->board, play->span[slot].first++);
    assert_true(transition_end(play->board, play->id[slot], task, 0, 1, play->now));
    play->at[slot] = 0;
    if (play->process)
        die(play, slot, 0);
}

static bool is_abandoned(struct play *play, uint64_t word)
{
    return play->naive && task_word_state(word) == TASK_RUNNING &&
           board_life(play->board, task_word_life(word))->exited;
}

/* Also when all that is left is left by the dead. */
static bool all_ended(struct play *play)
{
    bool alive = false;
    for (uint32_t slot = 0; slot < play->slots; slot++)
        alive = alive || play->alive[slot];
    if (play->naive && play->pid >= play->slots && !alive)
        return true;
    for (uint64_t i = 0; i < play->board->tasks; i++) {
        uint64_t word = atomic_load(&board_task(play->board, i)->word);
        if (task_word_state(word) < TASK_DONE && !is_abandoned(play, word))
            return false;
    }
    return true;
}

/* Dies before its time: it is killed, or leaves with status 0. */
static void fall(struct play *play, uint32_t slot)
{
    play->died = true;
    die(play, slot, play->naive || random_next(&play->seed) % 2 ? 9 : 0);
}

static void step_play(struct play *play, unsigned deaths)
{
    uint32_t slot = (uint32_t)(random_next(&play->seed) % play->slots);
    play->now += random_next(&play->seed) % 10;
    if (!play->alive[slot] && play->naive && play->pid >= play->slots)
        return;
    if (!play->alive[slot])
        bear(play, slot);
    else if (random_next(&play->seed) % 1000 < deaths)
        fall(play, slot);
    else if (play->at[slot])
        end(play, slot);
    else
        begin_life(play, slot);
}

static void assert_same_moments(const struct time_index *a, const struct time_index *b)
{
    assert_int_equal(a->count, b->count);
    if (a->count)
        assert_memory_equal(a->at, b->at, a->count * sizeof *a->at);
}

static void assert_same_spans(const struct trace *a, const struct trace *b, uint32_t number)
{
    const struct trace_slot *one = &a->slots[number], *other = &b->slots[number];
    assert_int_equal(one->span_count, other->span_count);
    for (uint32_t i = 0; i < one->span_count; i++) {
        struct trace_span span = trace_span(a, one, i), wanted = trace_span(b, other, i);
        assert_int_equal(span.started, wanted.started);
        assert_int_equal(span.ended, wanted.ended);
        assert_int_equal(span.task, wanted.task);
        assert_int_equal(span.end, wanted.end);
        assert_int_equal(trace_sum(a, one, i).ns, trace_sum(b, other, i).ns);
    }
}

static void assert_same_lives(const struct trace *a, const struct trace *b, uint32_t number)
{
    const struct trace_slot *one = &a->slots[number], *other = &b->slots[number];
    assert_int_equal(one->life_count, other->life_count);
    for (uint32_t i = 0; i < one->life_count; i++) {
        const struct trace_life *life = &one->lives[i], *wanted = &other->lives[i];
        assert_memory_equal(&life->before, &wanted->before, sizeof life->before);
        assert_int_equal(life->number, wanted->number);
        assert_int_equal(life->first, wanted->first);
        assert_int_equal(life->deaths_before, wanted->deaths_before);
    }
}

static void assert_same_queue(const struct trace *a, const struct trace *b)
{
    const struct time_index *indexes[4] = { &a->claims, &a->returns, &b->claims, &b->returns };
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < indexes[i]->count; k++)
            assert_int_equal(trace_waiting(a, indexes[i]->at[k]), trace_waiting(b, indexes[i]->at[k]));
}

static void assert_same_trace(const struct trace *a, const struct trace *b)
{
    assert_int_equal(a->slot_count, b->slot_count);
    assert_int_equal(a->toc, b->toc);
    assert_int_equal(a->all_ended, b->all_ended);
    assert_int_equal(a->end, b->end);
    assert_int_equal(a->last_slot, b->last_slot);
    assert_int_equal(a->last, b->last);
    assert_int_equal(a->idle, b->idle);
    assert_int_equal(a->deaths, b->deaths);
    for (uint32_t i = 0; i < a->slot_count; i++) {
        assert_same_spans(a, b, i);
        assert_same_lives(a, b, i);
    }
    assert_same_moments(&a->starts, &b->starts);
    assert_same_moments(&a->ends, &b->ends);
    assert_same_queue(a, b);
}

/* Time in tasks so far, and the queue, are what the board says at this moment. */
static void look_at_trace(struct play *play)
{
    struct trace *trace = &play->live;
    uint64_t busy = 0, running = 0, waiting = 0;
    play->now++;
    trace_index(&play->live, play->now);
    for (uint64_t i = 0; i < play->board->tasks; i++) {
        uint64_t word = atomic_load(&board_task(play->board, i)->word);
        running += task_word_state(word) == TASK_RUNNING && !is_abandoned(play, word);
        waiting += task_word_state(word) == TASK_WAITING;
    }
    assert_int_equal(running_at(trace, play->now), running);
    if (!play->died || play->naive)
        assert_int_equal(trace_waiting(trace, play->now), waiting);
    for (uint32_t slot = 0; slot < trace->slot_count; slot++) {
        struct trace_cell cell;
        trace_cells(trace, slot, (uint64_t[]){ 0, play->now }, 1, play->now, &cell);
        busy += cell.ns[PHASE_TASK] + cell.ns[PHASE_LOST];
        assert_int_equal(sum_of(&cell), play->now);
        if (waiting && !play->died) /* on its way to the next one */
            assert_int_equal(cell.ns[PHASE_IDLE], 0);
    }
    assert_int_equal(trace_running_ns(trace, 0, play->now), busy);
}

static void play_with(const struct strategy *strategy, bool naive, uint64_t tasks, uint64_t chunk,
                      uint32_t slots, unsigned deaths, uint64_t seed)
{
    struct workload workload = make_numbers(tasks);
    struct plan plan = { .traits = strategy->ops->traits,
                         .slots = slots,
                         .lives = 100000,
                         .chunk = chunk,
                         .attempts = 3,
                         .neighbours = true,
                         .workers = slots,
                         .order = (enum order)(seed % ORDERS),
                         .seed = seed,
                         .unsupervised = naive };
    uint32_t *order = order_make(plan.order, plan.seed, &workload);
    char reason[200];
    struct play play = {
        .process = strategy->ops == &strategy_process, .naive = naive, .slots = slots, .seed = seed
    };
    play.board = board_open(&workload, &plan, order, reason, sizeof reason);
    free(order);
    assert_non_null(play.board);
    play.board->tic = 1;
    play.board->phase = BOARD_RUNNING;
    trace_follow(&play.live, play.board, &workload, strategy, &plan);
    for (unsigned steps = 0; !all_ended(&play); steps++) {
        step_play(&play, deaths);
        if (seed % 3 && steps % (2 + seed % 7) == 0)
            trace_poll(&play.live);
        if (steps >= seed && steps % (1 + seed % 50) == 0) /* the timeline comes up late */
            look_at_trace(&play);
    }
    play.now += 100;
    for (uint32_t slot = 0; slot < slots; slot++)
        if (play.alive[slot])
            die(&play, slot, 0);
    play.board->toc = play.now + 5;
    play.board->phase = BOARD_ENDED;
    look_at_trace(&play);
    struct record record;
    struct trace trace;
    record_take(&record, play.board);
    trace_open(&trace, &record, &workload, strategy, &plan, TRACE_QUEUE);
    assert_same_trace(&play.live, &trace);
    trace_close(&trace);
    trace_close(&play.live);
    record_release(&record);
    board_close(play.board);
}

static void play_run(const struct strategy_ops *ops, uint64_t tasks, uint64_t chunk, uint32_t slots,
                     unsigned deaths, uint64_t seed)
{
    play_with(&(struct strategy){ .ops = ops }, false, tasks, chunk, slots, deaths, seed);
}

static void a_run_that_goes_on_leads_to_the_trace_of_its_record(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        play_run(&strategy_pool, 200, 1, 4, 0, seed);
        play_run(&strategy_pool, 200, 7, 3, 0, seed);
        play_run(&strategy_process, 200, 1, 5, 0, seed);
        play_run(&strategy_serial, 50, 1, 1, 0, seed);
    }
}

static void a_run_in_which_workers_die_does_so_too(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        play_run(&strategy_pool, 200, 1, 4, 40, seed);
        play_run(&strategy_pool, 200, 7, 3, 40, seed);
        play_run(&strategy_process, 200, 1, 5, 60, seed);
    }
}

static void an_unsupervised_run_in_which_they_die_does_so_too(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++)
        play_with(&(struct strategy){ .ops = &strategy_pool }, true, 200, 1, 4, 10, seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_that_goes_on_leads_to_the_trace_of_its_record),
        cmocka_unit_test(a_run_in_which_workers_die_does_so_too),
        cmocka_unit_test(an_unsupervised_run_in_which_they_die_does_so_too),
    };
    return cmocka_run_group_tests_name("trace_live", tests, NULL, NULL);
}
