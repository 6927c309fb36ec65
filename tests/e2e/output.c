/* What a run prints and where: table, JSON, narration, progress (DESIGN section 7). */
#include "support/harness.h"
#include "support/program_json.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const struct how usual;

/* ---- table --------------------------------------------------------------------------------------------- */

static void the_table_has_a_row_for_each_strategy_and_stderr_nothing(void)
{
    struct program *program = well(tictoc("run --workload sleep --seconds 0.05x2"));
    EXPECT_HAS(program->out, "\nserial ");
    EXPECT_HAS(program->out, "\nprocess ");
    EXPECT_HAS(program->out, "\npool ");
    EXPECT_HAS(program->out, "2 naps of 50 ms");
    EXPECT_HAS(program->out, "1.00 ×");
    EXPECT_LACKS(program->out, "\033");
    EXPECT_LACKS(program->out, "min … max");
}

static void the_table_shows_the_spread_of_repeats(void)
{
    struct program *program =
        well(tictoc("run --workload sleep --seconds 0.02 --strategy serial --repeat 3"));
    EXPECT_HAS(program->out, "min … max");
    EXPECT_HAS(program->out, "3 repeats");
}

static void without_utf8_everything_is_ascii(void)
{
    static const char *const c_locale[] = { "LANG=C", NULL };
    static const char *const lines[] = { "run --workload sleep --seconds 0.02 --repeat 2 --narrate", "list",
                                         "run ten-naps --repeat 0" };
    for (int i = 0; i < COUNT_OF(lines); i++) {
        struct program *programs[] = { tictoc_how(&(struct how){ .env = c_locale }, "%s", lines[i]),
                                       tictoc("%s --ascii", lines[i]) };
        for (int p = 0; p < 2; p++) {
            for (const char *at = programs[p]->out; *at; at++)
                EXPECT((unsigned char)*at < 0x80);
            for (const char *at = programs[p]->err; *at; at++)
                EXPECT((unsigned char)*at < 0x80);
        }
    }
}

/* ---- JSON ---------------------------------------------------------------------------------------------- */

static const char *const design_keys[] = {
    "format",
    "version",
    "host.cores",
    "host.threads_per_core",
    "host.cpu",
    "host.os",
    "experiment.title",
    "experiment.source",
    "workload.kind",
    "workload.from",
    "workload.to",
    "workload.kernel",
    "workload.tasks",
    "results[0].label",
    "results[0].strategy",
    "results[0].workers",
    "results[0].chunk",
    "results[0].join",
    "results[0].elapsed_s[0]",
    "results[0].done_s[0]",
    "results[0].median_s",
    "results[0].min_s",
    "results[0].max_s",
    "results[0].speedup",
    "results[0].efficiency",
    "results[0].reduction_pct",
    "results[0].found",
    "results[0].runs[0].tasks_done",
    "results[0].runs[0].tasks_failed",
    "results[0].runs[0].tasks_lost",
    "results[0].runs[0].retries",
    "results[0].runs[0].workers_started",
    "results[0].runs[0].peak_live",
    "results[0].runs[0].workers[0].slot",
    "results[0].runs[0].workers[0].tasks",
    "results[0].runs[0].workers[0].busy_s",
    "results[0].runs[0].workers[0].cpu_s",
    "results[0].runs[0].workers[0].max_rss_kb",
};

static void json_has_every_key_of_the_design(void)
{
    struct program *program = well(tictoc("run --workload perfect --to 3000 --strategy serial --json -"));
    for (int i = 0; i < COUNT_OF(design_keys); i++)
        json_at(program, design_keys[i]);
    EXPECT_JSON(program, "format", "\"tictoc.result/1\"");
    EXPECT(json_number(program, "results[0].runs[0].workers[0].max_rss_kb") > 100);
}

static void json_into_a_file_comes_beside_the_table(void)
{
    test_file("result.json", "something old and longer than nothing");
    struct program *program =
        well(tictoc("run --workload sleep --seconds 0 --strategy serial --json result.json"));
    EXPECT_HAS(program->out, "\nserial ");
    json_from(program, test_read(test_path("result.json")));
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "1");
}

