/* Which experiments are found, in which order, and from where. */
#include "experiment/builtin.h"
#include "experiment/catalog.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#ifndef TICTOC_DATADIR
#define TICTOC_DATADIR "/usr/local/share/tictoc"
#endif

#define PERFECT "\"workload\": {\"kind\": \"perfect\", \"to\": 10}"

/* Each test is in an empty directory of its own, with an empty home. */
struct place {
    char path[64];
};

static int enter(void **state)
{
    static struct place place; /* cmocka hands it on */
    snprintf(place.path, sizeof place.path, "/tmp/tictoc-catalog-XXXXXX");
    if (!mkdtemp(place.path) || chdir(place.path) != 0 || mkdir("config", 0700) != 0 ||
        mkdir("xdg", 0700) != 0 || mkdir("xdg/tictoc", 0700) != 0)
        return -1;
    struct strbuf xdg = STRBUF_INIT;
    strbuf_addf(&xdg, "%s/xdg", place.path);
    setenv("XDG_CONFIG_HOME", xdg.text, 1);
    strbuf_release(&xdg);
    *state = &place;
    return 0;
}

static int leave(void **state)
{
    static const char *const files[] = {
        "config/naps-serial.json", "config/default.json",    "config/mine.json",        "config/bad.json",
        "config/schema.json",      "config/.hidden.json",    "config/notes.txt",        "config/a\033b.json",
        "xdg/tictoc/mine.json",    "xdg/tictoc/theirs.json", "xdg/tictoc/settings.json"
    };
    static const char *const directories[] = { "config/dir.json", "config", "xdg/tictoc", "xdg" };
    const struct place *place = *state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(files[i]);
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
        rmdir(directories[i]);
    return chdir("/") || rmdir(place->path);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static const struct catalog_entry *find(const struct catalog *catalog, const char *name)
{
    for (size_t i = 0; i < catalog->count; i++)
        if (strcmp(catalog->entries[i].name, name) == 0)
            return &catalog->entries[i];
    return NULL;
}

static void every_copy_in_the_binary_is_an_experiment_with_a_short_title_and_a_lesson(void **state)
{
    (void)state;
    assert_true(builtin_count >= 14);
    assert_string_equal(builtins[0].name, "naps-serial");
    for (size_t i = 0; i < builtin_count; i++) {
        struct experiment e;
        assert_int_equal(strlen(builtins[i].text), builtins[i].length);
        char *messages =
            experiment_parse(&e, builtins[i].name, builtins[i].text, builtins[i].length, NULL, 0);
        if (messages)
            fail_msg("%s", messages);
        assert_in_range(text_columns(e.title), 1, 24);
        assert_true(e.about[0] != '\0');
        experiment_release(&e);
    }
}

static void in_an_empty_directory_the_copies_in_the_binary_are_found(void **state)
{
    (void)state;
    if (access(TICTOC_DATADIR, F_OK) == 0)
        skip(); /* an installed tictoc shares its files with this one */
    struct catalog catalog;
    catalog_open(&catalog);
    assert_int_equal(catalog.count, builtin_count);
    for (size_t i = 0; i < catalog.count; i++) {
        assert_string_equal(catalog.entries[i].name, builtins[i].name);
        assert_null(catalog.entries[i].path);
        assert_null(catalog.entries[i].problem);
    }
    catalog_release(&catalog);
    struct experiment e;
    assert_null(catalog_load(&e, "default", NULL, 0));
    assert_string_equal(e.source, "built in: default");
    assert_int_equal(e.workload.tasks, 100000);
    assert_string_equal(e.strategies[3].label, "chunk 1");
    assert_int_equal(e.references[0].ns, 258870000000);
    experiment_release(&e);
}

static void the_first_of_a_name_wins_and_others_come_last_by_name(void **state)
{
    (void)state;
    write_file("config/naps-serial.json", "{\"title\": \"Ours\", " PERFECT "}");
    write_file("config/mine.json", "{\"title\": \"Here\", " PERFECT "}");
    write_file("xdg/tictoc/mine.json", "{\"title\": \"There\", " PERFECT "}");
    write_file("xdg/tictoc/theirs.json", "{" PERFECT "}");
    struct catalog catalog;
    catalog_open(&catalog);
    assert_int_equal(catalog.count, builtin_count + 2);
    assert_string_equal(catalog.entries[0].name, "naps-serial");
    assert_string_equal(catalog.entries[0].title, "Ours");
    assert_string_equal(catalog.entries[0].path, "config/naps-serial.json");
    assert_string_equal(catalog.entries[builtin_count].title, "Here");
    assert_string_equal(catalog.entries[builtin_count + 1].title, "theirs");
    catalog_release(&catalog);
    struct experiment e;
    assert_null(catalog_load(&e, "mine", NULL, 0));
    assert_string_equal(e.source, "config/mine.json");
    experiment_release(&e);
}

static void what_is_no_experiment_is_left_out_and_a_broken_one_says_why(void **state)
{
    (void)state;
    write_file("config/schema.json", "{}");
    write_file("config/.hidden.json", "{}");
    write_file("config/notes.txt", "{}");
    write_file("config/a\033b.json", "{}");
    write_file("xdg/tictoc/settings.json", "{}");
    assert_int_equal(mkdir("config/dir.json", 0700), 0);
    write_file("config/bad.json", "{\n1");
    struct catalog catalog;
    catalog_open(&catalog);
    assert_int_equal(catalog.count, builtin_count + 1);
    const struct catalog_entry *bad = find(&catalog, "bad");
    assert_non_null(bad);
    assert_string_equal(bad->title, "bad");
    assert_string_equal(bad->problem,
                        "config/bad.json:2:1: not JSON: a key in double quotes is expected, not 1");
    catalog_release(&catalog);
}

static void a_path_is_read_as_a_path(void **state)
{
    (void)state;
    write_file("config/mine.json", "{" PERFECT "}");
    struct experiment e;
    assert_null(catalog_load(&e, "./config/mine.json", NULL, 0));
    assert_string_equal(e.source, "./config/mine.json");
    experiment_release(&e);
    char *messages = catalog_load(&e, "no.json", NULL, 0);
    assert_string_equal(messages, "no.json: cannot be read: No such file or directory\n");
    free(messages);
}

static void an_unknown_name_is_reported_with_the_nearest(void **state)
{
    (void)state;
    struct experiment e;
    char *messages = catalog_load(&e, "defualt", NULL, 0);
    assert_string_equal(messages, "defualt: there is no experiment of that name; did you mean \"default\"? "
                                  "(`tictoc list` shows them all)\n");
    free(messages);
    messages = catalog_load(&e, "schema", NULL, 0);
    assert_non_null(messages);
    free(messages);
}

static void options_reach_an_experiment_that_is_found_by_name(void **state)
{
    static const struct experiment_override override = { "workload.to", "50", "--to" };
    (void)state;
    struct experiment e;
    assert_null(catalog_load(&e, "default", &override, 1));
    assert_int_equal(e.workload.tasks, 50);
    experiment_release(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_copy_in_the_binary_is_an_experiment_with_a_short_title_and_a_lesson),
        cmocka_unit_test_setup_teardown(in_an_empty_directory_the_copies_in_the_binary_are_found, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(the_first_of_a_name_wins_and_others_come_last_by_name, enter, leave),
        cmocka_unit_test_setup_teardown(what_is_no_experiment_is_left_out_and_a_broken_one_says_why, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(a_path_is_read_as_a_path, enter, leave),
        cmocka_unit_test_setup_teardown(an_unknown_name_is_reported_with_the_nearest, enter, leave),
        cmocka_unit_test_setup_teardown(options_reach_an_experiment_that_is_found_by_name, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
