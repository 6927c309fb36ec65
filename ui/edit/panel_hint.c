#include "edit/panel_edit.h"

#include "base/format.h"
#include "base/number.h"
#include "draw/draw.h"
#include "view/labels.h"
#include "draw/text_field.h"
#include "edit/save_as.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Returns the row below it. */
static int draw_sentence(struct pane inside, int y, unsigned role, const char *text)
{
    char whole[SAVE_PATH_MAX + 100];
    struct pane rest = pane_sub(inside, 0, y, inside.w, int_max(inside.h - y, 0));
    return *text && inside.h > y ? y + draw_paragraph(rest, role, label_whole(whole, sizeof whole, text)) : y;
}

static void write_range(struct strbuf *out, const struct config_key *key)
{
    char min[FORMAT_MAX], max[FORMAT_MAX];
    if (key->type == CONFIG_WHOLE)
        strbuf_addf(out, " %s … %s", format_count(min, sizeof min, key->min),
                    format_count(max, sizeof max, key->max));
    else if (key->type == CONFIG_SECONDS)
        strbuf_addf(out, " %s … %s", format_nap(min, sizeof min, key->min),
                    format_nap(max, sizeof max, key->max));
    if (key->word)
        strbuf_addf(out, ", or %s", key->word);
}

/* What the keys do to a field, and which numbers it takes. */
static void write_keys(struct strbuf *out, const struct field *field, bool typing)
{
    const char *keys = typing                               ? "Enter takes it, Esc leaves it as it was."
                       : !field->key && field->strategy < 0 ? "Left and right: another kind of work."
                       : !field->key                        ? "Left and right: another kind. Enter names it."
                       : form_flips(field)                  ? "Space turns it on or off."
                       : form_is_text(field)                ? "Enter opens it, Ctrl-U clears it."
                       : form_is_number(field)
                           ? "Left and right step it, a digit replaces it, Enter opens it."
                           : "Left and right: from one to the next.";
    strbuf_adds(out, keys);
    if (field->key && form_is_number(field))
        write_range(out, field->key);
}

/* What the work or a strategy comes to on this machine. */
static void write_plan(char *buf, size_t size, const struct form *form, const struct preview *preview,
                       const struct field *at)
{
    const struct workload *workload = &form->draft.workload;
    int used = snprintf(buf, size, "here: ");
    if (at->row == 0)
        workload->ops->describe(workload, buf + used, size - (size_t)used);
    else if (at->strategy >= 0)
        form->draft.strategies[at->strategy].ops->describe(&preview->strategies[at->strategy].plan, workload,
                                                           buf + used, size - (size_t)used);
    else
        buf[0] = '\0';
}

/* What a key means; of one with a form of its own for typing that one, not the file's. */
static const char *help_of(const struct field *field)
{
    const struct config_key *key = field->key;
    return !key ? "" : key->type == CONFIG_CUSTOM && key->option.help ? key->option.help : key->help;
}

void panel_hint(struct pane box, const struct form *form, const struct preview *preview,
                const struct field *at, bool typing)
{
    char where[160], plan[300];
    struct strbuf keys = STRBUF_INIT;
    struct pane inside = draw_box(box, false, form_where(where, sizeof where, form, at), NULL);
    write_keys(&keys, at, typing);
    write_plan(plan, sizeof plan, form, preview, at);
    int y = form->refusal[0] ? draw_sentence(inside, 0, ROLE_FAILED, form->refusal)
                             : draw_sentence(inside, 0, ROLE_TEXT, help_of(at));
    y = draw_sentence(inside, y, ROLE_TEXT, plan);
    draw_sentence(inside, y, ROLE_DIM, keys.text);
    strbuf_release(&keys);
}

void panel_save_as(struct pane box, const struct form *form, const struct model *model, const char *typed,
                   bool fresh)
{
    struct pane inside = draw_box(box, true, "Save as", NULL);
    struct save_as target;
    char err[400], file[SAVE_PATH_MAX + 20];
    bool right = save_as_read(&target, typed, form, model, err, sizeof err);
    entry_draw(pane_sub(inside, 0, 0, inside.w, 1), typed, fresh);
    snprintf(file, sizeof file, "in the file %s", right ? target.path : "");
    int y = draw_sentence(inside, 1, right ? ROLE_TEXT : ROLE_FAILED, right ? file : err);
    draw_sentence(inside, y, ROLE_DIM, "A title; or the path of a file, with a slash or .json.");
}

void panel_unsaved(struct pane box)
{
    draw_paragraph(draw_box(box, true, "Not saved", NULL), ROLE_WARN,
                   "The changes are in no file yet. s saves them, d drops them, Esc stays here.");
}

void panel_file(struct pane box, const struct experiment *experiment)
{
    char *text = experiment_write(experiment);
    struct pane inside = draw_box(box, false, "As a file", NULL);
    int y = 0;
    for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1, y++) {
        *end = '\0';
        draw_fit(inside, 0, y, inside.w, ROLE_DIM, DRAW_LETTERS, line);
    }
    free(text);
}
