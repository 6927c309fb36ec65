#include "run/run_status.h"

#include "base/format.h"
#include "draw/role.h"
#include "analysis/finding_kinds.h"
#include "analysis/findings.h"
#include "run/run_facts.h"
#include "view/labels.h"

#include <stdio.h>
#include <string.h>

typedef bool status_fn(const struct model *model, char *buf, size_t size);

static const struct outcome *last_outcome(const struct model *model)
{
    if (model->running || !model->experiment || model->run_number == 0)
        return NULL;
    const struct result *result = &model->results->results[model->run.strategy];
    return result->run_count ? &result->runs[result->run_count - 1] : NULL;
}

/* A finding about this run alone. */
static struct findings finding_here(void)
{
    struct findings findings = { 0 };
    finding_add(&findings, FINDING_TROUBLE, FINDING_PLAIN, "");
    return findings;
}

static void write_finding(struct findings *findings, const char *mark, char *buf, size_t size)
{
    snprintf(buf, size, "%s%s", mark, findings->list[0].text.text);
    findings_release(findings);
}

static bool write_trouble(const struct model *model, char *buf, size_t size)
{
    const struct outcome *outcome = last_outcome(model);
    if (!outcome || !outcome->trouble[0])
        return false;
    snprintf(buf, size, "✗ %s", outcome->trouble);
    return true;
}

static bool write_stopping(const struct model *model, char *buf, size_t size)
{
    snprintf(buf, size, "stopping: every process of this run is being ended");
    return model->stopping;
}

static bool write_interrupted(const struct model *model, char *buf, size_t size)
{
    const struct outcome *outcome = last_outcome(model);
    snprintf(buf, size, "stopped before its end: this run does not count");
    return outcome && outcome->interrupted;
}

/* The workers may go on, but nothing reacts to what happens. */
static bool write_coordinator(const struct model *model, char *buf, size_t size)
{
    const struct snapshot *snapshot = model->snapshot;
    char workers[FORMAT_MAX + 16];
    uint32_t dead = 0;
    for (uint32_t i = 0; i < snapshot->worker_count; i++)
        dead += run_is_dead(&snapshot->workers[i]);
    format_plural(workers, sizeof workers, dead, "worker");
    if (dead)
        snprintf(buf, size, "▪ the coordinator is stopped, unaware that %s died: x ends the run", workers);
    else
        snprintf(buf, size, "▪ the coordinator is stopped and notices nothing; x ends the run");
    return model->running && snapshot->coordinator_stopped;
}

bool run_is_held(const struct model *model)
{
    return model->running && model->snapshot && model->snapshot->gate == GATE_HOLD;
}

/* What goes on and what waits while the run is held. */
static void write_waiting(const struct snapshot *snapshot, char *buf, size_t size)
{
    char going[FORMAT_MAX + 16] = "", at_gate[FORMAT_MAX + 16], count[FORMAT_MAX];
    uint32_t held = snapshot->states[SLOT_HELD];
    if (snapshot->running)
        snprintf(going, sizeof going, ", %s under way", format_count(count, sizeof count, snapshot->running));
    format_plural(at_gate, sizeof at_gate, held, run_is_process(snapshot) ? "process" : "worker");
    if (snapshot->waiting + snapshot->claimed == 0)
        snprintf(buf, size, "no task is left that could start%s", going);
    else if (snapshot->permitted)
        snprintf(buf, size, "one more may start once a worker is free%s", going);
    else if (held)
        snprintf(buf, size, "no task starts%s, %s wait%s at the gate", going, at_gate, held == 1 ? "s" : "");
    else
        snprintf(buf, size, "no task starts%s", going);
}

static bool write_hold(const struct model *model, char *buf, size_t size)
{
    char clock[FORMAT_MAX], id[160];
    if (!run_is_held(model))
        return false;
    write_waiting(model->snapshot, id, sizeof id);
    snprintf(buf, size, "▪ held for %s: %s", label_clock(clock, sizeof clock, model->snapshot->held_ns), id);
    return true;
}

/* No other worker does what a stopped worker has claimed. */
static bool write_stopped(const struct model *model, char *buf, size_t size)
{
    const struct snapshot *snapshot = model->snapshot;
    const struct worker_facts *stopped = NULL;
    char clock[FORMAT_MAX];
    uint32_t count = 0, waited_for = 0;
    for (uint32_t i = 0; i < snapshot->worker_count; i++)
        if (snapshot->workers[i].sample.state == OS_STOPPED) {
            stopped = &snapshot->workers[i];
            count++;
            waited_for += run_claim_of(snapshot, stopped) != RUN_CLAIM_NONE;
        }
    if (!model->running || count == 0)
        return false;
    uint64_t alarm = run_alarm_ns(snapshot, stopped);
    if (count == 1 && alarm)
        snprintf(buf, size, "▪ worker %u is stopped: its alarm %s at %s; it cannot get up", stopped->slot,
                 alarm > snapshot->now ? "rings" : "rang", label_clock(clock, sizeof clock, alarm));
    else if (count > 1)
        snprintf(buf, size, "▪ %u workers are stopped%s", count,
                 waited_for ? ": what they have claimed waits for them" : "; they have claimed nothing");
    else
        snprintf(buf, size, "▪ worker %u is stopped%s", stopped->slot,
                 waited_for ? ": what it has claimed waits for it" : "; it has claimed nothing");
    return true;
}

