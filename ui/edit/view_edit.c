/* Edit: an experiment as a form, what it would come to, and what the chosen setting means.
 * One cursor, on a field; what the keys do to the field is in form.h. */
#include "base/number.h"
#include "base/xmalloc.h"
#include "draw/text_field.h"
#include "edit/form.h"
#include "edit/layout_edit.h"
#include "edit/panel_edit.h"
#include "edit/save_as.h"
#include "view/labels.h"
#include "view/list.h"
#include "view/model.h"
#include "view/panel_plan.h"
#include "view/panel_schedule.h"
#include "view/view.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 1000 /* more than the longest text; lists of naps may be longer */

/* While digits are typed all keys are what they are; a text has those with letters for itself. */
enum typing { TYPING_NOTHING, TYPING_DIGITS, TYPING_VALUE, TYPING_TITLE };

struct edit {
    bool open;
    struct form form;
    struct preview preview; /* of what would run */
    int w, h;               /* of the screen at the last frame */
    struct field at;        /* the cursor … */
    int place;              /* … and how many fields are before it in its line; up and down keep it */
    struct list lines;      /* of the form */
    enum typing typing;
    bool fresh;              /* the first key replaces the text */
    char text[TEXT_MAX + 1]; /* that is being typed */
    bool is_hinted;          /* why something was refused has a place on the screen */
    bool asks;               /* whether changes are to be dropped */
    bool leaves;             /* once they are saved */
    bool saves;              /* a request to save was the last thing */
    struct experiment taken; /* what was asked to be saved or run; owned */
};

static const struct request nothing = { .action = ACTION_NONE };

/* ---- state -------------------------------------------------------------------------------------------- */

/* The form is as high as what it says, which depends on how wide it is. */
static struct layout_edit layout_of(const struct edit *edit, const struct model *model, int w, int h,
                                    struct form_lines *lines)
{
    struct layout_edit_in in = { .w = w, .h = h, .form = INT_MAX };
    in.asks = edit->asks || edit->typing == TYPING_TITLE;
    struct canvas measure = { .ascii = model->ascii };
    char *file = experiment_write(&edit->form.draft);
    for (const char *c = file; *c; c++)
        in.file += *c == '\n';
    free(file);
    struct layout_edit at = layout_edit(&in);
    form_lines(lines, &measure, &edit->form, int_max(at.form.w - 4, 1));
    in.form = lines->lines;
    return layout_edit(&in);
}

/* Where the cursor is; where its field has gone, at its strategy. */
static int index_of(const struct form_lines *lines, const struct field *at)
{
    int near = 0;
    for (int i = 0; i < lines->count; i++) {
        const struct field *field = &lines->cells[i].field;
        if (form_same(field, at))
            return i;
        if (!field->key && field->strategy == at->strategy)
            near = i;
    }
    return near;
}

static bool is_value(const struct edit *edit)
{
    return edit->typing == TYPING_DIGITS || edit->typing == TYPING_VALUE;
}

static void go_to(struct edit *edit, const struct form_lines *lines, int index)
{
    edit->at = lines->cells[index].field;
    edit->lines.selected = lines->cells[index].line;
}

static void compute(struct edit *edit, const struct model *model)
{
    preview_plan(&edit->preview, &edit->form.draft, model->machine);
    if (model->calibration)
        preview_estimate(&edit->preview, &edit->form.draft, model->machine, model->calibration);
}

/* What has just been saved is taken up where it was left. */
static void edit_enter(void *state, const struct model *model)
{
    struct edit *edit = state;
    edit->typing = TYPING_NOTHING;
    edit->asks = edit->leaves = false;
    edit->form.refusal[0] = '\0';
    if (!model->edit)
        return;
    form_open(&edit->form, model->edit);
    if (!edit->saves) {
        struct field fields[FORM_FIELDS_MAX];
        int count = form_fields(&edit->form, fields);
        edit->place = count > 1;
        edit->at = fields[edit->place];
        edit->lines = (struct list){ .selects = true };
    }
    edit->saves = false;
    edit->open = true;
    compute(edit, model);
}

