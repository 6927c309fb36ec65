#include "run/blocks.h"

#include "draw/glyph.h"
#include "view/labels.h"

enum { GAP = 1, HEIGHT_MAX = 3, STATE_COLUMNS = 2 }; /* STATE_COLUMNS: a glyph and a space before the name */

static int width_of(double weight, double scale, int least, int most)
{
    double width = weight * scale;
    if (width < least)
        return least;
    return width < most ? (int)width : most;
}

/* Returns the lines that the blocks take. */
static int flow_blocks(struct blocks *blocks, const double weights[], int least, double scale, int w)
{
    int x = 0;
    int line = 0;
    for (int i = 0; i < blocks->count; i++) {
        int width = width_of(weights[i], scale, least, w);
        if (x > 0 && x + width > w) {
            x = 0;
            line++;
        }
        blocks->at[i] = (struct rect){ x, line * blocks->height, width, blocks->height };
        x += width + GAP;
    }
    return line + 1;
}

/* Finds the largest scale at which they take no more than `lines`. */
static void widen_blocks(struct blocks *blocks, const double weights[], int least, int w, int lines)
{
    double low = 0;
    double high = 0;
    for (int i = 0; i < blocks->count; i++)
        if (weights[i] > 0 && (double)w / weights[i] > high)
            high = (double)w / weights[i];
    for (int round = 0; round < 40; round++) {
        double middle = (low + high) / 2;
        if (flow_blocks(blocks, weights, least, middle, w) <= lines)
            low = middle;
        else
            high = middle;
    }
    flow_blocks(blocks, weights, least, low, w);
}

bool blocks_place(struct blocks *blocks, const struct workload *workload, int w, int h, bool ascii)
{
    double weights[BLOCKS_MAX];
    int least = 0; /* of every block: wider means a longer task, not a longer name */
    char name[64];
    *blocks = (struct blocks){ .alike = true };
    if (workload->tasks == 0 || workload->tasks > BLOCKS_MAX)
        return false;
    blocks->count = (int)workload->tasks;
    for (int i = 0; i < blocks->count; i++) {
        weights[i] = (double)workload->ops->weight(workload, (uint64_t)i);
        blocks->alike = blocks->alike && weights[i] == weights[0];
        label_task(name, sizeof name, workload, (uint64_t)i, 0, ascii);
        int columns = glyph_columns(name, ascii) + STATE_COLUMNS;
        least = columns > least ? columns : least;
    }
    if (least > w)
        return false;
    for (int lines = 1; lines <= h; lines++) {
        blocks->height = h / lines < HEIGHT_MAX ? h / lines : HEIGHT_MAX;
        if (flow_blocks(blocks, weights, least, 0, w) > lines)
            continue;
        widen_blocks(blocks, weights, least, w, lines);
        return true;
    }
    return false;
}
