/* The descriptors of a forked process. */
#pragma once

/* Closes `first` and all higher ones. Async-signal-safe. */
void descriptors_close_from(int first);
