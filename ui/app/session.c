#include "app/session.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How often a run that was told to end, or that cannot be waited for by poll(), is looked after. */
#define TEND_MS 20

/* With more tasks nobody reads when each of them starts and ends. */
#define TOLD_TASKS_MAX 2000

/* ---- what is told ------------------------------------------------------------------------------------- */

static void clear_output(struct output *output)
{
    output->first = output->count = 0;
    output->dropped = 0;
}

static struct output_line *line_at(struct output *output, size_t index)
{
    return &output->lines[(output->first + index) % OUTPUT_LINES];
}

/* What the teller heard of late goes where it belongs; lines without a time stay behind what they were told after. */
static void hear(void *context, const struct happening *happening)
{
    struct output *output = context;
    if (output->count == OUTPUT_LINES) {
        output->first = (output->first + 1) % OUTPUT_LINES;
        output->count--;
        output->dropped++;
    }
    size_t at = output->count++;
    for (; at > 0 && happening->time && line_at(output, at - 1)->time > happening->time; at--)
        *line_at(output, at) = *line_at(output, at - 1);
    struct output_line *line = line_at(output, at);
    line->time = happening->time;
    memcpy(line->text, happening->text, sizeof line->text);
}

_Static_assert(sizeof(((struct output_line *)NULL)->text) == sizeof(((struct happening *)NULL)->text),
               "a happening fits in a line");

/* ---- one run ------------------------------------------------------------------------------------------ */

static void begin_run(struct stage *stage)
{
    struct series *series = &stage->series;
    size_t strategy = series_run_at(series, series->next - 1).strategy;
    clear_output(&stage->output);
    stage->watch = watch_open(series->runner.board, &series->experiment->workload,
                              &series->experiment->strategies[strategy], &series->plans[strategy]);
    teller_open(&stage->teller, series->runner.board, TOLD_TASKS_MAX);
}

static void end_run(struct stage *stage)
{
    if (!stage->watch)
        return;
    teller_close(&stage->teller);
    watch_close(stage->watch);
    stage->watch = NULL;
}

void stage_look(struct stage *stage, const struct snapshot_window *window, bool sample)
{
    if (!stage->watch)
        return;
    stage->window = *window;
    watch_look(stage->watch, window, stage->snapshot);
    stage->snapshot->held_ns = runner_held_ns(&stage->series.runner);
    stage->snapshot->coordinator_stopped = runner_is_stopped(&stage->series.runner);
    if (sample)
        watch_sample(stage->watch, stage->snapshot);
    teller_look(&stage->teller, hear, &stage->output);
}

/* ---- the experiment ----------------------------------------------------------------------------------- */

void finished_free(struct finished *finished)
{
    results_release(&finished->results);
    recording_release(&finished->recording);
    experiment_release(&finished->experiment);
    free(finished);
}

void stage_close(struct stage *stage)
{
    if (!stage->open)
        return;
    end_run(stage);
    /* What was handed over stays; the series only looked at it since. */
    if (stage->taken)
        stage->series.results = (struct results){ .experiment = NULL };
    series_close(&stage->series);
    if (!stage->taken)
        finished_free(stage->finished);
    free(stage->snapshot);
    *stage = (struct stage){ .open = false };
}

static bool start_next(struct stage *stage)
{
    if (!series_start(&stage->series))
        return false;
    begin_run(stage);
    return true;
}

void stage_open(struct stage *stage, const struct experiment *experiment, const struct machine *machine)
{
    stage_close(stage);
    stage->finished = xcalloc(1, sizeof *stage->finished);
    experiment_copy(&stage->finished->experiment, experiment);
    recording_begin(&stage->finished->recording, experiment, machine);
    series_open(&stage->series, &stage->finished->experiment, machine);
    stage->series.keep_records = true;
    stage->open = stage->playing = true;
    bool started = start_next(stage);
    /* After the fork, so that the run's processes do not have it to copy. */
    stage->snapshot = xcalloc(1, sizeof *stage->snapshot);
    if (started)
        stage_look(stage, &(struct snapshot_window){ .workers = 0 }, false);
}

int stage_fd(const struct stage *stage)
{
    return stage->playing ? series_fd(&stage->series) : -1;
}

int stage_tend_ms(const struct stage *stage)
{
    if (!stage->playing)
        return -1;
    bool idle = !stage->series.running;
    bool ending = stage->series.runner.stop_ns != 0;
    return idle ? 0 : ending || series_fd(&stage->series) < 0 ? TEND_MS : -1;
}

/* Between the runs, when nothing is measured. The last run is never the one that goes to spare memory. */
static void keep_run(struct stage *stage)
{
    struct recording *recording = &stage->finished->recording;
    recording_take(recording, &stage->series);
    if (stage->record)
        record_writer_add(stage->record, &recording->runs[recording->run_count - 1]);
}

enum stage_news stage_tend(struct stage *stage, bool ready)
{
    if (!stage->playing || (!ready && stage_tend_ms(stage) < 0))
        return STAGE_NOTHING;
    bool ran = stage->watch != NULL; /* else the first run could not even begin */
    /* The last look comes after all has happened and before the series takes the board. */
    struct snapshot_window window = stage->window;
    stage_look(stage, &window, false);
    if (series_poll(&stage->series))
        return STAGE_NOTHING;
    end_run(stage);
    if (ran)
        keep_run(stage);
    if (start_next(stage))
        return STAGE_NEXT;
    stage->playing = false;
    return STAGE_ENDED;
}

void stage_stop(struct stage *stage)
{
    if (stage->playing)
        series_stop(&stage->series);
}

void stage_skip(struct stage *stage)
{
    if (stage->playing)
        series_skip(&stage->series);
}

void stage_break_off(struct stage *stage)
{
    if (!stage->playing)
        return;
    end_run(stage);
    runner_close(&stage->series.runner);
    stage->series.running = stage->playing = false;
    stage->series.stopped = true;
}

void stage_hold(struct stage *stage, bool hold)
{
    if (stage->playing)
        runner_hold(&stage->series.runner, hold);
}

bool stage_is_held(const struct stage *stage)
{
    return stage->playing && stage->series.runner.held & HOLD_GATE;
}

bool stage_step(struct stage *stage)
{
    return stage->playing && runner_step(&stage->series.runner);
}

bool stage_signal(struct stage *stage, struct who who, int signal)
{
    return stage->playing && runner_signal(&stage->series.runner, who, signal);
}

void stage_suspend(struct stage *stage)
{
    if (stage->playing)
        runner_suspend(&stage->series.runner);
}

void stage_resume(struct stage *stage)
{
    if (stage->playing)
        runner_resume(&stage->series.runner);
}

/* ---- what came out ------------------------------------------------------------------------------------ */

static bool anything_came_out(const struct stage *stage)
{
    for (size_t i = 0; i < stage->finished->experiment.strategy_count; i++)
        if (stage->series.results.results[i].run_count)
            return true;
    return false;
}

struct finished *stage_take(struct stage *stage)
{
    if (!stage->open || stage->playing || stage->taken || !anything_came_out(stage))
        return NULL;
    time_t now = time(NULL);
    struct tm at;
    struct finished *finished = stage->finished;
    finished->results = stage->series.results;
    verdict_of(&finished->verdict, &finished->results);
    if (localtime_r(&now, &at))
        strftime(finished->clock, sizeof finished->clock, "%H:%M", &at);
    stage->taken = true;
    return finished;
}
