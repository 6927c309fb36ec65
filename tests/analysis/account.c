/* The two accounts of a run, on records made up by hand and at random: their parts sum to their totals to the
 * nanosecond. */
#include "analysis/account.h"
#include "support/make_workload.h"

#include "record/record.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define MS              UINT64_C(1000000)

static const struct machine machine = { .cores = 2 };
static const struct perfect four = { .from = 1, .to = 4 };
static struct workload perfect = { .ops = &workload_perfect, .tasks = 4, .settings = &four };
static uint64_t nap_ns[] = { 10 * MS, 20 * MS };
static const struct sleep two_naps = { .naps = { .ns = nap_ns, .distinct = 2 } };
static struct workload naps = { .ops = &workload_sleep, .tasks = 2, .settings = &two_naps };
static const struct plan pool = { .workers = 2 },
                         process = { .traits = { .one_each = true, .starting_counts = true } };

static struct account account;

static uint64_t ms(enum account_part part)
{
    return account.ns[part] / MS;
}

static uint64_t sum_of(const struct account_lines *lines)
{
    int64_t sum = 0;
    for (size_t i = 0; i < lines->count; i++)
        sum += lines->line[i].ns;
    return (uint64_t)sum;
}

static void assert_sums(uint64_t serial_ns)
{
    struct account_lines workers = account_workers(&account), on_machine = account_machine(&account),
                         waterfall = account_waterfall(&account, serial_ns);
    assert_int_equal(sum_of(&workers), account.lifetimes);
    if (account.computes)
        assert_int_equal(sum_of(&on_machine), account.capacity);
    else
        assert_int_equal(on_machine.count, 0);
    assert_int_equal(sum_of(&waterfall), account.partial ? 0 : account.makespan);
    assert_true(!account.partial || waterfall.count == 0);
    for (size_t i = 0; i < waterfall.count; i++)
        assert_true(waterfall.line[i].ns >= 0 || waterfall.line[i].part == ACCOUNT_SLOWER);
}

/* Two workers; tasks of 10 and 40 ms, the first worker then waits 30 ms for the second. */
static struct record_life two_lives[] = {
    { .spawned = 0,
      .first_start = 2 * MS,
      .last_end = 13 * MS,
      .exited = 48 * MS,
      .cpu_ns = 8 * MS,
      .busy_ns = 10 * MS,
      .tasks = 2,
      .died_task = UINT32_MAX,
      .slot = 0 },
    { .spawned = 1 * MS,
      .first_start = 3 * MS,
      .last_end = 43 * MS,
      .exited = 47 * MS,
      .cpu_ns = 41 * MS,
      .busy_ns = 40 * MS,
      .tasks = 1,
      .died_task = UINT32_MAX,
      .slot = 1 },
};
static const struct record two_workers = {
    .lives = two_lives,
    .life_count = 2,
    .slots = 2,
    .peak_live = 2,
    .done = 43 * MS,
    .toc = 48 * MS,
    .coordinator_cpu_ns = 3 * MS,
    .phase = BOARD_ENDED,
};

static void a_pool_by_hand(void **state)
{
    (void)state;
    account_of_record(&account, &two_workers, &perfect, &pool, &machine);
    assert_int_equal(account.lifetimes, 94 * MS);
    assert_int_equal(ms(ACCOUNT_START), 2 + 2);
    assert_int_equal(ms(ACCOUNT_CPU), 8 + 40);
    assert_int_equal(ms(ACCOUNT_READY), 2);
    assert_int_equal(ms(ACCOUNT_NAP), 0);
    assert_int_equal(ms(ACCOUNT_BETWEEN), 1);
    assert_int_equal(ms(ACCOUNT_DIED), 0);
    assert_int_equal(ms(ACCOUNT_IDLE), 30);
    assert_int_equal(ms(ACCOUNT_LEAVING), 5 + 4);
    assert_int_equal(account.capacity, 86 * MS);
    assert_int_equal(ms(ACCOUNT_TASKS), 48);
    assert_int_equal(ms(ACCOUNT_PROCESSES), 1 + 3);
    assert_int_equal(ms(ACCOUNT_NOTHING), 34);
    assert_sums(0);
    assert_sums(50 * MS);
}

