#include "app/actions.h"

#include "run/run_facts.h"

#include <signal.h>
#include <stdio.h>

static void step_task(struct app *app)
{
    const struct snapshot *snapshot = app->model.snapshot;
    if (snapshot && snapshot->waiting + snapshot->claimed == 0)
        app_report(app, "No task is left that could start.");
    else if (!session_step(&app->live.session))
        app_report(app, "The task that was let through has not started yet: no worker is free.");
}

bool live_act(struct app *app, enum action action)
{
    bool holds = action == ACTION_HOLD || action == ACTION_PLAY; /* what goes on for real is held */
    if (!holds && action != ACTION_STEP)
        return false;
    if (!app->live.session.playing)
        app_report(app, "Nothing is running.");
    else if (holds)
        session_hold(&app->live.session, !session_is_held(&app->live.session));
    else
        step_task(app);
    return true;
}

/* ---- signals ------------------------------------------------------------------------------------------ */

static void send_pending(struct app *app)
{
    if (!session_signal(&app->live.session, app->target.id, app->target.signal))
        app_report(app, "The run has just ended.");
}

/* What comes of killing or stopping a worker that has claimed that. */
static const char *consequence(const struct app *app, enum run_claim claim)
{
    if (claim == RUN_CLAIM_NONE)
        return "It has claimed nothing.";
    if (app->target.signal != SIGKILL)
        return "What it has claimed waits.";
    if (app->model.snapshot->plan->unsupervised)
        return "What it has claimed stays undone.";
    return claim == RUN_CLAIM_TASK ? "Its task will be done again."
                                   : "What it has claimed goes back to the queue.";
}

/* "Kill worker 3 (4127)? …": once a run, because only time can be lost. */
static void ask_once(struct app *app, const struct worker_facts *worker)
{
    size_t run = app->live.session.series.next;
    const char *what = consequence(app, run_claim_of(app->model.snapshot, worker));
    if (app->allowed_run == run) {
        send_pending(app);
        return;
    }
    snprintf(app->question_text, sizeof app->question_text, "%s worker %u (%d)? %s",
             app->target.signal == SIGKILL ? "Kill" : "Stop", worker->slot, worker->pid, what);
    app->question = QUESTION_SIGNAL;
    app->target.run = run;
}

void live_signal(struct app *app, const struct request *request)
{
    const struct worker_facts *worker = request->worker;
    const struct snapshot *snapshot = app->model.snapshot;
    if (!app->live.session.playing || !snapshot) {
        app_report(app, "Nothing is running.");
    } else if (!worker) {
        app_report(app, run_is_folded(snapshot)
                            ? "These processes have gone before one can be chosen."
                            : "Choose a worker first: up and down, in the list of workers.");
    } else if (snapshot->coordinator_stopped) {
        app_report(app, "The coordinator, which would send the signal, is stopped.");
    } else if (worker->state == SLOT_EMPTY) {
        app_report(app, "Worker %u has gone.", worker->slot);
    } else {
        bool stopped = worker->sample.state == OS_STOPPED;
        app->target = (struct target){ .id = { worker->slot, worker->life },
                                       .signal = request->action == ACTION_KILL ? SIGKILL
                                                 : stopped                      ? SIGCONT
                                                                                : SIGSTOP };
        if (app->target.signal == SIGCONT)
            send_pending(app);
        else
            ask_once(app, worker);
    }
}

void live_answer(struct app *app, bool yes)
{
    if (!yes || !app->live.session.playing || app->target.run != app->live.session.series.next)
        return;
    app->allowed_run = app->target.run;
    send_pending(app);
}
