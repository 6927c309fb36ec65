/* Chrome trace events (the "Trace Event Format" of Google's Catapult),
 * which Perfetto and chrome://tracing open.
 *
 * Each run is a process of the trace. All begin at tic on one time axis, though they ran one at a time.
 * Each slot is a thread: its track has a slice for every life of the slot and inside it, one after the other,
 * slices for the life's tasks and the attempt that died with it. Slices never overlap.
 * The coordinator is a thread of its own: tic, toc, done and other events, as instants.
 * Times are µs with three decimals, which is exact. */
#include "report/export.h"
#include "base/format.h"
#include "json/json_write.h"
#include "history/snapshot_at.h"
#include "base/version.h"

#include <stdio.h>
#include <sys/wait.h>

struct tracing {
    struct export *out;
    const struct recording *recording;
    const struct recorded_run *run;
    struct trace trace;
    size_t process; /* of the trace */
    struct json_writer json;
};

/* Slots are threads from 1; the coordinator comes before them. */
enum { THREAD_COORDINATOR = 1, THREAD_SLOTS };

/* ---- events ------------------------------------------------------------------------------------------- */

static void add_time(struct tracing *tracing, const char *key, uint64_t ns)
{
    char text[32];
    snprintf(text, sizeof text, "%llu.%03u", (unsigned long long)(ns / 1000), (unsigned)(ns % 1000));
    json_raw(&tracing->json, key, text);
}

/* Begins an event up to its name; the caller completes it. */
static struct json_writer *begin_event(struct tracing *tracing, const char *phase, uint32_t thread,
                                       const char *name)
{
    struct json_writer *json = &tracing->json;
    export_flow(tracing->out);
    json_object(json, NULL, JSON_COMPACT);
    json_text(json, "ph", phase);
    json_whole(json, "pid", tracing->process);
    json_whole(json, "tid", thread);
    json_text(json, "name", name);
    return json;
}

/* Begins a slice up to its arguments; end_event() ends it. */
static struct json_writer *begin_slice(struct tracing *tracing, uint32_t thread, const char *kind,
                                       const char *name, uint64_t from, uint64_t to)
{
    struct json_writer *json = begin_event(tracing, "X", thread, name);
    json_text(json, "cat", kind);
    add_time(tracing, "ts", from);
    add_time(tracing, "dur", to - from);
    json_object(json, "args", JSON_COMPACT);
    return json;
}

static void end_event(struct json_writer *json)
{
    json_close(json);
    json_close(json);
}

/* `scope`: "t" on its thread, "p" over the whole process. */
static void add_instant(struct tracing *tracing, uint32_t thread, const char *scope, const char *name,
                        uint64_t at)
{
    struct json_writer *json = begin_event(tracing, "i", thread, name);
    add_time(tracing, "ts", at);
    json_text(json, "s", scope);
    json_close(json);
}

/* The name of a process or a thread, and its position among the others. */
static void add_name(struct tracing *tracing, uint32_t thread, const char *kinds[2], const char *name,
                     uint64_t place)
{
    struct json_writer *json = begin_event(tracing, "M", thread, kinds[0]);
    json_object(json, "args", JSON_COMPACT);
    json_text(json, "name", name);
    end_event(json);
    begin_event(tracing, "M", thread, kinds[1]);
    json_object(json, "args", JSON_COMPACT);
    json_whole(json, "sort_index", place);
    end_event(json);
}

static void name_thread(struct tracing *tracing, uint32_t thread, const char *name)
{
    static const char *kinds[] = { "thread_name", "thread_sort_index" };
    add_name(tracing, thread, kinds, name, thread);
}

static void name_process(struct tracing *tracing)
{
    static const char *kinds[] = { "process_name", "process_sort_index" };
    char name[128];
    recorded_run_name(&tracing->recording->experiment, tracing->run, name, sizeof name);
    add_name(tracing, THREAD_COORDINATOR, kinds, name, tracing->process);
}

/* ---- a slot ------------------------------------------------------------------------------------------- */

static void add_task(struct tracing *tracing, uint32_t thread, uint32_t number, uint64_t life_end)
{
    const struct workload *workload = tracing->trace.workload;
    const struct record_task *task = &tracing->run->record.tasks[number];
    char label[FORMAT_MAX + 32], name[FORMAT_MAX + 64];
    workload->ops->label(workload, number, label, sizeof label);
    snprintf(name, sizeof name, "%s%s", label,
             task->state == TASK_FAILED    ? ", set aside"
             : task->state == TASK_RUNNING ? ", never ended"
                                           : "");
    struct json_writer *json = begin_slice(tracing, thread, "task", name, task->started,
                                           task->state == TASK_RUNNING ? life_end : task->ended);
    json_whole(json, "task", number);
    json_whole(json, "attempts", task->attempts);
    json_whole(json, "result", task->result);
    end_event(json);
}

