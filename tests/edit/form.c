/* The form behind the edit screen: settings from the tables, changes through the reader. */
#include "edit/form.h"
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
static char err[400];

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

/* The field of that name that belongs to a strategy, or with -1 to none. */
static struct field find(const char *name, int strategy)
{
    struct field fields[FORM_FIELDS_MAX];
    int count = form_fields(&form, fields);
    for (int i = 0; i < count; i++)
        if (fields[i].kind > FORM_HEADING && fields[i].strategy == strategy &&
            strcmp(fields[i].name, name) == 0)
            return fields[i];
    fail_msg("there is no field %s", name);
    return fields[0];
}

static bool set(const char *name, int strategy, const char *text)
{
    struct field field = find(name, strategy);
    return form_set(&form, &field, text, err, sizeof err);
}

static bool toggle(struct field field)
{
    const struct experiment *const models[] = { &perfect, &naps };
    return form_toggle(&form, &field, models, 2, err, sizeof err);
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

static struct field strategy_row(int strategy)
{
    struct field fields[FORM_FIELDS_MAX];
    int count = form_fields(&form, fields);
    for (int i = 0; i < count; i++)
        if (fields[i].kind == FORM_STRATEGY && fields[i].strategy == strategy)
            return fields[i];
    fail_msg("there is no strategy %d", strategy);
    return fields[0];
}

static void every_key_of_the_tables_is_a_field(void **state)
{
    (void)state;
    for (const struct config_key *key = perfect.workload.ops->keys; key->type != CONFIG_END; key++)
        assert_ptr_equal(find(key->name, -1).key, key);
    for (const struct config_key *key = experiment_keys; key->type != CONFIG_END; key++)
        assert_ptr_equal(find(key->name, -1).key, key);
    for (const struct config_key *key = strategy_pool.keys; key->type != CONFIG_END; key++)
        assert_ptr_equal(find(key->name, 1).key, key);
    assert_ptr_equal(find("label", 2).key, experiment_strategy_keys);
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
    assert_true(set("label", 2, "5")); /* text, though it looks like a number */
    assert_true(set("repeat", -1, "3"));
    assert_int_equal(((const struct perfect *)form.chosen.workload.settings)->to, 50);
    assert_int_equal(form.chosen.workload.tasks, 50);
    assert_int_equal(setting_of(&form.chosen.strategies[1], "workers"), 7);
    assert_string_equal(form.chosen.strategies[2].label, "5");
    assert_int_equal(form.chosen.repeat, 3);
    assert_string_equal(form.chosen.source, "config/made.json, edited");
}

static void refusals_are_the_readers_and_change_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int strategy;
        const char *text, *sentence;
    } cases[] = {
        { "to", -1, "many", "workload.to: must be a whole number 1 … 9223372036854775807, not \"many\"" },
        { "to", -1, "", "workload.to: must be a whole number 1 … 9223372036854775807, not \"\"" },
        { "to", -1, "1.5", "workload.to: must be a whole number 1 … 9223372036854775807, not 1.5" },
        { "workers", 1, "core",
          "strategies[1].workers: must be a whole number 1 … 10000 or \"cores\", not \"core\"; "
          "did you mean \"cores\"?" },
        { "from", -1, "200", "workload.to: the range ends at 100, before it starts at 200" },
        { "label", 1, "", "strategies[1].label: must have 1 … 31 bytes, and has 0" },
        { "kernel", -1, "trail",
          "workload.kernel: \"trail\" is not a kernel; did you mean \"trial\"? (one of: trial)" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(set(cases[i].name, cases[i].strategy, cases[i].text));
        assert_string_equal(err, cases[i].sentence);
    }
    assert_false(form.changed);
    assert_int_equal(((const struct perfect *)form.chosen.workload.settings)->to, 100);
}

static void strategies_that_are_off_are_left_out_but_not_forgotten(void **state)
{
    (void)state;
    assert_string_equal(form.chosen.strategies[2].label, "pool, chunk 1");
    assert_true(toggle(strategy_row(1)));
    assert_int_equal(form.chosen.strategy_count, 2);
    assert_string_equal(form.chosen.strategies[1].label, "pool");
    assert_true(toggle(strategy_row(0)));
    assert_false(toggle(strategy_row(2)));
    assert_string_equal(err, "One strategy has to stay on.");
    assert_true(toggle(strategy_row(1)));
    assert_int_equal(form.chosen.strategy_count, 2);
    assert_string_equal(form.chosen.strategies[1].label, "pool, chunk 1");
}