static void json_on_stdout_is_no_file_of_that_name(void)
{
    struct program *program =
        well(tictoc("run --workload sleep --seconds 0 --strategy serial --json - --record ./-"));
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "1");
    EXPECT_HAS(test_read(test_path("-")), "tictoc.record/1");
}

static double number(struct program *program, int result, const char *key)
{
    return json_number(program, textf("results[%d].%s", result, key));
}

static int ascending(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return one < other ? -1 : one > other;
}

static void the_figures_follow_from_the_times_of_the_repeats(void)
{
    struct program *program = well(tictoc("run --workload perfect --to 5000 --repeat 3 --workers 16 --json - "
                                          "--strategy pool,serial"));
    double median[2];
    for (int i = 0; i < 2; i++) {
        double done[3] = { number(program, i, "done_s[0]"), number(program, i, "done_s[1]"),
                           number(program, i, "done_s[2]") };
        qsort(done, 3, sizeof *done, ascending);
        EXPECT(fabs(number(program, i, "min_s") - done[0]) < 2e-9);
        EXPECT(fabs(number(program, i, "median_s") - done[1]) < 2e-9);
        EXPECT(fabs(number(program, i, "max_s") - done[2]) < 2e-9);
        median[i] = done[1];
    }
    double speedup = median[1] / median[0], cores = json_number(program, "host.cores");
    EXPECT_BETWEEN(number(program, 0, "speedup"), speedup * 0.9999, speedup * 1.0001);
    EXPECT_BETWEEN(number(program, 1, "speedup"), 1, 1);
    /* It computes: P is never above the cores. */
    double efficiency = speedup / fmin(16, cores);
    EXPECT_BETWEEN(number(program, 0, "efficiency"), efficiency * 0.9999, efficiency * 1.0001);
    double reduction = 100 * (1 - median[0] / median[1]);
    EXPECT(fabs(number(program, 0, "reduction_pct") - reduction) < 0.01);
}

/* Naps need no core: ten of them in ten processes use ten workers well. */
static void the_efficiency_of_naps_counts_workers_and_not_cores(void)
{
    struct program *program =
        well(tictoc("run --workload sleep --seconds 0.05x10 --strategy serial,process --json -"));
    EXPECT_JSON(program, "results[1].workers", "10");
    EXPECT(fabs(number(program, 1, "efficiency") - number(program, 1, "speedup") / 10) < 1e-4);
}

static void without_a_serial_there_is_no_speedup(void)
{
    struct program *program = well(tictoc("run --workload sleep --seconds 0.01 --strategy process --json -"));
    EXPECT_JSON(program, "results[0].speedup", "null");
    EXPECT_JSON(program, "results[0].efficiency", "null");
    EXPECT_JSON(program, "results[0].reduction_pct", "null");
}

/* ---- repeats ------------------------------------------------------------------------------------------- */

static void repeats_are_interleaved_and_warm_ups_come_first_and_are_not_counted(void)
{
    static const char *const headings[] = {
        "\nserial: 1 worker (run 2 of 9, warm-up)\n", "\nprocess: one per task: 2 (run 3 of 9, warm-up)\n",
        "\npool: 2 workers, chunk 1 (run 4 of 9)\n",  "\nserial: 1 worker (run 5 of 9)\n",
        "\nprocess: one per task: 2 (run 6 of 9)\n",  "\npool: 2 workers, chunk 1 (run 7 of 9)\n",
        "\nserial: 1 worker (run 8 of 9)\n",          "\nprocess: one per task: 2 (run 9 of 9)\n",
    };
    static const char first[] = "pool: 2 workers, chunk 1 (run 1 of 9, warm-up)\n";
    struct program *program =
        well(tictoc("run --narrate --json result.json --workload sleep --seconds 0x2 "
                    "--strategy pool,serial,process --workers 2 --repeat 2 --warmup 1"));
    const char *at = program->out;
    EXPECT(strncmp(at, first, strlen(first)) == 0);
    for (int i = 0; i < COUNT_OF(headings); i++) {
        at = EXPECT_AFTER(at, headings[i]) - 1;
    }
    json_from(program, test_read(test_path("result.json")));
    for (int i = 0; i < 3; i++) {
        EXPECT_INT(json_length(program, textf("results[%d].runs", i)), 2);
        EXPECT_INT(json_length(program, textf("results[%d].done_s", i)), 2);
    }
}

