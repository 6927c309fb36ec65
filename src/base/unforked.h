/* Memory that a fork need not copy: every touched page makes forks slower. */
#pragma once

#include <stddef.h>

/* Zeroed memory outside the heap that children do not have. NULL with errno set. */
void *unforked_table(size_t bytes);

/* Children forked from now on do not have the whole pages inside this heap block: they must not touch
 * or free it. Call unforked_end() before freeing the block, as the allocator reuses its pages. */
void unforked_begin(void *block, size_t bytes);
void unforked_end(void *block, size_t bytes);
