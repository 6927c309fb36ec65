#include "record/record_summary.h"

#include "base/error_text.h"
#include "base/path.h"
#include "base/stats.h"
#include "base/xmalloc.h"
#include "json/line_source.h"
#include "record/record_header.h"
#include "record/record_line.h"
#include "record/record_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How a run's line begins, as record_line_write() writes it. */
static const char run_begin[] = "{\"type\":\"run\"";

/* The times of a strategy's counted runs. */
struct times {
    double *ns; /* owned */
    size_t count;
};

static bool is_counted(const struct run_line *line)
{
    const struct recorded_run *run = &line->run;
    return !run->warmup && !run->record.interrupted && run->record.phase == BOARD_ENDED;
}

static bool add_run(struct record_summary *summary, struct times *times, const char *text, size_t length)
{
    struct json_line members;
    struct run_line line = { 0 };
    char err[RECORD_ERR_MAX];
    if (!json_line_read(&members, text, length, err, sizeof err) ||
        !record_line_read(&record_line_run, &members, &line, err, sizeof err) ||
        line.run.strategy >= summary->recording.experiment.strategy_count)
        return false;
    summary->run_count++;
    struct times *own = &times[line.run.strategy];
    if (is_counted(&line)) {
        own->ns = xreallocarray(own->ns, own->count + 1, sizeof *own->ns);
        own->ns[own->count++] = (double)line.run.record.done;
    }
    return true;
}

static bool read_runs(struct record_summary *summary, struct line_source *source, struct times *times)
{
    const char *text;
    size_t length;
    enum line_got got;
    while ((got = line_source_next(source, &text, &length)) == LINE_GOT)
        if (length > sizeof run_begin && memcmp(text, run_begin, sizeof run_begin - 1) == 0 &&
            !add_run(summary, times, text, length))
            return false;
    return got == LINE_NONE;
}

static void take_medians(struct record_summary *summary, struct times *times)
{
    size_t count = summary->recording.experiment.strategy_count;
    summary->median_ns = xcalloc(count + 1, sizeof *summary->median_ns);
    for (size_t i = 0; i < count; i++) {
        struct stats stats = stats_of(times[i].ns, times[i].count);
        summary->median_ns[i] = (uint64_t)stats.median;
        free(times[i].ns);
    }
    free(times);
}

static bool read_from(struct record_summary *summary, struct line_source *source, const char *path, char *err,
                      size_t size)
{
    const char *text;
    size_t length;
    char why[RECORD_ERR_MAX] = "it is empty";
    bool read = line_source_next(source, &text, &length) == LINE_GOT &&
                record_header_read(&summary->recording, text, length, why, sizeof why);
    if (!read) {
        path_message(err, size, path, ": %s", why);
        return false;
    }
    struct times *times = xcalloc(summary->recording.experiment.strategy_count + 1, sizeof *times);
    bool whole = read_runs(summary, source, times);
    take_medians(summary, times);
    if (whole)
        return true;
    path_message(err, size, path, ": it is damaged or cut short");
    record_summary_release(summary);
    return false;
}

bool record_summary_read(struct record_summary *summary, const char *path, char *err, size_t size)
{
    struct line_source source;
    *summary = (struct record_summary){ 0 };
    if (!line_source_open(&source, path)) {
        path_message(err, size, path, ": cannot be read: %s", error_text(errno));
        return false;
    }
    bool read = read_from(summary, &source, path, err, size);
    line_source_close(&source);
    return read;
}

void record_summary_release(struct record_summary *summary)
{
    recording_release(&summary->recording);
    free(summary->median_ns);
    *summary = (struct record_summary){ 0 };
}
