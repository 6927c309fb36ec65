/* The form behind the edit screen: settings from the tables, changes through the reader. */
#include "edit/form.h"
#include "config/config.h"
#include "support/make_strategy.h"
#include "work/workload_perfect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct experiment perfect, naps;
static struct form form;
static const struct catalog_entry listed = { .name = "made" };

static void parse(struct experiment *experiment, const char *json)
{
    char *messages = experiment_parse(experiment, "config/made.json", json, strlen(json), NULL, 0);
    assert_null(messages);
}

static int open_form(void **state)
{
    (void)state;
    parse(&perfect, "{ \"title\": \"P\", \"workload\": { \"kind\": \"perfect\", \"to\": 100 },"
                    " \"strategies\": [ \"serial\", \"pool\", { \"kind\": \"pool\", \"chunk\": 1 } ] }");
    parse(&naps, "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 2, \"count\": 10 } }");
    form_open(&form, &perfect);
    return 0;
}

static int close_form(void **state)
{
    (void)state;
    form_release(&form);
    experiment_release(&perfect);
    experiment_release(&naps);
    return 0;
}

static bool find_field(const char *name, int strategy, struct field *found)
{
    struct field fields[FORM_FIELDS_MAX];
    int count = form_fields(&form, fields);
    for (int i = 0; i < count; i++) {
        const char *own = fields[i].key ? fields[i].key->name : "kind";
        *found = fields[i];
        if (fields[i].strategy == strategy && strcmp(own, name) == 0)
            return true;
    }
    return false;
}

/* The field of that key that belongs to a strategy, or with -1 to none;
 * "kind": of a strategy, or of the work. */
static struct field find(const char *name, int strategy)
{
    struct field field;
    if (!find_field(name, strategy, &field))
        fail_msg("there is no field %s", name);
    return field;
}

static bool has(const char *name, int strategy)
{
    struct field field;
    return find_field(name, strategy, &field);
}

static bool set(const char *name, int strategy, const char *text)
{
    struct field field = find(name, strategy);
    return form_set(&form, &field, text);
}

static bool step_value(const char *name, int strategy, int direction)
{
    const struct experiment_entry entries[] = { { .entry = &listed, .experiment = perfect },
                                                { .entry = &listed, .experiment = naps } };
    struct field field = find(name, strategy);
    return form_step(&form, &field, direction, entries, 2);
}

static bool flip(const char *name, int strategy)
{
    struct field field = find(name, strategy);
    return form_flip(&form, &field);
}

static const char *shown(const char *name, int strategy)
{
    static char text[200];
    struct strbuf sb = STRBUF_INIT;
    struct field field = find(name, strategy);
    form_show(&sb, &form, &field);
    strncpy(text, sb.text, sizeof text - 1);
    strbuf_release(&sb);
    return text;
}

static void every_key_of_the_tables_is_a_field(void **state)
{
    (void)state;
    for (const struct config_key *key = perfect.workload.ops->keys; key->type != CONFIG_END; key++)
        assert_ptr_equal(find(key->name, -1).key, key);
    for (const struct config_key *key = experiment_keys; key->type != CONFIG_END; key++)
        assert_ptr_equal(find(key->name, -1).key, key);
    form.more = true;
    assert_false(has("seed", 1)); /* no order is random yet */
    assert_true(set("order", 1, "random"));
    for (const struct config_key *key = strategy_pool.keys; key->type != CONFIG_END; key++)
        assert_ptr_equal(find(key->name, 1).key, key);
    for (const struct config_key *key = experiment_strategy_keys; key->type != CONFIG_END; key++)
        assert_true(key->type == CONFIG_TEXT ||
                    find(key->name, 2).key == key); /* the name is the strategy's field */
}

static void values_are_shown_as_people_read_them(void **state)
{
    (void)state;
    assert_string_equal(shown("workers", 1), "cores");
    assert_true(set("to", -1, "1234567"));
    assert_string_equal(shown("to", -1), "1 234 567");
    assert_string_equal(shown("kernel", -1), "trial");
}

static void changes_reach_the_experiment_that_runs(void **state)
{
    (void)state;
    assert_false(form.changed);
    assert_true(set("to", -1, "50"));
    assert_true(set("workers", 1, "7"));
    assert_true(set("kind", 2, "5")); /* its name, though it looks like a number */
    assert_true(set("repeat", -1, "3"));
    assert_int_equal(((const struct perfect *)form.draft.workload.settings)->to, 50);
    assert_int_equal(form.draft.workload.tasks, 50);
    assert_int_equal(setting_of(&form.draft.strategies[1], "workers"), 7);
    assert_string_equal(form.draft.strategies[2].label, "5");
    assert_int_equal(form.draft.repeat, 3);
    assert_string_equal(form.draft.source, "config/made.json, edited");
}