/* ---- quiet and narration ------------------------------------------------------------------------------- */

static void quiet_prints_nothing(void)
{
    struct program *program = well(tictoc("run --workload sleep --seconds 0 --quiet"));
    EXPECT_TEXT(program->out, "");
    program = well(tictoc("run --workload sleep --seconds 0 --strategy pool --quiet --json result.json"));
    EXPECT_TEXT(program->out, "");
    json_from(program, test_read(test_path("result.json")));
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "1");
    program = tictoc_how(&(struct how){ .terminal = true },
                         "run --workload sleep --seconds 0.3 --strategy pool --quiet");
    EXPECT_TEXT(well(program)->out, "");
}

static void the_narration_reports_each_task_in_the_order_of_time(void)
{
    struct program *program =
        well(tictoc("run --narrate --workload sleep --strategy pool --workers 4 --chunk 1 "
                    "--seconds 0.03,0.01,0.02,0.01x12,0.03"));
    double last = 0;
    int lines = 0;
    const char *end = EXPECT_AFTER(program->out, "\n\n") - 1;
    for (const char *line = strchr(program->out, '\n') + 1; line < end;
         line = strchr(line, '\n') + 1, lines++) {
        EXPECT(strtod(line, NULL) >= last);
        last = strtod(line, NULL);
    }
    EXPECT_INT(lines, 2 * 16 + 3); /* each nap twice; tic, done, toc */
    for (int nap = 1; nap <= 16; nap++) {
        EXPECT(reported_at(program->out, textf("wakes from nap %d\n", nap)) >=
               reported_at(program->out, textf("starts nap %d ", nap)) + 0.0099);
    }
    EXPECT(reported_at(program->out, "tic: ") == 0);
    EXPECT(reported_at(program->out, "toc: ") >= reported_at(program->out, "done: "));
    EXPECT(reported_at(program->out, "done: ") >= reported_at(program->out, "wakes from nap 16\n"));
}

/* And is reported while it happens, not afterwards. */
static void the_narration_comes_while_it_happens(void)
{
    struct program *program =
        tictoc_start(&usual, "run --narrate --workload sleep --strategy serial --seconds 0,1.5");
    program_await_text(program, "starts nap 2 ");
    EXPECT(!program_ended(program));
    EXPECT_HAS(program->out, "wakes from nap 1\n");
    EXPECT_LACKS(program->out, "wakes from nap 2");
    program_wait(program);
    EXPECT_HAS(program->out, "wakes from nap 2\n");
}

static void beside_json_on_stdout_the_narration_goes_to_stderr(void)
{
    struct program *program =
        tictoc("run --narrate --json - --workload sleep --seconds 0.01 --strategy serial");
    EXPECT_INT(program->status, 0);
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "1");
    EXPECT_HAS(program->err, "worker 0 wakes from nap 1\n");
}

/* ---- progress ------------------------------------------------------------------------------------------ */

static void progress_is_one_line_on_a_terminal_rewritten_and_then_gone(void)
{
    struct program *program = tictoc_how(&(struct how){ .terminal = true },
                                         "run --workload sleep --strategy serial --seconds 0.1x8");
    EXPECT_INT(program->status, 0);
    EXPECT_HAS(program->err, "serial");
    EXPECT_HAS(program->err, "%");
    EXPECT_HAS(program->err, " left");
    EXPECT_HAS(program->err, " 8/8 ");
    EXPECT_LACKS(program->err, "\n");
    int rewritten = 0;
    for (const char *at = program->err; (at = strchr(at, '\r')); at++)
        rewritten++;
    EXPECT(rewritten >= 4);
    const char *last = strrchr(program->err, '\r') + 1;
    EXPECT_LACKS(last, "serial"); /* only what clears the line */
    EXPECT_LACKS(program->out, " s left");
}

