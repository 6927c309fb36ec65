#include "record/record_summary.h"

#include "base/error_text.h"
#include "base/path.h"
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

static bool is_counted(const struct run_line *line)
{
    const struct recorded_run *run = &line->run;
    return !run->warmup && !run->record.interrupted && run->record.phase == BOARD_ENDED;
}

/* `ns`: by strategy, the times of its counted runs. */
static bool add_run(struct record_summary *summary, double *ns[], const char *text, size_t length)
{
    struct json_line members;
    struct run_line line = { 0 };
    char err[RECORD_ERR_MAX];
    if (!json_line_read(&members, text, length, err, sizeof err) ||
        !record_line_read(&record_line_run, &members, &line, err, sizeof err) ||
        line.run.strategy >= summary->recording.experiment.strategy_count)
        return false;
    const struct record *record = &line.run.record;
    struct summary_times *times = &summary->times[line.run.strategy];
    double **own = &ns[line.run.strategy];
    summary->run_count++;
    if (!is_counted(&line))
        return true;
    *own = xreallocarray(*own, times->runs + 1, sizeof **own);
    (*own)[times->runs++] = (double)record->done;
    if (record->toc < record->done)
        times->early_toc = record->toc;
    return true;
}

static bool read_lines(struct record_summary *summary, struct line_source *source, double *ns[])
{
    const char *text;
    size_t length;
    enum line_got got;
    while ((got = line_source_next(source, &text, &length)) == LINE_GOT)
        if (length > sizeof run_begin && memcmp(text, run_begin, sizeof run_begin - 1) == 0 &&
            !add_run(summary, ns, text, length))
            return false;
    return got == LINE_NONE;
}

static bool read_runs(struct record_summary *summary, struct line_source *source)
{
    size_t count = summary->recording.experiment.strategy_count;
    double **ns = xcalloc(count + 1, sizeof *ns);
    summary->times = xcalloc(count + 1, sizeof *summary->times);
    bool whole = read_lines(summary, source, ns);
    for (size_t i = 0; i < count; i++) {
        summary->times[i].done = stats_of(ns[i], summary->times[i].runs);
        free(ns[i]);
    }
    free(ns);
    return whole;
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
    if (read_runs(summary, source))
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
    free(summary->times);
    *summary = (struct record_summary){ 0 };
}
