/* Record files that are cut short, damaged, not ours, or say what cannot be:
 * refused with the line at fault. What is accepted can be used without harm. */
#include "base/random.h"
#include "report/export.h"
#include "base/file.h"
#include "base/hash.h"
#include "support/make_record.h"
#include "support/record_file.h"
#include "record/record_line.h"
#include "record/record_read.h"
#include "history/snapshot_at.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char err[RECORD_ERR_MAX];
static struct experiment experiment;
static struct recording recording;

/* ---- files that are not right ------------------------------------------------------------------------- */

static struct strbuf text = STRBUF_INIT;

/* A small file with everything in it, as text. */
static void small_file(void)
{
    struct recorded_run run;
    record_file_experiment(&experiment, 12);
    make_record(&run, &(struct record_request){ &strategy_pool, 12, 2, 3, 200, 20, false, 5 });
    run.strategy = 3;
    record_file_write(&experiment, &run, 1);
    strbuf_clear(&text);
    assert_null(file_read(&text, record_file_path, 1 << 20));
    record_release(&run.record);
}

static void write_bytes(const char *bytes, size_t length)
{
    FILE *file = fopen(record_file_path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* Closes a file anew, so that only its content can be at fault. */
static void write_signed(const char *body, uint64_t runs)
{
    struct strbuf whole = STRBUF_INIT;
    uint64_t lines = 0;
    for (const char *at = body; (at = strchr(at, '\n')); at++)
        lines++;
    strbuf_adds(&whole, body);
    record_check_write(&whole, "end", runs, lines, hash_bytes(HASH_START, body, strlen(body)));
    write_bytes(whole.text, whole.length);
    strbuf_release(&whole);
}

static void assert_refused(const char *sentence)
{
    if (record_read(&recording, record_file_path, err, sizeof err)) {
        recording_release(&recording);
        fail_msg("was read, though: %s", sentence);
    }
    if (!strstr(err, sentence))
        fail_msg("\"%s\" does not say \"%s\"", err, sentence);
}

static void a_file_that_is_cut_short_is_refused_wherever_it_is_cut(void **state)
{
    (void)state;
    small_file();
    for (size_t length = 0; length < text.length; length++) {
        write_bytes(text.text, length);
        assert_refused(record_file_path);
    }
    size_t lines = 0;
    for (size_t at = 0; at + 1 < text.length; at++) {
        if (text.text[at] != '\n')
            continue;
        char sentence[100];
        snprintf(sentence, sizeof sentence, "a.rec:%zu: the file ends here, without its closing line",
                 ++lines + 1);
        write_bytes(text.text, at + 1);
        assert_refused(sentence);
    }
    experiment_release(&experiment);
}

static void a_byte_that_has_changed_is_found_wherever_it_is(void **state)
{
    (void)state;
    small_file();
    static const char masks[] = { 0x01, 0x20, (char)0x80 };
    for (size_t at = 0; at < text.length; at++)
        for (size_t i = 0; i < sizeof masks; i++) {
            text.text[at] = (char)(text.text[at] ^ masks[i]);
            write_bytes(text.text, text.length);
            assert_refused(record_file_path);
            text.text[at] = (char)(text.text[at] ^ masks[i]);
        }
    write_bytes(text.text, text.length);
    record_file_read(&recording);
    recording_release(&recording);
    experiment_release(&experiment);
}

static void damage_in_a_long_file_is_reported_within_some_thousand_lines(void **state)
{
    (void)state;
    struct recorded_run run;
    record_file_experiment(&experiment, 20000);
    make_record(&run, &(struct record_request){ &strategy_pool, 20000, 2, 1, 0, 20, false, 5 });
    run.strategy = 2;
    record_file_write(&experiment, &run, 1);
    strbuf_clear(&text);
    assert_null(file_read(&text, record_file_path, 8 << 20));
    char *digit = strstr(text.text, "\"index\":9000,") + strlen("\"index\":9000,\"life\":0,\"attempts\":");
    *digit = '7';
    write_bytes(text.text, text.length);
    assert_refused("lines 8194 to 12288 are damaged");
    record_release(&run.record);
    experiment_release(&experiment);
}

static void foreign_files_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *content, *sentence;
    } files[] = {
        { "", ":1: the file is empty" },
        { "\n", ":1: this is no record of tictoc" },
        { "{}\n", ":1: this is no record of tictoc" },
        { "{\n  \"title\": \"an experiment\"\n}\n", ":1: this is no record of tictoc" },
        { "hello", ":1: this is no record of tictoc" },
        { "\x7f"
          "ELF\x02\x01\x01",
          ":1: this is no record of tictoc" },
        { "{\"format\":\"tictoc.result/1\"}\n", ":1: this is no record of tictoc" },
        { "{\"format\":\"tictoc.record/2\"}\n",
          ":1: this is tictoc.record/2; this program reads tictoc.record/1" },
        { "{\"format\":\"tictoc.record/1\"}\n", ":1: \"origin\" is missing" },
        { "{\"format\":\"tictoc.record/1\",\"origin\":\"measured\",\"hosts\":[]}\n",
          ":1: \"hosts\" holds no host" },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        write_bytes(files[i].content, strlen(files[i].content));
        assert_refused(files[i].sentence);
    }
    assert_false(record_read(&recording, "/nowhere/x", err, sizeof err));
    assert_string_equal(err, "/nowhere/x: cannot be read: No such file or directory");
    assert_false(record_read(&recording, "/tmp", err, sizeof err));
    assert_string_equal(err, "/tmp: cannot be read: Is a directory");
}

