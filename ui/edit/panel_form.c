#include "edit/panel_edit.h"

#include "base/format.h"
#include "base/number.h"
#include "config/config.h"
#include "draw/draw.h"
#include "draw/text_field.h"
#include "view/labels.h"
#include "view/panel_plan.h"
#include "view/widget.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define GAP          2
#define STOP         16 /* columns from one setting to the next */
#define FIGURE       10 /* columns of one of the two figures */
#define FIGURES_FROM 60 /* columns of a form that has them */

/* ---- names and values ---------------------------------------------------------------------------------- */

static bool is_strategy(const struct field *field)
{
    return !field->key && field->strategy >= 0;
}

/* A strategy that is named otherwise says its kind as well: "chunk 1 · pool". */
static const char *write_name(char *buf, size_t size, const struct form *form, const struct field *field)
{
    const char *name = form_name(form, field);
    snprintf(buf, size, "%s", name);
    if (is_strategy(field)) {
        const char *kind = form->draft.strategies[field->strategy].ops->name;
        if (strncmp(name, kind, strlen(kind)) != 0)
            snprintf(buf, size, "%s · %s", name, kind);
    }
    return buf;
}

static bool is_text_row(const struct field *field)
{
    return field->key && form_is_text(field);
}

/* At the left end of its row. */
static bool is_name(const struct field *field)
{
    return !field->key;
}

static int columns_of(const struct canvas *canvas, const struct form *form, const struct field *field)
{
    struct strbuf value = STRBUF_INIT;
    char name[160];
    write_name(name, sizeof name, form, field);
    int columns = canvas_columns(canvas, name);
    if (!is_name(field)) {
        form_show(&value, form, field);
        columns += 1 + canvas_columns(canvas, value.text ? value.text : "");
    }
    strbuf_release(&value);
    return columns;
}

/* ---- places -------------------------------------------------------------------------------------------- */

/* Rows of one kind are together, with air between. */
static int group_of(const struct field *field)
{
    return field->row == 0 ? 0 : field->strategy >= 0 ? 1 : 2;
}

static int widest_name(const struct canvas *canvas, const struct form *form, const struct field *fields,
                       int count, int w)
{
    char name[160];
    int widest = 0;
    for (int i = 0; i < count; i++)
        if (is_name(&fields[i]) || is_text_row(&fields[i]))
            widest = int_max(widest, canvas_columns(canvas, write_name(name, sizeof name, form, &fields[i])));
    return int_min(widest, w / 4) + GAP;
}

/* Where the figures of its row begin, or its end. */
static int end_of(const struct form_lines *lines, const struct field *field, int w)
{
    return field->strategy >= 0 ? w - lines->figures : w;
}

/* Behind the cell before it in its row, at the next stop, or on the next line. */
static void place_cell(struct form_lines *lines, struct cell_place *cell, int columns, int w)
{
    const struct cell_place *before = cell - 1;
    int end = end_of(lines, &cell->field, w);
    int taken = before->x + before->w - lines->names;
    cell->line = before->line;
    cell->x = lines->names + (taken > 0 ? (taken + GAP + STOP - 1) / STOP * STOP : 0);
    if (cell->x + columns > end && cell->x > lines->names) {
        cell->line++;
        cell->x = lines->names;
    }
    cell->w = int_min(columns, int_max(end - cell->x, 1));
}

void form_lines(struct form_lines *lines, const struct canvas *canvas, const struct form *form, int w)
{
    struct field fields[FORM_FIELDS_MAX];
    int count = form_fields(form, fields), line = -1;
    *lines = (struct form_lines){ .count = count, .figures = w >= FIGURES_FROM ? 2 * FIGURE : 0 };
    lines->names = widest_name(canvas, form, fields, count, w);
    for (int i = 0; i < count; i++) {
        struct cell_place *cell = &lines->cells[i];
        bool begins = i == 0 || fields[i].row != fields[i - 1].row;
        bool air = i > 0 && group_of(&fields[i]) != group_of(&fields[i - 1]);
        int columns = columns_of(canvas, form, &fields[i]);
        *cell = (struct cell_place){ .field = fields[i], .line = line + 1 + air };
        if (is_name(&fields[i]))
            cell->w = int_min(columns, lines->names - GAP);
        else if (is_text_row(&fields[i]))
            *cell = (struct cell_place){ fields[i], cell->line, lines->names, int_max(w - lines->names, 1) };
        else if (begins)
            *cell = (struct cell_place){ fields[i], cell->line, lines->names, columns };
        else
            place_cell(lines, cell, columns, w);
        line = cell->line;
    }
    lines->lines = line + 1;
}

/* ---- panel -------------------------------------------------------------------------------------------- */

