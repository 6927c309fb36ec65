#include "work/workload.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

const struct workload_ops *const workloads[] = {
#define WORKLOAD(name) &workload_##name,
#include "work/workloads.h"
    NULL,
};

const struct workload_ops *workload_by_name(const char *name)
{
    for (size_t i = 0; workloads[i]; i++)
        if (strcmp(workloads[i]->name, name) == 0)
            return workloads[i];
    return NULL;
}

size_t workload_settings_bytes(const struct workload_ops *ops, const void *settings)
{
    return ops->bytes ? ops->bytes(settings) : ops->size;
}

void workload_settings_copy(const struct workload_ops *ops, void *to, const void *settings)
{
    if (ops->copy)
        ops->copy(to, settings);
    else
        memcpy(to, settings, ops->size);
}

void workload_init(struct workload *workload, const struct workload_ops *ops, const void *settings)
{
    void *own = xmalloc(workload_settings_bytes(ops, settings));
    workload_settings_copy(ops, own, settings);
    *workload = (struct workload){ .ops = ops, .settings = own };
}

void workload_copy(struct workload *to, const struct workload *from)
{
    workload_init(to, from->ops, from->settings);
    to->tasks = from->tasks;
}

void workload_release(struct workload *workload)
{
    free((void *)workload->settings);
    workload->settings = NULL;
}

bool workload_is_uniform(const struct workload *workload)
{
    return workload->ops->is_uniform && workload->ops->is_uniform(workload);
}

uint64_t workload_length(const struct workload *workload, uint64_t first, uint64_t end)
{
    const struct workload_ops *ops = workload->ops;
    uint64_t sum = 0;
    if (!ops->length || first >= end)
        return 0;
    if (workload_is_uniform(workload))
        return (end - first) * ops->length(workload, first);
    for (uint64_t task = first; task < end; task++)
        sum += ops->length(workload, task);
    return sum;
}

bool workload_sentence(const struct workload *workload, uint64_t task, uint64_t result, char *buf,
                       size_t size)
{
    return workload->ops->sentence && workload->ops->sentence(workload, task, result, buf, size);
}

bool workload_found(const struct workload *workload, uint64_t task, uint64_t result, uint64_t *number)
{
    return workload->ops->found && workload->ops->found(workload, task, result, number);
}
