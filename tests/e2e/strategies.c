/* How each strategy spreads its tasks and when it says what (DESIGN section 4),
 * by naps a tenth as long as those of the experiments. */
#include "support/harness.h"
#include "support/program_json.h"

#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAPS(seconds, strategy) "run --json - --workload sleep --seconds " seconds " --strategy " strategy

static double done(struct program *program)
{
    return json_number(program, "results[0].done_s[0]");
}

/* ---- serial -------------------------------------------------------------------------------------------- */

static void serial_is_one_worker_that_does_every_task_in_order(void)
{
    struct program *program =
        well(tictoc("run --narrate --json result.json --workload sleep --strategy serial "
                    "--seconds 0.01,0.03,0.02,0,0.01"));
    const char *at = program->out;
    for (int nap = 1; nap <= 5; nap++) {
        at = EXPECT_AFTER(at, textf("worker 0 starts nap %d ", nap));
        at = EXPECT_AFTER(at, textf("worker 0 wakes from nap %d\n", nap));
    }
    json_from(program, test_read(test_path("result.json")));
    EXPECT_JSON(program, "results[0].workers", "1");
    EXPECT_JSON(program, "results[0].runs[0].workers_started", "1");
    EXPECT_JSON(program, "results[0].runs[0].peak_live", "1");
    EXPECT_JSON(program, "results[0].runs[0].workers[0].tasks", "5");
}

/* ---- orders ------------------------------------------------------------------------------------------ */

/* Serial does what is first in its order first. */
static void expect_first(const char *order, const char *tasks)
{
    struct program *program =
        well(tictoc("run --narrate --json result.json --workload sleep --seconds 0.03,0.01,0.05 "
                    "--strategy serial --order %s",
                    order));
    const char *at = program->out;
    for (; *tasks; tasks++)
        at = EXPECT_AFTER(at, textf("worker 0 wakes from nap %c\n", *tasks));
    json_from(program, test_read(test_path("result.json")));
    EXPECT_JSON(program, "results[0].order", textf("\"%s\"", order));
}

static void tasks_are_done_in_the_order_asked_for(void)
{
    expect_first("longest", "312");
    expect_first("shortest", "213");
    expect_first("reverse", "321");
}

static void every_strategy_takes_the_longest_first(void)
{
    struct program *program = well(
        tictoc("run --record run.rec --workload sleep --seconds 0.1,0.2,0.3,0.4,0.5,0.6 "
               "--strategy serial,process,pool --workers 2 --chunk 2 --order longest --json result.json"));
    json_from(program, test_read(test_path("result.json")));
    for (int i = 0; i < 3; i++)
        EXPECT_JSON(program, textf("results[%d].runs[0].tasks_done", i), "6");
    program = tictoc("replay run.rec --dump --at 0.05 --run 3");
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(program->out, "longest first");
    EXPECT_HAS(program->out, "nap 2");
}

static void a_random_order_is_that_of_its_seed(void)
{
    const char *first = NULL;
    for (int i = 0; i < 2; i++) {
        struct program *program =
            well(tictoc("run --narrate --workload sleep --seconds 0.01x9 --strategy serial --order random "
                        "--set strategies[].seed=5"));
        const char *naps = strstr(program->out, "starts nap");
        EXPECT(naps);
        char order[10] = "";
        for (int k = 0; naps && k < 9; k++, naps = strstr(naps + 1, "starts nap"))
            order[k] = naps[11];
        if (first)
            EXPECT_TEXT(order, first);
        first = textf("%s", order);
    }
}

/* ---- process ------------------------------------------------------------------------------------------- */

/* Lives are listed in the order of their forks. Each
 * nap is of another length and none is ever shorter than it should be, so in any other order one would be. */
static void processes_are_forked_first_in_first_out_one_per_task(void)
{
    static const double naps[] = { 0.25, 0.05, 0.15, 0.1, 0.2 };
    struct program *program = well(tictoc(NAPS("0.25,0.05,0.15,0.1,0.2", "process")));
    EXPECT_INT(json_length(program, "results[0].runs[0].workers"), COUNT_OF(naps));
    for (int i = 0; i < COUNT_OF(naps); i++) {
        EXPECT_JSON(program, textf("results[0].runs[0].workers[%d].tasks", i), "1");
        EXPECT(json_number(program, textf("results[0].runs[0].workers[%d].busy_s", i)) >= naps[i]);
    }
}

static void joined_toc_comes_after_the_last_task(void)
{
    struct program *program = well(tictoc(NAPS("0.05x3", "serial,process,pool")));
    for (int i = 0; i < 3; i++) {
        EXPECT_JSON(program, textf("results[%d].join", i), "true");
        double toc = json_number(program, textf("results[%d].elapsed_s[0]", i));
        EXPECT(toc >= json_number(program, textf("results[%d].done_s[0]", i)));
    }
}

