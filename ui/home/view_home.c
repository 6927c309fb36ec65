/* Home: the experiments there are, and of the one that is selected what it is about,
 * what would run, and what it came to the last time. */
#include "draw/draw.h"
#include "home/layout_home.h"
#include "home/panel_list.h"
#include "home/panel_broken.h"
#include "home/panel_median.h"
#include "home/tuning.h"
#include "view/model.h"
#include "view/panel_plan.h"
#include "view/panel_schedule.h"
#include "view/labels.h"
#include "draw/text_field.h"
#include "view/view.h"
#include "view/widget.h"
#include "view/list.h"

#include <stdio.h>
#include <string.h>

#define SEARCH_MAX 32
#define ABOUT_MAX  (2 * EXPERIMENT_ABOUT_MAX)

/* Of the bars of the last time. */
#define SPACING_MAX 4

enum panel { PANEL_LIST, PANEL_ABOUT, PANEL_PLAN, PANEL_LAST, PANELS };

struct home {
    bool begun;
    size_t readings; /* of the list, as of the last frame */
    size_t selected; /* index in model->experiments */
    char search[SEARCH_MAX + 1];
    bool typing;
    bool broken;               /* the file of what is selected cannot be read */
    enum panel panel;          /* has the keys that move */
    struct list lists[PANELS]; /* experiments and, from 1, strategies are selected, the others scroll */
    struct tuning tuning;      /* of the selected experiment */
};

struct home_and_model {
    const struct home *home;
    const struct model *model;
};

/* ---- what is selected --------------------------------------------------------------------------------- */

/* NULL: the search finds nothing. */
static const struct experiment_entry *selected_entry(const struct home *home, const struct model *model)
{
    return home->selected < model->entry_count ? &model->experiments[home->selected] : NULL;
}

static bool has_entry(const void *context, int row)
{
    const struct home_and_model *both = context;
    return !list_row_at(both->model, both->home->search, row).heading;
}

/* The entry in the selected row, or near it in the direction of the step; the panels beside it begin anew. */
static void select_row(struct home *home, const struct model *model, int step)
{
    struct list *list = &home->lists[PANEL_LIST];
    const struct home_and_model both = { home, model };
    list_settle(list, step, has_entry, &both);
    size_t entry = list_row_at(model, home->search, list->selected).entry;
    if (entry == home->selected)
        return;
    home->selected = entry;
    for (int panel = PANEL_LIST + 1; panel < PANELS; panel++)
        home->lists[panel].first = 0;
    home->lists[PANEL_PLAN].selected = 1;
    tuning_drop(&home->tuning);
}

/* Stays with the selected one as long as the search finds it; else with the next one, or with the last. */
static void keep_selection(struct home *home, const struct model *model)
{
    struct list *list = &home->lists[PANEL_LIST];
    list->count = list_row_count(model, home->search);
    list->selected = int_min(list_row_of(model, home->search, home->selected), list->count - 1);
    home->selected = list_row_at(model, home->search, list->selected).entry;
}

/* As it is, or as the knobs have it. */
static const struct experiment *experiment_shown(const struct home *home,
                                                 const struct experiment_entry *entry)
{
    return home->tuning.open ? &home->tuning.experiment : &entry->experiment;
}

/* Of the experiment as the knobs have it: figures of other settings say nothing about it. NULL: never. */
static const struct last_time *last_of(const struct home *home, const struct experiment_entry *entry)
{
    return home->tuning.open ? home->tuning.last : entry->last;
}

/* ---- layout ------------------------------------------------------------------------------------------- */

static struct layout_home layout_of(const struct home *home, const struct model *model, int w, int h,
                                    bool ascii)
{
    const struct experiment_entry *entry = selected_entry(home, model);
    struct layout_home_in in = { .w = w, .h = h };
    if (entry && !entry->entry->problem) {
        struct canvas measure = { .ascii = ascii };
        in.about = canvas_columns(&measure, entry->experiment.about);
        in.strategies = (int)entry->experiment.strategy_count;
    }
    return layout_home(&in);
}

static bool is_searching(const struct home *home)
{
    return home->typing || home->search[0];
}