/* "4.7 s", "29 s", "12 ms". */
static const char *write_time(char *buf, size_t size, double ns)
{
    char about[FORMAT_MAX];
    double unit = ns < 1e6 ? 1e3 : 1e6;
    if (!(ns < HUGE_VAL))
        return "for ever";
    if (ns < 1)
        return "0 s";
    if (ns < 5e7) {
        snprintf(buf, size, "%.*f %s", ns / unit < 9.95, ns / unit, ns < 1e6 ? "µs" : "ms");
        return buf;
    }
    panel_plan_about(about, sizeof about, ns);
    snprintf(buf, size, "%s", strncmp(about, "about ", 6) == 0 ? about + 6 : "ages");
    return buf;
}

static void draw_figures(struct pane row, const struct form_panel *panel, int strategy)
{
    char buf[FORMAT_MAX];
    const struct forecast *forecast = &panel->preview->strategies[strategy];
    if (!panel->preview->estimated || !panel->lines->figures)
        return;
    draw_right(row, row.w - FIGURE, 0, ROLE_TEXT, write_time(buf, sizeof buf, forecast->lower_ns));
    draw_right(row, row.w, 0, ROLE_FIGURE, write_time(buf, sizeof buf, forecast->run_ns));
}

static void draw_name(struct pane row, const struct form_panel *panel, const struct cell_place *cell)
{
    const struct field *field = &cell->field;
    unsigned role = ROLE_TEXT;
    char name[160];
    if (is_strategy(field)) {
        role = role_of_strategy(&panel->form->draft.strategies[field->strategy]);
        draw_figures(row, panel, field->strategy);
    }
    draw_fit(row, 0, 0, panel->lines->names - GAP, role | ROLE_STRONG, DRAW_WORDS,
             write_name(name, sizeof name, panel->form, field));
}

/* The name of a text is in the column of names. Returns where the value begins. */
static int draw_setting(struct pane row, const struct form_panel *panel, const struct cell_place *cell)
{
    struct strbuf value = STRBUF_INIT;
    bool text = is_text_row(&cell->field);
    int x = text ? 0 : cell->x, end = cell->x + cell->w;
    draw_fit(row, x, 0, end - x, ROLE_DIM, DRAW_CUT, config_label(cell->field.key));
    x = text ? cell->x : x + canvas_columns(row.canvas, config_label(cell->field.key)) + 1;
    form_show(&value, panel->form, &cell->field);
    draw_fit(row, x, 0, end - x, ROLE_TEXT, DRAW_WORDS, value.text ? value.text : "");
    strbuf_release(&value);
    return x;
}

static void draw_cell(struct pane row, const struct form_panel *panel, int index)
{
    const struct cell_place *cell = &panel->lines->cells[index];
    bool chosen = index == panel->chosen;
    int x = 0;
    if (is_name(&cell->field))
        draw_name(row, panel, cell);
    else
        x = draw_setting(row, panel, cell);
    if (chosen && panel->typed)
        entry_draw(pane_sub(row, x, 0, int_max(end_of(panel->lines, &cell->field, row.w) - x, 1), 1),
                   panel->typed, panel->fresh);
    else if (chosen)
        canvas_tint(pane_sub(row, cell->x, 0, cell->w, 1), ROLE_DARK | ROLE_ON(ROLE_SELECT));
}

/* Above the strategies, in the empty line there. */
static void draw_heads(struct pane row, const struct form_panel *panel)
{
    if (!panel->lines->figures || !panel->preview->estimated)
        return;
    draw_right(row, row.w - FIGURE, 0, ROLE_DIM, "best possible");
    draw_right(row, row.w, 0, ROLE_DIM, "estimated");
}

static void write_note(char *buf, size_t size, const struct form_panel *panel)
{
    char about[48];
    buf[0] = '\0';
    if (panel->preview->estimated && panel->preview->endless)
        snprintf(buf, size, "perhaps for ever");
    else if (panel->preview->estimated)
        snprintf(buf, size, "in all %s · estimated",
                 panel_plan_about(about, sizeof about, panel->preview->total_ns));
}

void panel_form(struct pane box, const struct form_panel *panel)
{
    const struct form_lines *lines = panel->lines;
    char note[80];
    write_note(note, sizeof note, panel);
    struct pane inside = draw_box(box, true, "Will run", note[0] ? note : NULL);
    for (int i = 0; i < lines->count; i++) {
        int y = lines->cells[i].line - panel->first;
        bool heads = i > 0 && lines->cells[i].field.strategy >= 0 && lines->cells[i - 1].field.strategy < 0;
        bool covered =
            panel->typed && i > panel->chosen && lines->cells[i].line == lines->cells[panel->chosen].line;
        if (heads && y > 0 && y <= inside.h)
            draw_heads(pane_sub(inside, 0, y - 1, inside.w, 1), panel);
        if (y >= 0 && y < inside.h && !covered)
            draw_cell(pane_sub(inside, 0, y, inside.w, 1), panel, i);
    }
    widget_keys(box, KEYMAP_EDIT, PANEL_FORM);
    widget_scrollbar(box, panel->first, lines->lines, inside.h);
}