static void edit_release(void *state)
{
    struct edit *edit = state;
    form_release(&edit->form);
    preview_release(&edit->preview);
    experiment_release(&edit->taken);
}

static void edit_prepare(void *state, const struct model *model, int w, int h)
{
    struct edit *edit = state;
    struct form_lines lines;
    edit->w = w;
    edit->h = h;
    if (!edit->open)
        return;
    struct layout_edit at = layout_of(edit, model, w, h, &lines);
    go_to(edit, &lines, index_of(&lines, &edit->at));
    list_fit(&edit->lines, lines.lines, at.form.h - 2);
    edit->is_hinted = at.hint.h > 0;
}

static void edit_title(const void *state, const struct model *model, char *title, char *note, size_t size)
{
    const struct edit *edit = state;
    char name[160];
    (void)model, (void)note;
    if (edit->open)
        snprintf(title, size, "edit: %s%s", label_title(name, sizeof name, &edit->form.draft),
                 edit->form.changed ? " (changed)" : "");
}

/* ---- drawing ------------------------------------------------------------------------------------------ */

static void edit_draw(const void *state, const struct model *model, struct pane screen)
{
    const struct edit *edit = state;
    struct form_lines lines;
    if (!edit->open)
        return;
    struct layout_edit at = layout_of(edit, model, screen.w, screen.h, &lines);
    const struct form_panel panel = { &lines,
                                      &edit->form,
                                      &edit->preview,
                                      edit->lines.first,
                                      index_of(&lines, &edit->at),
                                      is_value(edit) ? edit->text : NULL,
                                      edit->fresh };
    panel_form(pane_at(screen, at.form), &panel);
    struct pane hint = pane_at(screen, at.hint);
    if (edit->asks)
        panel_unsaved(hint);
    else if (edit->typing == TYPING_TITLE)
        panel_save_as(hint, &edit->form, model, edit->text, edit->fresh);
    else
        panel_hint(hint, &edit->form, &edit->preview, &edit->at, is_value(edit));
    panel_file(pane_at(screen, at.file), &edit->form.draft);
    struct pane schedule = pane_at(screen, at.schedule);
    panel_schedule(schedule, &edit->form.draft, &edit->preview, model->machine->cores,
                   panel_plan_labels(screen.canvas, &edit->form.draft, schedule.w - 4));
}

/* ---- moving ------------------------------------------------------------------------------------------- */

/* The first cell of a line; -1: it is empty. */
static int first_in(const struct form_lines *lines, int line)
{
    for (int i = 0; i < lines->count; i++)
        if (lines->cells[i].line == line)
            return i;
    return -1;
}

static bool has_cells(const void *lines, int line)
{
    return first_in(lines, line) >= 0;
}

/* The field of the selected line that is as far to the right as the one before. */
static void choose_in_line(struct edit *edit, const struct form_lines *lines)
{
    int line = edit->lines.selected, cell = first_in(lines, line);
    for (int i = 0; i < edit->place && cell + 1 < lines->count && lines->cells[cell + 1].line == line; i++)
        cell++;
    go_to(edit, lines, cell);
}

static bool act_move(struct edit *edit, const struct model *model, enum action action)
{
    struct form_lines lines;
    struct layout_edit layout = layout_of(edit, model, edit->w, edit->h, &lines);
    int index = index_of(&lines, &edit->at), before = lines.cells[index].line;
    go_to(edit, &lines, index);
    list_fit(&edit->lines, lines.lines, layout.form.h - 2);
    if (action == ACTION_NEXT_PANEL || action == ACTION_PREVIOUS_PANEL) {
        int step = action == ACTION_NEXT_PANEL ? 1 : lines.count - 1;
        index = (index + step) % lines.count;
        go_to(edit, &lines, index);
        edit->place = index - first_in(&lines, lines.cells[index].line);
        return true;
    }
    if (!list_act(&edit->lines, action))
        return false;
    list_settle(&edit->lines, edit->lines.selected < before || action == ACTION_UP ? -1 : 1, has_cells,
                &lines);
    choose_in_line(edit, &lines);
    return true;
}