static void unjoined_toc_comes_before_the_last_task(void)
{
    struct program *program = well(tictoc(NAPS("0.4x2", "process") " --no-join"));
    EXPECT_JSON(program, "results[0].join", "false");
    EXPECT(done(program) >= 0.4);
    EXPECT(program->seconds >= 0.4);
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "2");
    EXPECT(json_number(program, "results[0].elapsed_s[0]") < done(program));
}

static void unjoined_children_really_go_on_after_toc(void)
{
    struct program *program = tictoc_start(
        &(struct how){ 0 }, "run --narrate --workload sleep --seconds 1x2 --strategy process --no-join");
    program_await_text(program, "toc: the program says it is finished");
    EXPECT_INT(program_workers(program), 2);
    EXPECT_LACKS(program->out, "wakes");
    program_wait(program);
    EXPECT_INT(program->status, 0);
    double toc = reported_at(program->out, "toc: ");
    EXPECT(toc < reported_at(program->out, "wakes from nap 1"));
    EXPECT(toc < reported_at(program->out, "wakes from nap 2"));
    EXPECT(reported_at(program->out, "done: ") >= 1);
    EXPECT_HAS(flat(program->out), "process: toc came at ");
}

/* Never two runs at once: the next one must not begin at toc. */
static void the_next_run_waits_for_children_that_were_not_joined(void)
{
    struct program *program =
        tictoc_start(&(struct how){ 0 }, "%s --no-join --repeat 2", NAPS("0.3x2", "process"));
    int most = 0;
    for (; !program_ended(program); sleep_s(0.005)) {
        int workers = program_workers(program);
        most = workers > most ? workers : most;
    }
    EXPECT_INT(well(program)->status, 0);
    EXPECT_INT(most, 2);
    EXPECT(program->seconds >= 0.6);
}

static void max_live_bounds_how_many_processes_exist_at_once(void)
{
    struct program *program = tictoc_start(&(struct how){ 0 }, "%s --max-live 3", NAPS("0.05x10", "process"));
    int most = 0;
    for (; !program_ended(program); sleep_s(0.001)) {
        int workers = program_workers(program);
        most = workers > most ? workers : most;
    }
    EXPECT_BETWEEN(most, 1, 3);
    EXPECT_JSON(well(program), "results[0].runs[0].peak_live", "3");
    EXPECT_JSON(program, "results[0].workers", "3");
    EXPECT_JSON(program, "results[0].runs[0].workers_started", "10");
    EXPECT(done(program) >= 4 * 0.05);
}

static void without_a_bound_hundreds_of_processes_live_at_once(void)
{
    int tasks = harness_sanitized() ? 50 : 300;
    struct program *program =
        well(tictoc("run --json - --workload sleep --seconds 1x%d --strategy process", tasks));
    EXPECT_INT(json_number(program, "results[0].runs[0].peak_live"), tasks);
    EXPECT_INT(json_number(program, "results[0].runs[0].tasks_done"), tasks);
}

/* ---- pool ---------------------------------------------------------------------------------------------- */

static void a_pool_starts_its_workers_once(void)
{
    struct program *program = well(tictoc(NAPS("0x1000", "pool") " --workers 4 --chunk 1"));
    EXPECT_JSON(program, "results[0].runs[0].workers_started", "4");
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "1000");
    EXPECT_INT(json_length(program, "results[0].runs[0].workers"), 4);
}

static void chunk_auto_is_a_quarter_of_a_workers_share_rounded_up(void)
{
    static const struct {
        const char *line, *chunk;
    } cases[] = {
        { "--seconds 0x100 --workers 3", "9" },
        { "--seconds 0x96 --workers 3", "8" },
        { "--seconds 0x97 --workers 3", "9" },
        { "--seconds 0x5 --workers 2", "1" },
        { "--seconds 0x1 --workers 100", "1" },
        { "--seconds 0x1000 --workers 1 --chunk auto", "250" },
        { "--seconds 0x20 --workers 2 --chunk 7", "7" },
    };
    for (int i = 0; i < COUNT_OF(cases); i++) {
        struct program *program =
            well(tictoc("run --json - --workload sleep --strategy pool %s", cases[i].line));
        EXPECT_JSON(program, "results[0].chunk", cases[i].chunk);
    }
}

