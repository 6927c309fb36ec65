#include "view/panel_scrub.h"

#include "base/clock.h"
#include "draw/columns.h"
#include "draw/draw.h"
#include "base/format.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

/* The parts of the row, from the left. */
enum part { STATE, SPEED, MOMENT, BAR, END, ORIGIN, WHAT, PARTS };

enum { STATE_COLUMNS = 12, SPEED_COLUMNS = 6, BAR_LEAST = 10 };

static int column_of(uint64_t moment, uint64_t end, int w)
{
    return end ? (int)((double)moment / (double)end * (w - 1) + 0.5) : 0;
}

static void draw_track(struct pane row, const struct scrub *scrub, int x, int w)
{
    int now = column_of(scrub->now, scrub->end, w);
    for (int i = 0; i < w; i++)
        canvas_put(row, x + i, 0, i < now ? ROLE_LABEL : ROLE_FAINT, i < now ? 0x2501 : 0x2500);
    for (size_t i = 0; i < scrub->mark_count; i++)
        canvas_put(row, x + column_of(scrub->marks[i], scrub->end, w), 0, ROLE_TEXT, 0x250A);
    canvas_put(row, x + now, 0, ROLE_BRAND | ROLE_STRONG, 0x25CF);
}

/* A text of the row, in a column of its own. */
struct words {
    char text[FORMAT_MAX + 96];
    unsigned role;
};

/* To the microsecond, not rounded: a moment must not be shown before it has come. */
static void write_moment(struct words *words, unsigned role, uint64_t moment)
{
    *words = (struct words){ .role = role };
    snprintf(words->text, sizeof words->text, "%" PRIu64 ".%06" PRIu64 " s", moment / NS_PER_S,
             moment % NS_PER_S / 1000);
}

static void write_words(struct words words[PARTS], const struct scrub *scrub)
{
    bool at_end = scrub->now == scrub->end;
    words[STATE] = (struct words){ .role = scrub->playing ? ROLE_GOOD : ROLE_TEXT };
    snprintf(words[STATE].text, sizeof words[STATE].text, "%s",
             scrub->playing ? "▶ playing"
             : at_end       ? "▪ at the end"
                            : "▪ paused");
    words[SPEED] = (struct words){ .role = ROLE_FIGURE };
    snprintf(words[SPEED].text, sizeof words[SPEED].text, "%.*f ×", scrub->speed < 1, scrub->speed);
    write_moment(&words[MOMENT], ROLE_FIGURE, scrub->now);
    write_moment(&words[END], ROLE_DIM, scrub->end);
    words[ORIGIN] = (struct words){ .role = ROLE_DIM };
    snprintf(words[ORIGIN].text, sizeof words[ORIGIN].text, "%s", scrub->origin);
    words[WHAT] = (struct words){ .role = ROLE_TEXT };
    snprintf(words[WHAT].text, sizeof words[WHAT].text, "%s", scrub->what);
}

/* What changes has the place of its longest. */
static void fit(struct column columns[PARTS], const struct words words[PARTS], const struct canvas *canvas,
                int w)
{
    int moment = canvas_columns(canvas, words[END].text);
    const struct column wanted[PARTS] = {
        [STATE] = { .width = STATE_COLUMNS, .rank = 2, .left = true },
        [SPEED] = { .width = SPEED_COLUMNS, .rank = 1 },
        [MOMENT] = { .width = moment },
        [BAR] = { .width = BAR_LEAST },
        [END] = { .width = moment, .rank = 3 },
        [ORIGIN] = { .width = canvas_columns(canvas, words[ORIGIN].text), .rank = 1, .left = true },
        [WHAT] = { .width = canvas_columns(canvas, words[WHAT].text), .rank = 4, .left = true },
    };
    for (int i = 0; i < PARTS; i++)
        columns[i] = wanted[i];
    columns_fit(columns, PARTS, BAR, COLUMNS_GAP, w - 2);
}

bool panel_scrub_moment(const struct canvas *canvas, const struct scrub *scrub, int x, uint64_t *moment)
{
    struct words words[PARTS] = { 0 };
    struct column columns[PARTS];
    write_words(words, scrub);
    fit(columns, words, canvas, canvas->w);
    int at = x - 1 - columns[BAR].x, w = columns[BAR].width;
    if (at < 0 || at >= w || w < 2)
        return false;
    *moment = (uint64_t)((double)scrub->end * at / (w - 1));
    return true;
}

void panel_scrub(struct pane row, const struct scrub *scrub)
{
    struct words words[PARTS] = { 0 };
    struct column columns[PARTS];
    struct pane inside = pane_sub(row, 1, 0, row.w - 2, 1);
    write_words(words, scrub);
    fit(columns, words, row.canvas, row.w);
    draw_track(inside, scrub, columns[BAR].x, columns[BAR].width);
    for (int i = 0; i < PARTS; i++)
        draw_column(inside, 0, &columns[i], words[i].role, words[i].text);
}