/* Of 100 ms × 2 that were looked at, others had 40 ms and the host 10: a quarter, of 86 ms as well.
 * What they had then cannot be more than what is left, and what may be rounding is not reported. */
static void what_others_took_is_not_nothing_to_do(void **state)
{
    struct record disturbed = two_workers;
    (void)state;
    disturbed.disturbance = (struct disturbance){ .capacity = 200 * MS, .others = 40 * MS, .steal = 10 * MS };
    account_of_record(&account, &disturbed, &perfect, &pool, &machine);
    assert_int_equal(account.ns[ACCOUNT_OTHERS], 86 * MS / 4);
    assert_int_equal(account.ns[ACCOUNT_NOTHING], 34 * MS - 86 * MS / 4);
    assert_sums(50 * MS);
    disturbed.disturbance.others = 190 * MS;
    account_of_record(&account, &disturbed, &perfect, &pool, &machine);
    assert_int_equal(ms(ACCOUNT_OTHERS), 34);
    assert_int_equal(ms(ACCOUNT_NOTHING), 0);
    assert_sums(0);
    disturbed.disturbance = (struct disturbance){ .capacity = 200 * MS, .others = 19 * MS, .steal = 3 * MS };
    account_of_record(&account, &disturbed, &perfect, &pool, &machine);
    assert_int_equal(ms(ACCOUNT_OTHERS), 0);
}

static void the_waterfall_by_hand(void **state)
{
    (void)state;
    account_of_record(&account, &two_workers, &perfect, &pool, &machine);
    struct account_lines steps = account_waterfall(&account, 50 * MS);
    static const int64_t half_ms[] = { 50, -2, 0, 4, 0, 30, 4 };
    assert_int_equal(steps.count, COUNT_OF(half_ms));
    for (size_t i = 0; i < steps.count; i++)
        assert_true(2 * steps.line[i].ns == half_ms[i] * (int64_t)MS);
    assert_int_equal(steps.line[0].part, ACCOUNT_IDEAL);
    assert_string_equal(account_work_source(&account, 50 * MS), "CPU time of the serial run's tasks");
    assert_string_equal(account_work_source(&account, 0), "CPU time of this run's tasks");
    assert_int_equal(account_work(&account, 0), 48 * MS);
}

/* Three short naps and a long one that starts last, on two workers.
 * Nothing can be done before 20 ms: what is beyond the work is not a loss of any kind. */
static void a2_the_longest_nap_is_the_ideal_where_it_is_longer_than_a_share(void **state)
{
    (void)state;
    static uint64_t lengths[] = { 2 * MS, 2 * MS, 2 * MS, 20 * MS };
    struct workload one_long = make_naps(lengths, 4, 4);
    struct record_life lives[] = {
        { .first_start = 0,
          .last_end = 4 * MS,
          .exited = 24 * MS,
          .busy_ns = 4 * MS,
          .tasks = 2,
          .died_task = UINT32_MAX,
          .slot = 0 },
        { .first_start = 0,
          .last_end = 24 * MS,
          .exited = 24 * MS,
          .busy_ns = 22 * MS,
          .tasks = 2,
          .died_task = UINT32_MAX,
          .slot = 1 },
    };
    struct record record = { .lives = lives, .life_count = 2, .slots = 2, .peak_live = 2, .done = 24 * MS };
    account_of_record(&account, &record, &one_long, &pool, &machine);
    struct account_lines steps = account_waterfall(&account, 0);
    assert_int_equal(steps.line[0].part, ACCOUNT_IDEAL);
    assert_int_equal(steps.line[0].ns, 20 * MS);
    assert_string_equal(account_ideal_words(&account, 0), "longest nap");
    assert_int_equal(steps.line[5].part, ACCOUNT_IMBALANCE);
    assert_int_equal(steps.line[5].ns, 3 * MS); /* and 1 ms lay between two naps */
    assert_int_equal(account.alone, 20 * MS);
    assert_sums(0);
}