/* Where the keys have something to do. */
static bool is_focusable(const struct home *home, enum panel panel)
{
    const struct list *list = &home->lists[panel];
    return panel == PANEL_LIST || (panel == PANEL_PLAN ? list->count > 0 : list_is_long(list));
}

static const char *about_of(const struct home *home, const struct experiment_entry *entry)
{
    const struct catalog_entry *found = entry->entry;
    if (found->problem)
        return found->problem + found->words;
    return home->tuning.open ? "Changed, not saved: it runs once like this. e edits and saves it."
                             : entry->experiment.about;
}

/* The panels about the selected experiment; those of a broken one do not scroll. */
static void fit_panels(struct home *home, const struct experiment_entry *entry, const struct layout_home *at,
                       bool ascii)
{
    struct canvas measure = { .ascii = ascii };
    struct pane about = { .canvas = &measure, .w = at->about.w - 4 };
    bool sound = entry && !entry->entry->problem;
    list_fit(&home->lists[PANEL_ABOUT], sound ? draw_paragraph(about, ROLE_TEXT, about_of(home, entry)) : 0,
             at->about.h - 2);
    list_fit(&home->lists[PANEL_PLAN], sound ? panel_plan_rows(&entry->experiment) : 0, at->plan.h - 2);
    list_fit(&home->lists[PANEL_LAST], sound && last_of(home, entry) ? (int)last_of(home, entry)->count : 0,
             at->last.h - 2);
}

static void home_prepare(void *state, const struct model *model, int w, int h)
{
    struct home *home = state;
    if (!home->begun || home->readings != model->readings) {
        home->begun = home->lists[PANEL_LIST].selects = home->lists[PANEL_PLAN].selects = true;
        home->lists[PANEL_PLAN].selected = 1;
        home->selected = model->entry_wanted;
        home->readings = model->readings;
        home->search[0] = '\0'; /* it might hide what is wanted */
        tuning_drop(&home->tuning);
    }
    keep_selection(home, model);
    const struct experiment_entry *entry = selected_entry(home, model);
    home->broken = entry && entry->entry->problem;
    tuning_find_last(&home->tuning, model->last_results, model->machine);
    struct layout_home at = layout_of(home, model, w, h, model->ascii);
    list_fit(&home->lists[PANEL_LIST], home->lists[PANEL_LIST].count, at.list.h - 2 - is_searching(home));
    fit_panels(home, selected_entry(home, model), &at, model->ascii);
    home->lists[PANEL_PLAN].selected = int_max(home->lists[PANEL_PLAN].selected, 1); /* 0 is the work */
    if (!is_focusable(home, home->panel))
        home->panel = PANEL_LIST;
}

static void home_title(const void *state, const struct model *model, char *title, char *note, size_t size)
{
    (void)state, (void)title;
    if (model->running && model->experiment->title[0])
        snprintf(note, size, "▶ %s", model->experiment->title);
}

/* ---- drawing ------------------------------------------------------------------------------------------ */

/* A paragraph that has been moved up. */
static void draw_scrolled(struct pane box, struct pane inside, int scroll, unsigned role, const char *text)
{
    struct pane measure = inside;
    measure.clip.w = 0;
    int rows = draw_paragraph(measure, role, text);
    struct pane moved = pane_sub(inside, 0, -scroll, inside.w, inside.h + scroll);
    draw_paragraph(moved, role, text);
    widget_scrollbar(box, scroll, rows, inside.h);
}

/* What the command line made has no name. */
static bool is_named(const struct catalog_entry *found)
{
    return !strchr(found->name, ' ');
}

static void draw_about(struct pane box, const struct home *home, const struct experiment_entry *entry)
{
    const struct catalog_entry *found = entry->entry;
    const char *from = found->path ? found->path : found->problem ? NULL : entry->experiment.source;
    bool changed = home->tuning.open;
    struct pane inside = draw_box(box, home->panel == PANEL_ABOUT,
                                  changed ? home->tuning.experiment.title : found->title, from);
    char text[ABOUT_MAX];
    label_whole(text, sizeof text, about_of(home, entry));
    draw_scrolled(box, inside, home->lists[PANEL_ABOUT].first, found->problem ? ROLE_FAILED : ROLE_TEXT,
                  text);
    /* What to type for it on the command line. */
    snprintf(text, sizeof text, " tictoc %s ", found->name);
    if (!found->problem && !changed && is_named(found))
        widget_note(box, text);
}

