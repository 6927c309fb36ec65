#include "record/record_read.h"

#include "base/error_text.h"
#include "json/line_source.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/path.h"
#include "record/record_check.h"
#include "record/record_header.h"
#include "record/record_line.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The state of one reading. `wanted` has the counts that the current run's line announces, the run's own
 * counts are those of lines read, so that a file cannot make it take more memory than it has lines for. */
struct record_reader {
    struct recording *recording;
    const char *path;
    char *err;
    size_t size;

    struct line_source source;
    uint64_t sum;         /* of all lines before the current one */
    uint64_t proven;      /* lines up to the last check */
    struct run_line *run; /* owned; NULL: none has begun */
    struct record wanted;
    size_t lives_room, tasks_room;
    uint32_t *before; /* see record_check_life(); owned */
    uint32_t before_room;
    bool ended;
};

/* ---- refusing ----------------------------------------------------------------------------------------- */

__attribute__((format(printf, 2, 3))) static bool refuse(struct record_reader *r, const char *format, ...)
{
    char what[RECORD_ERR_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    path_message(r->err, r->size, r->path, ":%" PRIu64 ": %s", r->source.number, what);
    return false;
}

/* ---- a run -------------------------------------------------------------------------------------------- */

/* Makes room for one more of `count` elements: a quarter more at a time, up to `wanted`. */
static void *grow_array(void *array, size_t count, size_t *room, size_t size, uint64_t wanted)
{
    if (count < *room)
        return array;
    size_t more = *room + *room / 4 + 64;
    *room = more < wanted ? more : (size_t)wanted;
    return xreallocarray(array, *room, size);
}

/* Releases the spare room of the run's arrays. */
static void shrink_arrays(struct record *record)
{
    record->lives = xreallocarray(record->lives, record->life_count, sizeof *record->lives);
    record->tasks = xreallocarray(record->tasks, record->task_count, sizeof *record->tasks);
}

static void keep_run(struct record_reader *r)
{
    struct recording *recording = r->recording;
    recording->runs = array_grow(recording->runs, recording->run_count, sizeof *recording->runs);
    recording->runs[recording->run_count++] = r->run->run;
    free(r->run);
    r->run = NULL;
}

/* Checks that the current run is whole, and adds it to the recording. */
static bool finish_run(struct record_reader *r)
{
    char what[RECORD_ERR_MAX];
    if (!r->run)
        return true;
    struct record *record = &r->run->run.record;
    if (record->life_count < r->wanted.life_count)
        return refuse(r, "the run before it has %" PRIu64 " of its %" PRIu64 " lives", record->life_count,
                      r->wanted.life_count);
    if (record->task_count < r->wanted.task_count)
        return refuse(r, "the run before it has %" PRIu64 " of its %" PRIu64 " tasks", record->task_count,
                      r->wanted.task_count);
    if (record->event_count < r->wanted.event_count)
        return refuse(r, "the run before it has %u of its %u events", record->event_count,
                      r->wanted.event_count);
    uint64_t done = record->done;
    shrink_arrays(record);
    record_sum(record);
    if (!record_check_whole(record, what, sizeof what))
        return refuse(r, "the run before it is impossible: %s", what);
    if (record->done != done)
        return refuse(
            r, "the run before it says it was done at %" PRIu64 " ns, but its last task ended at %" PRIu64,
            done, record->done);
    keep_run(r);
    return true;
}

static bool read_run(struct record_reader *r, const struct json_line *line)
{
    char what[RECORD_ERR_MAX];
    if (!finish_run(r))
        return false;
    r->run = xcalloc(1, sizeof *r->run);
    struct record *record = &r->run->run.record;
    if (!record_line_read(&record_line_run, line, r->run, what, sizeof what) ||
        !record_check_run(r->recording, &r->run->run, what, sizeof what))
        return refuse(r, "%s", what);
    if (r->run->index != r->recording->run_count)
        return refuse(r, "run %" PRIu64 " is where run %zu is expected", r->run->index,
                      r->recording->run_count);
    r->run->run.plan.traits = r->recording->experiment.strategies[r->run->run.strategy].ops->traits;
    r->run->run.plan.slots = record->slots;
    r->run->run.plan.chunk = record->chunk;
    r->wanted = *record;
    record->life_count = record->task_count = record->event_count = 0;
    record->events = xreallocarray(NULL, r->wanted.event_count, sizeof *record->events);
    r->lives_room = r->tasks_room = 0;
    if (record->slots > r->before_room) {
        r->before_room = record->slots;
        r->before = xreallocarray(r->before, r->before_room, sizeof *r->before);
    }
    memset(r->before, 0, record->slots * sizeof *r->before);
    return true;
}

static bool read_life(struct record_reader *r, const struct json_line *line)
{
    char what[RECORD_ERR_MAX];
    struct life_line life = { .index = 0 };
    struct record *record = r->run ? &r->run->run.record : NULL;
    if (!record || record->life_count == r->wanted.life_count)
        return refuse(r, "a life of no run");
    if (!record_line_read(&record_line_life, line, &life, what, sizeof what))
        return refuse(r, "%s", what);
    if (life.index != record->life_count)
        return refuse(r, "life %" PRIu64 " is where life %" PRIu64 " is expected", life.index,
                      record->life_count);
    record->task_count = r->wanted.task_count; /* its attempt may refer to any of them */
    bool right = record_check_life(record, &life.life, life.index, r->before, what, sizeof what);
    record->task_count = 0;
    if (!right)
        return refuse(r, "%s", what);
    record->lives = grow_array(record->lives, record->life_count, &r->lives_room, sizeof *record->lives,
                               r->wanted.life_count);
    record->lives[record->life_count++] = life.life;
    return true;
}

static bool read_task(struct record_reader *r, const struct json_line *line)
{
    char what[RECORD_ERR_MAX];
    struct task_line task = { .index = 0 };
    struct record *record = r->run ? &r->run->run.record : NULL;
    if (!record || record->task_count == r->wanted.task_count)
        return refuse(r, "a task of no run");
    if (record->life_count < r->wanted.life_count)
        return refuse(r, "a task before all lives of its run");
    if (!record_line_read(&record_line_task, line, &task, what, sizeof what))
        return refuse(r, "%s", what);
    if (task.index != record->task_count)
        return refuse(r, "task %" PRIu64 " is where task %" PRIu64 " is expected", task.index,
                      record->task_count);
    if (!record_check_task(record, &task.task, what, sizeof what))
        return refuse(r, "%s", what);
    record->tasks = grow_array(record->tasks, record->task_count, &r->tasks_room, sizeof *record->tasks,
                               r->wanted.task_count);
    record->tasks[record->task_count++] = task.task;
    return true;
}

static bool read_event(struct record_reader *r, const struct json_line *line)
{
    char what[RECORD_ERR_MAX];
    struct event event = { .time = 0 };
    struct record *record = r->run ? &r->run->run.record : NULL;
    if (!record || record->event_count == r->wanted.event_count || record->task_count < r->wanted.task_count)
        return refuse(r, "an event of no run, or before all its tasks");
    if (!record_line_read(&record_line_event, line, &event, what, sizeof what) ||
        !record_check_event(record, &event, what, sizeof what))
        return refuse(r, "%s", what);
    record->events[record->event_count++] = event;
    return true;
}

/* ---- proof -------------------------------------------------------------------------------------------- */

static bool read_check(struct record_reader *r, const struct json_line *line)
{
    uint64_t runs, lines, sum;
    if (!record_check_read(line, &runs, &lines, &sum))
        return refuse(r, "a check that does not say how many runs and lines, and their checksum");
    if (lines != r->source.number - 1)
        return refuse(
            r, "there are %" PRIu64 " lines before this one, and not %" PRIu64 ": lines have gone or come",
            r->source.number - 1, lines);
    if (sum != r->sum)
        return refuse(
            r, "lines %" PRIu64 " to %" PRIu64 " are damaged: their checksum is not the one written here",
            r->proven + 1, r->source.number - 1);
    r->proven = r->source.number;
    return true;
}

static bool read_end(struct record_reader *r, const struct json_line *line)
{
    uint64_t runs = 0, lines, sum;
    if (!read_check(r, line) || !finish_run(r))
        return false;
    record_check_read(line, &runs, &lines, &sum);
    if (runs != r->recording->run_count)
        return refuse(r, "%zu runs are before this line, and not %" PRIu64, r->recording->run_count, runs);
    r->ended = true;
    return true;
}

/* ---- the file ----------------------------------------------------------------------------------------- */

static const struct {
    const char *type;
    bool (*read)(struct record_reader *r, const struct json_line *line);
} types[] = {
    { "task", read_task },   { "life", read_life }, { "check", read_check },
    { "event", read_event }, { "run", read_run },   { "end", read_end },
};

static bool read_line(struct record_reader *r, const char *text, size_t length)
{
    struct json_line line;
    char what[RECORD_ERR_MAX];
    if (!json_line_read(&line, text, length, what, sizeof what))
        return refuse(r, "%s", what);
    const struct json_member *type = json_line_find(&line, "type");
    if (!type || type->type != JSON_STRING)
        return refuse(r, "a line has a \"type\"");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (json_member_is(type, types[i].type))
            return types[i].read(r, &line);
    return true;
}

static bool take_line(struct record_reader *r, const char *text, size_t length)
{
    char what[RECORD_ERR_MAX];
    if (r->ended)
        return refuse(r, "something is behind the closing line");
    if (r->source.number == 1) {
        if (!record_header_read(r->recording, text, length, what, sizeof what))
            return refuse(r, "%s", what);
    } else if (!read_line(r, text, length)) {
        return false;
    }
    /* The newline after it counts as well. */
    r->sum = hash_bytes(hash_bytes(r->sum, text, length), "\n", 1);
    return true;
}

static bool read_lines(struct record_reader *r)
{
    for (;;) {
        const char *text = NULL;
        size_t length = 0;
        switch (line_source_next(&r->source, &text, &length)) {
        case LINE_GOT:
            if (!take_line(r, text, length))
                return false;
            break;
        case LINE_NONE:
            if (r->source.number == 1)
                return refuse(r, "the file is empty");
            return r->ended || refuse(r, "the file ends here, without its closing line: it is not whole");
        case LINE_CUT:
            if (r->source.number == 1)
                return take_line(r, text, length) &&
                       refuse(r, "the file ends in the middle of its first line");
            return refuse(r, "the file ends in the middle of this line: it is not whole");
        case LINE_TOO_LONG:
            return refuse(r, "a line of more than %zu MB", LINE_MAX_BYTES >> 20);
        case LINE_FAILED:
            path_message(r->err, r->size, r->path, ": cannot be read: %s", error_text(errno));
            return false;
        }
    }
}

bool record_read(struct recording *recording, const char *path, char *err, size_t size)
{
    struct record_reader r = { .recording = recording, .path = path, .err = err, .size = size };
    r.sum = HASH_START;
    *recording = (struct recording){ .run_count = 0 };
    if (!line_source_open(&r.source, path)) {
        path_message(err, size, path, ": cannot be read: %s", error_text(errno));
        return false;
    }
    bool read = read_lines(&r);
    line_source_close(&r.source);
    if (r.run) {
        record_release(&r.run->run.record);
        free(r.run);
    }
    free(r.before);
    if (!read)
        recording_release(recording);
    return read;
}
