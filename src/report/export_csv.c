/* A row for every task (RFC 4180, with \n), for spreadsheets, R and pandas. */
#include "base/decimal.h"
#include "report/export.h"
#include "base/format.h"

#include <inttypes.h>
#include <string.h>

static const char *const states[] = { "waiting", "claimed", "running", "done", "failed" };

/* Spreadsheets read such a text as a formula, even in quotes. */
static bool is_formula(const char *text)
{
    return *text && (strchr("=+-@", *text) || (unsigned char)*text < ' ');
}

/* A field, in quotes where it needs them; an apostrophe makes a formula a text. */
static void add_field(struct strbuf *out, const char *text)
{
    const char *before = is_formula(text) ? "'" : "";
    if (!strpbrk(text, ",\"\n\r")) {
        strbuf_addf(out, "%s%s", before, text);
        return;
    }
    strbuf_addf(out, "\"%s", before);
    for (; *text; text++) {
        if (*text == '"')
            strbuf_addc(out, '"');
        strbuf_addc(out, *text);
    }
    strbuf_addc(out, '"');
}

/* Worker, times and result; empty where there are none. */
static void add_work(struct strbuf *out, const struct record *record, const struct record_task *task)
{
    char seconds[DECIMAL_SECONDS_MAX];
    bool started = task_has_begun(task->state), ended = task_has_ended(task->state);
    if (task->life != RECORD_LIFE_NONE)
        strbuf_addf(out, ",%u,%u,%d", record->lives[task->life].slot, task->life,
                    record->lives[task->life].pid);
    else
        strbuf_adds(out, ",,,");
    strbuf_addf(out, ",%s", started ? decimal_seconds(seconds, task->started) : "");
    strbuf_addf(out, ",%s", ended ? decimal_seconds(seconds, task->ended) : "");
    strbuf_addf(out, ",%s", ended ? decimal_seconds(seconds, task->ended - task->started) : "");
    if (task->state == TASK_DONE)
        strbuf_addf(out, ",%" PRIu64 "\n", task->result);
    else
        strbuf_adds(out, ",\n");
}

static void add_run(struct export *out, const struct recording *recording, size_t number)
{
    const struct recorded_run *run = &recording->runs[number];
    const struct workload *workload = &recording->experiment.workload;
    struct strbuf lead = STRBUF_INIT;
    strbuf_addf(&lead, "%zu,", number + 1);
    add_field(&lead, recording->experiment.strategies[run->strategy].label);
    strbuf_addf(&lead, ",%" PRIu64 ",%s,", run->repeat + 1, run->warmup ? "yes" : "no");
    for (uint64_t i = 0; i < run->record.task_count; i++) {
        const struct record_task *task = &run->record.tasks[i];
        char label[FORMAT_MAX + 32];
        workload->ops->label(workload, i, label, sizeof label);
        strbuf_add(&out->text, lead.text, lead.length);
        strbuf_addf(&out->text, "%" PRIu64 ",", i);
        add_field(&out->text, label);
        strbuf_addf(&out->text, ",%s,%u", states[task->state], task->attempts);
        add_work(&out->text, &run->record, task);
        export_flow(out);
    }
    strbuf_release(&lead);
}

void export_csv(struct export *out, const struct recording *recording, size_t only)
{
    strbuf_adds(&out->text,
                "run,strategy,repeat,warmup,task,label,state,attempts,slot,life,pid,started_s,ended_s,"
                "took_s,result\n");
    for (size_t i = 0; i < recording->run_count; i++)
        if (only == EXPORT_ALL || only == i)
            add_run(out, recording, i);
}
