#include "history/sampling.h"

#include "base/clock.h"

#define SAMPLE_NS (NS_PER_S / 10)

/* Rows move when workers come and go; a sampler moves with its process. */
static void move_sampler(struct sampling *sampling, struct sampler *sampler, int pid)
{
    for (uint32_t i = 0; i < SNAPSHOT_WORKERS && sampler->pid != pid; i++)
        if (sampling->samplers[i].pid == pid) {
            struct sampler other = sampling->samplers[i];
            sampling->samplers[i] = *sampler;
            *sampler = other;
        }
}

static void note_state(struct sampling *sampling, uint32_t index, struct trace *trace,
                       const struct worker_facts *row, uint64_t now)
{
    struct process_sample *sample = &sampling->samples[index];
    struct sampler *sampler = &sampling->samplers[index];
    if (sample->state == OS_DEAD && !trace_call_dead(trace, (struct worker_id){ row->slot, row->life }))
        sample->state = OS_UNKNOWN;
    bool stopped = sample->state == OS_STOPPED;
    if (!stopped || !sampler->stopped_at)
        sampler->stopped_at = stopped ? now : 0;
}

static void sample_rows(struct sampling *sampling, struct trace *trace, const struct snapshot *snapshot)
{
    uint32_t count = snapshot->worker_count;
    for (uint32_t i = 0; i < count; i++) {
        int pid = snapshot->workers[i].pid;
        move_sampler(sampling, &sampling->samplers[i], pid);
        sampling->samples[i] = sample_process(&sampling->samplers[i], pid);
    }
    if (count == snapshot->worker_total)
        sample_share_cores(sampling->samplers, sampling->samples, count);
    for (uint32_t i = 0; i < count; i++)
        note_state(sampling, i, trace, &snapshot->workers[i], snapshot->now);
}

void sampling_look(struct sampling *sampling, struct trace *trace, struct snapshot *snapshot, bool again)
{
    uint64_t now = clock_ns();
    if (again && (!sampling->sampled_at || now - sampling->sampled_at >= SAMPLE_NS)) {
        sampling->sampled_at = now;
        sample_rows(sampling, trace, snapshot);
    }
    for (uint32_t i = 0; i < snapshot->worker_count; i++) {
        const struct sampler *sampler = &sampling->samplers[i];
        struct worker_facts *row = &snapshot->workers[i];
        if (sampler->pid != row->pid)
            continue;
        row->sample = sampling->samples[i];
        row->stopped_at = sampler->stopped_at;
        row->no_core = trace->workload->ops->computes ? sample_no_core(sampler) : 0;
    }
}
