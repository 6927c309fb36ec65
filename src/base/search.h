/* Binary search in sorted arrays. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the element at `index` is before the place that is searched. */
typedef bool search_before(const void *context, size_t index);

/* How many of `count` elements are before it, which is the index of the first that is not.
 * Elements for which it is true come first. */
size_t search_count(size_t count, search_before *before, const void *context);

/* The same for structs in order of a uint64_t in them, `size` bytes each, the key at `offset` bytes:
 * how many keys are less than `key`, and how many are not more. */
size_t search_less(const void *array, size_t count, size_t size, size_t offset, uint64_t key);
size_t search_up_to(const void *array, size_t count, size_t size, size_t offset, uint64_t key);
