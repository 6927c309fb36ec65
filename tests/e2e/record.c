/* Records through the real program: written by a run, replayed, exported, read by another program. */
#include "support/harness.h"
#include "support/program.h"
#include "support/program_json.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RUN                                                                                                  \
    "run --workload sleep --seconds 0.1,0.05,0.05 --strategy serial,process,pool --workers 2 --chunk 1 "

static void a_run_leaves_a_record_of_every_run_in_order(void)
{
    well(tictoc(RUN "--repeat 2 --warmup 1 --quiet --record out.rec"));
    const char *text = test_read(test_path("out.rec"));
    EXPECT_HAS(text, "{\"format\":\"tictoc.record/1\"");
    EXPECT_HAS(text, "\"origin\":\"measured\"");
    int runs = 0, tasks = 0;
    for (const char *at = text; (at = strstr(at, "{\"type\":\"run\"")); at++)
        runs++;
    for (const char *at = text; (at = strstr(at, "{\"type\":\"task\"")); at++)
        tasks++;
    EXPECT_INT(runs, 9);
    EXPECT_INT(tasks, 27);
    EXPECT_HAS(text, "{\"type\":\"run\",\"index\":8,\"strategy\":2,\"repeat\":1,\"warmup\":false");
    EXPECT_HAS(text, "{\"type\":\"end\",\"runs\":9,");
}

static void the_results_of_a_record_are_those_the_run_gave(void)
{
    struct program *run = well(tictoc(RUN "--repeat 2 --json - --record out.rec"));
    struct program *export = well(tictoc("export out.rec --format json"));
    static const char *const same[] = { "format",
                                        "host",
                                        "workload",
                                        "results[0].elapsed_s",
                                        "results[1].done_s",
                                        "results[2].median_s",
                                        "results[1].speedup",
                                        "results[2].efficiency",
                                        "results[0].runs[0].workers",
                                        "results[1].runs[1].workers",
                                        "results[2].runs[0].tasks_done" };
    for (int i = 0; i < COUNT_OF(same); i++) {
        char *wanted = cJSON_PrintUnformatted(json_at(run, same[i]));
        EXPECT_JSON(export, same[i], wanted);
        cJSON_free(wanted);
    }
}

static void a_replay_shows_the_run_at_the_moment(void)
{
    well(tictoc(
        "run --workload sleep --seconds 1,1 --strategy serial,pool --workers 2 --quiet --record out.rec"));
    struct program *early = well(tictoc("replay out.rec --dump --at 0.5"));
    EXPECT_HAS(early->out, "asleep");
    EXPECT_HAS(early->out, "0 of 2");
    struct program *middle = well(tictoc("replay out.rec --dump --at 1.5"));
    EXPECT_HAS(middle->out, "1 of 2");
    EXPECT_HAS(middle->out, "wakes from nap 1");
    struct program *end = well(tictoc("replay out.rec --dump --run 2"));
    EXPECT_HAS(end->out, "2 of 2");
    struct program *twice = well(tictoc("replay out.rec --dump --run 2"));
    EXPECT_TEXT(twice->out, end->out);
}

static void a_frame_has_the_size_and_the_letters_that_were_asked_for(void)
{
    well(tictoc("run --workload sleep --seconds 0.01 --strategy serial --quiet --record out.rec"));
    struct program *frame = well(tictoc("replay out.rec --dump --ascii --size 100x32"));
    int rows = 0;
    for (const char *at = frame->out; *at; at++) {
        EXPECT((unsigned char)*at < 0x7f);
        rows += *at == '\n';
    }
    EXPECT_INT(rows, 32);
}

static void a_csv_has_a_row_for_each_task(void)
{
    well(tictoc("run --workload perfect --to 30 --strategy serial,pool --quiet --record out.rec"));
    struct program *csv = well(tictoc("export out.rec --format csv"));
    EXPECT_HAS(csv->out,
               "run,strategy,repeat,warmup,task,label,state,attempts,slot,life,pid,started_s,ended_s,took_s,"
               "result\n1,serial,1,no,0,1,done,1,0,0,");
    int rows = 0;
    for (const char *at = csv->out; *at; at++)
        rows += *at == '\n';
    EXPECT_INT(rows, 1 + 60);
    struct program *one = well(tictoc("export out.rec --format csv --run 2"));
    EXPECT_LACKS(one->out, "\n1,");
    EXPECT_HAS(one->out, "\n2,pool,1,no,29,30,done,");
}

/* ---- Chrome ------------------------------------------------------------------------------------------- */

struct slice {
    double thread, from, to;
};

