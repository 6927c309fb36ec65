#include "draw/draw.h"

#include "base/number.h"
#include "draw/glyph.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ELLIPSIS 0x2026u
#define FULL     0x2588u

int draw_text(struct pane pane, int x, int y, unsigned role, const char *text)
{
    int at = x;
    for (uint32_t c = glyph_next(&text); c; c = glyph_next(&text))
        at += canvas_put(pane, at, y, role, c);
    return at - x;
}

int draw_textf(struct pane pane, int x, int y, unsigned role, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return draw_text(pane, x, y, role, text);
}

void draw_right(struct pane pane, int end, int y, unsigned role, const char *text)
{
    draw_text(pane, end - canvas_columns(pane.canvas, text), y, role, text);
}

void draw_column(struct pane pane, int y, const struct column *column, unsigned role, const char *text)
{
    struct pane field = pane_sub(pane, column->x, y, column->width, 1);
    draw_text(field, column->left ? 0 : field.w - canvas_columns(pane.canvas, text), 0, role, text);
}

/* Bytes of `text` that fit in `w` columns; `at_word`: up to the end of a word, unless none fits. */
static size_t bytes_that_fit(const struct canvas *canvas, const char *text, int w, bool at_word)
{
    const char *next = text;
    size_t fitting = 0;
    size_t words = 0;
    for (;;) {
        bool gap = *next == ' ' || *next == '\0';
        if (gap && fitting > 0 && text[fitting - 1] != ' ')
            words = fitting;
        uint32_t c = glyph_next(&next);
        if (c == 0)
            return fitting;
        w -= glyph_width(c, canvas->ascii);
        if (w < 0)
            return at_word && words > 0 ? words : fitting;
        fitting = (size_t)(next - text);
    }
}

static int draw_bytes(struct pane pane, int x, int y, unsigned role, const char *text, size_t bytes)
{
    const char *end = text + bytes;
    int at = x;
    while (text < end)
        at += canvas_put(pane, at, y, role, glyph_next(&text));
    return at - x;
}

void draw_fit(struct pane pane, int x, int y, int w, unsigned role, enum draw_fit fit, const char *text)
{
    struct pane field = pane_sub(pane, x, y, w, 1);
    int at = 0;
    if (fit == DRAW_CUT || canvas_columns(pane.canvas, text) <= w) {
        at = draw_bytes(field, 0, 0, role, text, bytes_that_fit(pane.canvas, text, w, false));
    } else if (w > 0) {
        int room = w - glyph_width(ELLIPSIS, pane.canvas->ascii);
        at = draw_bytes(field, 0, 0, role, text, bytes_that_fit(pane.canvas, text, room, fit == DRAW_WORDS));
        at += canvas_put(field, at, 0, role, ELLIPSIS);
    }
    draw_fill(pane_sub(field, at, 0, w - at, 1), role, ' ');
}

int draw_paragraph(struct pane pane, unsigned role, const char *text)
{
    int rows = 0;
    while (*text == ' ')
        text++;
    while (*text && pane.w > 0) {
        size_t bytes = bytes_that_fit(pane.canvas, text, pane.w, true);
        if (bytes == 0)
            break;
        if (rows == pane.h - 1)
            draw_fit(pane, 0, rows, pane.w, role, DRAW_WORDS, text);
        else
            draw_bytes(pane, 0, rows, role, text, bytes);
        rows++;
        text += bytes;
        while (*text == ' ')
            text++;
    }
    return rows;
}

void draw_fill(struct pane pane, unsigned role, uint32_t glyph)
{
    for (int y = 0; y < pane.h; y++)
        for (int x = 0; x < pane.w; x++)
            canvas_put(pane, x, y, role, glyph);
}

#define NOTE_MAX 256

