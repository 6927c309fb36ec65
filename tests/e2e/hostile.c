/* Text from outside (files, their names, values of options, records) is shown, never interpreted:
 * nothing that could steer a terminal or turn the order of letters comes out of any command as it went in,
 * and columns stay columns. */
#include "fuzz/promise.h"
#include "support/harness.h"
#include "support/program_json.h"
#include "record/record_read.h"
#include "record/record_write.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/text.h"
#include "support/victim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Colour, a new title for the window, a control character of eight bits,
 * a letter from right to left, half a letter. */
#define ESCAPE "\x1b[31m"
#define TITLE  "\x1b]0;mine\a"
#define C1                                                                                                   \
    "\xc2\x9b"                                                                                               \
    "2J"
#define BACK   "\xe2\x80\xae"
#define BROKEN "\xff\xc3"
#define HOSTILE                                                                                              \
    "a" ESCAPE "b" C1 "c" BACK "d\x7f"                                                                       \
    "e"

static struct program *harmless(struct program *program)
{
    if (!promise_harmless(program->out) || !promise_harmless(program->err))
        test_fails(__FILE__, __LINE__, "something in it steers the terminal: %s", program->command);
    return program;
}

/* ---- the command line --------------------------------------------------------------------------------- */

static void values_of_options_are_reported_harmlessly(void)
{
    static const char *const lines[] = {
        "run --theme " HOSTILE BROKEN,
        "--theme" HOSTILE BROKEN,
        "run --workload " HOSTILE,
        "run --workload sleep --seconds 1" HOSTILE,
        "run --workload sleep --set " HOSTILE "=3",
        "run --workload sleep --set workload." HOSTILE "=3",
        "run --workload sleep --set repeat=" HOSTILE BROKEN,
        "run --workload sleep --set title=" HOSTILE,
        "run --strategy " HOSTILE,
        "run --workers " HOSTILE,
        "run --workload sleep --json /nowhere/" HOSTILE,
        "run --workload sleep --record /nowhere/" HOSTILE BROKEN,
        "run " HOSTILE BROKEN,
        "check " HOSTILE BROKEN,
        "check " HOSTILE ".json",
        HOSTILE,
        "replay " HOSTILE " --dump",
        "replay nothing.rec --dump --at " HOSTILE,
        "export " HOSTILE " --format csv",
        "export nothing.rec --format " HOSTILE,
    };
    for (int i = 0; i < COUNT_OF(lines); i++) {
        struct program *program = harmless(tictoc("%s", lines[i]));
        EXPECT_INT(program->status, 2);
        EXPECT(program->err[0]);
    }
}

/* ---- experiments -------------------------------------------------------------------------------------- */

static void what_would_disturb_is_refused_in_every_text_of_an_experiment(void)
{
    static const char *const characters[] = { "\\u001b", "\\u0007", "\\u009b", "\\u202e", "\\u2066",
                                              "\\u200f", "\\u2028", "\\ufeff", "\\u007f" };
    static const char *const texts[] = {
        "{\"title\": \"x%s\", \"workload\": {\"kind\": \"sleep\"}}",
        "{\"about\": \"x%s\", \"workload\": {\"kind\": \"sleep\"}}",
        "{\"workload\": {\"kind\": \"sleep\"}, \"strategies\": [{\"kind\": \"pool\", \"label\": \"x%s\"}]}",
        "{\"workload\": {\"kind\": \"sleep\"}, \"reference\": [{\"label\": \"x%s\", \"seconds\": 1}]}",
        "{\"workload\": {\"kind\": \"sleep\"}, \"reference\": [{\"label\": \"x\", \"seconds\": 1, \"source\": \"%s\"}]}",
        "{\"workload\": {\"kind\": \"x%s\"}}",
        "{\"workload\": {\"kind\": \"sleep\"}, \"x%s\": 1}",
        "{\"workload\": {\"kind\": \"sleep\", \"seconds\": \"%s\"}}",
    };
    for (int text = 0; text < COUNT_OF(texts); text++) {
        for (int i = 0; i < COUNT_OF(characters); i++) {
            const char *at = strchr(texts[text], '%');
            test_file(textf("%d.json", i),
                      textf("%.*s%s%s", (int)(at - texts[text]), texts[text], characters[i], at + 2));
        }
        struct program *program =
            harmless(tictoc("check 0.json 1.json 2.json 3.json 4.json 5.json 6.json 7.json 8.json"));
        EXPECT_INT(program->status, 2);
        for (int i = 0; i < COUNT_OF(characters); i++)
            EXPECT_HAS(program->err, textf("%d.json:1:", i));
    }
}

