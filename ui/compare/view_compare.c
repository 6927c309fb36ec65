/* The comparison: the results of an experiment, strategy beside strategy. */
#include "view/view.h"

#include "draw/draw.h"
#include "base/format.h"
#include "compare/layout_compare.h"
#include "view/model.h"
#include "compare/panel_compare.h"
#include "view/labels.h"
#include "view/list.h"
#include "view/panel_activity.h"
#include "view/widget.h"

#include <limits.h>
#include <stdio.h>

enum { WATERFALLS_MAX = 8 };

typedef struct compare_state {
    size_t ended; /* experiments that had ended when this one was chosen */
    size_t older; /* steps back from the newest */
    enum {
        OF_MACHINE,
        OF_WORKERS,
        WATERFALL,
        ACCOUNT_VIEWS
    } account;     /* which account of the time is shown */
    size_t chosen; /* the strategy of the waterfall, from 1; 0: the fastest that is not serial */
    struct list strategies, verdict; /* the bars; the sentences */
    bool reads;                      /* keys scroll the verdict, not the strategies */
    struct activity activity;        /* of `active` */
    const struct record *active;     /* a run of the waterfall's strategy; NULL: none */
} view_state;

/* The running experiment counts as the newest once a run of it is complete. */
static bool has_news(const struct model *model)
{
    return model->running && model->experiment && results_longest(model->results) > 0;
}

static size_t count_of(const struct model *model)
{
    return model->finished_count + has_news(model);
}

/* 0: the oldest. */
static size_t index_of(const view_state *compare, const struct model *model)
{
    size_t count = count_of(model);
    return compare->older < count ? count - 1 - compare->older : 0;
}

/* NULL: the results shown are of an experiment that still runs, or there are none. */
static const struct finished *finished_of(const view_state *compare, const struct model *model)
{
    size_t index = index_of(compare, model);
    return index < model->finished_count ? model->finished[index] : NULL;
}

/* NULL: nothing has ended yet. */
static const struct results *results_of(const view_state *compare, const struct model *model)
{
    const struct finished *finished = finished_of(compare, model);
    return finished ? &finished->results : has_news(model) ? model->results : NULL;
}

/* The findings of the results shown. Those of an experiment that still runs are in `so_far`, to be released,
 * and without a verdict: that would take processor time from the run. */
static const struct findings *findings_shown(const view_state *compare, const struct model *model,
                                             struct findings *so_far)
{
    const struct finished *finished = finished_of(compare, model);
    *so_far = (struct findings){ .list = NULL };
    if (finished)
        return &finished->findings;
    findings_of(so_far, results_of(compare, model), false);
    return so_far;
}

/* 1 + the strategy that runs now; 0: those shown have ended. */
static size_t running_of(const struct results *results, const struct model *model)
{
    return has_news(model) && results == model->results ? model->run.strategy + 1 : 0;
}

static bool is_parallel(const struct results *results, size_t strategy)
{
    return strategy < results->experiment->strategy_count && !results->results[strategy].plan.traits.baseline;
}

/* The strategy whose waterfall is shown. */
static size_t chosen_of(const view_state *compare, const struct results *results)
{
    struct best best = results_best(results);
    if (compare->chosen)
        return compare->chosen - 1;
    if (is_parallel(results, best.first) || best.count < 2)
        return best.count ? best.first : 0;
    return best.second;
}

static const struct recording *recording_of(const view_state *compare, const struct model *model)
{
    const struct finished *finished = finished_of(compare, model);
    return finished ? &finished->recording : NULL;
}

/* The record of the run whose waterfall is shown; NULL: none, as for the oldest runs of a long recording. */
static const struct record *record_shown(const view_state *compare, const struct model *model)
{
    const struct results *results = results_of(compare, model);
    const struct recording *recording = recording_of(compare, model);
    size_t strategy = chosen_of(compare, results);
    const struct result *result = &results->results[strategy];
    const struct outcome *run = result_middle_run(result);
    size_t later = run ? result->run_count - (size_t)(run - result->runs) : SIZE_MAX;
    for (size_t i = recording ? recording->run_count : 0; i-- > 0;) {
        const struct recorded_run *recorded = &recording->runs[i];
        if (recorded->strategy == strategy && !recorded->warmup && --later == 0)
            return &recorded->record;
    }
    return NULL;
}

