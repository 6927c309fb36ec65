/* The descriptors of a process that was forked. */
#pragma once

/* Closes `first` and all above it. Async-signal-safe. */
void descriptors_close_from(int first);