static const char header[] =
    "{\"format\":\"tictoc.record/1\",\"version\":\"9\",\"origin\":\"measured\",\"hosts\":[{\"cores\":2,"
    "\"threads_per_core\":1,\"cpu\":\"c\",\"os\":\"o\",\"clock_offset\":0,\"clock_error\":0}],\"experiment\":"
    "{\"title\":\"t\",\"workload\":{\"kind\":\"perfect\",\"to\":3},\"strategies\":[\"pool\"]}}\n";
static const char body[] =
    "{\"type\":\"run\",\"index\":0,\"strategy\":0,\"repeat\":0,\"warmup\":false,\"tic\":0,\"toc\":100,\"done\":70,"
    "\"phase\":\"ended\",\"slots\":2,\"chunk\":1,\"peak_live\":2,\"forks_refused\":0,\"coordinator_cpu\":1,\"held\":0,"
    "\"interrupted\":false,\"capacity\":0,\"others\":0,\"steal\":0,\"throttles\":0,\"battery\":false,\"trouble\":\"\","
    "\"note\":\"\",\"plan_lives\":9,\"plan_attempts\":3,\"plan_join\":true,\"plan_neighbours\":true,"
    "\"plan_workers\":2,\"plan_cores\":2,\"plan_limit\":\"\",\"lives\":3,\"tasks\":3,\"events\":1}\n"
    "{\"type\":\"life\",\"index\":0,\"slot\":0,\"pid\":5,\"spawned\":1,\"exited\":90,\"status\":0,\"cpu\":1,"
    "\"max_rss_kb\":1,\"died_task\":null,\"died_started\":0}\n"
    "{\"type\":\"life\",\"index\":1,\"slot\":1,\"pid\":6,\"spawned\":2,\"exited\":30,\"status\":9,\"cpu\":1,"
    "\"max_rss_kb\":1,\"died_task\":1,\"died_started\":12}\n"
    "{\"type\":\"life\",\"index\":2,\"slot\":1,\"pid\":7,\"spawned\":31,\"exited\":91,\"status\":0,\"cpu\":1,"
    "\"max_rss_kb\":1,\"died_task\":null,\"died_started\":0}\n"
    "{\"type\":\"task\",\"index\":0,\"life\":0,\"attempts\":1,\"started\":10,\"ended\":20,\"result\":0,\"state\":\"done\"}\n"
    "{\"type\":\"task\",\"index\":1,\"life\":2,\"attempts\":2,\"started\":40,\"ended\":60,\"result\":0,\"state\":\"done\"}\n"
    "{\"type\":\"task\",\"index\":2,\"life\":0,\"attempts\":1,\"started\":20,\"ended\":70,\"result\":1,\"state\":\"done\"}\n"
    "{\"type\":\"event\",\"time\":30,\"kind\":\"death\",\"task\":1,\"value\":9,\"slot\":1,\"life\":1}\n";

/* The file with one part of it in other words, closed anew. */
static void write_changed(const char *from, const char *to)
{
    struct strbuf whole = STRBUF_INIT;
    const char *at = strstr(body, from);
    if (!at)
        fail_msg("there is no %s", from);
    strbuf_adds(&whole, header);
    strbuf_add(&whole, body, (size_t)(at - body));
    strbuf_adds(&whole, to);
    strbuf_adds(&whole, at + strlen(from));
    write_signed(whole.text, 1);
    strbuf_release(&whole);
}