static const char plain[] =
    "{\"title\": \"%s\", \"about\": \"%s\", \"workload\": {\"kind\": \"sleep\", \"seconds\": "
    "0.001, \"count\": 4}, \"strategies\": [\"serial\", {\"kind\": \"pool\", \"workers\": 2, "
    "\"label\": \"%s\"}, {\"kind\": \"process\", \"label\": \"%s\"}]}";

/* The column in which the speedup of a line's strategy ends. */
static unsigned column_of_speedup(const char *line)
{
    unsigned column = 0;
    for (const char *at = line; *at && *at != '\n';) {
        uint32_t c = utf8_next(&at);
        if (c == 0xD7)
            return column;
        column += text_width(c);
    }
    return 0;
}

/* 表計算 takes six columns, the accent none, and Thai and Tamil have marks above and behind. */
static void wide_and_combining_letters_take_their_true_width(void)
{
    const char *wide = "\xe8\xa1\xa8\xe8\xa8\x88\xe7\xae\x97",
               *marked = "e\xcc\x81\xe0\xb8\x97\xe0\xb8\xb5\xe0\xae\x95\xe0\xaf\x8d";
    test_file("wide.json", textf(plain, "T", "A", wide, marked));
    struct program *program = harmless(well(tictoc("run wide.json")));
    unsigned column = column_of_speedup(EXPECT_AFTER(program->out, "\nserial") - 6);
    EXPECT_BETWEEN(column, 20, 60);
    EXPECT_INT(column_of_speedup(EXPECT_AFTER(program->out, textf("\n%s", wide)) - strlen(wide)), column);
    EXPECT_INT(column_of_speedup(EXPECT_AFTER(program->out, textf("\n%s", marked)) - strlen(marked)), column);
}

/* Neither a title nor a source says where anything is written, and nothing is ever run. */
static void no_path_of_a_file_is_written_to_and_no_command_run(void)
{
    static const char *const titles[] = { "$(touch pwned)", "`touch pwned`", "; touch pwned",
                                          "| touch pwned",  "../../pwned",   "/tmp/pwned" };
    for (int i = 0; i < COUNT_OF(titles); i++) {
        test_file("c.json", textf(plain, titles[i], titles[i], "a", titles[i]));
        well(tictoc("run c.json --record c.rec"));
        well(tictoc("export c.rec --format chrome"));
        well(tictoc("replay c.rec --dump"));
        EXPECT(access(test_path("pwned"), F_OK) != 0 && access("/tmp/pwned", F_OK) != 0);
    }
}

/* ---- records ------------------------------------------------------------------------------------------ */

static void set_text(char *field, size_t size)
{
    snprintf(field, size, "%s", HOSTILE TITLE BROKEN);
}

#define SET_TEXT(field) set_text(field, sizeof(field))

/* A record made to do harm. */
static void make_hostile_record(void)
{
    struct recording recording;
    struct record_writer writer;
    char err[RECORD_ERR_MAX];
    well(tictoc("run --quiet --record good.rec --workload sleep --seconds 0.01x4 --strategy serial,pool "
                "--workers 2"));
    EXPECT(record_read(&recording, test_path("good.rec"), err, sizeof err));
    SET_TEXT(recording.machine.cpu);
    SET_TEXT(recording.machine.os);
    free(recording.experiment.source);
    recording.experiment.source = strdup(HOSTILE TITLE BROKEN);
    EXPECT(record_writer_open(&writer, test_path("bad.rec"), &recording.experiment, &recording.machine,
                              ORIGIN_MEASURED, err, sizeof err));
    for (size_t i = 0; i < recording.run_count; i++) {
        SET_TEXT(recording.runs[i].record.note);
        SET_TEXT(recording.runs[i].record.trouble);
        SET_TEXT(recording.runs[i].plan.limit);
        record_writer_add(&writer, &recording.runs[i]);
    }
    EXPECT(record_writer_close(&writer, err, sizeof err));
    recording_release(&recording);
}

