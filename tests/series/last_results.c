/* What is kept between two starts: the last results and the settings. In a directory of the test's own. */
#include "support/make_results.h"
#include "experiment/settings.h"
#include "series/last_results.h"
#include "base/xdg.h"

#include <libgen.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define NOON UINT64_C(1795348800) /* 2026-11-22, 12:00 UTC */

static char home[] = "/tmp/tictoc-state-XXXXXX";

static const char two[] =
    "{ \"title\": \"Two\", \"workload\": { \"kind\": \"sleep\", \"seconds\": 1, \"count\": 2 },"
    " \"strategies\": [ \"serial\", \"pool\" ], \"repeat\": 2, \"warmup\": 1 }";

static int make_home(void **state)
{
    (void)state;
    setenv("TZ", "UTC", 1);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    return mkdtemp(home) && setenv("HOME", home, 1) == 0 ? 0 : -1;
}

static int remove_home(void **state)
{
    char command[200];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", home);
    return system(command); /* NOLINT */
}

static void write_file(const char *name, const char *text)
{
    char path[200], err[300];
    snprintf(path, sizeof path, "%s/%s", home, name);
    assert_true(xdg_save(path, text, strlen(text), err, sizeof err));
}

static char *read_file(const char *name)
{
    static char text[20000];
    char path[200];
    snprintf(path, sizeof path, "%s/%s", home, name);
    FILE *file = fopen(path, "r");
    text[file ? fread(text, 1, sizeof text - 1, file) : 0] = '\0';
    if (file)
        fclose(file);
    return text;
}

/* ---- the last results --------------------------------------------------------------------------------- */

static void complete_results(struct made_results *made)
{
    make_results(made, two);
    for (int run = 0; run < 2; run++) {
        make_run(made, 0, 2000000000);
        make_run(made, 1, 1000000001);
    }
}

static void results_are_found_again_by_what_was_run(void **state)
{
    (void)state;
    struct last_results last;
    char err[300];
    struct made_results made;
    complete_results(&made);
    last_results_open(&last, NOON);
    assert_null(last_results_find(&last, &made.experiment, 2));
    assert_true(last_results_keep(&last, &made.results, NOON, err, sizeof err));
    last_results_release(&last);

    last_results_open(&last, NOON + 60);
    const struct last_time *time = last_results_find(&last, &made.experiment, 2);
    assert_non_null(time);
    assert_string_equal(time->clock, "12:00");
    assert_int_equal(time->count, 2);
    assert_string_equal(time->figures[1].label, "pool");
    assert_int_equal(time->figures[0].median_ns, 2000000000);
    assert_int_equal(time->figures[1].median_ns, 1000000001);
    assert_int_equal(time->total_ns, 9000000003); /* three rounds, of which two were counted */
    assert_null(last_results_find(&last, &made.experiment, 4));
    strcpy(made.experiment.title, "Another title");
    assert_non_null(last_results_find(&last, &made.experiment, 2));
    made.experiment.repeat = 5;
    assert_null(last_results_find(&last, &made.experiment, 2));
    last_results_release(&last);
    free_results(&made);
}

static void another_day_is_shown_by_its_date(void **state)
{
    (void)state;
    struct last_results last;
    struct made_results made;
    complete_results(&made);
    last_results_open(&last, NOON + 86400);
    assert_string_equal(last_results_find(&last, &made.experiment, 2)->clock, "2026-11-22");
    last_results_release(&last);
    free_results(&made);
}

static void incomplete_results_are_not_kept(void **state)
{
    (void)state;
    struct last_results last;
    struct made_results made;
    char err[300];
    make_results(
        &made,
        "{ \"workload\": { \"kind\": \"perfect\", \"to\": 77 }, \"strategies\": [ \"serial\", \"pool\" ] }");
    make_run(&made, 0, 1000);
    last_results_open(&last, NOON);
    assert_true(last_results_keep(&last, &made.results, NOON, err, sizeof err));
    assert_null(last_results_find(&last, &made.experiment, 2));
    last_results_release(&last);
    free_results(&made);
}

static void a_spoilt_file_counts_as_empty_and_is_replaced(void **state)
{
    (void)state;
    struct last_results last;
    char err[300];
    struct made_results made;
    complete_results(&made);
    static const char *const spoilt[] = { "",
                                          "{",
                                          "[1]",
                                          "{ \"experiments\": 5 }",
                                          "{ \"experiments\": [ 1, {} ] }",
                                          "{ \"experiments\": [ { \"key\": \"a\", \"at\": -1 } ] }" };
    for (size_t i = 0; i < sizeof spoilt / sizeof *spoilt; i++) {
        write_file(".local/state/tictoc/last.json", spoilt[i]);
        last_results_open(&last, NOON);
        assert_int_equal(last.count, 0);
        assert_true(last_results_keep(&last, &made.results, NOON, err, sizeof err));
        assert_int_equal(last.count, 1);
        last_results_release(&last);
    }
    free_results(&made);
}

