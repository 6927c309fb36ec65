/* Text that has less room than it needs, shortened where it is missed least. */
#pragma once

#include <stdbool.h>

/* The end of a text that fits in so many columns: a place in it. */
const char *shorten_to_end(const char *text, int columns, bool ascii);

/* Takes the middle out of the widest words, paths as a rule, until the whole fits in so
 * many columns or no word is wider than SHORTEN_LEAST. What a sentence says about a path is still there then,
 * and so is the name of the file with a place in it. In place: it never becomes longer. */
#define SHORTEN_LEAST 28
void shorten_words(char *text, int columns, bool ascii);
