/* Lines of a table, and the figures in it. Included once, by bench.c. */
#pragma once

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define CELL 48

/* A line of the table, made cell by cell and printed without what is blank at its end. */
struct line {
    char text[512];
    size_t length;
};

/* Columns a text takes: its code points. */
static inline int columns(const char *text)
{
    int count = 0;

    for (; *text; text++)
        count += (*text & 0xc0) != 0x80;
    return count;
}

/* Appends a text filled up to `width` columns: on its left, or where `width` is negative on its right. */
static inline void add_cell(struct line *line, const char *text, int width)
{
    int fill = abs(width) - columns(text);
    int added = snprintf(line->text + line->length, sizeof line->text - line->length, "%*s%s%*s",
                         width > 0 && fill > 0 ? fill : 0, "", text, width < 0 && fill > 0 ? fill : 0, "");

    line->length += (size_t)added;
}

static inline void print_line(struct line *line)
{
    while (line->length && line->text[line->length - 1] == ' ')
        line->length--;
    printf("%.*s\n", (int)line->length, line->text);
}

/* Decimals for three significant digits. */
static inline int decimals(double value)
{
    value = fabs(value);
    return value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
}

static inline void format_seconds(char *cell, double value)
{
    static const struct {
        double size;
        const char *name;
    } units[] = { { 1, "s" }, { 1e-3, "ms" }, { 1e-6, "µs" }, { 1e-9, "ns" } };
    unsigned i = 0;

    while (i < 3 && fabs(value) < 0.9995 * units[i].size)
        i++;
    value /= units[i].size;
    snprintf(cell, CELL, "%.*f %s", decimals(value), value, units[i].name);
}