/* As many whole parts of a note as fit: parts end before a comma, a semicolon or a middle dot. */
static const char *fitting_note(const struct canvas *canvas, const char *note, int room, char kept[NOTE_MAX])
{
    static const char *const ends[] = { ", ", "; ", " · " };
    snprintf(kept, NOTE_MAX, "%s", note);
    while (canvas_columns(canvas, kept) > room) {
        char *last = NULL;
        for (char *at = kept; *at; at++)
            for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
                if (strncmp(at, ends[i], strlen(ends[i])) == 0)
                    last = at;
        if (!last)
            return "";
        *last = '\0';
    }
    return kept;
}

/* The title at the left of the border and the note at the right, a column of line before each corner. */
static void draw_border_words(struct pane pane, const char *title, const char *note)
{
    int left = 2;
    int right = pane.w - 2;
    if (title && right - left >= 4) {
        int taken = int_min(canvas_columns(pane.canvas, title), right - left - 2);
        draw_text(pane, left, 0, ROLE_HEADING, " ");
        draw_fit(pane, left + 1, 0, taken, ROLE_HEADING, DRAW_WORDS, title);
        draw_text(pane, left + 1 + taken, 0, ROLE_HEADING, " ");
        left += taken + 2;
    }
    char kept[NOTE_MAX];
    const char *words = note ? fitting_note(pane.canvas, note, right - left - 3, kept) : "";
    if (!*words)
        return;
    int columns = canvas_columns(pane.canvas, words) + 2;
    draw_text(pane, right - columns, 0, ROLE_NOTE, " ");
    draw_text(pane, right - columns + 1, 0, ROLE_NOTE, words);
    draw_text(pane, right - 1, 0, ROLE_NOTE, " ");
}

struct pane draw_box(struct pane pane, bool focused, const char *title, const char *note)
{
    unsigned role = focused ? ROLE_FOCUS : ROLE_BORDER;
    int right = pane.w - 1;
    int bottom = pane.h - 1;
    if (pane.w < 2 || pane.h < 2)
        return pane_sub(pane, 0, 0, 0, 0);
    draw_fill(pane_sub(pane, 1, 0, right - 1, 1), role, 0x2500);
    draw_fill(pane_sub(pane, 1, bottom, right - 1, 1), role, 0x2500);
    draw_fill(pane_sub(pane, 0, 1, 1, bottom - 1), role, 0x2502);
    draw_fill(pane_sub(pane, right, 1, 1, bottom - 1), role, 0x2502);
    canvas_put(pane, 0, 0, role, 0x256D);
    canvas_put(pane, right, 0, role, 0x256E);
    canvas_put(pane, 0, bottom, role, 0x2570);
    canvas_put(pane, right, bottom, role, 0x256F);
    draw_border_words(pane, title, note);
    return pane_sub(pane, 2, 1, pane.w - 4, pane.h - 2);
}

uint32_t draw_full(bool ascii, unsigned ink)
{
    static const char marks[ROLE_STRATEGIES + 1] = "###*%@&$";
    unsigned index = ROLE_INK_OF(ink) - ROLE_STRATEGY;
    return !ascii ? FULL : index < ROLE_STRATEGIES ? (uint32_t)(unsigned char)marks[index] : '#';
}

static int eighths_of(int width, double share)
{
    if (!(share > 0))
        return 0;
    if (share >= 1)
        return width * 8;
    int eighths = (int)(share * width * 8 + 0.5);
    if (eighths < 1)
        return 1;
    return eighths < width * 8 ? eighths : width * 8 - 1;
}

/* The columns of a bar: full ones, one of ▏ … ▉, which follow █ in Unicode, and empty ones. */
static void draw_glyphs(struct pane bar, double share, unsigned role, uint32_t full, uint32_t empty)
{
    int eighths = eighths_of(bar.w, share);
    for (int x = 0; x < bar.w; x++, eighths -= 8)
        canvas_put(bar, x, 0, role, eighths >= 8 ? full : eighths > 0 ? FULL + 8 - (unsigned)eighths : empty);
}

void draw_bar(struct pane pane, int x, int y, int w, double fraction, unsigned ink)
{
    bool ascii = pane.canvas->ascii;
    draw_glyphs(pane_sub(pane, x, y, w, 1), fraction, (ink & 0xFFu) | ROLE_ON(ROLE_TRACK),
                draw_full(ascii, ink), ascii ? '.' : ' ');
}

