/* Storms: workers killed at random moments by the hundred, the session while it writes,
 * workers stopped and continued. Nothing is lost, nothing is done twice, nothing hangs, nothing is left.
 *
 * `make test` has a gust of each; `make storm` (STORM=1) a thousand kills for every strategy.
 * The same seed (STORM_SEED) makes the same choices; when they fall is the machine's affair. */
#include "support/harness.h"
#include "support/program_json.h"
#include "record/record_read.h"
#include "support/storm.h"
#include "support/victim.h"

#include <dirent.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct how usual;

/* ---- workers are killed ------------------------------------------------------------------------------- */

struct tally {
    uint64_t kills; /* deaths by SIGKILL that were noticed */
    uint64_t tasks, again, aside, lost;
    unsigned runs;
};

static bool is_perfect(uint64_t n)
{
    return n == 6 || n == 28 || n == 496 || n == 8128;
}

/* In how many workers' deaths a task was running, the attempts that were noted on it aside. */
static unsigned deaths_in(const struct record *record, uint64_t task)
{
    unsigned deaths = 0;
    for (uint64_t i = 0; i < record->life_count; i++)
        deaths += record->lives[i].died_task == task;
    return deaths;
}

/* Every task has ended once, with the right result; a task in which workers were killed too often says so. */
static void account(const struct recorded_run *run, bool computes, struct tally *tally)
{
    const struct record *record = &run->record;
    uint64_t done_by_lives = 0, done = 0;
    for (uint64_t i = 0; i < record->life_count; i++) {
        tally->kills += record->lives[i].status == SIGKILL;
        done_by_lives += record->lives[i].tasks;
        tally->again += record->lives[i].died_task != UINT32_MAX;
    }
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        if (task->state == TASK_FAILED) {
            EXPECT(deaths_in(record, i) >= run->plan.attempts);
            tally->aside++;
            continue;
        }
        tally->lost += task->state != TASK_DONE;
        done++;
        if (computes)
            EXPECT_INT(task->result != 0, is_perfect(i + 1));
    }
    EXPECT_INT(done_by_lives, done);
    tally->tasks += record->task_count;
    tally->runs++;
}

/* Kills every worker there is, for as long as it runs. */
static void kill_while_it_runs(struct program *program, unsigned most_us)
{
    pid_t workers[VICTIM_PIDS_MAX], coordinator = 0;
    while (!program_ended(program)) {
        if (!coordinator)
            coordinator = victim_coordinator(program->pid);
        int count = coordinator ? process_children(coordinator, workers) : 0;
        if (count)
            kill(workers[storm_below((uint64_t)count)], SIGKILL);
        else
            coordinator = 0;
        sleep_s((double)storm_below(most_us) * 1e-6);
    }
    program_wait(program);
}

static void storm(const char *line, bool computes, unsigned most_us, uint64_t kills)
{
    struct tally tally = { 0 };
    while (tally.kills < kills && tally.runs < 200) {
        struct recording recording;
        char err[RECORD_ERR_MAX];
        struct program *program = tictoc_start(&usual, "run --quiet --record a.rec %s", line);
        kill_while_it_runs(program, most_us);
        if (!record_read(&recording, test_path("a.rec"), err, sizeof err))
            test_fails(__FILE__, __LINE__, "%s", err);
        EXPECT_INT(recording.run_count, 1);
        EXPECT(recording.runs[0].record.phase == BOARD_ENDED);
        uint64_t aside = tally.aside;
        account(&recording.runs[0], computes, &tally);
        EXPECT_INT(program->status, tally.aside > aside ? 1 : 0);
        recording_release(&recording);
    }
    printf(
        "# %s: %llu workers killed in %u runs; of %llu tasks %llu lost, %llu begun again, %llu set aside\n",
        line, (unsigned long long)tally.kills, tally.runs, (unsigned long long)tally.tasks,
        (unsigned long long)tally.lost, (unsigned long long)tally.again, (unsigned long long)tally.aside);
    EXPECT_INT(tally.lost, 0);
    EXPECT(tally.kills >= kills);
}

static uint64_t kills_wanted(uint64_t in_a_test)
{
    return storm_is_long() ? 1000 : harness_sanitized() ? in_a_test / 4 : in_a_test;
}

static const char *numbers(void)
{
    return harness_sanitized() ? "5000" : "20000";
}

static void a_storm_of_kills_over_a_pool_costs_no_number(void)
{
    storm(textf("--workload perfect --to %s --strategy pool --workers 4 --chunk 1", numbers()), true, 2500,
          kills_wanted(100));
}

static void a_storm_of_kills_over_chunks_costs_no_number(void)
{
    storm(textf("--workload perfect --to %s --strategy pool --workers 8 --chunk auto", numbers()), true, 2500,
          kills_wanted(100));
}

static void a_storm_of_kills_over_a_plain_loop_costs_no_number(void)
{
    storm(textf("--workload perfect --to %s --strategy serial", numbers()), true, 4000, kills_wanted(40));
}

