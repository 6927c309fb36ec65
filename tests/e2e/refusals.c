/* What the system refuses: other users' files, forks for a moment or for good.
 * It is reported in a sentence, and costs no more than it has to. */
#include "support/harness.h"
#include "support/other_user.h"
#include "support/program_json.h"
#include "support/tortured.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- no right ------------------------------------------------------------------------------------------ */

/* Reported before anything runs. */
static void paths_that_are_not_ours_are_reported_before_anything_runs(void)
{
    static const struct {
        const char *line, *reported;
    } cases[] = {
        { "run mine.json", "mine.json: cannot be read: Permission denied" },
        { "check mine.json", "mine.json: cannot be read: Permission denied" },
        { "run --workload sleep --seconds 600 --json theirs/out.json",
          "theirs/out.json: cannot be written: Permission denied" },
        { "run --workload sleep --seconds 600 --record theirs/out.rec",
          "theirs/out.rec: cannot be written: Permission denied" },
        { "run --workload sleep --seconds 600 --json nowhere/out.json",
          "nowhere/out.json: cannot be written: its directory does not exist; make it first" },
        { "run --workload sleep --seconds 600 --json theirs", "theirs: cannot be written: Is a directory" },
    };
    const char *mine = test_file("mine.json", "{}"), *theirs = test_file("theirs/there", "");
    chmod(mine, 0);
    chmod(test_path("theirs"), 0755);
    (void)theirs;
    for (int i = 0; i < COUNT_OF(cases); i++) {
        struct program *program = other_user_runs(NULL, cases[i].line);
        EXPECT_INT(program->status, 2);
        EXPECT_HAS(program->err, cases[i].reported);
    }
}

/* ---- no replacement ------------------------------------------------------------------------------------ */

/* Other processes of the same user: from now on the places of the dead are taken. */
enum { PLACES = 3 };
static pid_t others[PLACES];

static _Noreturn void take_place(const int ready[2])
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    other_user_become();
    if (write(ready[1], "", 1) != 1)
        _exit(125);
    close(ready[1]);
    for (;;)
        pause();
}

static void take_places(void)
{
    char byte;
    int ready[2];
    EXPECT(pipe2(ready, O_CLOEXEC) == 0 && other_user() > 0);
    for (int i = 0; i < PLACES; i++) {
        others[i] = fork();
        if (others[i] == 0)
            take_place(ready);
    }
    close(ready[1]);
    for (int i = 0; i < PLACES; i++)
        EXPECT(read(ready[0], &byte, 1) == 1); /* it is another user now */
    close(ready[0]);
}

static void leave_places(void)
{
    for (int i = 0; i < PLACES; i++) {
        kill(others[i], SIGKILL);
        waitpid(others[i], NULL, 0);
    }
}

static void kill_some(struct program *program, int kills)
{
    for (int before; kills > 0; kills--) {
        before = program_workers(program);
        EXPECT(before > 0 && kill(program_worker(program, 0), SIGKILL) == 0);
        for (double end = now_s() + PATIENCE_S; program_workers(program) >= before && now_s() < end;)
            sleep_s(0.01);
    }
}

static void a_pool_whose_workers_cannot_be_replaced_goes_on_with_the_last_one_and_says_so(void)
{
    const rlim_t processes = 5; /* session, coordinator, workers */
    struct program *program = other_user_start(
        &processes, "run --narrate --json - --workload sleep --seconds 0.4x12 --strategy pool "
                    "--workers 3 --chunk 1");
    program_await_workers(program, 3);
    take_places();
    kill_some(program, 2);
    program_wait(program);
    leave_places();
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(program->err, "cannot be replaced: 2 left");
    EXPECT_HAS(program->err, "cannot be replaced: 1 left");
    EXPECT_HAS(json_at(program, "results[0].runs[0].note")->valuestring,
               "1 of 3 workers: fork was refused (Resource temporarily unavailable)");
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "12");
    EXPECT_JSON(program, "results[0].runs[0].tasks_lost", "0");
}

static void when_the_last_worker_cannot_be_replaced_the_run_ends_and_says_why(void)
{
    const rlim_t processes = 4;
    struct program *program = other_user_start(
        &processes,
        "run --narrate --json - --workload sleep --seconds 0,30,0 --strategy pool --workers 2 --chunk 1");
    program_await_workers(program, 2);
    program_await_text(program, "wakes from nap 1");
    program_await_text(program, "starts nap 2 ");
    program_await_text(program, "wakes from nap 3");
    take_places();
    kill_some(program, 2);
    program_wait(program);
    leave_places();
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(program->err, "every worker has died and none could be replaced");
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "2");
    EXPECT_JSON(program, "results[0].runs[0].tasks_lost", "1");
}

/* ---- refused for a moment ------------------------------------------------------------------------------ */

static struct program *refused(const char *request, const char *line)
{
    return tictoc_how(&(struct how){ .env = tortured_env(request) }, "run --json a.json --workload sleep %s",
                      line);
}

static double of_run(struct program *program, const char *key)
{
    return json_number(program, textf("results[0].runs[0].%s", key));
}

