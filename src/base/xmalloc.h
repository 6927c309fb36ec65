/* Allocation that never fails: out of memory ends the program with a message on stderr and status 1.
 * Not for workers and coordinators: a run allocates all it needs before its first fork. */
#pragma once

#include <stddef.h>

/* Runs before the message, to restore the terminal. It must not allocate. NULL: nothing. */
void xmalloc_on_failure(void (*action)(void));

/* Sizes in bytes; 0 gives a pointer that may be freed. xcalloc zeroes. Owned by the caller: free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);

/* Resizes an array to `count` elements. An overflow of the product counts as out of memory. */
void *xreallocarray(void *old, size_t count, size_t size);

char *xstrdup(const char *text);

/* Copies `length` bytes and appends a NUL. */
char *xmemdup0(const char *bytes, size_t length);