static const char *without_tabs(const char *text)
{
    char *copy = test_memory(strlen(text) + 1);
    for (char *to = strcpy(copy, text); *to; to++)
        *to = *to == '\t' ? ' ' : *to;
    return copy;
}

static void what_a_record_says_of_itself_is_shown_harmlessly(void)
{
    static const char *const formats[] = { "chrome", "csv", "json", "svg" };
    make_hostile_record();
    struct program *program = harmless(well(tictoc("replay bad.rec --dump --at 0.02")));
    EXPECT_HAS(program->out, "Workers");
    harmless(well(tictoc("replay bad.rec --dump --at 0.02 --ascii --size 120x36")));
    for (int i = 0; i < COUNT_OF(formats); i++) {
        program = tictoc("export bad.rec --format %s", formats[i]);
        EXPECT_INT(program->status, 0);
        EXPECT(promise_harmless(without_tabs(program->out)));
    }
}

static void a_replay_on_the_screen_shows_it_harmlessly(void)
{
    struct victim victim = { .pty = NULL };
    make_hostile_record();
    victim_open_as_is(&victim, NULL, "replay %s", test_path("bad.rec"));
    victim_await(&victim, "Workers");
    pty_send(victim.pty, "2"); /* which names the machine */
    victim_await(&victim, "Elapsed");
    victim_await(&victim, "\xef\xbf\xbd[31mb"); /* what was wrong in it is marked */
    pty_send(victim.pty, "q");
    pty_send(victim.pty, "q");
    EXPECT_INT(victim_end(&victim), 0);
    victim_expect_nothing_left(&victim);
    victim_close(&victim);
}

/* ---- how much ----------------------------------------------------------------------------------------- */

/* A reader that takes more of it than this fails: a file cannot make us take memory as it likes. */
static void limit_memory(const void *context)
{
    const struct rlimit limit = { 1u << 30, 1u << 30 };
    (void)context;
    if (!harness_sanitized())
        setrlimit(RLIMIT_AS, &limit);
}

/* `head`, then `part` so many times, then `tail`. */
static const char *repeated(const char *name, const char *head, const char *part, size_t times,
                            const char *tail)
{
    struct strbuf text = STRBUF_INIT;
    strbuf_adds(&text, head);
    for (size_t i = 0; i < times; i++)
        strbuf_adds(&text, part);
    strbuf_adds(&text, tail);
    test_file(name, text.text);
    strbuf_release(&text);
    return name;
}

static void expect_refused(const char *line, const char *reported)
{
    struct program *program = harmless(tictoc_how(&(struct how){ .before = limit_memory }, "%s", line));
    EXPECT_INT(program->status, 2);
    EXPECT_HAS(program->err, reported);
    unlink(test_path("big"));
}

#define SLEEP "{\"workload\": {\"kind\": \"sleep\"}, "

