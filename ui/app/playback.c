#include "app/playback.h"

#include "view/frame.h"
#include "history/event_text.h"
#include "history/snapshot_at.h"
#include "view/view.h"
#include "view/labels.h"
#include "base/array.h"
#include "base/search.h"
#include "base/xmalloc.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* Looks for one frame, at most. */
#define LOOKS_MAX 3

/* ---- output ------------------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
    const struct playback_moment *one = a, *other = b;
    if (one->time != other->time)
        return one->time < other->time ? -1 : 1;
    return (one->index > other->index) - (one->index < other->index);
}

static void add_moment(struct playback *playback, struct playback_moment moment)
{
    playback->moments = array_grow(playback->moments, playback->moment_count, sizeof *playback->moments);
    playback->moments[playback->moment_count++] = moment;
}

static void add_task_moments(struct playback *playback, uint32_t number)
{
    const struct record_task *task = &playback->trace.record->tasks[number];
    const struct workload *workload = playback->trace.workload;
    char text[160];
    bool narrated = workload->ops->narrate && playback->trace.record->task_count <= OUTPUT_TASKS_MAX;
    if (narrated && task_has_begun(task->state))
        add_moment(playback, (struct playback_moment){ task->started, number, MOMENT_STARTS });
    if (narrated && task->state == TASK_DONE)
        add_moment(playback, (struct playback_moment){ task->ended, number, MOMENT_ENDS });
    if (task->state == TASK_DONE && workload_sentence(workload, number, task->result, text, sizeof text))
        add_moment(playback, (struct playback_moment){ task->ended, number, MOMENT_RESULT });
}

static void find_moments(struct playback *playback)
{
    const struct record *record = playback->trace.record;
    for (uint64_t i = 0; i < record->task_count; i++)
        add_task_moments(playback, (uint32_t)i);
    for (uint32_t i = 0; i < record->event_count; i++)
        add_moment(playback, (struct playback_moment){ record->events[i].time, i, MOMENT_EVENT });
    if (playback->moment_count)
        qsort(playback->moments, playback->moment_count, sizeof *playback->moments, by_time);
}

static void write_line(const struct playback *playback, const struct playback_moment *moment,
                       struct output_line *line)
{
    const struct record *record = playback->trace.record;
    const struct workload *workload = playback->trace.workload;
    line->time = moment->time;
    if (moment->kind == MOMENT_EVENT) {
        event_text_of_event(workload, &record->events[moment->index], line->text, sizeof line->text);
        return;
    }
    const struct record_task *task = &record->tasks[moment->index];
    if (moment->kind == MOMENT_RESULT)
        workload_sentence(workload, moment->index, task->result, line->text, sizeof line->text);
    else
        event_text_of_task(workload, moment->index, moment->kind == MOMENT_ENDS,
                           record->lives[task->life].slot, line->text, sizeof line->text);
}

/* The last lines until now. */
static void fill_output(struct playback *playback, uint64_t now)
{
    size_t count = search_up_to(playback->moments, playback->moment_count, sizeof *playback->moments,
                                offsetof(struct playback_moment, time), now);
    struct output *output = playback->output;
    size_t first = count > OUTPUT_LINES ? count - OUTPUT_LINES : 0;
    output->first = 0;
    output->count = count - first;
    output->dropped = first;
    for (size_t i = first; i < count; i++)
        write_line(playback, &playback->moments[i], &output->lines[i - first]);
}

/* ---- the model ---------------------------------------------------------------------------------------- */

/* Toc where the program did not wait for the tasks, and the end of the last one. */
static void set_marks(struct playback *playback)
{
    const struct trace *trace = &playback->trace;
    size_t count = 0;
    if (trace->record->toc && trace->record->toc < trace->record->done)
        playback->marks[count++] = trace->record->toc;
    if (trace->all_ended != UINT64_MAX)
        playback->marks[count++] = trace->all_ended;
    playback->scrub.marks = playback->marks;
    playback->scrub.mark_count = count;
}

