/* A growing string, STRBUF_INIT at first. `text` is never NULL, always NUL-terminated, and may be read
 * directly. Out of memory ends the program (xmalloc.h). */
#pragma once

#include <stdarg.h>
#include <stddef.h>

struct strbuf {
    char *text;    /* a shared empty string while room is 0: do not write to it */
    size_t length; /* bytes before the final NUL; text may contain other NULs */
    size_t room;   /* bytes allocated; 0: nothing is owned */
};

extern char strbuf_empty[1];

#define STRBUF_INIT                                                                                          \
    {                                                                                                        \
        .text = strbuf_empty, .length = 0, .room = 0                                                         \
    }

void strbuf_init(struct strbuf *sb);

/* Frees the text; the strbuf may be used again. */
void strbuf_release(struct strbuf *sb);

/* Empties, keeps the memory. */
void strbuf_clear(struct strbuf *sb);

/* Returns the string, never NULL, and starts anew. free() it. */
char *strbuf_detach(struct strbuf *sb);

void strbuf_add(struct strbuf *sb, const char *bytes, size_t length);
void strbuf_adds(struct strbuf *sb, const char *text);
void strbuf_addc(struct strbuf *sb, char c);
void strbuf_fill(struct strbuf *sb, char c, size_t times);

/* Appends as printf does. */
void strbuf_addf(struct strbuf *sb, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vaddf(struct strbuf *sb, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Cuts to `length` bytes; does nothing if it is shorter. */
void strbuf_truncate(struct strbuf *sb, size_t length);
