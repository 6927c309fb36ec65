/* tictoc replay FILE… --dump: the run screen at a moment, as text on stdout; no terminal needed. */
#ifndef TICTOC_DUMP_H
#define TICTOC_DUMP_H

#include "options.h"

/* Prints a frame for each file and returns the exit status. */
int dump_main(const struct options *options);

#endif
