/* Records: what is refused is reported, what is accepted can be relied on by everything that uses a record,
 * and writing it and reading it again leads to the same bytes. */
#include "fuzz/targets.h"

#include "analysis/results.h"
#include "report/export.h"
#include "fuzz/promise.h"
#include "record/record_line.h"
#include "record/record_read.h"
#include "record/record_write.h"
#include "history/snapshot_at.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static void write_again(const struct recording *recording, const char *path)
{
    struct record_writer writer;
    char err[RECORD_ERR_MAX];
    PROMISE(record_writer_open(&writer, path, &recording->experiment, &recording->machine, ORIGIN_MEASURED,
                               err, sizeof err));
    for (size_t i = 0; i < recording->run_count; i++)
        record_writer_add(&writer, &recording->runs[i]);
    PROMISE(record_writer_close(&writer, err, sizeof err));
}

static void check_round_trip(const struct recording *recording)
{
    struct recording again;
    char err[RECORD_ERR_MAX];
    size_t length, length_again;
    write_again(recording, promise_path("written.rec"));
    PROMISE(record_read(&again, promise_path("written.rec"), err, sizeof err));
    write_again(&again, promise_path("twice.rec"));
    char *once = promise_read(promise_path("written.rec"), &length);
    char *twice = promise_read(promise_path("twice.rec"), &length_again);
    PROMISE(length == length_again && memcmp(once, twice, length) == 0);
    free(once);
    free(twice);
    recording_release(&again);
}

static void check_moment(struct trace *trace, uint64_t now)
{
    static struct snapshot snapshot;
    const struct snapshot_window window = { .workers = SNAPSHOT_WORKERS, .next = SNAPSHOT_NEXT, .cells = 64 };
    snapshot_at(trace, now, &window, &snapshot);
    PROMISE(snapshot.waiting + snapshot.claimed + snapshot.running + snapshot.done + snapshot.failed ==
            snapshot.tasks);
    PROMISE(snapshot.worker_count <= SNAPSHOT_WORKERS && snapshot.next_count <= SNAPSHOT_NEXT);
    PROMISE(snapshot_share(&snapshot) >= 0 && snapshot_share(&snapshot) <= 1.000001);
}

static void check_replay(const struct recording *recording, const struct recorded_run *run)
{
    struct trace trace;
    trace_open(&trace, &run->record, &recording->experiment.workload,
               &recording->experiment.strategies[run->strategy], &run->plan, TRACE_MAP);
    check_moment(&trace, 0);
    check_moment(&trace, trace.end / 2);
    check_moment(&trace, trace.end);
    trace_close(&trace);
}

static void check_use(const struct recording *recording)
{
    struct results results;
    for (size_t i = 0; i < recording->run_count; i++)
        check_replay(recording, &recording->runs[i]);
    results_of_recording(&results, recording, recording->run_count);
    results_release(&results);
    for (size_t i = 0; i < export_format_count; i++) {
        struct export out = { .fd = -1 };
        strbuf_init(&out.text);
        if (export_formats[i].write) /* pictures are drawn elsewhere */
            export_formats[i].write(&out, recording, EXPORT_ALL);
        strbuf_release(&out.text);
    }
}

static void read_file(const char *path)
{
    struct recording recording;
    char err[RECORD_ERR_MAX];
    if (!record_read(&recording, path, err, sizeof err)) {
        PROMISE(err[0] && promise_harmless(err));
        return;
    }
    check_round_trip(&recording);
    check_use(&recording);
    recording_release(&recording);
}

/* No random change keeps a checksum: the closing line is made anew behind the bytes. */
static void close_file(struct strbuf *file)
{
    uint64_t lines = 0, runs = 0;
    if (file->length && file->text[file->length - 1] != '\n')
        strbuf_addc(file, '\n');
    for (const char *at = file->text; (at = memchr(at, '\n', file->length - (size_t)(at - file->text))); at++)
        lines++;
    for (const char *at = file->text; (at = strstr(at, "\"type\":\"run\"")); at++)
        runs++;
    record_check_write(file, "end", runs, lines, hash_bytes(HASH_START, file->text, file->length));
}

void fuzz_record(const char *bytes, size_t length)
{
    struct strbuf file = STRBUF_INIT;
    const char *path = promise_path("given.rec");
    promise_file(path, bytes, length);
    read_file(path);
    strbuf_add(&file, bytes, length);
    close_file(&file);
    path = promise_path("given.rec");
    promise_file(path, file.text, file.length);
    read_file(path);
    strbuf_release(&file);
}