static void make_scrub(struct playback *playback)
{
    const struct recording *recording = playback->recording;
    struct scrub *scrub = &playback->scrub;
    *scrub = (struct scrub){ .end = playback->trace.end, .speed = 1, .origin = label_origin(recording) };
    recorded_run_name(&recording->experiment, &recording->runs[playback->run], scrub->what,
                      sizeof scrub->what);
    snprintf(scrub->where, sizeof scrub->where, "run %zu of %zu", playback->run + 1, recording->run_count);
    set_marks(playback);
}

void playback_open(struct playback *playback, const struct recording *recording, size_t run)
{
    const struct recorded_run *recorded = &recording->runs[run];
    const struct experiment *experiment = &recording->experiment;
    uint64_t round = recorded->repeat + (recorded->warmup ? 0 : experiment->warmup);
    *playback = (struct playback){ .recording = recording, .run = run };
    trace_open(&playback->trace, &recorded->record, &experiment->workload,
               &experiment->strategies[recorded->strategy], &recorded->plan, TRACE_MAP);
    results_of_recording(&playback->before, recording, run);
    results_of_recording(&playback->after, recording, run + 1);
    find_moments(playback);
    make_scrub(playback);
    activity_of_record(&playback->activity, &recorded->record);
    playback->snapshot = xcalloc(1, sizeof *playback->snapshot);
    playback->output = xcalloc(1, sizeof *playback->output);
    playback->model = (struct model){
        .machine = &recording->machine,
        .experiment = experiment,
        .results = &playback->before,
        .runs = experiment->strategy_count * (size_t)(experiment->warmup + experiment->repeat),
        .run_number = (size_t)round * experiment->strategy_count + (size_t)recorded->strategy + 1,
        .run = { recorded->strategy, recorded->repeat, recorded->warmup },
        .snapshot = playback->snapshot,
        .output = playback->output,
        .activity = &playback->activity,
        .recording = recording,
        .scrub = &playback->scrub,
    };
}

void playback_close(struct playback *playback)
{
    trace_close(&playback->trace);
    results_release(&playback->before);
    results_release(&playback->after);
    free(playback->snapshot);
    free(playback->output);
    free(playback->moments);
}

/* The facts that fit the window. */
static void look_through(struct playback *playback, uint64_t now, const struct snapshot_window *window)
{
    bool over = now >= playback->trace.end;
    snapshot_at(&playback->trace, now, window, playback->snapshot);
    fill_output(playback, now);
    playback->scrub.now = now < playback->scrub.end ? now : playback->scrub.end;
    playback->model.running = !over;
    playback->model.results = over ? &playback->after : &playback->before;
}

static bool same_window(const struct snapshot_window *a, const struct snapshot_window *b)
{
    return a->first_worker == b->first_worker && a->workers == b->workers && a->next == b->next &&
           a->cells == b->cells;
}

/* What is to be seen depends on what there is: mostly on what there was a frame ago as well. */
static void look_and_fit(struct playback *playback, uint64_t now, const struct view_ops *view, void *state,
                         int w, int h)
{
    int looks = 0;
    struct snapshot_window window = { .workers = 0 }, seen;
    view->window(state, &playback->model, w, h, &window);
    do {
        seen = window;
        look_through(playback, now, &seen);
        view->prepare(state, &playback->model, w, h);
        view->window(state, &playback->model, w, h, &window);
    } while (!same_window(&window, &seen) && ++looks < LOOKS_MAX);
}

void playback_fit(struct playback *playback, uint64_t now, const struct view_ops *view, void *state, int w,
                  int h)
{
    if (!playback->snapshot->strategy || !view->window)
        look_through(playback, now, &(struct snapshot_window){ .workers = 0 });
    view->prepare(state, &playback->model, w, h);
    if (view->window)
        look_and_fit(playback, now, view, state, w, h);
}

void playback_frame(struct playback *playback, uint64_t now, const struct view_ops *view, void *state,
                    struct canvas *canvas)
{
    playback->model.ascii = canvas->ascii;
    playback_fit(playback, now, view, state, canvas->w, canvas->h);
    frame_draw(canvas, &(struct frame){ .view = view, .state = state, .model = &playback->model });
}
