#include "home/panel_list.h"

#include "draw/draw.h"
#include "view/panel_plan.h"
#include "view/widget.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { TITLE_X = 2 };

static bool is_listed(const struct experiment_entry *entry, const char *search)
{
    return strcasestr(entry->entry->title, search) || strcasestr(entry->entry->name, search);
}

/* Goes through the rows up to number `row`, or to that of `entry`.
 * Returns the number of the row where it ends. */
static int walk(const struct model *model, const char *search, int row, size_t entry, struct list_row *at)
{
    const char *group = NULL;
    int count = 0;
    for (size_t i = 0; i < model->entry_count; i++) {
        const char *own = search[0] ? NULL : model->experiments[i].group;
        if (!is_listed(&model->experiments[i], search))
            continue;
        *at = (struct list_row){ .entry = i, .heading = own };
        if (own && own != group && count++ == row)
            return row;
        group = own;
        at->heading = NULL;
        if (count == row || i >= entry)
            return count;
        count++;
    }
    *at = (struct list_row){ .entry = model->entry_count };
    return count;
}

int list_row_count(const struct model *model, const char *search)
{
    struct list_row at;
    return walk(model, search, -1, SIZE_MAX, &at);
}

struct list_row list_row_at(const struct model *model, const char *search, int row)
{
    struct list_row at;
    walk(model, search, row, SIZE_MAX, &at);
    return at;
}

int list_row_of(const struct model *model, const char *search, size_t entry)
{
    struct list_row at;
    return walk(model, search, -1, entry, &at);
}

/* "29 s", "< 1 s", "endless"; "" where it is not known. */
static void write_length(char *buf, size_t size, const struct experiment_entry *entry)
{
    const struct preview *preview = &entry->preview;
    double ns = entry->last ? (double)entry->last->total_ns : preview->total_ns;
    char about[48];
    buf[0] = '\0';
    if (entry->entry->problem || (!entry->last && !preview->estimated))
        return;
    if (!entry->last && preview->endless) {
        snprintf(buf, size, "endless");
        return;
    }
    panel_plan_about(about, sizeof about, ns);
    if (ns < 119.5e9)
        snprintf(buf, size, ns < 9.5e8 ? "< 1 s" : "%.0f s", ns / 1e9);
    else if (strncmp(about, "about ", 6) == 0)
        snprintf(buf, size, "%s", about + 6);
}

static void draw_entry(struct pane row, const struct experiment_entry *entry, bool selected)
{
    bool broken = entry->entry->problem != NULL;
    unsigned mark = broken ? ROLE_FAILED : ROLE_GOOD, title = broken ? ROLE_FAILED : ROLE_TEXT;
    char length[48];
    write_length(length, sizeof length, entry);
    int columns = canvas_columns(row.canvas, length);
    draw_text(row, 0, 0, mark, broken ? "✗" : entry->last ? "✓" : "");
    draw_fit(row, TITLE_X, 0, row.w - TITLE_X - (columns ? columns + 1 : 0), title, DRAW_WORDS,
             entry->entry->title);
    draw_right(row, row.w, 0, ROLE_DIM, length);
    if (selected)
        canvas_tint(row, ROLE_DARK | ROLE_ON(ROLE_SELECT));
}

static void draw_search(struct pane row, const char *search, bool typing)
{
    draw_fill(row, ROLE_TEXT | ROLE_ON(ROLE_FIELD), ' ');
    int x = 1 + draw_text(row, 1, 0, ROLE_BRAND | ROLE_ON(ROLE_FIELD), "/") + 1;
    x += draw_text(row, x, 0, ROLE_TEXT | ROLE_ON(ROLE_FIELD), search);
    if (typing)
        canvas_put(row, x, 0, ROLE_BRAND | ROLE_ON(ROLE_FIELD), 0x258F);
}

static int count_found(const struct model *model, const char *search)
{
    int count = 0;
    for (size_t i = 0; i < model->entry_count; i++)
        count += is_listed(&model->experiments[i], search);
    return count;
}

void panel_list(struct pane box, bool focused, const struct model *model, const struct list *list,
                const char *search, bool typing)
{
    int found = count_found(model, search), y = 0;
    char note[48];
    if (search[0])
        snprintf(note, sizeof note, "%d of %zu", found, model->entry_count);
    else
        snprintf(note, sizeof note, "%d", found);
    struct pane inside = draw_box(box, focused, "Experiments", note);
    if (typing || search[0])
        draw_search(pane_sub(inside, 0, y++, inside.w, 1), search, typing);
    for (int row = list->first; row < list->count && y < inside.h; row++, y++) {
        struct list_row at = list_row_at(model, search, row);
        struct pane line = pane_sub(inside, 0, y, inside.w, 1);
        if (at.heading)
            draw_fit(line, 0, 0, line.w, ROLE_HEADING, DRAW_WORDS, at.heading);
        else
            draw_entry(line, &model->experiments[at.entry], row == list->selected);
    }
    if (found == 0)
        draw_fit(inside, 1, y, inside.w - 1, ROLE_DIM, DRAW_WORDS, "no such experiment");
    widget_scrollbar(box, list->first, list->count, list->rows);
}
