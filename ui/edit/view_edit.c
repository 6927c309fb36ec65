/* Edit: an experiment as a form, what it would come to, and what the selected setting means. */
#include "draw/draw.h"
#include "draw/text_field.h"
#include "edit/form.h"
#include "edit/layout_edit.h"
#include "view/model.h"
#include "view/panel_plan.h"
#include "view/view.h"
#include "view/widget.h"
#include "view/labels.h"
#include "view/list.h"
#include "base/xmalloc.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT_MAX 1000
#define INDENT   2
#define LABELS   16 /* columns of the names of settings */

enum typing { TYPING_NOTHING, TYPING_VALUE, TYPING_PATH };

struct edit {
    bool open;
    struct form form;
    struct preview preview;   /* of what would run */
    struct list fields, plan; /* rows of the form; of the plan */
    bool in_plan;             /* the plan has the keys that move */
    enum typing typing;
    char text[TEXT_MAX + 1]; /* that is being typed */
    char path[TEXT_MAX + 1]; /* to save under */
    char refusal[400];       /* why something was refused */
};

/* ---- state -------------------------------------------------------------------------------------------- */

static struct field field_at(const struct edit *edit, int row)
{
    struct field fields[FORM_FIELDS_MAX];
    int count = form_fields(&edit->form, fields);
    return row >= 0 && row < count ? fields[row] : (struct field){ .kind = FORM_GAP, .name = "" };
}

static int count_rows(const struct edit *edit)
{
    struct field fields[FORM_FIELDS_MAX];
    return form_fields(&edit->form, fields);
}

static void compute(struct edit *edit, const struct model *model)
{
    preview_plan(&edit->preview, &edit->form.chosen, model->machine);
    if (model->speed)
        preview_estimate(&edit->preview, &edit->form.chosen, model->machine, model->speed);
}

static void edit_enter(void *state, const struct model *model)
{
    struct edit *edit = state;
    edit->typing = TYPING_NOTHING;
    edit->refusal[0] = '\0';
    if (!model->edit)
        return;
    form_open(&edit->form, model->edit);
    edit->open = true;
    edit->fields = (struct list){ .selects = true, .selected = 1 };
    list_fit(&edit->fields, count_rows(edit), 1); /* a key may come before the first frame */
    edit->plan = (struct list){ .first = 0 };
    edit->in_plan = false;
    compute(edit, model);
}

static void edit_release(void *state)
{
    struct edit *edit = state;
    form_release(&edit->form);
    preview_release(&edit->preview);
}

/* The plan is as high as what it says, which depends on how wide it is. */
static struct layout_edit layout_of(const struct edit *edit, const struct model *model, int w, int h)
{
    struct layout_edit_in in = { .w = w, .h = h, .settings = count_rows(edit), .plan = INT_MAX };
    struct canvas measure = { .ascii = model->ascii };
    struct layout_edit at = layout_edit(&in);
    in.plan = panel_plan_wrapped(&measure, &edit->form.chosen, &edit->preview, at.plan.w - 4);
    return layout_edit(&in);
}

static void edit_prepare(void *state, const struct model *model, int w, int h)
{
    struct edit *edit = state;
    if (!edit->open)
        return;
    struct layout_edit at = layout_of(edit, model, w, h);
    list_fit(&edit->fields, count_rows(edit), at.form.h - 2);
    /* A heading above the selected row is shown with it. */
    bool headed = field_at(edit, edit->fields.selected - 1).kind == FORM_HEADING;
    if (headed && edit->fields.rows > 1 && edit->fields.first == edit->fields.selected)
        edit->fields.first--;
    list_fit(&edit->plan, panel_plan_rows(&edit->form.chosen), at.plan.h - 2);
    edit->in_plan = edit->in_plan && at.plan.h > 2 && list_is_long(&edit->plan);
}

static void edit_title(const void *state, const struct model *model, char *title, char *note, size_t size)
{
    const struct edit *edit = state;
    char name[160];
    (void)model, (void)note;
    if (edit->open)
        snprintf(title, size, "edit: %s%s", label_title(name, sizeof name, &edit->form.draft),
                 edit->form.changed ? " *" : "");
}

/* ---- drawing ------------------------------------------------------------------------------------------ */

static void draw_strategy(struct pane row, const struct edit *edit, const struct field *field)
{
    const struct strategy *strategy = &edit->form.draft.strategies[field->strategy];
    bool on = edit->form.on[field->strategy];
    unsigned role = on ? role_of_strategy(strategy) | ROLE_STRONG : ROLE_DIM;
    int x = INDENT + draw_text(row, INDENT, 0, role, on ? "■ " : "□ ");
    draw_fit(row, x, 0, row.w - x - 5, role, DRAW_WORDS, strategy->label);
    draw_right(row, row.w - 1, 0, on ? ROLE_TEXT : ROLE_DIM, on ? "on" : "off");
}