static void refusals_are_the_readers_and_change_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int strategy;
        const char *text, *sentence;
    } cases[] = {
        { "to", -1, "many",
          "perfect · last number: must be a whole number 1 … 9223372036854775807, not \"many\"" },
        { "to", -1, "", "perfect · last number: must be a whole number 1 … 9223372036854775807, not \"\"" },
        { "to", -1, "1.5", "perfect · last number: must be a whole number 1 … 9223372036854775807, not 1.5" },
        { "workers", 1, "core",
          "pool · workers: must be a whole number 1 … 10000 or \"cores\", not \"core\"; "
          "did you mean \"cores\"?" },
        { "from", -1, "200", "perfect · last number: the range ends at 100, before it starts at 200" },
        { "kind", 1, "a name that is longer than any strategy may have",
          "pool: must have 1 … 31 bytes, not 48" },
        { "kernel", -1, "trail",
          "perfect · kernel: \"trail\" is not a kernel; did you mean \"trial\"? (one of: trial)" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(set(cases[i].name, cases[i].strategy, cases[i].text));
        assert_string_equal(form.refusal, cases[i].sentence);
    }
    assert_false(form.changed);
    assert_int_equal(((const struct perfect *)form.draft.workload.settings)->to, 100);
}

static void what_goes_back_to_the_original_is_no_change(void **state)
{
    (void)state;
    assert_true(set("workers", 1, "7"));
    assert_true(form.changed);
    assert_true(set("workers", 1, "cores"));
    assert_false(form.changed);
    assert_string_equal(form.draft.source, "config/made.json");
}

static void numbers_step_one_by_one_or_by_doubling_and_the_word_comes_first(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int direction;
        const char *then;
    } steps[] = {
        { "workers", 1, "1" },
        { "workers", 1, "2" },
        { "workers", -1, "1" },
        { "workers", -1, "cores" },
        { "chunk", 1, "1" },
        { "chunk", 1, "2" },
        { "chunk", 1, "4" },
        { "chunk", -1, "2" },
        { "repeat", 1, "2" },
        { "to", 1, "200" },
        { "to", -1, "100" },
        { "from", 1, "2" },
        { "kernel", 1, "trial" },
        { "task_timeout_s", 1, "1 s" },
        { "task_timeout_s", 1, "2 s" },
        { "task_timeout_s", -1, "1 s" },
        { "task_timeout_s", -1, "0.5 s" },
    };
    form.more = true;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        bool own = has(steps[i].name, 1);
        assert_true(step_value(steps[i].name, own ? 1 : -1, steps[i].direction));
        assert_string_equal(shown(steps[i].name, own ? 1 : -1), steps[i].then);
    }
    assert_false(step_value("warmup", -1, -1));
    assert_string_equal(form.refusal, "warm-ups has no further value this way; Enter opens it.");
}

static void no_step_leaves_the_values_that_a_key_takes(void **state)
{
    (void)state;
    form.more = true;
    struct field fields[FORM_FIELDS_MAX];
    const struct experiment_entry entries[] = { { .entry = &listed, .experiment = naps } };
    int count = form_fields(&form, fields);
    for (int direction = -1; direction <= 1; direction += 2)
        for (int i = 0; i < count; i++)
            for (int turn = 0; fields[i].key && turn < 80; turn++)
                if (!form_step(&form, &fields[i], direction, entries, 1))
                    assert_null(
                        strstr(form.refusal, "must be")); /* at an end, or more than there is memory for */
}

