/* Where the time went, on real runs of every strategy: accounts without a remainder, bounds, the verdict. */
#include "support/harness.h"
#include "support/program_json.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cjson/cJSON.h>

/* What a sum may be off by: nothing but how a double holds it. */
#define NEARLY 1e-9

static double number(const cJSON *object, const char *key)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!cJSON_IsNumber(member))
        test_fails(__FILE__, __LINE__, "no number \"%s\"", key);
    return member->valuedouble;
}

/* The parts of an account are all of its members between "total_s" and its end. */
static void expect_no_remainder(const cJSON *account)
{
    const cJSON *part = cJSON_GetObjectItemCaseSensitive(account, "total_s");
    double total = number(account, "total_s"), sum = 0;
    for (part = part->next; part; part = part->next)
        sum += part->valuedouble;
    EXPECT_BETWEEN(sum, total - NEARLY, total + NEARLY);
}

static void expect_parts_within_0_and_total(const cJSON *account)
{
    const cJSON *part = cJSON_GetObjectItemCaseSensitive(account, "total_s");
    double total = number(account, "total_s");
    for (part = part->next; part; part = part->next)
        EXPECT_BETWEEN(part->valuedouble, 0, total + NEARLY);
}

/* Of every run of every strategy. */
static void expect_accounts(struct program *program, bool computes)
{
    for (int i = 0; i < json_length(program, "results"); i++) {
        char path[64];
        snprintf(path, sizeof path, "results[%d].runs[0].time", i);
        const cJSON *time = json_at(program, path);
        const cJSON *workers = cJSON_GetObjectItemCaseSensitive(time, "workers");
        const cJSON *machine = cJSON_GetObjectItemCaseSensitive(time, "machine");
        const cJSON *waterfall = cJSON_GetObjectItemCaseSensitive(time, "waterfall");
        snprintf(path, sizeof path, "results[%d].done_s[0]", i);
        double done = json_number(program, path);
        expect_no_remainder(workers);
        expect_parts_within_0_and_total(workers);
        EXPECT_INT(machine != NULL, computes);
        if (machine) {
            expect_no_remainder(machine);
            expect_parts_within_0_and_total(machine);
            EXPECT_BETWEEN(number(machine, "total_s") / number(machine, "cores"), done - NEARLY,
                           done + NEARLY);
        }
        expect_no_remainder(waterfall);
        EXPECT_BETWEEN(number(waterfall, "total_s"), done - NEARLY, done + NEARLY);
    }
}

static const char every_strategy[] =
    "'strategies=[\"serial\", \"process\", {\"kind\": \"process\", \"join\": false}, \"pool\", {\"kind\": \"pool\", "
    "\"workers\": 5, \"chunk\": 1}, {\"kind\": \"process\", \"max_live\": 3}]'";

static void both_accounts_of_every_strategy_have_no_remainder(void)
{
    int to = harness_sanitized() ? 200 : 3000;
    struct program *program =
        well(tictoc("run --json - --workload perfect --to %d --set %s", to, every_strategy));
    EXPECT_INT(json_length(program, "results"), 6);
    expect_accounts(program, true);
}

static void naps_have_the_workers_account_alone(void)
{
    struct program *program =
        well(tictoc("run --json - --workload sleep --seconds 0.02,0.01,0.03,0 --set %s", every_strategy));
    expect_accounts(program, false);
    for (int i = 0; i < 6; i++) {
        char path[64];
        snprintf(path, sizeof path, "results[%d].runs[0].time.workers.nap_s", i);
        EXPECT(json_number(program, path) >= 0.05);
        snprintf(path, sizeof path, "results[%d].runs[0].time.waterfall.work_s", i);
        EXPECT_BETWEEN(json_number(program, path), 0.06 - NEARLY, 0.06 + NEARLY);
    }
}

static void what_lifetimes_sum_to_is_what_the_workers_lived(void)
{
    struct program *program =
        well(tictoc("run --json - --workload sleep --seconds 0.1x4 --strategy pool --workers 2"));
    double total = json_number(program, "results[0].runs[0].time.workers.total_s");
    double busy = json_number(program, "results[0].runs[0].workers[0].busy_s") +
                  json_number(program, "results[0].runs[0].workers[1].busy_s");
    double inside = json_number(program, "results[0].runs[0].time.workers.cpu_s") +
                    json_number(program, "results[0].runs[0].time.workers.nap_s");
    EXPECT_BETWEEN(total, 0.4, 2 * json_number(program, "results[0].elapsed_s[0]"));
    EXPECT_BETWEEN(inside, busy - NEARLY, busy + NEARLY);
}

