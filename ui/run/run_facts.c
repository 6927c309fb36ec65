#include "run/run_facts.h"

#include "base/format.h"
#include "base/number.h"
#include "draw/role.h"

#include <stdio.h>

uint64_t run_elapsed_ns(const struct snapshot *snapshot)
{
    if (snapshot_is_over(snapshot) && snapshot->last_done)
        return snapshot->last_done;
    return snapshot->now;
}

/* The whole length of a task of which `share` is done after `age`; 0: not known yet. */
static double whole_of(double age, double share)
{
    return share > 0.001 ? age / share : 0;
}

const struct worker_facts *run_slowest(const struct snapshot *snapshot, uint64_t *rest)
{
    const struct worker_facts *slowest = NULL;
    double longest = -1;
    for (uint32_t i = 0; i < snapshot->worker_count; i++) {
        const struct worker_facts *worker = &snapshot->workers[i];
        double whole = whole_of((double)worker->task_age_ns, worker->task_share);
        double left = whole > 0 ? whole - (double)worker->task_age_ns : 0;
        if (worker->task != TASK_NONE && left > longest) {
            longest = left;
            slowest = worker;
        }
    }
    *rest = longest > 0 && longest < 1e18 ? (uint64_t)longest : 0;
    return slowest;
}

uint64_t run_eta_ns(const struct snapshot *snapshot)
{
    uint64_t rest;
    run_slowest(snapshot, &rest);
    return most_of(snapshot_eta_ns(snapshot), rest);
}

uint64_t run_task_ns(const struct snapshot *snapshot)
{
    const struct workload *workload = snapshot->workload;
    double longest = 0;
    if (workload->ops->length) /* known beforehand; the weight is the length */
        return (uint64_t)(snapshot->weight_total / (double)workload->tasks);
    if (snapshot->done > 0)
        return snapshot->busy_ns / snapshot->done;
    for (uint32_t i = 0; i < snapshot->worker_count; i++) {
        const struct worker_facts *worker = &snapshot->workers[i];
        double whole = whole_of((double)worker->task_age_ns, worker->task_share);
        if (worker->task != TASK_NONE && whole > longest)
            longest = whole;
    }
    return (uint64_t)longest;
}

bool run_is_process(const struct snapshot *snapshot)
{
    return snapshot->plan->traits.one_each;
}

bool run_is_folded(const struct snapshot *snapshot)
{
    uint64_t task_ns = run_task_ns(snapshot);
    return run_is_process(snapshot) && task_ns > 0 && task_ns < TASK_SEEN_NS;
}

const struct worker_facts *run_worker_of(const struct snapshot *snapshot, uint64_t task)
{
    for (uint32_t i = 0; i < snapshot->worker_count; i++)
        if (snapshot->workers[i].task == task)
            return &snapshot->workers[i];
    return NULL;
}

/* ---- a worker ------------------------------------------------------------------------------------------ */

/* Is its task long enough to be seen? Without a share of its own it is judged by the others. */
static bool shows_task(const struct snapshot *snapshot, const struct worker_facts *worker)
{
    double whole = whole_of((double)worker->task_age_ns, worker->task_share);
    if (worker->task == TASK_NONE)
        return run_task_ns(snapshot) >= TASK_SEEN_NS;
    if (worker->task_age_ns >= TASK_SEEN_NS)
        return true;
    return (whole > 0 ? whole : (double)run_task_ns(snapshot)) >= (double)TASK_SEEN_NS;
}

bool run_lacks_core(const struct worker_facts *worker)
{
    return worker->no_core >= NO_CORE_LEAST;
}

bool run_is_dead(const struct worker_facts *worker)
{
    return worker->sample.state == OS_DEAD && worker->state != SLOT_EMPTY && worker->state != SLOT_LEAVING;
}

/* The length of a worker's nap, ns; 0: it is in none. */
static uint64_t nap_of(const struct snapshot *snapshot, const struct worker_facts *worker)
{
    const struct workload *workload = snapshot->workload;
    bool naps = !workload->ops->computes && workload->ops->length && worker->task != TASK_NONE;
    return naps ? workload->ops->length(workload, worker->task) : 0;
}

uint64_t run_alarm_ns(const struct snapshot *snapshot, const struct worker_facts *worker)
{
    uint64_t nap = nap_of(snapshot, worker);
    return nap ? snapshot->now - worker->task_age_ns + nap : 0;
}

/* A stopped worker makes no progress, although the time of its nap passes. */
static double task_share_of(const struct snapshot *snapshot, const struct worker_facts *worker)
{
    uint64_t since = worker->stopped_at ? snapshot->now - worker->stopped_at : 0;
    uint64_t awake = worker->task_age_ns > since ? worker->task_age_ns - since : 0;
    if (!since || !nap_of(snapshot, worker))
        return worker->task_share;
    return snapshot->workload->ops->share(snapshot->workload, worker->task, 0, awake);
}

