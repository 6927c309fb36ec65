/* Which worker is chosen while others come and go. */
#include "run/selection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct snapshot snapshot;
static struct strategy strategy;
static struct workload workload = { .ops = &workload_sleep };
static struct plan plan = { .slots = 8 };

/* Rows as a list of slots; lives are ten times the slot, plus `age`. */
static void see(const struct choice *choice, const char *slots, uint32_t age)
{
    snapshot.strategy = &strategy;
    snapshot.workload = &workload;
    snapshot.plan = &plan;
    snapshot.worker_count = snapshot.worker_total = 0;
    snapshot.chosen = (struct who){ .slot = choice->who.slot };
    snapshot.chosen_row = UINT32_MAX;
    for (; *slots; slots++) {
        uint32_t slot = (uint32_t)(*slots - '0'), life = 10 * slot + age;
        if (slot == choice->who.slot) {
            snapshot.chosen_row = snapshot.worker_total;
            snapshot.chosen.life = life;
        }
        snapshot.workers[snapshot.worker_count++] =
            (struct worker_facts){ .slot = slot, .life = life, .pid = 100 + (int)life };
        snapshot.worker_total++;
    }
}

/* As a frame does it: looks for what is chosen, then follows. */
static void frame(struct choice *choice, const char *slots, uint32_t age)
{
    see(choice, slots, age);
    choice_follow(choice, &snapshot);
}

static int chosen_pid(const struct choice *choice)
{
    const struct worker_facts *worker = choice_worker(choice, &snapshot);
    return worker ? worker->pid : 0;
}

static void steps_go_from_the_first_row_in_sight_and_stay_in_the_list(void **state)
{
    (void)state;
    struct choice choice = { .made = false };
    strategy.ops = &strategy_pool;
    assert_int_equal(choice_row(&choice), -1);
    choice_move(&choice, 1, 2, 5);
    frame(&choice, "01234", 0);
    assert_int_equal(choice_row(&choice), 2);
    assert_int_equal(chosen_pid(&choice), 120);
    choice_move(&choice, 1, 2, 5);
    choice_move(&choice, 1, 2, 5);
    choice_move(&choice, 1, 2, 5);
    frame(&choice, "01234", 0);
    assert_int_equal(chosen_pid(&choice), 140);
    choice_move(&choice, INT32_MIN, 2, 5);
    frame(&choice, "01234", 0);
    assert_int_equal(chosen_pid(&choice), 100);
    choice_clear(&choice);
    choice_move(&choice, INT32_MAX, 0, 5);
    frame(&choice, "01234", 0);
    assert_int_equal(chosen_pid(&choice), 140);
    choice_clear(&choice);
    choice_move(&choice, 1, 0, 0);
    assert_int_equal(choice_row(&choice), -1);
}

static void a_chosen_process_is_followed_and_let_go_when_it_has_ended(void **state)
{
    (void)state;
    struct choice choice = { .made = false };
    strategy.ops = &strategy_process;
    choice_take(&choice, 3);
    frame(&choice, "0123456", 0);
    assert_int_equal(chosen_pid(&choice), 130);
    frame(&choice, "13456", 0);
    assert_int_equal(choice_row(&choice), 1);
    assert_int_equal(chosen_pid(&choice), 130);
    frame(&choice, "0123456", 5); /* another one is in its slot */
    assert_int_equal(choice_row(&choice), -1);
    choice_take(&choice, 2);
    frame(&choice, "0123456", 5);
    frame(&choice, "013456", 5);
    assert_int_equal(choice_row(&choice), -1);
    assert_int_equal(chosen_pid(&choice), 0);
}

static void the_heir_of_a_chosen_worker_of_a_pool_is_chosen_in_its_stead(void **state)
{
    (void)state;
    struct choice choice = { .made = false };
    strategy.ops = &strategy_pool;
    choice_take(&choice, 1);
    frame(&choice, "0123", 0);
    assert_int_equal(chosen_pid(&choice), 110);
    see(&choice, "0123", 7);
    assert_int_equal(chosen_pid(&choice), 0); /* not before it has been seen */
    choice_follow(&choice, &snapshot);
    assert_int_equal(choice_row(&choice), 1);
    assert_int_equal(chosen_pid(&choice), 117);
}

static void a_snapshot_that_looked_for_another_changes_nothing(void **state)
{
    (void)state;
    struct choice choice = { .made = false }, other = { .made = true, .who = { .slot = 0 } };
    strategy.ops = &strategy_process;
    choice_take(&choice, 2);
    frame(&choice, "0123", 0);
    see(&other, "0", 0);
    choice_follow(&choice, &snapshot);
    assert_int_equal(choice_row(&choice), 2);
}

static void a_row_out_of_sight_is_chosen_as_soon_as_it_is_seen(void **state)
{
    (void)state;
    struct choice choice = { .made = false };
    strategy.ops = &strategy_pool;
    choice_take(&choice, 6);
    frame(&choice, "0123", 0);
    assert_int_equal(choice_row(&choice), 6);
    assert_int_equal(chosen_pid(&choice), 0);
    frame(&choice, "01234567", 0);
    assert_int_equal(chosen_pid(&choice), 160);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_go_from_the_first_row_in_sight_and_stay_in_the_list),
        cmocka_unit_test(a_chosen_process_is_followed_and_let_go_when_it_has_ended),
        cmocka_unit_test(the_heir_of_a_chosen_worker_of_a_pool_is_chosen_in_its_stead),
        cmocka_unit_test(a_snapshot_that_looked_for_another_changes_nothing),
        cmocka_unit_test(a_row_out_of_sight_is_chosen_as_soon_as_it_is_seen),
    };
    return cmocka_run_group_tests_name("choice", tests, NULL, NULL);
}
