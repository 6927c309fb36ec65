/* What a fork need not copy: each page that a process has touched makes its forks dearer. */
#pragma once

#include <stddef.h>

/* Zeroed memory outside the heap: a fork does not copy it,
 * and the child does not have it. NULL with errno set. */
void *unforked_table(size_t bytes);

/* Processes forked from now on do not have the whole pages inside this block of the heap,
 * so they must neither touch nor free it. Undone before the block is freed:
 * the allocator may use its pages for anything then. */
void unforked_begin(void *block, size_t bytes);
void unforked_end(void *block, size_t bytes);
