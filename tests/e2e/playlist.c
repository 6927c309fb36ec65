/* A playlist: several experiments on the screen, one after the other. */
#include "support/harness.h"
#include "support/program.h"
#include "support/screen.h"

#include <dirent.h>

#define SERIAL                                                                                               \
    "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 0.05, \"count\": 2 }, \"strategies\": [\"serial\"] }\n"
#define POOL                                                                                                 \
    "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 0.05, \"count\": 2 }, \"strategies\": [\"pool\"] }\n"

static void write_both(void)
{
    test_file("one.json", SERIAL);
    test_file("other.json", POOL);
}

/* What ran. */
static int count_records(void)
{
    int count = 0;
    DIR *directory = opendir(test_path(".local/state/tictoc/records"));
    for (const struct dirent *entry; directory && (entry = readdir(directory));)
        count += entry->d_name[0] != '.';
    if (directory)
        closedir(directory);
    return count;
}

static void experiments_run_one_after_the_other_by_themselves(void)
{
    write_both();
    screen_open("--start --exit one.json other.json");
    SCREEN_SHOWS("Next, in 5 s: ");
    SCREEN_SHOWS("s: the end of the playlist."); /* the last comparison is there to be read, too */
    SCREEN_SHOWS("Elapsed");
    screen_ends_well(0);
    EXPECT_INT(count_records(), 2);
}

/* It counts down, and is gone when what it names has begun. */
static void the_next_one_is_named_until_it_begins(void)
{
    write_both();
    test_file("long.json",
              "{\"workload\": {\"kind\": \"sleep\", \"seconds\": 4}, \"strategies\": [\"serial\"]}");
    screen_open("--start --exit one.json long.json");
    SCREEN_SHOWS("Next, in 5 s: ");
    SCREEN_LACKS("Next, in 5 s: ");
    SCREEN_SHOWS("worker 0 starts nap 1 · 4 s");
    SCREEN_LACKS("Next, in ");
    screen_ends_well(0);
}

static void a_key_begins_the_next_and_the_comparison_stays_behind_the_last(void)
{
    write_both();
    screen_open("--start one.json other.json");
    SCREEN_SHOWS("n begins it.");
    SCREEN_SHOWS("serial");
    screen_keys("n");
    SCREEN_SHOWS("pool");
    SCREEN_SHOWS("Elapsed");
    SCREEN_SHOWS("2 of 2");
    SCREEN_LACKS("Workers");
    screen_keys("n");
    SCREEN_SHOWS("No playlist goes on");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void a_mistake_in_one_of_several_is_reported_before_anything_starts(void)
{
    write_both();
    const struct program *wrong = tictoc("--start --exit one.json nowhere other.json nonsense");
    EXPECT_INT(wrong->status, 2);
    EXPECT_HAS(wrong->err, "nowhere: there is no experiment of that name");
    EXPECT_HAS(wrong->err, "nonsense: there is no experiment of that name");
    EXPECT_HAS(tictoc("--start one.json other.json --record all.rec")->err, "is for one experiment");
    EXPECT_INT(count_records(), 0);
}

static void a_bare_start_plays_the_file_among_the_settings(void)
{
    write_both();
    test_file(".config/tictoc/playlist", "# my talk\n\none.json\n other.json # the other\n");
    screen_open("--start");
    SCREEN_SHOWS("n begins it.");
    screen_keys("n");
    SCREEN_SHOWS("2 of 2");
    SCREEN_LACKS("Workers");
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void a_mistake_in_that_file_is_reported_with_its_line(void)
{
    test_file(".config/tictoc/playlist", "naps-joined\nnaps-jonied\n");
    const struct program *wrong = tictoc("--start");
    EXPECT_INT(wrong->status, 2);
    EXPECT_HAS(wrong->err, "did you mean \"naps-joined\"?");
    EXPECT_HAS(wrong->err, "tictoc/playlist:2: named here");
    test_file(".config/tictoc/playlist", "# none yet\n");
    EXPECT_HAS(tictoc("--start")->err, "no experiment is named in it");
}

static void without_a_screen_their_tables_are_printed_one_after_the_other(void)
{
    write_both();
    const struct program *both = tictoc("--start --exit one.json other.json");
    EXPECT_INT(both->status, 0);
    const char *behind = EXPECT_AFTER(both->out, "serial");
    EXPECT_HAS(behind, "pool");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(experiments_run_one_after_the_other_by_themselves),
        TEST(the_next_one_is_named_until_it_begins),
        TEST(a_key_begins_the_next_and_the_comparison_stays_behind_the_last),
        TEST(a_mistake_in_one_of_several_is_reported_before_anything_starts),
        TEST(a_bare_start_plays_the_file_among_the_settings),
        TEST(a_mistake_in_that_file_is_reported_with_its_line),
        TEST(without_a_screen_their_tables_are_printed_one_after_the_other),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
