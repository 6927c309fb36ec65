/* Whatever call fails, the program ends cleanly: with the right result or a sentence that says why,
 * with a documented status, no process and no half-written file left, the terminal given back.
 * A library that is loaded before the others makes the n-th call fail (tests/torture/).
 *
 * Every n takes minutes: `make torture` (TORTURE_ALL=1).
 * In an ordinary test a sample of them has its turn. */
#include "support/harness.h"
#include "support/program.h"
#include "record/record_read.h"
#include "support/tortured.h"
#include "support/victim.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OLD "what was there before"

/* What a short run is made of. */
#define RUN    "run --workload sleep --seconds 0x4 --strategy serial,process,pool --workers 2 --chunk 1"
#define SCREEN "--workload sleep --seconds 0.002x3 --strategy process,pool --workers 2 --start --exit"

static uint64_t right, explained; /* of all that were made to fail */

/* What is there before. What the program has kept of the last time goes:
 * with it each run would make other calls. */
static const char *const *prepare(enum torture_kind kind, uint64_t number, bool onwards)
{
    programs_end(false);
    test_remove(".local");
    test_file("a.json", OLD);
    test_file("a.rec", OLD);
    return tortured_env(
        textf("%s:%llu%s", torture_names[kind], (unsigned long long)number, onwards ? "+" : ""));
}

/* ---- what is left ------------------------------------------------------------------------------------- */

/* True: a whole new result. Anything but that or the old file fails the test. */
static bool has_new_json(void)
{
    const char *text = test_read(test_path("a.json"));
    if (text && strcmp(text, OLD) == 0)
        return false;
    cJSON *json = text ? cJSON_ParseWithOpts(text, NULL, true) : NULL;
    const cJSON *results = cJSON_GetObjectItem(json, "results"), *result;
    if (!json)
        test_fails(__FILE__, __LINE__, "half a result was written");
    cJSON_ArrayForEach(result, results)
    {
        const cJSON *runs = cJSON_GetObjectItem(result, "runs");
        const cJSON *run = cJSON_GetArrayItem(runs, 0);
        const cJSON *done = cJSON_GetObjectItem(run, "tasks_done"),
                    *lost = cJSON_GetObjectItem(run, "tasks_lost");
        EXPECT(!run || done->valueint + lost->valueint == 4 || done->valueint + lost->valueint == 3);
    }
    cJSON_Delete(json);
    return true;
}

static bool has_new_record(void)
{
    struct recording recording;
    char err[RECORD_ERR_MAX];
    const char *text = test_read(test_path("a.rec"));
    if (text && strcmp(text, OLD) == 0)
        return false;
    if (!record_read(&recording, test_path("a.rec"), err, sizeof err))
        test_fails(__FILE__, __LINE__, "half a record was written: %s", err);
    recording_release(&recording);
    return true;
}

static bool is_kept_record(const char *directory, const char *name)
{
    size_t length = strlen(name);
    return strstr(directory, "/records") && length > 4 && strcmp(name + length - 4, ".rec") == 0;
}

/* Every file is one that the program was asked for, or its settings and what it keeps of the last time. */
static void expect_no_other_file(const char *path)
{
    static const char *const known[] = { "a.json", "a.rec", "torture", "last.json",
                                         ".local", "state", "tictoc",  "records" };
    DIR *directory = opendir(path);
    for (const struct dirent *entry; directory && (entry = readdir(directory));) {
        bool right_name =
            (entry->d_name[0] == '.' && entry->d_name[1] != 'l') || is_kept_record(path, entry->d_name);
        if (right_name)
            continue;
        for (int i = 0; i < COUNT_OF(known); i++)
            right_name = right_name || strcmp(entry->d_name, known[i]) == 0;
        if (!right_name)
            test_fails(__FILE__, __LINE__, "%s/%s was left", path, entry->d_name);
        if (entry->d_type == DT_DIR)
            expect_no_other_file(textf("%s/%s", path, entry->d_name));
    }
    if (directory)
        closedir(directory);
}

static void judge(int status, bool said, bool record_wanted)
{
    bool json = has_new_json(), record = has_new_record();
    expect_no_other_file(test_directory());
    EXPECT_BETWEEN(status, 0, 2);
    if (status == 0)
        EXPECT(json && (record || !record_wanted));
    else
        EXPECT(said);
    right += status == 0;
    explained += status != 0;
}

/* ---- a run -------------------------------------------------------------------------------------------- */

/* All four tasks of all three strategies, or why not. */
static void run_with(enum torture_kind kind, uint64_t number, bool onwards)
{
    struct program *program = tictoc_how(&(struct how){ .env = prepare(kind, number, onwards) },
                                         RUN " --json a.json --record a.rec"); /* and nothing is left */
    const char *out = flat(program->out);
    bool said = strstr(program->err, "tictoc: ") || strstr(program->err, "Out of memory") ||
                strstr(out, "tasks were lost") || strstr(out, " of 4 tasks done") ||
                strstr(out, "task was lost");
    EXPECT_INT(program->signal, 0);
    judge(program->status, said, true);
    if (program->status == 0)
        EXPECT_LACKS(out, "lost");
}