static void what_others_have_kept_meanwhile_stays(void **state)
{
    (void)state;
    struct last_results mine, theirs;
    char err[300];
    struct made_results one, other;
    complete_results(&one);
    make_results(&other,
                 "{ \"workload\": { \"kind\": \"perfect\", \"to\": 9 }, \"strategies\": [ \"serial\" ] }");
    make_run(&other, 0, 5);
    last_results_open(&mine, NOON);
    last_results_open(&theirs, NOON);
    assert_true(last_results_keep(&theirs, &other.results, NOON, err, sizeof err));
    assert_true(last_results_keep(&mine, &one.results, NOON, err, sizeof err));
    assert_non_null(last_results_find(&mine, &other.experiment, 2));
    assert_non_null(last_results_find(&mine, &one.experiment, 2));
    last_results_release(&mine);
    last_results_release(&theirs);
    free_results(&one);
    free_results(&other);
}

/* ---- settings ----------------------------------------------------------------------------------------- */

static void without_a_file_settings_are_the_defaults(void **state)
{
    (void)state;
    struct settings settings;
    char err[300];
    settings_open(&settings, err, sizeof err);
    assert_string_equal(err, "");
    assert_string_equal(settings_themes[settings.theme], "auto");
    assert_int_equal(settings.fps, 30);
    assert_false(settings.ascii || settings.mouse || settings.broken);
}

static void settings_come_back_as_they_were_saved(void **state)
{
    (void)state;
    struct settings settings = { .theme = 3, .fps = 12, .ascii = true }, again;
    char err[300];
    assert_true(settings_save(&settings, err, sizeof err));
    settings_open(&again, err, sizeof err);
    assert_string_equal(err, "");
    assert_string_equal(settings_themes[again.theme], "colour-blind");
    assert_int_equal(again.fps, 12);
    assert_true(again.ascii);
}

static void broken_settings_are_reported_and_never_overwritten(void **state)
{
    (void)state;
    static const char broken[] = "{\n  \"fps\": 500\n}\n";
    struct settings settings;
    char err[300];
    write_file(".config/tictoc/settings.json", broken);
    settings_open(&settings, err, sizeof err);
    assert_non_null(strstr(err, "settings.json:2:10: fps: must be a whole number 1 … 30"));
    assert_int_equal(settings.fps, 30);
    assert_false(settings_save(&settings, err, sizeof err));
    assert_non_null(strstr(err, "has a mistake"));
    assert_string_equal(read_file(".config/tictoc/settings.json"), broken);
}

static void a_pipe_in_place_of_our_files_is_never_waited_for(void **state)
{
    (void)state;
    struct settings settings;
    char err[300], path[200];
    snprintf(path, sizeof path, "%s/pipes/tictoc", home);
    write_file("pipes/tictoc/other", "");
    setenv("XDG_CONFIG_HOME", dirname(strdupa(path)), 1);
    setenv("XDG_STATE_HOME", dirname(strdupa(path)), 1);
    assert_int_equal(chdir(path) | mkfifo("settings.json", 0600) | mkfifo("last.json", 0600), 0);
    settings_open(&settings, err, sizeof err);
    assert_non_null(strstr(err, "settings.json: cannot be read: it is not a regular file"));
    assert_false(settings_save(&settings, err, sizeof err));
    struct last_results kept;
    last_results_open(&kept, 0);
    assert_int_equal(kept.count, 0);
    last_results_release(&kept);
    assert_int_equal(chdir("/"), 0);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
}

static void in_however_long_a_place_a_mistake_is_reported(void **state)
{
    (void)state;
    struct settings settings;
    char err[300], place[600];
    memset(place, '/', 400); /* as good as one */
    snprintf(place + 400, sizeof place - 400, "%s/.config", home);
    write_file(".config/tictoc/settings.json", "{\"fps\": 500}");
    setenv("XDG_CONFIG_HOME", place, 1);
    settings_open(&settings, err, sizeof err);
    unsetenv("XDG_CONFIG_HOME");
    assert_non_null(strstr(err, "settings.json:1:9: fps: must be a whole number 1 … 30"));
}

static void relative_directories_count_as_unset(void **state)
{
    (void)state;
    char wanted[200];
    setenv("XDG_STATE_HOME", "elsewhere", 1);
    char *path = xdg_path(XDG_STATE, "x");
    snprintf(wanted, sizeof wanted, "%s/.local/state/tictoc/x", home);
    assert_string_equal(path, wanted);
    free(path);
    setenv("XDG_STATE_HOME", "/else/where", 1);
    path = xdg_path(XDG_STATE, "x");
    assert_string_equal(path, "/else/where/tictoc/x");
    free(path);
    unsetenv("XDG_STATE_HOME");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_found_again_by_what_was_run),
        cmocka_unit_test(another_day_is_shown_by_its_date),
        cmocka_unit_test(incomplete_results_are_not_kept),
        cmocka_unit_test(a_spoilt_file_counts_as_empty_and_is_replaced),
        cmocka_unit_test(what_others_have_kept_meanwhile_stays),
        cmocka_unit_test(without_a_file_settings_are_the_defaults),
        cmocka_unit_test(settings_come_back_as_they_were_saved),
        cmocka_unit_test(broken_settings_are_reported_and_never_overwritten),
        cmocka_unit_test(a_pipe_in_place_of_our_files_is_never_waited_for),
        cmocka_unit_test(in_however_long_a_place_a_mistake_is_reported),
        cmocka_unit_test(relative_directories_count_as_unset),
    };
    return cmocka_run_group_tests(tests, make_home, remove_home);
}