/* Of 100 ms × 2 a quota took 20: a part of its own, not cores that had nothing to do. */
static void a_cpu_quota_is_a_part_of_its_own(void **state)
{
    (void)state;
    struct record throttled = two_workers;
    throttled.disturbance = (struct disturbance){ .capacity = 200 * MS, .quota = 20 * MS };
    account_of_record(&account, &throttled, &perfect, &pool, &machine);
    assert_int_equal(ms(ACCOUNT_THROTTLED), 20);
    assert_int_equal(ms(ACCOUNT_NOTHING), 34 - 20);
    assert_string_equal(account_words(&account, ACCOUNT_THROTTLED), "held back by the CPU quota");
    assert_sums(50 * MS);
    throttled.disturbance.quota = 190 * MS;
    account_of_record(&account, &throttled, &perfect, &pool, &machine);
    assert_int_equal(ms(ACCOUNT_THROTTLED), 34);
    assert_sums(0);
}

static void a5_empty_tasks_are_not_called_naps(void **state)
{
    (void)state;
    static uint64_t nothing = 0;
    struct workload empty = make_naps(&nothing, 1, 4);
    account_of_record(&account, &two_workers, &empty, &pool, &machine);
    for (int part = 0; part < ACCOUNT_PARTS; part++)
        if (part != ACCOUNT_IDEAL && part != ACCOUNT_PROCESSES)
            assert_null(strstr(account_words(&account, (enum account_part)part), "nap"));
}

/* One word for a core that no worker used, whatever the reason. */
static void a3_an_unused_core_has_one_name(void **state)
{
    (void)state;
    account_of_record(&account, &two_workers, &perfect, &pool, &machine);
    assert_string_equal(account_words(&account, ACCOUNT_NOTHING), "unused cores");
    assert_string_equal(account_words(&account, ACCOUNT_FEW), "unused cores");
    assert_string_equal(account_words(&account, ACCOUNT_READY), "without a core");
}

static void the_ratios_by_hand(void **state)
{
    (void)state;
    account_of_record(&account, &two_workers, &perfect, &pool, &machine);
    assert_true(fabs(account.load_balance - 24.0 / 40) < 1e-12);
    assert_true(fabs(account.communication_efficiency - 40.0 / 43) < 1e-12);
    assert_true(fabs(account.parallel_efficiency - 48.0 / 86) < 1e-12);
    assert_true(fabs(account_computation_scaling(&account, 50 * MS) - 50.0 / 48) < 1e-12);
    assert_true(fabs(account_global_efficiency(&account, 50 * MS) - 50.0 / 86) < 1e-12);
    assert_true(isnan(account_computation_scaling(&account, 0)));
}

static void one_worker_leaves_the_other_core_without_one(void **state)
{
    (void)state;
    struct record record = two_workers;
    record.lives = &two_lives[1];
    record.life_count = record.slots = record.peak_live = 1;
    account_of_record(&account, &record, &perfect, &pool, &machine);
    struct account_lines steps = account_waterfall(&account, 0);
    assert_int_equal(steps.line[4].part, ACCOUNT_FEW);
    assert_int_equal(2 * steps.line[4].ns,
                     86 * MS - 40 * MS - 4 * MS); /* all that is left, less than a core's time */
    assert_sums(0);
}

