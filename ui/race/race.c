#include "race/race.h"

#include "base/number.h"
#include "base/xmalloc.h"
#include "history/snapshot_at.h"
#include "view/labels.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- which runs ---------------------------------------------------------------------------------------- */

static bool came_to_its_end(const struct record *record)
{
    for (uint64_t i = 0; i < record->task_count; i++)
        if (record->tasks[i].state != TASK_DONE && record->tasks[i].state != TASK_FAILED)
            return false;
    return record->phase == BOARD_ENDED && record->task_count > 0;
}

static uint64_t count_failed(const struct record *record)
{
    uint64_t failed = 0;
    for (uint64_t i = 0; i < record->task_count; i++)
        failed += record->tasks[i].state == TASK_FAILED;
    return failed;
}

/* A run that may take part. */
struct entrant {
    size_t run;
    uint64_t failed, time;
    bool held; /* and no task failed */
};

static bool is_as_fit(const struct entrant *one, const struct entrant *other)
{
    return !one->failed == !other->failed && one->held == other->held;
}

/* Runs without failures and holds first, then those that were held, then those with failed tasks;
 * of equals the quickest first. */
static int by_fitness(const void *a, const void *b)
{
    const struct entrant *one = a, *other = b;
    if (!one->failed != !other->failed)
        return one->failed ? 1 : -1;
    if (one->held != other->held)
        return one->held ? 1 : -1;
    if (one->time != other->time)
        return one->time < other->time ? -1 : 1;
    return (one->run > other->run) - (one->run < other->run);
}

/* Sorted by fitness. Returns how many are as fit as the first: only these take part. */
static size_t find_entrants(const struct recording *recording, size_t strategy, struct entrant entrants[])
{
    size_t count = 0, fit = 0;
    for (size_t i = 0; i < recording->run_count; i++) {
        const struct recorded_run *run = &recording->runs[i];
        if (run->strategy != strategy || run->warmup || !came_to_its_end(&run->record))
            continue;
        uint64_t failed = count_failed(&run->record);
        entrants[count++] = (struct entrant){ i, failed, run->record.done, !failed && run->record.held_ns };
    }
    qsort(entrants, count, sizeof *entrants, by_fitness);
    while (fit < count && is_as_fit(&entrants[fit], &entrants[0]))
        fit++;
    return fit;
}

static uint64_t mean_life(const struct record *record)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < record->life_count; i++)
        if (record->lives[i].exited > record->lives[i].spawned)
            sum += record->lives[i].exited - record->lives[i].spawned;
    return record->life_count ? sum / record->life_count : 0;
}

static void add_lane(struct race *race, size_t strategy)
{
    const struct recording *recording = &race->finished->recording;
    struct entrant *entrants = xreallocarray(NULL, recording->run_count + 1, sizeof *entrants);
    size_t count = find_entrants(recording, strategy, entrants);
    if (count == 0) {
        race->absent++;
    } else {
        const struct entrant *median = &entrants[(count - 1) / 2];
        const struct recorded_run *run = &recording->runs[median->run];
        struct race_lane *lane = &race->lanes[race->lane_count];
        *lane = (struct race_lane){
            .strategy = strategy,
            .run = median->run,
            .runs = count,
            .held = run->record.held_ns,
            .failed = median->failed,
            .life = mean_life(&run->record),
            .tasks = run->record.task_count,
        };
        trace_open(&lane->trace, &run->record, &recording->experiment.workload,
                   &recording->experiment.strategies[strategy], &run->plan, TRACE_SLOTS);
        activity_of_record(&lane->activity, &run->record);
        lane->time = race->arrivals[race->lane_count++] = lane->trace.all_ended;
        race->scrub.end = most_of(race->scrub.end, lane->time);
    }
    free(entrants);
}

void race_open(struct race *race, const struct finished *finished)
{
    *race = (struct race){ .finished = finished,
                           .scrub = { .speed = 1, .origin = label_origin(&finished->recording) } };
    size_t most = finished->recording.experiment.strategy_count;
    race->lanes = xcalloc(most, sizeof *race->lanes);
    race->arrivals = xcalloc(most, sizeof *race->arrivals);
    race->snapshot = xcalloc(1, sizeof *race->snapshot);
    for (size_t i = 0; i < most; i++)
        add_lane(race, i);
    race->scrub.marks = race->arrivals;
    race->scrub.mark_count = race->lane_count;
    race_seek(race, 0);
}

