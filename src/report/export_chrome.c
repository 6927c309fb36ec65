/* Chrome trace events (the "Trace Event Format" of Google's Catapult), which Perfetto and chrome://tracing open.
 *
 * Each run is a process of the trace, all of them on one time axis from tic, though they were carried out one at a
 * time. Each slot is a thread: on its track a slice for every life of the slot and inside it, one after the other, the
 * life's tasks and the attempt that died with it. Slices nest or follow each other, they never overlap. The
 * coordinator is a thread of its own: tic, toc, done and what else happened, as instants. Times are µs with three
 * decimals, which is exact. */
#include "report/export.h"
#include "base/format.h"
#include "record/record_line.h"
#include "history/replay.h"
#include "base/version.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

struct tracing {
    struct export *out;
    const struct recording *recording;
    const struct recorded_run *run;
    struct replay replay;
    size_t process; /* of the trace */
    bool begun;     /* an event has been written */
};

/* Slots are threads from 1; the coordinator comes before them. */
enum { THREAD_COORDINATOR = 1, THREAD_SLOTS };

/* ---- events ------------------------------------------------------------------------------------------- */

static void add_time(struct strbuf *out, const char *key, uint64_t ns)
{
    strbuf_addf(out, ",\"%s\":%" PRIu64 ".%03u", key, ns / 1000, (unsigned)(ns % 1000));
}

/* Begins an event up to its name; the caller adds to it and closes it with a brace. */
static struct strbuf *begin(struct tracing *tracing, char phase, uint32_t thread, const char *name)
{
    struct strbuf *out = &tracing->out->text;
    export_flow(tracing->out);
    strbuf_adds(out, tracing->begun ? ",\n" : "\n");
    tracing->begun = true;
    strbuf_addf(out, "{\"ph\":\"%c\",\"pid\":%zu,\"tid\":%u,\"name\":", phase, tracing->process, thread);
    record_text_write(out, name);
    return out;
}

static void add_slice(struct tracing *tracing, uint32_t thread, const char *kind, const char *name,
                      uint64_t from, uint64_t to)
{
    struct strbuf *out = begin(tracing, 'X', thread, name);
    strbuf_addf(out, ",\"cat\":\"%s\"", kind);
    add_time(out, "ts", from);
    add_time(out, "dur", to - from);
}

/* `scope`: 't' on its thread, 'p' over the whole process. */
static void add_instant(struct tracing *tracing, uint32_t thread, char scope, const char *name, uint64_t at)
{
    struct strbuf *out = begin(tracing, 'i', thread, name);
    add_time(out, "ts", at);
    strbuf_addf(out, ",\"s\":\"%c\"}", scope);
}

static void name_thread(struct tracing *tracing, uint32_t thread, const char *name)
{
    struct strbuf *out = begin(tracing, 'M', thread, "thread_name");
    strbuf_adds(out, ",\"args\":{\"name\":");
    record_text_write(out, name);
    strbuf_adds(out, "}}");
    out = begin(tracing, 'M', thread, "thread_sort_index");
    strbuf_addf(out, ",\"args\":{\"sort_index\":%u}}", thread);
}

static void name_process(struct tracing *tracing)
{
    char name[128];
    struct strbuf *out = begin(tracing, 'M', THREAD_COORDINATOR, "process_name");
    strbuf_adds(out, ",\"args\":{\"name\":");
    record_text_write(out,
                      recorded_run_name(&tracing->recording->experiment, tracing->run, name, sizeof name));
    strbuf_adds(out, "}}");
    out = begin(tracing, 'M', THREAD_COORDINATOR, "process_sort_index");
    strbuf_addf(out, ",\"args\":{\"sort_index\":%zu}}", tracing->process);
}

/* ---- a slot ------------------------------------------------------------------------------------------- */

static void add_task(struct tracing *tracing, uint32_t thread, uint32_t number, uint64_t life_end)
{
    const struct workload *workload = tracing->replay.workload;
    const struct record_task *task = &tracing->run->record.tasks[number];
    char label[FORMAT_MAX + 32], name[FORMAT_MAX + 64];
    workload->ops->label(workload, number, label, sizeof label);
    snprintf(name, sizeof name, "%s%s", label,
             task->state == TASK_FAILED    ? ", set aside"
             : task->state == TASK_RUNNING ? ", never ended"
                                           : "");
    add_slice(tracing, thread, "task", name, task->started,
              task->state == TASK_RUNNING ? life_end : task->ended);
    strbuf_addf(&tracing->out->text, ",\"args\":{\"task\":%u,\"attempts\":%u,\"result\":%" PRIu64 "}}",
                number, task->attempts, task->result);
}