static int rows_of_all(const struct results *results)
{
    int rows = 0;
    for (size_t i = 0; i < results->experiment->strategy_count; i++)
        rows += results->experiment->strategy_count == 1 || is_parallel(results, i)
                    ? 2 * panel_waterfall_rows(results, i) + 1
                    : 0;
    return rows;
}

static struct layout_compare place_panels(const view_state *compare, const struct model *model, int w, int h)
{
    const struct results *results = results_of(compare, model);
    struct layout_compare_in in = { .w = w, .h = h, .strategies = 1 };
    if (results) {
        in.strategies = (int)results->experiment->strategy_count;
        in.references = (int)results->experiment->reference_count;
        struct findings so_far;
        in.sentences = panel_verdict_rows(model->ascii, w, results, findings_shown(compare, model, &so_far));
        findings_release(&so_far);
        in.steps = panel_waterfall_rows(results, chosen_of(compare, results));
        in.all_steps = record_shown(compare, model) ? rows_of_all(results) : INT_MAX;
    }
    struct layout_compare at = layout_compare(&in);
    in.waterfall = compare->account == WATERFALL && at.waterfall.h == 0;
    return in.waterfall ? layout_compare(&in) : at;
}

static void reset_view(view_state *compare)
{
    compare->chosen = 0;
    compare->strategies.first = compare->verdict.first = 0;
}

static void prepare_compare(void *state, const struct model *model, int w, int h)
{
    view_state *compare = state;
    if (compare->ended != count_of(model)) {
        compare->ended = count_of(model);
        compare->older = 0;
        reset_view(compare);
    }
    const struct results *results = results_of(compare, model);
    struct layout_compare at = place_panels(compare, model, w, h);
    if (!results)
        return;
    const struct record *record = at.activity.h > 0 ? record_shown(compare, model) : NULL;
    if (record && record != compare->active)
        activity_of_record(&compare->activity, record);
    compare->active = record;
    struct compare_window window = { .results = results, .spacing = at.spacing };
    /* The panel with fewer rows scrolls farther. */
    size_t rows = panel_compare_count(&window, at.elapsed.h);
    if (at.account.h > 0 && panel_compare_count(&window, at.account.h) < rows)
        rows = panel_compare_count(&window, at.account.h);
    list_fit(&compare->strategies, (int)results->experiment->strategy_count, (int)rows);
    struct findings so_far;
    size_t last = panel_verdict_last(model->ascii, at.verdict.w, at.verdict.h, results,
                                     findings_shown(compare, model, &so_far));
    findings_release(&so_far);
    list_fit(&compare->verdict, (int)last + 1, 1);
    /* Where only one of the two can scroll, the keys scroll that one. */
    compare->reads = last > 0 && (compare->reads || !list_is_long(&compare->strategies));
}

static void title_compare(const void *state, const struct model *model, char *title, char *note, size_t size)
{
    const view_state *compare = state;
    const struct results *results = results_of(compare, model);
    size_t count = count_of(model), index = index_of(compare, model);
    int used = 0;
    if (!results)
        return;
    label_title(title, size, results->experiment);
    if (index < model->finished_count && count > 1)
        used = snprintf(note, size, "%zu of %zu · %s · ", index + 1, count, model->finished[index]->clock);
    else if (index >= model->finished_count)
        used = snprintf(note, size, "so far, run %zu of %zu · ", model->run_number, model->runs);
    char repeats[FORMAT_MAX];
    if (results->experiment->repeat > 1)
        snprintf(note + used, size - (size_t)used, "%s, interleaved · medians",
                 format_plural(repeats, sizeof repeats, results->experiment->repeat, "repeat"));
    else
        label_machine(note + used, size - (size_t)used, &results->machine);
}

/* The chosen strategy's first, then as many of the next ones as there is room for. */
static void draw_waterfalls(struct pane box, const struct results *results, size_t chosen)
{
    size_t count = results->experiment->strategy_count, shown[WATERFALLS_MAX] = { chosen }, all = 1;
    int left = box.h - panel_waterfall_rows(results, chosen) - 2, y = 0;
    for (size_t i = 1; i < count && all < WATERFALLS_MAX; i++) {
        size_t strategy = (chosen + i) % count;
        int rows = panel_waterfall_rows(results, strategy) + 2;
        if (!is_parallel(results, strategy) || rows <= 3 || rows > left)
            continue;
        shown[all++] = strategy;
        left -= rows;
    }
    for (size_t i = 0; i < all; i++) {
        int more = left > 0 ? left / (int)(all - i) : 0;
        int rows = i + 1 == all ? box.h - y : panel_waterfall_rows(results, shown[i]) + 2 + more;
        panel_waterfall(pane_sub(box, 0, y, box.w, rows), results, shown[i]);
        left -= more;
        y += rows;
    }
}

