#include "history/event_text.h"

#include "base/format.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum reported { REPORTED_START = 1, REPORTED_END = 2 };

void event_feed_open(struct event_feed *feed, struct board *board, uint64_t most)
{
    *feed = (struct event_feed){ .board = board, .workload = board_workload(board) };
    if (feed->workload.ops->narrate && board->tasks <= most)
        feed->reported = xcalloc(board->tasks, 1);
}

void event_feed_close(struct event_feed *feed)
{
    free(feed->reported);
    feed->reported = NULL;
}

/* ---- events -------------------------------------------------------------------------------------------- */

/* "killed by SIGKILL, perhaps out of memory", "left with exit status 1", "killed by chaos". */
static void end_text(const struct event *event, char *buf, size_t size)
{
    static const char *const reasons[] = {
        [KILL_FROM_SCREEN] = "killed from the screen",
        [KILL_BY_CHAOS] = "killed by chaos",
        [KILL_BY_TIME_LIMIT] = "ended at the time limit",
    };
    int status = (int)event->value;
    char name[40];
    if (event->kind == EVENT_KILLED)
        snprintf(buf, size, "%s",
                 event->value < sizeof reasons / sizeof *reasons ? reasons[event->value] : "killed");
    else if (WIFSIGNALED(status))
        snprintf(buf, size, "killed by %s%s", format_signal(name, sizeof name, WTERMSIG(status)),
                 WTERMSIG(status) == SIGKILL ? ", perhaps out of memory" : "");
    else
        snprintf(buf, size, "left with exit status %d", WEXITSTATUS(status));
}

/* "worker 3 killed by SIGKILL, perhaps out of memory: nap 7 again, attempt 2 of 3". */
static void death_text(const struct event *event, const char *label, char *buf, size_t size)
{
    char end[80], count[40] = "";
    end_text(event, end, sizeof end);
    if (event->attempts)
        snprintf(count, sizeof count, ", attempt %u of %u", event->attempt, event->attempts);
    if (!label[0])
        snprintf(buf, size, "worker %u %s", event->slot, end);
    else if (event->attempt)
        snprintf(buf, size, "worker %u %s: %s again%s", event->slot, end, label, count);
    else
        snprintf(buf, size, "worker %u %s, in %s", event->slot, end, label);
}

static void stuck_text(const struct event *event, const char *label, char *buf, size_t size)
{
    if (event->value)
        snprintf(buf, size, "waiting for %s, whose worker %u has died: this pool is unsupervised", label,
                 event->slot);
    else
        snprintf(buf, size, "waiting for %s, which a dead worker had taken: this pool is unsupervised",
                 label);
}

void event_text_of_event(const struct workload *workload, const struct event *event, char *buf, size_t size)
{
    char label[FORMAT_MAX + 16] = "";
    if (event->task != TASK_NONE)
        workload->ops->label(workload, event->task, label, sizeof label);
    switch (event->kind) {
    case EVENT_RESULT:
        if (!workload_sentence(workload, event->task, event->value, buf, size))
            snprintf(buf, size, "%s: %llu", label, (unsigned long long)event->value);
        break;
    case EVENT_DEATH:
    case EVENT_KILLED:
        death_text(event, label, buf, size);
        break;
    case EVENT_REPLACED:
        snprintf(buf, size,
                 event->value ? "a new process takes the place of worker %u" : "worker %u starts after all",
                 event->slot);
        break;
    case EVENT_SHRUNK:
        snprintf(buf, size, "worker %u cannot be replaced: %llu left", event->slot,
                 (unsigned long long)event->value);
        break;
    case EVENT_REFUSED:
        snprintf(buf, size, "fork refused: %s", strerror((int)event->value));
        break;
    case EVENT_FAILED:
        snprintf(buf, size, "%s set aside: %llu attempt%s died", label, (unsigned long long)event->value,
                 event->value == 1 ? "" : "s");
        break;
    case EVENT_STUCK:
        stuck_text(event, label, buf, size);
        break;
    case EVENT_STOPPED:
        snprintf(buf, size, "worker %u stopped from the screen", event->slot);
        break;
    case EVENT_HELD:
        snprintf(buf, size, "held: no task starts");
        break;
    case EVENT_OPENED:
        snprintf(buf, size, "tasks start again");
        break;
    case EVENT_CONTINUED:
        snprintf(buf, size, "worker %u goes on", event->slot);
        break;
    }
}

