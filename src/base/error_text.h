/* Why a call failed, with the remedy where there is one. */
#pragma once

/* Of a file that could not be read, written, made or deleted:
 * "No space left on device; free some, or choose another place".
 * `error`: an errno value. Valid until the next call of strerror(). */
const char *error_text(int error);

/* Of another call: where a sandbox refused it, that it did, else the `usual` remedy. */
const char *error_remedy(int error, const char *usual);
