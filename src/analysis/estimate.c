#include "analysis/estimate.h"

#include "analysis/schedule.h"
#include "base/number.h"
#include "base/xmalloc.h"

#include <math.h>
#include <stdlib.h>

/* Up to this many chunks are scheduled one by one; with more, an even share is near enough. */
#define CHUNKS_MAX UINT64_C(200000)

/* What a pool's worker needs for a task besides the task, ns. */
#define CLAIM_NS 150.0

/* Weight as time: a nap of 0 s weighs 1, so that it counts as progress, but takes no time. */
static double weight_of(const struct workload *workload, uint64_t first, uint64_t end)
{
    double sum = 0;
    if (!workload->ops->length)
        return workload->ops->weight_before(workload, end) - workload->ops->weight_before(workload, first);
    if (workload_is_uniform(workload))
        return (double)(end - first) * (double)workload->ops->length(workload, 0);
    for (uint64_t task = first; task < end; task++)
        sum += (double)workload->ops->length(workload, task);
    return sum;
}

/* ---- makespan ----------------------------------------------------------------------------------------- */

/* In rounds: all chunks are alike but perhaps the last. */
static double makespan_of_equals(const struct workload *workload, uint64_t workers, uint64_t chunk)
{
    double length = (double)workload->ops->length(workload, 0);
    uint64_t whole = workload->tasks / chunk, rest = workload->tasks % chunk;
    uint64_t rounds = whole / workers + (whole % workers != 0);
    double last = whole % workers == 0 ? (double)rest * length : 0;
    return (double)rounds * (double)chunk * length + last;
}

static uint64_t chunks_of(const struct workload *workload, uint64_t chunk)
{
    return chunk ? workload->tasks / chunk + (workload->tasks % chunk != 0) : 0;
}

uint64_t estimate_workers(const struct workload *workload, const struct plan *plan)
{
    return least_of(plan->slots, chunks_of(workload, plan->chunk));
}

/* What is gone through one by one: the chunks; with an order of its own every task, to be sorted. */
static uint64_t steps_of(const struct workload *workload, const struct plan *plan)
{
    return plan->order == ORDER_FIFO ? chunks_of(workload, plan->chunk) : workload->tasks;
}

/* The weight of the tasks at positions [first, end) of the order. */
static double weight_at(const struct workload *workload, const uint32_t *order, uint64_t first, uint64_t end)
{
    double sum = 0;
    if (!order)
        return weight_of(workload, first, end);
    for (; first < end; first++)
        sum += weight_of(workload, order[first], (uint64_t)order[first] + 1);
    return sum;
}

/* Schedules the chunks one by one. Weights too large for whole numbers are scaled. */
static void hand_out(struct chunk_schedule *chunks, const struct workload *workload, const struct plan *plan)
{
    uint64_t chunk = plan->chunk;
    double whole = weight_of(workload, 0, workload->tasks);
    *chunks = (struct chunk_schedule){ .count = chunks_of(workload, chunk),
                                       .unit = whole > 0x1p62 ? whole / 0x1p62 : 1,
                                       .order = order_make(plan->order, plan->seed, workload) };
    chunks->lengths = xreallocarray(NULL, chunks->count, sizeof *chunks->lengths);
    chunks->at = xreallocarray(NULL, chunks->count, sizeof *chunks->at);
    for (uint64_t i = 0; i < chunks->count; i++) {
        uint64_t first = i * chunk, left = workload->tasks - first;
        double weight = weight_at(workload, chunks->order, first, first + (left < chunk ? left : chunk));
        chunks->lengths[i] = (uint64_t)(weight / chunks->unit);
    }
    chunks->makespan = schedule(chunks->lengths, chunks->count, NULL, 1, plan->slots, chunks->at);
}

void chunk_schedule_release(struct chunk_schedule *chunks)
{
    free(chunks->order);
    free(chunks->lengths);
    free(chunks->at);
}

bool estimate_is_crowded(const struct workload *workload, const struct plan *plan, unsigned cores)
{
    return workload->ops->computes && plan->slots > cores;
}

bool estimate_chunks(struct chunk_schedule *chunks, const struct workload *workload, const struct plan *plan,
                     unsigned cores, uint64_t most)
{
    if (estimate_workers(workload, plan) == 0 || steps_of(workload, plan) > most ||
        estimate_is_crowded(workload, plan, cores))
        return false;
    hand_out(chunks, workload, plan);
    return true;
}

