/* What cannot be written, to stdout or to a file, is reported and fails; a slow reader gets all of it. */
#include "support/harness.h"
#include "support/program_json.h"

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void an_output_that_cannot_be_written_is_reported_and_fails(void)
{
    static const char *const lines[] = {
        "run --workload sleep --seconds 0",
        "run --workload sleep --seconds 0 --json -",
        "run --workload sleep --seconds 0 --narrate",
        "list",
        "--help",
        "--version",
        "run --help",
    };
    static const enum program_out outs[] = { OUT_CLOSED, OUT_FULL, OUT_UNREAD };
    for (int i = 0; i < COUNT_OF(lines) * COUNT_OF(outs); i++) {
        struct program *program =
            tictoc_how(&(struct how){ .out = outs[i % COUNT_OF(outs)] }, "%s", lines[i / COUNT_OF(outs)]);
        EXPECT_INT(program->signal, 0);
        EXPECT_INT(program->status, 1);
        EXPECT_HAS(program->err, "cannot write to stdout: ");
    }
}

/* A small pipe, of which only the end that is written to is non-blocking. */
static void open_small_pipe(int ends[2])
{
    EXPECT(pipe2(ends, O_CLOEXEC) == 0);
    EXPECT(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
    EXPECT(fcntl(ends[1], F_SETPIPE_SZ, 4096) == 4096);
}

static void write_to_pipe(const void *context)
{
    dup2(*(const int *)context, STDOUT_FILENO);
}

/* Everything that comes until no process holds the other end;
 * begins when the run is over and its session has no more room. */
static const char *read_late(struct program *program, int fd)
{
    const size_t room = (size_t)1 << 20;
    char *text = test_memory(room);
    size_t length = 0;
    for (int held = 0; !program_ended(program) && (!held || !program_is_alone(program)); sleep_s(0.002))
        EXPECT(ioctl(fd, FIONREAD, &held) == 0);
    for (ssize_t got = 1; got > 0; length += got > 0 ? (size_t)got : 0)
        got = read(fd, text + length, room - 1 - length);
    return text;
}

static void a_reader_that_is_slow_gets_all_of_it_where_writes_do_not_block(void)
{
    static const struct {
        const char *line, *last;
    } cases[] = {
        { "run --json - --workload sleep --seconds 0x300 --strategy process", "\n}\n" },
        { "run --narrate --workload sleep --seconds 0x300 --strategy process", "\nprocess " },
    };
    for (int i = 0; i < COUNT_OF(cases); i++) {
        int ends[2];
        open_small_pipe(ends);
        struct program *program =
            tictoc_start(&(struct how){ .before = write_to_pipe, .context = &ends[1] }, "%s", cases[i].line);
        close(ends[1]);
        const char *text = read_late(program, ends[0]);
        close(ends[0]);
        program_wait(program);
        EXPECT_TEXT(well(program)->err, "");
        EXPECT_HAS(text, cases[i].last);
    }
}

static void quiet_needs_no_stdout(void)
{
    static const enum program_out outs[] = { OUT_CLOSED, OUT_FULL, OUT_UNREAD };
    for (int i = 0; i < COUNT_OF(outs); i++)
        well(tictoc_how(&(struct how){ .out = outs[i] }, "run --workload sleep --seconds 0 --quiet"));
}

/* A file opened by us must not take the place of a closed stdout and be written to. */
static void a_closed_stdout_leaves_the_result_file_whole(void)
{
    struct program *program =
        tictoc_how(&(struct how){ .out = OUT_CLOSED }, "run --workload sleep --seconds 0 --json result.json");
    EXPECT_INT(program->status, 1);
    json_from(program, test_read(test_path("result.json")));
}

static void a_result_file_that_cannot_be_written_is_reported_and_fails(void)
{
    struct program *program = tictoc("run --workload sleep --seconds 0 --json /dev/full");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(program->err, "/dev/full: cannot be written: No space left on device");
    EXPECT_HAS(program->out, "\nserial ");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(an_output_that_cannot_be_written_is_reported_and_fails),
        TEST(a_reader_that_is_slow_gets_all_of_it_where_writes_do_not_block),
        TEST(quiet_needs_no_stdout),
        TEST(a_closed_stdout_leaves_the_result_file_whole),
        TEST(a_result_file_that_cannot_be_written_is_reported_and_fails),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