void race_close(struct race *race)
{
    for (size_t i = 0; i < race->lane_count; i++)
        trace_close(&race->lanes[i].trace);
    free(race->lanes);
    free(race->arrivals);
    free(race->snapshot);
    *race = (struct race){ .finished = NULL };
}

/* ---- the moment --------------------------------------------------------------------------------------- */

/* Tasks that were set aside end a run, but are not work that is done. */
static double share_of(const struct race_lane *lane, const struct snapshot *snapshot)
{
    if (lane->failed)
        return snapshot->weight_total > 0 ? snapshot->weight_done / snapshot->weight_total : 0;
    return lane->over ? 1 : snapshot_share(snapshot);
}

/* Lanes that arrived before it. */
static size_t count_before(const struct race *race, const struct race_lane *lane)
{
    size_t before = 0;
    for (size_t i = 0; i < race->lane_count; i++)
        before += !race->lanes[i].failed && race->lanes[i].time < lane->time;
    return before;
}

static void update_lane(struct race *race, size_t index)
{
    static const struct snapshot_window nothing = { .workers = 0 };
    struct race_lane *lane = &race->lanes[index];
    struct snapshot *snapshot = race->snapshot;
    snapshot_at(&lane->trace, race->scrub.now, &nothing, snapshot);
    lane->over = race->scrub.now >= lane->time;
    lane->share = share_of(lane, snapshot);
    lane->done = snapshot->done;
    /* A worker that claims its next task is not idle. */
    lane->busy = snapshot->states[SLOT_RUNNING] + snapshot->states[SLOT_CLAIMING];
    lane->live = (uint32_t)snapshot->live_workers;
    lane->started = snapshot->lives;
    lane->place = lane->over && !lane->failed ? 1 + count_before(race, lane) : 0;
}

/* The least lead, as a share of the work, that can be seen. */
#define AHEAD 0.005

static size_t find_leader(const struct race *race)
{
    size_t first = SIZE_MAX, count = 0;
    for (size_t i = 0; i < race->lane_count; i++) {
        if (race->lanes[i].place)
            return SIZE_MAX;
        if (race->lanes[i].failed)
            continue;
        count++;
        if (first == SIZE_MAX || race->lanes[i].share > race->lanes[first].share)
            first = i;
    }
    for (size_t i = 0; i < race->lane_count; i++)
        if (i != first && !race->lanes[i].failed && race->lanes[i].share + AHEAD > race->lanes[first].share)
            return SIZE_MAX;
    return count > 1 ? first : SIZE_MAX;
}

void race_seek(struct race *race, uint64_t now)
{
    race->scrub.now = now;
    for (size_t i = 0; i < race->lane_count; i++)
        update_lane(race, i);
    race->leader = find_leader(race);
}

uint64_t race_step(const struct race *race, uint64_t now, bool after)
{
    uint64_t nearest = after ? race->scrub.end : 0;
    for (size_t i = 0; i < race->lane_count; i++) {
        uint64_t time = race->lanes[i].time;
        if (after ? time > now && time < nearest : time < now && time > nearest)
            nearest = time;
    }
    return nearest;
}

/* ---- the result ---------------------------------------------------------------------------------------- */

static const struct race_lane *find_earliest(const struct race *race, const struct race_lane *but)
{
    const struct race_lane *first = NULL;
    for (size_t i = 0; i < race->lane_count; i++) {
        const struct race_lane *lane = &race->lanes[i];
        if (lane != but && !lane->failed && (!first || lane->time < first->time))
            first = lane;
    }
    return first;
}

const struct race_lane *race_first(const struct race *race)
{
    return find_earliest(race, NULL);
}

char *race_sentence(const struct race *race, char *buf, size_t size)
{
    const struct findings *findings = &race->finished->findings;
    const struct race_lane *first = race_first(race), *second = find_earliest(race, first);
    const struct finding *finding = second ? findings_first(findings, FINDING_MISSING) : NULL;
    if (second && !finding)
        finding = findings_pair(findings, first->strategy, second->strategy);
    snprintf(buf, size, "%s", finding ? finding->text.text : "");
    return buf;
}
