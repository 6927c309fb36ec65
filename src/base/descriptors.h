/* The descriptors of a process that was forked. */
#ifndef TICTOC_DESCRIPTORS_H
#define TICTOC_DESCRIPTORS_H

/* Closes `first` and all above it. Async-signal-safe. */
void descriptors_close_from(int first);

#endif
