/* The small tools: array, search, heap, random, hash, number, each against the plain way. */
#include "base/array.h"
#include "base/hash.h"
#include "base/heap.h"
#include "base/number.h"
#include "base/random.h"
#include "base/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct pair {
    uint32_t other;
    uint64_t key;
};

static void an_array_keeps_what_was_added(void **state)
{
    (void)state;
    struct pair *list = NULL;
    for (uint32_t count = 0; count < 1000; count++) {
        list = array_grow(list, count, sizeof *list);
        list[count] = (struct pair){ count, UINT64_MAX - count };
    }
    for (uint32_t i = 0; i < 1000; i++)
        assert_true(list[i].other == i && list[i].key == UINT64_MAX - i);
    free(list);
}

static void a_search_counts_what_is_before(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (size_t count = 0; count < 40; count++) {
        struct pair list[40];
        for (size_t i = 0; i < count; i++)
            list[i] = (struct pair){ 7, (i ? list[i - 1].key : 0) + random_below(&seed, 3) };
        for (uint64_t key = 0; key < 90; key++) {
            size_t less = 0, up_to = 0;
            for (size_t i = 0; i < count; i++) {
                less += list[i].key < key;
                up_to += list[i].key <= key;
            }
            assert_int_equal(search_less(list, count, sizeof *list, offsetof(struct pair, key), key), less);
            assert_int_equal(search_up_to(list, count, sizeof *list, offsetof(struct pair, key), key), up_to);
        }
    }
    assert_int_equal(search_less(NULL, 0, sizeof(struct pair), 0, 5), 0);
}

static bool less(const void *a, const void *b)
{
    return ((const struct pair *)a)->key < ((const struct pair *)b)->key;
}

static void a_heap_gives_the_least_first(void **state)
{
    (void)state;
    struct pair heap[200];
    size_t count = 0;
    uint64_t seed = 2;
    while (count < 200) {
        heap[count++] = (struct pair){ 1, random_below(&seed, 100) };
        heap_rise(heap, count, sizeof *heap, less);
    }
    for (uint64_t last = 0; count > 0;) {
        assert_true(heap[0].key >= last);
        last = heap[0].key;
        heap[0] = heap[--count];
        heap_sink(heap, count, sizeof *heap, less);
    }
}

static void random_numbers_are_those_of_the_paper(void **state)
{
    (void)state;
    uint64_t seed = 1234567;
    assert_true(random_next(&seed) == UINT64_C(6457827717110365317));
    assert_true(random_next(&seed) == UINT64_C(3203168211198807973));
    for (uint64_t end = 1; end < 50; end++)
        assert_true(random_below(&seed, end) < end);
}

static void the_hash_is_fnv_1a(void **state)
{
    (void)state;
    assert_true(hash_bytes(HASH_START, "", 0) == UINT64_C(0xcbf29ce484222325));
    assert_true(hash_bytes(HASH_START, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(hash_bytes(hash_bytes(HASH_START, "foo", 3), "bar", 3) == UINT64_C(0x85944171f73967e8));
}

static void a_number_is_digits_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned base;
        bool taken;
        uint64_t value;
    } cases[] = {
        { "0", 10, true, 0 },   { "007", 10, true, 7 },   { "18446744073709551615", 10, true, UINT64_MAX },
        { "", 10, false, 0 },   { "1 ", 10, false, 0 },   { "18446744073709551616", 10, false, 0 },
        { "-1", 10, false, 0 }, { "a", 10, false, 0 },    { "aF", 16, true, 0xAF },
        { "g", 16, false, 0 },  { "0x1", 16, false, 0 },  { "ffffffffffffffff", 16, true, UINT64_MAX },
        { ":", 16, false, 0 },  { "\xff", 10, false, 0 }, { "10000000000000000", 16, false, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t value = 42;
        assert_int_equal(number_read(cases[i].text, strlen(cases[i].text), cases[i].base, &value),
                         cases[i].taken);
        assert_true(value == (cases[i].taken ? cases[i].value : 42));
    }
}

/* (a * b) = divisor * quotient + rest, where the product is small enough to be checked, and at the edges. */
static void a_proportion_is_exact(void **state)
{
    (void)state;
    static const uint64_t edges[] = {
        0, 1, 2, 3, UINT32_MAX, UINT64_C(1) << 32, INT64_MAX, UINT64_MAX - 1, UINT64_MAX
    };
    enum { EDGES = sizeof edges / sizeof *edges };
    uint64_t seed = 1;
    for (size_t i = 0; i < EDGES; i++)
        for (size_t j = 1; j < EDGES; j++) {
            assert_int_equal(number_proportion(edges[i], edges[j], edges[j]), edges[i]);
            assert_int_equal(number_proportion(edges[j], edges[i], edges[j]), edges[i]);
        }
    for (int i = 0; i < 10000; i++) {
        uint64_t a = random_below(&seed, UINT32_MAX), b = random_below(&seed, UINT32_MAX),
                 k = random_below(&seed, 99);
        uint64_t divisor = 1 + random_below(&seed, UINT32_MAX);
        assert_int_equal(number_proportion(a, b, divisor), a * b / divisor);
        assert_int_equal(number_proportion(a << 30, b + k, divisor << 30), a * (b + k) / divisor);
    }
    assert_int_equal(number_product_high(UINT64_MAX, UINT64_MAX), UINT64_MAX - 1);
    assert_int_equal(number_product_high(UINT64_C(1) << 32, UINT64_C(1) << 32), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_array_keeps_what_was_added),
        cmocka_unit_test(a_search_counts_what_is_before),
        cmocka_unit_test(a_heap_gives_the_least_first),
        cmocka_unit_test(random_numbers_are_those_of_the_paper),
        cmocka_unit_test(the_hash_is_fnv_1a),
        cmocka_unit_test(a_proportion_is_exact),
        cmocka_unit_test(a_number_is_digits_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
