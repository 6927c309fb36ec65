/* Time. Every duration is a difference of two readings of CLOCK_MONOTONIC, in ns;
 * the time of day is used only for dates. */
#pragma once

#include <stdint.h>

#define NS_PER_S   UINT64_C(1000000000)
#define NS_PER_DAY (86400 * NS_PER_S)
#define NS_PER_MS  UINT64_C(1000000)

/* CLOCK_MONOTONIC now, in ns. Never fails on the platforms we run on. Async-signal-safe. */
uint64_t clock_ns(void);

/* ms until clock_ns() >= deadline, rounded up, for poll(); 0 after it. Async-signal-safe. */
int clock_ms_until(uint64_t deadline_ns);

/* Sleeps until clock_ns() >= deadline, also when a signal handler runs meanwhile. */
void clock_sleep_until(uint64_t deadline_ns);

/* Processor time, user and system, ns. */
struct rusage;
uint64_t clock_used_ns(const struct rusage *usage);

/* The same for this process and its reaped children. */
uint64_t clock_spent_ns(void);
