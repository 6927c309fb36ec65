/* Why a file could not be read, written, made or deleted, with the remedy where there is one. */
#pragma once

/* "No space left on device; free some, or choose another place". `error`: an errno value.
 * Valid until the next call of strerror(). */
const char *error_text(int error);