static void draw_last(struct pane box, const struct home *home, const struct experiment_entry *entry)
{
    const struct last_time *last = last_of(home, entry);
    const struct experiment *experiment = experiment_shown(home, entry);
    struct pane inside = draw_box(box, home->panel == PANEL_LAST, "Last time", last ? last->clock : NULL);
    if (!last) {
        draw_paragraph(inside, ROLE_DIM, home->tuning.open ? "Not run yet like this." : "Not run yet.");
        return;
    }
    int labels = panel_plan_labels(box.canvas, experiment, inside.w);
    int first = home->lists[PANEL_LAST].first, count = (int)last->count;
    int spacing = layout_spacing(count, inside.h, SPACING_MAX);
    uint64_t longest = 1;
    for (int i = 0; i < count; i++)
        longest = last->figures[i].median_ns > longest ? last->figures[i].median_ns : longest;
    for (int i = first; i < count && (i - first) * spacing < inside.h; i++)
        panel_median(pane_sub(inside, 0, (i - first) * spacing, inside.w, 1), labels,
                     &experiment->strategies[i], last->figures[i].median_ns, longest);
    widget_scrollbar(box, first, count, inside.h);
}

static void draw_plan(struct pane box, const struct home *home, const struct experiment_entry *entry)
{
    const struct tuning *tuning = &home->tuning;
    const struct list *list = &home->lists[PANEL_PLAN];
    bool focused = home->panel == PANEL_PLAN;
    panel_plan(box, focused, experiment_shown(home, entry), tuning->open ? &tuning->preview : &entry->preview,
               last_of(home, entry), list->first, focused ? list->selected - 1 : -1);
    if (focused)
        widget_note(box, box.canvas->ascii ? " arrows workers   < > chunk " : " ← → workers   < > chunk ");
    else if (tuning_has_knobs(experiment_shown(home, entry)))
        widget_note(box, " Tab: change it ");
}

static void draw_schedule(struct pane box, const struct home *home, const struct experiment_entry *entry,
                          const struct machine *machine)
{
    const struct experiment *experiment = experiment_shown(home, entry);
    panel_schedule(box, experiment, home->tuning.open ? &home->tuning.preview : &entry->preview,
                   machine->cores, panel_plan_labels(box.canvas, experiment, box.w - 4));
}

static void home_draw(const void *state, const struct model *model, struct pane screen)
{
    const struct home *home = state;
    const struct experiment_entry *entry = selected_entry(home, model);
    struct layout_home at = layout_of(home, model, screen.w, screen.h, screen.canvas->ascii);
    struct pane about = pane_at(screen, at.about), plan = pane_at(screen, at.plan),
                last = pane_at(screen, at.last);
    panel_list(pane_at(screen, at.list), home->panel == PANEL_LIST, model, &home->lists[PANEL_LIST],
               home->search, home->typing);
    if (!entry) {
        draw_box(about, false, "Nothing found", NULL);
        draw_box(plan, false, "Will run", NULL);
        draw_box(last, false, "Last time", NULL);
        return;
    }
    draw_about(about, home, entry);
    if (entry->entry->problem) {
        panel_broken(plan, entry->entry);
        draw_box(last, false, "Last time", NULL);
        return;
    }
    draw_plan(plan, home, entry);
    draw_last(last, home, entry);
    draw_schedule(pane_at(screen, at.schedule), home, entry, model->machine);
}

/* ---- acting ------------------------------------------------------------------------------------------- */

/* The next panel that has more to show than it can. */
static void change_panel(struct home *home, int step)
{
    enum panel panel = home->panel;
    do
        panel = (enum panel)(((int)panel + step + PANELS) % PANELS);
    while (!is_focusable(home, panel));
    home->panel = panel;
}

