/* What the system refuses, and how much is asked of it:
 * forks, memory, many tasks (DESIGN sections 4 and 9). */
#include "support/harness.h"
#include "support/other_user.h"
#include "support/program_json.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct how usual;

static double of_run(struct program *program, const char *key)
{
    return json_number(program, textf("results[0].runs[0].%s", key));
}

/* ---- RLIMIT_NPROC -------------------------------------------------------------------------------------- */

static struct program *limited(rlim_t processes, const char *arguments)
{
    return other_user_runs(&processes, textf("run --workload sleep %s", arguments));
}

static void refused_forks_of_processes_are_tried_again_and_reported(void)
{
    struct program *program = limited(12, "--json - --seconds 0.05x40 --strategy process --max-live 40");
    EXPECT_INT(program->status, 0);
    EXPECT_INT(of_run(program, "tasks_done"), 40);
    EXPECT_INT(of_run(program, "workers_started"), 40);
    EXPECT_BETWEEN(of_run(program, "peak_live"), 1, 10);
    EXPECT(of_run(program, "forks_refused") >= 1);
    EXPECT_HAS(json_at(program, "results[0].runs[0].note")->valuestring, "fork was refused with ");
    EXPECT_HAS(json_at(program, "results[0].runs[0].note")->valuestring, "Resource temporarily unavailable");
}

static void refused_forks_are_reported_below_the_table(void)
{
    struct program *program = limited(12, "--seconds 0.05x40 --strategy process --max-live 40");
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(flat(program->out), "process: fork was refused with ");
}

/* Enough naps, and long enough ones, to come up against 38 at once. */
static const char *many_naps(void)
{
    return harness_sanitized() ? "0.6x70" : "0.1x100";
}

static void by_itself_process_stays_below_the_limit_and_names_it(void)
{
    struct program *program = limited(60, textf("--json - --seconds %s --strategy process", many_naps()));
    EXPECT_INT(program->status, 0);
    EXPECT_INT(of_run(program, "tasks_lost"), 0);
    EXPECT_INT(of_run(program, "forks_refused"), 0);
    EXPECT_BETWEEN(of_run(program, "peak_live"), 10, 58);
    EXPECT_JSON(program, "results[0].limit", "\"RLIMIT_NPROC 60\"");
    EXPECT_HAS(json_at(program, "results[0].runs[0].note")->valuestring, "RLIMIT_NPROC 60");
}

/* Front and coordinator are two of the twelve. */
static void under_a_low_limit_process_gets_as_many_as_a_pool(void)
{
    struct program *program =
        limited(12, "--json - --seconds 0.05x40 --strategy process,pool --workers 8 --chunk 1");
    EXPECT_INT(program->status, 0);
    EXPECT_BETWEEN(of_run(program, "peak_live"), 7, 9);
    EXPECT_INT(of_run(program, "forks_refused"), 0);
    EXPECT_INT(json_number(program, "results[1].runs[0].peak_live"), 8);
}

static void one_process_at_once_is_one_process(void)
{
    struct program *program = limited(3, "--json - --seconds 0.02x4 --strategy process");
    EXPECT_INT(program->status, 0);
    EXPECT_INT(of_run(program, "peak_live"), 1);
    EXPECT_TEXT(json_at(program, "results[0].runs[0].note")->valuestring,
                "at most 1 process live at once: RLIMIT_NPROC 3");
}

static void a_pool_goes_on_with_the_workers_it_could_start(void)
{
    struct program *program = limited(5, "--json - --seconds 0.02x30 --strategy pool --workers 8 --chunk 1");
    EXPECT_INT(program->status, 0);
    EXPECT_INT(of_run(program, "tasks_done"), 30);
    EXPECT_INT(of_run(program, "peak_live"), 3);
    EXPECT_HAS(json_at(program, "results[0].runs[0].note")->valuestring, "3 of 8 workers");
}

/* "A run that cannot have its processes says which limit it met." */
static void expect_limit_named(struct program *program)
{
    const char *output = flat(program->out);
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(output, "Resource temporarily unavailable");
    if (!strstr(output, "RLIMIT_NPROC") && !strstr(output, "ulimit -u"))
        test_fails(__FILE__, __LINE__, "nothing says that it was RLIMIT_NPROC (ulimit -u)");
}

static void a_run_without_a_single_worker_says_why_and_which_limit_it_met(void)
{
    expect_limit_named(limited(2, "--seconds 0x3 --strategy pool"));
}

static void a_run_without_a_coordinator_says_why_and_which_limit_it_met(void)
{
    expect_limit_named(limited(1, "--seconds 0x3 --strategy pool"));
}

/* ---- cgroup -------------------------------------------------------------------------------------------- */

static const char *const hierarchies[] = { "/sys/fs/cgroup/pids", "/sys/fs/cgroup",
                                           "/sys/fs/cgroup/unified" };

static bool write_to(const char *directory, const char *file, const char *text)
{
    int fd = open(textf("%s/%s", directory, file), O_WRONLY | O_CLOEXEC);
    bool written = fd >= 0 && write(fd, text, strlen(text)) > 0;
    if (fd >= 0)
        close(fd);
    return written;
}

