/* What a frame of the timeline costs: a pool's run made up,
 * of so many tasks on so many workers, drawn at 200×50 from all of it down to single tasks.
 *
 * Usage: timeline_frame TASKS WORKERS Prints s, of the zoom at which a frame takes longest. */
#include "base/clock.h"
#include "work/workload_perfect.h"
#include "view/frame.h"
#include "app/timeline_source.h"
#include "view/view.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH UINT64_C(40000) /* ns, about */

enum { ZOOMS = 30, TIMES = 5 };

extern const struct view_ops view_timeline;

/* Workers take the tasks in turn. */
static void make_record(struct record *record, uint64_t tasks, uint32_t workers)
{
    *record = (struct record){ .task_count = tasks, .chunk = 1, .slots = workers, .peak_live = workers };
    record->tasks = xcalloc(tasks, sizeof *record->tasks);
    record->lives = xcalloc(workers, sizeof *record->lives);
    record->life_count = workers;
    record->phase = BOARD_ENDED;
    for (uint64_t i = 0; i < tasks; i++) {
        uint64_t started = 1000 + i / workers * LENGTH + i % workers;
        record->tasks[i] = (struct record_task){ .started = started,
                                                 .ended = started + LENGTH / 2 + i * 7919 % (LENGTH / 2),
                                                 .life = (uint32_t)(i % workers),
                                                 .state = TASK_DONE,
                                                 .attempts = 1 };
    }
    record_sum(record);
    record->toc = record->done + 1000;
    for (uint32_t i = 0; i < workers; i++) {
        record->lives[i].slot = i;
        record->lives[i].died_task = UINT32_MAX;
        record->lives[i].exited = record->toc;
    }
    record_sum(record);
}

static double draw(void *state, struct model *model, struct canvas *canvas)
{
    double least = 1e9;
    for (int i = 0; i < TIMES; i++) {
        uint64_t began = clock_ns();
        view_timeline.prepare(state, model, canvas->w, canvas->h);
        frame_draw(canvas, &(struct frame){ .view = &view_timeline, .state = state, .model = model });
        double took = (double)(clock_ns() - began) / 1e9;
        least = took < least ? took : least;
    }
    return least;
}

int main(int argc, char **argv)
{
    uint64_t tasks = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    uint32_t workers = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 4;
    struct recording recording = { .machine = { .cores = workers, .threads_per_core = 1 } };
    struct workload *workload = &recording.experiment.workload;
    struct recorded_run run = {
        .plan = { .slots = workers, .workers = workers, .chunk = 1, .attempts = 3, .join = true }
    };
    struct timeline_source timeline_source = { 0 };
    struct canvas canvas;
    double longest = 0;
    const struct perfect perfect = { .from = 1, .to = tasks };
    *workload = (struct workload){ .ops = &workload_perfect, .tasks = tasks, .settings = &perfect };
    recording.experiment.strategies = &(struct strategy){ .ops = &strategy_pool, .label = "pool" };
    recording.experiment.strategy_count = recording.experiment.repeat = 1;
    recording.runs = &run;
    recording.run_count = 1;
    make_record(&run.record, tasks, workers);
    timeline_source_record(&timeline_source, &recording, 0, NULL);
    struct model model = { .machine = &recording.machine,
                           .recording = &recording,
                           .timeline = &timeline_source.timeline };
    void *state = xcalloc(1, view_timeline.state_size);
    canvas_init(&canvas, 200, 50, false);
    for (int zoom = 0; zoom < ZOOMS; zoom++) {
        double took = draw(state, &model, &canvas);
        longest = took > longest ? took : longest;
        view_timeline.act(state, &model, ACTION_CLOSER);
    }
    printf("%.9f\n", longest);
    free(state);
    canvas_release(&canvas);
    timeline_source_close(&timeline_source);
    record_release(&run.record);
    return 0;
}
