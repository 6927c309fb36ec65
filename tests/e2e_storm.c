/* Storms: workers killed at random moments by the hundred, sizes, keys, stops and continues faster than anybody types.
 * Nothing is lost, nothing is done twice, nothing hangs, and the terminal is given back.
 *
 * `make test` has a gust of each; `make storm` (STORM=1) a thousand kills for every strategy and much more of the rest;
 * `make soak` (SOAK_SECONDS) experiments back to back. The same seed (STORM_SEED) makes the same choices; when they
 * fall is the machine's affair. */
#include "harness.h"
#include "made_record.h"
#include "program_json.h"
#include "record_read.h"
#include "victim.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct how usual;
static uint64_t seed = 20;

static bool is_long(void)
{
    return getenv("STORM") != NULL;
}

static uint64_t below(uint64_t end)
{
    return made_random(&seed) % end;
}

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

/* Every task has ended once, with the right result; who was killed too often in one is told so. */
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

/* Kills whoever is there, for as long as it runs. */
static void kill_while_it_runs(struct program *program, unsigned most_us)
{
    pid_t workers[VICTIM_PIDS_MAX], coordinator = 0;
    while (!program_ended(program)) {
        if (!coordinator)
            coordinator = victim_coordinator(program->pid);
        int count = coordinator ? process_children(coordinator, workers) : 0;
        if (count)
            kill(workers[below((uint64_t)count)], SIGKILL);
        else
            coordinator = 0;
        sleep_s((double)below(most_us) * 1e-6);
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
    return is_long() ? 1000 : harness_sanitized() ? in_a_test / 4 : in_a_test;
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

static void a_storm_of_kills_over_children_nobody_joins_costs_no_task(void)
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

/* ---- workers are stopped and continued ------------------------------------------------------------------ */

static void workers_stopped_and_continued_at_random_do_every_task_once(void)
{
    struct program *program = tictoc_start(
        &usual, "run --json - --workload perfect --to 20000 --strategy pool --workers 4 --chunk 1");
    pid_t workers[VICTIM_PIDS_MAX];
    int stops = 0;
    for (; !program_ended(program); sleep_s((double)below(2000) * 1e-6)) {
        pid_t coordinator = victim_coordinator(program->pid);
        int count = coordinator ? process_children(coordinator, workers) : 0;
        if (!count)
            continue;
        pid_t worker = workers[below((uint64_t)count)];
        kill(worker, SIGSTOP);
        sleep_s((double)below(2000) * 1e-6);
        kill(worker, SIGCONT);
        stops++;
    }
    program_wait(program);
    EXPECT(stops >= 10);
    EXPECT_JSON(well(program), "results[0].found", "[6,28,496,8128]");
    EXPECT_JSON(program, "results[0].runs[0].retries", "0");
    EXPECT_JSON(program, "results[0].runs[0].workers_started", "4");
}

/* ---- the screen ----------------------------------------------------------------------------------------- */

#define BUSY "--workload perfect --to 60000 --strategy pool,process,serial --workers 3 --chunk 1"

static struct victim victim;

static void open_victim(const char *line)
{
    victim_close(&victim); /* of a test that failed */
    victim_open(&victim, NULL, "%s", line);
}

static void expect_end(int status)
{
    EXPECT_INT(victim_end(&victim), status);
    victim_expect_nothing_left(&victim);
    victim_close(&victim);
}

/* From wherever it is: out of what is being typed or asked, back home, and out. */
static void leave_it(void)
{
    static const char *const ways[] = { "\033", "q", "y" };
    double limit = now_s() + 15 * harness_scale();
    int wait = (int)(120 * harness_scale()); /* an Esc with a letter close behind it is another key */
    for (int i = 0; pty_wait_exit(victim.pty, wait) < 0 && now_s() < limit; i++)
        pty_send(victim.pty, ways[i % 3]);
    expect_end(0);
}

static void a_storm_of_sizes_leaves_the_right_picture(void)
{
    int sizes = is_long() ? 5000 : 300;
    open_victim(BUSY " --start");
    victim_await(&victim, "Workers");
    for (int i = 0; i < sizes; i++) {
        pty_resize(victim.pty, 1 + (int)below(220), 1 + (int)below(70));
        if (i % 4 == 0)
            pty_drain(victim.pty, 0);
        sleep_s((double)below(4000) * 1e-6);
    }
    pty_resize(victim.pty, 80, 24);
    victim_await(&victim, "╭─ ");
    pty_send(victim.pty, "?");
    victim_await(&victim, "Everywhere");
    pty_send(victim.pty, "q");
    leave_it();
}

/* Keys, halves of keys, what no keyboard sends. */
static void send_anything(void)
{
    static const char *const pieces[] = {
        "\033",          "\033[",        "\033[A", "\033[B", "\033[5~",   "\033OP",    "\033[<0;10;10M",
        "\033[<64;3;3M", "\033]11;rgb:", "\033\\", "\xff",   "\xc3",      "\xe2\x82",  "\xf0\x9f\x98\x80",
        "\033[200~",     "\r",           "\t",     "\177",   "\033[1;5D", "\033[M !!", "\033P1$r",
        "\033[999;999H"
    };
    char text[2] = { (char)(' ' + below(95)), '\0' };
    if (below(3) == 0)
        pty_send(victim.pty, pieces[below(sizeof pieces / sizeof *pieces)]);
    else
        pty_send(victim.pty, text);
}

static void a_storm_of_keys_ends_in_nothing_worse_than_leaving(void)
{
    int keys = is_long() ? 60000 : 3000, left = 0;
    open_victim("--workload sleep --seconds 0.05x20 --strategy pool,process --workers 3");
    for (int i = 0; i < keys; i++) {
        send_anything();
        if (below(20) == 0)
            pty_drain(victim.pty, 0);
        if (below(50) == 0)
            sleep_s((double)below(20000) * 1e-6);
        if (i % 100 == 0 && pty_wait_exit(victim.pty, 0) >= 0) {
            left++;
            expect_end(0);
            open_victim("--workload sleep --seconds 0.05x20 --strategy pool,process --workers 3");
        }
    }
    if (pty_wait_exit(victim.pty, 200) >= 0)
        expect_end(0);
    else
        leave_it();
    printf("# %d keys; they left it %d times\n", keys, left);
}

static void a_storm_of_stops_and_continues_ends_as_it_should(void)
{
    int stops = is_long() ? 400 : 12;
    open_victim("--workload sleep --seconds 0.02x2000 --strategy pool --workers 2 --start");
    victim_await(&victim, "Workers");
    for (int i = 0; i < stops; i++) {
        pid_t coordinator = victim_coordinator(pty_pid(victim.pty));
        sleep_s((double)below(20000) * 1e-6);
        if (i % 3 == 2) {
            kill(pty_pid(victim.pty), SIGCONT); /* somebody who does not know better */
            continue;
        }
        if (i % 3 == 0)
            pty_send(victim.pty, "\032");
        else
            kill(pty_pid(victim.pty), SIGTSTP);
        EXPECT(pty_wait_stopped(victim.pty, 10000));
        if (coordinator) /* the run stops with it */
            EXPECT(victim_coordinator(pty_pid(victim.pty)) == coordinator);
        EXPECT(!victim_not_given_back_modes(&victim));
        pty_foreground(victim.pty);
        victim_await(&victim, "Workers");
    }
    pty_send(victim.pty, "x");
    leave_it();
}

/* ---- for an hour ---------------------------------------------------------------------------------------- */

struct size {
    long kb, fds, zombies;
};

static int count_entries(const char *path)
{
    int count = 0;
    DIR *directory = opendir(path);
    while (directory && readdir(directory))
        count++;
    if (directory)
        closedir(directory);
    return count;
}

static struct size size_of(pid_t pid)
{
    struct size size = { 0 };
    char line[256];
    FILE *file = fopen(textf("/proc/%d/status", (int)pid), "r");
    while (file && fgets(line, sizeof line, file))
        sscanf(line, "RssAnon: %ld kB", &size.kb);
    if (file)
        fclose(file);
    size.fds = count_entries(textf("/proc/%d/fd", (int)pid));
    size.zombies = victim_zombies(pid);
    return size;
}

static void expect_flat(const char *what, struct size first, struct size last, int rounds)
{
    printf("# %s: %d rounds; memory %ld … %ld kB, descriptors %ld … %ld, zombies %ld\n", what, rounds,
           first.kb, last.kb, first.fds, last.fds, last.zombies);
    EXPECT_INT(last.fds, first.fds);
    EXPECT_INT(last.zombies, 0);
    EXPECT_BETWEEN(last.kb, 0, (double)first.kb * 1.1 + 1024);
}

static double soak_seconds(void)
{
    const char *text = getenv("SOAK_SECONDS");
    return text ? strtod(text, NULL) : 0;
}

/* One screen, experiment after experiment: some are watched, some stopped, some compared. */
static void experiments_back_to_back_on_the_screen_cost_no_memory(void)
{
    double until = now_s() + soak_seconds() / 2;
    struct size first = { 0 };
    int rounds = 0;
    open_victim("--workload sleep --seconds 0.001x300 --strategy pool,process --workers 3 --chunk 1");
    victim_await(&victim, "Experiments");
    for (; now_s() < until || rounds < 40; rounds++) {
        pty_send(victim.pty, "\r");
        if (rounds % 5 == 4) {
            victim_await(&victim, "Workers");
            pty_send(victim.pty, "x");
            victim_await(&victim, "was stopped");
        } else {
            victim_await(&victim, "Elapsed");
        }
        pty_send(victim.pty, "q");
        victim_await(&victim, "Experiments");
        if (rounds == 39) /* warm by now: what is kept of earlier ones has come to its bound */
            first = size_of(pty_pid(victim.pty));
    }
    struct size last = size_of(pty_pid(victim.pty));
    pty_send(victim.pty, "q");
    expect_end(0);
    expect_flat("the screen", first, last, rounds);
}

/* Without a screen, experiments of fifty runs each; memory is looked at within one. */
static void experiments_back_to_back_without_a_screen_cost_no_memory(void)
{
    double until = now_s() + soak_seconds() / 2;
    int rounds = 0;
    struct size first = { 0 }, last = { 0 };
    for (; now_s() < until; rounds++) {
        struct program *program = tictoc_start(
            &usual, "run --quiet --json a.json --record a.rec --repeat 25 --workload sleep --seconds 0x2000 "
                    "--strategy pool,process --workers 3 --chunk 1");
        for (int looks = 0; !program_ended(program); sleep_s(0.1)) {
            struct size now = size_of(program->pid);
            if (++looks == 3 && now.kb)
                first = now;
            else if (now.kb && !program_ended(program))
                last = now;
        }
        program_wait(program);
        EXPECT_INT(well(program)->status, 0);
        programs_end(false);
    }
    printf("# without a screen: %d experiments of 50 runs; memory %ld … %ld kB, descriptors %ld … %ld\n",
           rounds, first.kb, last.kb, first.fds, last.fds);
    EXPECT_BETWEEN(last.kb, 0, (double)first.kb * 1.1 + 1024);
    EXPECT_BETWEEN(last.fds, 0,
                   (double)first.fds + 2); /* a run may be under way at one look and not at the other */
}

int main(int argc, char **argv)
{
    static const struct test storms[] = {
        TEST(a_storm_of_kills_over_a_pool_costs_no_number),
        TEST(a_storm_of_kills_over_chunks_costs_no_number),
        TEST(a_storm_of_kills_over_a_plain_loop_costs_no_number),
        TEST(a_storm_of_kills_over_processes_costs_no_task),
        TEST(a_storm_of_kills_over_children_nobody_joins_costs_no_task),
        TEST(a_storm_of_kills_over_claims_costs_no_task),
        TEST(workers_stopped_and_continued_at_random_do_every_task_once),
        TEST(a_storm_of_sizes_leaves_the_right_picture),
        TEST(a_storm_of_keys_ends_in_nothing_worse_than_leaving),
        TEST(a_storm_of_stops_and_continues_ends_as_it_should),
    };
    static const struct test soaks[] = {
        TEST(experiments_back_to_back_on_the_screen_cost_no_memory),
        TEST(experiments_back_to_back_without_a_screen_cost_no_memory),
    };
    const char *given = getenv("STORM_SEED");
    seed = given ? strtoull(given, NULL, 10) : seed;
    int status = soak_seconds() > 0 ? harness_main(soaks, COUNT_OF(soaks), argc, argv)
                                    : harness_main(storms, COUNT_OF(storms), argc, argv);
    victim_close(&victim);
    return status;
}