static void strategies_are_added_doubled_moved_and_removed(void **state)
{
    (void)state;
    int at = 0, none = -1;
    assert_true(form_add(&form, &at)); /* the kind that is not there yet */
    assert_int_equal(at, 1);
    assert_string_equal(form.draft.strategies[1].label, "process");
    at = 3;
    assert_true(form_double(&form, &at));
    assert_int_equal(at, 4);
    assert_string_equal(form.draft.strategies[4].label, "pool, chunk 1 2");
    at = 1;
    assert_true(form_move(&form, &at, -1));
    assert_ptr_equal(form.draft.strategies[0].ops, &strategy_process);
    assert_false(form_move(&form, &at, -1));
    assert_string_equal(form.refusal, "It is the first already.");
    assert_false(form_remove(&form, &none));
    assert_string_equal(form.refusal, "This key is for strategies; go down to one.");
    assert_true(form_add(&form, &none)); /* at the end */
    assert_int_equal(none, 5);
    for (int left = 6; left > 1; left--)
        assert_true(form_remove(&form, &none));
    assert_int_equal(none, 0);
    assert_false(form_remove(&form, &at));
    assert_string_equal(form.refusal, "One strategy has to stay; add another one first.");
    while (form.draft.strategy_count < EXPERIMENT_STRATEGIES_MAX)
        assert_true(form_double(&form, &at));
    assert_false(form_double(&form, &at));
    char *text = experiment_write(&form.draft);
    struct experiment again;
    assert_null(experiment_parse(&again, "again", text, strlen(text), NULL, 0));
    experiment_release(&again);
    free(text);
}

static void a_strategy_goes_through_the_kinds_and_keeps_what_all_have(void **state)
{
    (void)state;
    form.more = true;
    assert_true(set("attempts", 1, "7"));
    assert_true(step_value("kind", 1, -1));
    assert_ptr_equal(form.draft.strategies[1].ops, &strategy_process);
    assert_string_equal(form.draft.strategies[1].label, "process");
    assert_int_equal(form.draft.strategies[1].attempts, 7);
    for (size_t kind = 0; strategies[kind]; kind++)
        assert_true(step_value("kind", 1, 1));
    assert_ptr_equal(form.draft.strategies[1].ops, &strategy_process);
    assert_string_equal(shown("join", 1), "yes");
}

static void a_strategy_without_a_name_is_called_after_its_kind(void **state)
{
    (void)state;
    assert_true(set("kind", 2, "one by one"));
    assert_string_equal(form.draft.strategies[2].label, "one by one");
    assert_true(set("kind", 2, ""));
    assert_string_equal(form.draft.strategies[2].label, "pool, chunk 1");
    assert_false(form.changed);
}

static void another_kind_of_work_comes_from_another_experiment(void **state)
{
    (void)state;
    assert_true(step_value("kind", -1, 1));
    assert_ptr_equal(form.draft.workload.ops, &workload_sleep);
    assert_int_equal(form.draft.workload.tasks, 10);
    assert_int_equal(form.draft.strategy_count, 3);
    assert_true(step_value("kind", -1, 1));
    assert_ptr_equal(form.draft.workload.ops, &workload_perfect);
}

static void naps_can_be_typed_as_on_the_command_line(void **state)
{
    (void)state;
    assert_true(step_value("kind", -1, 1));
    assert_true(set("seconds", -1, "0.5x4"));
    assert_string_equal(form.refusal, ""); /* nothing is left of it that would be shown as one */
    assert_int_equal(form.draft.workload.tasks, 4);
    assert_true(set("seconds", -1, "1..10"));
    assert_int_equal(form.draft.workload.tasks, 10);
    assert_true(set("seconds", -1, "[1, 2, 0.25]"));
    assert_int_equal(form.draft.workload.tasks, 3);
    assert_string_equal(shown("seconds", -1), "1,2,0.25");
    assert_false(has("count", -1)); /* beside a list it has nothing to say */
    assert_false(set("seconds", -1, "1..,x"));
    assert_string_equal(
        form.refusal, "sleep · seconds: character 4: a number of seconds is expected here, such as 1 or 0.5");
}

static void the_length_of_naps_leaves_their_number_alone(void **state)
{
    (void)state;
    assert_true(step_value("kind", -1, -1));
    assert_true(set("seconds", -1, "0.5"));
    assert_int_equal(form.draft.workload.tasks, 10);
    assert_true(step_value("seconds", -1, 1));
    assert_string_equal(shown("seconds", -1), "1");
    assert_int_equal(form.draft.workload.tasks, 10);
    assert_true(set("seconds", -1, "1..3"));
    assert_true(step_value("seconds", -1, 1));
    assert_string_equal(shown("seconds", -1), "1..4");
    assert_true(set("seconds", -1, "0.1x30,2"));
    assert_string_equal(shown("seconds", -1), "0.1x30,2");
    assert_false(step_value("seconds", -1, 1));
    assert_int_equal(form.draft.workload.tasks, 31);
}