/* "rings 5.0 s": as short as the name of a nap, which it replaces. */
static void write_alarm(const struct snapshot *snapshot, const struct worker_facts *worker, char *buf,
                        size_t size)
{
    uint64_t alarm = run_alarm_ns(snapshot, worker);
    snprintf(buf, size, "%s %.1f s", alarm > snapshot->now ? "rings" : "rang", (double)alarm / 1e9);
}

struct run_progress run_progress_of(const struct snapshot *snapshot, const struct worker_facts *worker)
{
    const struct workload *workload = snapshot->workload;
    struct run_progress progress = { .bar = RUN_BAR_NONE };
    if (run_is_dead(worker) || worker->died)
        return progress;
    if (shows_task(snapshot, worker)) {
        if (worker->task == TASK_NONE)
            return progress;
        progress.bar = RUN_BAR_TASK;
        progress.share = task_share_of(snapshot, worker);
        if (worker->stopped_at && nap_of(snapshot, worker))
            write_alarm(snapshot, worker, progress.what, sizeof progress.what);
        else
            workload->ops->label(workload, worker->task, progress.what, sizeof progress.what);
    } else if (worker->chunk_number) {
        char number[FORMAT_MAX];
        progress.bar = RUN_BAR_CHUNK;
        progress.share = worker->chunk_share;
        snprintf(progress.what, sizeof progress.what, "chunk %s",
                 format_count(number, sizeof number, worker->chunk_number));
    } else if (!run_is_process(snapshot) && snapshot->weight_total > 0) {
        progress.bar = RUN_BAR_PART;
        progress.share = worker->weight_done * (double)snapshot->plan->slots / snapshot->weight_total;
        progress.share = progress.share < 1 ? progress.share : 1;
        snprintf(progress.what, sizeof progress.what, snapshot->plan->slots == 1 ? "all tasks" : "share");
    }
    return progress;
}

/* Between its claim and its task a process starts, or is held. */
enum run_claim run_claim_of(const struct snapshot *snapshot, const struct worker_facts *worker)
{
    bool has_chunk = worker->state == SLOT_RUNNING || worker->state == SLOT_HELD;
    if (worker->task != TASK_NONE)
        return RUN_CLAIM_TASK;
    if (run_is_process(snapshot))
        return worker->state == SLOT_STARTING || worker->state == SLOT_HELD ? RUN_CLAIM_WAITS
                                                                            : RUN_CLAIM_NONE;
    return has_chunk && worker->chunk_number && worker->chunk_share < 1 ? RUN_CLAIM_WAITS : RUN_CLAIM_NONE;
}

static const struct run_state sampled[] = {
    [OS_ON_CORE] = { 0x25CF, ROLE_RUNNING, "on core", "at work" },
    [OS_READY] = { 0x25D0, ROLE_READY, "ready", "waits for a core" },
    [OS_ASLEEP] = { 0x25CB, ROLE_ASLEEP, "asleep", "needs no core" },
    [OS_STOPPED] = { 0x25AA, ROLE_STOPPED, "stopped", "by a signal" },
    [OS_DEAD] = { 0x2717, ROLE_FAILED, "dead", "not yet noticed" },
};

/* It has been reaped. */
static const struct run_state unreplaced = { 0x2717, ROLE_FAILED, "dead", "not replaced" };
static const struct run_state unnoticed = { 0x2717, ROLE_FAILED, "dead", "goes unnoticed" };

static const struct run_state by_facts[] = {
    [SLOT_EMPTY] = { 0x00B7, ROLE_FAINT, "gone", "" },
    [SLOT_STARTING] = { 0x25B8, ROLE_DIM, "starting", "" },
    [SLOT_CLAIMING] = { 0x25B8, ROLE_DIM, "claiming", "takes a task" },
    [SLOT_RUNNING] = { 0x25CF, ROLE_TEXT, "in a task", "core –" },
    [SLOT_HELD] = { 0x25AA, ROLE_STOPPED, "held", "at the gate" },
    [SLOT_IDLE] = { 0x00B7, ROLE_DIM, "idle", "nothing to claim" },
    [SLOT_LEAVING] = { 0x00B7, ROLE_FAINT, "leaving", "" },
};

struct run_state run_state_of(const struct snapshot *snapshot, const struct worker_facts *worker)
{
    /* Between two short tasks a worker claims: the system's state says more. */
    bool works = worker->state == SLOT_RUNNING || worker->state == SLOT_CLAIMING;
    bool stopped = worker->sample.state == OS_STOPPED;
    if ((works || stopped || run_is_dead(worker)) && worker->sample.state != OS_UNKNOWN)
        return sampled[worker->sample.state];
    if (worker->state == SLOT_EMPTY && worker->died)
        return snapshot->plan->unsupervised ? unnoticed : unreplaced;
    if (works && nap_of(snapshot, worker))
        return sampled[OS_ASLEEP];
    return by_facts[worker->state];
}

const char *run_slot_word(enum slot_state state)
{
    return by_facts[state].word;
}
