#include "cli/progress.h"

#include "draw/bar.h"
#include "base/clock.h"
#include "base/format.h"
#include "base/text.h"
#include "base/terminal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BAR_MOST   30
#define BAR_LEAST  12
#define LABEL_MOST 24
#define GAP        2

struct field {
    char text[96];
    size_t width; /* columns it keeps, however short its text is now */
    bool left;    /* aligned */
    bool kept;
};

enum { LABEL, RUN, PERCENT, COUNT, RATE, ETA, FIELDS };

static void write_rate(char *buf, size_t size, const struct progress_facts *facts)
{
    if (facts->rate < 10) {
        snprintf(buf, size, "%.1f/s", facts->rate);
    } else {
        char count[FORMAT_MAX];
        snprintf(buf, size, "%s/s", format_count(count, sizeof count, (uint64_t)(facts->rate + 0.5)));
    }
}

static void write_eta(char *buf, size_t size, const struct progress_facts *facts)
{
    buf[0] = '\0';
    if (facts->eta_ns == UINT64_MAX || facts->share >= 1)
        return;
    uint64_t rest = (facts->eta_ns + NS_PER_S / 2) / NS_PER_S;
    if (rest < 60)
        snprintf(buf, size, "%" PRIu64 " s left", rest);
    else if (rest < 3600)
        snprintf(buf, size, "%" PRIu64 " min %02" PRIu64 " s left", rest / 60, rest % 60);
    else
        snprintf(buf, size, "%" PRIu64 " h %02" PRIu64 " min left", rest / 3600, rest / 60 % 60);
}

static void fill_fields(struct field fields[FIELDS], const struct progress_facts *facts, bool ascii)
{
    char done[FORMAT_MAX], total[FORMAT_MAX];
    format_count(total, sizeof total, facts->total);
    char *label = text_printable(facts->label, ascii);
    snprintf(fields[LABEL].text, sizeof fields[LABEL].text, "%.*s", (int)text_fitting(label, LABEL_MOST),
             label);
    free(label);
    fields[LABEL].left = true;
    if (facts->runs > 1)
        snprintf(fields[RUN].text, sizeof fields[RUN].text, "%zu/%zu%s", facts->run, facts->runs,
                 facts->warmup ? " warm-up" : "");
    fields[RUN].left = true;
    format_percent(fields[PERCENT].text, sizeof fields[PERCENT].text, facts->share);
    fields[PERCENT].width = strlen("100 %");
    snprintf(fields[COUNT].text, sizeof fields[COUNT].text, "%s/%s",
             format_count(done, sizeof done, facts->done), total);
    fields[COUNT].width = 2 * strlen(total) + 1;
    write_rate(fields[RATE].text, sizeof fields[RATE].text, facts);
    fields[RATE].width = strlen("100 000/s");
    write_eta(fields[ETA].text, sizeof fields[ETA].text, facts);
    fields[ETA].width = strlen("59 min 59 s left");
    fields[ETA].left = true;
}

/* Columns of all kept fields with the gaps behind them. */
static size_t width_of(const struct field fields[FIELDS])
{
    size_t width = 0;
    for (size_t i = 0; i < FIELDS; i++)
        if (fields[i].kept)
            width += fields[i].width + GAP;
    return width;
}

static void add_field(struct strbuf *out, const struct field *field)
{
    size_t pad = field->width - text_columns(field->text);
    if (!field->left)
        strbuf_fill(out, ' ', pad);
    strbuf_adds(out, field->text);
    if (field->left)
        strbuf_fill(out, ' ', pad);
    strbuf_fill(out, ' ', GAP);
}

static void add_bar(struct strbuf *out, size_t columns, double share, bool ascii)
{
    strbuf_adds(out, ascii ? "[" : "▕");
    bar_add(out, (int)columns - 2, share, ascii);
    strbuf_adds(out, ascii ? "]" : "▏");
    strbuf_fill(out, ' ', GAP);
}

