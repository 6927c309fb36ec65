/* A file that may not grow, a disk that is full, a small stack, descriptors that run out:
 * reported in a sentence, and nothing half-written is left. */
#include "support/harness.h"
#include "support/program_json.h"
#include "support/screen.h"
#include "support/tortured.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <stdio.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

/* Names in a directory that begin so. */
static int count_files(const char *directory, const char *beginning)
{
    int count = 0;
    DIR *open = opendir(directory);
    for (const struct dirent *entry; open && (entry = readdir(open));)
        count += strncmp(entry->d_name, beginning, strlen(beginning)) == 0;
    if (open)
        closedir(open);
    return count;
}

/* ---- no room ------------------------------------------------------------------------------------------- */

static void limit_files(const void *context)
{
    const struct rlimit limit = { *(const rlim_t *)context, *(const rlim_t *)context };
    setrlimit(RLIMIT_FSIZE, &limit);
}

/* What is there already stays as it was. */
static void a_file_that_may_not_grow_is_reported_and_the_old_one_stays(void)
{
    static const struct {
        const char *option, *name;
    } outputs[] = { { "--json", "result.json" }, { "--record", "runs.rec" } };
    rlim_t limit = 1024;
    for (int i = 0; i < COUNT_OF(outputs); i++) {
        test_file(outputs[i].name, "as it was");
        struct program *program =
            tictoc_how(&(struct how){ .before = limit_files, .context = &limit },
                       "run --quiet --workload sleep --seconds 0x300 --strategy process,pool %s %s",
                       outputs[i].option, outputs[i].name);
        EXPECT_INT(program->status, 1);
        EXPECT_HAS(program->err, textf("%s: cannot be written: File too large", outputs[i].name));
        EXPECT_TEXT(test_read(test_path("%s", outputs[i].name)), "as it was");
        EXPECT_INT(count_files(test_directory(), outputs[i].name), 1);
    }
}

/* A disk of 64 kB, which only the program itself can see, full but for so many kB. */
static void mount_small_disk(const void *context)
{
    const int room = *(const int *)context;
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", "small", "tmpfs", 0, "size=64k") != 0)
        _exit(125);
    FILE *file = fopen("small/filling", "w");
    for (int i = 0; file && i < (64 - room) * 1024; i++)
        putc('.', file);
    if (!file || fclose(file) != 0)
        _exit(125);
}

/* It is the last thing: the figures have been shown by then. */
static void a_full_disk_is_reported_and_costs_no_figures(void)
{
    test_file("small/.keep", "");
    struct program *program =
        tictoc_how(&(struct how){ .before = mount_small_disk, .context = &(const int){ 4 } },
                   "run --workload sleep --seconds 0x500 --strategy process --record small/runs.rec "
                   "--json result.json");
    if (program->status == 125)
        test_skips("no disk can be mounted here");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(program->err, "small/runs.rec: cannot be written: No space left on device");
    EXPECT_HAS(program->out, "\nprocess ");
    json_from(program, test_read(test_path("result.json")));
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "500");
    EXPECT_INT(count_files(test_path("small"), "runs"), 0);
}

/* The record has begun to fill it by then, and gives its room back. */
static void a_record_that_fills_the_disk_leaves_room_for_the_json(void)
{
    test_file("small/.keep", "");
    struct program *program =
        tictoc_how(&(struct how){ .before = mount_small_disk, .context = &(const int){ 24 } },
                   "run --workload sleep --seconds 0x3000 --strategy pool --record small/runs.rec "
                   "--json small/result.json");
    if (program->status == 125)
        test_skips("no disk can be mounted here");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(program->err, "small/runs.rec: cannot be written: No space left on device");
    EXPECT_LACKS(program->err, "result.json");
}

