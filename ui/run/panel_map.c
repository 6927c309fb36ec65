/* The task map: every task at once, by its state and its worker. */
#include "run/panel_run.h"

#include "run/blocks.h"
#include "draw/draw.h"
#include "base/format.h"
#include "run/run_facts.h"
#include "view/labels.h"

#include <math.h>
#include <stdio.h>

enum { CELL_COLUMNS_MAX = 3, ROWS_FOR_TALL_BLOCKS = 30 };

/* The state of a task; of a bucket of tasks the first that applies. */
enum fate { FAILED, LOST, ENDED, RUNNING, CLAIMED, PARTLY, WAITING };

static const struct {
    const char *glyph, *ascii;
    const char *word;
} fates[] = {
    [FAILED] = { "✗", "x", "failed" },   [LOST] = { "✗", "x", "lost" },
    [ENDED] = { "■", "#", "done" },      [RUNNING] = { "◧", "%", "running" },
    [CLAIMED] = { "□", "o", "claimed" }, [PARTLY] = { "▪", "+", "partly" },
    [WAITING] = { "·", ".", "waiting" },
};

static const char *glyph_for(const struct canvas *canvas, enum fate fate)
{
    return canvas->ascii ? fates[fate].ascii : fates[fate].glyph;
}

static enum fate fate_of(const struct map_cell *cell)
{
    uint32_t open = cell->waiting + cell->claimed + cell->running;
    if (cell->failed > 0)
        return FAILED;
    if (cell->lost > 0)
        return LOST;
    if (open == 0)
        return ENDED;
    if (cell->running > 0)
        return RUNNING;
    if (cell->claimed > 0)
        return CLAIMED;
    return cell->done > 0 ? PARTLY : WAITING;
}

/* The colour of its worker. Processes too short to be seen have the colour of the strategy:
 * a colour for each would be confetti. */
static unsigned role_of(const struct snapshot *snapshot, const struct map_cell *cell, enum fate fate)
{
    if (fate == FAILED || fate == LOST)
        return ROLE_FAILED;
    if (fate == WAITING)
        return ROLE_FAINT;
    if (run_is_folded(snapshot))
        return role_of_strategy(snapshot->strategy);
    return cell->slot < SLOTS_MAX ? role_worker(cell->slot) : ROLE_LABEL; /* of no worker for the most part */
}

/* ---- cells --------------------------------------------------------------------------------------------- */

/* Columns of a cell: few cells are wide. From two columns on the last is blank. */
static int cell_columns(uint32_t cells, int w, int h)
{
    int columns = CELL_COLUMNS_MAX;
    while (columns > 1 && (uint64_t)(w / columns) * (uint64_t)h < cells)
        columns--;
    return columns;
}

static void draw_cells(struct pane inside, const struct snapshot *snapshot)
{
    int columns = cell_columns(snapshot->cell_count, inside.w, inside.h);
    int glyphs = columns > 1 ? columns - 1 : 1;
    uint32_t across = inside.w >= columns ? (uint32_t)(inside.w / columns) : 1;
    for (uint32_t i = 0; i < snapshot->cell_count; i++) {
        const struct map_cell *cell = &snapshot->cells[i];
        enum fate fate = fate_of(cell);
        unsigned role = role_of(snapshot, cell, fate);
        int x = (int)(i % across) * columns;
        for (int j = 0; j < glyphs; j++)
            draw_text(inside, x + j, (int)(i / across), role, glyph_for(inside.canvas, fate));
    }
}

/* ---- blocks -------------------------------------------------------------------------------------------- */

static double share_of(const struct snapshot *snapshot, uint64_t task, enum fate fate)
{
    const struct worker_facts *worker = run_worker_of(snapshot, task);
    if (fate == ENDED)
        return 1;
    return fate == RUNNING && worker && !isnan(worker->task_share) ? worker->task_share : 0;
}

/* A block of one row: its ground fills with the task. */
static void draw_flat_block(struct pane block, double share, unsigned role, unsigned ink)
{
    int filled = (int)(share * block.w + 0.5);
    draw_fill(pane_sub(block, 0, 0, filled, 1), ROLE_DARK | ROLE_ON(role), ' ');
    draw_fill(pane_sub(block, filled, 0, block.w - filled, 1), ink | ROLE_ON(ROLE_TRACK), ' ');
}

/* Writes over the block and keeps its ground; ink on a filled ground is dark. */
static void draw_over(struct pane block, int x, unsigned ink, const char *text)
{
    struct pane row = pane_sub(block, 0, 0, block.w, 1);
    while (*text && x < row.w) {
        const struct cell *cell = canvas_cell(row.canvas, row.x + x, row.y);
        unsigned ground = cell ? ROLE_GROUND_OF(cell->role) : 0;
        bool filled = role_is_of_palette(ground);
        char one[8];
        size_t bytes = 1;
        while ((text[bytes] & 0xC0) == 0x80)
            bytes++;
        snprintf(one, sizeof one, "%.*s", (int)bytes, text);
        x += draw_text(row, x, 0, (filled ? ROLE_DARK : ink) | ROLE_ON(ground), one);
        text += bytes;
    }
}