void draw_plain_bar(struct pane pane, int x, int y, int w, double fraction, unsigned role)
{
    draw_glyphs(pane_sub(pane, x, y, w, 1), fraction, role, FULL, ' ');
}

bool draw_is_hatched(int x, double share)
{
    return (int)((x + 1) * share) > (int)(x * share);
}

void draw_hatch(struct pane pane, unsigned role, double share)
{
    for (int x = 0; x < pane.w; x++)
        if (draw_is_hatched(x, share))
            draw_fill(pane_sub(pane, x, 0, 1, pane.h), role, DRAW_HATCH);
}

/* Columns of each segment: cumulative shares rounded; one that vanished takes a column from the widest. */
static void share_columns(const struct draw_segment *segments, size_t count, int w, int columns[])
{
    double total = 0;
    for (size_t i = 0; i < count; i++)
        total += segments[i].share > 0 ? segments[i].share : 0;
    double scale = total > 1 ? 1 / total : 1;
    double sum = 0;
    int before = 0;
    for (size_t i = 0; i < count; i++) {
        sum += segments[i].share > 0 ? segments[i].share * scale : 0;
        int end = (int)(sum * w + 0.5);
        columns[i] = end - before;
        before = end;
    }
    for (size_t i = 0; i < count; i++) {
        size_t widest = 0;
        for (size_t j = 1; j < count; j++)
            if (columns[j] > columns[widest])
                widest = j;
        if (segments[i].share > 0 && columns[i] == 0 && columns[widest] > 1) {
            columns[widest]--;
            columns[i] = 1;
        }
    }
}

/* As many whole words of the label as fit, with a blank at both sides; none where the first does not fit. */
static void draw_label(struct pane segment, unsigned role, const char *label)
{
    int room = segment.w - 2;
    const char *space = strchr(label, ' ');
    size_t first = space ? (size_t)(space - label) : strlen(label);
    size_t bytes = bytes_that_fit(segment.canvas, label, room, true);
    if (room <= 0 || bytes < first)
        return;
    draw_text(segment, 0, 0, role, " ");
    int columns = draw_bytes(segment, 1, 0, role, label, bytes);
    draw_text(segment, 1 + columns, 0, role, " ");
}

#define SEGMENTS_MAX 16

void draw_stack_piece(struct pane pane, unsigned role, size_t number)
{
    /* Without colours neighbours still differ. */
    static const char ascii_fill[] = "#=-.x+";
    draw_fill(pane, role,
              pane.canvas->ascii ? (unsigned char)ascii_fill[number % (sizeof ascii_fill - 1)] : ' ');
}

void draw_stack(struct pane pane, int x, int y, int w, const struct draw_segment *segments, size_t count)
{
    int columns[SEGMENTS_MAX];
    count = least_of(count, SEGMENTS_MAX);
    if (w <= 0)
        return;
    share_columns(segments, count, w, columns);
    for (size_t i = 0; i < count; i++) {
        struct pane segment = pane_sub(pane, x, y, columns[i], 1);
        draw_stack_piece(segment, segments[i].role, i);
        if (segments[i].label)
            draw_label(segment, segments[i].role, segments[i].label);
        x += columns[i];
    }
}

int draw_key(struct pane pane, int x, int y, const char *key, const char *label)
{
    unsigned cap = ROLE_DARK | ROLE_ON(ROLE_KEY);
    int at = x;
    at += draw_text(pane, at, y, cap, " ");
    at += draw_text(pane, at, y, cap, key);
    at += draw_text(pane, at, y, cap, " ");
    at += draw_text(pane, at, y, ROLE_LABEL, " ");
    at += draw_text(pane, at, y, ROLE_LABEL, label);
    return at - x;
}

int draw_key_columns(const struct canvas *canvas, const char *key, const char *label)
{
    return canvas_columns(canvas, key) + canvas_columns(canvas, label) + 3;
}
