/* Moments in order: counts until a time and sums since then are those of a plain walk over all of them. */
#include "base/random.h"
#include "history/time_index.h"
#include "support/make_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MOST 2000

static struct time_index time_index;
static uint64_t all[MOST];
static size_t count;

static void add_moment(uint64_t at)
{
    all[count++] = at;
    time_index_add(&time_index, at);
}

static void assert_plain(uint64_t at)
{
    size_t until = 0;
    uint64_t since = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i] <= at) {
            until++;
            since += at - all[i];
        }
    assert_int_equal(time_index_until(&time_index, at), until);
    assert_int_equal(time_index_since(&time_index, at), since);
}

/* At each moment, just before it and just after it. */
static void assert_plain_everywhere(size_t step)
{
    time_index_settle(&time_index);
    assert_plain(0);
    for (size_t i = 0; i < count; i += step) {
        assert_plain(all[i]);
        assert_plain(all[i] + 1);
        assert_plain(all[i] ? all[i] - 1 : 0);
    }
    assert_plain(UINT64_MAX / MOST);
}

static int empty_it(void **state)
{
    (void)state;
    time_index_release(&time_index);
    count = 0;
    return 0;
}

static void an_empty_index_has_nothing_until_any_time(void **state)
{
    (void)state;
    assert_plain_everywhere(1);
}

static void counts_and_sums_at_every_size_around_the_blocks(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 3 * TIME_INDEX_BLOCK + 2; i++) {
        add_moment(10 * i + 5);
        assert_plain_everywhere(7);
    }
}

static void equal_moments_count_each(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++)
        add_moment(i < 100 ? 7 : 9);
    assert_plain_everywhere(1);
}

static void what_comes_late_is_put_in_its_place(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int round = 0; round < 40; round++) {
        uint64_t base = (uint64_t)round * 1000;
        for (int i = 0; i < 40; i++)
            add_moment(random_next(&seed) % 4 ? base + random_next(&seed) % 1000
                                              : random_next(&seed) % (base + 1));
        assert_plain_everywhere(37);
    }
}

static void large_times_do_not_overflow_the_sums(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++)
        add_moment((UINT64_C(1) << 62) + (uint64_t)i);
    time_index_settle(&time_index);
    assert_plain((UINT64_C(1) << 62) + 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(an_empty_index_has_nothing_until_any_time, empty_it),
        cmocka_unit_test_teardown(counts_and_sums_at_every_size_around_the_blocks, empty_it),
        cmocka_unit_test_teardown(equal_moments_count_each, empty_it),
        cmocka_unit_test_teardown(what_comes_late_is_put_in_its_place, empty_it),
        cmocka_unit_test_teardown(large_times_do_not_overflow_the_sums, empty_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
