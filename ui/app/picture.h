/* Pictures: one screen of a run that was written down, at one moment, without a terminal: as text (replay --dump) or as a
 * picture (export --format svg). */
#pragma once

#include "cli/options.h"

/* tictoc replay FILE… --dump. Returns the exit status. */
int picture_dump(const struct options *options);

/* tictoc export FILE --format svg; other formats are command_export()'s. Returns the exit status. */
int picture_export(const struct options *options);
