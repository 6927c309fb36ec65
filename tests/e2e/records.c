/* Records on the screen: kept when a run has ended, listed, played, deleted; and the repeats that + adds. */
#include "support/harness.h"
#include "support/program.h"
#include "support/screen.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SHORT "--workload sleep --seconds 0.1x3 --strategy serial,pool --workers 3"

#define DIRECTORY ".local/state/tictoc/records"

/* The only record there is; NULL: there is none. */
static const char *only_record(void)
{
    const char *path = NULL;
    DIR *directory = opendir(test_path(DIRECTORY));
    for (const struct dirent *entry; directory && (entry = readdir(directory));)
        if (entry->d_name[0] != '.') {
            EXPECT(!path);
            path = test_path(DIRECTORY "/%s", entry->d_name);
        }
    if (directory)
        closedir(directory);
    return path;
}

static int count_records(void)
{
    int count = 0;
    DIR *directory = opendir(test_path(DIRECTORY));
    for (const struct dirent *entry; directory && (entry = readdir(directory));)
        count += entry->d_name[0] != '.';
    if (directory)
        closedir(directory);
    return count;
}

static void run_once(void)
{
    screen_ready(SHORT);
    screen_keys("\r");
    SCREEN_SHOWS("Elapsed");
    SCREEN_SHOWS("Kept as a record: ] at home.");
}

/* Back at the experiments, and out. */
static void leave_list(void)
{
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void a_finished_run_is_kept_listed_and_played(void)
{
    run_once();
    screen_keys("q]");
    SCREEN_SHOWS("strategies, medians");
    SCREEN_SHOWS("2 runs");
    SCREEN_SHOWS("tictoc replay ");
    screen_keys("\r");
    SCREEN_SHOWS("recorded");
    SCREEN_SHOWS("run 1 of 2");
    screen_keys("2");
    SCREEN_SHOWS("Elapsed");
    screen_keys("q");
    SCREEN_SHOWS("recorded");
    screen_keys("\033");
    SCREEN_SHOWS("strategies, medians");
    leave_list();
    EXPECT_HAS(well(tictoc("replay %s --dump --run 2", only_record()))->out, "pool · 3 workers");
}

static void the_newest_twenty_stay(void)
{
    for (int i = 0; i < 20; i++)
        test_file(textf(DIRECTORY "/2020-01-01-0000%02d-old.rec", i), "old\n");
    run_once();
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
    EXPECT_INT(count_records(), 20);
    EXPECT(!test_read(test_path(DIRECTORY "/2020-01-01-000000-old.rec")));
    EXPECT(test_read(test_path(DIRECTORY "/2020-01-01-000001-old.rec")));
}

static void a_setting_keeps_none(void)
{
    test_file(".config/tictoc/settings.json", "{ \"keep_records\": false }\n");
    screen_ready(SHORT);
    screen_keys("\r");
    SCREEN_SHOWS("Elapsed");
    screen_keys("q]");
    SCREEN_SHOWS("none is kept");
    leave_list();
    well(tictoc("run " SHORT " --quiet --record mine.rec"));
    EXPECT_INT(count_records(), 0);
}

static void a_place_that_cannot_be_written_is_one_sentence_and_loses_nothing(void)
{
    test_file(DIRECTORY, "a file in its place\n");
    screen_ready(SHORT);
    screen_keys("\r");
    SCREEN_SHOWS("Elapsed");
    SCREEN_SHOWS("is no directory; move it away");
    screen_keys("q");
    SCREEN_SHOWS("Last time");
    SCREEN_LACKS("Not run yet");
    screen_leave();
}

static void a_record_is_deleted_after_a_question(void)
{
    run_once();
    screen_keys("q]");
    SCREEN_SHOWS("strategies, medians");
    screen_keys("d");
    SCREEN_SHOWS("Delete ");
    screen_keys("n");
    SCREEN_LACKS("Delete ");
    EXPECT(only_record());
    screen_keys("dy");
    SCREEN_SHOWS("Deleted: 20");
    SCREEN_SHOWS("None yet.");
    EXPECT(!only_record());
    leave_list();
}

static void a_record_that_has_vanished_or_is_broken_is_one_sentence_and_the_list_goes_on(void)
{
    run_once();
    screen_keys("q]");
    SCREEN_SHOWS("strategies, medians");
    EXPECT_INT(truncate(only_record(), 1300), 0);
    screen_keys("\r");
    SCREEN_SHOWS("cut short");
    SCREEN_SHOWS("cannot be read");
    EXPECT_INT(unlink(only_record()), 0);
    screen_keys("\r");
    SCREEN_SHOWS("No such file");
    SCREEN_SHOWS("None yet.");
    leave_list();
}

static void what_record_has_written_is_listed_and_stays_when_its_file_goes(void)
{
    well(tictoc("run " SHORT " --quiet --record mine.rec"));
    EXPECT_TEXT(test_read(only_record()), test_read(test_path("mine.rec")));
    EXPECT_INT(unlink(test_path("mine.rec")), 0);
    screen_ready("");
    screen_keys("]");
    SCREEN_SHOWS("Command line");
    screen_keys("\r");
    SCREEN_SHOWS("recorded");
    screen_keys("q");
    SCREEN_SHOWS("strategies, medians");
    leave_list();
}

static void a_record_is_compared_beside_a_run_of_the_same_work(void)
{
    well(tictoc("run " SHORT " --quiet --record mine.rec"));
    screen_ready(SHORT);
    screen_keys("]");
    SCREEN_SHOWS("2 runs");
    screen_keys("b");
    SCREEN_SHOWS("Nothing of the same work is here to be put beside it.");
    SCREEN_SHOWS("strategies, medians");
    screen_keys("q\r");
    SCREEN_SHOWS("Kept as a record: ] at home."); /* so it has ended */
    screen_keys("q]b");
    SCREEN_SHOWS("The same work, a record of ");
    screen_keys("+");
    SCREEN_SHOWS("This is a record");
    screen_keys("qq");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void the_repeats_that_a_verdict_needs_are_run_and_put_to_the_others(void)
{
    run_once();
    SCREEN_SHOWS("4 more for a verdict");
    screen_keys("+");
    SCREEN_SHOWS("4 more repeats take about");
    SCREEN_SHOWS("5 repeats");
    SCREEN_SHOWS("Verdict");
    screen_keys("w\r");
    SCREEN_SHOWS("10 runs saved; to play: tictoc replay ");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(a_finished_run_is_kept_listed_and_played),
        TEST(the_newest_twenty_stay),
        TEST(a_setting_keeps_none),
        TEST(a_place_that_cannot_be_written_is_one_sentence_and_loses_nothing),
        TEST(a_record_is_deleted_after_a_question),
        TEST(a_record_that_has_vanished_or_is_broken_is_one_sentence_and_the_list_goes_on),
        TEST(what_record_has_written_is_listed_and_stays_when_its_file_goes),
        TEST(a_record_is_compared_beside_a_run_of_the_same_work),
        TEST(the_repeats_that_a_verdict_needs_are_run_and_put_to_the_others),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