static void an_attempt_that_died_has_its_part(void)
{
    struct program *program =
        tictoc_start(&(struct how){ 0 },
                     "run --narrate --json - --workload sleep --seconds 2 --strategy pool --workers 1");
    program_await_text(program, "starts nap 1 ");
    sleep_s(0.3);
    program_await_workers(program, 1);
    pid_t worker = program_worker(program, 0);
    EXPECT(worker > 0 && kill(worker, SIGKILL) == 0);
    program_await_other(program, worker);
    double most = now_s() - program->began;
    program_wait(program);
    EXPECT_INT(program->status, 0);
    expect_accounts(program, false);
    EXPECT_BETWEEN(json_number(program, "results[0].runs[0].time.workers.died_s"), 0.3, most);
    EXPECT_BETWEEN(json_number(program, "results[0].runs[0].time.waterfall.lost_s"), 0.3, most);
}

static void no_worker_can_be_done_before_the_longest_nap(void)
{
    struct program *program =
        well(tictoc("run --json - --workload sleep --seconds 0.1,0.5 --strategy pool --workers 2 --chunk 1"));
    EXPECT_BETWEEN(json_number(program, "results[0].runs[0].bounds.lower_s"), 0.5, 0.5);
    EXPECT_BETWEEN(json_number(program, "results[0].runs[0].bounds.span_s"), 0.5, 0.5);
}

static void five_over_1_to_10_could_have_been_faster_in_another_order(void)
{
    struct program *program =
        well(tictoc("run --json - --workload sleep --strategy pool --workers 5 --chunk 1 --seconds "
                    "0.01,0.02,0.03,0.04,0.05,0.06,0.07,0.08,0.09,0.1"));
    EXPECT_JSON(program, "results[0].runs[0].bounds.lower_s", "0.11");
    EXPECT_JSON(program, "results[0].runs[0].bounds.longest_first_s", "0.11");
    EXPECT_JSON(program, "results[0].runs[0].bounds.fifo_s", "0.15");
    EXPECT_JSON(program, "results[0].runs[0].bounds.graham_s", "0.198");
}

/* cases/engine.md 5: wherever a lower bound is claimed the run took longer. */
static void expect_lower_bounds(struct program *program)
{
    for (int i = 0; i < json_length(program, "results"); i++) {
        char path[64];
        snprintf(path, sizeof path, "results[%d].runs[0].bounds", i);
        const cJSON *bounds = json_at(program, path);
        snprintf(path, sizeof path, "results[%d].done_s[0]", i);
        if (!cJSON_IsNull(bounds))
            EXPECT(number(bounds, "lower_s") <= json_number(program, path) + NEARLY);
    }
}

static void e5_no_real_run_is_faster_than_its_lower_bound(void)
{
    static const char *const works[] = {
        "--workload perfect --to 6000 --chunk 1 --workers 64",
        "--workload perfect --to 6000 --chunk 1 --workers 2",
        "--workload perfect --to 3 --chunk 1 --workers 2",
        "--workload sleep --seconds 0.01,0.02,0.005,0.01 --chunk 1 --workers 2",
        "--workload sleep --seconds 0x50 --workers 3",
    };
    for (int i = 0; i < COUNT_OF(works); i++)
        expect_lower_bounds(well(tictoc("run --json - --strategy serial,process,pool %s", works[i])));
    expect_lower_bounds(
        well(tictoc("run --json - --strategy process --no-join --workload sleep --seconds 0.01,0.02")));
    struct program *crowded = well(
        tictoc("run --json - --workload perfect --to 6000 --strategy serial,pool --workers 64 --chunk 1"));
    EXPECT_JSON(crowded, "results[0].runs[0].bounds.places", "1");
    EXPECT_JSON(crowded, "results[1].runs[0].bounds", "null");
}

/* ---- a CPU quota --------------------------------------------------------------------------------------- */

