/* What must not go on for ever: workers that die at birth,
 * waits that a sandbox refuses, runs that cannot be set up. */
#include "support/harness.h"
#include "support/program_json.h"
#include "support/tortured.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct program *tortured_run(const char *request, const char *line)
{
    return tictoc_how(&(struct how){ .env = tortured_env(request) }, "run --json - --workload sleep %s",
                      line);
}

static double of_run(struct program *program, const char *key)
{
    return json_number(program, textf("results[0].runs[0].%s", key));
}

static const char *const strategies[] = { "serial", "process", "pool --workers 3 --chunk 2" };

/* The first call is the coordinator's. */
static void workers_that_die_at_birth_are_given_up_and_their_signal_is_named(void)
{
    tortured_open();
    for (int i = 0; i < COUNT_OF(strategies); i++) {
        struct program *program =
            tortured_run("birth:2+", textf("--seconds 0x20 --strategy %s", strategies[i]));
        EXPECT_INT(program->status, 1);
        EXPECT_HAS(flat(program->err), "in a row died before they began a task, the last by SIGSEGV");
        EXPECT_HAS(flat(program->err), "LD_PRELOAD may be why");
        EXPECT_INT(of_run(program, "tasks_done"), 0);
        EXPECT_BETWEEN(of_run(program, "workers_started"), 20, 70);
    }
}

/* Eleven deaths, and then all is well. */
static void workers_that_die_at_birth_for_a_while_are_started_again(void)
{
    tortured_open();
    for (int i = 0; i < COUNT_OF(strategies); i++) {
        struct program *program =
            tortured_run("birth:2-12", textf("--seconds 0x20 --strategy %s", strategies[i]));
        EXPECT_INT(program->status, 0);
        EXPECT_INT(of_run(program, "tasks_done"), 20);
        EXPECT_INT(of_run(program, "retries"), 0);
    }
}

/* One worker is in its task all the time: nothing is given up before its end. */
static void deaths_at_birth_do_not_end_a_run_in_which_others_work(void)
{
    tortured_open();
    struct program *program =
        tortured_run("birth:3-40", "--seconds 5,0,0,0 --strategy pool --workers 2 --chunk 1");
    EXPECT_INT(program->status, 0);
    EXPECT_INT(of_run(program, "tasks_done"), 4);
}

static void a_run_ends_where_waitid_is_refused(void)
{
    tortured_open();
    struct program *program = tortured_run("wait:1+", "--seconds 0.1x4 --strategy pool --workers 2");
    EXPECT_INT(program->status, 0);
    EXPECT_INT(of_run(program, "tasks_done"), 4);
    EXPECT(atomic_load(&tortured->failed) > 0);
}

static void where_wait4_is_refused_the_run_says_so_and_ends(void)
{
    tortured_open();
    struct program *program = tortured_run("reap:1+", "--seconds 0x4 --strategy pool");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(flat(program->err), "the run could not be set up: wait4: Operation not permitted; "
                                   "a sandbox (seccomp) forbids it");
}

/* In the middle of a run as well: no end of a worker could be seen any more. */
static void where_wait4_is_refused_later_the_run_says_so_and_ends(void)
{
    tortured_open();
    struct program *program =
        tortured_run("reap:4+", "--seconds 0.05x40 --strategy pool --workers 2 --chunk 1");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(flat(program->err), "the system refused to report ended workers (wait4: Operation not "
                                   "permitted)");
    EXPECT(atomic_load(&tortured->failed) > 0);
}

/* Where there is no /dev/null to give the workers. */
static void empty_dev(const void *context)
{
    (void)context;
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", "/dev", "tmpfs", 0, NULL) != 0)
        _exit(125);
}

static void without_dev_null_the_message_names_the_file(void)
{
    struct program *program = tictoc_how(&(struct how){ .before = empty_dev },
                                         "run --json - --workload sleep --seconds 0x4 --strategy process");
    if (program->status == 125)
        test_skips("no mounts of its own can be had here");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(flat(program->err), "the run could not be set up: /dev/null: No such file or directory; "
                                   "a chroot or a container has to have one");
}

/* A sandbox that refuses a call, as containers do. */
static void refuse_sockets(const void *context)
{
    (void)context;
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socketpair, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { COUNT_OF(rules), rules };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
        _exit(125);
}

static void what_a_sandbox_refuses_is_not_called_a_limit(void)
{
    struct program *program = tictoc_how(&(struct how){ .before = refuse_sockets },
                                         "run --json - --workload sleep --seconds 0x4 --strategy pool");
    if (program->status == 125)
        test_skips("no sandbox can be had here");
    EXPECT_INT(program->status, 1);
    EXPECT_HAS(flat(program->err), "cannot have sockets for the run: Operation not permitted; a sandbox "
                                   "(seccomp) forbids it");
}

int main(int argc, char **argv)
{
    const struct test tests[] = {
        TEST(workers_that_die_at_birth_are_given_up_and_their_signal_is_named),
        TEST(workers_that_die_at_birth_for_a_while_are_started_again),
        TEST(deaths_at_birth_do_not_end_a_run_in_which_others_work),
        TEST(a_run_ends_where_waitid_is_refused),
        TEST(without_dev_null_the_message_names_the_file),
        TEST(what_a_sandbox_refuses_is_not_called_a_limit),
        TEST(where_wait4_is_refused_the_run_says_so_and_ends),
        TEST(where_wait4_is_refused_later_the_run_says_so_and_ends),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
