/* Waiting on a word of shared memory. Linux futex(2); the words lie on the board, so they are not private. */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

/* Sleeps while *word == seen, or until woken; may return early for any reason. Async-signal-safe. */
void futex_wait(_Atomic uint32_t *word, uint32_t seen);

/* Wakes every process that waits on it. Async-signal-safe. */
void futex_wake_all(_Atomic uint32_t *word);
