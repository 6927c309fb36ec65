#include "support/harness.h"

#include "support/program.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Lines shown of a text that an expectation was about. */
#define SHOWN_MAX 20

#define TEXT_BYTES 8192

struct memory {
    struct memory *next;
    max_align_t bytes[];
};

static jmp_buf end_of_test;
static bool failed, skipped;
static char reason[1024]; /* of either */
static struct memory *memories;
static char directory[64], home[4096];

/* ---- how fast ------------------------------------------------------------------------------------------ */

bool harness_sanitized(void)
{
#if defined(__SANITIZE_ADDRESS__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return true;
#endif
#endif
    return false;
}

double harness_scale(void)
{
    const char *text = getenv("TICTOC_TEST_SCALE");
    double scale = text ? strtod(text, NULL) : 1;
    return (scale > 0 ? scale : 1) * (harness_sanitized() ? 3 : 1);
}

double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void sleep_s(double seconds)
{
    struct timespec left = { (time_t)seconds, (long)(fmod(seconds, 1) * 1e9) };
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}

double least_of_five(double enough, double (*measure)(void))
{
    double least = INFINITY;
    for (int try = 0; try < 5 && least > enough; try++)
        least = fmin(least, measure());
    return least;
}

/* ---- expectations -------------------------------------------------------------------------------------- */

