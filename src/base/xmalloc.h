/* Memory that is always there: when it is not, the program says so on stderr and leaves with status 1.
 * Never called in a worker or coordinator after fork: what a run needs is allocated before its first one. */
#pragma once

#include <stddef.h>

/* What is to be done before it says so: the terminal
 * may be in a state in which the sentence would not be seen. NULL: nothing. It must not want memory. */
void xmalloc_on_failure(void (*action)(void));

/* All take sizes in bytes; 0 gives a pointer that may be freed.
 * xcalloc zeroes. Owned by the caller: free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);

/* An array of `count` elements, resized; the product may not overflow unnoticed. */
void *xreallocarray(void *old, size_t count, size_t size);

char *xstrdup(const char *text);

/* Copies `length` bytes and closes them with a NUL. */
char *xmemdup0(const char *bytes, size_t length);