static void draw_compare(const void *state, const struct model *model, struct pane screen)
{
    const view_state *compare = state;
    const struct results *results = results_of(compare, model);
    struct layout_compare at = place_panels(compare, model, screen.w, screen.h);
    if (at.frame.too_small)
        return;
    if (!results) {
        widget_nothing(pane_at(screen, at.frame.body),
                       model->running
                           ? "Nothing to compare yet: the first run has not come to its end."
                           : "Nothing to compare yet. Go back and choose an experiment; Enter runs it.");
        return;
    }
    struct compare_window window = { results, (size_t)compare->strategies.first, at.spacing,
                                     running_of(results, model) };
    panel_elapsed(pane_at(screen, at.elapsed), &window);
    widget_keys(pane_at(screen, at.elapsed), KEYMAP_COMPARE, PANEL_ELAPSED);
    panel_account(pane_at(screen, at.account), &window, compare->account == OF_WORKERS);
    if (at.waterfall.h > 0)
        draw_waterfalls(pane_at(screen, at.waterfall), results, chosen_of(compare, results));
    if (compare->active)
        panel_activity(pane_at(screen, at.activity),
                       &results->experiment->strategies[chosen_of(compare, results)], &compare->activity,
                       results->experiment->workload.tasks, compare->activity.until);
    widget_keys(pane_at(screen, at.waterfall), KEYMAP_COMPARE, PANEL_WATERFALL);
    widget_keys(pane_at(screen, at.account.h > 0 ? at.account : at.waterfall), KEYMAP_COMPARE, PANEL_ACCOUNT);
    panel_cost(pane_at(screen, at.cost), &window);
    struct findings so_far;
    panel_verdict(pane_at(screen, at.verdict), compare->reads, results,
                  findings_shown(compare, model, &so_far), (size_t)compare->verdict.first);
    findings_release(&so_far);
    widget_keys(pane_at(screen, at.verdict), KEYMAP_COMPARE, PANEL_VERDICT);
    panel_reference(pane_at(screen, at.reference), results->experiment);
}

static void step_experiment(view_state *compare, const struct model *model, bool older)
{
    if (older ? compare->older + 1 >= count_of(model) : compare->older == 0)
        return;
    compare->older = older ? compare->older + 1 : compare->older - 1;
    reset_view(compare);
}

/* Work that sleeps has no account but the workers'. */
static void show_next_account(view_state *compare, const struct model *model)
{
    const struct results *results = results_of(compare, model);
    compare->account = (compare->account + 1) % ACCOUNT_VIEWS;
    if (results && !results->experiment->workload.ops->computes && compare->account == OF_WORKERS)
        compare->account = WATERFALL;
}

static void choose_strategy(view_state *compare, const struct model *model, int step)
{
    const struct results *results = results_of(compare, model);
    if (!results)
        return;
    size_t count = results->experiment->strategy_count;
    compare->chosen = 1 + (chosen_of(compare, results) + count + (size_t)(step + (int)count)) % count;
}

static struct request act_compare(void *state, const struct model *model, enum action action)
{
    view_state *compare = state;
    switch (action) {
    case ACTION_OLDER:
    case ACTION_NEWER:
        step_experiment(compare, model, action == ACTION_OLDER);
        break;
    case ACTION_ACCOUNT:
        show_next_account(compare, model);
        break;
    case ACTION_LEFT:
    case ACTION_RIGHT:
        choose_strategy(compare, model, action == ACTION_LEFT ? -1 : 1);
        break;
    case ACTION_NEXT_PANEL:
    case ACTION_PREVIOUS_PANEL:
        compare->reads = !compare->reads;
        break;
    default:
        if (list_act(compare->reads ? &compare->verdict : &compare->strategies, action))
            break;
        return (struct request){ .action = action,
                                 .finished = finished_of(compare, model),
                                 .recording = recording_of(compare, model) };
    }
    return (struct request){ .action = ACTION_NONE };
}

const struct view_ops view_compare = {
    .screen = SCREEN_COMPARE,
    .name = "compare",
    .keymap = KEYMAP_COMPARE,
    .state_size = sizeof(view_state),
    .prepare = prepare_compare,
    .heading = "Compare",
    .title = title_compare,
    .draw = draw_compare,
    .act = act_compare,
};
