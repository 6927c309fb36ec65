/* The records that are kept without being asked for, in a state directory of the test's own. */
#include "record/record_read.h"
#include "series/record_store.h"

#include "base/strbuf.h"

#include <fcntl.h>
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
static char *keep_record(const struct recording *recording, time_t when)
{
    struct record_keeping keeping;
    struct utimbuf times = { when, when };
    assert_true(record_keeping_begin(&keeping, recording, when, err, sizeof err));
    char *path = strdup(keeping.path);
    size_t steps = 1;
    while (record_keeping_step(&keeping, err, sizeof err) == RECORD_KEPT_MORE)
        steps++;
    assert_int_equal(steps, recording->run_count + 1);
    assert_null(keeping.recording);
    assert_int_equal(utime(path, &times), 0);
    return path;
}

static void a_kept_record_is_listed_with_its_time_its_strategies_and_their_medians(void **state)
{
    (void)state;
    struct recording recording = fixture("naps");
    char *path = keep_record(&recording, NOON);
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
    assert_in_range((uint64_t)stored->summary.times[0].done.median, mean - 1, mean + 1);
    assert_int_equal(stored->summary.recording.machine.cores, recording.machine.cores);
    record_store_release(&store);
    recording_release(&recording);
    free(path);
}

static void what_is_kept_can_be_read_as_any_record(void **state)
{
    (void)state;
    struct recording recording = fixture("chaos"), again;
    char *path = keep_record(&recording, NOON);
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
    char *first = keep_record(&recording, NOON), mine[128];
    snprintf(mine, sizeof mine, "%s/tictoc/records/mine.rec", place);
    assert_int_equal(link(first, mine), 0);
    for (int i = 1; i <= RECORD_STORE_MOST; i++)
        free(keep_record(&recording, NOON + i * 60));
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

static void runs_of_an_earlier_time_are_put_before_and_kept_as_one_record(void **state)
{
    (void)state;
    struct recording before = fixture("naps"), recording = fixture("naps"), again;
    size_t runs = recording.run_count;
    uint64_t repeats = recording.experiment.repeat;
    recording_put_before(&recording, &before);
    assert_int_equal(before.run_count, 0);
    assert_int_equal(recording.run_count, 2 * runs);
    assert_int_equal(recording.experiment.repeat, 2 * repeats);
    assert_int_equal(recording.runs[runs].repeat, recording.runs[0].repeat + repeats);
    char *path = keep_record(&recording, NOON);
    assert_true(record_read(&again, path, err, sizeof err));
    assert_int_equal(again.run_count, 2 * runs);
    recording_release(&again);
    recording_release(&recording);
    recording_release(&before);
    free(path);
}

static void two_in_one_second_have_two_names(void **state)
{
    (void)state;
    struct recording recording = fixture("naps");
    char *one = keep_record(&recording, NOON), *other = keep_record(&recording, NOON);
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
    char *path = keep_record(&recording, NOON);
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

static void a_record_in_a_file_is_taken_and_stays_when_its_file_goes(void **state)
{
    (void)state;
    struct recording recording = fixture("naps");
    char file[128];
    snprintf(file, sizeof file, "%s/mine.rec", place);
    assert_true(record_write_all(file, &recording, err, sizeof err));
    assert_true(record_store_take(file, err, sizeof err));
    assert_int_equal(unlink(file), 0);
    struct record_store store;
    record_store_open(&store);
    assert_int_equal(store.count, 1);
    record_store_read(&store.records[0]);
    assert_null(store.records[0].problem);
    record_store_release(&store);
    assert_true(record_store_take("/dev/null", err, sizeof err));
    recording_release(&recording);
}

static void a_folder_that_cannot_be_made_is_one_sentence(void **state)
{
    (void)state;
    struct recording recording = fixture("naps");
    struct record_keeping keeping;
    char file[128];
    snprintf(file, sizeof file, "%s/tictoc", place);
    int fd = creat(file, 0600);
    assert_true(fd >= 0);
    close(fd);
    assert_false(record_keeping_begin(&keeping, &recording, NOON, err, sizeof err));
    assert_null(keeping.recording);
    assert_non_null(strstr(err, "/tictoc"));
    recording_release(&recording);
}

static void a_damaged_file_is_listed_with_what_is_wrong(void **state)
{
    (void)state;
    struct recording recording = fixture("naps");
    char *path = keep_record(&recording, NOON);
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
    char *home = given ? strdup(given) : NULL;
    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    struct recording recording = fixture("naps");
    struct record_store store;
    struct record_keeping keeping;
    assert_true(record_keeping_begin(&keeping, &recording, NOON, err, sizeof err));
    assert_null(keeping.recording);
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
        PLACED(runs_of_an_earlier_time_are_put_before_and_kept_as_one_record),
        PLACED(two_in_one_second_have_two_names),
        PLACED(a_deleted_record_is_gone_from_list_and_disk),
        PLACED(a_record_in_a_file_is_taken_and_stays_when_its_file_goes),
        PLACED(a_folder_that_cannot_be_made_is_one_sentence),
        PLACED(a_damaged_file_is_listed_with_what_is_wrong),
        PLACED(without_a_home_nothing_is_kept_and_that_is_no_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