static void draw_key_row(struct pane row, const struct edit *edit, const struct field *field, bool typing)
{
    int x = field->strategy >= 0 ? 2 * INDENT : INDENT, values = x + LABELS;
    struct strbuf value = STRBUF_INIT;
    draw_fit(row, x, 0, LABELS - 1, ROLE_DIM, DRAW_WORDS, field->name);
    form_show(&value, &edit->form, field);
    if (typing)
        entry_draw(pane_sub(row, values, 0, row.w - values - 1, 1), edit->text);
    else
        draw_fit(row, values, 0, row.w - values - 1, ROLE_TEXT, DRAW_WORDS, value.text);
    strbuf_release(&value);
}

static void draw_field(struct pane row, const struct edit *edit, const struct field *field, bool selected)
{
    bool typing = selected && edit->typing == TYPING_VALUE;
    if (field->kind == FORM_HEADING)
        draw_text(row, 0, 0, ROLE_HEADING, field->name);
    else if (field->kind == FORM_STRATEGY)
        draw_strategy(row, edit, field);
    else if (field->kind != FORM_GAP)
        draw_key_row(row, edit, field, typing);
    if (selected && !typing)
        canvas_tint(row, ROLE_DARK | ROLE_ON(ROLE_SELECT));
}

static void draw_form(struct pane box, const struct edit *edit)
{
    struct field fields[FORM_FIELDS_MAX];
    int count = form_fields(&edit->form, fields);
    struct pane inside = draw_box(box, !edit->in_plan, "Settings", edit->form.changed ? "changed" : NULL);
    for (int y = 0; y < inside.h && edit->fields.first + y < count; y++) {
        int row = edit->fields.first + y;
        draw_field(pane_sub(inside, 0, y, inside.w, 1), edit, &fields[row], row == edit->fields.selected);
    }
    widget_scrollbar(box, edit->fields.first, count, inside.h);
}

/* What a setting means; why the last value was refused is shown in its place until the next key. */
static void draw_hint(struct pane box, const struct edit *edit)
{
    struct field field = field_at(edit, edit->fields.selected);
    if (edit->typing == TYPING_PATH) {
        struct pane inside = draw_box(box, false, "Save as", NULL);
        entry_draw(pane_sub(inside, 0, 0, inside.w, 1), edit->path);
        draw_paragraph(pane_sub(inside, 0, 1, inside.w, inside.h - 1), ROLE_DIM,
                       "An experiment file: tictoc finds it in ./config and in its own directory.");
        return;
    }
    const char *help = field.kind == FORM_WORKLOAD
                           ? "what the tasks do; changing it takes another experiment's work"
                       : field.kind == FORM_STRATEGY ? "space turns it on or off"
                       : field.key                   ? field.key->help
                                                     : "";
    struct pane inside = draw_box(box, false, field.name, NULL);
    if (edit->refusal[0])
        draw_paragraph(inside, ROLE_FAILED, edit->refusal);
    else
        draw_paragraph(inside, ROLE_TEXT, help);
}

static void edit_draw(const void *state, const struct model *model, struct pane screen)
{
    const struct edit *edit = state;
    if (!edit->open)
        return;
    struct layout_edit at = layout_of(edit, model, screen.w, screen.h);
    draw_form(pane_at(screen, at.form), edit);
    if (at.plan.h > 0)
        panel_plan(pane_at(screen, at.plan), edit->in_plan, &edit->form.chosen, &edit->preview, NULL,
                   edit->plan.first, -1);
    draw_hint(pane_at(screen, at.hint), edit);
}

/* ---- moving ------------------------------------------------------------------------------------------- */

static bool can_be_selected(const void *edit, int row)
{
    struct field field = field_at(edit, row);
    return field.kind != FORM_GAP && field.kind != FORM_HEADING;
}

static bool act_move(struct edit *edit, enum action action)
{
    int before = edit->fields.selected;
    if (list_act(edit->in_plan ? &edit->plan : &edit->fields, action))
        list_settle(&edit->fields, edit->fields.selected < before || action == ACTION_UP ? -1 : 1,
                    can_be_selected, edit);
    else if (action_moves(action))
        edit->in_plan = !edit->in_plan && list_is_long(&edit->plan);
    else
        return false;
    return true;
}

/* ---- changing ----------------------------------------------------------------------------------------- */

static void toggle(struct edit *edit, const struct model *model, const struct field *field)
{
    const struct experiment **models = xcalloc(model->entry_count + 1, sizeof *models); /* NOLINT */
    size_t count = 0;
    for (size_t i = 0; i < model->entry_count; i++)
        if (!model->experiments[i].entry->problem)
            models[count++] = &model->experiments[i].experiment;
    if (form_toggle(&edit->form, field, models, count, edit->refusal, sizeof edit->refusal))
        compute(edit, model);
    free(models);
}