static void naps_are_asleep_and_the_machine_has_no_account(void **state)
{
    (void)state;
    struct record_life lives[] = {
        { .spawned = 0,
          .first_start = MS,
          .last_end = 11 * MS,
          .exited = 13 * MS,
          .cpu_ns = 3 * MS + MS / 2, /* 3 ms of it outside of its nap */
          .busy_ns = 10 * MS,
          .tasks = 1,
          .died_task = UINT32_MAX,
          .slot = 0 },
        { .spawned = MS,
          .first_start = 2 * MS,
          .last_end = 22 * MS,
          .exited = 25 * MS,
          .cpu_ns = 5 * MS, /* 4 ms */
          .busy_ns = 20 * MS,
          .tasks = 1,
          .died_task = UINT32_MAX,
          .slot = 1 },
    };
    /* Unjoined: toc comes long before. */
    struct record record = {
        .lives = lives, .life_count = 2, .slots = 2, .peak_live = 2, .toc = 2 * MS, .done = 22 * MS
    };
    account_of_record(&account, &record, &naps, &process, &machine);
    assert_int_equal(account.lifetimes, 13 * MS + 24 * MS);
    assert_int_equal(account.ns[ACCOUNT_NAP], 28 * MS + MS / 2);
    assert_int_equal(account.ns[ACCOUNT_CPU], MS + MS / 2);
    assert_int_equal(ms(ACCOUNT_LEAVING), 2 + 3);
    assert_int_equal(ms(ACCOUNT_IDLE), 0);
    assert_int_equal(account.asked, 30 * MS);
    assert_int_equal(account_work(&account, 1), 30 * MS);
    assert_string_equal(account_words(&account, ACCOUNT_NAP), "nap");
    assert_true(isnan(account.load_balance));
    assert_sums(0);
}

static void a_death_is_kept_apart_from_what_was_done(void **state)
{
    (void)state;
    struct record_life life = { .spawned = 0,
                                .first_start = MS,
                                .last_end = 11 * MS,
                                .exited = 31 * MS,
                                .cpu_ns = 30 * MS,
                                .busy_ns = 10 * MS,
                                .tasks = 1,
                                .died_task = 3,
                                .died_started = 11 * MS,
                                .status = 9 };
    struct record record = { .lives = &life, .life_count = 1, .slots = 1, .peak_live = 1, .done = 40 * MS };
    account_of_record(&account, &record, &perfect, &pool, &machine);
    assert_int_equal(ms(ACCOUNT_DIED), 20);
    assert_int_equal(ms(ACCOUNT_CPU), 10);
    assert_int_equal(ms(ACCOUNT_LOST), 20);
    assert_int_equal(ms(ACCOUNT_IDLE), 0);
    assert_sums(0);
}

static void a_worker_that_died_before_a_task_has_only_died(void **state)
{
    (void)state;
    struct record_life life = {
        .spawned = MS, .first_start = UINT64_MAX, .exited = 4 * MS, .died_task = UINT32_MAX, .status = 9
    };
    struct record record = { .lives = &life, .life_count = 1, .slots = 1, .peak_live = 1, .done = 9 * MS };
    account_of_record(&account, &record, &perfect, &pool, &machine);
    assert_int_equal(account.ns[ACCOUNT_DIED], 3 * MS);
    assert_int_equal(account.lifetimes, 3 * MS);
}

static void a_worker_that_never_got_a_task_was_idle(void **state)
{
    (void)state;
    struct record_life life = {
        .spawned = MS, .first_start = UINT64_MAX, .exited = 9 * MS, .died_task = UINT32_MAX
    };
    struct record record = { .lives = &life, .life_count = 1, .slots = 1, .peak_live = 1, .done = 8 * MS };
    account_of_record(&account, &record, &perfect, &pool, &machine);
    assert_int_equal(ms(ACCOUNT_IDLE), 7);
    assert_int_equal(ms(ACCOUNT_LEAVING), 1);
    account_of_record(&account, &record, &perfect, &process, &machine);
    assert_int_equal(ms(ACCOUNT_START), 8);
}