static void the_keys_of_an_object_are_there_while_it_is(void **state)
{
    (void)state;
    assert_false(has("chaos", 1)); /* as usual, and more was not asked for */
    form.more = true;
    assert_string_equal(shown("chaos", 1), "no");
    assert_false(has("kill_every_s", 1));
    assert_true(flip("chaos", 1));
    form.more = false;
    assert_string_equal(shown("chaos", 1), "yes");
    assert_string_equal(shown("kill_every_s", 1), "0.5 s");
    assert_true(set("kill_every_s", 1, "0.25"));
    assert_true(set("seed", 1, "9"));
    assert_true(form.draft.strategies[1].chaos.on);
    assert_int_equal(form.draft.strategies[1].chaos.kill_every_ns, 250000000);
    assert_int_equal(form.draft.strategies[1].chaos.seed, 9);
    assert_false(form.draft.strategies[0].chaos.on);
    assert_false(set("kill_every_s", 1, "0"));
    assert_string_equal(form.refusal,
                        "pool · a kill every: must be a number of seconds 0.001 … 86400, not 0");
    assert_true(flip("chaos", 1));
    assert_false(has("seed", 1));
    assert_false(form.draft.strategies[1].chaos.on);
}

static void no_name_on_the_screen_is_a_name_of_the_file(void **state)
{
    (void)state;
    form.more = true;
    assert_true(step_value("kind", 1, -1));
    assert_true(flip("chaos", 0));
    struct field fields[FORM_FIELDS_MAX];
    int count = form_fields(&form, fields);
    for (int i = 0; i < count; i++)
        assert_null(strchr(form_name(&form, &fields[i]), '_'));
}

static void a_time_limit_is_typed_as_seconds_or_as_none(void **state)
{
    (void)state;
    form.more = true;
    assert_string_equal(shown("task_timeout_s", 0), "none");
    assert_true(set("task_timeout_s", 0, "1.5"));
    assert_int_equal(form.draft.strategies[0].task_timeout_ns, 1500000000);
    assert_true(set("task_timeout_s", 0, "none"));
    assert_int_equal(form.draft.strategies[0].task_timeout_ns, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_form, close_form)

static void what_was_changed_says_so_and_keeps_no_description_of_what_it_was(void **state)
{
    (void)state;
    struct experiment taken;
    strcpy(perfect.about, "To 100.");
    perfect.references[perfect.reference_count++] = (struct reference){ "there", 1000000000, "a book" };
    form_open(&form, &perfect);
    form_take(&taken, &form);
    assert_string_equal(taken.title, "P");
    assert_string_equal(taken.about, "To 100.");
    experiment_release(&taken);
    assert_true(set("to", -1, "200"));
    form_settle(&form);
    form_take(&taken, &form);
    assert_string_equal(taken.title, "P (changed)");
    experiment_mark_changed(&taken, 0);
    assert_string_equal(taken.title, "P (changed)");
    memset(taken.title, 'x', EXPERIMENT_TITLE_MAX - 12);
    strcpy(taken.title + EXPERIMENT_TITLE_MAX - 12, "ééé");
    experiment_mark_changed(&taken, 0);
    assert_string_equal(taken.title + EXPERIMENT_TITLE_MAX - 12, "é (changed)");
    assert_string_equal(taken.about, "");
    assert_int_equal(taken.reference_count, 0);
    experiment_release(&taken);
    assert_true(set("title", -1, "Q"));
    form_settle(&form);
    form_take(&taken, &form);
    assert_string_equal(taken.title, "Q");
    experiment_release(&taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_key_of_the_tables_is_a_field),
        TEST(values_are_shown_as_people_read_them),
        TEST(changes_reach_the_experiment_that_runs),
        TEST(refusals_are_the_readers_and_change_nothing),
        TEST(what_goes_back_to_the_original_is_no_change),
        TEST(numbers_step_one_by_one_or_by_doubling_and_the_word_comes_first),
        TEST(no_step_leaves_the_values_that_a_key_takes),
        TEST(strategies_are_added_doubled_moved_and_removed),
        TEST(a_strategy_goes_through_the_kinds_and_keeps_what_all_have),
        TEST(a_strategy_without_a_name_is_called_after_its_kind),
        TEST(another_kind_of_work_comes_from_another_experiment),
        TEST(naps_can_be_typed_as_on_the_command_line),
        TEST(the_length_of_naps_leaves_their_number_alone),
        TEST(the_keys_of_an_object_are_there_while_it_is),
        TEST(no_name_on_the_screen_is_a_name_of_the_file),
        TEST(a_time_limit_is_typed_as_seconds_or_as_none),
        TEST(what_was_changed_says_so_and_keeps_no_description_of_what_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
