#include "base/clock.h"

#include "base/hot.h"

#include <errno.h>
#include <sys/resource.h>
#include <time.h>

HOT uint64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

int clock_ms_until(uint64_t deadline_ns)
{
    uint64_t now = clock_ns();
    return deadline_ns > now ? (int)((deadline_ns - now + NS_PER_MS - 1) / NS_PER_MS) : 0;
}

HOT void clock_sleep_until(uint64_t deadline_ns)
{
    struct timespec deadline = {
        .tv_sec = (time_t)(deadline_ns / NS_PER_S),
        .tv_nsec = (long)(deadline_ns % NS_PER_S),
    };
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL) == EINTR)
        ;
}

uint64_t clock_used_ns(const struct rusage *usage)
{
    return ((uint64_t)usage->ru_utime.tv_sec + (uint64_t)usage->ru_stime.tv_sec) * NS_PER_S +
           ((uint64_t)usage->ru_utime.tv_usec + (uint64_t)usage->ru_stime.tv_usec) * 1000;
}

uint64_t clock_spent_ns(void)
{
    struct rusage self = { 0 }, children = { 0 };
    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &children);
    return clock_used_ns(&self) + clock_used_ns(&children);
}
