#include "support/scene_kind.h"

#include "view/frame.h"
#include "base/strbuf.h"
#include "draw/theme.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct view_ops view_run, view_compare;

/* Until the moment of a scene. */
#define LOOKS 12

static const char *name_of(const struct scene_kind kinds[], size_t index)
{
    for (size_t i = 0; kinds[i].name; i++)
        if (i == index)
            return kinds[i].name;
    return NULL;
}

const char *scene_run_name(size_t index)
{
    return name_of(scene_run_kinds, index);
}

const char *scene_compare_name(size_t index)
{
    return name_of(scene_compare_kinds, index);
}

/* ---- opening ------------------------------------------------------------------------------------------- */

void scene_add_run(struct scene *scene, size_t strategy, double done_s)
{
    struct result *result = &scene->series.results.results[strategy];
    uint64_t done = (uint64_t)(done_s * 1e9);
    struct outcome outcome = {
        .complete = true,
        .elapsed_ns = done,
        .done_ns = done,
        .tasks_done = scene->experiment.workload.tasks,
        .peak_live = result->plan.slots,
        .workers_started = result->plan.slots,
    };
    results_add(&scene->series.results, strategy, &outcome, false);
    results_compute(&scene->series.results);
}

struct outcome *scene_last_run(struct scene *scene, size_t strategy)
{
    struct result *result = &scene->series.results.results[strategy];
    return &result->runs[result->run_count - 1];
}

