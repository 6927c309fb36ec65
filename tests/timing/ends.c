/* Whatever is going on, it has ended within a second of what ends it, and no process is left. */
#include "support/harness.h"
#include "support/live_run.h"
#include "support/program.h"
#include "support/screen.h"
#include "support/victim.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct how usual;

/* Fails the test when more than a second has gone by. */
#define EXPECT_WITHIN_A_SECOND_OF(began) EXPECT_BETWEEN(now_s() - (began), 0, harness_scale())

static const char *const kinds[] = { "serial", "process", "process --no-join", "pool --workers 2" };

static struct program *start(const char *workload, int kind)
{
    struct program *program = tictoc_start(&usual, "run --workload %s --strategy %s", workload, kinds[kind]);
    program_await_workers(program, kind == 0 ? 1 : 2);
    return program;
}

#define NAPS     "sleep --seconds 30x3"
#define NUMBERS  "perfect --from 4000000000 --to 4000000003"
#define STARTING "sleep --seconds 0x1000000"

/* ---- signals to the session ---------------------------------------------------------------------------- */

static void expect_end(struct program *program, int signal)
{
    double began = now_s();
    program_signal(program, signal);
    program_wait(program);
    EXPECT_WITHIN_A_SECOND_OF(began);
    EXPECT_INT(program->status, 128 + signal);
}

static void each_signal_ends_each_strategy_within_a_second(void)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    for (int i = 0; i < COUNT_OF(signals) * COUNT_OF(kinds); i++)
        expect_end(start(NAPS, i % COUNT_OF(kinds)), signals[i / COUNT_OF(kinds)]);
}

static void workers_that_compute_end_as_well(void)
{
    for (int i = 0; i < COUNT_OF(kinds); i++)
        expect_end(start(NUMBERS, i), SIGINT);
}

static void a_run_that_is_busy_starting_processes_ends_as_well(void)
{
    struct program *program = tictoc_start(&usual, "run --workload " STARTING " --strategy process");
    program_await_workers(program, 1);
    sleep_s(0.1);
    expect_end(program, SIGINT);
    EXPECT_HAS(program->out, "interrupted: by signal 2 (Interrupt)");
}

static void stopped_processes_end_as_well(void)
{
    struct program *program = start(NAPS, 3);
    EXPECT(kill(program_worker(program, 0), SIGSTOP) == 0);
    expect_end(program, SIGINT);
    program = start(NAPS, 1);
    EXPECT(kill(program->coordinator, SIGSTOP) == 0);
    expect_end(program, SIGINT);
}

/* ---- deaths of the session and of the coordinator ------------------------------------------------------ */

static void expect_nothing_left_of_a_killed_front(struct program *program)
{
    double began = now_s();
    program_signal(program, SIGKILL);
    program_wait(program);
    EXPECT_INT(program->signal, SIGKILL);
    program_expect_nothing_left(program);
    EXPECT_WITHIN_A_SECOND_OF(began);
}

static void when_the_front_is_killed_no_process_is_left_within_a_second(void)
{
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        expect_nothing_left_of_a_killed_front(start(NAPS, i));
        expect_nothing_left_of_a_killed_front(start(NUMBERS, i));
    }
}

static void when_the_front_is_killed_while_processes_are_started_none_is_left(void)
{
    struct program *program = tictoc_start(&usual, "run --workload " STARTING " --strategy process");
    program_await_workers(program, 1);
    sleep_s(0.1);
    expect_nothing_left_of_a_killed_front(program);
}

static void a_killed_coordinator_takes_its_workers_with_it_within_a_second(void)
{
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct program *program = start(NAPS, i);
        double began = now_s();
        EXPECT(kill(program->coordinator, SIGKILL) == 0);
        program_wait(program);
        EXPECT_WITHIN_A_SECOND_OF(began);
        EXPECT_INT(program->status, 1);
    }
}

/* ---- the engine, asked to stop ------------------------------------------------------------------------- */