static void enter_group(const void *context)
{
    if (!write_to(context, "cgroup.procs", "0"))
        _exit(125);
}

static char group[128];

static void remove_group(void)
{
    if (*group)
        rmdir(group);
    *group = '\0';
}

/* A group of processes with pids.max; its directory. It goes with the next one or at the end of this program,
 * so also when a test fails. Skips where none can be made. */
static const char *make_group(const char *pids_max)
{
    remove_group();
    for (int i = 0; i < COUNT_OF(hierarchies); i++) {
        snprintf(group, sizeof group, "%s/tictoc-test-%d", hierarchies[i], (int)getpid());
        if (mkdir(group, 0755) == 0 && write_to(group, "pids.max", pids_max))
            return group;
        remove_group();
    }
    test_skips("no group with pids.max can be made below /sys/fs/cgroup");
}

static void processes_that_a_cgroup_refuses_are_tried_again_and_reported(void)
{
    struct program *program =
        tictoc_how(&(struct how){ .before = enter_group, .context = make_group("12") },
                   "run --json - --workload sleep --seconds 0.05x40 --strategy process --max-live 40");
    EXPECT_INT(program->status, 0);
    EXPECT_INT(of_run(program, "tasks_done"), 40);
    EXPECT_BETWEEN(of_run(program, "peak_live"), 1, 10);
    EXPECT(of_run(program, "forks_refused") >= 1);
}

static void by_itself_process_stays_below_pids_max(void)
{
    struct program *program =
        tictoc_how(&(struct how){ .before = enter_group, .context = make_group("60") },
                   "run --json - --workload sleep --seconds %s --strategy process", many_naps());
    EXPECT_INT(program->status, 0);
    EXPECT_INT(of_run(program, "forks_refused"), 0);
    EXPECT_BETWEEN(of_run(program, "peak_live"), 10, 58);
    EXPECT_JSON(program, "results[0].limit", "\"cgroup pids.max 60\"");
}

/* ---- memory -------------------------------------------------------------------------------------------- */

static void limit_memory(const void *context)
{
    const struct rlimit limit = { *(const rlim_t *)context, *(const rlim_t *)context };
    setrlimit(RLIMIT_AS, &limit);
}

static void a_run_that_cannot_have_its_memory_says_how_much_it_wanted(void)
{
    rlim_t limit = 100 << 20;
    if (harness_sanitized())
        test_skips("AddressSanitizer itself needs the address space");
    struct program *program = tictoc_how(&(struct how){ .before = limit_memory, .context = &limit },
                                         "run --workload sleep --seconds 0x5000000 --strategy pool");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(flat(program->out), "MB of shared memory for 5 000 000 tasks: Cannot allocate memory");
}

static void hide_meminfo(const void *context)
{
    (void)context;
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("/dev/null", "/proc/meminfo", NULL, MS_BIND, NULL) != 0)
        _exit(125);
}

static void where_the_free_memory_cannot_be_read_a_run_is_not_refused(void)
{
    struct program *program = tictoc_how(&(struct how){ .before = hide_meminfo },
                                         "run --json - --workload sleep --seconds 0x3 --strategy pool");
    if (program->status == 125)
        test_skips("/proc/meminfo cannot be hidden here");
    EXPECT_INT(of_run(well(program), "tasks_done"), 3);
}

/* The proportional share of memory of a process, in kB. */
static long memory_of(pid_t pid)
{
    char line[128];
    long kb = 0;
    FILE *file = fopen(textf("/proc/%d/smaps_rollup", pid), "r");
    while (file && !kb && fgets(line, sizeof line, file))
        sscanf(line, "Pss: %ld kB", &kb);
    if (file)
        fclose(file);
    return kb;
}

static void a_million_tasks_take_at_most_100_mb(void)
{
    if (harness_sanitized())
        test_skips("memory under AddressSanitizer says nothing");
    struct program *program = tictoc_start(
        &usual, "run --json - --workload sleep --seconds 0x1000000 --strategy pool --workers 2 --chunk 1");
    long most = 0;
    while (!program_ended(program)) {
        long sum = 0;
        program_look(program);
        for (size_t i = 0; i < program->process_count; i++)
            sum += memory_of(program->processes[i].pid);
        most = sum > most ? sum : most;
    }
    EXPECT_INT(of_run(well(program), "tasks_done"), 1000000);
    EXPECT_BETWEEN(most, 10000, 100e6 / 1024);
}

/* Else a run of twice as many tasks, which needs 64 MB and has 32 MB left over, comes close to 100 MB. */
static void what_a_run_took_is_given_back_before_the_next(void)
{
    if (harness_sanitized())
        test_skips("memory under AddressSanitizer says nothing");
    struct program *program = tictoc_start(&usual, "run --json - --workload sleep --seconds 0x500000 "
                                                   "--strategy pool --workers 2 --chunk 1 --repeat 3");
    long most = 0;
    while (!program_ended(program)) {
        long front = program_workers(program) ? memory_of(program->pid) : 0;
        if (program_workers(program)) /* still running: it was no look at the end of a run */
            most = front > most ? front : most;
    }
    EXPECT_JSON(well(program), "results[0].runs[2].tasks_done", "500000");
    EXPECT_BETWEEN(most, 1, 5000);
}

