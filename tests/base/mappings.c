/* Fewer mappings, and everything in them as it was. */
#include "base/mappings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct count {
    int all, shared_objects, writable_code;
};

/* Of this process; mappings that are read and not written of files called *.so*. */
static struct count count_mappings(void)
{
    struct count count = { 0 };
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");

    assert_non_null(maps);
    while (fgets(line, sizeof line, maps)) {
        const char *flags = strchr(line, ' ') + 1;

        count.all++;
        count.shared_objects += flags[0] == 'r' && flags[1] == '-' && strstr(line, ".so") != NULL;
        count.writable_code += flags[1] == 'w' && flags[2] == 'x';
    }
    fclose(maps);
    return count;
}

static void code_and_constants_of_an_object_become_one_mapping(void **state)
{
    (void)state;
    struct count before = count_mappings();
    mappings_join();
    struct count after = count_mappings();
    assert_true(before.shared_objects >=
                4); /* libc and the dynamic linker: two each on arm64, four on x86-64 */
    assert_true(after.shared_objects <= before.shared_objects / 2);
    assert_true(after.all < before.all);
}

static void nothing_that_can_be_written_can_be_executed(void **state)
{
    (void)state;
    int before = count_mappings().writable_code;
    mappings_join();
    assert_int_equal(count_mappings().writable_code, before);
}

static void a_second_time_changes_nothing(void **state)
{
    (void)state;
    mappings_join();
    int before = count_mappings().all;
    mappings_join();
    assert_int_equal(count_mappings().all, before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_and_constants_of_an_object_become_one_mapping),
        cmocka_unit_test(nothing_that_can_be_written_can_be_executed),
        cmocka_unit_test(a_second_time_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