bool event_text_of_stuck(struct board *board, const struct workload *workload, char *buf, size_t size)
{
    uint64_t stuck = atomic_load(&board->stuck);
    if (!stuck)
        return false;
    uint64_t word = atomic_load(&board_task(board, stuck - 1)->word);
    event_text_of_event(workload,
                        &(struct event){ .task = stuck - 1,
                                         .value = task_word_state(word) != TASK_WAITING,
                                         .slot = task_word_slot(word),
                                         .kind = EVENT_STUCK },
                        buf, size);
    return true;
}

static void report_events(struct event_feed *feed, on_line_fn *on_line, void *context)
{
    uint64_t count = atomic_load(&feed->board->event_count);
    if (count - feed->events > EVENTS_MAX) {
        struct log_line gap = { .time = feed->last };
        uint64_t first = count - EVENTS_MAX;
        snprintf(gap.text, sizeof gap.text, "… %llu more", (unsigned long long)(first - feed->events));
        feed->events = first;
        on_line(context, &gap);
    }
    for (; feed->events < count; feed->events++) {
        struct event event;
        if (!board_event(feed->board, feed->events, &event))
            continue; /* its writer died while writing it, or it was overwritten */
        struct log_line line = { .time = event.time };
        feed->last = event.time;
        event_text_of_event(&feed->workload, &event, line.text, sizeof line.text);
        on_line(context, &line);
    }
}

/* ---- tasks --------------------------------------------------------------------------------------------- */

void event_text_of_task(const struct workload *workload, uint64_t number, bool ended, uint32_t slot,
                        char *buf, size_t size)
{
    int used = snprintf(buf, size, "worker %u ", slot);
    if (used > 0 && (size_t)used < size)
        workload->ops->narrate(workload, number, ended, buf + used, size - (size_t)used);
}

static void report_step(struct event_feed *feed, uint64_t number, bool ended, uint64_t time, uint32_t slot,
                        on_line_fn *on_line, void *context)
{
    struct log_line line = { .time = time };
    event_text_of_task(&feed->workload, number, ended, slot, line.text, sizeof line.text);
    on_line(context, &line);
    feed->reported[number] |= ended ? REPORTED_END : REPORTED_START;
}

static void report_task(struct event_feed *feed, uint64_t number, on_line_fn *on_line, void *context)
{
    struct task *task = board_task(feed->board, number);
    uint64_t word = atomic_load(&task->word);
    enum task_state state = task_word_state(word);
    uint64_t started = atomic_load(&task->started);
    uint32_t slot = task_word_slot(word);
    if ((state == TASK_RUNNING || state == TASK_DONE) && started &&
        !(feed->reported[number] & REPORTED_START))
        report_step(feed, number, false, started, slot, on_line, context);
    if (state == TASK_DONE)
        report_step(feed, number, true, atomic_load(&task->ended), slot, on_line, context);
    else if (state == TASK_FAILED)
        feed->reported[number] |= REPORTED_END;
}

static void report_tasks(struct event_feed *feed, on_line_fn *on_line, void *context)
{
    struct board *board = feed->board;
    uint64_t end = board->ordered ? board->tasks : board_handed_out(board);
    while (feed->tasks < end && feed->reported[feed->tasks] & REPORTED_END)
        feed->tasks++;
    for (uint64_t number = feed->tasks; number < end; number++)
        if (!(feed->reported[number] & REPORTED_END))
            report_task(feed, number, on_line, context);
}

void event_feed_look(struct event_feed *feed, on_line_fn *on_line, void *context)
{
    report_events(feed, on_line, context);
    if (feed->reported)
        report_tasks(feed, on_line, context);
}