static bool act_move(struct home *home, const struct model *model, enum action action)
{
    if (action == ACTION_LEFT || action == ACTION_PREVIOUS_PANEL)
        change_panel(home, -1);
    else if (action == ACTION_RIGHT || action == ACTION_NEXT_PANEL)
        change_panel(home, 1);
    else if (!list_act(&home->lists[home->panel], action))
        return false;
    select_row(home, model, action == ACTION_UP || action == ACTION_PAGE_UP ? -1 : 1);
    return true;
}

/* The text of the search and its end. False: not about it. */
static bool act_search(struct home *home, enum action action)
{
    bool clears = is_searching(home) && (action == ACTION_CANCEL || action == ACTION_BACK);
    if (action == ACTION_SEARCH)
        home->typing = true;
    else if (action == ACTION_ACCEPT)
        home->typing = false;
    else if (action == ACTION_ERASE)
        entry_erase(home->search);
    else if (!clears)
        return false;
    home->panel = PANEL_LIST;
    home->typing = home->typing && !clears;
    if (clears)
        home->search[0] = '\0';
    return true;
}

static bool turns(enum action action)
{
    return action == ACTION_LEFT || action == ACTION_RIGHT || action == ACTION_SMALLER ||
           action == ACTION_LARGER;
}

static const char *turn(struct home *home, const struct model *model, const struct experiment *experiment,
                        enum action action)
{
    size_t strategy = (size_t)int_max(home->lists[PANEL_PLAN].selected, 1) - 1;
    return tuning_turn(&home->tuning, experiment, strategy, action, model->machine, model->calibration);
}

static struct request home_act(void *state, const struct model *model, enum action action)
{
    struct home *home = state;
    const struct experiment_entry *entry = selected_entry(home, model);
    bool sound = entry && !entry->entry->problem;
    if (sound && home->panel == PANEL_PLAN && turns(action))
        return (struct request){ .message = turn(home, model, &entry->experiment, action) };
    if (act_move(home, model, action) || act_search(home, action))
        return (struct request){ .action = ACTION_NONE };
    if (action == ACTION_READ_AGAIN && entry)
        return (struct request){ .action = action, .path = entry->entry->path };
    if ((action == ACTION_START || action == ACTION_EDIT) && !sound)
        return (struct request){ .message = "The search finds no experiment." };
    return (struct request){ .action = action, .experiment = sound ? experiment_shown(home, entry) : NULL };
}

static enum keymap home_keys(const void *state)
{
    const struct home *home = state;
    return home->typing                ? KEYMAP_ENTRY
           : home->broken              ? KEYMAP_BROKEN
           : home->panel == PANEL_PLAN ? KEYMAP_PLAN
                                       : KEYMAP_HOME;
}

static void home_type(void *state, const struct model *model, uint32_t codepoint)
{
    struct home *home = state;
    entry_add(home->search, sizeof home->search, codepoint);
    keep_selection(home, model);
}

static void home_release(void *state)
{
    tuning_drop(&((struct home *)state)->tuning);
}

static void home_point(void *state, const struct model *model, const struct key_press *press, int w, int h)
{
    struct home *home = state;
    struct layout_home at = layout_of(home, model, w, h, model->ascii);
    const struct rect boxes[PANELS] = { at.list, at.about, at.plan, at.last };
    for (enum panel panel = PANEL_LIST; panel < PANELS; panel++) {
        struct rect rows = boxes[panel];
        if (!is_focusable(home, panel) || !rect_has(rows, press->x, press->y))
            continue;
        home->panel = panel;
        layout_cut_top(&rows, 1 + (panel == PANEL_LIST && is_searching(home)));
        layout_cut_bottom(&rows, 1);
        list_point(&home->lists[panel], press, rows);
    }
    select_row(home, model, press->key == K_WHEEL_UP ? -1 : 1);
}

const struct view_ops view_home = {
    .screen = SCREEN_HOME,
    .name = "home",
    .keymap = KEYMAP_HOME,
    .state_size = sizeof(struct home),
    .prepare = home_prepare,
    .heading = "watch parallelism happen",
    .title = home_title,
    .draw = home_draw,
    .act = home_act,
    .keys = home_keys,
    .type = home_type,
    .point = home_point,
    .release = home_release,
};
