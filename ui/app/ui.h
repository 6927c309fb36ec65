/* The screen, as main() sees it. */
#pragma once

#include "cli/options.h"

/* Opens the screen and returns the exit status when it has been left. Where there
 * is no terminal that could show it, it says so in one sentence on stderr and does what `tictoc run` does. */
int ui_main(const struct options *options);

/* tictoc replay: the screen with runs that were written down; with --dump one moment as text.
 * Files that cannot be read are reported on stderr before the screen opens. */
int ui_replay(const struct options *options);

/* ---- pictures: one screen of a run that was written down, at one moment, without a terminal ------------ */

/* tictoc replay FILE… --dump. Returns the exit status. */
int picture_dump(const struct options *options);

/* tictoc export FILE --format svg; other formats are command_export()'s. Returns the exit status. */
int picture_export(const struct options *options);
