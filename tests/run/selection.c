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
static void see(const struct selection *selection, const char *slots, uint32_t age)
{
    snapshot.strategy = &strategy;
    snapshot.workload = &workload;
    snapshot.plan = &plan;
    snapshot.worker_count = snapshot.worker_total = 0;
    snapshot.chosen = (struct worker_id){ .slot = selection->id.slot };
    snapshot.chosen_row = UINT32_MAX;
    for (; *slots; slots++) {
        uint32_t slot = (uint32_t)(*slots - '0'), life = 10 * slot + age;
        if (slot == selection->id.slot) {
            snapshot.chosen_row = snapshot.worker_total;
            snapshot.chosen.life = life;
        }
        snapshot.workers[snapshot.worker_count++] =
            (struct worker_facts){ .slot = slot, .life = life, .pid = 100 + (int)life };
        snapshot.worker_total++;
    }
}

/* As a frame does it: looks for what is chosen, then follows. */
static void frame(struct selection *selection, const char *slots, uint32_t age)
{
    see(selection, slots, age);
    selection_follow(selection, &snapshot);
}

static int chosen_pid(const struct selection *selection)
{
    const struct worker_facts *worker = selection_worker(selection, &snapshot);
    return worker ? worker->pid : 0;
}

static void a_chosen_process_is_followed_and_let_go_when_it_has_ended(void **state)
{
    (void)state;
    struct selection selection = { .made = false };
    strategy.ops = &strategy_process;
    plan.traits = strategy.ops->traits;
    selection_choose(&selection, 3);
    frame(&selection, "0123456", 0);
    assert_int_equal(chosen_pid(&selection), 130);
    frame(&selection, "13456", 0);
    assert_int_equal(selection_row(&selection), 1);
    assert_int_equal(chosen_pid(&selection), 130);
    frame(&selection, "0123456", 5); /* another one is in its slot */
    assert_int_equal(selection_row(&selection), -1);
    selection_choose(&selection, 2);
    frame(&selection, "0123456", 5);
    frame(&selection, "013456", 5);
    assert_int_equal(selection_row(&selection), -1);
    assert_int_equal(chosen_pid(&selection), 0);
}

static void the_heir_of_a_chosen_worker_of_a_pool_is_chosen_in_its_stead(void **state)
{
    (void)state;
    struct selection selection = { .made = false };
    strategy.ops = &strategy_pool;
    plan.traits = strategy.ops->traits;
    selection_choose(&selection, 1);
    frame(&selection, "0123", 0);
    assert_int_equal(chosen_pid(&selection), 110);
    see(&selection, "0123", 7);
    assert_int_equal(chosen_pid(&selection), 0); /* not before it has been seen */
    selection_follow(&selection, &snapshot);
    assert_int_equal(selection_row(&selection), 1);
    assert_int_equal(chosen_pid(&selection), 117);
}

static void a_snapshot_that_looked_for_another_changes_nothing(void **state)
{
    (void)state;
    struct selection selection = { .made = false }, other = { .made = true, .id = { .slot = 0 } };
    strategy.ops = &strategy_process;
    plan.traits = strategy.ops->traits;
    selection_choose(&selection, 2);
    frame(&selection, "0123", 0);
    see(&other, "0", 0);
    selection_follow(&selection, &snapshot);
    assert_int_equal(selection_row(&selection), 2);
}

static void a_row_out_of_sight_is_chosen_as_soon_as_it_is_seen(void **state)
{
    (void)state;
    struct selection selection = { .made = false };
    strategy.ops = &strategy_pool;
    plan.traits = strategy.ops->traits;
    selection_choose(&selection, 6);
    frame(&selection, "0123", 0);
    assert_int_equal(selection_row(&selection), 6);
    assert_int_equal(chosen_pid(&selection), 0);
    frame(&selection, "01234567", 0);
    assert_int_equal(chosen_pid(&selection), 160);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chosen_process_is_followed_and_let_go_when_it_has_ended),
        cmocka_unit_test(the_heir_of_a_chosen_worker_of_a_pool_is_chosen_in_its_stead),
        cmocka_unit_test(a_snapshot_that_looked_for_another_changes_nothing),
        cmocka_unit_test(a_row_out_of_sight_is_chosen_as_soon_as_it_is_seen),
    };
    return cmocka_run_group_tests_name("selection", tests, NULL, NULL);
}
