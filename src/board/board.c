#include "board/board.h"

#include "base/clock.h"
#include "base/format.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static size_t round_up(size_t bytes)
{
    return (bytes + 4095) & ~(size_t)4095;
}

/* To a whole number of cache lines, so that no two workers write to the same one. */
static size_t round_to_line(size_t bytes)
{
    return (bytes + BOARD_LINE - 1) & ~(size_t)(BOARD_LINE - 1);
}

/* The layout of a board, before it is made. plan->lives includes the replacements of dead workers:
 * memory is reserved for them, and not touched before they are started. */
struct plot {
    uint32_t queue_count;
    unsigned task_shift;
    size_t scratch_bytes;
    size_t settings_at, order_at, scratch_at, slots_at, tasks_at, lives_at, bytes;
};

static struct plot lay_out(const struct workload *workload, const struct plan *plan, bool ordered)
{
    struct plot plot = { .queue_count = plan->partitions ? plan->slots : 1,
                         .task_shift = plan->neighbours ? 6 : 5 };

    plot.scratch_bytes = workload->ops->scratch ? round_to_line(workload->ops->scratch(workload)) : 0;
    plot.settings_at = round_up(sizeof(struct board) + plot.queue_count * sizeof(struct queue));
    plot.order_at = plot.settings_at + round_up(workload_settings_bytes(workload->ops, workload->settings));
    plot.scratch_at = plot.order_at + (ordered ? round_up(workload->tasks * sizeof(uint32_t)) : 0);
    plot.slots_at = plot.scratch_at + round_up(plan->slots * plot.scratch_bytes);
    plot.tasks_at = plot.slots_at + round_up(plan->slots * sizeof(struct slot));
    plot.lives_at = plot.tasks_at + round_up(workload->tasks << plot.task_shift);
    plot.bytes = plot.lives_at + round_up(plan->lives * sizeof(struct life));
    return plot;
}

uint64_t board_bytes(const struct workload *workload, const struct plan *plan)
{
    return lay_out(workload, plan, plan->order != ORDER_FIFO).bytes;
}

static void fill_in(struct board *board, const struct plot *plot, const struct workload *workload,
                    const struct plan *plan)
{
    board->tasks = workload->tasks;
    board->lives_max = plan->lives;
    board->chunk = plan->chunk;
    board->slot_count = plan->slots;
    board->queue_count = plot->queue_count;
    board->queue_slots = plan->partitions ? 1 : plan->slots;
    board->attempts = plan->attempts;
    board->task_shift = plot->task_shift;
    board->settings_at = plot->settings_at;
    board->order_at = plot->order_at;
    board->scratch_at = plot->scratch_at;
    board->scratch_bytes = plot->scratch_bytes;
    board->slots_at = plot->slots_at;
    board->tasks_at = plot->tasks_at;
    board->lives_at = plot->lives_at;
    board->bytes = plot->bytes;
}

/* Gives each queue its share of the positions, in whole chunks. */
static void share_out(struct board *board)
{
    uint64_t chunks = board->tasks / board->chunk + (board->tasks % board->chunk != 0), first = 0;

    for (uint32_t i = 0; i < board->queue_count; i++) {
        uint64_t end = chunks * (i + 1) / board->queue_count * board->chunk;

        end = end < board->tasks ? end : board->tasks;
        board->queues[i].first = first;
        board->queues[i].end = end;
        atomic_store(&board->queues[i].ticket, first);
        first = end;
    }
}

static unsigned workload_number(const struct workload_ops *ops)
{
    unsigned number = 0;

    while (workloads[number] != ops)
        number++;
    return number;
}

