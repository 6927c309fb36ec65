/* The transport: moments by a clock that is made up. */
#include "view/transport.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define S UINT64_C(1000000000)

static struct transport transport;

static int open_at_zero(void **state)
{
    (void)state;
    transport_open(&transport, 100 * S);
    return 0;
}

static void it_is_still_until_it_plays(void **state)
{
    (void)state;
    assert_int_equal(transport_now(&transport, 77 * S), 0);
    transport_play(&transport, 77 * S, true);
    assert_int_equal(transport_now(&transport, 80 * S), 3 * S);
    transport_play(&transport, 80 * S, false);
    assert_int_equal(transport_now(&transport, 99 * S), 3 * S);
}

static void a_change_of_speed_counts_from_when_it_is_made(void **state)
{
    (void)state;
    transport_play(&transport, 0, true);
    transport_change_speed(&transport, 10 * S, 1);
    assert_int_equal(transport_now(&transport, 12 * S), 14 * S);
    transport_change_speed(&transport, 12 * S, -1);
    transport_change_speed(&transport, 12 * S, -1);
    assert_int_equal(transport_now(&transport, 14 * S), 15 * S);
}

static void speeds_go_from_a_tenth_to_a_hundred(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++)
        transport_change_speed(&transport, 0, -1);
    assert_true(transport.speed == TRANSPORT_SLOWEST);
    for (int i = 0; i < 20; i++)
        transport_change_speed(&transport, 0, 1);
    assert_true(transport.speed == TRANSPORT_FASTEST);
}

static void at_its_end_it_stops_and_begins_anew(void **state)
{
    (void)state;
    transport_play(&transport, 0, true);
    assert_false(transport_tend(&transport, 99 * S));
    assert_true(transport_tend(&transport, 101 * S));
    assert_false(transport.playing);
    assert_int_equal(transport_now(&transport, 300 * S), 100 * S);
    assert_false(transport_tend(&transport, 300 * S));
    transport_play(&transport, 300 * S, true);
    assert_int_equal(transport_now(&transport, 301 * S), 1 * S);
}

static void scrubbing_stays_within_the_whole_and_goes_on_playing(void **state)
{
    (void)state;
    transport_scrub(&transport, 0, -1);
    assert_int_equal(transport_now(&transport, 0), 0);
    transport_scrub(&transport, 0, 10);
    assert_int_equal(transport_now(&transport, 0), 10 * S);
    transport_play(&transport, 0, true);
    transport_scrub(&transport, 5 * S, -1);
    assert_int_equal(transport_now(&transport, 6 * S), 15 * S);
    transport_scrub(&transport, 6 * S, 100);
    assert_int_equal(transport_now(&transport, 6 * S), 100 * S);
    transport_scrub(&transport, 6 * S, -100);
    assert_int_equal(transport_now(&transport, 6 * S), 0);
}

static void an_unwatched_screen_costs_no_time(void **state)
{
    (void)state;
    transport_play(&transport, 0, true);
    transport_rest(&transport, 4 * S);
    transport_resume(&transport, 50 * S);
    assert_int_equal(transport_now(&transport, 51 * S), 5 * S);
}

static void a_speed_for_a_time_is_none_below_the_clocks(void **state)
{
    (void)state;
    static const struct {
        uint64_t end;
        double speed;
    } cases[] = { { 1, 1 },      { 10 * S, 1 },     { 11 * S, 2 },     { 17 * S, 2 },
                  { 21 * S, 5 }, { 1000 * S, 100 }, { 1001 * S, 101 }, { 36000 * S, 3600 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(transport_speed_within(cases[i].end, 10 * S) == cases[i].speed);
}

static void an_empty_whole_is_at_its_end(void **state)
{
    (void)state;
    transport_open(&transport, 0);
    transport_play(&transport, 0, true);
    assert_int_equal(transport_now(&transport, 9), 0);
    assert_true(transport_tend(&transport, 9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(it_is_still_until_it_plays, open_at_zero),
        cmocka_unit_test_setup(a_change_of_speed_counts_from_when_it_is_made, open_at_zero),
        cmocka_unit_test_setup(speeds_go_from_a_tenth_to_a_hundred, open_at_zero),
        cmocka_unit_test_setup(at_its_end_it_stops_and_begins_anew, open_at_zero),
        cmocka_unit_test_setup(scrubbing_stays_within_the_whole_and_goes_on_playing, open_at_zero),
        cmocka_unit_test_setup(an_unwatched_screen_costs_no_time, open_at_zero),
        cmocka_unit_test_setup(a_speed_for_a_time_is_none_below_the_clocks, open_at_zero),
        cmocka_unit_test(an_empty_whole_is_at_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