/* ---- the screen --------------------------------------------------------------------------------------- */

static struct victim victim;

/* A terminal that refuses what would have changed its modes cannot be helped. */
static void expect_given_back(void)
{
    const char *what = victim_not_given_back(&victim);
    if (what && atomic_load(&tortured->modes) == 0)
        test_fails(__FILE__, __LINE__, "the terminal was not given back: %s", what);
}

static void screen_with(enum torture_kind kind, uint64_t number, bool onwards)
{
    victim_close(&victim); /* of a test that failed */
    victim_open(&victim, prepare(kind, number, onwards), SCREEN " --json %s", test_path("a.json"));
    int status = victim_end(&victim);
    expect_given_back();
    char *text = pty_screen(victim.pty);
    bool said = strstr(text, "tictoc: ") || strstr(text, "emory") || strstr(text, "lost");
    if (status && !said)
        show("the screen", text);
    free(text);
    victim_close(&victim);
    judge(status, said, false);
}

/* The first fork of all is the guard's. */
static void a_guard_that_was_refused_is_reported_and_tried_again(void)
{
    tortured_open();
    victim_open(&victim, prepare(TORTURE_FORK, 1, false), "--workload sleep --seconds 0 --strategy serial");
    victim_await(&victim, "No guard (fork: Resource temporarily unavailable): after SIGKILL, type reset.");
    pid_t children[VICTIM_PIDS_MAX];
    double end = now_s() + PATIENCE_S;
    while (process_children(pty_pid(victim.pty), children) == 0 && now_s() < end)
        pty_drain(victim.pty, 10);
    EXPECT_INT(process_children(pty_pid(victim.pty), children), 1);
    pty_send(victim.pty, "q");
    EXPECT_INT(victim_end(&victim), 0);
    victim_expect_nothing_left(&victim);
    victim_close(&victim);
}

/* ---- every n ------------------------------------------------------------------------------------------ */

typedef void torture_with(enum torture_kind kind, uint64_t number, bool onwards);

/* How many calls there are to fail when none does, as a hint where a sample has to look. */
static uint64_t count_calls(torture_with *with, enum torture_kind kind)
{
    with(TORTURE_NONE, 1, false);
    return atomic_load(&tortured->calls[kind]);
}

/* Until nothing fails any more; or only a few of them.
 * Different ones for different kinds, the same in every test. */
static void torture(torture_with *with, enum torture_kind kind, int sample, bool onwards)
{
    bool all = getenv("TORTURE_ALL") != NULL;
    uint64_t calls = count_calls(with, kind), failed = 1, number = 1;
    right = explained = 0;
    for (int turn = 0; all ? failed > 0 : turn < sample; turn++) {
        number = all ? number : 1 + calls * (uint64_t)turn / (uint64_t)sample;
        printf("# %s:%llu%s\n", torture_names[kind], (unsigned long long)number, onwards ? "+" : "");
        with(kind, number, onwards);
        failed = atomic_load(&tortured->failed);
        number++;
    }
    printf("# %s%s: %llu failures, %llu ended right, %llu said why\n", torture_names[kind],
           onwards ? ", from there on" : "", (unsigned long long)(right + explained),
           (unsigned long long)right, (unsigned long long)explained);
}

#define TORTURED(name, with, kind, sample, onwards)                                                          \
    static void name(void)                                                                                   \
    {                                                                                                        \
        tortured_open();                                                                                     \
        torture(with, kind, sample, onwards);                                                                \
    }