static void begin_typing(struct edit *edit, const struct field *field)
{
    struct strbuf value = STRBUF_INIT;
    form_type(&value, &edit->form, field);
    snprintf(edit->text, sizeof edit->text, "%s", value.text);
    edit->typing = TYPING_VALUE;
    strbuf_release(&value);
}

static void begin_saving(struct edit *edit, const struct model *model)
{
    char *path = form_path(&edit->form, model->save_directory);
    snprintf(edit->path, sizeof edit->path, "%s", path);
    edit->typing = TYPING_PATH;
    free(path);
}

/* What has been typed is taken, or refused and left to be mended. */
static struct request accept(struct edit *edit, const struct model *model)
{
    struct field field = field_at(edit, edit->fields.selected);
    if (edit->typing == TYPING_PATH) {
        edit->typing = TYPING_NOTHING;
        return (struct request){ .action = edit->path[0] ? ACTION_SAVE : ACTION_NONE,
                                 .experiment = &edit->form.chosen,
                                 .path = edit->path };
    }
    if (form_set(&edit->form, &field, edit->text, edit->refusal, sizeof edit->refusal)) {
        edit->typing = TYPING_NOTHING;
        compute(edit, model);
    }
    return (struct request){ .action = ACTION_NONE };
}

static char *typed_text(struct edit *edit)
{
    return edit->typing == TYPING_PATH ? edit->path : edit->text;
}

static struct request act_typing(struct edit *edit, const struct model *model, enum action action)
{
    if (action == ACTION_ACCEPT)
        return accept(edit, model);
    if (action == ACTION_CANCEL)
        edit->typing = TYPING_NOTHING;
    if (action == ACTION_ERASE)
        entry_erase(typed_text(edit));
    return (struct request){ .action = ACTION_NONE };
}

static void change(struct edit *edit, const struct model *model, bool type)
{
    struct field field = field_at(edit, edit->fields.selected);
    if (form_toggles(&field))
        toggle(edit, model, &field);
    else if (type)
        begin_typing(edit, &field);
    else
        snprintf(edit->refusal, sizeof edit->refusal, "%s has no on and off; Enter changes it.", field.name);
}

static struct request edit_act(void *state, const struct model *model, enum action action)
{
    struct edit *edit = state;
    edit->refusal[0] = '\0';
    if (!edit->open)
        return (struct request){ .action = action };
    if (edit->typing != TYPING_NOTHING)
        return act_typing(edit, model, action);
    if (act_move(edit, action))
        return (struct request){ .action = ACTION_NONE };
    switch (action) {
    case ACTION_CHANGE:
    case ACTION_TOGGLE:
        change(edit, model, action == ACTION_CHANGE);
        return (struct request){ .action = ACTION_NONE };
    case ACTION_START:
        return (struct request){ .action = ACTION_START, .experiment = &edit->form.chosen };
    case ACTION_SAVE:
        begin_saving(edit, model);
        return (struct request){ .action = ACTION_NONE };
    default:
        return (struct request){ .action = action };
    }
}

static enum keymap edit_keys(const void *state)
{
    return ((const struct edit *)state)->typing ? KEYMAP_ENTRY : KEYMAP_EDIT;
}

static void edit_type(void *state, const struct model *model, uint32_t codepoint)
{
    struct edit *edit = state;
    (void)model;
    edit->refusal[0] = '\0';
    entry_add(typed_text(edit), sizeof edit->text, codepoint);
}

static struct request edit_point(void *state, const struct model *model, const struct key_press *press, int w,
                                 int h)
{
    struct edit *edit = state;
    struct layout_edit at = layout_of(edit, model, w, h);
    if (!edit->open || edit->typing != TYPING_NOTHING)
        return (struct request){ .action = ACTION_NONE };
    layout_cut_top(&at.form, 1);
    layout_cut_bottom(&at.form, 1);
    edit->refusal[0] = '\0';
    if (press->key != K_CLICK)
        act_move(edit, press->key == K_WHEEL_UP ? ACTION_UP : ACTION_DOWN);
    else if (list_point(&edit->fields, press, at.form))
        list_settle(&edit->fields, 1, can_be_selected, edit);
    return (struct request){ .action = ACTION_NONE };
}

const struct view_ops view_edit = {
    .screen = SCREEN_EDIT,
    .name = "edit",
    .keymap = KEYMAP_EDIT,
    .state_size = sizeof(struct edit),
    .enter = edit_enter,
    .prepare = edit_prepare,
    .title = edit_title,
    .draw = edit_draw,
    .act = edit_act,
    .keys = edit_keys,
    .type = edit_type,
    .point = edit_point,
    .release = edit_release,
};
