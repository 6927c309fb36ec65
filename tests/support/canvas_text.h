/* A canvas as text, for golden files and for tests that read what is drawn.
 * Texts are owned by the caller: free(). */
#pragma once

#include "draw/canvas.h"

/* The characters: a line each row, blanks at the ends cut off. */
char *canvas_text(const struct canvas *canvas);

/* The roles: a line each row with the letter of every ink (a blank has none, whatever its ink), then "--",
 * then the same for the grounds. */
char *canvas_roles(const struct canvas *canvas);

/* One printable ASCII character for a role as ink (ROLE_STRONG: its capital, where it is a letter).
 * A space for ROLE_PLAIN. Every role has its own. */
char role_letter(unsigned role);
