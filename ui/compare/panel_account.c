/* Where the time went: a stacked bar for each strategy, of the run in the middle. */
#include "compare/panel_compare.h"

#include "draw/draw.h"
#include "base/format.h"
#include "view/labels.h"

#include <stdio.h>

enum { INDENT = 1, GAP = 2, PIECES_MAX = 6, SOURCES_MAX = 2 };

/* A share that rounds to 0 % gets no column. */
#define LEAST_SHARE 0.005

/* A piece of a bar. In ASCII the pieces differ by their fill. */
struct piece {
    enum account_part parts[SOURCES_MAX]; /* summed; one part is given twice */
    unsigned ground;                      /* 0: the strategy's colour */
    const char *name, *brief;             /* the label, and the one for less room; NULL: none */
};

static const struct piece computing[] = {
    { { ACCOUNT_TASKS, ACCOUNT_TASKS }, 0, "tasks", NULL },
    { { ACCOUNT_PROCESSES, ACCOUNT_PROCESSES }, ROLE_COST, "processes", NULL },
    { { ACCOUNT_LOST, ACCOUNT_LOST }, ROLE_FAILED, "attempts that died", "died" },
    { { ACCOUNT_NOTHING, ACCOUNT_NOTHING }, ROLE_REST, "unused cores", "unused" },
    { { ACCOUNT_OTHERS, ACCOUNT_OTHERS }, ROLE_DIM, "other programs", "others" },
    { { ACCOUNT_THROTTLED, ACCOUNT_THROTTLED }, ROLE_STOPPED, "CPU quota", "quota" },
};

/* The workers' account of work that computes, from their births to their ends. */
static const struct piece working[] = {
    { { ACCOUNT_CPU, ACCOUNT_CPU }, 0, "on a core", "core" },
    { { ACCOUNT_START, ACCOUNT_LEAVING }, ROLE_COST, "starting, leaving", "start" },
    { { ACCOUNT_READY, ACCOUNT_NAP }, ROLE_READY, "without a core", "no core" },
    { { ACCOUNT_BETWEEN, ACCOUNT_BETWEEN }, ROLE_ASLEEP, "between tasks", "between" },
    { { ACCOUNT_IDLE, ACCOUNT_IDLE }, ROLE_REST, "idle at the end", "idle" },
    { { ACCOUNT_DIED, ACCOUNT_DIED }, ROLE_FAILED, "attempts that died", "died" },
};

/* Processor time in a nap is the microseconds it takes to fall asleep. */
static const struct piece sleeping[] = {
    { { ACCOUNT_NAP, ACCOUNT_CPU }, 0, "naps", NULL },
    { { ACCOUNT_START, ACCOUNT_LEAVING }, ROLE_COST, "starting, leaving", "start" },
    { { ACCOUNT_BETWEEN, ACCOUNT_READY }, ROLE_ASLEEP, "between tasks", "between" },
    { { ACCOUNT_IDLE, ACCOUNT_IDLE }, ROLE_REST, "idle at the end", "idle" },
    { { ACCOUNT_DIED, ACCOUNT_DIED }, ROLE_FAILED, "attempts that died", "died" },
};

static double share_of(const struct account_lines *lines, const struct piece *piece)
{
    double share = 0;
    for (size_t i = 0; i < lines->count; i++) {
        enum account_part part = lines->line[i].part;
        if (part == piece->parts[0] || part == piece->parts[1])
            share += lines->line[i].share;
    }
    return share;
}

/* "unused cores 11 %", else "unused 11 %", else "unused", else nothing. */
static void write_label(const struct canvas *canvas, const struct piece *piece, double share, int columns,
                        char *buf, size_t size)
{
    char percent[FORMAT_MAX];
    format_percent(percent, sizeof percent, share);
    snprintf(buf, size, "%s %s", piece->name, percent);
    if (piece->brief && canvas_columns(canvas, buf) > columns - 2)
        snprintf(buf, size, "%s %s", piece->brief, percent);
    if (canvas_columns(canvas, buf) > columns - 2)
        snprintf(buf, size, "%s", piece->brief ? piece->brief : piece->name);
    if (canvas_columns(canvas, buf) > columns - 2)
        buf[0] = '\0';
}

#define PIECES(table)                                                                                        \
    {                                                                                                        \
        table, sizeof(table) / sizeof *(table)                                                               \
    }

static struct pieces {
    const struct piece *piece;
    size_t count;
} pieces_of(bool computes, bool of_workers)
{
    static const struct pieces machine = PIECES(computing), workers = PIECES(working),
                               naps = PIECES(sleeping);
    return !computes ? naps : of_workers ? workers : machine;
}