static int by_place(const void *a, const void *b)
{
    const struct slice *one = a, *other = b;
    if (one->thread != other->thread)
        return one->thread < other->thread ? -1 : 1;
    if (one->from != other->from)
        return one->from < other->from ? -1 : 1;
    return (one->to < other->to) - (one->to > other->to);
}

static double number(const cJSON *event, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(event, key);
    EXPECT(cJSON_IsNumber(item));
    return item->valuedouble;
}

/* Slices of a thread lie inside each other or follow each other. */
static int expect_nesting(const cJSON *events)
{
    int count = 0, deep = 0;
    struct slice *slices = test_memory((size_t)cJSON_GetArraySize(events) * sizeof *slices), open[8];
    for (const cJSON *event = events->child; event; event = event->next) {
        if (strcmp(cJSON_GetObjectItemCaseSensitive(event, "ph")->valuestring, "X") != 0)
            continue;
        double from = number(event, "ts");
        slices[count++] = (struct slice){ number(event, "pid") * 1e6 + number(event, "tid"), from,
                                          from + number(event, "dur") };
    }
    qsort(slices, (size_t)count, sizeof *slices, by_place);
    for (int i = 0; i < count; i++) {
        while (deep &&
               (open[deep - 1].thread != slices[i].thread || open[deep - 1].to <= slices[i].from + 1e-6))
            deep--;
        if (deep)
            EXPECT(slices[i].to <= open[deep - 1].to + 1e-6);
        EXPECT(deep < 2);
        open[deep++] = slices[i];
    }
    return count;
}

static void a_chrome_trace_has_a_track_for_each_slot_and_nothing_overlaps_on_it(void)
{
    well(tictoc("run --workload perfect --to 500 --strategy serial,process,pool --quiet --record out.rec"));
    struct program *trace = well(tictoc("export out.rec --format chrome"));
    const cJSON *events = json_at(trace, "traceEvents");
    EXPECT_INT(expect_nesting(events), 3 * 500 + 1 + 500 + 2); /* tasks, and lives of three strategies */
    EXPECT_HAS(trace->out, "\"name\":\"tic\"");
    EXPECT_HAS(trace->out, "\"name\":\"toc\"");
    EXPECT_HAS(trace->out, "\"name\":\"done\"");
    EXPECT_HAS(trace->out,
               "{\"ph\":\"M\",\"pid\":3,\"tid\":1,\"name\":\"process_name\",\"args\":{\"name\":\"pool\"}}");
}

/* The text of a picture, with one blank between its words: each of them has an element of its own. */
static const char *words_of(const char *svg)
{
    char *text = test_memory(strlen(svg) + 1), *to = text;
    for (bool tag = false; *svg; svg++) {
        tag = (tag || *svg == '<') && *svg != '>';
        if (!tag)
            *to++ = *svg == '>' ? ' ' : *svg;
    }
    return flat(text);
}

static void a_picture_shows_the_screen_at_the_moment(void)
{
    well(tictoc("run --workload sleep --seconds 0.2,2 --strategy serial,process --quiet --record out.rec"));
    struct program *picture = well(tictoc("export out.rec --format svg --at 1.5 --size 60x20"));
    EXPECT_HAS(picture->out, "viewBox=\"0 0 496 336\"");
    EXPECT_HAS(words_of(picture->out), "nap 2"); /* the first has ended */
    EXPECT_HAS(picture->out, "</svg>\n");
    struct program *light = well(tictoc("export out.rec --format svg --screen compare --theme light"));
    EXPECT_HAS(light->out, "fill=\"#ffffff\"");
    EXPECT_HAS(words_of(light->out), "Where the time went");
    EXPECT_HAS(words_of(well(tictoc("export out.rec --format svg --screen timeline --run 2"))->out),
               "Timeline");
}

static void a_death_is_in_the_record_and_in_the_trace(void)
{
    struct program *run = tictoc_start(
        &(struct how){ 0 },
        "run --workload sleep --seconds 1,1 --strategy pool --workers 2 --quiet --record out.rec");
    program_await_naps(run, 2);
    pid_t victim = program_worker(run, 0);
    EXPECT(victim > 0 && kill(victim, 9) == 0);
    program_wait(run);
    EXPECT_INT(run->status, 0);
    const char *record = test_read(test_path("out.rec"));
    EXPECT_HAS(record, "\"kind\":\"death\"");
    EXPECT_HAS(record, "\"attempts\":2");
    struct program *trace = well(tictoc("export out.rec --format chrome"));
    EXPECT_HAS(trace->out, ", died\"");
    EXPECT_HAS(trace->out, "killed by signal 9");
    EXPECT_INT(expect_nesting(json_at(trace, "traceEvents")),
               2 + 3 + 1); /* tasks, lives, the attempt that died */
    const char *death = strstr(record, "\"kind\":\"death\"");
    while (*death != '{')
        death--;
    double died = strtod(EXPECT_AFTER(death, "\"time\":"), NULL) / 1e9;
    struct program *frame = well(tictoc("replay out.rec --dump --size 80x30 --at %.3f", died + 0.1));
    EXPECT_HAS(frame->out, "killed by SIGKILL");
    EXPECT_HAS(frame->out, "1 worker died");
}