double estimate_makespan(const struct workload *workload, const struct plan *plan)
{
    uint64_t workers = estimate_workers(workload, plan);
    if (workers == 0)
        return 0;
    if (workload->ops->length && workload_is_uniform(workload))
        return makespan_of_equals(workload, workers, plan->chunk);
    if (workers == 1 || steps_of(workload, plan) > CHUNKS_MAX)
        return weight_of(workload, 0, workload->tasks) / (double)workers;
    struct chunk_schedule handed_out;
    hand_out(&handed_out, workload, plan);
    chunk_schedule_release(&handed_out);
    return (double)handed_out.makespan * handed_out.unit;
}

double estimate_schedule(const struct workload *workload, const struct plan *plan)
{
    bool known = workload->ops->length && plan->slots > 0 && plan->chunk > 0;
    return known ? estimate_makespan(workload, plan) : 0;
}

/* ---- an experiment ------------------------------------------------------------------------------------ */

/* In units of weight. More workers than cores share the cores, which no schedule describes. */
static double schedule_of(const struct workload *workload, const struct plan *plan,
                          const struct machine *machine)
{
    if (estimate_is_crowded(workload, plan, machine->cores))
        return weight_of(workload, 0, workload->tasks) / fmin(machine->cores, (double)workload->tasks);
    return estimate_makespan(workload, plan);
}

/* Time of a unit of weight, ns. */
static double unit_of(const struct workload *workload, const struct calibration *calibration)
{
    return workload->ops->weight_ns ? workload->ops->weight_ns(workload, calibration->division_ns) : 1;
}

/* The time of a run with the strategy's own cost, ns. Processes are started one after the other;
 * where they compute, tasks and starting share the cores. */
static double run_ns(const struct workload *workload, const struct plan *plan, const struct machine *machine,
                     const struct calibration *calibration, double schedule)
{
    double tasks = (double)workload->tasks, work = schedule * unit_of(workload, calibration);
    if (plan->workers)
        return work + plan->workers * calibration->process_ns + tasks * CLAIM_NS / plan->workers;
    double starting = tasks * calibration->process_ns;
    if (workload->ops->computes)
        return fmax(starting, work + starting / machine->cores);
    return work + starting;
}

/* In units of weight. Among very many tasks one can hardly matter: the longest is not searched for. */
static double longest_of(const struct workload *workload)
{
    uint64_t looked_at =
        workload->tasks <= CHUNKS_MAX && !workload_is_uniform(workload) ? workload->tasks : 1;
    double longest = 0;
    for (uint64_t task = 0; task < looked_at; task++)
        longest = fmax(longest, weight_of(workload, task, task + 1));
    return longest;
}

/* The lower bound (bounds.h) in units of weight, on as many places as work in parallel. */
static double lower_of(const struct workload *workload, const struct plan *plan,
                       const struct machine *machine, double whole, double longest)
{
    double places = estimate_is_crowded(workload, plan, machine->cores) ? machine->cores : plan->slots;
    return places > 0 ? fmax(whole / places, longest) : 0;
}

void preview_release(struct preview *preview)
{
    free(preview->strategies);
    *preview = (struct preview){ .strategies = NULL };
}

void preview_plan(struct preview *preview, const struct experiment *experiment, const struct machine *machine)
{
    preview_release(preview);
    preview->strategies = xcalloc(experiment->strategy_count, sizeof *preview->strategies);
    for (size_t i = 0; i < experiment->strategy_count; i++)
        strategy_plan(&experiment->strategies[i], &experiment->workload, machine,
                      &preview->strategies[i].plan);
}

void preview_estimate(struct preview *preview, const struct experiment *experiment,
                      const struct machine *machine, const struct calibration *calibration)
{
    const struct workload *workload = &experiment->workload;
    double whole = weight_of(workload, 0, workload->tasks), longest = longest_of(workload), sum = 0;
    double unit = preview->unit_ns = unit_of(workload, calibration);
    preview->endless = false;
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        struct forecast *forecast = &preview->strategies[i];
        double schedule = schedule_of(workload, &forecast->plan, machine);
        forecast->schedule_ns = schedule;
        forecast->schedule_speedup = schedule > 0 ? whole / schedule : NAN;
        forecast->lower_ns = unit * lower_of(workload, &forecast->plan, machine, whole, longest);
        bool endless = forecast->plan.unsupervised && forecast->plan.chaos.on;
        double taken = run_ns(workload, &forecast->plan, machine, calibration, schedule);
        forecast->run_ns = endless ? HUGE_VAL : taken;
        preview->endless |= endless;
        sum += taken;
    }
    preview->total_ns = sum * (double)(experiment->repeat + experiment->warmup);
    preview->estimated = true;
}
