/* Where an edited experiment is saved: never over what came with tictoc, never under a name that is taken. */
#include "edit/save_as.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct catalog_entry found[] = {
    { .name = "pool-of-five", .title = "Pool of five", .shipped = true },
    { .name = "mine", .title = "Mine", .path = "/me/mine.json" },
    { .name = "pool-of-five-2", .title = "Something else", .path = "/me/pool-of-five-2.json" },
};
static const struct experiment_entry entries[] = { { .entry = &found[0] },
                                                   { .entry = &found[1] },
                                                   { .entry = &found[2] } };
static const struct model model = { .experiments = entries, .entry_count = 3, .save_directory = "/me/" };

static struct form form;
static struct save_as target;
static char err[200], proposed[100];

static void open_form(const char *title, const char *source)
{
    struct strbuf json = STRBUF_INIT;
    struct experiment experiment;
    strbuf_addf(&json, "{\"title\": \"%s\", \"workload\": {\"kind\": \"perfect\", \"to\": 9}}", title);
    assert_null(experiment_parse(&experiment, source, json.text, json.length, NULL, 0));
    form_open(&form, &experiment);
    experiment_release(&experiment);
    strbuf_release(&json);
    save_as_propose(proposed, sizeof proposed, &form, &model);
}

static int release_form(void **state)
{
    (void)state;
    form_release(&form);
    return 0;
}

static bool read_target(const char *typed)
{
    return save_as_read(&target, typed, &form, &model, err, sizeof err);
}

static void a_shipped_one_gets_a_new_title_and_a_new_file(void **state)
{
    (void)state;
    open_form("Pool of five", "built in: pool-of-five");
    assert_string_equal(proposed, "Pool of five 2");
    assert_true(read_target(proposed));
    assert_string_equal(target.path, "/me/pool-of-five-2-2.json"); /* that name is another one's */
    assert_string_equal(target.title, "Pool of five 2");
    assert_false(read_target("Pool of five"));
    assert_string_equal(err, "Another experiment has this title; choose another one.");
}

static void an_own_file_is_written_anew_and_no_other_one_is(void **state)
{
    (void)state;
    open_form("Mine", "/me/mine.json");
    assert_string_equal(proposed, "Mine");
    assert_true(read_target(proposed));
    assert_string_equal(target.path, "/me/mine.json");
    assert_false(read_target("Something else"));
}

static void a_title_is_a_file_in_the_own_directory(void **state)
{
    (void)state;
    open_form("Pool of five", "built in: pool-of-five");
    assert_true(read_target("Ten naps, of two!"));
    assert_string_equal(target.path, "/me/ten-naps-of-two.json");
    assert_true(read_target("Settings")); /* where tictoc keeps its own */
    assert_string_equal(target.path, "/me/settings-2.json");
    assert_true(read_target("完全数"));
    assert_string_equal(target.path, "/me/experiment.json");
    assert_false(read_target(""));
    assert_false(read_target(
        "a title that is longer than eighty bytes, which is more than any list of experiments can show"));
}

static void a_path_is_taken_as_it_is(void **state)
{
    (void)state;
    open_form("Pool of five", "built in: pool-of-five");
    assert_true(read_target("./x"));
    assert_string_equal(target.path, "./x");
    assert_string_equal(target.title, "Pool of five 2");
    assert_true(read_target("x.json"));
    assert_string_equal(target.path, "x.json");
    char deep[2 * SAVE_PATH_MAX];
    memset(deep, '/', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    assert_false(read_target(deep));
    assert_string_equal(err, "The path of its file has 779 bytes; it can have 390.");
}

static void a_long_title_keeps_whole_characters_before_its_number(void **state)
{
    (void)state;
    char title[81] = "";
    while (strlen(title) + 3 <= 80)
        strcat(title, "数");
    struct catalog_entry same = { .name = "long", .title = title, .shipped = true };
    struct experiment_entry entry = { .entry = &same };
    const struct model crowded = { .experiments = &entry, .entry_count = 1, .save_directory = "" };
    open_form(title, "built in: long");
    save_as_propose(proposed, sizeof proposed, &form, &crowded);
    assert_int_equal(strlen(proposed), 80);
    assert_memory_equal(proposed, title, 78);
    assert_string_equal(proposed + 78, " 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_shipped_one_gets_a_new_title_and_a_new_file, release_form),
        cmocka_unit_test_teardown(an_own_file_is_written_anew_and_no_other_one_is, release_form),
        cmocka_unit_test_teardown(a_title_is_a_file_in_the_own_directory, release_form),
        cmocka_unit_test_teardown(a_path_is_taken_as_it_is, release_form),
        cmocka_unit_test_teardown(a_long_title_keeps_whole_characters_before_its_number, release_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