static void add_death(struct tracing *tracing, uint32_t thread, uint32_t number)
{
    const struct record_life *life = &tracing->run->record.lives[number];
    const struct workload *workload = tracing->trace.workload;
    char label[FORMAT_MAX + 32], name[FORMAT_MAX + 64];
    uint64_t doom = trace_doom(&tracing->run->record, number);
    if (doom != UINT64_MAX) {
        workload->ops->label(workload, life->died_task, label, sizeof label);
        snprintf(name, sizeof name, "%s, died", label);
        struct json_writer *json = begin_slice(tracing, thread, "died", name, doom, life->exited);
        json_whole(json, "task", life->died_task);
        end_event(json);
    }
    if (!life->exited || life->status == 0)
        return;
    if (WIFSIGNALED(life->status))
        snprintf(name, sizeof name, "killed by signal %d", WTERMSIG(life->status));
    else
        snprintf(name, sizeof name, "left with exit status %d", WEXITSTATUS(life->status));
    add_instant(tracing, thread, "t", name, life->exited);
}

static void add_slot(struct tracing *tracing, uint32_t slot)
{
    const struct trace *trace = &tracing->trace;
    const struct trace_slot *lane = &trace->slots[slot];
    const struct record *record = &tracing->run->record;
    uint32_t thread = THREAD_SLOTS + slot, span = 0;
    char name[64];
    snprintf(name, sizeof name, "worker %u", slot);
    name_thread(tracing, thread, name);
    for (uint32_t i = 0; i < lane->life_count; i++) {
        uint32_t number = lane->lives[i].number;
        const struct record_life *life = &record->lives[number];
        uint64_t end = life->exited ? life->exited : trace->end;
        snprintf(name, sizeof name, "process %d", life->pid);
        struct json_writer *json = begin_slice(tracing, thread, "worker", name, life->spawned, end);
        json_whole(json, "life", number);
        json_whole(json, "cpu_ns", life->cpu_ns);
        json_whole(json, "max_rss_kb", life->max_rss_kb);
        end_event(json);
        for (; span < lane->span_count && trace_life_of(trace, lane, span) == number; span++)
            if (lane->spans[span] < record->task_count)
                add_task(tracing, thread, lane->spans[span], end);
        add_death(tracing, thread, number);
    }
}

/* ---- a run -------------------------------------------------------------------------------------------- */

static void add_marks(struct tracing *tracing)
{
    const struct record *record = &tracing->run->record;
    name_thread(tracing, THREAD_COORDINATOR, "coordinator");
    add_instant(tracing, THREAD_COORDINATOR, "p", "tic", 0);
    if (record->toc)
        add_instant(tracing, THREAD_COORDINATOR, "p", "toc", record->toc);
    if (record->done)
        add_instant(tracing, THREAD_COORDINATOR, "p", "done", record->done);
    for (uint32_t i = 0; i < record->event_count; i++)
        if (record->events[i].kind == EVENT_REFUSED)
            add_instant(tracing, THREAD_COORDINATOR, "t", "fork refused", record->events[i].time);
}

static void add_run(struct tracing *tracing)
{
    const struct experiment *experiment = &tracing->recording->experiment;
    trace_open(&tracing->trace, &tracing->run->record, &experiment->workload,
               &experiment->strategies[tracing->run->strategy], &tracing->run->plan, TRACE_SLOTS);
    name_process(tracing);
    add_marks(tracing);
    for (uint32_t slot = 0; slot < tracing->trace.slot_count; slot++)
        add_slot(tracing, slot);
    trace_close(&tracing->trace);
}

void export_chrome(struct export *out, const struct recording *recording, size_t only)
{
    struct tracing tracing = { .out = out, .recording = recording, .json = { .out = &out->text } };
    struct json_writer *json = &tracing.json;
    json_object(json, NULL, JSON_COMPACT);
    json_text(json, "displayTimeUnit", "ms");
    json_object(json, "otherData", JSON_COMPACT);
    json_text(json, "program", "tictoc " TICTOC_VERSION);
    json_text(json, "experiment", recording->experiment.title);
    json_text(json, "note", "recorded one run at a time");
    json_close(json);
    json_array(json, "traceEvents", JSON_ROWS);
    for (size_t i = 0; i < recording->run_count; i++) {
        tracing.run = &recording->runs[i];
        tracing.process = i + 1;
        if (only == EXPORT_ALL || only == i)
            add_run(&tracing);
    }
    json_close(json);
    json_close(json);
    strbuf_addc(&out->text, '\n');
}
