#include "analysis/account.h"

#include "record/record.h"
#include "base/number.h"
#include "base/xmalloc.h"

#include <math.h>
#include <stdlib.h>

static uint64_t clamp_ns(uint64_t value, uint64_t low, uint64_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* whole × part / all; `whole` where `all` is 0. */
static uint64_t proportion(uint64_t whole, uint64_t part, uint64_t all)
{
    return all ? number_proportion(whole, part, all) : whole;
}

/* ---- one life ------------------------------------------------------------------------------------------ */

/* What a life's account needs of the run. */
struct frame {
    uint64_t over;    /* end of the last task: from here on no worker waits for work */
    uint64_t horizon; /* last moment in the record */
    bool stays;       /* workers wait for more work */
    bool computes;
};

/* Moments of one life, in order. */
struct life_times {
    uint64_t born, begun, worked, gone;
    bool began; /* a task */
    bool died;  /* with an attempt, which lasted from `worked` to `gone` */
};

static struct life_times life_times_of(const struct record_life *life, const struct frame *frame)
{
    struct life_times at = { .born = life->spawned, .began = life->first_start != UINT64_MAX };
    at.gone = most_of(life->exited ? life->exited : frame->horizon, at.born);
    at.died = life->died_task != UINT32_MAX || (!at.began && life->status != 0);
    at.begun = at.began ? clamp_ns(life->first_start, at.born, at.gone) : at.born;
    at.worked = clamp_ns(life->last_end, at.begun, at.gone);
    if (at.died && at.began)
        at.worked = clamp_ns(life->died_started, at.worked, at.gone);
    return at;
}

/* The time after the last task. */
static void add_tail(uint64_t ns[ACCOUNT_KEPT], const struct life_times *at, const struct frame *frame)
{
    uint64_t over = frame->stays ? clamp_ns(frame->over, at->worked, at->gone) : at->worked;
    if (at->died) {
        ns[ACCOUNT_DIED] += at->gone - at->worked;
        return;
    }
    if (!at->began && !frame->stays) {
        ns[ACCOUNT_START] += at->gone - at->worked;
        return;
    }
    ns[ACCOUNT_IDLE] += over - at->worked;
    ns[ACCOUNT_LEAVING] += at->gone - over;
}

/* Processor time inside tasks, out of what a life used besides its lost attempt.
 * A nap needs none: there the time outside of tasks gets it first. */
static uint64_t cpu_inside(const struct frame *frame, uint64_t cpu_ns, uint64_t inside, uint64_t outside)
{
    if (!frame->computes)
        cpu_ns -= least_of(cpu_ns, outside);
    return least_of(cpu_ns, inside);
}

/* Adds a life to both accounts; the machine's is bounded later. Returns its useful time. */
static uint64_t add_life(struct account *account, const struct record_life *life, const struct frame *frame)
{
    uint64_t *ns = account->ns;
    struct life_times at = life_times_of(life, frame);
    uint64_t window = at.worked - at.begun, inside = least_of(life->busy_ns, window);
    uint64_t attempt = at.died ? at.gone - at.worked : 0;
    uint64_t lost_cpu = attempt ? least_of(proportion(life->cpu_ns, attempt, attempt + inside), attempt) : 0;
    uint64_t outside = at.gone - at.born - inside - attempt;
    uint64_t cpu = life->cpu_ns      ? cpu_inside(frame, life->cpu_ns - lost_cpu, inside, outside)
                   : frame->computes ? inside
                                     : 0;
    uint64_t besides = life->cpu_ns > cpu + lost_cpu ? life->cpu_ns - cpu - lost_cpu : 0;
    ns[ACCOUNT_START] += at.begun - at.born;
    ns[ACCOUNT_CPU] += cpu;
    ns[frame->computes ? ACCOUNT_READY : ACCOUNT_NAP] += inside - cpu;
    ns[ACCOUNT_BETWEEN] += window - inside;
    add_tail(ns, &at, frame);
    ns[ACCOUNT_TASKS] += frame->computes ? cpu : inside;
    ns[ACCOUNT_LOST] += frame->computes ? lost_cpu : attempt;
    ns[ACCOUNT_PROCESSES] += frame->computes ? besides : at.begun - at.born + window - inside;
    account->overhead += besides;
    return frame->computes ? cpu : inside;
}

/* ---- the run ------------------------------------------------------------------------------------------- */

static struct frame frame_of(const struct record *record, const struct workload *workload,
                             const struct plan *plan)
{
    struct frame frame = {
        .over = record->done,
        .stays = !plan->traits.one_each,
        .computes = workload->ops->computes,
    };

    for (uint64_t i = 0; i < record->task_count; i++)
        if (record->tasks[i].state == TASK_FAILED)
            frame.over = most_of(frame.over, record->tasks[i].ended);
    frame.horizon = most_of(frame.over, record->toc);
    for (uint64_t i = 0; i < record->life_count; i++)
        frame.horizon = most_of(frame.horizon, most_of(record->lives[i].exited, record->lives[i].spawned));
    return frame;
}

/* Scaled to the makespan: the disturbance was measured over the whole run, which lasts a little longer. */
static uint64_t others_of(const struct disturbance *disturbance, uint64_t capacity)
{
    if (!disturbance_is_busy(disturbance) && !disturbance_is_stolen(disturbance))
        return 0;
    return proportion(capacity, disturbance->others + disturbance->steal, disturbance->capacity);
}

/* Bounds the machine's parts by its capacity, in their order; the rest is unused. */
static void close_machine(struct account *account)
{
    uint64_t left = account->capacity;
    for (int part = ACCOUNT_TASKS; part < ACCOUNT_NOTHING; part++) {
        account->ns[part] = least_of(account->ns[part], left);
        left -= account->ns[part];
    }
    account->ns[ACCOUNT_NOTHING] = left;
}

static void compute_ratios(struct account *account, uint64_t useful, uint64_t largest, bool stays)
{
    double places =
        (double)(account->computes ? least_of(account->workers, account->places) : account->workers);
    account->parallel_efficiency = account->load_balance = account->communication_efficiency = NAN;
    if (!account->makespan || !useful)
        return;
    account->parallel_efficiency = (double)useful / (places * (double)account->makespan);
    if (!stays)
        return;
    account->load_balance = (double)useful / ((double)account->workers * (double)largest);
    account->communication_efficiency = account->parallel_efficiency / account->load_balance;
}

uint64_t account_asked(const struct workload *workload, uint64_t *longest)
{
    uint64_t different = !workload->ops->length ? 0 : workload_is_uniform(workload) ? 1 : workload->tasks;
    *longest = 0;
    for (uint64_t i = 0; i < different; i++)
        *longest = most_of(workload->ops->length(workload, i), *longest);
    return workload_length(workload, 0, workload->tasks);
}

/* The longest task that was done, ns. */
static uint64_t longest_task(const struct record *record)
{
    uint64_t longest = 0;
    for (uint64_t i = 0; i < record->task_count; i++)
        if (record->tasks[i].state == TASK_DONE)
            longest = most_of(longest, record->tasks[i].ended - record->tasks[i].started);
    return longest;
}

static bool is_partial(const struct record *record)
{
    bool partial = false;
    for (uint64_t i = 0; i < record->task_count; i++)
        partial |= record->tasks[i].state != TASK_DONE;
    return partial;
}

/* Time between the last two moments at which a worker ended its last task.
 * A replacement counts as a worker of its own. */
static uint64_t alone_at_end(const struct record *record)
{
    uint64_t last = 0, before = 0;
    for (uint64_t i = 0; i < record->life_count; i++) {
        uint64_t end = record->lives[i].last_end;
        before = end > last ? last : most_of(before, end);
        last = most_of(last, end);
    }
    return last - before;
}

void account_of_record(struct account *account, const struct record *record, const struct workload *workload,
                       const struct plan *plan, const struct machine *machine)
{
    struct frame frame = frame_of(record, workload, plan);
    uint64_t *useful_of_slot = xcalloc(record->slots + (size_t)1, sizeof *useful_of_slot);
    uint64_t useful = 0, largest = 0;
    *account = (struct account){
        .computes = frame.computes,
        .makespan = record->done,
        .alone = alone_at_end(record),
        .overhead = record->coordinator_cpu_ns,
        .workers = record->peak_live ? record->peak_live : 1,
    };
    account->partial = is_partial(record);
    account->asked = account_asked(workload, &account->longest);
    account->places = frame.computes ? machine->cores : account->workers;
    account->capacity = account->places * account->makespan;
    account->ns[ACCOUNT_PROCESSES] = frame.computes ? record->coordinator_cpu_ns : 0;
    account->ns[ACCOUNT_OTHERS] = frame.computes ? others_of(&record->disturbance, account->capacity) : 0;
    if (frame.computes && disturbance_is_throttled(&record->disturbance))
        account->ns[ACCOUNT_THROTTLED] = record->disturbance.quota;
    if (frame.computes && record->peak_live <= machine->cores)
        account->longest = longest_task(record);
    for (uint64_t i = 0; i < record->life_count; i++) {
        const struct record_life *life = &record->lives[i];
        uint64_t of_life = add_life(account, life, &frame);
        uint64_t *of_slot = &useful_of_slot[least_of(life->slot, record->slots)];

        useful += of_life;
        *of_slot += of_life;
        largest = most_of(largest, *of_slot);
    }
    for (int part = ACCOUNT_START; part <= ACCOUNT_LEAVING; part++)
        account->lifetimes += account->ns[part];
    close_machine(account);
    compute_ratios(account, useful, largest, frame.stays);
    free(useful_of_slot);
}

/* ---- lines --------------------------------------------------------------------------------------------- */

static void add_line(struct account_lines *lines, enum account_part part, int64_t ns, uint64_t total)
{
    lines->line[lines->count++] = (struct account_line){
        .part = part,
        .ns = ns,
        .share = total ? (double)ns / (double)total : 0,
    };
}

static struct account_lines lines_of(const struct account *account, enum account_part first,
                                     enum account_part last, uint64_t total)
{
    struct account_lines lines = { .count = 0 };
    for (int part = (int)first; total && part <= (int)last; part++)
        add_line(&lines, (enum account_part)part, (int64_t)account->ns[part], total);
    return lines;
}

struct account_lines account_workers(const struct account *account)
{
    return lines_of(account, ACCOUNT_START, ACCOUNT_LEAVING, account->lifetimes);
}

struct account_lines account_machine(const struct account *account)
{
    return lines_of(account, ACCOUNT_TASKS, ACCOUNT_NOTHING, account->computes ? account->capacity : 0);
}

uint64_t account_work(const struct account *account, uint64_t serial_ns)
{
    if (!account->computes)
        return account->asked;
    return serial_ns ? serial_ns : account->ns[ACCOUNT_TASKS];
}

/* Each step is the difference of two levels, and each level is divided by itself: roundings do not add up. */
struct stairs {
    struct account_lines lines;
    uint64_t places, makespan;
    uint64_t sum; /* of the steps so far, × places */
};

static void step_to(struct stairs *stairs, enum account_part part, uint64_t sum)
{
    int64_t from = (int64_t)(stairs->sum / stairs->places), to = (int64_t)(sum / stairs->places);
    add_line(&stairs->lines, part, to - from, stairs->makespan);
    stairs->sum = sum;
}

/* As step_to(), by `ns`, at most up to the makespan. */
static void step_by(struct stairs *stairs, enum account_part part, uint64_t ns)
{
    step_to(stairs, part, stairs->sum + least_of(ns, stairs->places * stairs->makespan - stairs->sum));
}

/* places × time by which the longest task exceeds an even share of the work. */
static uint64_t span_beyond(const struct account *account, uint64_t work)
{
    uint64_t span = least_of(account->longest, account->makespan) * account->places;
    return span > work ? span - work : 0;
}

struct account_lines account_waterfall(const struct account *account, uint64_t serial_ns)
{
    struct stairs stairs = { .places = account->places, .makespan = account->makespan };
    const uint64_t *ns = account->ns;
    if (!account->capacity || account->partial)
        return stairs.lines;
    uint64_t work = account_work(account, serial_ns), few = 0;
    uint64_t unused = ns[ACCOUNT_OTHERS] + ns[ACCOUNT_THROTTLED] + ns[ACCOUNT_NOTHING];
    uint64_t beyond = span_beyond(account, work);
    uint64_t left = unused > beyond ? unused - beyond : 0;
    if (account->workers < account->places)
        few = least_of((account->places - account->workers) * account->makespan, left);
    uint64_t idle = least_of(ns[ACCOUNT_IDLE], left - few);
    step_to(&stairs, ACCOUNT_IDEAL, work + beyond);
    step_to(&stairs, ACCOUNT_SLOWER, least_of(ns[ACCOUNT_TASKS] + beyond, account->capacity));
    step_by(&stairs, ACCOUNT_LOST, ns[ACCOUNT_LOST]);
    step_by(&stairs, ACCOUNT_PROCESSES, ns[ACCOUNT_PROCESSES]);
    step_by(&stairs, ACCOUNT_FEW, few);
    step_by(&stairs, ACCOUNT_IMBALANCE, idle);
    step_to(&stairs, ACCOUNT_REST, account->capacity);
    return stairs.lines;
}

/* ---- words --------------------------------------------------------------------------------------------- */

static const struct {
    const char *key, *computing, *sleeping; /* sleeping NULL: as computing */
} names[ACCOUNT_PARTS] = {
    [ACCOUNT_START] = { "start_s", "starting up", NULL },
    [ACCOUNT_CPU] = { "cpu_s", "on a core", "awake in naps" },
    [ACCOUNT_READY] = { "ready_s", "without a core", NULL },
    [ACCOUNT_NAP] = { "nap_s", "asleep", "nap" },
    [ACCOUNT_BETWEEN] = { "between_s", "between tasks", NULL },
    [ACCOUNT_DIED] = { "died_s", "attempts that died", NULL },
    [ACCOUNT_IDLE] = { "idle_s", "idle at the end", NULL },
    [ACCOUNT_LEAVING] = { "leaving_s", "leaving", NULL },
    [ACCOUNT_TASKS] = { "tasks_s", "tasks", "naps" },
    [ACCOUNT_LOST] = { "lost_s", "attempts that died", NULL },
    [ACCOUNT_PROCESSES] = { "processes_s", "processes", "starting, between tasks" },
    [ACCOUNT_OTHERS] = { "others_s", "other programs", NULL },
    [ACCOUNT_THROTTLED] = { "throttled_s", "held back by the CPU quota", NULL },
    [ACCOUNT_NOTHING] = { "nothing_s", "unused cores", NULL },
    [ACCOUNT_IDEAL] = { "ideal_s", "work ÷ cores", "naps ÷ workers" },
    [ACCOUNT_SLOWER] = { "slower_s", "slower tasks", "longer naps" },
    [ACCOUNT_FEW] = { "few_s", "unused cores", NULL },
    [ACCOUNT_IMBALANCE] = { "imbalance_s", "load imbalance", NULL },
    [ACCOUNT_REST] = { "rest_s", "starting, waiting, others", "workers not yet or no more there" },
};

/* Parts whose words speak of naps; tasks that sleep for 0 s are called empty instead. */
static bool is_of_naps(enum account_part part)
{
    return part == ACCOUNT_TASKS || part == ACCOUNT_NAP || part == ACCOUNT_CPU || part == ACCOUNT_SLOWER;
}

const char *account_words(const struct account *account, enum account_part part)
{
    if (!account->computes && account->asked == 0 && is_of_naps(part))
        return "empty tasks";
    return !account->computes && names[part].sleeping ? names[part].sleeping : names[part].computing;
}

const char *account_ideal_words(const struct account *account, uint64_t serial_ns)
{
    if (account->longest * account->places > account_work(account, serial_ns))
        return account->computes ? "longest task" : "longest nap";
    return account_words(account, ACCOUNT_IDEAL);
}

const char *account_key(enum account_part part)
{
    return names[part].key;
}

const char *account_work_source(const struct account *account, uint64_t serial_ns)
{
    if (!account->computes)
        return "the naps as asked for";
    return serial_ns ? "CPU time of the serial run's tasks" : "CPU time of this run's tasks";
}

double account_computation_scaling(const struct account *account, uint64_t serial_ns)
{
    if (!account->computes || !serial_ns || !account->ns[ACCOUNT_TASKS])
        return NAN;
    return (double)serial_ns / (double)account->ns[ACCOUNT_TASKS];
}

double account_global_efficiency(const struct account *account, uint64_t serial_ns)
{
    return account->parallel_efficiency * account_computation_scaling(account, serial_ns);
}
