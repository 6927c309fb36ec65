#include "engine/crash_loop.h"

#include "base/clock.h"
#include "base/format.h"
#include "base/number.h"
#include "engine/coordinator.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

/* The first AT_ONCE workers of a row are replaced at once, later ones after a wait.
 * After WAITS_MOST waits, 2 s in all, the run is given up. */
enum { AT_ONCE = 3, WAITS_MOST = 26, LONGEST_MS = 100 };

/* When the youngest worker in a task was started, ns since tic; 0: no worker is in a task. */
static uint64_t youngest_at_work(struct board *board)
{
    uint64_t youngest = 0;

    for (uint32_t i = 0; i < atomic_load(&board->slots_used); i++) {
        struct slot *slot = board_slot(board, i);

        if (atomic_load(&slot->state) != SLOT_RUNNING)
            continue;
        uint64_t spawned = atomic_load(&board_life(board, atomic_load(&slot->life))->spawned);
        youngest = most_of(youngest, spawned);
    }
    return youngest;
}

/* ", the last by SIGSEGV; LD_PRELOAD may be why". */
static void describe_last(const struct team *team, char *buf, size_t size)
{
    static const char *const loaders[] = { "LD_PRELOAD", "LD_AUDIT", "LD_LIBRARY_PATH" };
    const char *loader = NULL;
    char name[FORMAT_MAX];

    for (size_t i = 0; i < sizeof loaders / sizeof *loaders && !loader; i++)
        loader = getenv(loaders[i]) ? loaders[i] : NULL;
    int used =
        WIFSIGNALED(team->crash_status)
            ? snprintf(buf, size, "by %s", format_signal(name, sizeof name, WTERMSIG(team->crash_status)))
            : snprintf(buf, size, "with exit status %d", WEXITSTATUS(team->crash_status));
    if (loader)
        snprintf(buf + used, size - (size_t)used, "; %s may be why", loader);
}

static void give_up(struct coordinator *coordinator)
{
    char last[120];

    describe_last(&coordinator->team, last, sizeof last);
    coordinator_trouble(coordinator, "%u workers in a row died before they began a task, the last %s",
                        coordinator->team.crashes, last);
}

static void sleep_through(struct coordinator *coordinator, uint64_t until)
{
    for (uint64_t now; !coordinator->team.stopping && (now = team_now(&coordinator->team)) < until;)
        coordinator_wait(coordinator, (int)((until - now) / NS_PER_MS) + 1);
}

bool crash_loop_wait(struct coordinator *coordinator, struct crash_loop *loop)
{
    struct team *team = &coordinator->team;

    if (team->crashes <= AT_ONCE) {
        *loop = (struct crash_loop){ 0 };
        return true;
    }
    uint64_t youngest = youngest_at_work(coordinator->board);
    if (youngest > team->crashed_at) {
        team->crashes = 0;
        return true;
    }
    if (loop->waits == WAITS_MOST && !youngest) {
        give_up(coordinator);
        return false;
    }
    loop->waits += loop->waits < WAITS_MOST;
    sleep_through(coordinator, team_now(team) + backoff_next(&loop->backoff, LONGEST_MS) * NS_PER_MS);
    return !team->stopping;
}
