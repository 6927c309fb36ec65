#include "compare/layout_compare.h"

#include <limits.h>

#define COMPARE_COLUMNS_FOR_COST_BESIDE    120
#define COMPARE_COLUMNS_FOR_VERDICT_BESIDE 160 /* the cost below the account then */
#define COMPARE_ROWS_FOR_COST_BELOW        32

enum { VERDICT_ROWS = 5, VERDICT_ROWS_MOST = 14, COMPARE_SPACING_MAX = 4, WATERFALL_SPACING_MAX = 3 };

/* Rows the verdict needs to be read whole. */
static int verdict_rows(const struct layout_compare_in *in)
{
    return int_clamp(in->sentences + 2, VERDICT_ROWS, VERDICT_ROWS_MOST);
}

/* Whether there is a place for the cost below the account, with no sentence of the verdict gone for it. */
static bool has_room_for_cost(const struct layout_compare_in *in, int bars, int room)
{
    return in->h >= COMPARE_ROWS_FOR_COST_BELOW && in->w < COMPARE_COLUMNS_FOR_COST_BESIDE &&
           3 * bars + 7 + verdict_rows(in) <= room;
}

/* Air between the bars, as long as no sentence goes for it; thicker bars only after the cost has its place. */
static int spacing_for(const struct layout_compare_in *in, int strategies, int room)
{
    bool wide = in->w >= COMPARE_COLUMNS_FOR_VERDICT_BESIDE;
    bool cost_beside = in->w >= COMPARE_COLUMNS_FOR_COST_BESIDE;
    int spacing = 1;
    for (int wider = 2; wider <= COMPARE_SPACING_MAX; wider++) {
        int bars = layout_bars(strategies, wider);
        int below = wide ? int_max(bars + 2, verdict_rows(in) - bars - 2) : verdict_rows(in);
        if (2 * bars + 5 + below > room)
            break;
        if (wider == 2 || cost_beside || in->h < COMPARE_ROWS_FOR_COST_BELOW ||
            has_room_for_cost(in, bars, room))
            spacing = wider;
    }
    return spacing;
}

/* The verdict keeps what it needs. */
static void put_waterfall_below_verdict(struct layout_compare *compare, const struct layout_compare_in *in)
{
    struct rect area = compare->verdict;
    if (in->steps == 0 || in->waterfall || area.h < verdict_rows(in) + in->steps + 2)
        return;
    int waterfall = int_min(layout_bars(in->steps, WATERFALL_SPACING_MAX) + 2, area.h - verdict_rows(in));
    compare->verdict = layout_cut_top(&area, area.h - waterfall);
    compare->waterfall = area;
}

static void put_panels_beside(struct layout_compare *compare, const struct layout_compare_in *in, int bars)
{
    struct rect area = compare->account;
    int w = in->w;
    if (compare->account.h == 0)
        return;
    if (w >= COMPARE_COLUMNS_FOR_VERDICT_BESIDE) {
        compare->account = layout_cut_left(&area, area.w * 6 / 10);
        compare->verdict = area;
        put_waterfall_below_verdict(compare, in);
        if (compare->account.h >= 2 * bars + 4 && !in->waterfall) {
            area = compare->account;
            compare->account = layout_cut_top(&area, bars + 2);
            compare->cost = area;
        }
    } else if (w >= COMPARE_COLUMNS_FOR_COST_BESIDE && !in->waterfall) {
        compare->account = layout_cut_left(&area, area.w * 6 / 10);
        compare->cost = area;
    }
}

struct layout_compare layout_compare(const struct layout_compare_in *in)
{
    struct layout_compare compare = { .frame = layout_frame_of(in->w, in->h, false), .spacing = 1 };
    struct rect area = compare.frame.body;
    if (compare.frame.too_small)
        return compare;
    int strategies = int_clamp(in->strategies, 1, INT_MAX / 8);
    int reference_rows = in->references > 0 ? int_min(in->references, INT_MAX / 8) + 2 : 0;
    bool beside = in->w >= COMPARE_COLUMNS_FOR_VERDICT_BESIDE;
    int below = beside ? 0 : VERDICT_ROWS;
    if (!in->waterfall)
        compare.spacing = spacing_for(in, strategies, area.h - reference_rows);
    int bars = layout_bars(strategies, compare.spacing);
    int account = in->waterfall ? int_max(in->steps, 1) : bars;
    bool cost_below = has_room_for_cost(in, bars, area.h - reference_rows);
    struct layout_panel panels[] = {
        { &compare.elapsed, 3, bars + 3, bars + 3, false, 0 },
        { &compare.account, 3, account + 2, beside ? INT_MAX : account + 2, false, 0 },
        { &compare.cost, bars + 2, cost_below ? bars + 2 : INT_MAX, bars + 2, true, 0 },
        { &compare.verdict, below ? 3 : 0, below, below ? INT_MAX : 0, false, 0 },
        { &compare.reference, reference_rows, reference_rows, reference_rows, true, 0 },
    };
    layout_stack(area, panels, (const int[]){ 0, 3, 1, 4, 2 }, 5);
    put_panels_beside(&compare, in, bars);
    if (in->waterfall) {
        compare.waterfall = compare.account;
        compare.account = (struct rect){ .w = 0 };
    }
    return compare;
}