/* The first fork is the coordinator's. */
static void a_worker_that_is_refused_once_is_started_a_moment_later(void)
{
    static const struct {
        const char *request, *strategy, *note;
        int live;
    } cases[] = {
        { "fork:2", "serial", "fork was refused with 0 of 1 worker live", 1 },
        { "fork:2", "pool --workers 2 --chunk 1", "fork was refused with 0 of 2 workers live", 2 },
        { "fork:3", "pool --workers 2 --chunk 1", "fork was refused with 1 of 2 workers live", 2 },
        { "fork:2-6", "pool --workers 2 --chunk 1", "fork was refused with 0 of 2 workers live", 2 },
        { "fork:2", "process", "fork was refused with 0 processes live", 1 },
    };
    tortured_open();
    for (int i = 0; i < COUNT_OF(cases); i++) {
        struct program *program =
            refused(cases[i].request, textf("--seconds 0.3x2 --strategy %s", cases[i].strategy));
        EXPECT_INT(program->status, 0);
        json_from(program, test_read(test_path("a.json")));
        EXPECT_INT(of_run(program, "tasks_done"), 2);
        EXPECT(of_run(program, "forks_refused") >= 1);
        EXPECT(of_run(program, "peak_live") >= cases[i].live);
        EXPECT_HAS(json_at(program, "results[0].runs[0].note")->valuestring, cases[i].note);
    }
}

static int count_in(const char *text, const char *part)
{
    int count = 0;
    for (; (text = strstr(text, part)); text++)
        count++;
    return count;
}

/* A run may have to do without a worker all along, and tries again every second. */
static void a_fork_that_is_refused_time_and_again_is_reported_and_counted_once(void)
{
    static const struct {
        const char *request, *strategy;
    } cases[] = {
        { "fork:2-6", "serial" },
        { "fork:3-8", "pool --workers 2 --chunk 1" },
        { "fork:3+", "pool --workers 2 --chunk 1" },
        { "fork:2-6", "process" },
    };
    tortured_open();
    for (int i = 0; i < COUNT_OF(cases); i++) {
        struct program *program = well(
            refused(cases[i].request, textf("--narrate --seconds 0.3x2 --strategy %s", cases[i].strategy)));
        EXPECT_INT(count_in(program->out, "fork refused: "), 1);
        json_from(program, test_read(test_path("a.json")));
        EXPECT_INT(of_run(program, "forks_refused"), 1);
        EXPECT(tortured->failed > 1);
    }
}

/* No new process took a place, as no worker was there before. */
static void a_worker_that_could_not_be_started_at_once_is_reported_as_one_that_starts_late(void)
{
    tortured_open();
    struct program *program =
        well(refused("fork:3", "--narrate --seconds 1x2 --strategy pool --workers 2 --chunk 1"));
    EXPECT_HAS(program->out, " worker 1 starts after all\n");
    EXPECT_LACKS(program->out, "takes the place");
}

static void a_run_that_is_refused_its_coordinator_or_its_sockets_once_is_started_a_moment_later(void)
{
    static const char *const wishes[] = { "fork:1-5", "socket:1-5" };
    tortured_open();
    for (int i = 0; i < COUNT_OF(wishes); i++)
        EXPECT_INT(well(refused(wishes[i], "--seconds 0x3 --strategy serial"))->status, 0);
}

/* The first run is tried eight times in all, and recorded are the other two. */
static void a_run_that_is_refused_for_good_does_not_keep_the_others_from_coming(void)
{
    tortured_open();
    struct program *program =
        refused("fork:1-8", "--record a.rec --seconds 0x3 --strategy serial,process,pool");
    EXPECT_INT(program->status, 1);
    json_from(program, test_read(test_path("a.json")));
    EXPECT_JSON(program, "results[0].runs[0].tasks_lost", "3");
    EXPECT_HAS(json_at(program, "results[0].runs[0].trouble")->valuestring,
               "cannot start a process for the run: Resource temporarily unavailable");
    EXPECT_JSON(program, "results[1].runs[0].tasks_done", "3");
    EXPECT_JSON(program, "results[2].runs[0].tasks_done", "3");
    program = well(tictoc("export --format csv a.rec"));
    EXPECT_HAS(program->out, "\n1,process,1,no,");
    EXPECT_HAS(program->out, "\n2,pool,1,no,");
}

/* A wait for each of them would leave a user without screen and keys for that long. */
static void runs_after_one_that_is_refused_for_good_are_tried_once_each(void)
{
    static const struct {
        const char *request;
        enum torture_kind kind;
    } cases[] = { { "fork:1+", TORTURE_FORK }, { "socket:1+", TORTURE_SOCKET } };
    tortured_open();
    for (int i = 0; i < COUNT_OF(cases); i++) {
        struct program *program = refused(cases[i].request, "--seconds 0x3 --strategy serial,process,pool");
        EXPECT_INT(program->status, 1);
        EXPECT_INT(tortured->calls[cases[i].kind], 8 + 1 + 1);
    }
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(paths_that_are_not_ours_are_reported_before_anything_runs),
        TEST(a_pool_whose_workers_cannot_be_replaced_goes_on_with_the_last_one_and_says_so),
        TEST(when_the_last_worker_cannot_be_replaced_the_run_ends_and_says_why),
        TEST(a_worker_that_is_refused_once_is_started_a_moment_later),
        TEST(a_fork_that_is_refused_time_and_again_is_reported_and_counted_once),
        TEST(a_worker_that_could_not_be_started_at_once_is_reported_as_one_that_starts_late),
        TEST(a_run_that_is_refused_its_coordinator_or_its_sockets_once_is_started_a_moment_later),
        TEST(a_run_that_is_refused_for_good_does_not_keep_the_others_from_coming),
        TEST(runs_after_one_that_is_refused_for_good_are_tried_once_each),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
