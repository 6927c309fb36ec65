/* The course: every experiment that comes along is in a group, and a group is in one piece. */
#include "experiment/course.h"

#include "experiment/builtin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void every_experiment_that_comes_along_has_a_group_in_one_piece(void **state)
{
    (void)state;
    const char *own = course_group("no such experiment");
    for (size_t i = 0; i < builtin_count; i++) {
        const char *group = course_group(builtins[i].name);
        if (group == own)
            fail_msg("%s is in no group", builtins[i].name);
        for (size_t before = 0; before + 1 < i; before++)
            if (course_group(builtins[before].name) == group)
                assert_ptr_equal(course_group(builtins[before + 1].name), group);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_experiment_that_comes_along_has_a_group_in_one_piece),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
