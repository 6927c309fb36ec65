/* The records that are kept without being asked for, in a state directory of the test's own. */
#include "record/record_read.h"
#include "series/record_store.h"

#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include <cmocka.h>

#define NOON 1767268800

static char place[64], err[RECORD_ERR_MAX];

static int enter(void **state)
{
    (void)state;
    snprintf(place, sizeof place, "/tmp/tictoc-store-XXXXXX");
    return mkdtemp(place) && setenv("XDG_STATE_HOME", place, 1) == 0 && setenv("TZ", "UTC", 1) == 0 ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    struct strbuf command = STRBUF_INIT;
    strbuf_addf(&command, "rm -rf %s", place);
    int status = system(command.text);
    strbuf_release(&command);
    return status;
}

static struct recording fixture(const char *name)
{
    struct recording recording;
    char path[128];
    snprintf(path, sizeof path, "tests/record/fixtures/%s.rec", name);
    if (!record_read(&recording, path, err, sizeof err))
        fail_msg("%s", err);
    return recording;
}

/* Keeps it as if it had been written then. Owned by the caller. */
static char *keep(const struct recording *recording, time_t when)
{
    char *path = NULL;
    struct utimbuf times = { when, when };
    assert_true(record_store_keep(recording, when, &path, err, sizeof err));
    assert_non_null(path);
    assert_int_equal(utime(path, &times), 0);
    return path;
}

static void a_kept_record_is_listed_with_its_time_its_strategies_and_their_medians(void **state)
{
    (void)state;
    struct recording recording = fixture("naps");
    char *path = keep(&recording, NOON);
    assert_non_null(strstr(path, "/tictoc/records/2026-01-01-120000-command-line.rec"));
    struct record_store store;
    record_store_open(&store);
    assert_int_equal(store.count, 1);
    struct stored_record *stored = &store.records[0];
    assert_string_equal(stored->path, path);
    assert_int_equal(stored->written, NOON);
    record_store_read(stored);
    assert_null(stored->problem);
    assert_int_equal(stored->summary.recording.experiment.strategy_count, 3);
    assert_string_equal(stored->summary.recording.experiment.strategies[0].label, "serial");
    assert_int_equal(stored->summary.run_count, recording.run_count);
    uint64_t mean = (recording.runs[0].record.done + recording.runs[3].record.done) / 2;
    assert_int_equal(recording.runs[3].strategy, 0);
    assert_in_range(stored->summary.median_ns[0], mean - 1, mean + 1);
    assert_int_equal(stored->summary.recording.machine.cores, recording.machine.cores);
    record_store_release(&store);
    recording_release(&recording);
    free(path);
}

static void what_is_kept_can_be_read_as_any_record(void **state)
{
    (void)state;
    struct recording recording = fixture("chaos"), again;
    char *path = keep(&recording, NOON);
    assert_true(record_read(&again, path, err, sizeof err));
    assert_int_equal(again.run_count, recording.run_count);
    recording_release(&again);
    recording_release(&recording);
    free(path);
}

static void the_newest_twenty_stay_and_files_of_other_names_are_left_alone(void **state)
{
    (void)state;
    struct recording recording = fixture("naps");
    char *first = keep(&recording, NOON), mine[128];
    snprintf(mine, sizeof mine, "%s/tictoc/records/mine.rec", place);
    assert_int_equal(link(first, mine), 0);
    for (int i = 1; i <= RECORD_STORE_MOST; i++)
        free(keep(&recording, NOON + i * 60));
    struct record_store store;
    record_store_open(&store);
    assert_int_equal(store.count, RECORD_STORE_MOST + 1);
    assert_int_equal(store.records[0].written, NOON + RECORD_STORE_MOST * 60);
    assert_int_not_equal(access(first, F_OK), 0);
    assert_int_equal(access(mine, F_OK), 0);
    record_store_release(&store);
    recording_release(&recording);
    free(first);
}

static void two_in_one_second_have_two_names(void **state)
{
    (void)state;
    struct recording recording = fixture("naps");
    char *one = keep(&recording, NOON), *other = keep(&recording, NOON);
    assert_string_not_equal(one, other);
    struct record_store store;
    record_store_open(&store);
    assert_int_equal(store.count, 2);
    record_store_release(&store);
    recording_release(&recording);
    free(one);
    free(other);
}

static void a_deleted_record_is_gone_from_list_and_disk(void **state)
{
    (void)state;
    struct recording recording = fixture("naps");
    char *path = keep(&recording, NOON);
    struct record_store store;
    record_store_open(&store);
    record_store_read(&store.records[0]);
    assert_true(record_store_delete(&store, 0, err, sizeof err));
    assert_int_equal(store.count, 0);
    assert_int_not_equal(access(path, F_OK), 0);
    record_store_release(&store);
    recording_release(&recording);
    free(path);
}

static void a_damaged_file_is_listed_with_what_is_wrong(void **state)
{
    (void)state;
    struct recording recording = fixture("naps");
    char *path = keep(&recording, NOON);
    assert_int_equal(truncate(path, 1300), 0);
    struct record_store store;
    record_store_open(&store);
    record_store_read(&store.records[0]);
    assert_non_null(strstr(store.records[0].problem, ": it is damaged or cut short"));
    record_store_release(&store);
    assert_int_equal(truncate(path, 0), 0);
    record_store_open(&store);
    record_store_read(&store.records[0]);
    assert_non_null(strstr(store.records[0].problem, ": it is empty"));
    record_store_release(&store);
    recording_release(&recording);
    free(path);
}

static void without_a_home_nothing_is_kept_and_that_is_no_mistake(void **state)
{
    (void)state;
    const char *given = getenv("HOME");
    char *home = given ? strdup(given) : NULL, *path;
    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    struct recording recording = fixture("naps");
    struct record_store store;
    assert_true(record_store_keep(&recording, NOON, &path, err, sizeof err));
    assert_null(path);
    record_store_open(&store);
    assert_int_equal(store.count, 0);
    record_store_release(&store);
    recording_release(&recording);
    if (home)
        setenv("HOME", home, 1);
    free(home);
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_kept_record_is_listed_with_its_time_its_strategies_and_their_medians),
        PLACED(what_is_kept_can_be_read_as_any_record),
        PLACED(the_newest_twenty_stay_and_files_of_other_names_are_left_alone),
        PLACED(two_in_one_second_have_two_names),
        PLACED(a_deleted_record_is_gone_from_list_and_disk),
        PLACED(a_damaged_file_is_listed_with_what_is_wrong),
        PLACED(without_a_home_nothing_is_kept_and_that_is_no_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