TORTURED(a_run_ends_cleanly_whatever_fork_is_refused, run_with, TORTURE_FORK, 4, false)
TORTURED(a_run_ends_cleanly_whatever_mapping_is_refused, run_with, TORTURE_MMAP, 4, false)
TORTURED(a_run_ends_cleanly_wherever_memory_ends, run_with, TORTURE_MALLOC, 12, false)
TORTURED(a_run_ends_cleanly_whatever_write_fails, run_with, TORTURE_WRITE, 10, false)
TORTURED(a_run_ends_cleanly_whatever_file_cannot_be_opened, run_with, TORTURE_OPEN, 10, false)
TORTURED(a_run_ends_cleanly_whatever_pipe_is_refused, run_with, TORTURE_PIPE, 7, false)
TORTURED(a_run_ends_cleanly_whatever_poll_fails, run_with, TORTURE_POLL, 6, false)
TORTURED(a_run_ends_cleanly_whatever_pair_of_sockets_is_refused, run_with, TORTURE_SOCKET, 3, false)
TORTURED(a_run_ends_cleanly_when_there_are_no_sockets_any_more, run_with, TORTURE_SOCKET, 3, true)
TORTURED(a_run_ends_cleanly_whatever_keeps_a_file_from_its_place, run_with, TORTURE_FILE, 8, false)
TORTURED(a_run_ends_cleanly_when_no_file_comes_to_its_place_any_more, run_with, TORTURE_FILE, 5, true)
TORTURED(a_run_ends_cleanly_whatever_wait_is_refused, run_with, TORTURE_WAIT, 4, false)
TORTURED(a_run_ends_cleanly_when_waits_are_refused, run_with, TORTURE_WAIT, 4, true)
TORTURED(a_run_ends_cleanly_when_there_is_no_memory_any_more, run_with, TORTURE_MALLOC, 5, true)
TORTURED(a_run_ends_cleanly_when_the_disk_is_full, run_with, TORTURE_WRITE, 5, true)
TORTURED(a_run_ends_cleanly_when_descriptors_run_out, run_with, TORTURE_OPEN, 5, true)
TORTURED(the_screen_ends_cleanly_whatever_fork_is_refused, screen_with, TORTURE_FORK, 2, false)
TORTURED(the_screen_ends_cleanly_whatever_mapping_is_refused, screen_with, TORTURE_MMAP, 2, false)
TORTURED(the_screen_ends_cleanly_wherever_memory_ends, screen_with, TORTURE_MALLOC, 4, false)
TORTURED(the_screen_ends_cleanly_whatever_write_fails, screen_with, TORTURE_WRITE, 3, false)
TORTURED(the_screen_ends_cleanly_whatever_file_cannot_be_opened, screen_with, TORTURE_OPEN, 3, false)
TORTURED(the_screen_ends_cleanly_whatever_pipe_is_refused, screen_with, TORTURE_PIPE, 2, false)
TORTURED(the_screen_ends_cleanly_whatever_poll_fails, screen_with, TORTURE_POLL, 3, false)
TORTURED(the_screen_ends_cleanly_whatever_pair_of_sockets_is_refused, screen_with, TORTURE_SOCKET, 3, false)
TORTURED(the_screen_ends_cleanly_when_there_are_no_sockets_any_more, screen_with, TORTURE_SOCKET, 3, true)
TORTURED(the_screen_ends_cleanly_whatever_keeps_a_file_from_its_place, screen_with, TORTURE_FILE, 4, false)
TORTURED(the_screen_ends_cleanly_when_no_file_comes_to_its_place_any_more, screen_with, TORTURE_FILE, 3, true)

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(a_run_ends_cleanly_whatever_fork_is_refused),
        TEST(a_run_ends_cleanly_whatever_mapping_is_refused),
        TEST(a_run_ends_cleanly_wherever_memory_ends),
        TEST(a_run_ends_cleanly_whatever_write_fails),
        TEST(a_run_ends_cleanly_whatever_file_cannot_be_opened),
        TEST(a_run_ends_cleanly_whatever_pipe_is_refused),
        TEST(a_run_ends_cleanly_whatever_poll_fails),
        TEST(a_run_ends_cleanly_whatever_pair_of_sockets_is_refused),
        TEST(a_run_ends_cleanly_when_there_are_no_sockets_any_more),
        TEST(a_run_ends_cleanly_whatever_keeps_a_file_from_its_place),
        TEST(a_run_ends_cleanly_when_no_file_comes_to_its_place_any_more),
        TEST(a_run_ends_cleanly_whatever_wait_is_refused),
        TEST(a_run_ends_cleanly_when_waits_are_refused),
        TEST(a_run_ends_cleanly_when_there_is_no_memory_any_more),
        TEST(a_run_ends_cleanly_when_the_disk_is_full),
        TEST(a_run_ends_cleanly_when_descriptors_run_out),
        TEST(the_screen_ends_cleanly_whatever_fork_is_refused),
        TEST(a_guard_that_was_refused_is_reported_and_tried_again),
        TEST(the_screen_ends_cleanly_whatever_mapping_is_refused),
        TEST(the_screen_ends_cleanly_wherever_memory_ends),
        TEST(the_screen_ends_cleanly_whatever_write_fails),
        TEST(the_screen_ends_cleanly_whatever_file_cannot_be_opened),
        TEST(the_screen_ends_cleanly_whatever_pipe_is_refused),
        TEST(the_screen_ends_cleanly_whatever_poll_fails),
        TEST(the_screen_ends_cleanly_whatever_pair_of_sockets_is_refused),
        TEST(the_screen_ends_cleanly_when_there_are_no_sockets_any_more),
        TEST(the_screen_ends_cleanly_whatever_keeps_a_file_from_its_place),
        TEST(the_screen_ends_cleanly_when_no_file_comes_to_its_place_any_more),
    };
    int status = harness_main(tests, COUNT_OF(tests), argc, argv);
    victim_close(&victim);
    return status;
}