/* Whichever of two files has no room left: each is there whole, or not at all, and then it is named. */
static void whatever_room_is_left_each_file_is_whole_or_reported(void)
{
    static const int rooms[] = { 4, 32, 34, 36, 38, 40, 60 };
    test_file("small/.keep", "");
    for (int i = 0; i < COUNT_OF(rooms); i++) {
        struct program *program = tictoc_how(
            &(struct how){ .binary = "/bin/sh", .before = mount_small_disk, .context = &rooms[i] },
            "-c '%s run --quiet --workload sleep --seconds 0x300 --strategy pool --record small/runs.rec --json "
            "small/result.json; echo status=$?; ls small; tail -n 1 small/result.json 2>/dev/null; %s export "
            "small/runs.rec --format csv 2>/dev/null | wc -l'",
            program_path(), program_path());
        if (program->status == 125)
            test_skips("no disk can be mounted here");
        bool json = strstr(program->out, "result.json"), record = strstr(program->out, "runs.rec");
        EXPECT_HAS(program->out, json && record ? "status=0" : "status=1");
        EXPECT(!json || strstr(program->out, "\n}\n"));
        EXPECT(!record || strstr(program->out, "\n301\n"));
        EXPECT(json || strstr(program->err, "small/result.json: cannot be written: No space left on device"));
        EXPECT(record || strstr(program->err, "small/runs.rec: cannot be written: No space left on device"));
    }
}

/* As containers are given single files. */
static void mount_result(const void *context)
{
    (void)context;
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("result.json", "result.json", NULL, MS_BIND, NULL) != 0)
        _exit(125);
}

static void a_file_that_cannot_be_replaced_is_reported_before_anything_runs(void)
{
    test_file("result.json", "as it was");
    struct program *program = tictoc_how(&(struct how){ .before = mount_result },
                                         "run --workload sleep --seconds 600 --json result.json");
    if (program->status == 125)
        test_skips("nothing can be mounted here");
    EXPECT_INT(program->status, 2);
    EXPECT_HAS(program->err, "result.json: cannot be written: Device or resource busy");
    EXPECT_TEXT(program->out, "");
    EXPECT_TEXT(test_read(test_path("result.json")), "as it was");
}

/* Sets or clears the attribute of `chattr +a`. False where the file system has none, or it is refused. */
static bool set_append_only(const char *path, bool on)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), flags = 0;
    bool set = fd >= 0 && ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0;
    flags = on ? flags | FS_APPEND_FL : flags & ~FS_APPEND_FL;
    set = set && ioctl(fd, FS_IOC_SETFLAGS, &flags) == 0;
    if (fd >= 0)
        close(fd);
    return set;
}

static void expect_append_only(const char *path)
{
    test_file("logs/result.json", "as it was");
    if (!set_append_only(path, true))
        test_skips("no file can be made append-only here");
    struct program *program = tictoc_how(&(struct how){ 0 }, "run --workload sleep --seconds 600 "
                                                             "--json logs/result.json");
    EXPECT(set_append_only(path, false));
    EXPECT_INT(program->status, 2);
    EXPECT_HAS(program->err, "logs/result.json: cannot be written: Operation not permitted");
    EXPECT_TEXT(test_read(test_path("logs/result.json")), "as it was");
}

static void a_file_that_is_append_only_is_reported_before_anything_runs(void)
{
    expect_append_only(test_path("logs/result.json"));
}

static void a_file_in_a_directory_that_is_append_only_is_reported_before_anything_runs(void)
{
    expect_append_only(test_path("logs"));
}

/* The first call that fails is the one that brings the first run to the disk.
 * The last one goes well again. */
static void a_run_that_did_not_reach_the_disk_is_reported_though_the_rest_did(void)
{
    tortured_open();
    test_file("a.rec", "as it was");
    struct program *program =
        tictoc_how(&(struct how){ .env = tortured_env("file:1") },
                   "run --quiet --workload sleep --seconds 0x3 --strategy serial,pool --record a.rec");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(program->err, "a.rec: cannot be written: Input/output error");
    EXPECT_TEXT(test_read(test_path("a.rec")), "as it was");
    EXPECT_INT(count_files(test_directory(), "a.rec"), 1);
}

/* ---- a small stack ------------------------------------------------------------------------------------ */

static void limit_stack(const void *context)
{
    struct rlimit limit;
    getrlimit(RLIMIT_STACK, &limit);
    limit.rlim_cur = *(const rlim_t *)context;
    setrlimit(RLIMIT_STACK, &limit);
}

/* Of which the environment and the C library's start take a part, too. */
static const rlim_t small_stack = 64 << 10;

static void a_small_stack_is_enough_for_a_run(void)
{
    if (harness_sanitized())
        test_skips("a sanitizer wants more of the stack");
    EXPECT_INT(tictoc_how(&(struct how){ .before = limit_stack, .context = &small_stack },
                          "run --workload sleep --seconds 0x20 --json a.json --record a.rec")
                   ->status,
               0);
    EXPECT_INT(tictoc_how(&(struct how){ .before = limit_stack, .context = &small_stack },
                          "export a.rec --format json")
                   ->status,
               0);
}