static void add_death(struct tracing *tracing, uint32_t thread, uint32_t number)
{
    const struct record_life *life = &tracing->run->record.lives[number];
    const struct workload *workload = tracing->replay.workload;
    char label[FORMAT_MAX + 32], name[FORMAT_MAX + 64];
    uint64_t doom = replay_doom(&tracing->run->record, number);
    if (doom != UINT64_MAX) {
        workload->ops->label(workload, life->died_task, label, sizeof label);
        snprintf(name, sizeof name, "%s, died", label);
        add_slice(tracing, thread, "died", name, doom, life->exited);
        strbuf_addf(&tracing->out->text, ",\"args\":{\"task\":%u}}", life->died_task);
    }
    if (!life->exited || life->status == 0)
        return;
    if (WIFSIGNALED(life->status))
        snprintf(name, sizeof name, "killed by signal %d", WTERMSIG(life->status));
    else
        snprintf(name, sizeof name, "left with exit status %d", WEXITSTATUS(life->status));
    add_instant(tracing, thread, 't', name, life->exited);
}

static void add_slot(struct tracing *tracing, uint32_t slot)
{
    const struct replay *replay = &tracing->replay;
    const struct record *record = &tracing->run->record;
    uint32_t thread = THREAD_SLOTS + slot, task = replay->task_at[slot];
    char name[64];
    snprintf(name, sizeof name, "worker %u", slot);
    name_thread(tracing, thread, name);
    for (uint32_t i = replay->life_at[slot]; i < replay->life_at[slot + 1]; i++) {
        uint32_t number = replay->lives[i];
        const struct record_life *life = &record->lives[number];
        uint64_t end = life->exited ? life->exited : replay->end;
        snprintf(name, sizeof name, "process %d", life->pid);
        add_slice(tracing, thread, "worker", name, life->spawned, end);
        strbuf_addf(&tracing->out->text, ",\"args\":{\"life\":%u,\"cpu_ns\":%" PRIu64 ",\"max_rss_kb\":%u}}",
                    number, life->cpu_ns, life->max_rss_kb);
        for (; task < replay->task_at[slot + 1] && record->tasks[replay->tasks[task]].life == number; task++)
            add_task(tracing, thread, replay->tasks[task], end);
        add_death(tracing, thread, number);
    }
}

/* ---- a run -------------------------------------------------------------------------------------------- */

static void add_marks(struct tracing *tracing)
{
    const struct record *record = &tracing->run->record;
    name_thread(tracing, THREAD_COORDINATOR, "coordinator");
    add_instant(tracing, THREAD_COORDINATOR, 'p', "tic", 0);
    if (record->toc)
        add_instant(tracing, THREAD_COORDINATOR, 'p', "toc", record->toc);
    if (record->done)
        add_instant(tracing, THREAD_COORDINATOR, 'p', "done", record->done);
    for (uint32_t i = 0; i < record->event_count; i++)
        if (record->events[i].kind == EVENT_REFUSED)
            add_instant(tracing, THREAD_COORDINATOR, 't', "fork refused", record->events[i].time);
}

static void add_run(struct tracing *tracing)
{
    const struct experiment *experiment = &tracing->recording->experiment;
    replay_open(&tracing->replay, &tracing->run->record, &experiment->workload,
                &experiment->strategies[tracing->run->strategy], &tracing->run->plan);
    name_process(tracing);
    add_marks(tracing);
    for (uint32_t slot = 0; slot < tracing->replay.slots; slot++)
        add_slot(tracing, slot);
    replay_close(&tracing->replay);
}

void export_chrome(struct export *out, const struct recording *recording, size_t only)
{
    struct tracing tracing = { .out = out, .recording = recording };
    strbuf_adds(&out->text, "{\"displayTimeUnit\":\"ms\",\"otherData\":{\"program\":\"tictoc " TICTOC_VERSION
                            "\",\"experiment\":");
    record_text_write(&out->text, recording->experiment.title);
    strbuf_adds(&out->text, ",\"note\":\"recorded one run at a time\"},\"traceEvents\":[");
    for (size_t i = 0; i < recording->run_count; i++) {
        tracing.run = &recording->runs[i];
        tracing.process = i + 1;
        if (only == EXPORT_ALL || only == i)
            add_run(&tracing);
    }
    strbuf_adds(&out->text, "\n]}\n");
}