/* What a part of the file is changed to, and what is said of it; NULL: that is right as well. */
static const struct {
    const char *from, *to, *sentence;
} impossible[] = {
    { "\"strategy\":0", "\"strategy\":1", ":2: there is no strategy 1 in the experiment" },
    { "\"strategy\":0", "\"strategy\":99", ":2: there is no strategy 99 in the experiment" },
    { "\"repeat\":0", "\"repeat\":1", ":2: there is no repeat 1 in the experiment" },
    { "\"warmup\":false", "\"warmup\":true", ":2: there is no repeat 0 in the experiment" },
    { "\"index\":0,\"strategy\"", "\"index\":1,\"strategy\"", ":2: run 1 is where run 0 is expected" },
    { "\"slots\":2", "\"slots\":0", ":2: a run has at least one slot" },
    { "\"slots\":2", "\"slots\":1", ":2: more workers at once than there are slots" },
    { "\"slots\":2", "\"slots\":1048577", ":2: \"slots\" has an impossible value" },
    { "\"slots\":2", "\"slots\":2,\"slots\":2", ":2: \"slots\" is there twice" },
    { "\"chunk\":1,", "", ":2: \"chunk\" is missing" },
    { "\"phase\":\"ended\"", "\"phase\":\"over\"", ":2: \"phase\" has an impossible value" },
    { "\"toc\":100", "\"toc\":-1", ":2: \"toc\" has an impossible value" },
    { "\"toc\":100", "\"toc\":1e2", ":2: \"toc\" has an impossible value" },
    { "\"toc\":100", "\"toc\":4611686018427387905", ":2: \"toc\" has an impossible value" },
    { "\"toc\":100", "\"toc\":0100", ":2: column" },
    { "\"tasks\":3", "\"tasks\":4", ":2: the experiment has 3 tasks, and not 4" },
    { "\"lives\":3", "\"lives\":4", ":6: a task before all lives of its run" },
    { "\"lives\":3", "\"lives\":2", ":5: a life of no run" },
    { "\"events\":1", "\"events\":0", ":9: an event of no run" },
    { "\"events\":1", "\"events\":2", ":10: the run before it has 1 of its 2 events" },
    { "\"done\":70", "\"done\":71", ":10: the run before it says it was done at 71 ns" },
    { "\"index\":1,\"slot\":1", "\"index\":1,\"slot\":2", ":4: there is no slot 2" },
    { "\"index\":1,\"slot\":1", "\"index\":1,\"slot\":0", ":4: two lives in slot 0 at once" },
    { "\"spawned\":31", "\"spawned\":29", ":5: two lives in slot 1 at once" },
    { "\"spawned\":2,", "\"spawned\":0,", ":4: life 1 began before the one in front of it" },
    { "\"exited\":90", "\"exited\":0", NULL },
    { "\"spawned\":1,\"exited\":90", "\"spawned\":1,\"exited\":19", ":6: the task ends after its worker" },
    { "\"spawned\":2,\"exited\":30", "\"spawned\":2,\"exited\":1", ":4: life 1 ends before it begins" },
    { "\"died_task\":1", "\"died_task\":3", ":4: there is no task 3" },
    { "\"died_started\":12", "\"died_started\":1", ":4: the attempt that died lies outside its life" },
    { "\"died_task\":1,", "\"died_task\":null,", ":4: an attempt died at no task" },
    { "\"life\":2", "\"life\":3", ":7: there is no life 3" },
    { "\"life\":2", "\"life\":null", ":7: a task has a life if it was claimed" },
    { "\"life\":2", "\"life\":4294967295", ":7: \"life\" has an impossible value" },
    { "\"life\":2", "\"life\":1", ":7: the task ends after its worker" },
    { "\"life\":2", "\"life\":0",
      ":10: the run before it is impossible: life 0 does the tasks 2 and 1 at once" },
    { "\"started\":40", "\"started\":30", ":7: the task starts before its worker was born" },
    { "\"ended\":60", "\"ended\":39", ":7: the task ends before it starts" },
    { "\"started\":20", "\"started\":19",
      ":10: the run before it is impossible: life 0 does the tasks 0 and 2 at once" },
    { "\"attempts\":2", "\"attempts\":256", ":7: \"attempts\" has an impossible value" },
    { "\"result\":1,\"state\":\"done\"", "\"result\":1,\"state\":\"running\"",
      ":8: a task in this state has no such time" },
    { "\"ended\":70,\"result\":1,\"state\":\"done\"", "\"ended\":0,\"result\":1,\"state\":\"running\"",
      ":8: the worker of this task ended before the task did" },
    { "\"index\":2,\"life\"", "\"index\":1,\"life\"", ":8: task 1 is where task 2 is expected" },
    { "\"time\":30,\"kind\":\"death\",\"task\":1", "\"time\":30,\"kind\":\"death\",\"task\":3",
      ":9: there is no task 3" },
    { "{\"type\":\"event\"", "{\"typ\":\"event\"", ":9: a line has a \"type\"" },
    { "{\"type\":\"event\"", "{\"type\":\"end\"", ":9: a check that does not say" },
    { "\n{\"type\":\"event\"", "\n[]\n{\"type\":\"event\"", ":9: a line is an object" },
};

