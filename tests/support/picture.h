/* What a canvas shows, held by unit tests. Each fails the test, and shows the canvas, unless it is so. */
#pragma once

#include "draw/canvas.h"

/* One of its rows has the words; none has. */
void picture_shows(const struct canvas *canvas, const char *words);
void picture_hides(const struct canvas *canvas, const char *words);

/* Its text and roles are those of tests/golden/NAME.txt; GOLDEN=renew in the environment writes that anew. */
void picture_is_golden(const struct canvas *canvas, const char *name, ...)
    __attribute__((format(printf, 2, 3)));

/* The sizes of which golden files are kept: the first PICTURE_SIZES of every scene;
 * of one rich scene a screen all of them. `name` is how they end: "80x24-ascii". */
struct picture_size {
    const char *name;
    int w, h;
    bool ascii;
};

enum { PICTURE_SIZES = 2, PICTURE_SIZES_RICH = 4 };
extern const struct picture_size picture_sizes[PICTURE_SIZES_RICH];