/* ---- many ---------------------------------------------------------------------------------------------- */

#define PIDS_MAX (1 << 22)

/* What looks 10 ms and more apart have found. */
struct zombies {
    int most;    /* at once */
    int longest; /* looks in a row in which one was there; no time: a busy machine stops no clock */
};

static void look_for_zombies(struct program *program, int look, struct zombies *found)
{
    static struct {
        int last, looks;
    } known[PIDS_MAX];
    int count = 0;
    program_look(program);
    for (size_t i = 0; i < program->process_count; i++) {
        const struct process *process = &program->processes[i];
        if (process->state != 'Z' || !program_is_worker(program, process))
            continue;
        count++;
        known[process->pid].looks = known[process->pid].last == look - 1 ? known[process->pid].looks + 1 : 1;
        known[process->pid].last = look;
        if (known[process->pid].looks > found->longest)
            found->longest = known[process->pid].looks;
    }
    found->most = count > found->most ? count : found->most;
}

static void of_20000_processes_none_is_lost_and_zombies_do_not_pile_up(void)
{
    int tasks = harness_sanitized() ? 500 : 20000;
    struct program *program =
        tictoc_start(&usual, "run --json - --workload sleep --seconds 0x%d --strategy process", tasks);
    struct zombies zombies = { 0 };
    for (int look = 1; !program_ended(program); look++, sleep_s(0.01))
        look_for_zombies(program, look, &zombies);
    program_wait(program);
    EXPECT_INT(of_run(well(program), "tasks_done"), tasks);
    EXPECT_INT(of_run(program, "workers_started"), tasks);
    EXPECT_INT(of_run(program, "retries"), 0);
    EXPECT_BETWEEN(zombies.longest, 0, 40);
    EXPECT(zombies.most <= tasks / 10);
}

static void ten_thousand_tasks_by_a_hundred_workers_are_each_done_once(void)
{
    int workers = harness_sanitized() ? 20 : 100;
    struct program *program = tictoc(
        "run --json - --workload sleep --seconds 0x10000 --strategy pool --workers %d --chunk 1", workers);
    double sum = 0;
    for (int i = 0; i < workers; i++) {
        sum += of_run(program, textf("workers[%d].tasks", i));
    }
    EXPECT_INT(well(program)->status, 0);
    EXPECT_INT(sum, 10000);
    EXPECT_INT(of_run(program, "workers_started"), workers);
}

static void above_1000_lives_the_workers_are_left_out(void)
{
    if (harness_sanitized())
        test_skips("a thousand processes under AddressSanitizer take too long");
    struct program *program =
        well(tictoc("run --json - --workload sleep --seconds 0x1001 --strategy process"));
    EXPECT_INT(of_run(program, "workers_started"), 1001);
    EXPECT(!json_has(program, "results[0].runs[0].workers"));
}

static void a_death_for_the_limit_of_processor_time_names_the_limit(void)
{
    struct program *program = tictoc_start(&(struct how){ .env = NULL },
                                           "run --narrate --workload sleep --seconds 1 --strategy serial");
    program_await_naps(program, 1);
    EXPECT(kill(program_worker(program, 0), SIGXCPU) == 0);
    program_wait(program);
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(flat(program->out), "serial: 1 attempt died (SIGXCPU: the limit of processor time, ulimit -t) "
                                   "and was made again; no task is missing.");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(refused_forks_of_processes_are_tried_again_and_reported),
        TEST(refused_forks_are_reported_below_the_table),
        TEST(by_itself_process_stays_below_the_limit_and_names_it),
        TEST(under_a_low_limit_process_gets_as_many_as_a_pool),
        TEST(one_process_at_once_is_one_process),
        TEST(a_pool_goes_on_with_the_workers_it_could_start),
        TEST(a_run_without_a_single_worker_says_why_and_which_limit_it_met),
        TEST(a_run_without_a_coordinator_says_why_and_which_limit_it_met),
        TEST(processes_that_a_cgroup_refuses_are_tried_again_and_reported),
        TEST(by_itself_process_stays_below_pids_max),
        TEST(a_run_that_cannot_have_its_memory_says_how_much_it_wanted),
        TEST(where_the_free_memory_cannot_be_read_a_run_is_not_refused),
        TEST(a_million_tasks_take_at_most_100_mb),
        TEST(what_a_run_took_is_given_back_before_the_next),
        TEST(of_20000_processes_none_is_lost_and_zombies_do_not_pile_up),
        TEST(ten_thousand_tasks_by_a_hundred_workers_are_each_done_once),
        TEST(a_death_for_the_limit_of_processor_time_names_the_limit),
        TEST(above_1000_lives_the_workers_are_left_out),
    };
    atexit(remove_group);
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
