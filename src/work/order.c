#include "work/order.h"

#include "base/random.h"
#include "base/xmalloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

const char *const order_names[] = { "fifo", "longest", "shortest", "reverse", "random", NULL };

char *order_describe(char *buf, size_t size, enum order order, uint64_t seed)
{
    static const char *const words[] = { "first in, first out", "longest first", "shortest first", "reversed",
                                         "random order" };
    snprintf(buf, size, "%s", words[order]);
    if (order == ORDER_RANDOM)
        snprintf(buf, size, "%s, seed %" PRIu64, words[order], seed);
    return buf;
}

/* A task with its weight. */
struct weighed {
    uint64_t weight;
    uint32_t task;
};

static int by_weight(const void *a_weighed, const void *b_weighed)
{
    const struct weighed *a = a_weighed, *b = b_weighed;
    if (a->weight != b->weight)
        return a->weight < b->weight ? -1 : 1;
    return a->task < b->task ? -1 : 1;
}

static int by_weight_down(const void *a_weighed, const void *b_weighed)
{
    const struct weighed *a = a_weighed, *b = b_weighed;
    return a->weight == b->weight ? by_weight(a, b) : by_weight(b, a);
}

static void sort_by_weight(uint32_t *order, const struct workload *workload, bool down)
{
    struct weighed *weighed = xreallocarray(NULL, workload->tasks, sizeof *weighed);
    for (uint64_t i = 0; i < workload->tasks; i++)
        weighed[i] = (struct weighed){ workload->ops->weight(workload, i), (uint32_t)i };
    qsort(weighed, workload->tasks, sizeof *weighed, down ? by_weight_down : by_weight);
    for (uint64_t i = 0; i < workload->tasks; i++)
        order[i] = weighed[i].task;
    free(weighed);
}

static void shuffle(uint32_t *order, uint64_t count, uint64_t seed)
{
    uint64_t state = seed;
    for (uint64_t i = count; i-- > 1;) {
        uint64_t other = random_next(&state) % (i + 1);
        uint32_t task = order[i];
        order[i] = order[other];
        order[other] = task;
    }
}

uint32_t *order_make(enum order order, uint64_t seed, const struct workload *workload)
{
    uint64_t count = workload->tasks;
    if (order == ORDER_FIFO || count == 0)
        return NULL;
    uint32_t *made = xreallocarray(NULL, count, sizeof *made);
    for (uint64_t i = 0; i < count; i++)
        made[i] = (uint32_t)(order == ORDER_REVERSE ? count - 1 - i : i);
    if (order == ORDER_LONGEST || order == ORDER_SHORTEST)
        sort_by_weight(made, workload, order == ORDER_LONGEST);
    else if (order == ORDER_RANDOM)
        shuffle(made, count, seed);
    return made;
}
