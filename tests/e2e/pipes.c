/* Pipes where files are expected: naming one gives what comes out of it,
 * no run waits for one unawares, and the first Ctrl-C ends every wait. */
#include "support/harness.h"
#include "support/program_json.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct how usual;

#define EXPERIMENT "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 0 }, \"strategies\": [\"serial\"] }\n"

/* More than fits into a small pipe. */
#define RUN_OF_MANY "run --workload sleep --seconds 0x300 --strategy process "

static const char *new_pipe(void)
{
    const char *path = test_path("pipe");
    unlink(path);
    EXPECT(mkfifo(path, 0600) == 0);
    return path;
}

/* Its reader, which reads nothing yet. */
static int open_reader(const char *path)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    EXPECT(fd >= 0 && fcntl(fd, F_SETPIPE_SZ, 4096) == 4096);
    return fd;
}

/* Writes the experiment as soon as the program reads. */
static void give_experiment(struct program *program, const char *path)
{
    int fd;
    while ((fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)) < 0) {
        EXPECT(!program_ended(program));
        sleep_s(0.002);
    }
    EXPECT(write(fd, EXPERIMENT, strlen(EXPERIMENT)) == (ssize_t)strlen(EXPERIMENT));
    close(fd);
}

/* The run is over, and what it has to report has no more room. */
static void await_full(struct program *program, int fd)
{
    for (int held = 0; held < 4096 || !program_is_alone(program); sleep_s(0.002)) {
        EXPECT(!program_ended(program));
        EXPECT(ioctl(fd, FIONREAD, &held) == 0);
    }
}

static const char *read_until_closed(int fd)
{
    const size_t room = (size_t)1 << 20;
    char *text = test_memory(room);
    size_t length = 0;
    fcntl(fd, F_SETFL, 0);
    for (ssize_t got = 1; got > 0; length += got > 0 ? (size_t)got : 0)
        got = read(fd, text + length, room - 1 - length);
    return text;
}

/* ---- to be read ---------------------------------------------------------------------------------------- */

static void a_pipe_that_is_named_is_read(void)
{
    static const char *const lines[] = { "run pipe --json -", "run ./pipe --json -" };
    for (int i = 0; i < COUNT_OF(lines); i++) {
        const char *path = new_pipe();
        struct program *program = tictoc_start(&usual, "%s", lines[i]);
        give_experiment(program, path);
        program_wait(program);
        EXPECT_JSON(well(program), "results[0].runs[0].tasks_done", "1");
    }
}

/* And once: where there is no screen the command that prints does not read it again. */
static void what_comes_on_stdin_is_run_with_or_without_a_screen_to_be_had(void)
{
    static const char *const lines[] = { "run /dev/stdin --json -", "/dev/stdin --json -" };
    for (int i = 0; i < COUNT_OF(lines); i++) {
        int ends[2];
        EXPECT(pipe2(ends, O_CLOEXEC) == 0);
        EXPECT(write(ends[1], EXPERIMENT, strlen(EXPERIMENT)) == (ssize_t)strlen(EXPERIMENT));
        close(ends[1]);
        struct program *program = tictoc_how(&(struct how){ .input = ends[0] }, "%s", lines[i]);
        close(ends[0]);
        EXPECT_INT(program->status, 0);
        EXPECT_JSON(program, "results[0].runs[0].tasks_done", "1");
    }
}

static void sleeps(struct program *program)
{
    for (bool asleep = false; !asleep; sleep_s(0.002)) {
        EXPECT(!program_ended(program));
        bool alone = program_is_alone(program); /* but for zombies, which init may reap late */
        for (size_t i = 0; i < program->process_count && alone; i++)
            asleep =
                asleep || (program->processes[i].pid == program->pid && program->processes[i].state == 'S');
    }
}

static void the_first_signal_ends_the_wait_for_a_writer(void)
{
    static const char *const lines[] = { "run pipe", "check pipe", "pipe", "replay pipe --dump",
                                         "export pipe --format csv" };
    for (int i = 0; i < COUNT_OF(lines); i++) {
        new_pipe();
        struct program *program = tictoc_start(&usual, "%s", lines[i]);
        sleeps(program);
        program_signal(program, SIGINT);
        program_wait(program);
        EXPECT_INT(program->signal, SIGINT);
    }
}

static void a_directory_is_reported(void)
{
    static const char *const lines[] = { "run ./", "check .", "replay . --dump", "export . --format csv" };
    for (int i = 0; i < COUNT_OF(lines); i++) {
        struct program *program = tictoc("%s", lines[i]);
        EXPECT_INT(program->status, 2);
        EXPECT_HAS(program->err, ": cannot be read: Is a directory");
    }
}

/* ---- to be written ------------------------------------------------------------------------------------- */

static void a_pipe_without_a_reader_is_reported_before_the_run(void)
{
    static const char *const options[] = { "--json", "--record" };
    for (int i = 0; i < COUNT_OF(options); i++) {
        new_pipe();
        struct program *program = tictoc("run --workload sleep --seconds 60 %s pipe", options[i]);
        EXPECT_INT(program->status, 2);
        EXPECT_HAS(program->err, "pipe: cannot be written: no process reads from it");
        EXPECT_TEXT(program->out, "");
    }
}