static const struct {
    const char *json;
    int tasks;
} engine_kinds[] = {
    { "{\"kind\": \"pool\", \"workers\": 3, \"chunk\": 1}", 40 },
    { "{\"kind\": \"pool\", \"workers\": 3, \"chunk\": 5}", 40 },
    { "{\"kind\": \"process\"}", 900 },
    { "{\"kind\": \"process\", \"max_live\": 3}", 40 },
    { "{\"kind\": \"process\", \"join\": false}", 900 },
    { "\"serial\"", 40 },
};

static struct live_run *open_naps(const char *seconds, int count, const char *strategy)
{
    return live_open(textf("{\"workload\": {\"kind\": \"sleep\", \"seconds\": %s, \"count\": %d}, "
                           "\"strategies\": [%s]}",
                           seconds, count, strategy));
}

static void expect_stop(struct live_run *live)
{
    double began = now_s();
    series_stop(&live->series);
    EXPECT(live_end(live)->interrupted);
    EXPECT_WITHIN_A_SECOND_OF(began);
}

static bool is_stopped(const struct snapshot *snapshot, uint64_t wanted)
{
    return (snapshot->workers[0].sample.state == OS_STOPPED) == wanted;
}

static void a_run_whose_only_worker_is_stopped_ends_within_a_second_when_asked(void)
{
    struct live_run *live = open_naps("0.1", 5, "\"serial\"");
    live_await(live, live_running, 1);
    EXPECT(runner_signal(&live->series.runner, (struct worker_id){ 0, live->snapshot->workers[0].life },
                         SIGSTOP));
    double began = now_s();
    live->sampled = true;
    live_await(live, is_stopped, true);
    EXPECT_WITHIN_A_SECOND_OF(began);
    expect_stop(live);
}

static bool is_held(const struct snapshot *snapshot, uint64_t least)
{
    return snapshot->running == 0 && snapshot->states[SLOT_HELD] >= least;
}

static void a_held_run_that_is_asked_to_stop_ends_within_a_second(void)
{
    for (int i = 0; i < COUNT_OF(engine_kinds); i++) {
        struct live_run *live = open_naps("0.01", engine_kinds[i].tasks, engine_kinds[i].json);
        runner_hold(&live->series.runner, true);
        live_await(live, is_held, 1);
        expect_stop(live);
    }
}

/* ---- the screen ---------------------------------------------------------------------------------------- */

