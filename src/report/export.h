/* Records in the formats of other programs. A format is a row of the table and an export_*.c.
 * Formats write as they go: a million tasks are not kept in memory. */
#pragma once

#include "record/recording.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

/* A buffer before a descriptor. */
struct export
{
    struct strbuf text; /* not written yet */
    int fd;             /* borrowed; -1: all stays in `text` */
    int error;          /* errno of the first write that failed */
};

/* Called by formats between rows: writes the buffer once it is large enough. */
void export_flow(struct export *out);

/* Writes the rest and releases. False, with errno set, if a write failed. */
bool export_close(struct export *out);

#define EXPORT_ALL SIZE_MAX

struct export_format {
    const char *name;
    /* NULL: a picture of a screen, drawn by ui/app/picture.h.
     * Appends the recording, or only its run `only` (EXPORT_ALL: all runs). */
    void (*write)(struct export *out, const struct recording *recording, size_t only);
};

extern const struct export_format export_formats[];
extern const size_t export_format_count;

void export_chrome(struct export *out, const struct recording *recording, size_t only);
void export_csv(struct export *out, const struct recording *recording, size_t only);
void export_json(struct export *out, const struct recording *recording, size_t only);
