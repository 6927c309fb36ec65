/* Storms on the screen: sizes, keys, stops and continues faster than anybody types;
 * and experiments back to back.
 *
 * `make test` has a gust of each; `make storm` (STORM=1) much more;
 * `make soak` (SOAK_SECONDS) the experiments. The same seed (STORM_SEED) makes the same choices. */
#include "support/harness.h"
#include "support/program.h"
#include "support/storm.h"
#include "support/victim.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct how usual;

/* ---- the screen ---------------------------------------------------------------------------------------- */

#define BUSY "--workload perfect --to 60000 --strategy pool,process,serial --workers 3 --chunk 1"

static struct victim victim;

static void open_victim(const char *line)
{
    victim_close(&victim); /* of a test that failed */
    victim_open(&victim, NULL, "%s", line);
}

static void expect_end(int status)
{
    EXPECT_INT(victim_end(&victim), status);
    victim_expect_nothing_left(&victim);
    victim_close(&victim);
}

/* The ends of a string and of a paste: in one that was begun keys count for nothing. */
#define ENDS "\033\\\033[201~"

/* From wherever it is: out of what is being typed or asked, with changes dropped, back home, and out. */
static void leave_it(void)
{
    static const char *const ways[] = { "\033", "q", "d", "q", "y" };
    double limit = now_s() + PATIENCE_S;
    int wait = (int)(120 * harness_scale()); /* an Esc with a letter close behind it is another key */
    pty_send(victim.pty, ENDS);
    for (int i = 0; pty_wait_exit(victim.pty, wait) < 0 && now_s() < limit; i++)
        pty_send(victim.pty, ways[i % 5]);
    expect_end(0);
}

static void a_storm_of_sizes_leaves_the_right_picture(void)
{
    int sizes = storm_is_long() ? 5000 : 300;
    open_victim(BUSY " --start");
    victim_await(&victim, "Workers");
    for (int i = 0; i < sizes; i++) {
        pty_resize(victim.pty, 1 + (int)storm_below(220), 1 + (int)storm_below(70));
        if (i % 4 == 0)
            pty_drain(victim.pty, 0);
        sleep_s((double)storm_below(4000) * 1e-6);
    }
    pty_resize(victim.pty, 80, 24);
    victim_await(&victim, "╭─ ");
    pty_send(victim.pty, "?");
    victim_await(&victim, "Everywhere");
    pty_send(victim.pty, "q");
    leave_it();
}

/* Keys, halves of keys, what no keyboard sends. */
static void send_anything(void)
{
    static const char *const pieces[] = {
        "\033",          "\033[",        "\033[A", "\033[B", "\033[5~",   "\033OP",    "\033[<0;10;10M",
        "\033[<64;3;3M", "\033]11;rgb:", "\033\\", "\xff",   "\xc3",      "\xe2\x82",  "\xf0\x9f\x98\x80",
        "\033[200~",     "\r",           "\t",     "\177",   "\033[1;5D", "\033[M !!", "\033P1$r",
        "\033[999;999H"
    };
    char text[2] = { (char)(' ' + storm_below(95)), '\0' };
    if (storm_below(10) == 0)
        pty_send(victim.pty, ENDS);
    else if (storm_below(3) == 0)
        pty_send(victim.pty, pieces[storm_below(sizeof pieces / sizeof *pieces)]);
    else
        pty_send(victim.pty, text);
}

static void a_storm_of_keys_ends_in_nothing_worse_than_leaving(void)
{
    int keys = storm_is_long() ? 60000 : 3000, left = 0;
    open_victim("--workload sleep --seconds 0.05x20 --strategy pool,process --workers 3");
    for (int i = 0; i < keys; i++) {
        send_anything();
        if (storm_below(20) == 0)
            pty_drain(victim.pty, 0);
        if (storm_below(50) == 0)
            sleep_s((double)storm_below(20000) * 1e-6);
        if (i % 100 == 0 && pty_wait_exit(victim.pty, 0) >= 0) {
            left++;
            expect_end(0);
            open_victim("--workload sleep --seconds 0.05x20 --strategy pool,process --workers 3");
        }
    }
    if (pty_wait_exit(victim.pty, 200) >= 0)
        expect_end(0);
    else
        leave_it();
    printf("# %d keys; they left it %d times\n", keys, left);
}

static void a_storm_of_stops_and_continues_ends_as_it_should(void)
{
    int stops = storm_is_long() ? 400 : 12;
    open_victim("--workload sleep --seconds 0.02x2000 --strategy pool --workers 2 --start");
    victim_await(&victim, "Workers");
    for (int i = 0; i < stops; i++) {
        pid_t coordinator = victim_coordinator(pty_pid(victim.pty));
        sleep_s((double)storm_below(20000) * 1e-6);
        if (i % 3 == 2) {
            kill(pty_pid(victim.pty), SIGCONT); /* a user may do that */
            continue;
        }
        if (i % 3 == 0)
            pty_send(victim.pty, "\032");
        else
            kill(pty_pid(victim.pty), SIGTSTP);
        EXPECT(pty_wait_stopped(victim.pty, (int)(1000 * PATIENCE_S)));
        if (coordinator) /* the run stops with it */
            EXPECT(victim_coordinator(pty_pid(victim.pty)) == coordinator);
        EXPECT(!victim_not_given_back_modes(&victim));
        pty_foreground(victim.pty);
        victim_await(&victim, "Workers");
    }
    pty_send(victim.pty, "x");
    leave_it();
}