/* ---- changing ----------------------------------------------------------------------------------------- */

static void begin_typing(struct edit *edit, bool empty)
{
    struct strbuf value = STRBUF_INIT;
    if (!empty)
        form_type(&value, &edit->form, &edit->at);
    if (value.length > TEXT_MAX) {
        snprintf(edit->form.refusal, sizeof edit->form.refusal,
                 "It is too long to be opened here; a digit replaces it.");
        strbuf_release(&value);
        return;
    }
    snprintf(edit->text, sizeof edit->text, "%s", value.text ? value.text : "");
    edit->typing = TYPING_VALUE;
    edit->fresh = !empty && (!form_is_text(&edit->at) || !edit->at.key);
    strbuf_release(&value);
}

static struct request begin_saving(struct edit *edit, const struct model *model, bool leaves)
{
    save_as_propose(edit->text, sizeof edit->text, &edit->form, model);
    edit->typing = TYPING_TITLE;
    edit->fresh = true;
    edit->leaves = leaves;
    return nothing;
}

static struct request save(struct edit *edit, const struct model *model)
{
    struct save_as target;
    if (!save_as_read(&target, edit->text, &edit->form, model, edit->form.refusal, sizeof edit->form.refusal))
        return nothing;
    experiment_release(&edit->taken);
    form_take(&edit->taken, &edit->form);
    if (strcmp(target.title, edit->form.original.title) == 0) /* one's own text in one's own file */
        memcpy(edit->taken.about, edit->form.draft.about, sizeof edit->taken.about);
    memcpy(edit->taken.title, target.title, sizeof target.title);
    snprintf(edit->text, sizeof edit->text, "%s", target.path);
    edit->typing = TYPING_NOTHING;
    edit->saves = true;
    return (struct request){
        .action = ACTION_SAVE, .experiment = &edit->taken, .path = edit->text, .leaves = edit->leaves
    };
}

/* What has been typed is taken, or refused and left to be mended. */
static bool accept(struct edit *edit, const struct model *model)
{
    if (!form_set(&edit->form, &edit->at, edit->text))
        return false;
    edit->typing = TYPING_NOTHING;
    compute(edit, model);
    return true;
}

/* False: what is typed is taken, or there is nothing, and the action is another one. */
static bool act_typing(struct edit *edit, const struct model *model, enum action action)
{
    bool taken = action == ACTION_ACCEPT || action == ACTION_CHANGE;
    edit->fresh = false;
    if (action == ACTION_ERASE)
        entry_erase(edit->text);
    else if (action == ACTION_CLEAR)
        edit->text[0] = '\0';
    else if (action == ACTION_CANCEL || action == ACTION_BACK)
        edit->typing = TYPING_NOTHING;
    else if (is_value(edit))
        return !accept(edit, model) || taken;
    return true;
}

/* What the file has stays as it is: save them, drop them, or stay. */
static struct request act_asked(struct edit *edit, const struct model *model, enum action action)
{
    edit->asks = false;
    if (action == ACTION_SAVE)
        return begin_saving(edit, model, true);
    if (action != ACTION_DROP)
        return nothing;
    form_open(&edit->form, &edit->form.original);
    compute(edit, model);
    return (struct request){ .action = ACTION_BACK };
}

/* The cursor goes with a strategy that moves, and to one that is new. False: another action. */
static bool act_change(struct edit *edit, const struct model *model, enum action action)
{
    struct form *form = &edit->form;
    int *strategy = &edit->at.strategy;
    bool changed = false;
    switch (action) {
    case ACTION_LEFT:
    case ACTION_RIGHT:
        changed = form_step(form, &edit->at, action == ACTION_RIGHT ? 1 : -1, model->experiments,
                            model->entry_count);
        break;
    case ACTION_TOGGLE:
        changed = form_flip(form, &edit->at);
        break;
    case ACTION_ADD:
        changed = form_add(form, strategy);
        break;
    case ACTION_DOUBLE:
        changed = form_double(form, strategy);
        break;
    case ACTION_REMOVE:
        changed = form_remove(form, strategy);
        break;
    case ACTION_BEFORE:
    case ACTION_AFTER:
        changed = form_move(form, strategy, action == ACTION_AFTER ? 1 : -1);
        break;
    case ACTION_MORE:
        form->more = !form->more;
        break;
    default:
        return false;
    }
    if (changed)
        compute(edit, model);
    return true;
}

