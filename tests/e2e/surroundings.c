/* What the user has around the program decides nothing:
 * the name of its directory, libraries loaded before it, how it was built,
 * the signals and children that it was given. */
#include "support/harness.h"
#include "support/program_json.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The second run finds the record of the first one in the memory of the program. */
#define RUNS                                                                                                 \
    "run --json - --repeat 2 --workload sleep --seconds 0x5000 --strategy serial,pool --workers 3 --chunk 100"
#define FORKS "run --json - --repeat 2 --workload sleep --seconds 0x200 --strategy process"

/* Every task of both runs of a strategy is done by as many workers as were planned:
 * none had to be replaced. */
static void expect_runs(struct program *program, int tasks, int workers)
{
    for (int run = 0; run < 2; run++) {
        EXPECT_JSON(program, textf("results[%d].runs[%d].tasks_done", workers == 3, run), textf("%d", tasks));
        EXPECT_JSON(program, textf("results[%d].runs[%d].workers_started", workers == 3, run),
                    textf("%d", workers));
    }
}

static void expect_all_runs(const struct how *how)
{
    expect_runs(well(tictoc_how(how, RUNS)), 5000, 3);
    expect_runs(well(tictoc_how(how, FORKS)), 200, 200);
}

static void expect_all_runs_with(const char *first, const char *second)
{
    const char *env[] = { first, second, NULL };
    if (harness_sanitized())
        test_skips("a sanitizer wants to be the first library itself");
    expect_all_runs(&(struct how){ .env = env });
}

static const char *build_path(const char *name)
{
    const char *build = getenv("BUILD");
    if (!build)
        build = "build";
    return build[0] == '/' ? textf("%s/%s", build, name) : textf("%s/%s/%s", harness_home(), build, name);
}

static const char *lazy(void)
{
    const char *path = build_path("tests/lazy.so");
    if (access(path, R_OK) != 0)
        test_skips("%s is missing", path);
    return path;
}

/* What a command of the shell prints first. */
static const char *line_of(const char *command)
{
    char line[PATH_MAX] = "";
    FILE *pipe = popen(command, "r");
    if (!pipe || !fgets(line, sizeof line, pipe))
        line[0] = '\0';
    EXPECT(pipe && pclose(pipe) >= 0);
    line[strcspn(line, "\n")] = '\0';
    return textf("%s", line);
}

static void its_directory_may_have_any_name(void)
{
    static const char *const names[] = { "locale", "gconv", "libncurses-libm.so", "ld-linux", "valgrind" };
    for (int i = 0; i < COUNT_OF(names); i++)
        expect_all_runs(&(struct how){ .binary = test_copy(program_path(), textf("%s/tictoc", names[i])) });
}

static void a_lazily_bound_library_may_be_loaded_before_it(void)
{
    expect_all_runs_with(textf("LD_PRELOAD=%s", lazy()), NULL);
}

static void a_worker_may_start_threads(void)
{
    expect_all_runs_with(textf("LD_PRELOAD=%s", lazy()), "LAZY_THREAD=1");
}

static void a_library_may_patch_code(void)
{
    expect_all_runs_with(textf("LD_PRELOAD=%s", lazy()), "LAZY_PATCH=1");
}

static void it_may_be_audited(void)
{
    expect_all_runs_with(textf("LD_AUDIT=%s", lazy()), textf("LD_PRELOAD=%s", lazy()));
}

static void its_calls_of_a_library_may_be_profiled(void)
{
    expect_all_runs_with("LD_PROFILE=libcjson.so.1", textf("LD_PROFILE_OUTPUT=%s", test_directory()));
}

static void its_clock_may_be_another(void)
{
    const char *library =
        line_of("find /usr/lib /usr/lib64 -name 'libfaketime.so.1' 2>/dev/null | head -n 1");
    if (!library[0])
        test_skips("faketime is not installed");
    expect_all_runs_with(textf("LD_PRELOAD=%s", library), "FAKETIME=+1d");
}

static void a_sanitizer_may_be_loaded_before_it(void)
{
    const char *library = line_of("${CC:-cc} -print-file-name=libasan.so 2>/dev/null");
    if (library[0] != '/' || access(library, R_OK) != 0)
        test_skips("there is no libasan.so");
    expect_all_runs_with(textf("LD_PRELOAD=%s", library), "ASAN_OPTIONS=detect_leaks=0");
}

/* Links again, from copies of the objects. */
static void it_may_be_linked_with_flags_of_the_user(void)
{
    if (harness_sanitized())
        test_skips("its objects want the sanitizer's flags as well");
    const char *command = textf(
        "mkdir linked && cp -a '%s' '%s' '%s' linked && "
        "make -s -C '%s' BUILD='%s' LDFLAGS=-s CPPFLAGS=-DNDEBUG LDLIBS=-lpthread '%s/tictoc' >make.log 2>&1",
        build_path("obj"), build_path("gen"), build_path("libtictoc.a"), harness_home(), test_path("linked"),
        test_path("linked"));
    if (system(textf("cd '%s' && %s", test_directory(), command)) != 0) {
        show("make", test_read(test_path("make.log")));
        test_fails(__FILE__, __LINE__, "%s", command);
    }
    expect_all_runs(&(struct how){ .binary = test_path("linked/tictoc") });
}

/* Whether the file has that whole string, between two NULs. */
static bool file_has(const char *path, const char *text)
{
    static char bytes[1 << 16];
    char *string = test_memory(strlen(text) + 2);
    size_t length = strlen(text) + 2, kept = 0, got;
    bool found = false;
    memcpy(string + 1, text, length - 2);
    FILE *file = fopen(path, "rb");
    EXPECT(file != NULL && length < sizeof bytes / 2);
    while (!found && (got = fread(bytes + kept, 1, sizeof bytes - kept, file)) > 0) {
        size_t have = kept + got;
        found = memmem(bytes, have, string, length) != NULL;
        kept = have < length ? have : length;
        memmove(bytes, bytes + have - kept, kept);
    }
    fclose(file);
    return found;
}

static void it_does_not_know_where_it_was_built(void)
{
    EXPECT(file_has(program_path(), "XDG_STATE_HOME"));
    EXPECT(!file_has(program_path(), harness_home()));
}

static void ignore_signals(const void *context)
{
    (void)context;
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_IGN);
}

/* As nohup, service managers and careless parents leave them. */
static void signals_may_be_ignored_by_its_parent(void)
{
    expect_all_runs(&(struct how){ .before = ignore_signals });
}

static void have_children(const void *context)
{
    (void)context;
    for (int i = 0; i < 3; i++)
        if (fork() == 0)
            _exit(7);
}

/* What a shell had started before it became the program by exec. */
static void it_may_have_children_that_are_not_its_own(void)
{
    expect_all_runs(&(struct how){ .before = have_children });
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(its_directory_may_have_any_name),
        TEST(a_lazily_bound_library_may_be_loaded_before_it),
        TEST(a_worker_may_start_threads),
        TEST(a_library_may_patch_code),
        TEST(it_may_be_audited),
        TEST(its_calls_of_a_library_may_be_profiled),
        TEST(its_clock_may_be_another),
        TEST(signals_may_be_ignored_by_its_parent),
        TEST(it_may_have_children_that_are_not_its_own),
        TEST(a_sanitizer_may_be_loaded_before_it),
        TEST(it_may_be_linked_with_flags_of_the_user),
        TEST(it_does_not_know_where_it_was_built),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