static void expect_end_by_x(void)
{
    double began = now_s();
    screen_keys("x");
    SCREEN_SHOWS("stopped before its end");
    EXPECT(screen_waits_for(2, 0)); /* screen and guard */
    EXPECT_WITHIN_A_SECOND_OF(began);
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

static void start_screen(const char *line)
{
    screen_start_how(&(struct screen_how){ .columns = 100, .rows = 30 }, line);
    SCREEN_SHOWS(" starts nap 1");
}

static void x_ends_a_run_within_a_second(void)
{
    start_screen("--workload sleep --seconds 60x4 --strategy serial --start");
    expect_end_by_x();
}

static void x_ends_a_held_run_within_a_second(void)
{
    start_screen("--workload sleep --seconds 0.1x400 --strategy pool --workers 2 --start");
    screen_keys(" ");
    SCREEN_SHOWS("▪ held for");
    SCREEN_LACKS(" under way");
    expect_end_by_x();
}

static void a_worker_stopped_from_the_screen_is_shown_so_and_ended_by_x_within_a_second(void)
{
    start_screen("--workload sleep --seconds 2x12 --strategy serial --start");
    SCREEN_SHOWS(" starts nap 1");
    screen_keys("jS");
    SCREEN_SHOWS("Stop worker 0 (");
    double began = now_s();
    screen_keys("y");
    SCREEN_SHOWS("▪ stopped");
    EXPECT_WITHIN_A_SECOND_OF(began);
    expect_end_by_x();
}

/* Whichever of them goes first. */
static void when_screen_and_coordinator_are_killed_at_once_nothing_is_left_within_a_second(void)
{
    for (int first = 0; first < 2; first++) {
        screen_running("--workload sleep --seconds 60x4 --strategy pool --workers 3 --start");
        EXPECT(screen_waits_for(6, 0)); /* screen, guard, coordinator, workers */
        pid_t screen = pty_pid(screen_pty()), coordinator = victim_coordinator(screen);
        EXPECT(coordinator > 0);
        double began = now_s();
        kill(first ? screen : coordinator, SIGKILL);
        kill(first ? coordinator : screen, SIGKILL);
        EXPECT(screen_waits_for(0, 0));
        EXPECT_WITHIN_A_SECOND_OF(began);
        screen_ends_well(128 + SIGKILL);
    }
}

/* ---- a terminal that goes ------------------------------------------------------------------------------ */

/* The program on a terminal of its own; `front`: the words of its command line up to the workload. */
static pid_t start_on_terminal(int master, const char *const *front)
{
    const char *mark = screen_new_mark(), *name = ptsname(master);
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    const char *argv[12] = { program_path() };
    int count = 1;
    for (; *front; front++)
        argv[count++] = *front;
    static const char *const rest[] = { "--workload", "sleep", "--seconds", "60x2", "--set" };
    for (int i = 0; i < COUNT_OF(rest); i++)
        argv[count++] = rest[i];
    argv[count] = mark;
    use_usual_signals();
    setsid();
    int slave = open(name, O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        dup2(slave, fd);
    setenv("TERM", "xterm-256color", 1);
    setenv("HOME", test_directory(), 1);
    execv(argv[0], (char *const *)argv);
    _exit(127);
}

static void expect_end_with_terminal(const char *const *front, int processes)
{
    char bytes[4096];
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), status = 0;
    EXPECT(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    pid_t pid = start_on_terminal(master, front);
    fcntl(master, F_SETFL, O_NONBLOCK);
    for (double end = now_s() + PATIENCE_S; screen_processes(0) < processes && now_s() < end; sleep_s(0.01))
        if (read(master, bytes, sizeof bytes) < 0)
            continue;
    double began = now_s();
    close(master);
    EXPECT(screen_waits_for(0, 0));
    EXPECT_WITHIN_A_SECOND_OF(began);
    EXPECT(waitpid(pid, &status, 0) == pid);
    EXPECT(WIFEXITED(status));
    EXPECT_INT(WEXITSTATUS(status), 128 + SIGHUP);
}

static void a_run_and_a_screen_end_within_a_second_of_their_terminal(void)
{
    expect_end_with_terminal((const char *const[]){ "run", "--strategy", "process", NULL }, 4);
    expect_end_with_terminal((const char *const[]){ "--start", NULL }, 4);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(each_signal_ends_each_strategy_within_a_second),
        TEST(workers_that_compute_end_as_well),
        TEST(a_run_that_is_busy_starting_processes_ends_as_well),
        TEST(stopped_processes_end_as_well),
        TEST(when_the_front_is_killed_no_process_is_left_within_a_second),
        TEST(when_the_front_is_killed_while_processes_are_started_none_is_left),
        TEST(a_killed_coordinator_takes_its_workers_with_it_within_a_second),
        TEST(a_run_whose_only_worker_is_stopped_ends_within_a_second_when_asked),
        TEST(a_held_run_that_is_asked_to_stop_ends_within_a_second),
        TEST(x_ends_a_run_within_a_second),
        TEST(x_ends_a_held_run_within_a_second),
        TEST(a_worker_stopped_from_the_screen_is_shown_so_and_ended_by_x_within_a_second),
        TEST(when_screen_and_coordinator_are_killed_at_once_nothing_is_left_within_a_second),
        TEST(a_run_and_a_screen_end_within_a_second_of_their_terminal),
    };
    int status = harness_main(tests, COUNT_OF(tests), argc, argv);
    screen_abandon();
    live_close();
    return status;
}
