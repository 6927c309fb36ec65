#include "work/workload.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

const struct workload_ops *const workloads[] = { &workload_sleep, &workload_perfect, NULL };

const struct workload_ops *workload_by_name(const char *name)
{
    for (size_t i = 0; workloads[i]; i++)
        if (strcmp(workloads[i]->name, name) == 0)
            return workloads[i];
    return NULL;
}

void workload_copy(struct workload *to, const struct workload *from)
{
    *to = *from;
    if (!from->naps.ns)
        return;
    to->naps.ns = xmalloc(from->naps.distinct * sizeof *to->naps.ns);
    memcpy(to->naps.ns, from->naps.ns, from->naps.distinct * sizeof *to->naps.ns);
}

void workload_release(struct workload *workload)
{
    free(workload->naps.ns);
    workload->naps.ns = NULL;
}
