#include "base/nearest.h"

#include "base/number.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define NEAREST_MAX 64 /* longer words are not typing errors */

static int is_same(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Damerau-Levenshtein (optimal string alignment), three rows at a time. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][NEAREST_MAX + 1];
    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t changed = above[j - 1] + !is_same(a[i - 1], b[j - 1]);
            row[j] = least_of(changed, least_of(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) && is_same(a[i - 2], b[j - 1]))
                row[j] = least_of(row[j], before[j - 2] + 1);
        }
    }
    return rows[a_length % 3][b_length];
}

/* "proc" for "process" is an abbreviation, not three errors. */
static int abbreviates(const char *word, size_t length, const char *name)
{
    return length >= 3 && strncasecmp(word, name, length) == 0;
}

const char *nearest(const char *word, const char *const *names, size_t count)
{
    size_t length = strlen(word);
    if (!length || length > NEAREST_MAX)
        return NULL;
    const char *best = NULL;
    size_t best_distance = least_of((length + 2) / 3, 3) + 1;
    for (size_t i = 0; i < count; i++) {
        size_t name_length = strlen(names[i]);
        if (name_length > NEAREST_MAX)
            continue;
        size_t d = abbreviates(word, length, names[i]) ? 1 : distance(word, length, names[i], name_length);
        if (d < best_distance && d < length && d < name_length) {
            best = names[i];
            best_distance = d;
        }
    }
    return best;
}
