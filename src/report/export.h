/* Records in forms that other programs read. A format is a row of the table; adding one is a new
 * export_*.c and that row. Formats write as they go, so that a million tasks need no memory of their own. */
#pragma once

#include "record/recording.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

/* Where it goes: a buffer before a descriptor. */
struct export
{
    struct strbuf text; /* what has not been written yet */
    int fd;             /* borrowed; -1: everything stays in `text` */
    int error;          /* errno of the first write that failed */
};

/* Called now and then by a format: writes when enough has come together. */
void export_flow(struct export *out);

/* Writes the rest and releases. False with errno set when anything could not be written. */
bool export_close(struct export *out);

#define EXPORT_ALL SIZE_MAX

struct export_format {
    const char *name;
    /* NULL: a picture of a screen, which is not drawn here (ui/app/picture.h).
     * Appends the recording, or only its run `only` (EXPORT_ALL: all runs). */
    void (*write)(struct export *out, const struct recording *recording, size_t only);
};

extern const struct export_format export_formats[];
extern const size_t export_format_count;

void export_chrome(struct export *out, const struct recording *recording, size_t only);
void export_csv(struct export *out, const struct recording *recording, size_t only);
void export_json(struct export *out, const struct recording *recording, size_t only);
