/* An array that grows by one element at a time. Its capacity follows from its count:
 *
 *     list = array_grow(list, count, sizeof *list);
 *     list[count++] = element; */
#pragma once

#include <stddef.h>

/* Makes room for one element more than `count`; the array may move. It is NULL at first and grows by this
 * function alone. Owned by the caller: free(). Out of memory ends the program (xmalloc.h). */
void *array_grow(void *array, size_t count, size_t size);
