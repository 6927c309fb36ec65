/* Replaces files atomically: the result is the old file or the new one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Writes `length` bytes to the file at `path`, by way of a temporary file beside it, fsync and rename.
 * Keeps the permissions, and the owner where we may set it. Follows symbolic links, also dangling ones.
 * Writes directly to anything but a regular file (a pipe with a reader, /dev/null).
 * On error returns false with a sentence in `err` that begins with the path; the old file is untouched. */
bool save_file(const char *path, const char *bytes, size_t length, char *err, size_t size);

/* Whether save_file() would probably succeed: begins a save and abandons it. The same sentences. */
bool save_possible(const char *path, char *err, size_t size);

/* The same in pieces:
 *
 *     save_begin(); save_add() and save_sync() any number of times;
 *     then save_finish(), or save_abandon() at any time
 *
 * The first failure is reported by save_finish(); until then the old file is untouched. */
struct save {
    int fd;          /* -1: none begun */
    char *target;    /* path with symbolic links resolved; owned */
    char *temporary; /* owned; NULL: the target is not a regular file and is written directly */
    bool nameless;   /* the temporary file is named at the end: a killed program leaves no file */
    mode_t mode;     /* permissions of the result */
    uid_t owner;     /* owner and group of the result; -1: ours */
    gid_t group;
    int error;        /* errno of the first failure */
    const char *path; /* as given by the caller; borrowed */
};

bool save_begin(struct save *save, const char *path, char *err, size_t size);
void save_add(struct save *save, const char *bytes, size_t length);
void save_sync(struct save *save); /* flushes what was added to the disk */
bool save_finish(struct save *save, char *err, size_t size);
void save_abandon(struct save *save);

/* Writes all bytes to a descriptor, blocking or not. Waits for room until a signal asks to end (signals.h).
 * False with errno set. */
bool save_write(int fd, const char *bytes, size_t length);