static void a_storm_of_kills_over_processes_costs_no_task(void)
{
    storm("--workload sleep --seconds 0.004x1000 --strategy process --max-live 16", false, 4000,
          kills_wanted(60));
}

static void a_storm_of_kills_over_unjoined_children_costs_no_task(void)
{
    storm("--workload sleep --seconds 0.02x300 --strategy process --no-join --max-live 50", false, 3000,
          kills_wanted(40));
}

/* Empty tasks: they die between any two instructions of a claim. */
static void a_storm_of_kills_over_claims_costs_no_task(void)
{
    storm("--workload sleep --seconds 0x300000 --strategy pool --workers 8 --chunk 3", false, 900,
          kills_wanted(60));
}

/* ---- the session is killed while it writes ------------------------------------------------------------- */

#define OLD "what was there before"

/* The old file or the new one, whole. True: the new one. */
static bool is_whole(const char *path)
{
    struct recording recording;
    char err[RECORD_ERR_MAX];
    const char *text = test_read(path);
    if (text && strcmp(text, OLD) == 0)
        return false;
    if (!record_read(&recording, path, err, sizeof err))
        test_fails(__FILE__, __LINE__, "%s", err);
    recording_release(&recording);
    return true;
}

/* Files beside it, in the test's directory. Between the moment in which a whole
 * file gets a name and the moment in which it takes the old one's place it can be left as what it is. */
static int count_left(void)
{
    int left = 0;
    DIR *directory = opendir(test_directory());
    for (const struct dirent *entry; directory && (entry = readdir(directory));) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "a.rec") == 0)
            continue;
        EXPECT(is_whole(test_path("%s", entry->d_name)));
        EXPECT(unlink(test_path("%s", entry->d_name)) == 0);
        left++;
    }
    if (directory)
        closedir(directory);
    return left;
}

static void killed_at_any_moment_it_leaves_the_old_file_or_the_new_one(void)
{
    static const char line[] =
        "run --quiet --record a.rec --workload sleep --seconds 0x2000 --strategy pool,serial";
    int kills = storm_is_long() ? 1000 : 40, killed = 0, whole = 0, left = 0;
    double longest = well(tictoc("%s", line))->seconds * 1.1;
    for (int i = 0; i < kills; i++) {
        test_file("a.rec", OLD);
        struct program *program = tictoc_start(&usual, "%s", line);
        sleep_s((double)storm_below(1000) / 1000 * longest);
        if (!program_ended(program))
            program_signal(program, SIGKILL);
        program_wait(program);
        program_expect_nothing_left(program);
        if (!program->signal) /* other work may have been in the way of the first one */
            longest = fmin(longest, program->seconds * 1.1);
        killed += program->signal == SIGKILL;
        whole += is_whole(test_path("a.rec"));
        left += count_left();
        programs_end(false);
    }
    printf(
        "# killed %d times while it ran and wrote: %d times the new file, else the old one; %d left beside it\n",
        killed, whole, left);
    EXPECT(killed >= kills / 4);
    EXPECT(left <= kills / 100 + 1);
}

/* ---- workers are stopped and continued ----------------------------------------------------------------- */

static void workers_stopped_and_continued_at_random_do_every_task_once(void)
{
    struct program *program = tictoc_start(
        &usual, "run --json - --workload perfect --to 20000 --strategy pool --workers 4 --chunk 1");
    pid_t workers[VICTIM_PIDS_MAX];
    int stops = 0;
    for (; !program_ended(program); sleep_s((double)storm_below(2000) * 1e-6)) {
        pid_t coordinator = victim_coordinator(program->pid);
        int count = coordinator ? process_children(coordinator, workers) : 0;
        if (!count)
            continue;
        pid_t worker = workers[storm_below((uint64_t)count)];
        kill(worker, SIGSTOP);
        sleep_s((double)storm_below(2000) * 1e-6);
        kill(worker, SIGCONT);
        stops++;
    }
    program_wait(program);
    EXPECT(stops >= 10);
    EXPECT_JSON(well(program), "results[0].found", "[6,28,496,8128]");
    EXPECT_JSON(program, "results[0].runs[0].retries", "0");
    EXPECT_JSON(program, "results[0].runs[0].workers_started", "4");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(a_storm_of_kills_over_a_pool_costs_no_number),
        TEST(a_storm_of_kills_over_chunks_costs_no_number),
        TEST(a_storm_of_kills_over_a_plain_loop_costs_no_number),
        TEST(a_storm_of_kills_over_processes_costs_no_task),
        TEST(a_storm_of_kills_over_unjoined_children_costs_no_task),
        TEST(a_storm_of_kills_over_claims_costs_no_task),
        TEST(killed_at_any_moment_it_leaves_the_old_file_or_the_new_one),
        TEST(workers_stopped_and_continued_at_random_do_every_task_once),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
