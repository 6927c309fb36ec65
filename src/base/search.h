/* Binary search in sorted arrays. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the element at `index` is before the searched position. */
typedef bool search_before(const void *context, size_t index);

/* The number of elements before the searched position; `before` is true for these and false for the rest. */
size_t search_count(size_t count, search_before *before, const void *context);

/* The number of keys < `key`, and <= `key`, in an array of structs sorted by a uint64_t at `offset`.
 * `size` and `offset` in bytes. */
size_t search_less(const void *array, size_t count, size_t size, size_t offset, uint64_t key);
size_t search_up_to(const void *array, size_t count, size_t size, size_t offset, uint64_t key);
