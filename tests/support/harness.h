/* What every end-to-end test is built on:
 * named tests in a table, expectations, files that go when the test goes.
 * The output is TAP: "ok N - name", "not ok N - name", "ok N - name # SKIP why", diagnostics behind a "#".
 *
 *     static void naps_in_a_row_add_up(void)
 *     {
 *         struct program *program = tictoc("run --seconds 0.1,0.2 --strategy serial --json -");
 *         EXPECT_INT(program->status, 0);
 *         EXPECT_BETWEEN(json_number(program, "results[0].done_s[0]"), 0.3, 0.36);
 *     }
 *
 *     int main(int argc, char **argv)
 *     {
 *         static const struct test tests[] = { TEST(naps_in_a_row_add_up) };
 *         return harness_main(tests, COUNT_OF(tests), argc, argv);
 *     }
 *
 * An expectation that does not hold ends its test, and what the programs of the test have said is shown.
 * Arguments on the command line are parts of names: only tests with one of them are run. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct test {
    const char *name;
    void (*run)(void);
};

#define TEST(name)                                                                                           \
    {                                                                                                        \
#name, name                                                                                          \
    }
#define COUNT_OF(array) ((int)(sizeof(array) / sizeof *(array)))

/* Runs them all; 0 when none failed. */
int harness_main(const struct test tests[], int count, int argc, char **argv);

/* ---- how fast ------------------------------------------------------------------------------------------ */

/* Limits of time are multiplied by this: 1; more under sanitizers;
 * times $TICTOC_TEST_SCALE where that is set. */
double harness_scale(void);

/* Seconds for which a condition is waited for, whatever it is. Far more than anything takes:
 * a busy machine makes no test fail. What has to be so within less is for tests/timing. */
#define PATIENCE_S (60 * harness_scale())

/* Whether the program was built with AddressSanitizer, as this harness was:
 * then a process costs thirty times as much and memory says nothing. */
bool harness_sanitized(void);

/* Seconds on CLOCK_MONOTONIC. */
double now_s(void);
void sleep_s(double seconds);

/* For tests/timing. Other work on the machine only ever makes a run slower.
 * So a run is fast enough when one of a few tries is:
 * returns the first value of `measure` that is at most `enough`, else the least of five. */
double least_of_five(double enough, double (*measure)(void));

/* For tests/timing: seconds by which a nap, and all that goes on around it, may end too late. */
#define LATE (0.06 * harness_scale())

/* ---- expectations -------------------------------------------------------------------------------------- */

#define EXPECT(condition)                                                                                    \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            test_fails(__FILE__, __LINE__, "%s", #condition);                                                \
    } while (0)
#define EXPECT_INT(actual, wanted)                                                                           \
    expect_int(__FILE__, __LINE__, #actual, (long long)(actual), (long long)(wanted))
#define EXPECT_BETWEEN(actual, low, high)                                                                    \
    expect_between(__FILE__, __LINE__, #actual, (double)(actual), (double)(low), (double)(high))
#define EXPECT_HAS(text, part)    expect_has(__FILE__, __LINE__, (text), (part), true)
#define EXPECT_LACKS(text, part)  expect_has(__FILE__, __LINE__, (text), (part), false)
#define EXPECT_AFTER(text, part)  expect_after(__FILE__, __LINE__, (text), (part))
#define EXPECT_TEXT(text, wanted) expect_text(__FILE__, __LINE__, (text), (wanted))

/* Ends the test as failed. */
_Noreturn void test_fails(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Ends the test as not possible here, and says why. */
_Noreturn void test_skips(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints the beginning of a text as diagnostics. */
void show(const char *what, const char *text);

void expect_int(const char *file, int line, const char *what, long long actual, long long wanted);
void expect_between(const char *file, int line, const char *what, double actual, double low, double high);
void expect_has(const char *file, int line, const char *text, const char *part, bool wanted);
/* Where the part, which must be there, ends. */
const char *expect_after(const char *file, int line, const char *text, const char *part);
void expect_text(const char *file, int line, const char *text, const char *wanted);

/* ---- files --------------------------------------------------------------------------------------------- */

/* The test's own directory, which is empty at its start and where programs are run;
 * a path in it. Live as long as the test. */
const char *test_directory(void);
const char *test_path(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes a file there, with the directories on its way. Returns its path. */
const char *test_file(const char *name, const char *text);

/* Removes a file there, or a directory with all that is in it. */
void test_remove(const char *name);

/* Copies a file there; the copy may be executed. Returns the copy's path. */
const char *test_copy(const char *from, const char *name);

/* The content of a file, with a NUL behind it; NULL when there is none. Lives as long as the test. */
const char *test_read(const char *path);

/* The text with every run of blanks and newlines as one blank:
 * sentences that were broken into lines are whole again. Lives as long as the test. */
const char *flat(const char *text);

/* The directory in which the harness itself was started. */
const char *harness_home(void);

/* A text made by printf's rules. Lives as long as the test. */
const char *textf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Memory that lives as long as the test, zeroed. */
void *test_memory(size_t bytes);
