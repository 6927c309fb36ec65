/* What the system says of processes: on a core, waiting for one, asleep. */
#include "base/clock.h"
#include "machine/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void a_process_that_computes_is_runnable_and_has_memory(void **state)
{
    struct sampler sampler = { 0 };
    struct process_sample sample;
    uint64_t until = clock_ns() + 50 * NS_PER_MS;

    (void)state;
    sample_process(&sampler, getpid());
    while (clock_ns() < until)
        ;
    sample = sample_process(&sampler, getpid()); /* it reads its own entry, so it runs */
    assert_true(sample.state == OS_ON_CORE || sample.state == OS_READY);
    assert_true(sample.core >= 0);
    assert_true(sample.rss_kb > 100);
    assert_true(sampler.cpu_got > 0);
}

static void a_process_that_has_gone_is_unknown(void **state)
{
    struct sampler sampler = { 0 };

    (void)state;
    assert_int_equal(sample_process(&sampler, 0).state, OS_UNKNOWN);
    assert_int_equal(sample_process(&sampler, 0x3fffff).state, OS_UNKNOWN);
}

static void a_process_that_was_not_reaped_is_dead(void **state)
{
    struct sampler sampler = { 0 };
    siginfo_t info;
    pid_t pid = fork();

    (void)state;
    if (pid == 0)
        _exit(0);
    assert_true(pid > 0);
    assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
    assert_int_equal(sample_process(&sampler, pid).state, OS_DEAD);
    waitpid(pid, NULL, 0);
    assert_int_equal(sample_process(&sampler, pid).state, OS_UNKNOWN);
}

static void of_those_that_share_a_core_the_one_that_had_most_is_on_it(void **state)
{
    const struct sampler samplers[5] = {
        { .pid = 1, .cpu_got = 25, .ready_got = 75 },
        { .pid = 2, .cpu_got = 30, .ready_got = 70 },
        { .pid = 3, .cpu_got = 20, .ready_got = 80 },
        { .pid = 4, .cpu_got = 90, .ready_got = 10 },
        { .pid = 5 },
    };
    struct process_sample samples[5] = {
        { OS_READY, 0, 0 }, { OS_READY, 0, 0 }, { OS_READY, 1, 0 }, { OS_ON_CORE, 0, 0 }, { OS_ASLEEP, 1, 0 },
    };

    (void)state;
    sample_share_cores(samplers, samples, 5);
    assert_int_equal(samples[0].state, OS_READY);
    assert_int_equal(samples[1].state, OS_READY);
    assert_int_equal(samples[2].state, OS_ON_CORE); /* alone on core 1, though it waited for others longer */
    assert_int_equal(samples[3].state, OS_ON_CORE);
    assert_int_equal(samples[4].state, OS_ASLEEP);
}

static void one_that_got_nothing_of_a_core_is_not_on_it(void **state)
{
    const struct sampler samplers[1] = { { .pid = 1, .ready_got = 100 } };
    struct process_sample samples[1] = { { OS_READY, 0, 0 } };

    (void)state;
    sample_share_cores(samplers, samples, 1);
    assert_int_equal(samples[0].state, OS_READY);
}

static void a_share_without_a_core_is_of_all_the_time_that_wanted_one(void **state)
{
    (void)state;
    assert_true(sample_no_core(&(struct sampler){ .pid = 1 }) == 0); /* not known yet */
    assert_true(sample_no_core(&(struct sampler){ .cpu_ns = 25, .ready_ns = 75 }) == 0.75);
    assert_true(sample_no_core(&(struct sampler){ .cpu_ns = 40 }) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_process_that_computes_is_runnable_and_has_memory),
        cmocka_unit_test(a_process_that_has_gone_is_unknown),
        cmocka_unit_test(a_process_that_was_not_reaped_is_dead),
        cmocka_unit_test(of_those_that_share_a_core_the_one_that_had_most_is_on_it),
        cmocka_unit_test(one_that_got_nothing_of_a_core_is_not_on_it),
        cmocka_unit_test(a_share_without_a_core_is_of_all_the_time_that_wanted_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