/* Eight of nine tasks are done then, but a quarter of the work. */
static void progress_goes_by_weight_and_not_by_count(void)
{
    struct program *program = tictoc_how(&(struct how){ .terminal = true },
                                         "run --workload sleep --strategy serial --seconds 0.05x8,1.2");
    const char *at = EXPECT_AFTER(program->err, " 8/9 ");
    while (*at != '%')
        at--;
    while (at[-1] == ' ' || (at[-1] >= '0' && at[-1] <= '9'))
        at--;
    EXPECT_BETWEEN(strtol(at, NULL, 10), 24, 80);
}

/* ---- children ------------------------------------------------------------------------------------------ */

static void open_a_file(const void *context)
{
    int fd = open("/dev/zero", O_RDONLY);
    (void)context;
    if (dup2(fd, 42) != 42)
        _exit(125);
    close(fd);
}

static const char *descriptor_of(pid_t pid, int fd)
{
    char *target = test_memory(256);
    return readlink(textf("/proc/%d/fd/%d", pid, fd), target, 255) < 0 ? "" : target;
}

/* So they cannot write to the terminal, nor keep a pipe open that the program's reader waits on. */
static void coordinator_and_workers_hold_nothing_of_the_fronts_descriptors(void)
{
    struct program *program = tictoc_start(&(struct how){ .before = open_a_file },
                                           "run --workload sleep --seconds 30x2 --strategy process");
    program_await_naps(program, 2);
    const pid_t pids[] = { program->coordinator, program_worker(program, 0), program_worker(program, 1) };
    EXPECT_TEXT(descriptor_of(program->pid, 42), "/dev/zero");
    for (int i = 0; i < COUNT_OF(pids); i++) {
        for (int fd = 0; fd < 3; fd++)
            EXPECT_TEXT(descriptor_of(pids[i], fd), "/dev/null");
        EXPECT_TEXT(descriptor_of(pids[i], 42), "");
    }
    program_signal(program, SIGTERM);
    program_wait(program);
}

static void ten_lines_of_python_read_a_result(void)
{
    if (system("python3 -c 1 >/dev/null 2>&1") != 0)
        test_skips("no python3");
    well(tictoc(
        "run --workload sleep --seconds 0.01x4 --strategy serial,process --repeat 2 --warmup 1 --quiet "
        "--json out.json"));
    const char *out = test_path("python.txt");
    char command[1024];
    snprintf(command, sizeof command, "python3 %s/tests/result_reader.py %s > %s 2>&1", harness_home(),
             test_path("out.json"), out);
    int status = system(command);
    EXPECT_HAS(test_read(out), "serial: 2 runs, 0.");
    EXPECT_HAS(test_read(out), " s at best, speedup 1.00, 0 lost");
    EXPECT_HAS(test_read(out), "process: 2 runs, 0.0");
    EXPECT_INT(status, 0);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(the_table_has_a_row_for_each_strategy_and_stderr_nothing),
        TEST(the_table_shows_the_spread_of_repeats),
        TEST(without_utf8_everything_is_ascii),
        TEST(json_has_every_key_of_the_design),
        TEST(json_into_a_file_comes_beside_the_table),
        TEST(json_on_stdout_is_no_file_of_that_name),
        TEST(the_figures_follow_from_the_times_of_the_repeats),
        TEST(the_efficiency_of_naps_counts_workers_and_not_cores),
        TEST(without_a_serial_there_is_no_speedup),
        TEST(repeats_are_interleaved_and_warm_ups_come_first_and_are_not_counted),
        TEST(quiet_prints_nothing),
        TEST(the_narration_reports_each_task_in_the_order_of_time),
        TEST(the_narration_comes_while_it_happens),
        TEST(beside_json_on_stdout_the_narration_goes_to_stderr),
        TEST(progress_is_one_line_on_a_terminal_rewritten_and_then_gone),
        TEST(progress_goes_by_weight_and_not_by_count),
        TEST(coordinator_and_workers_hold_nothing_of_the_fronts_descriptors),
        TEST(ten_lines_of_python_read_a_result),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
