/* Waiting for a change of a word of shared memory by futex(2). Not private: the words are on the board. */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

/* Sleeps while *word == seen until woken; may return early. Async-signal-safe. */
void futex_wait(_Atomic uint32_t *word, uint32_t seen);

/* Wakes all waiting processes. Async-signal-safe. */
void futex_wake_all(_Atomic uint32_t *word);