static bool write_to(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    bool written = file && fputs(text, file) >= 0;
    return file && fclose(file) == 0 && written;
}

/* Where it can be put back to afterwards. */
static bool is_at_root(void)
{
    char line[256];
    bool found = false;
    FILE *file = fopen("/proc/self/cgroup", "r");
    while (file && fgets(line, sizeof line, file))
        found |= strstr(line, ":cpu:/\n") || strstr(line, ":cpu,cpuacct:/\n");
    if (file)
        fclose(file);
    return found;
}

/* A fifth of a processor for this process and its children: version 1, where the machine lets us. */
static void e4_a_cpu_quota_is_seen_in_a_real_control_group(void)
{
    const char *group = textf("/sys/fs/cgroup/cpu/tictoc-%d", (int)getpid());
    bool made = is_at_root() && mkdir(group, 0700) == 0 &&
                write_to(textf("%s/cpu.cfs_quota_us", group), "20000") &&
                write_to(textf("%s/cgroup.procs", group), textf("%d", (int)getpid()));
    struct program *program =
        made ? tictoc("run --json - --workload perfect --to 12000 --strategy serial") : NULL;
    bool left = made && write_to("/sys/fs/cgroup/cpu/cgroup.procs", textf("%d", (int)getpid()));
    rmdir(group);
    if (!made || !left)
        test_skips("no control group can be made here");
    if (json_number(program, "results[0].runs[0].time.machine.throttled_s") == 0)
        test_skips("other programs left it less than the quota");
    EXPECT_HAS(program->out, "a CPU quota (control group) kept its workers from running for ");
    EXPECT(json_number(program, "results[0].runs[0].machine_use.throttled_s") > 0);
    EXPECT(json_number(program, "results[0].runs[0].machine_use.throttled_times") > 0);
}

static void more_workers_than_cores_are_ready_without_one(void)
{
    struct program *program = well(tictoc(
        "run --json - --workload perfect --from 200000 --to 200600 --strategy pool --workers 8 --chunk 1"));
    if (json_number(program, "host.cores") > 4)
        test_skips("more than four cores: eight workers are not too many");
    double cpu = json_number(program, "results[0].runs[0].time.workers.cpu_s");
    EXPECT(json_number(program, "results[0].runs[0].time.workers.ready_s") > 0.3 * cpu);
}

static void five_repeats_give_a_verdict(void)
{
    struct program *program =
        well(tictoc("run --json - --workload sleep --seconds 0.04,0.04 --strategy serial,process "
                    "--repeat 5"));
    EXPECT_INT(json_length(program, "verdict"), 1);
    EXPECT_JSON(program, "verdict[0].faster", "\"process\"");
    EXPECT_JSON(program, "verdict[0].slower", "\"serial\"");
    EXPECT_JSON(program, "verdict[0].repeats", "5");
    EXPECT(json_has(program, "warnings"));
    program = tictoc("run --workload sleep --seconds 0.04,0.04 --strategy serial,process --repeat 5");
    EXPECT_HAS(program->out, "verdict: ");
}

static void one_repeat_says_how_many_are_missing(void)
{
    struct program *program = tictoc("run --workload sleep --seconds 0.01 --strategy serial,process");
    EXPECT_HAS(program->out, "verdict: 5 repeats are needed for a verdict: 4 more\n");
    program = well(tictoc("run --json - --workload sleep --seconds 0.01 --strategy serial,process"));
    EXPECT_JSON(program, "verdict[0].more_repeats", "4");
    EXPECT_JSON(program, "verdict[0].low", "null");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(both_accounts_of_every_strategy_have_no_remainder),
        TEST(naps_have_the_workers_account_alone),
        TEST(what_lifetimes_sum_to_is_what_the_workers_lived),
        TEST(an_attempt_that_died_has_its_part),
        TEST(no_worker_can_be_done_before_the_longest_nap),
        TEST(five_over_1_to_10_could_have_been_faster_in_another_order),
        TEST(e5_no_real_run_is_faster_than_its_lower_bound),
        TEST(e4_a_cpu_quota_is_seen_in_a_real_control_group),
        TEST(more_workers_than_cores_are_ready_without_one),
        TEST(five_repeats_give_a_verdict),
        TEST(one_repeat_says_how_many_are_missing),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
