/* The records of every finished experiment of the screen, in $XDG_STATE_HOME/tictoc/records/.
 * The newest RECORD_STORE_MOST are kept, within RECORD_STORE_BYTES in all; a new record deletes older ones.
 * A record that the user has copied there under a name of another form is listed, and never deleted. */
#pragma once

#include "record/record_summary.h"
#include "record/record_write.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define RECORD_STORE_MOST  20
#define RECORD_STORE_BYTES UINT64_C(256000000)

struct stored_record {
    char *path; /* owned */
    uint64_t bytes;
    time_t written;
    bool read;                     /* record_store_read() has been called */
    struct record_summary summary; /* where there is no problem */
    char *problem;                 /* why it cannot be listed; NULL: it can. Owned */
};

struct record_store {
    struct stored_record *records; /* the newest first; owned */
    size_t count;
};

/* Lists the directory without reading the files. Without a home there are none. */
void record_store_open(struct record_store *store);
void record_store_release(struct record_store *store);

/* Reads the summary where it has not been read: some ms for 10 MB. */
void record_store_read(struct stored_record *record);

/* Writes a recording there, named by the time and the experiment's title.
 * Each step writes a run, so that the screen can go on in between; the last step deletes older records.
 *
 *     if (!record_keeping_begin(&keeping, &recording, now, err, sizeof err))
 *         … what is wrong is in err …
 *     while (keeping.recording)
 *         record_keeping_step(&keeping, err, sizeof err); */
struct record_keeping {
    const struct recording *recording; /* borrowed; NULL: no recording is being written */
    struct record_writer writer;
    char *path;     /* owned */
    size_t written; /* runs */
};

enum record_kept { RECORD_KEPT_MORE, RECORD_KEPT, RECORD_KEPT_NOT };

/* False, with a sentence in `err`, where it cannot be written or is too large.
 * Without a home nothing is kept. */
bool record_keeping_begin(struct record_keeping *keeping, const struct recording *recording, time_t now,
                          char *err, size_t size);

/* Writes the next run; after the last one the file gets its name.
 * RECORD_KEPT_NOT: with a sentence in `err`; there is no file then. */
enum record_kept record_keeping_step(struct record_keeping *keeping, char *err, size_t size);

/* Keeps a record that is in a file already: by a link, or a copy where it is on another file system.
 * A pipe is not kept. False, with a sentence in `err`. */
bool record_store_take(const char *file, char *err, size_t size);

/* Deletes a record, from the list and from the disk. False, with a sentence in `err`. */
bool record_store_delete(struct record_store *store, size_t index, char *err, size_t size);