static void a_reader_that_is_slow_gets_all_of_it(void)
{
    int fd = open_reader(new_pipe());
    struct program *program = tictoc_start(&usual, RUN_OF_MANY "--quiet --json pipe");
    await_full(program, fd);
    const char *text = read_until_closed(fd);
    close(fd);
    program_wait(program);
    json_from(well(program), text);
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "300");
}

static void the_first_signal_ends_the_wait_for_a_reader_that_does_not_read(void)
{
    int fd = open_reader(new_pipe());
    struct program *program = tictoc_start(&usual, RUN_OF_MANY "--json pipe");
    await_full(program, fd);
    program_signal(program, SIGINT);
    program_wait(program);
    close(fd);
    EXPECT_INT(program->status, 128 + SIGINT);
    EXPECT_HAS(program->out, "\nprocess ");
    EXPECT_HAS(program->err, "pipe: cannot be written: ");
}

/* A pipe without room, whose reader does not read. The end
 * for the program waits for room or learns that there is none, as the flags say. The other end stays open. */
static int full_pipe(int flags)
{
    int ends[2];
    char bytes[4096] = { 0 };
    EXPECT(pipe2(ends, O_CLOEXEC) == 0 && fcntl(ends[1], F_SETPIPE_SZ, 4096) == 4096);
    EXPECT(write(ends[1], bytes, sizeof bytes) == (ssize_t)sizeof bytes);
    EXPECT(fcntl(ends[1], F_SETFL, flags) == 0);
    return ends[1];
}

static void write_into(const void *context)
{
    dup2(*(const int *)context, STDOUT_FILENO);
}

static struct program *start_into(const int *fd, const char *options)
{
    return tictoc_start(&(struct how){ .before = write_into, .context = fd },
                        "run --workload sleep --seconds 60 --strategy serial %s", options);
}

/* Its run has ended before its time, and nothing but what it has to report is left to be waited for. */
static void await_telling(struct program *program)
{
    program_await_workers(program, 1);
    EXPECT(kill(program->coordinator, SIGKILL) == 0);
    sleeps(program);
}

static void expect_end_at_once(struct program *program)
{
    program_signal(program, SIGINT);
    program_wait(program);
    EXPECT_INT(program->status, 128 + SIGINT);
    EXPECT_HAS(program->err, "cannot write to stdout: ");
}

static void a_signal_is_heard_after_others_that_end_no_wait(void)
{
    static const int others[] = { SIGTSTP, SIGCHLD };
    const int fd = full_pipe(O_NONBLOCK);
    for (int i = 0; i < COUNT_OF(others); i++) {
        struct program *program = start_into(&fd, "");
        await_telling(program);
        program_signal(program, others[i]);
        sleeps(program);
        expect_end_at_once(program);
    }
}

static void the_first_signal_ends_the_wait_for_room_on_stdout(void)
{
    static const char *const options[] = { "", "--json -", "--quiet --json -" };
    static const int flags[] = { 0, O_NONBLOCK };
    for (int i = 0; i < COUNT_OF(flags) * COUNT_OF(options); i++) {
        const int fd = full_pipe(flags[i % COUNT_OF(flags)]);
        struct program *program = start_into(&fd, options[i / COUNT_OF(flags)]);
        await_telling(program);
        expect_end_at_once(program);
    }
}

/* The run goes on while its narration waits; then neither it nor the table is waited for. */
static void the_first_signal_ends_the_run_whose_narration_waits(void)
{
    static const int flags[] = { 0, O_NONBLOCK };
    for (int i = 0; i < COUNT_OF(flags); i++) {
        const int fd = full_pipe(flags[i]);
        struct program *program = start_into(&fd, "--narrate");
        program_await_naps(program, 1);
        expect_end_at_once(program);
        program = start_into(&fd, "--narrate");
        program_await_naps(program, 1);
        EXPECT(kill(program->coordinator, SIGKILL) == 0);
        expect_end_at_once(program);
    }
}

/* Nothing is lost where a pipe takes less at a time than there is. */
static void a_pipe_with_little_room_gets_all_of_it(void)
{
    int ends[2];
    EXPECT(pipe2(ends, O_CLOEXEC) == 0 && fcntl(ends[1], F_SETPIPE_SZ, 4096) == 4096);
    struct program *program =
        tictoc_start(&(struct how){ .before = write_into, .context = &ends[1] }, RUN_OF_MANY "--json -");
    await_full(program, ends[0]);
    close(ends[1]);
    const char *text = read_until_closed(ends[0]);
    close(ends[0]);
    program_wait(program);
    json_from(well(program), text);
    EXPECT_JSON(program, "results[0].runs[0].tasks_done", "300");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(a_pipe_that_is_named_is_read),
        TEST(what_comes_on_stdin_is_run_with_or_without_a_screen_to_be_had),
        TEST(the_first_signal_ends_the_wait_for_a_writer),
        TEST(a_directory_is_reported),
        TEST(a_pipe_without_a_reader_is_reported_before_the_run),
        TEST(a_reader_that_is_slow_gets_all_of_it),
        TEST(the_first_signal_ends_the_wait_for_a_reader_that_does_not_read),
        TEST(a_signal_is_heard_after_others_that_end_no_wait),
        TEST(the_first_signal_ends_the_wait_for_room_on_stdout),
        TEST(the_first_signal_ends_the_run_whose_narration_waits),
        TEST(a_pipe_with_little_room_gets_all_of_it),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