static void an_interrupted_run_leaves_what_there_was(void)
{
    struct program *run = tictoc_start(
        &(struct how){ 0 },
        "run --narrate --workload sleep --seconds 0.1,30 --strategy serial,pool --record out.rec");
    program_await_text(run, "starts nap 2 ");
    program_signal(run, 2);
    program_wait(run);
    EXPECT_INT(run->status, 130);
    const char *record = test_read(test_path("out.rec"));
    EXPECT_HAS(record, "\"interrupted\":true");
    EXPECT_HAS(record, "{\"type\":\"end\",\"runs\":1,");
    struct program *json = well(tictoc("export out.rec --format json"));
    EXPECT_JSON(json, "results[0].runs[0].interrupted", "true");
    EXPECT_JSON(json, "results[0].runs[0].tasks_lost", "1");
}

/* ---- others ------------------------------------------------------------------------------------------- */

static void ten_lines_of_python_read_a_record(void)
{
    well(tictoc("run --workload perfect --to 6000 --strategy serial,pool --quiet --record out.rec"));
    if (system("python3 -c 1 >/dev/null 2>&1") != 0)
        test_skips("no python3");
    const char *out = test_path("python.txt");
    char command[1024];
    snprintf(command, sizeof command, "python3 %s/tests/record_reader.py %s > %s 2>&1", harness_home(),
             test_path("out.rec"), out);
    int status = system(command);
    EXPECT_HAS(test_read(out), "serial: 6000 tasks by 1 workers in ");
    EXPECT_HAS(test_read(out), "pool: 6000 tasks by ");
    EXPECT_INT(status, 0);
}

static void what_is_wrong_is_reported_with_its_line(void)
{
    well(tictoc("run --workload sleep --seconds 0.01 --strategy serial --quiet --record out.rec"));
    test_file("half.rec", "{\"format\":\"tictoc.record/1\"");
    static const char *const lines[][2] = {
        { "replay half.rec --dump", "half.rec:1: " },
        { "export nothing.rec --format csv", "nothing.rec: cannot be read: No such file or directory" },
        { "export out.rec --format cvs", "there is no \"cvs\"; did you mean csv?" },
        { "export out.rec", "export needs --format, one of chrome, csv, json, svg" },
        { "export out.rec --format csv --screen run", "they need --format svg" },
        { "export out.rec --format svg --screen home", "--screen: there is no \"home\"" },
        { "export out.rec --format csv --run 2", "out.rec: there is no run 2; it has 1" },
        { "replay out.rec", "replay needs a screen" },
        { "replay out.rec --dump --at 1e3", "--at needs seconds" },
        { "replay out.rec --dump --size 80", "--size needs columns and rows" },
        { "replay out.rec --dump --run 0", "--run needs a number from 1" },
        { "run --workload sleep --seconds 0 --record /nowhere/x", "/nowhere/x: cannot be written" },
    };
    for (int i = 0; i < COUNT_OF(lines); i++) {
        struct program *program = tictoc("%s", lines[i][0]);
        EXPECT_INT(program->status, 2);
        EXPECT_HAS(program->err, lines[i][1]);
        EXPECT_TEXT(program->out, "");
    }
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(a_run_leaves_a_record_of_every_run_in_order),
        TEST(the_results_of_a_record_are_those_the_run_gave),
        TEST(a_replay_shows_the_run_at_the_moment),
        TEST(a_frame_has_the_size_and_the_letters_that_were_asked_for),
        TEST(a_csv_has_a_row_for_each_task),
        TEST(a_chrome_trace_has_a_track_for_each_slot_and_nothing_overlaps_on_it),
        TEST(a_picture_shows_the_screen_at_the_moment),
        TEST(a_death_is_in_the_record_and_in_the_trace),
        TEST(an_interrupted_run_leaves_what_there_was),
        TEST(ten_lines_of_python_read_a_record),
        TEST(what_is_wrong_is_reported_with_its_line),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