static void a_worker_that_outlived_the_record_is_counted_to_its_last_moment(void **state)
{
    (void)state;
    struct record_life life = { .spawned = MS, .first_start = 2 * MS, .died_task = UINT32_MAX };
    struct record record = {
        .lives = &life, .life_count = 1, .slots = 1, .peak_live = 1, .toc = 7 * MS, .phase = BOARD_BROKEN
    };
    account_of_record(&account, &record, &perfect, &pool, &machine);
    assert_int_equal(account.lifetimes, 6 * MS);
    assert_int_equal(account_waterfall(&account, 0).count, 0); /* nothing was done: no makespan */
    assert_int_equal(account_machine(&account).count, 0);
}

/* ---- at random ----------------------------------------------------------------------------------------- */

static uint64_t random_state;

static uint64_t below(uint64_t end)
{
    random_state = random_state * UINT64_C(6364136223846793005) + 1442695040888963407;
    return end ? (random_state >> 20) % end : 0;
}

/* Not only what can be: also what never should, such as times in the wrong order. */
static void make_life(struct record_life *life, uint32_t slots)
{
    *life = (struct record_life){
        .spawned = below(1000),
        .exited = below(8) ? below(100000) : 0,
        .first_start = below(6) ? below(50000) : UINT64_MAX,
        .last_end = below(100000),
        .cpu_ns = below(3) ? below(60000) : 0,
        .busy_ns = below(60000),
        .tasks = (uint32_t)below(3),
        .died_task = below(4) ? UINT32_MAX : 1,
        .died_started = below(100000),
        .slot = (uint32_t)below(slots),
        .status = below(3) ? 0 : 9,
    };
}

static void whatever_a_record_says_the_sums_are_exact(void **state)
{
    (void)state;
    static struct record_life lives[60];
    struct record_task task = { .state = TASK_FAILED };
    random_state = 1;
    for (int round = 0; round < 3000; round++) {
        struct record record = { .tasks = &task,
                                 .task_count = 1,
                                 .lives = lives,
                                 .life_count = below(60),
                                 .slots = 1 + (uint32_t)below(9),
                                 .peak_live = (uint32_t)below(9),
                                 .toc = below(100000),
                                 .done = below(100000),
                                 .coordinator_cpu_ns = below(9000) };
        struct machine some = { .cores = 1 + (unsigned)below(7) };
        task.ended = below(100000);
        task.state = round % 2 ? TASK_DONE : TASK_FAILED;
        for (uint64_t i = 0; i < record.life_count; i++)
            make_life(&lives[i], record.slots);
        account_of_record(&account, &record, below(2) ? &perfect : &naps, below(2) ? &pool : &process, &some);
        assert_sums(below(2) * below(90000));
        uint64_t lifetimes = 0;
        for (uint64_t i = 0; i < record.life_count; i++)
            lifetimes += lives[i].exited > lives[i].spawned ? lives[i].exited - lives[i].spawned : 0;
        assert_true(account.lifetimes >= lifetimes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pool_by_hand),
        cmocka_unit_test(what_others_took_is_not_nothing_to_do),
        cmocka_unit_test(the_waterfall_by_hand),
        cmocka_unit_test(a2_the_longest_nap_is_the_ideal_where_it_is_longer_than_a_share),
        cmocka_unit_test(a_cpu_quota_is_a_part_of_its_own),
        cmocka_unit_test(a5_empty_tasks_are_not_called_naps),
        cmocka_unit_test(a3_an_unused_core_has_one_name),
        cmocka_unit_test(the_ratios_by_hand),
        cmocka_unit_test(one_worker_leaves_the_other_core_without_one),
        cmocka_unit_test(naps_are_asleep_and_the_machine_has_no_account),
        cmocka_unit_test(a_death_is_kept_apart_from_what_was_done),
        cmocka_unit_test(a_worker_that_died_before_a_task_has_only_died),
        cmocka_unit_test(a_worker_that_never_got_a_task_was_idle),
        cmocka_unit_test(a_worker_that_outlived_the_record_is_counted_to_its_last_moment),
        cmocka_unit_test(whatever_a_record_says_the_sums_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
