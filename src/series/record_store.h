/* The records that are kept without being asked for: every finished experiment of the screen,
 * in $XDG_STATE_HOME/tictoc/records/. The newest RECORD_STORE_MOST stay,
 * as long as all together take at most RECORD_STORE_BYTES; older ones go when a new one comes.
 * A record that was copied there under another kind of name is listed, and stays. */
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
    bool read;                     /* the summary has been asked for */
    struct record_summary summary; /* where there is no problem */
    char *problem;                 /* why it cannot be listed; NULL: it can. Owned */
};

struct record_store {
    struct stored_record *records; /* the newest first; owned */
    size_t count;
};

/* Lists the directory; nothing is read yet. Without a home there are none. */
void record_store_open(struct record_store *store);
void record_store_release(struct record_store *store);

/* Reads the summary of one that has not been read: milliseconds for 10 MB. */
void record_store_read(struct stored_record *record);

/* Writes a recording there under the time and the name of its experiment,
 * a run at a time, so that a screen goes on between the steps; the last step makes room.
 *
 *     if (!record_keeping_begin(&keeping, &recording, now, err, sizeof err))
 *         … what is wrong is in err …
 *     while (keeping.recording)
 *         record_keeping_step(&keeping, err, sizeof err); */
struct record_keeping {
    const struct recording *recording; /* borrowed; NULL: nothing is being kept */
    struct record_writer writer;
    char *path;     /* owned */
    size_t written; /* runs */
};

enum record_kept { RECORD_KEPT_MORE, RECORD_KEPT, RECORD_KEPT_NOT };

/* False, with a sentence in `err`, where it cannot be written or is too large.
 * Without a home nothing is kept. */
bool record_keeping_begin(struct record_keeping *keeping, const struct recording *recording, time_t now,
                          char *err, size_t size);

/* The next run; behind the last one the file comes to its place.
 * NOT: with a sentence in `err`; no file is left then. */
enum record_kept record_keeping_step(struct record_keeping *keeping, char *err, size_t size);

/* Takes a record that is in a file already: the list has another name of it, or a
 * copy where it is on another disk. What is no regular file is not taken. False, with a sentence in `err`. */
bool record_store_take(const char *file, char *err, size_t size);

/* Takes a record out of the list and off the disk. False, with a sentence in `err`, where it could not be. */
bool record_store_delete(struct record_store *store, size_t index, char *err, size_t size);
