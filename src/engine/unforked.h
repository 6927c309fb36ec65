/* Tables of the coordinator that no worker gets. */
#ifndef TICTOC_UNFORKED_H
#define TICTOC_UNFORKED_H

#include <stddef.h>

/* Zeroed memory outside the heap: a fork does not copy it, and the child does not have it. NULL with errno set. */
void *unforked_table(size_t bytes);

#endif