static void what_cannot_be_is_refused_with_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++) {
        write_changed(impossible[i].from, impossible[i].to);
        if (impossible[i].sentence) {
            assert_refused(impossible[i].sentence);
        } else {
            record_file_read(&recording);
            recording_release(&recording);
        }
    }
    write_changed("", "");
    strbuf_clear(&text);
    assert_null(file_read(&text, record_file_path, 1 << 20));
    strbuf_adds(&text, "{\"type\":\"note\"}\n");
    write_bytes(text.text, text.length);
    assert_refused(":11: something is behind the closing line");
}

static void lines_and_keys_that_are_not_known_are_skipped(void **state)
{
    (void)state;
    static const char *const changes[][2] = {
        { "{\"type\":\"task\",\"index\":0",
          "{\"type\":\"weather\",\"index\":[1,{\"a\":2}]}\n{\"type\":\"task\",\"index\":0" },
        { "\"status\":9,", "\"status\":9,\"host\":0,\"mood\":{\"x\":[1,2]}," },
        { "\"attempts\":1,", "\"core\":\"\\u00e9\\n\",\"attempts\":1," },
        { "{\"type\":\"task\",\"index\":0,", " { \"index\" : 0 , \"type\" : \"task\", " },
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        write_changed(changes[i][0], changes[i][1]);
        record_file_read(&recording);
        assert_int_equal(recording.runs[0].record.task_count, 3);
        assert_int_equal(recording.runs[0].record.lives[1].status, 9);
        recording_release(&recording);
    }
}

/* Looks at everything there is in a recording that was accepted. */
static void use(struct recording *read)
{
    static struct snapshot snapshot;
    uint64_t seed = 3;
    for (size_t i = 0; i < read->run_count; i++) {
        struct recorded_run *run = &read->runs[i];
        struct trace trace;
        trace_open(&trace, &run->record, &read->experiment.workload,
                   &read->experiment.strategies[run->strategy], &run->plan, TRACE_MAP);
        for (int k = 0; k < 8; k++)
            snapshot_at(&trace, random_next(&seed) % (trace.end + 2),
                        &(struct snapshot_window){ .workers = 9, .next = 9, .cells = 9 }, &snapshot);
        trace_close(&trace);
    }
    for (size_t i = 0; i < export_format_count; i++) {
        struct export out = { .fd = -1 };
        if (!export_formats[i].write)
            continue; /* a picture */
        strbuf_init(&out.text);
        export_formats[i].write(&out, read, EXPORT_ALL);
        assert_true(out.text.length > 0);
        export_close(&out);
    }
}

static void whatever_is_accepted_can_be_replayed_and_exported(void **state)
{
    (void)state;
    uint64_t seed = 77;
    int accepted = 0;
    for (int i = 0; i < 6000; i++) {
        struct strbuf whole = STRBUF_INIT;
        strbuf_adds(&whole, header);
        strbuf_adds(&whole, body);
        for (uint64_t times = 1 + random_next(&seed) % 3; times > 0; times--) {
            size_t at = sizeof header + random_next(&seed) % (sizeof body - 2);
            static const char digits[] = "0123456789";
            bool digit = strchr(digits, whole.text[at]) != NULL;
            if (digit)
                whole.text[at] = digits[random_next(&seed) % 10];
            else if (random_next(&seed) % 4 == 0 && whole.text[at] != '\n')
                whole.text[at] = (char)(' ' + random_next(&seed) % 95);
        }
        write_signed(whole.text, 1);
        strbuf_release(&whole);
        if (record_read(&recording, record_file_path, err, sizeof err)) {
            use(&recording);
            recording_release(&recording);
            accepted++;
        }
    }
    assert_true(accepted > 100);
}

static int release_text(void **state)
{
    (void)state;
    strbuf_release(&text);
    return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, record_file_enter, record_file_leave)
    const struct CMUnitTest tests[] = {
        TEST(a_file_that_is_cut_short_is_refused_wherever_it_is_cut),
        TEST(a_byte_that_has_changed_is_found_wherever_it_is),
        TEST(damage_in_a_long_file_is_reported_within_some_thousand_lines),
        TEST(foreign_files_are_refused),
        TEST(what_cannot_be_is_refused_with_its_line),
        TEST(lines_and_keys_that_are_not_known_are_skipped),
        TEST(whatever_is_accepted_can_be_replayed_and_exported),
    };
    return cmocka_run_group_tests(tests, NULL, release_text);
}
