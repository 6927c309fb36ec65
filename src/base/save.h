/* Files that are either the old one or the new one, never half of it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Writes `length` bytes to the file at `path`, by way of a temporary file beside it, fsync and rename;
 * what was there keeps its owner, as far as we may give files away, and its permissions;
 * a symbolic link keeps its target, even one that is not there yet.
 * What is no regular file (a pipe with a reader, /dev/null) is written to directly.
 * On error returns false with a sentence in `err` that begins with the path; the old file is untouched. */
bool save_file(const char *path, const char *bytes, size_t length, char *err, size_t size);

/* Whether save_file() could work, asked before there is something to lose:
 * as far as it can be found out without writing anything, by beginning it. The same sentences. */
bool save_possible(const char *path, char *err, size_t size);

/* The same for what is too much to be held at once:
 *
 *     save_begin(); save_add() and save_sync() any number of times; then save_finish(),
 *     or save_abandon() at any time
 *
 * They remember the first failure, save_finish() reports it; until then the old file is untouched. */
struct save {
    int fd;          /* -1: nothing is under way */
    char *target;    /* behind symbolic links; owned */
    char *temporary; /* owned; NULL: the target is no regular file and is written to directly */
    bool nameless;   /* the temporary file gets its name at the end: a killed program leaves nothing behind */
    mode_t mode;     /* the permissions it is to have */
    uid_t owner;     /* the owner and the group it is to have; -1: ours */
    gid_t group;
    int error;        /* errno of the first failure */
    const char *path; /* as it was asked for; borrowed */
};

bool save_begin(struct save *save, const char *path, char *err, size_t size);
void save_add(struct save *save, const char *bytes, size_t length);
void save_sync(struct save *save); /* brings to the disk what was added so far, where there is one */
bool save_finish(struct save *save, char *err, size_t size);
void save_abandon(struct save *save);

/* Writes all of it to a descriptor. Waits for room, whether the descriptor is set to block or not, until
 * a signal asks to end (signals.h). False with errno set. */
bool save_write(int fd, const char *bytes, size_t length);