static void a_chunk_is_done_by_the_worker_that_claimed_it(void)
{
    struct program *program = well(tictoc(NAPS("0.03x10", "pool") " --workers 2 --chunk 5"));
    EXPECT_JSON(program, "results[0].runs[0].workers[0].tasks", "5");
    EXPECT_JSON(program, "results[0].runs[0].workers[1].tasks", "5");
    EXPECT(done(program) >= 5 * 0.03);
}

static void a_chunk_of_everything_leaves_the_other_workers_without_work(void)
{
    struct program *program = well(tictoc(NAPS("0.02x6", "pool") " --workers 3 --chunk 100"));
    int tasks = 0, busy = 0;
    for (int i = 0; i < 3; i++) {
        const char *path = textf("results[0].runs[0].workers[%d].tasks", i);
        tasks += (int)json_number(program, path);
        busy += json_number(program, path) > 0;
    }
    EXPECT_INT(tasks, 6);
    EXPECT_INT(busy, 1);
    EXPECT(done(program) >= 6 * 0.02);
}

static void more_workers_than_tasks_do_no_harm(void)
{
    struct program *program = well(tictoc(NAPS("0.02x2", "pool") " --workers 20 --chunk 1"));
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "2");
    EXPECT_JSON(program, "results[0].runs[0].workers_started", "20");
}

static void use_one_processor(const void *context)
{
    sched_setaffinity(0, sizeof(cpu_set_t), context);
}

static void cores_are_the_processors_this_process_may_use(void)
{
    cpu_set_t all, one;
    EXPECT(sched_getaffinity(0, sizeof all, &all) == 0);
    struct program *program = well(tictoc(NAPS("0x10", "pool") " --workers cores"));
    EXPECT_BETWEEN(json_number(program, "host.cores"), 1, CPU_COUNT(&all));
    EXPECT(json_number(program, "results[0].workers") == json_number(program, "host.cores"));
    size_t last = CPU_SETSIZE - 1;
    while (!CPU_ISSET(last, &all))
        last--;
    CPU_ZERO(&one);
    CPU_SET(last, &one);
    program = well(tictoc_how(&(struct how){ .before = use_one_processor, .context = &one },
                              "%s --workers cores", NAPS("0x10", "pool")));
    EXPECT_JSON(program, "host.cores", "1");
    EXPECT_JSON(program, "results[0].workers", "1");
}

/* ---- all ----------------------------------------------------------------------------------------------- */

/* So that Ctrl-C at the terminal reaches the session alone. */
static void the_coordinator_leads_a_process_group_of_its_workers(void)
{
    static const char *const kinds[] = { "serial", "process", "pool --workers 2" };
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        struct program *program = tictoc_start(&(struct how){ 0 }, "%s%s", NAPS("30x2", ""), kinds[i]);
        program_await_workers(program, i == 0 ? 1 : 2);
        EXPECT(program->coordinator > 0);
        for (size_t p = 0; p < program->process_count; p++) {
            const struct process *process = &program->processes[p];
            EXPECT_INT(process->group, process->pid == program->pid ? program->pid : program->coordinator);
        }
        program_signal(program, SIGTERM);
        program_wait(program);
    }
}

/* With these chunks the second worker begins with 8128, and finds it before the first has come to 496. */
static void results_come_in_task_order_whatever_the_order_of_completion(void)
{
    struct program *program =
        well(tictoc("run --json - --workload perfect --to 8200 --strategy pool --workers 2 --chunk 8127"));
    EXPECT_JSON(program, "results[0].found", "[6,28,496,8128]");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(serial_is_one_worker_that_does_every_task_in_order),
        TEST(tasks_are_done_in_the_order_asked_for),
        TEST(every_strategy_takes_the_longest_first),
        TEST(a_random_order_is_that_of_its_seed),
        TEST(processes_are_forked_first_in_first_out_one_per_task),
        TEST(joined_toc_comes_after_the_last_task),
        TEST(unjoined_toc_comes_before_the_last_task),
        TEST(unjoined_children_really_go_on_after_toc),
        TEST(the_next_run_waits_for_children_that_were_not_joined),
        TEST(max_live_bounds_how_many_processes_exist_at_once),
        TEST(without_a_bound_hundreds_of_processes_live_at_once),
        TEST(a_pool_starts_its_workers_once),
        TEST(chunk_auto_is_a_quarter_of_a_workers_share_rounded_up),
        TEST(a_chunk_is_done_by_the_worker_that_claimed_it),
        TEST(a_chunk_of_everything_leaves_the_other_workers_without_work),
        TEST(more_workers_than_tasks_do_no_harm),
        TEST(cores_are_the_processors_this_process_may_use),
        TEST(the_coordinator_leads_a_process_group_of_its_workers),
        TEST(results_come_in_task_order_whatever_the_order_of_completion),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