/* Cuts the line that begins at `start` to `width` columns and takes the spaces off its end. */
static void clip(struct strbuf *out, size_t start, unsigned width)
{
    strbuf_truncate(out, start + text_fitting(out->text + start, width));
    size_t length = out->length;
    while (length > start && out->text[length - 1] == ' ')
        length--;
    strbuf_truncate(out, length);
}

void progress_line(struct strbuf *out, const struct progress_facts *facts, unsigned width, bool ascii)
{
    static const unsigned char given_up_in_order[] = { RATE, ETA, RUN, COUNT };
    struct field fields[FIELDS] = { 0 };
    fill_fields(fields, facts, ascii);
    for (size_t i = 0; i < FIELDS; i++) {
        size_t columns = text_columns(fields[i].text);
        fields[i].width = columns > fields[i].width ? columns : fields[i].width;
        fields[i].kept = fields[i].width > 0;
    }
    for (size_t i = 0; i < sizeof given_up_in_order && width_of(fields) + BAR_LEAST > width; i++)
        fields[given_up_in_order[i]].kept = false;

    size_t start = out->length, used = width_of(fields);
    size_t bar = width > used ? width - used : 0;
    for (size_t i = 0; i < FIELDS; i++) {
        if (i == PERCENT && bar >= BAR_LEAST)
            add_bar(out, bar < BAR_MOST ? bar : BAR_MOST, facts->share, ascii);
        if (fields[i].kept)
            add_field(out, &fields[i]);
    }
    clip(out, start, width);
}

/* ---- on the terminal ---------------------------------------------------------------------------------- */

void progress_open(struct progress *progress, int fd, bool ascii)
{
    const char *term = getenv("TERM");
    bool able = isatty(fd) && term && *term != '\0' && strcmp(term, "dumb") != 0;
    *progress = (struct progress){ .fd = able ? fd : -1, .ascii = ascii };
    strbuf_init(&progress->shown);
}

/* Progress is a courtesy: where it cannot be written the run goes on without it. */
static void put(const struct progress *progress, const struct strbuf *text)
{
    for (size_t at = 0; at < text->length;) {
        ssize_t written = write(progress->fd, text->text + at, text->length - at);
        if (written < 0 && errno != EINTR)
            return;
        at += written > 0 ? (size_t)written : 0;
    }
}

void progress_show(struct progress *progress, const struct progress_facts *facts)
{
    if (progress->fd < 0)
        return;
    unsigned columns = terminal_columns(progress->fd);
    struct strbuf line = STRBUF_INIT;
    /* One column stays free: a full line would wrap on some terminals and could not be rewritten. */
    progress_line(&line, facts, columns > 1 ? columns - 1 : 1, progress->ascii);
    if (strcmp(line.text, progress->shown.text) != 0) {
        size_t before = text_columns(progress->shown.text), now = text_columns(line.text);
        struct strbuf bytes = STRBUF_INIT;
        strbuf_addf(&bytes, "\r%s", line.text);
        strbuf_fill(&bytes, ' ', before > now && before < columns ? before - now : 0);
        put(progress, &bytes);
        strbuf_release(&bytes);
        strbuf_clear(&progress->shown);
        strbuf_adds(&progress->shown, line.text);
    }
    strbuf_release(&line);
}

void progress_clear(struct progress *progress)
{
    if (progress->fd < 0 || progress->shown.length == 0)
        return;
    struct strbuf bytes = STRBUF_INIT;
    size_t width = text_columns(progress->shown.text), columns = terminal_columns(progress->fd);
    strbuf_addc(&bytes, '\r');
    strbuf_fill(&bytes, ' ', width < columns ? width : columns - 1);
    strbuf_addc(&bytes, '\r');
    put(progress, &bytes);
    strbuf_release(&bytes);
    strbuf_clear(&progress->shown);
}

void progress_close(struct progress *progress)
{
    progress_clear(progress);
    strbuf_release(&progress->shown);
    progress->fd = -1;
}
