#include "analysis/calibration.h"

#include "base/clock.h"
#include "work/workload_perfect.h"

#include <sys/wait.h>
#include <unistd.h>

/* A number whose check takes about a millisecond, and how often it is checked. The fastest check and the
 * fastest process count: disturbances only make them slower. Processor time is measured, not the clock:
 * on a busy machine a child may wait for a core a hundred times as long as it needs one. */
#define PROBE       UINT64_C(400000)
#define PROBE_TIMES 3

#define PROCESSES 6

static double measure_division(void)
{
    const struct perfect probe = { .from = PROBE, .to = PROBE };
    const struct workload workload = { .ops = &workload_perfect, .tasks = 1, .settings = &probe };
    workload_progress progress = 0;
    uint64_t best = UINT64_MAX;
    for (int i = 0; i < PROBE_TIMES; i++) {
        uint64_t start = clock_spent_ns();
        workload.ops->run(&workload, 0, clock_ns(), &progress, NULL);
        uint64_t taken = clock_spent_ns() - start;
        best = taken < best ? taken : best;
    }
    return (double)best / (double)PROBE;
}

static double measure_process(void)
{
    uint64_t best = UINT64_MAX;
    for (int i = 0; i < PROCESSES; i++) {
        uint64_t start = clock_spent_ns();
        pid_t pid = fork();
        if (pid == 0)
            _exit(0);
        if (pid > 0)
            waitpid(pid, NULL, 0);
        uint64_t taken = clock_spent_ns() - start;
        best = taken < best ? taken : best;
    }
    return (double)best;
}

void calibration_measure(struct calibration *calibration)
{
    *calibration = (struct calibration){ .division_ns = measure_division(), .process_ns = measure_process() };
}
