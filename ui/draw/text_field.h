/* A line of text that is being typed: what keys do to it, and how it looks.
 * The text itself belongs to the caller. */
#pragma once

#include "draw/canvas.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Adds a character that was typed; what has no room in `size` bytes is not taken. */
void entry_add(char *text, size_t size, uint32_t codepoint);

/* Takes the last character away. */
void entry_erase(char *text);

/* What is typed, and the cursor behind it; of what has no room its end, and a sign that there is more.
 * `fresh`: it is marked, because the first key replaces it. */
void entry_draw(struct pane row, const char *text, bool fresh);