struct board *board_open(const struct workload *workload, const struct plan *plan, const uint32_t *order,
                         char *err, size_t size)
{
    struct plot plot = lay_out(workload, plan, order != NULL);
    char wanted[FORMAT_MAX], count[FORMAT_MAX];

    struct board *board =
        mmap(NULL, plot.bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (board == MAP_FAILED) {
        snprintf(err, size, "cannot have %s of shared memory for %s tasks: %s; take fewer, or see ulimit -v",
                 format_bytes(wanted, sizeof wanted, plot.bytes),
                 format_count(count, sizeof count, workload->tasks), strerror(errno));
        return NULL;
    }
    fill_in(board, &plot, workload,
            plan); /* fresh pages are zero: every task is waiting, every slot is empty */
    board->ordered = order != NULL;
    share_out(board);
    board->workload = workload_number(workload->ops);
    workload_settings_copy(workload->ops, (char *)board + board->settings_at, workload->settings);
    if (order)
        memcpy((char *)board + board->order_at, order, workload->tasks * sizeof *order);
    return board;
}

void board_close(struct board *board)
{
    if (board)
        munmap(board, board->bytes);
}

void board_keep(struct board *board)
{
    madvise(board, board->bytes, MADV_DONTFORK);
}

void board_fault_in(struct board *board)
{
    char *first = (char *)board, *end = first + board->lives_at;

#ifdef MADV_POPULATE_WRITE
    if (madvise(first, (size_t)(end - first), MADV_POPULATE_WRITE) == 0)
        return;
#endif
    for (volatile char *page = first; page < end; page += 4096)
        *page = *page; /* older kernels: writing a byte back faults its page in */
}

struct workload board_workload(const struct board *board)
{
    return (struct workload){
        .ops = workloads[board->workload],
        .tasks = board->tasks,
        .settings = (const char *)board + board->settings_at,
    };
}

uint64_t board_now(struct board *board)
{
    uint64_t tic = atomic_load(&board->tic);
    return tic ? clock_ns() - tic : 0;
}

uint64_t board_handed_out(struct board *board)
{
    uint64_t highest = 0;

    for (uint32_t i = 0; i < board->queue_count; i++) {
        struct queue *queue = &board->queues[i];
        uint64_t ticket = atomic_load(&queue->ticket), high = atomic_load(&queue->high);

        ticket = ticket > high ? ticket : high;
        if (ticket > queue->first)
            highest = ticket < queue->end ? ticket : queue->end;
    }
    return highest;
}

/* ---- events ------------------------------------------------------------------------------------------- */

void board_note(struct board *board, const struct event *event)
{
    uint64_t number = atomic_fetch_add_explicit(&board->event_count, 1, memory_order_acq_rel);
    struct event_cell *cell = &board->events[number % EVENTS_MAX];
    const uint64_t words[5] = { event->time, event->task, event->value,
                                (uint64_t)event->slot << 32 | event->life,
                                (uint64_t)event->attempts << 40 | (uint64_t)event->attempt << 32 |
                                    (uint64_t)event->kind };

    atomic_store_explicit(&cell->turn, 0, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    for (int i = 0; i < 5; i++)
        atomic_store_explicit(&cell->words[i], words[i], memory_order_relaxed);
    atomic_store_explicit(&cell->turn, number + 1, memory_order_release);
}

bool board_event(struct board *board, uint64_t number, struct event *event)
{
    struct event_cell *cell = &board->events[number % EVENTS_MAX];
    uint64_t words[5];

    if (atomic_load_explicit(&cell->turn, memory_order_acquire) != number + 1)
        return false;
    for (int i = 0; i < 5; i++)
        words[i] = atomic_load_explicit(&cell->words[i], memory_order_relaxed);
    atomic_thread_fence(memory_order_acquire);
    if (atomic_load_explicit(&cell->turn, memory_order_relaxed) != number + 1)
        return false;
    *event = (struct event){
        .time = words[0],
        .task = words[1],
        .value = words[2],
        .slot = (uint32_t)(words[3] >> 32),
        .life = (uint32_t)words[3],
        .kind = (enum event_kind)(uint32_t)words[4],
        .attempt = (uint8_t)(words[4] >> 32),
        .attempts = (uint8_t)(words[4] >> 40),
    };
    return true;
}
