#include "compare/layout_compare.h"

#include <limits.h>

#define COMPARE_COLUMNS_FOR_COST_BESIDE    120
#define COMPARE_COLUMNS_FOR_VERDICT_BESIDE 160 /* beside the waterfall */
#define COMPARE_ROWS_FOR_COST_BELOW        32

enum { VERDICT_ROWS = 5, VERDICT_ROWS_MOST = 14, SPACING_MAX = 2 };

/* Rows the verdict needs to be read whole. */
static int verdict_rows(const struct layout_compare_in *in)
{
    return int_clamp(in->sentences + 2, VERDICT_ROWS, VERDICT_ROWS_MOST);
}

/* Below the account, if the verdict keeps all its sentences. */
static bool has_room_for_cost(const struct layout_compare_in *in, int bars, int room)
{
    return in->h >= COMPARE_ROWS_FOR_COST_BELOW && in->w < COMPARE_COLUMNS_FOR_COST_BESIDE &&
           3 * bars + 7 + verdict_rows(in) <= room;
}

/* Blank rows between the bars, unless a sentence or the waterfall would give way to them. */
static int spacing_for(const struct layout_compare_in *in, int strategies, int room)
{
    int close = 2 * layout_bars(strategies, 1) + 5, airy = 2 * layout_bars(strategies, SPACING_MAX) + 5;
    int below = verdict_rows(in), steps = in->w < COMPARE_COLUMNS_FOR_VERDICT_BESIDE ? in->steps : 0;
    if (steps > 0 && close + below + steps + 2 <= room)
        below += steps + 2;
    return airy + below <= room ? SPACING_MAX : 1;
}

/* Beside the verdict or below it; the verdict keeps the rows it needs. */
static void place_waterfall(struct layout_compare *compare, const struct layout_compare_in *in)
{
    struct rect area = compare->verdict;
    if (in->steps == 0 || in->waterfall || area.h < in->steps + 2)
        return;
    if (in->w >= COMPARE_COLUMNS_FOR_VERDICT_BESIDE) {
        compare->waterfall = layout_cut_left(&area, area.w * 6 / 10);
        compare->verdict = area;
    } else if (area.h >= verdict_rows(in) + in->steps + 2) {
        compare->verdict = layout_cut_top(&area, verdict_rows(in));
        compare->waterfall = area;
    }
}

/* In the rows that the waterfalls leave. Below the verdict, too, if that is beside them and still whole. */
static void place_activity(struct layout_compare *compare, const struct layout_compare_in *in)
{
    enum { LEAST = 6, MOST = 14 };
    bool beside = compare->waterfall.y == compare->verdict.y;
    int whole = verdict_rows(in) * 5 / 2; /* in two fifths of the columns */
    int steps = int_max(in->all_steps, in->steps + 2);
    int spare = compare->waterfall.h - int_max(steps, beside ? whole : 0);
    if (compare->waterfall.h == 0 || spare < LEAST)
        return;
    spare = int_min(spare, MOST);
    compare->activity = layout_cut_bottom(&compare->waterfall, spare);
    if (beside) {
        layout_cut_bottom(&compare->verdict, spare);
        compare->activity.w += compare->verdict.w;
    }
}

static void place_cost_beside(struct layout_compare *compare, const struct layout_compare_in *in)
{
    struct rect area = compare->account;
    if (area.h == 0 || in->w < COMPARE_COLUMNS_FOR_COST_BESIDE || in->waterfall)
        return;
    compare->account = layout_cut_left(&area, area.w * 6 / 10);
    compare->cost = area;
}

struct layout_compare layout_compare(const struct layout_compare_in *in)
{
    struct layout_compare compare = { .frame = layout_frame_of(in->w, in->h, false), .spacing = 1 };
    struct rect area = compare.frame.body;
    if (compare.frame.too_small)
        return compare;
    int strategies = int_clamp(in->strategies, 1, INT_MAX / 8);
    int reference_rows = in->references > 0 ? int_min(in->references, INT_MAX / 8) + 2 : 0;
    if (!in->waterfall)
        compare.spacing = spacing_for(in, strategies, area.h - reference_rows);
    int bars = layout_bars(strategies, compare.spacing);
    int account = in->waterfall ? int_max(in->steps, 1) : bars;
    bool cost_below = has_room_for_cost(in, bars, area.h - reference_rows);
    struct layout_panel panels[] = {
        { &compare.elapsed, 3, bars + 3, bars + 3, false, 0 },
        { &compare.account, 3, account + 2, account + 2, false, 0 },
        { &compare.cost, bars + 2, cost_below ? bars + 2 : INT_MAX, bars + 2, true, 0 },
        { &compare.verdict, 3, VERDICT_ROWS, INT_MAX, false, 0 },
        { &compare.reference, reference_rows, reference_rows, reference_rows, true, 0 },
    };
    layout_stack(area, panels, (const int[]){ 0, 3, 1, 4, 2 }, 5);
    place_cost_beside(&compare, in);
    place_waterfall(&compare, in);
    place_activity(&compare, in);
    if (in->waterfall) {
        compare.waterfall = compare.account;
        compare.account = (struct rect){ .w = 0 };
    }
    return compare;
}