static const struct scene_kind *kind_among(const struct scene_kind kinds[], const char *name)
{
    for (size_t i = 0; kinds[i].name; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

static const struct scene_kind *kind_by_name(const char *name)
{
    const struct scene_kind *kind = kind_among(scene_run_kinds, name);
    return kind ? kind : kind_among(scene_compare_kinds, name);
}

/* Plans as they are resolved, but for the limits of the machine at hand. */
static void set_plans(struct scene *scene)
{
    for (size_t i = 0; i < scene->experiment.strategy_count; i++) {
        struct plan *plan = &scene->series.results.results[i].plan;
        if (scene->experiment.strategies[i].ops == &strategy_process)
            plan->slots = (uint32_t)scene->experiment.workload.tasks;
        plan->limit[0] = '\0';
        scene->series.results.results[i].plan = *plan;
    }
}

void scene_find(struct scene *scene)
{
    findings_release(&scene->finished.findings);
    findings_of(&scene->finished.findings, &scene->finished.results, true);
}

static void finish(struct scene *scene)
{
    scene->finished = (struct finished){ .results = scene->series.results, .clock = "14:02" };
    scene_find(scene);
    for (size_t i = 0; i < SCENE_FINISHED_MAX; i++)
        scene->all_finished[i] = &scene->finished;
    scene->model.finished = scene->all_finished;
    scene->model.finished_count = 1;
}

static void look_often(struct scene *scene)
{
    const struct snapshot *snapshot = scene->snapshot;
    scene_look(scene, &(struct snapshot_window){ .workers = SNAPSHOT_WORKERS });
    for (uint64_t look = 1; look <= LOOKS; look++) {
        uint64_t now = snapshot->now * look / LOOKS;
        activity_note(&scene->activity, now, snapshot->done * look * look / LOOKS / LOOKS,
                      snapshot->busy_ns * look / LOOKS);
        for (uint32_t i = 0; i < snapshot->worker_count; i++)
            activity_note_worker(&scene->activity, snapshot->workers[i].slot, now,
                                 snapshot->workers[i].busy_ns * look * look / LOOKS / LOOKS);
    }
    scene->model.activity = &scene->activity;
}

bool scene_open(struct scene *scene, const char *name)
{
    const struct scene_kind *kind = kind_by_name(name);
    *scene = (struct scene){ .name = name, .kind = kind };
    if (!kind)
        return false;
    char *messages = experiment_parse(&scene->experiment, name, kind->json, strlen(kind->json), NULL, 0);
    if (messages) {
        fputs(messages, stderr);
        abort();
    }
    scene->machine =
        (struct machine){ .cores = 2, .threads_per_core = 1, .cpu = "AMD EPYC", .os = "Linux 6" };
    scene->output = xcalloc(1, sizeof *scene->output);
    scene->snapshot = xcalloc(1, sizeof *scene->snapshot);
    series_open(&scene->series, &scene->experiment, &scene->machine);
    set_plans(scene);
    scene->series.next = kind->next;
    if (kind->begin)
        kind->begin(scene);
    scene->model = (struct model){ .machine = &scene->machine,
                                   .experiment = &scene->experiment,
                                   .results = &scene->series.results,
                                   .runs = scene->series.runs,
                                   .run_number = scene->series.next,
                                   .snapshot = scene->snapshot,
                                   .output = scene->output,
                                   .running = kind->task != NULL };
    if (kind->next)
        scene->model.run = series_run_at(&scene->series, kind->next - 1);
    if (kind->task)
        look_often(scene);
    else
        finish(scene);
    return true;
}

void scene_close(struct scene *scene)
{
    findings_release(&scene->finished.findings);
    series_close(&scene->series);
    experiment_release(&scene->experiment);
    free(scene->output);
    free(scene->snapshot);
}

/* ---- looking ------------------------------------------------------------------------------------------- */

static void look_at_worker(struct scene *scene, uint32_t slot, const struct snapshot_window *window)
{
    struct snapshot *snapshot = scene->snapshot;
    struct worker_facts worker = { .slot = slot, .task = TASK_NONE, .sample.core = -1 };
    scene->kind->worker(scene, &worker);
    snapshot->states[worker.state]++;
    snapshot->busy_ns += worker.busy_ns;
    if (worker.task != TASK_NONE)
        snapshot->weight_done +=
            worker.task_share * (double)snapshot->workload->ops->weight(snapshot->workload, worker.task);
    if (slot == window->chosen_slot)
        snapshot->chosen_row = snapshot->worker_total;
    if (snapshot->worker_total++ >= window->first_worker && snapshot->worker_count < window->workers)
        snapshot->workers[snapshot->worker_count++] = worker;
}

static void add_to_cell(struct map_cell *cell, enum task_state state, uint32_t slot)
{
    uint32_t *counts[] = { [TASK_WAITING] = &cell->waiting,
                           [TASK_CLAIMED] = &cell->claimed,
                           [TASK_RUNNING] = &cell->running,
                           [TASK_DONE] = &cell->done,
                           [TASK_FAILED] = &cell->failed };
    ++*counts[state];
    if (state != TASK_WAITING)
        cell->slot = slot;
}

static void look_at_task(struct scene *scene, uint64_t task, const struct snapshot_window *window)
{
    struct snapshot *snapshot = scene->snapshot;
    uint32_t slot = SLOTS_MAX;
    enum task_state state = scene->kind->task(scene, task, &slot);
    snapshot->waiting += state == TASK_WAITING;
    snapshot->claimed += state == TASK_CLAIMED;
    snapshot->running += state == TASK_RUNNING;
    snapshot->done += state == TASK_DONE;
    snapshot->failed += state == TASK_FAILED;
    if (state == TASK_DONE)
        snapshot->weight_done += (double)snapshot->workload->ops->weight(snapshot->workload, task);
    if (state == TASK_WAITING && snapshot->next_count < window->next)
        snapshot->next[snapshot->next_count++] = task;
    if (snapshot->cell_count)
        add_to_cell(&snapshot->cells[task / snapshot->cell_tasks], state, slot);
}

void scene_look(struct scene *scene, const struct snapshot_window *window)
{
    struct snapshot *snapshot = scene->snapshot;
    size_t strategy = series_run_at(&scene->series, scene->series.next - 1).strategy;
    *snapshot = (struct snapshot){
        .workload = &scene->experiment.workload,
        .strategy = &scene->experiment.strategies[strategy],
        .plan = &scene->series.results.results[strategy].plan,
        .live = true,
        .phase = BOARD_RUNNING,
        .now = scene->kind->now,
        .tasks = scene->experiment.workload.tasks,
        .lives = scene->kind->workers,
        .live_workers = scene->kind->workers,
        .peak_live = scene->kind->workers,
        .worker_first = window->first_worker,
        .chosen = { .slot = window->chosen_slot },
        .chosen_row = UINT32_MAX,
        .cell_tasks = 1,
    };
    snapshot->weight_total = snapshot->workload->ops->weight_before(snapshot->workload, snapshot->tasks);
    if (window->cells) {
        snapshot->cell_tasks = snapshot_cell_tasks(snapshot->tasks, window->cells);
        snapshot->cell_count =
            (uint32_t)((snapshot->tasks + snapshot->cell_tasks - 1) / snapshot->cell_tasks);
        for (uint32_t i = 0; i < snapshot->cell_count; i++)
            snapshot->cells[i].slot = SLOTS_MAX;
    }
    for (uint64_t task = 0; task < snapshot->tasks; task++)
        look_at_task(scene, task, window);
    for (uint32_t slot = 0; slot < scene->kind->workers; slot++)
        look_at_worker(scene, slot, window);
    if (scene->kind->look)
        scene->kind->look(scene);
}

const struct view_ops *scene_view(const struct scene *scene)
{
    return scene->kind->task ? &view_run : &view_compare;
}

void scene_draw(struct scene *scene, void *state, struct canvas *canvas)
{
    const struct view_ops *view = scene_view(scene);
    scene->model.ascii = canvas->ascii;
    view->prepare(state, &scene->model, canvas->w, canvas->h);
    if (view->window) {
        struct snapshot_window window;
        view->window(state, &scene->model, canvas->w, canvas->h, &window);
        scene_look(scene, &window);
        view->prepare(state, &scene->model, canvas->w, canvas->h);
    }
    struct frame frame = { .view = view, .state = state, .model = &scene->model };
    frame_draw(canvas, &frame);
}

/* ---- showing ------------------------------------------------------------------------------------------- */

/* Paper, for the theme that is made for it. */
static struct look on_paper(struct look look)
{
    look.fg = look.fg < 0 ? 16 : look.fg;
    look.bg = look.bg < 0 ? 231 : look.bg;
    return look;
}

static void print_look(struct strbuf *out, struct look look, int colours)
{
    strbuf_adds(out, "\033[0");
    strbuf_adds(out, look.attributes & LOOK_BOLD ? ";1" : "");
    strbuf_adds(out, look.attributes & LOOK_DIM ? ";2" : "");
    strbuf_adds(out, look.attributes & LOOK_UNDERLINE ? ";4" : "");
    strbuf_adds(out, look.attributes & LOOK_REVERSE ? ";7" : "");
    if (look.fg >= 0 && colours >= 8)
        strbuf_addf(out, ";38;5;%d", look.fg);
    if (look.bg >= 0 && colours >= 8)
        strbuf_addf(out, ";48;5;%d", look.bg);
    strbuf_addc(out, 'm');
}

void scene_print(const struct canvas *canvas, const char *theme_wanted, int colours)
{
    struct strbuf out = STRBUF_INIT;
    enum theme theme = THEME_DARK;
    theme_by_name(theme_wanted, &theme);
    for (int y = 0; y < canvas->h; y++) {
        strbuf_addf(&out, "\033[%d;1H", y + 1);
        for (int x = 0; x < canvas->w; x++) {
            const struct cell *cell = canvas_cell(canvas, x, y);
            char bytes[4];
            struct look look = theme_look(theme, colours, cell->role);
            print_look(&out, theme == THEME_LIGHT ? on_paper(look) : look, colours);
            if (cell->glyph)
                strbuf_add(&out, bytes, utf8_put(bytes, cell->glyph));
        }
    }
    fwrite(out.text, 1, out.length, stdout);
    strbuf_release(&out);
}

bool scene_show(int argc, char **argv)
{
    struct scene scene;
    struct canvas canvas;
    int w = 80, h = 24;
    if (argc < 4 || strcmp(argv[1], "--show") != 0)
        return false;
    if (sscanf(argv[3], "%dx%d", &w, &h) != 2 || !scene_open(&scene, argv[2])) {
        fprintf(stderr, "no scene %s, or no size %s\n", argv[2], argv[3]);
        return true;
    }
    canvas_init(&canvas, w, h, argc > 6);
    void *state = xcalloc(1, view_run.state_size + view_compare.state_size);
    scene_draw(&scene, state, &canvas);
    scene_print(&canvas, argc > 4 ? argv[4] : "dark", argc > 5 ? atoi(argv[5]) : 256);
    fflush(stdout);
    free(state);
    canvas_release(&canvas);
    scene_close(&scene);
    return true;
}

/* ---- golden files -------------------------------------------------------------------------------------- */
