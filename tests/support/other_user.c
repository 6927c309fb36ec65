#include "support/other_user.h"

#include "support/harness.h"

#include <grp.h>
#include <unistd.h>

enum { NO_USER = 125, NO_PROGRAM = 126 };

static uid_t user;

/* In a range that no distribution gives to people or services. */
uid_t other_user(void)
{
    if (!user)
        user = 200000 + (uid_t)getpid() % 100000;
    return user;
}

void other_user_become(void)
{
    if (!user || setgroups(0, NULL) != 0 || setresgid(user, user, user) != 0 ||
        setresuid(user, user, user) != 0)
        _exit(NO_USER);
}

static void become_limited(const void *context)
{
    if (context)
        setrlimit(RLIMIT_NPROC, &(struct rlimit){ *(const rlim_t *)context, *(const rlim_t *)context });
    other_user_become();
}

struct program *other_user_start(const rlim_t *processes, const char *line)
{
    if (geteuid() != 0)
        test_skips("only root can become another user");
    other_user();
    return tictoc_start(&(struct how){ .binary = test_copy(program_path(), "tictoc"),
                                       .before = become_limited,
                                       .context = processes },
                        "%s", line);
}

struct program *other_user_runs(const rlim_t *processes, const char *line)
{
    struct program *program = other_user_start(processes, line);
    program_wait(program);
    if (program->status == NO_PROGRAM || program->status == NO_USER)
        test_skips("no other user can be had here");
    return program;
}