static void draw_block(struct pane block, const struct snapshot *snapshot, uint64_t task)
{
    const struct map_cell *cell = &snapshot->cells[task];
    enum fate fate = fate_of(cell);
    unsigned role = role_of(snapshot, cell, fate);
    unsigned ink = fate == WAITING ? ROLE_DIM : role;
    double share = share_of(snapshot, task, fate);
    char name[64], text[80];
    label_task(name, sizeof name, snapshot->workload, task, block.w - 3, block.canvas->ascii);
    snprintf(text, sizeof text, "%s %s", glyph_for(block.canvas, fate), name);
    if (block.h == 1)
        draw_flat_block(block, share, role, ink);
    draw_over(block, 0, ink, text);
    for (int y = 1; y < block.h; y++)
        draw_bar(block, 0, y, block.w, share, role);
}

static bool place_blocks(struct blocks *blocks, const struct snapshot *snapshot, int w, int h, bool ascii)
{
    return snapshot->cell_tasks == 1 && snapshot->cell_count == snapshot->tasks &&
           blocks_place(blocks, snapshot->workload, w, h, ascii);
}

/* ---- the panel ----------------------------------------------------------------------------------------- */

/* In the lower border, as much of it as fits. */
static void draw_legend(struct pane box, bool buckets, bool unsupervised)
{
    static const enum fate order[] = { WAITING, CLAIMED, RUNNING, PARTLY, ENDED, FAILED, LOST };
    int x = 2;
    for (size_t i = 0; box.h >= 3 && i < sizeof order / sizeof *order; i++) {
        enum fate fate = order[i];
        char text[32];
        snprintf(text, sizeof text, " %s %s ", glyph_for(box.canvas, fate), fates[fate].word);
        /* In an unsupervised pool a task is lost with its worker, and none is set aside. */
        bool never = (fate == PARTLY && !buckets) || fate == (unsupervised ? FAILED : LOST);
        if (never || x + canvas_columns(box.canvas, text) > box.w - 2)
            continue;
        x += draw_text(box, x, box.h - 1, ROLE_DIM, text);
    }
}

static void write_note(const struct snapshot *snapshot, const struct blocks *blocks, char *buf, size_t size)
{
    char count[FORMAT_MAX];
    if (blocks && blocks->alike)
        snprintf(buf, size, "one block = one task");
    else if (blocks)
        snprintf(buf, size, "one block = one task, wider = longer");
    else
        snprintf(buf, size, "one cell = %s",
                 snapshot->cell_tasks == 1
                     ? "one task"
                     : format_plural(count, sizeof count, snapshot->cell_tasks, "task"));
}

void panel_map(struct pane box, const struct snapshot *snapshot)
{
    struct blocks blocks;
    char note[64];
    bool has_blocks = place_blocks(&blocks, snapshot, box.w - 4, box.h - 2, box.canvas->ascii);
    write_note(snapshot, has_blocks ? &blocks : NULL, note, sizeof note);
    struct pane inside = draw_box(box, false, "Tasks", note);
    if (pane_is_empty(inside))
        return;
    draw_legend(box, snapshot->cell_tasks > 1, snapshot->plan->unsupervised);
    if (!has_blocks) {
        draw_cells(inside, snapshot);
        return;
    }
    for (int i = 0; i < blocks.count; i++) {
        struct rect at = blocks.at[i];
        draw_block(pane_at(inside, at), snapshot, (uint64_t)i);
    }
}

bool panel_map_has_blocks(const struct snapshot *snapshot, int w, int h)
{
    struct blocks blocks;
    return blocks_place(&blocks, snapshot->workload, w - 4, h - 2, true);
}

/* Blocks take as few lines as possible; without room for blocks each task takes a cell. */
int panel_map_rows(const struct snapshot *snapshot, int w, int h)
{
    struct blocks blocks;
    int height = h >= ROWS_FOR_TALL_BLOCKS ? 3 : 2;
    for (int lines = 1; lines <= 4; lines++)
        if (blocks_place(&blocks, snapshot->workload, w, lines, true))
            return lines * height;
    uint64_t across = w > 0 ? (uint64_t)w : 1;
    uint64_t rows = (snapshot->tasks + across - 1) / across;
    return rows < 1000000 ? (int)rows : 1000000;
}

uint32_t panel_map_cells(const struct snapshot *snapshot, int w, int h)
{
    uint64_t area = w > 4 && h > 2 ? (uint64_t)(w - 4) * (uint64_t)(h - 2) : 0;
    if (area > 0 && panel_map_has_blocks(snapshot, w, h))
        return (uint32_t)snapshot->tasks;
    return area < SNAPSHOT_CELLS ? (uint32_t)area : SNAPSHOT_CELLS;
}
