#include "support/make_workload.h"

/* Tests make a few and let them go; a slot is used anew long after that. */
#define KEPT 64

struct workload make_numbers_from(uint64_t first, uint64_t last)
{
    static struct perfect kept[KEPT];
    static unsigned made;
    struct perfect *perfect = &kept[made++ % KEPT];
    *perfect = (struct perfect){ .from = first, .to = last };
    return (struct workload){ .ops = &workload_perfect, .tasks = last - first + 1, .settings = perfect };
}

struct workload make_numbers(uint64_t tasks)
{
    return make_numbers_from(1, tasks);
}

struct workload make_naps(uint64_t *ns, uint64_t distinct, uint64_t tasks)
{
    static struct sleep kept[KEPT];
    static unsigned made;
    struct sleep *sleep = &kept[made++ % KEPT];
    *sleep = (struct sleep){ .naps = { .ns = ns, .distinct = distinct }, .count = distinct == 1 ? tasks : 1 };
    return (struct workload){ .ops = &workload_sleep, .tasks = tasks, .settings = sleep };
}