/* Not a crash without a word. */
static void a_stack_that_is_too_small_for_anything_is_reported(void)
{
    if (harness_sanitized())
        test_skips("a sanitizer wants more of the stack");
    struct program *program =
        tictoc_how(&(struct how){ .before = limit_stack, .context = &(const rlim_t){ 40 << 10 } },
                   "run --workload sleep --seconds 0x20");
    EXPECT_INT(program->status, 2);
    EXPECT_HAS(program->err, "a stack of 40 kB is too small: 48 kB at least (ulimit -s)");
}

/* Starting the screen needs no more for that moment. */
static void start_screen_with_stack(rlim_t bytes)
{
    struct rlimit usual;
    if (harness_sanitized())
        test_skips("a sanitizer wants more of the stack");
    getrlimit(RLIMIT_STACK, &usual);
    limit_stack(&bytes);
    screen_open("--workload sleep --seconds 0.1x6 --strategy serial,process,pool --workers 2");
    setrlimit(RLIMIT_STACK, &usual);
}

/* The terminal's library alone takes more. */
static void without_the_stack_for_a_screen_the_comparison_is_printed(void)
{
    start_screen_with_stack(small_stack);
    SCREEN_SHOWS("the terminal's library needs 128 kB of stack");
    SCREEN_SHOWS("pool");
    screen_ends_well(0);
}

static void with_the_stack_it_asks_for_every_screen_works(void)
{
    static const char *const visits[][2] = {
        { "e", "edit: " },   { "?", "Keys" },  { "qq", "Experiments" }, { "\r", "Elapsed" },
        { "3", "Timeline" }, { "2r", "Race" }, { "q", "Elapsed" },
    };
    start_screen_with_stack(128 << 10);
    SCREEN_SHOWS("Experiments");
    for (int i = 0; i < COUNT_OF(visits); i++) {
        screen_keys(visits[i][0]);
        SCREEN_SHOWS(visits[i][1]);
    }
    screen_keys("q");
    SCREEN_SHOWS("Experiments");
    screen_leave();
}

/* ---- no descriptors ------------------------------------------------------------------------------------ */

static void limit_descriptors(const void *context)
{
    const struct rlimit limit = { *(const rlim_t *)context, *(const rlim_t *)context };
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* From none at all to enough: the right result, or a sentence and status 1 or 2. */
static void descriptors_that_run_out_end_in_the_result_or_a_sentence(void)
{
    bool worked = false;
    for (rlim_t limit = 4; limit <= 16; limit++) {
        struct program *program =
            tictoc_how(&(struct how){ .before = limit_descriptors, .context = &limit },
                       "run --quiet --workload sleep --seconds 0x5 --strategy process,pool --json out%d.json",
                       (int)limit);
        worked = program->status == 0;
        if (worked) {
            json_from(program, test_read(test_path("out%d.json", (int)limit)));
            EXPECT_JSON(program, "results[1].runs[0].tasks_done", "5");
        } else {
            EXPECT_BETWEEN(program->status, 1, 2);
            EXPECT_HAS(program->err, "Too many open files");
        }
    }
    EXPECT(worked);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(a_file_that_may_not_grow_is_reported_and_the_old_one_stays),
        TEST(a_full_disk_is_reported_and_costs_no_figures),
        TEST(a_record_that_fills_the_disk_leaves_room_for_the_json),
        TEST(whatever_room_is_left_each_file_is_whole_or_reported),
        TEST(a_file_that_cannot_be_replaced_is_reported_before_anything_runs),
        TEST(a_file_that_is_append_only_is_reported_before_anything_runs),
        TEST(a_file_in_a_directory_that_is_append_only_is_reported_before_anything_runs),
        TEST(a_run_that_did_not_reach_the_disk_is_reported_though_the_rest_did),
        TEST(a_small_stack_is_enough_for_a_run),
        TEST(a_stack_that_is_too_small_for_anything_is_reported),
        TEST(without_the_stack_for_a_screen_the_comparison_is_printed),
        TEST(with_the_stack_it_asks_for_every_screen_works),
        TEST(descriptors_that_run_out_end_in_the_result_or_a_sentence),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
