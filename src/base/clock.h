/* Time. Every duration in tictoc is a difference of two readings of CLOCK_MONOTONIC, in nanoseconds;
 * the time of day is used only to say when something happened. */
#pragma once

#include <stdint.h>

#define NS_PER_S   UINT64_C(1000000000)
#define NS_PER_DAY (86400 * NS_PER_S)
#define NS_PER_MS  UINT64_C(1000000)

/* CLOCK_MONOTONIC now, in ns. Never fails on the platforms we run on. Async-signal-safe. */
uint64_t clock_ns(void);

/* ms until clock_ns() >= deadline, as poll() wants them:
 * rounded up, so that it is over when they are; 0: it is. Async-signal-safe. */
int clock_ms_until(uint64_t deadline_ns);

/* Sleeps until clock_ns() >= deadline; a signal handler that runs meanwhile does not shorten it. */
void clock_sleep_until(uint64_t deadline_ns);

/* Processor time, user and system, ns. */
struct rusage;
uint64_t clock_used_ns(const struct rusage *usage);

/* The same of this process and of its children that have been waited for. */
uint64_t clock_spent_ns(void);
