/* Help: the action table by groups, first the group of the screen from which help was opened,
 * in as many columns of text as fit. It scrolls where they are longer than the screen. */
#include "view/action.h"
#include "draw/draw.h"
#include "help/layout_help.h"
#include "view/model.h"
#include "view/list.h"
#include "view/view.h"
#include "view/widget.h"

#define LINES_MAX    240
#define COLUMNS_MAX  3
#define GAP          2 /* columns between a key and what it does */
#define COLUMN_LEAST 38

/* LINE_MORE: the text of the key above goes on. */
enum line_kind { LINE_GAP, LINE_TITLE, LINE_KEY, LINE_MORE };

struct line {
    enum line_kind kind;
    const char *title;
    struct action_help key;
    int row; /* LINE_MORE: of the text */
};

struct page {
    struct line lines[LINES_MAX];
    int count;
    int keys;                    /* columns of the widest key and its gap */
    int starts[COLUMNS_MAX + 1]; /* first line of each column; the end of the last one */
    int rows;                    /* of the longest column */
};

struct layout_help layout_help(int w, int h)
{
    struct layout_help help = { .frame = layout_frame_of(w, h, true) };
    if (help.frame.too_small)
        return help;
    help.keys = help.frame.body;
    int inside = help.keys.w - 4;
    help.columns = int_clamp(inside / COLUMN_LEAST, 1, COLUMNS_MAX);
    help.column_width = inside / help.columns;
    return help;
}

static void add_line(struct page *page, struct line line)
{
    if (page->count < LINES_MAX)
        page->lines[page->count++] = line;
}

static int key_columns(const struct canvas *canvas)
{
    struct action_help key;
    int widest = 0;
    for (size_t group = 0; action_group(group); group++)
        for (size_t i = 0; action_help_line(group, i, canvas->ascii, &key); i++)
            widest = int_max(widest, canvas_columns(canvas, key.keys));
    return widest + GAP;
}

/* All lines, in one column `w` wide. */
static void write_lines(struct page *page, struct canvas *canvas, enum keymap asked, int w)
{
    struct action_help key;
    page->keys = key_columns(canvas);
    for (size_t place = 0; action_group(action_group_for(asked, place)); place++) {
        size_t group = action_group_for(asked, place);
        if (place > 0)
            add_line(page, (struct line){ .kind = LINE_GAP });
        add_line(page, (struct line){ .kind = LINE_TITLE, .title = action_group(group) });
        for (size_t i = 0; action_help_line(group, i, canvas->ascii, &key); i++) {
            struct pane nowhere = { .canvas = canvas, .w = w - page->keys - GAP, .h = 1 };
            int rows = draw_paragraph(nowhere, ROLE_TEXT, key.text);
            add_line(page, (struct line){ .kind = LINE_KEY, .key = key });
            for (int row = 1; row < rows; row++)
                add_line(page, (struct line){ .kind = LINE_MORE, .key = key, .row = row });
        }
    }
}

/* Cuts the lines into columns of at most `rows`, between groups if possible. False: they do not fit. */
static bool cut_columns(struct page *page, int columns, int rows)
{
    int start = 0;
    for (int column = 0; column < columns; column++) {
        int end = start + rows < page->count ? start + rows : page->count, at = end;
        while (end < page->count && at > start && page->lines[at].kind != LINE_GAP)
            at--;
        page->starts[column] = start;
        start = at > start ? at : end;
        while (start < page->count && page->lines[start].kind == LINE_GAP)
            start++;
    }
    page->starts[columns] = start;
    page->rows = rows;
    return start == page->count;
}

static void write_page(struct page *page, struct canvas *canvas, enum keymap asked,
                       const struct layout_help *at)
{
    *page = (struct page){ .count = 0 };
    write_lines(page, canvas, asked, at->column_width);
    int rows = (page->count + at->columns - 1) / at->columns;
    while (!cut_columns(page, at->columns, rows))
        rows++;
}

static void draw_line(struct pane row, int keys, const struct line *line)
{
    struct pane text = pane_sub(row, keys, -line->row, row.w - keys - GAP, line->row + LINES_MAX);
    text.clip = row.clip;
    if (line->kind == LINE_TITLE)
        draw_text(row, 0, 0, ROLE_HEADING, line->title);
    if (line->kind == LINE_KEY)
        draw_text(row, 0, 0, ROLE_BRAND, line->key.keys);
    if (line->kind == LINE_KEY || line->kind == LINE_MORE)
        draw_paragraph(text, ROLE_TEXT, line->key.text);
}

static void enter_help(void *state, const struct model *model)
{
    (void)model;
    ((struct list *)state)->first = 0;
}

static void prepare_help(void *state, const struct model *model, int w, int h)
{
    struct list *list = state;
    struct canvas measure = { .ascii = model->ascii };
    struct layout_help at = layout_help(w, h);
    struct page page;
    if (at.frame.too_small)
        return;
    write_page(&page, &measure, model->asked, &at);
    list_fit(list, page.rows, at.keys.h - 2);
}

static void draw_help(const void *state, const struct model *model, struct pane screen)
{
    const struct list *list = state;
    struct layout_help at = layout_help(screen.w, screen.h);
    struct page page;
    if (at.frame.too_small)
        return;
    struct pane box = pane_at(screen, at.keys);
    struct pane inside = draw_box(box, true, "Keys", NULL);
    write_page(&page, screen.canvas, model->asked, &at);
    for (int column = 0; column < at.columns; column++)
        for (int y = 0; y < inside.h; y++) {
            int line = page.starts[column] + list->first + y;
            if (line < page.starts[column + 1])
                draw_line(pane_sub(inside, column * at.column_width, y, at.column_width, 1), page.keys,
                          &page.lines[line]);
        }
    widget_scrollbar(box, list->first, list->count, list->rows);
}

static struct request act_help(void *state, const struct model *model, enum action action)
{
    struct list *list = state;
    (void)model;
    return (struct request){ .action = list_act(list, action) ? ACTION_NONE : action };
}

static void point_help(void *state, const struct model *model, const struct key_press *press, int w, int h)
{
    struct list *list = state;
    (void)model;
    list_point(list, press, layout_help(w, h).keys);
}

const struct view_ops view_help = {
    .screen = SCREEN_HELP,
    .name = "help",
    .keymap = KEYMAP_HELP,
    .state_size = sizeof(struct list),
    .enter = enter_help,
    .prepare = prepare_help,
    .heading = "keys",
    .draw = draw_help,
    .act = act_help,
    .point = point_help,
};
