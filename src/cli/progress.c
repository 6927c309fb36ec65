#include "cli/progress.h"

#include "base/clock.h"
#include "base/format.h"
#include "base/number.h"
#include "base/text.h"
#include "base/terminal.h"
#include "draw/columns.h"
#include "draw/draw.h"

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

enum { LABEL, RUN, BAR, PERCENT, COUNT, RATE, ETA, FIELDS };

struct field {
    char text[96];
    struct column column; /* as wide as its widest text, so that fields keep their places */
};

static void write_eta(char *buf, size_t size, const struct progress_facts *facts)
{
    buf[0] = '\0';
    if (facts->eta_ns == UINT64_MAX || facts->share >= 1)
        return;
    uint64_t rest = (facts->eta_ns + NS_PER_S / 2) / NS_PER_S;
    if (facts->eta_ns < NS_PER_S)
        snprintf(buf, size, "<1 s left");
    else if (rest < 60)
        snprintf(buf, size, "%" PRIu64 " s left", rest);
    else if (rest < 3600)
        snprintf(buf, size, "%" PRIu64 " min %02" PRIu64 " s left", rest / 60, rest % 60);
    else
        snprintf(buf, size, "%" PRIu64 " h %02" PRIu64 " min left", rest / 3600, rest / 60 % 60);
}

static void fill_fields(struct field fields[FIELDS], const struct progress_facts *facts)
{
    char done[FORMAT_MAX], total[FORMAT_MAX];
    int digits = (int)strlen(format_count(total, sizeof total, facts->total));
    fields[LABEL].column = (struct column){ .left = true };
    snprintf(fields[LABEL].text, sizeof fields[LABEL].text, "%s", facts->label);
    fields[RUN].column = (struct column){ .left = true, .rank = 3 };
    if (facts->runs > 1)
        snprintf(fields[RUN].text, sizeof fields[RUN].text, "%zu/%zu%s", facts->run, facts->runs,
                 facts->warmup ? " warm-up" : "");
    fields[BAR].column = (struct column){ .width = BAR_LEAST, .most = BAR_MOST, .rank = 1 };
    fields[PERCENT].column = (struct column){ .width = (int)strlen("100 %") };
    format_percent(fields[PERCENT].text, sizeof fields[PERCENT].text, facts->share);
    fields[COUNT].column = (struct column){ .width = 2 * digits + 1, .rank = 2 };
    snprintf(fields[COUNT].text, sizeof fields[COUNT].text, "%s/%s",
             format_count(done, sizeof done, facts->done), total);
    fields[RATE].column = (struct column){ .width = (int)strlen("100 000/s"), .rank = 5 };
    format_rate(fields[RATE].text, sizeof fields[RATE].text, facts->rate);
    fields[ETA].column = (struct column){ .width = (int)strlen("eta 59 min 59 s"), .left = true, .rank = 4 };
    write_eta(fields[ETA].text, sizeof fields[ETA].text, facts);
}

static void draw_progress(struct pane row, const struct column *column, double share)
{
    bool ascii = row.canvas->ascii;
    if (column->width == 0)
        return;
    canvas_put(row, column->x, 0, ROLE_TEXT, ascii ? '[' : 0x2595);
    draw_plain_bar(row, column->x + 1, 0, column->width - 2, share, ROLE_TEXT);
    canvas_put(row, column->x + column->width - 1, 0, ROLE_TEXT, ascii ? ']' : 0x258F);
}

void progress_line(struct strbuf *out, const struct progress_facts *facts, unsigned width, bool ascii)
{
    struct field fields[FIELDS] = { 0 };
    struct column columns[FIELDS];
    struct canvas canvas;
    canvas_init(&canvas, (int)width, 1, ascii);
    struct pane row = pane_of(&canvas);
    fill_fields(fields, facts);
    for (size_t i = 0; i < FIELDS; i++) {
        columns[i] = fields[i].column;
        columns[i].width = int_max(columns[i].width, canvas_columns(&canvas, fields[i].text));
    }
    columns[LABEL].width = int_min(columns[LABEL].width, LABEL_MOST);
    columns_fit(columns, FIELDS, BAR, GAP, (int)width);
    for (size_t i = 0; i < FIELDS; i++)
        draw_column(row, 0, &columns[i], ROLE_TEXT, fields[i].text);
    draw_progress(row, &columns[BAR], facts->share);
    canvas_print(out, &canvas, NULL);
    strbuf_truncate(out, out->length - 1); /* the end of the line */
    canvas_release(&canvas);
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
static void print_line(const struct progress *progress, const struct strbuf *text)
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
        print_line(progress, &bytes);
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
    print_line(progress, &bytes);
    strbuf_release(&bytes);
    strbuf_clear(&progress->shown);
}

void progress_close(struct progress *progress)
{
    progress_clear(progress);
    strbuf_release(&progress->shown);
    progress->fd = -1;
}
