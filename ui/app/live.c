#include "app/live.h"

#include "app/finished.h"
#include "base/unforked.h"
#include "base/xmalloc.h"

#include <string.h>
#include <time.h>

/* ---- output ------------------------------------------------------------------------------------------- */

static struct output_line *line_at(struct output *output, size_t index)
{
    return &output->lines[(output->first + index) % OUTPUT_LINES];
}

/* A line that comes late goes where it belongs; a line without a time stays behind the one before it. */
static void on_line(void *context, const struct log_line *log_line)
{
    struct output *output = context;
    if (output->count == OUTPUT_LINES) {
        output->first = (output->first + 1) % OUTPUT_LINES;
        output->count--;
        output->dropped++;
    }
    size_t at = output->count++;
    for (; at > 0 && log_line->time && line_at(output, at - 1)->time > log_line->time; at--)
        *line_at(output, at) = *line_at(output, at - 1);
    struct output_line *line = line_at(output, at);
    line->time = log_line->time;
    memcpy(line->text, log_line->text, sizeof line->text);
}

_Static_assert(sizeof(((struct output_line *)NULL)->text) == sizeof(((struct log_line *)NULL)->text),
               "a log line fits in a line of output");

/* ---- the experiment ----------------------------------------------------------------------------------- */

void live_open(struct live *live, const struct experiment *experiment, const struct machine *machine,
               struct record_writer *record)
{
    live_close(live);
    struct finished *finished = xcalloc(1, sizeof *finished);
    *live = (struct live){ .open = true, .finished = finished };
    unforked_begin(&live->output, sizeof live->output);
    unforked_begin(&live->activity, sizeof live->activity);
    experiment_copy(&finished->experiment, experiment);
    recording_begin(&finished->recording, experiment, machine);
    session_open(&live->session, &finished->experiment, machine,
                 &(struct session_options){ .traces = true,
                                            .on_line = on_line,
                                            .context = &live->output,
                                            .narrated = OUTPUT_TASKS_MAX,
                                            .record = record,
                                            .recording = &finished->recording });
}

void live_close(struct live *live)
{
    if (!live->open)
        return;
    /* What was handed over stays; the series only looked at it since. */
    if (live->taken)
        live->session.series.results = (struct results){ .experiment = NULL };
    session_close(&live->session);
    unforked_end(&live->output, sizeof live->output);
    unforked_end(&live->activity, sizeof live->activity);
    if (!live->taken)
        finished_free(live->finished);
    live->open = false;
}

enum session_news live_tend(struct live *live, bool ready)
{
    enum session_news news = session_tend(&live->session, ready);
    if (news == SESSION_NEXT) {
        live->output.first = live->output.count = live->output.dropped = 0;
        live->activity = (struct activity){ .step = 0 };
    }
    return news;
}

static bool has_results(const struct live *live)
{
    for (size_t i = 0; i < live->finished->experiment.strategy_count; i++)
        if (live->session.series.results.results[i].run_count)
            return true;
    return false;
}

struct finished *live_take(struct live *live)
{
    if (!live->open || live->session.playing || live->taken || !has_results(live))
        return NULL;
    time_t now = time(NULL);
    struct tm at;
    struct finished *finished = live->finished;
    finished->results = live->session.series.results;
    findings_of(&finished->findings, &finished->results, true);
    if (localtime_r(&now, &at))
        strftime(finished->clock, sizeof finished->clock, "%H:%M", &at);
    live->taken = true;
    return finished;
}