static void sizes_and_counts_of_an_experiment_are_bounded(void)
{
    repeated("big", "", "[", 100000, "");
    expect_refused("check big", "nested more than 64 deep");
    repeated("big", "", "{\"a\":", 65, "1");
    expect_refused("check big", "nested more than 64 deep");
    repeated("big", "[0", ",0", 4000000, "]");
    expect_refused("check big", "more than 4000000 values");
    repeated("big", "", "                                                                ", 1100000, "{}");
    expect_refused("check big", "too large");
    repeated("big", SLEEP "\"strategies\": [\"serial\"", ",\"pool\"", 16, "]}");
    expect_refused("check big", "strategies: ");
    repeated("big", SLEEP "\"reference\": [{\"label\": \"a\", \"seconds\": 1}",
             ",{\"label\": \"b\", \"seconds\": 1}", 8, "]}");
    expect_refused("check big", "reference: ");
    repeated("big", SLEEP "\"title\": \"", "t", 81, "\"}");
    expect_refused("check big", "title: ");
    repeated("big", SLEEP "\"about\": \"", "a", 601, "\"}");
    expect_refused("check big", "about: ");
    repeated("big", SLEEP "\"strategies\": [{\"kind\": \"pool\", \"label\": \"", "l", 32, "\"}]}");
    expect_refused("check big", "label: ");
    repeated("big", SLEEP "\"", "k", 1000000, "\": 1}");
    expect_refused("check big", "1:"); /* and no million letters back */
    expect_refused("check /dev/zero", "too large");
}

/* The lines of a good record, with one word of them another. */
static void change_record(const char *from, const char *to)
{
    const char *text = test_read(test_path("good.rec"));
    const char *at = EXPECT_AFTER(text, from) - strlen(from);
    size_t length = strlen(text) + strlen(to);
    char *changed = test_memory(length + 1);
    snprintf(changed, length + 1, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    test_file("big", changed);
}

static void sizes_and_counts_of_a_record_are_bounded(void)
{
    well(tictoc("run --quiet --record good.rec --workload sleep --seconds 0x4 --strategy pool --workers 2"));
    change_record("\"tasks\":4", "\"tasks\":4000000000");
    expect_refused("replay big --dump", "big:");
    change_record("\"lives\":2", "\"lives\":18446744073709551615");
    expect_refused("replay big --dump", "big:");
    change_record("\"events\":0", "\"events\":4294967295");
    expect_refused("replay big --dump", "big:2: ");
    change_record("\"slots\":2", "\"slots\":4294967295");
    expect_refused("replay big --dump", "big:2: ");
    repeated("big", "{\"format\":\"tictoc.record/1\",\"x\":\"",
             "                                                                ", 1100000, "\"}\n");
    expect_refused("replay big --dump", "big:1: a line of more than 64 MB");
    expect_refused("replay /dev/zero --dump", "a line of more than 64 MB");
}

/* ---- names of files ----------------------------------------------------------------------------------- */

static void names_of_files_are_listed_harmlessly(void)
{
    struct victim victim = { .pty = NULL };
    const char *good = textf(plain, "Good", "A", "a", "b");
    test_file("config/good.json", good);
    test_file("config/" HOSTILE ".json", good);
    test_file("config/" TITLE ".json", "{");
    test_file("config/" BROKEN ".json", good);
    test_file("config/" BACK "evil.json", "[]");
    struct program *program = harmless(well(tictoc("list")));
    EXPECT_HAS(program->out, "Good");
    victim_open(&victim, NULL, " ");
    victim_await(&victim, "Two naps");
    pty_send(victim.pty, "\033[F"); /* End */
    victim_await(&victim, "Your own");
    char *row = pty_row(victim.pty, 2);
    EXPECT_HAS(row, "╭─ Experiments ──");
    free(row);
    pty_send(victim.pty, "q");
    EXPECT_INT(victim_end(&victim), 0);
    victim_expect_nothing_left(&victim);
    victim_close(&victim);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(values_of_options_are_reported_harmlessly),
        TEST(what_would_disturb_is_refused_in_every_text_of_an_experiment),
        TEST(wide_and_combining_letters_take_their_true_width),
        TEST(no_path_of_a_file_is_written_to_and_no_command_run),
        TEST(what_a_record_says_of_itself_is_shown_harmlessly),
        TEST(a_replay_on_the_screen_shows_it_harmlessly),
        TEST(sizes_and_counts_of_an_experiment_are_bounded),
        TEST(sizes_and_counts_of_a_record_are_bounded),
        TEST(names_of_files_are_listed_harmlessly),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
