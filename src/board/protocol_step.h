/* The atomic accesses of the claim protocol and the gate, each after a hook that is empty in the program.
 * tests/explore/explore.c compiles the same sources with hooks that switch to another process,
 * or kill this one. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

#ifndef PROTOCOL_STEP
#define PROTOCOL_STEP() ((void)0)
#endif

/* Before a store on which no live process bases a decision: it matters only for a death. */
#ifndef PROTOCOL_PRIVATE_STEP
#define PROTOCOL_PRIVATE_STEP() ((void)0)
#endif

/* True in the program. The explorer breaks one rule after the other and checks that each break is found. */
#ifndef RULE
#define RULE(name) true
#endif

#define LOAD(place)         (PROTOCOL_STEP(), atomic_load_explicit(place, memory_order_acquire))
#define STORE(place, value) (PROTOCOL_STEP(), atomic_store_explicit(place, value, memory_order_release))
#define NOTE(place, value)                                                                                   \
    (PROTOCOL_PRIVATE_STEP(), atomic_store_explicit(place, value, memory_order_release))
#define READ(place)                                                                                          \
    atomic_load_explicit(place, memory_order_acquire) /* of a field that only its reader writes */
#define ADD(place, value) (PROTOCOL_STEP(), atomic_fetch_add_explicit(place, value, memory_order_acq_rel))
#define CAS(place, seen, value)                                                                              \
    (PROTOCOL_STEP(), atomic_compare_exchange_strong_explicit(place, seen, value, memory_order_acq_rel,      \
                                                              memory_order_acquire))

/* Won by compare-and-swap and not just written, as `rule` demands. */
#define CAS_BY(rule, place, seen, value) (RULE(rule) ? CAS(place, seen, value) : (STORE(place, value), true))
