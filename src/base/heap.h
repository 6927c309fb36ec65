/* A heap in an array of the caller's: the least element is the first. */
#ifndef TICTOC_HEAP_H
#define TICTOC_HEAP_H

#include <stdbool.h>
#include <stddef.h>

#define HEAP_ELEMENT_MAX 64 /* bytes of an element */

typedef bool heap_less(const void *a, const void *b);

/* Moves the last of `count` elements, which has just been added, to its place. */
void heap_rise(void *items, size_t count, size_t size, heap_less *less);

/* Moves the first of `count` elements, which has become larger, to its place. */
void heap_sink(void *items, size_t count, size_t size, heap_less *less);

#endif