/* ---- for an hour --------------------------------------------------------------------------------------- */

struct size {
    long kb, fds, zombies;
};

static int count_entries(const char *path)
{
    int count = 0;
    DIR *directory = opendir(path);
    while (directory && readdir(directory))
        count++;
    if (directory)
        closedir(directory);
    return count;
}

static struct size size_of(pid_t pid)
{
    struct size size = { 0 };
    char line[256];
    FILE *file = fopen(textf("/proc/%d/status", (int)pid), "r");
    while (file && fgets(line, sizeof line, file))
        sscanf(line, "RssAnon: %ld kB", &size.kb);
    if (file)
        fclose(file);
    size.fds = count_entries(textf("/proc/%d/fd", (int)pid));
    size.zombies = victim_zombies(pid);
    return size;
}

static void expect_flat(const char *what, struct size first, struct size last, int rounds)
{
    printf("# %s: %d rounds; memory %ld … %ld kB, descriptors %ld … %ld, zombies %ld\n", what, rounds,
           first.kb, last.kb, first.fds, last.fds, last.zombies);
    EXPECT_INT(last.fds, first.fds);
    EXPECT_INT(last.zombies, 0);
    EXPECT_BETWEEN(last.kb, 0, (double)first.kb * 1.1 + 1024);
}

static double soak_seconds(void)
{
    const char *text = getenv("SOAK_SECONDS");
    return text ? strtod(text, NULL) : 0;
}

/* One screen, experiment after experiment: some are watched, some stopped, some compared. */
static void experiments_back_to_back_on_the_screen_cost_no_memory(void)
{
    double until = now_s() + soak_seconds() / 2;
    struct size first = { 0 };
    int rounds = 0;
    open_victim("--workload sleep --seconds 0.001x300 --strategy pool,process --workers 3 --chunk 1");
    victim_await(&victim, "Experiments");
    for (; now_s() < until || rounds < 40; rounds++) {
        pty_send(victim.pty, "\r");
        if (rounds % 5 == 4) {
            victim_await(&victim, "Workers");
            pty_send(victim.pty, "x");
            victim_await(&victim, "was stopped");
        } else {
            victim_await(&victim, "Elapsed");
        }
        pty_send(victim.pty, "q");
        victim_await(&victim, "Experiments");
        if (rounds == 39) /* warm by now: what is kept of earlier ones has come to its bound */
            first = size_of(pty_pid(victim.pty));
    }
    struct size last = size_of(pty_pid(victim.pty));
    pty_send(victim.pty, "q");
    expect_end(0);
    expect_flat("the screen", first, last, rounds);
}

/* Without a screen, experiments of fifty runs each; memory is looked at within one. */
static void experiments_back_to_back_without_a_screen_cost_no_memory(void)
{
    double until = now_s() + soak_seconds() / 2;
    int rounds = 0;
    struct size first = { 0 }, last = { 0 };
    for (; now_s() < until; rounds++) {
        struct program *program = tictoc_start(
            &usual, "run --quiet --json a.json --record a.rec --repeat 25 --workload sleep --seconds 0x2000 "
                    "--strategy pool,process --workers 3 --chunk 1");
        for (int looks = 0; !program_ended(program); sleep_s(0.1)) {
            struct size now = size_of(program->pid);
            if (++looks == 3 && now.kb)
                first = now;
            else if (now.kb && !program_ended(program))
                last = now;
        }
        program_wait(program);
        EXPECT_INT(well(program)->status, 0);
        programs_end(false);
    }
    printf("# without a screen: %d experiments of 50 runs; memory %ld … %ld kB, descriptors %ld … %ld\n",
           rounds, first.kb, last.kb, first.fds, last.fds);
    EXPECT_BETWEEN(last.kb, 0, (double)first.kb * 1.1 + 1024);
    EXPECT_BETWEEN(last.fds, 0,
                   (double)first.fds + 2); /* a run may be under way at one look and not at the other */
}

int main(int argc, char **argv)
{
    static const struct test storms[] = {
        TEST(a_storm_of_sizes_leaves_the_right_picture),
        TEST(a_storm_of_keys_ends_in_nothing_worse_than_leaving),
        TEST(a_storm_of_stops_and_continues_ends_as_it_should),
    };
    static const struct test soaks[] = {
        TEST(experiments_back_to_back_on_the_screen_cost_no_memory),
        TEST(experiments_back_to_back_without_a_screen_cost_no_memory),
    };
    int status = soak_seconds() > 0 ? harness_main(soaks, COUNT_OF(soaks), argc, argv)
                                    : harness_main(storms, COUNT_OF(storms), argc, argv);
    victim_close(&victim);
    return status;
}