static void another_kind_of_work_comes_from_another_experiment(void **state)
{
    (void)state;
    assert_true(toggle(find("kind", -1)));
    assert_ptr_equal(form.chosen.workload.ops, &workload_sleep);
    assert_int_equal(form.chosen.workload.tasks, 10);
    assert_int_equal(form.chosen.strategy_count, 3);
    assert_true(toggle(find("kind", -1)));
    assert_ptr_equal(form.chosen.workload.ops, &workload_perfect);
}

static void naps_can_be_typed_as_on_the_command_line(void **state)
{
    (void)state;
    assert_true(toggle(find("kind", -1)));
    assert_true(set("seconds", -1, "0.5x4"));
    assert_int_equal(form.chosen.workload.tasks, 4);
    assert_true(set("seconds", -1, "1..10"));
    assert_int_equal(form.chosen.workload.tasks, 10);
    assert_true(set("seconds", -1, "[1, 2, 0.25]"));
    assert_int_equal(form.chosen.workload.tasks, 3);
    assert_false(set("count", -1, "5"));
    assert_string_equal(
        err, "workload.count: count goes with a single length; the list of seconds says already how "
             "many naps");
    assert_false(set("seconds", -1, "soon"));
    assert_true(err[0] != '\0');
}

static void a_path_is_proposed(void **state)
{
    (void)state;
    char *path = form_path(&form, "config/");
    assert_string_equal(path, "config/made.json");
    free(path);
    free(perfect.source);
    perfect.source = strdup("built in: default");
    form_open(&form, &perfect);
    assert_true(set("title", -1, "Ten naps, of two!"));
    path = form_path(&form, "/home/me/");
    assert_string_equal(path, "/home/me/ten-naps-of-two.json");
    free(path);
}

static bool has(const char *name, int strategy)
{
    struct field fields[FORM_FIELDS_MAX];
    int count = form_fields(&form, fields);
    for (int i = 0; i < count; i++)
        if (fields[i].strategy == strategy && strcmp(fields[i].name, name) == 0)
            return true;
    return false;
}

static void the_keys_of_an_object_are_there_while_it_is(void **state)
{
    (void)state;
    assert_string_equal(shown("chaos", 1), "no");
    assert_false(has("kill_every_s", 1));
    assert_true(toggle(find("chaos", 1)));
    assert_string_equal(shown("chaos", 1), "yes");
    assert_string_equal(shown("kill_every_s", 1), "0.5");
    assert_true(set("kill_every_s", 1, "0.25"));
    assert_true(set("seed", 1, "9"));
    assert_true(form.chosen.strategies[1].chaos.on);
    assert_int_equal(form.chosen.strategies[1].chaos.kill_every_ns, 250000000);
    assert_int_equal(form.chosen.strategies[1].chaos.seed, 9);
    assert_false(form.chosen.strategies[0].chaos.on);
    assert_false(set("kill_every_s", 1, "0"));
    assert_string_equal(err,
                        "strategies[1].chaos.kill_every_s: must be a number of seconds 0.001 … 86400, not 0");
    assert_true(toggle(find("chaos", 1)));
    assert_false(has("seed", 1));
    assert_false(form.chosen.strategies[1].chaos.on);
}

static void a_time_limit_is_typed_as_seconds_or_as_none(void **state)
{
    (void)state;
    assert_string_equal(shown("task_timeout_s", 0), "none");
    assert_true(set("task_timeout_s", 0, "1.5"));
    assert_int_equal(form.chosen.strategies[0].task_timeout_ns, 1500000000);
    assert_true(set("task_timeout_s", 0, "none"));
    assert_int_equal(form.chosen.strategies[0].task_timeout_ns, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_key_of_the_tables_is_a_field, open_form, close_form),
        cmocka_unit_test_setup_teardown(values_are_shown_as_people_read_them, open_form, close_form),
        cmocka_unit_test_setup_teardown(changes_reach_the_experiment_that_runs, open_form, close_form),
        cmocka_unit_test_setup_teardown(refusals_are_the_readers_and_change_nothing, open_form, close_form),
        cmocka_unit_test_setup_teardown(strategies_that_are_off_are_left_out_but_not_forgotten, open_form,
                                        close_form),
        cmocka_unit_test_setup_teardown(another_kind_of_work_comes_from_another_experiment, open_form,
                                        close_form),
        cmocka_unit_test_setup_teardown(naps_can_be_typed_as_on_the_command_line, open_form, close_form),
        cmocka_unit_test_setup_teardown(a_path_is_proposed, open_form, close_form),
        cmocka_unit_test_setup_teardown(the_keys_of_an_object_are_there_while_it_is, open_form, close_form),
        cmocka_unit_test_setup_teardown(a_time_limit_is_typed_as_seconds_or_as_none, open_form, close_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
