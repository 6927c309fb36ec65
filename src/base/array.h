/* An array that grows by an element at a time. Its room follows from its count,
 * so that nothing but these two is kept:
 *
 *     list = array_grow(list, count, sizeof *list);
 *     list[count++] = element; */
#pragma once

#include <stddef.h>

/* Makes room for one element more than `count`. The array is NULL at first and grows by this function alone;
 * it may move. Owned by the caller: free(). Out of memory ends the program (xmalloc.h). */
void *array_grow(void *array, size_t count, size_t size);