void show(const char *what, const char *text)
{
    if (*text)
        printf("# %s:\n", what);
    for (int line = 0; *text && line < SHOWN_MAX; line++) {
        size_t length = strcspn(text, "\n");
        printf("#   %.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

void test_fails(const char *file, int line, const char *format, ...)
{
    int used = snprintf(reason, sizeof reason, "%s:%d: ", file, line);
    va_list args;
    va_start(args, format);
    vsnprintf(reason + used, sizeof reason - (size_t)used, format, args);
    va_end(args);
    failed = true;
    longjmp(end_of_test, 1);
}

void test_skips(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    skipped = true;
    longjmp(end_of_test, 1);
}

void expect_int(const char *file, int line, const char *what, long long actual, long long wanted)
{
    if (actual != wanted)
        test_fails(file, line, "%s is %lld, not %lld", what, actual, wanted);
}

void expect_between(const char *file, int line, const char *what, double actual, double low, double high)
{
    if (!(actual >= low && actual <= high))
        test_fails(file, line, "%s is %.9g, not %.9g … %.9g", what, actual, low, high);
}

void expect_has(const char *file, int line, const char *text, const char *part, bool wanted)
{
    if ((strstr(text, part) != NULL) == wanted)
        return;
    show("the text", text);
    test_fails(file, line, wanted ? "has no \"%s\"" : "has \"%s\", which should not be there", part);
}

const char *expect_after(const char *file, int line, const char *text, const char *part)
{
    expect_has(file, line, text, part, true);
    return strstr(text, part) + strlen(part);
}

void expect_text(const char *file, int line, const char *text, const char *wanted)
{
    if (strcmp(text, wanted) == 0)
        return;
    show("the text", text);
    show("should be", wanted);
    test_fails(file, line, "the texts differ");
}

/* ---- files --------------------------------------------------------------------------------------------- */

void *test_memory(size_t bytes)
{
    struct memory *memory = calloc(1, sizeof *memory + bytes);
    if (!memory)
        test_fails(__FILE__, __LINE__, "out of memory");
    memory->next = memories;
    memories = memory;
    return memory->bytes;
}

const char *test_directory(void)
{
    return directory;
}

static const char *vtextf(const char *format, va_list args)
{
    char text[TEXT_BYTES];
    int length = vsnprintf(text, sizeof text, format, args);
    if (length < 0 || length >= TEXT_BYTES)
        test_fails(__FILE__, __LINE__, "a text is too long");
    return memcpy(test_memory((size_t)length + 1), text, (size_t)length + 1);
}

const char *textf(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = vtextf(format, args);
    va_end(args);
    return text;
}

const char *test_path(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *name = vtextf(format, args);
    va_end(args);
    return textf("%s/%s", directory, name);
}

static void make_way(const char *path)
{
    char *way = test_memory(strlen(path) + 1);
    strcpy(way, path);
    for (char *slash = way + strlen(directory) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(way, 0755);
        *slash = '/';
    }
}

const char *test_file(const char *name, const char *text)
{
    const char *path = test_path("%s", name);
    make_way(path);
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) == EOF || fclose(file) != 0)
        test_fails(__FILE__, __LINE__, "%s: %s", path, strerror(errno));
    return path;
}

const char *test_copy(const char *from, const char *name)
{
    const char *path = test_path("%s", name);
    struct stat status = { .st_size = 0 };
    make_way(path);
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    EXPECT(in >= 0 && out >= 0 && fstat(in, &status) == 0);
    for (off_t left = status.st_size; left > 0;) {
        ssize_t sent = sendfile(out, in, NULL, (size_t)left);
        EXPECT(sent > 0);
        left -= sent;
    }
    EXPECT(fchmod(out, 0755) == 0 && close(in) == 0 && close(out) == 0);
    return path;
}

const char *test_read(const char *path)
{
    struct stat status;
    FILE *file = fopen(path, "r");
    if (!file)
        return NULL;
    size_t size = fstat(fileno(file), &status) == 0 ? (size_t)status.st_size : 0;
    char *text = test_memory(size + 1);
    text[fread(text, 1, size, file)] = '\0';
    fclose(file);
    return text;
}

const char *flat(const char *text)
{
    char *to = test_memory(strlen(text) + 1), *result = to;
    for (; *text; text++) {
        bool blank = isspace((unsigned char)*text);
        if (!blank || (to > result && to[-1] != ' '))
            *to++ = blank ? ' ' : *text;
    }
    return result;
}

const char *harness_home(void)
{
    return home;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
    (void)status, (void)type, (void)ftw;
    return remove(path);
}

void test_remove(const char *name)
{
    nftw(test_path("%s", name), remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- tests --------------------------------------------------------------------------------------------- */

static void open_test(void)
{
    failed = skipped = false;
    snprintf(directory, sizeof directory, "/tmp/tictoc-test-XXXXXX");
    if (!mkdtemp(directory)) {
        perror(directory);
        exit(1);
    }
    chmod(directory, 0755);
}

static void close_test(void)
{
    programs_end(failed);
    nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    while (memories) {
        struct memory *next = memories->next;
        free(memories);
        memories = next;
    }
}

static bool is_chosen(const struct test *test, int argc, char **argv)
{
    bool chosen = argc < 2;
    for (int i = 1; i < argc && !chosen; i++)
        chosen = strstr(test->name, argv[i]) != NULL;
    return chosen;
}

static void run_test(const struct test *test, int number)
{
    double began = now_s();
    open_test();
    if (setjmp(end_of_test) == 0)
        test->run();
    close_test();
    if (failed)
        printf("# %s\n", reason);
    printf("%s %d - %s%s%s\n", failed ? "not ok" : "ok", number, test->name, skipped ? " # SKIP " : "",
           skipped ? reason : "");
    if (getenv("TICTOC_TEST_TIMES"))
        printf("# %.2f s\n", now_s() - began);
}

int harness_main(const struct test tests[], int count, int argc, char **argv)
{
    int chosen = 0, number = 0;
    bool all_well = true;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (!getcwd(home, sizeof home)) {
        perror("getcwd");
        return 1;
    }
    for (int i = 0; i < count; i++)
        chosen += is_chosen(&tests[i], argc, argv);
    printf("1..%d\n", chosen);
    for (int i = 0; i < count; i++) {
        if (!is_chosen(&tests[i], argc, argv))
            continue;
        run_test(&tests[i], ++number);
        all_well = all_well && !failed;
    }
    return all_well ? 0 : 1;
}