/* What is typed is opened; Enter at everything else goes on to its next value. */
static bool act_open(struct edit *edit, const struct model *model, enum action action)
{
    if (action != ACTION_CHANGE && action != ACTION_CLEAR && action != ACTION_ERASE)
        return false;
    if (form_is_number(&edit->at) || form_is_text(&edit->at))
        begin_typing(edit, action != ACTION_CHANGE);
    else
        act_change(edit, model, ACTION_RIGHT);
    return true;
}

static struct request act(struct edit *edit, const struct model *model, enum action action)
{
    edit->form.refusal[0] = '\0';
    edit->saves = false;
    if (!edit->open)
        return (struct request){ .action = action };
    if (edit->typing == TYPING_TITLE && action == ACTION_ACCEPT)
        return save(edit, model);
    if (edit->typing != TYPING_NOTHING && act_typing(edit, model, action))
        return nothing;
    if (edit->asks)
        return act_asked(edit, model, action);
    if (act_open(edit, model, action) || act_change(edit, model, action) || act_move(edit, model, action))
        return nothing;
    if (action == ACTION_SAVE)
        return begin_saving(edit, model, false);
    edit->asks = action == ACTION_BACK && edit->form.changed;
    if (edit->asks || action != ACTION_START)
        return (struct request){ .action = edit->asks ? ACTION_NONE : action };
    experiment_release(&edit->taken);
    form_take(&edit->taken, &edit->form);
    return (struct request){ .action = action, .experiment = &edit->taken };
}

static struct request edit_act(void *state, const struct model *model, enum action action)
{
    struct edit *edit = state;
    struct request request = act(edit, model, action);
    if (edit->form.refusal[0] && !edit->is_hinted)
        request.message = edit->form.refusal;
    return request;
}

static enum keymap edit_keys(const void *state)
{
    const struct edit *edit = state;
    return edit->typing > TYPING_DIGITS ? KEYMAP_ENTRY : edit->asks ? KEYMAP_UNSAVED : KEYMAP_EDIT;
}

/* What numbers are made of: "1.5", "1..10", "0.5x4,2". */
static bool is_of_number(uint32_t codepoint)
{
    return codepoint < 128 && codepoint && strchr("0123456789.,x", (int)codepoint);
}

/* A digit replaces a number at once; everything else is typed where a text is open. */
static void edit_type(void *state, const struct model *model, uint32_t codepoint)
{
    struct edit *edit = state;
    (void)model;
    edit->form.refusal[0] = '\0';
    if (edit->typing == TYPING_NOTHING && form_is_number(&edit->at) && is_of_number(codepoint) &&
        codepoint <= '9') {
        begin_typing(edit, true);
        edit->typing = TYPING_DIGITS;
    }
    if (edit->typing == TYPING_NOTHING || (edit->typing == TYPING_DIGITS && !is_of_number(codepoint))) {
        snprintf(edit->form.refusal, sizeof edit->form.refusal,
                 "Enter opens a value; letters are typed only then.");
        return;
    }
    if (edit->fresh)
        edit->text[0] = '\0';
    edit->fresh = false;
    entry_add(edit->text, sizeof edit->text, codepoint);
}

const struct view_ops view_edit = {
    .screen = SCREEN_EDIT,
    .name = "edit",
    .keymap = KEYMAP_EDIT,
    .state_size = sizeof(struct edit),
    .enter = edit_enter,
    .prepare = edit_prepare,
    .heading = "",
    .title = edit_title,
    .draw = edit_draw,
    .act = edit_act,
    .keys = edit_keys,
    .type = edit_type,
    .release = edit_release,
};
