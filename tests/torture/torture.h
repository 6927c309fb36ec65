/* What the preload library and the test that uses it share:
 * a page of memory, a file that TORTURE_STATE names.
 *
 *     TORTURE=write:17      the 17th call of write() fails, counted over all processes of the program
 *     TORTURE=write:17+     so does every later one
 *     TORTURE=write:17-20   those up to the 20th do
 *     TORTURE=none:1        nothing fails; calls are counted */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

enum torture_kind {
    TORTURE_NONE,
    TORTURE_FORK, /* fork(), _Fork() */
    TORTURE_MMAP,
    TORTURE_MALLOC, /* calloc(), realloc() as well */
    TORTURE_WRITE,
    TORTURE_OPEN,   /* opendir(), mkostemp() as well */
    TORTURE_PIPE,   /* dup2() as well */
    TORTURE_POLL,   /* ppoll() as well */
    TORTURE_SOCKET, /* socketpair() */
    TORTURE_FILE,   /* what completes a file: fsync(), fdatasync(), fchown(), fchmod(), linkat(), rename() */
    TORTURE_NAP,    /* clock_nanosleep(): the process leaves in it with status 0 */
    TORTURE_BIRTH,  /* prctl(), which each new process of a run calls first: it dies there by SIGSEGV */
    TORTURE_WAIT,   /* waitid() */
    TORTURE_REAP,   /* wait4() */
    TORTURE_SLOW,   /* fdatasync(): it takes TORTURE_SLOW_S */
    TORTURE_KINDS
};

#define TORTURE_SLOW_S 3

/* As TORTURE names them. */
static const char *const torture_names[TORTURE_KINDS] = {
    "none",   "fork", "mmap", "malloc", "write", "open", "pipe", "poll",
    "socket", "file", "nap",  "birth",  "wait",  "reap", "slow",
};

struct torture_state {
    _Atomic uint64_t calls[TORTURE_KINDS]; /* so far */
    _Atomic uint64_t failed;               /* calls that were made to fail */
    _Atomic uint64_t modes; /* of these the writes that would have changed modes of the terminal */
};