/* Returns the pieces that are too narrow for their names, a bit each. */
static unsigned draw_account(struct pane row, int x, const struct account *account, bool of_workers,
                             unsigned role)
{
    bool machine = account->computes && !of_workers;
    struct account_lines lines = machine ? account_machine(account) : account_workers(account);
    const struct piece *pieces = pieces_of(account->computes, of_workers).piece;
    size_t count = pieces_of(account->computes, of_workers).count;
    struct draw_segment segments[PIECES_MAX] = { { .label = NULL } };
    char labels[PIECES_MAX][64];
    int w = row.w - x;
    size_t widest = 0;
    unsigned unnamed = 0;
    double left = 1;
    for (size_t i = 0; i < count; i++) {
        double share = share_of(&lines, &pieces[i]);
        bool rest = pieces[i].ground == ROLE_REST;
        unsigned ground = pieces[i].ground ? pieces[i].ground : role;
        struct piece piece = pieces[i];
        if (piece.parts[0] == ACCOUNT_NAP && account->asked == 0)
            piece.name = "tasks";
        write_label(row.canvas, &piece, share, (int)(share * w), labels[i], sizeof labels[i]);
        segments[i] = (struct draw_segment){ .share = share < LEAST_SHARE ? 0 : share,
                                             .role = (rest ? ROLE_NOTE : ROLE_DARK) | ROLE_ON(ground),
                                             .label = labels[i][0] ? labels[i] : NULL };
        unnamed |= segments[i].share > 0 && !segments[i].label ? 1u << i : 0;
        left -= segments[i].share;
        widest = segments[i].share > segments[widest].share ? i : widest;
    }
    if (lines.count == 0)
        return 0;
    segments[widest].share += left > 0 ? left : 0; /* shares too small to be drawn */
    draw_stack(row, x, 0, w, segments, count);
    return unnamed;
}

/* In the lower border: the names of pieces too narrow for them, in the order of the bar. */
static void draw_legend(struct pane box, const struct pieces *pieces, unsigned unnamed)
{
    int x = 2;
    for (size_t i = 0; box.h >= 3 && i < pieces->count; i++) {
        const struct piece *piece = &pieces->piece[i];
        int columns = canvas_columns(box.canvas, piece->name) + 5;
        if (!(unnamed >> i & 1) || !piece->ground || x + columns > box.w - 2)
            continue;
        draw_text(box, x, box.h - 1, ROLE_DIM, " ");
        draw_stack_piece(pane_sub(box, x + 1, box.h - 1, 2, 1), ROLE_DARK | ROLE_ON(piece->ground), i);
        draw_textf(box, x + 3, box.h - 1, ROLE_DIM, " %s ", piece->name);
        x += columns;
    }
}

static unsigned draw_row(struct pane row, const struct compare_window *window, size_t strategy, int label,
                         bool of_workers)
{
    const struct results *results = window->results;
    const struct strategy *of = &results->experiment->strategies[strategy];
    const struct outcome *run = result_middle_run(&results->results[strategy]);
    unsigned role = role_of_strategy(of);
    draw_fit(row, 0, 0, label, role | ROLE_STRONG, DRAW_WORDS, of->label);
    return run ? draw_account(row, label + GAP, &run->account, of_workers, role) : 0;
}

/* What 100 % is. */
static void write_note(const struct results *results, bool of_workers, char *buf, size_t size)
{
    char cores[FORMAT_MAX];
    if (results->experiment->workload.ops->computes && !of_workers)
        snprintf(buf, size, "%s × elapsed = 100 %%",
                 format_plural(cores, sizeof cores, results->machine.cores, "core"));
    else
        snprintf(buf, size, "all workers' lifetimes = 100 %%");
}

void panel_account(struct pane box, const struct compare_window *window, bool of_workers)
{
    char note[64];
    write_note(window->results, of_workers, note, sizeof note);
    struct pane inside = draw_box(box, false, "Where the time went", note);
    inside = pane_sub(inside, INDENT, 0, inside.w - 2 * INDENT, inside.h);
    if (pane_is_empty(inside))
        return;
    struct compare_rows rows = panel_compare_rows(window, box);
    int label = panel_compare_label(inside.canvas, window->results, inside.w + INDENT);
    unsigned unnamed = 0;
    for (size_t i = rows.first; i < rows.end; i++)
        unnamed |= draw_row(panel_compare_bar(window, inside, i - rows.first), window, i, label, of_workers);
    struct pieces pieces = pieces_of(window->results->experiment->workload.ops->computes, of_workers);
    draw_legend(box, &pieces, unnamed);
    panel_compare_scrollbar(window, box);
}