static bool write_held(const struct model *model, char *buf, size_t size)
{
    char held[FORMAT_MAX];
    snprintf(buf, size, "▪ was held for %s, which its time includes",
             format_duration(held, sizeof held, model->snapshot->held_ns));
    return model->snapshot->held_ns > 0;
}

static bool write_toc(const struct model *model, char *buf, size_t size)
{
    const struct snapshot *snapshot = model->snapshot;
    uint64_t going = snapshot->tasks - snapshot->done - snapshot->failed;
    char toc[FORMAT_MAX], left[FORMAT_MAX];
    if (snapshot->plan->join || !snapshot->toc)
        return false;
    if (snapshot_is_over(snapshot)) {
        struct findings findings = finding_here();
        finding_say_toc(&findings, (double)snapshot->toc / 1e9, (double)run_elapsed_ns(snapshot) / 1e9);
        write_finding(&findings, "", buf, size);
    } else {
        snprintf(buf, size, "toc %s: the program says it is finished; %s still %s",
                 format_duration(toc, sizeof toc, snapshot->toc),
                 format_plural(left, sizeof left, going, "task"), going == 1 ? "runs" : "run");
    }
    return true;
}

static bool write_failed(const struct model *model, char *buf, size_t size)
{
    const struct outcome *outcome = last_outcome(model);
    struct findings findings = finding_here();
    finding_say_failed(&findings, model->snapshot->failed, outcome ? outcome->failed_at_limit : 0,
                       outcome ? outcome->failed_attempts : 0, model->snapshot->plan->task_timeout_ns);
    write_finding(&findings, "✗ ", buf, size);
    return model->snapshot->failed > 0;
}

static bool write_deaths(const struct model *model, char *buf, size_t size)
{
    char count[FORMAT_MAX + 16], working[FORMAT_MAX];
    uint64_t deaths = model->snapshot->deaths, at_work = model->snapshot->deaths_at_work;
    format_plural(count, sizeof count, deaths, "worker");
    if (model->snapshot->plan->unsupervised)
        snprintf(buf, size, "%s died, and this pool notices nothing: what %s had claimed is lost", count,
                 deaths == 1 ? "it" : "they");
    else if (at_work == deaths)
        snprintf(buf, size, "%s died; what %s had claimed went back to the queue", count,
                 deaths == 1 ? "it" : "they");
    else if (at_work == 0)
        snprintf(buf, size, "%s died; %s in no task", count, deaths == 1 ? "it was" : "they were");
    else
        snprintf(buf, size, "%s died, %s of them in a task, which went back to the queue", count,
                 format_count(working, sizeof working, at_work));
    return deaths > 0;
}

static bool write_note(const struct model *model, char *buf, size_t size)
{
    const struct outcome *outcome = last_outcome(model);
    if (!outcome || !outcome->note[0])
        return false;
    snprintf(buf, size, "%s", outcome->note);
    return true;
}

static bool write_refused(const struct model *model, char *buf, size_t size)
{
    char count[FORMAT_MAX];
    snprintf(buf, size, "%s refused and tried again",
             format_plural(count, sizeof count, model->snapshot->forks_refused, "fork"));
    return model->snapshot->forks_refused > 0;
}

static bool write_warmup(const struct model *model, char *buf, size_t size)
{
    snprintf(buf, size, "warm-up: this run will not be counted");
    return model->running && model->run_number > 0 && model->run.warmup;
}

/* More workers than cores: each is in a task all the time, and on a core for a part of it. */
static bool write_shared_cores(const struct model *model, char *buf, size_t size)
{
    const struct snapshot *snapshot = model->snapshot;
    double with_core = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < snapshot->worker_count; i++)
        if (snapshot->workers[i].task != TASK_NONE && run_lacks_core(&snapshot->workers[i])) {
            with_core += 1 - snapshot->workers[i].no_core;
            count++;
        }
    if (!count || snapshot->running <= snapshot->plan->cores)
        return false;
    struct findings findings = finding_here();
    finding_say_shared(&findings, snapshot->running, snapshot->plan->cores, "has", with_core / count);
    write_finding(&findings, "", buf, size);
    return true;
}

static const struct {
    status_fn *write;
    unsigned role;
} statuses[] = {
    { write_trouble, ROLE_FAILED },
    { write_stopping, ROLE_WARN },
    { write_interrupted, ROLE_WARN },
    { write_coordinator, ROLE_STOPPED | ROLE_STRONG },
    { write_hold, ROLE_STOPPED | ROLE_STRONG },
    { write_toc, ROLE_WARN },
    { write_failed, ROLE_FAILED },
    { write_stopped, ROLE_STOPPED },
    { write_deaths, ROLE_WARN },
    { write_held, ROLE_STOPPED },
    { write_note, ROLE_WARN },
    { write_refused, ROLE_WARN },
    { write_shared_cores, ROLE_READY },
    { write_warmup, ROLE_DIM },
};

bool run_status(const struct model *model, unsigned *role, char *buf, size_t size)
{
    for (size_t i = 0; model->snapshot && i < sizeof statuses / sizeof *statuses; i++) {
        *role = statuses[i].role;
        if (statuses[i].write(model, buf, size))
            return true;
    }
    return false;
}
