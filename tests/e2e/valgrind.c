/* Under valgrind: nothing is read that was not written, nothing that was freed, and no memory is lost. */
#include "support/harness.h"
#include "support/program.h"
#include "support/pty.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ms until anything has appeared: everything takes thirty times as long, a fork still more. */
#define PATIENCE 120000

#define ARGUMENTS_MAX 40

/* All three strategies, and few processes. */
#define WORK "--workload perfect --to 10 --set strategies=[\"serial\",\"process\",\"pool\"]"

static struct pty *pty;
static const char *log_path;

static const char *find_valgrind(void)
{
    static const char *const places[] = { "/usr/bin/valgrind", "/usr/local/bin/valgrind" };
    for (int i = 0; i < COUNT_OF(places); i++)
        if (access(places[i], X_OK) == 0)
            return places[i];
    test_skips("valgrind is not here");
}

/* `tictoc LINE` in a terminal, words cut at blanks. */
static void start(const char *line)
{
    const char *argv[ARGUMENTS_MAX] = {
        find_valgrind(),
        "--quiet",
        "--leak-check=full",
        "--show-leak-kinds=definite,indirect,possible",
        "--suppressions=tests/valgrind.supp",
        "--errors-for-leak-kinds=definite,indirect,possible",
        "--error-exitcode=99",
        "--child-silent-after-fork=yes",
    };
    const char *const env[] = { textf("HOME=%s", test_directory()), NULL };
    int count = 8;
    if (harness_sanitized())
        test_skips("valgrind cannot carry a sanitizer");
    if (pty)
        pty_close(pty); /* of a test that failed */
    log_path = test_path("valgrind.log");
    argv[count++] = textf("--log-file=%s", log_path);
    argv[count++] = program_path();
    for (char *word = strtok((char *)textf("%s", line), " "); word && count < ARGUMENTS_MAX - 1;
         word = strtok(NULL, " "))
        argv[count++] = word;
    pty = pty_open(&(struct pty_options){
        .columns = 100, .rows = 32, .term = "xterm-256color", .env = env, .argv = argv });
}

static void press(const char *keys, const char *shown)
{
    pty_send(pty, keys);
    if (pty_wait_text(pty, shown, PATIENCE))
        return;
    char *screen = pty_screen(pty);
    show("the screen", screen);
    free(screen);
    test_fails(__FILE__, __LINE__, "never saw \"%s\"", shown);
}

static void expect_end(void)
{
    int status = pty_wait_exit(pty, PATIENCE);
    if (status != 0) {
        char *screen = pty_screen(pty);
        show("the screen", screen);
        free(screen);
        show("valgrind", test_read(log_path) ? test_read(log_path) : "");
    }
    EXPECT_INT(status, 0);
    pty_close(pty);
    pty = NULL;
}

static void the_main_path_of_the_screen_loses_no_memory(void)
{
    start(WORK);
    press("", "Will run");
    press("e", "edit: ");
    press("q", "Experiments");
    press("\r", "Workers");
    press("", "Elapsed");
    press("1", "Workers");
    press("3", "Timeline");
    press("2", "Elapsed");
    press("?", "Everywhere");
    press("q", "Elapsed");
    press("q", "Last time");
    pty_send(pty, "q");
    expect_end();
}

static void a_run_and_its_record_lose_no_memory(void)
{
    const char *record = test_path("mine.rec");
    start(textf("run " WORK " --narrate --record %s --json %s", record, test_path("mine.json")));
    expect_end();
    start(textf("replay %s --dump --at 0.001", record));
    expect_end();
    start(textf("export %s --format chrome", record));
    expect_end();
}

static void mistakes_lose_no_memory(void)
{
    const char *path =
        test_file("wrong.json", "{ \"title\": \"a\", \"workload\": { \"kind\": \"perfekt\" }, "
                                "\"strategies\": [\"pol\", { \"kind\": \"pool\", \"chunk\": 0 }] }");
    start(textf("check %s", path));
    EXPECT_INT(pty_wait_exit(pty, PATIENCE), 2);
    EXPECT_TEXT(test_read(log_path), "");
    pty_close(pty);
    pty = NULL;
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(the_main_path_of_the_screen_loses_no_memory),
        TEST(a_run_and_its_record_lose_no_memory),
        TEST(mistakes_lose_no_memory),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
