/* Pictures: one screen of a run that was written down, at one moment, without a terminal: as text (replay --dump) or as a
 * picture (export --format svg). */
#pragma once

#include "draw/canvas.h"
#include "cli/options.h"
#include "record/recording.h"

#include <stdbool.h>

/* Draws what the options ask for (--screen, --run, --at, --size); the recording has at least one run. The canvas is
 * begun here: canvas_release() it. */
void picture_draw(struct canvas *canvas, const struct recording *recording, const struct options *options,
                  bool ascii);

/* tictoc replay FILE… --dump. Returns the exit status. */
int picture_dump(const struct options *options);

/* tictoc export FILE --format svg; other formats are command_export()'s. Returns the exit status. */
int picture_export(const struct options *options);
