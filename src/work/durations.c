#include "work/durations.h"

#include "base/decimal.h"
#include "base/strbuf.h"
#include "work/workload.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One part between commas: "1", "1..10" or "1x10". */
struct part {
    uint64_t ns, to_ns;
    uint64_t count; /* naps */
    bool range;
};

struct parser {
    const char *list, *at;
    unsigned *column;
    char *err;
    size_t size;
};

__attribute__((format(printf, 3, 4))) static bool refuse(struct parser *p, const char *where,
                                                         const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(p->err, p->size, format, args);
    va_end(args);
    *p->column = (unsigned)(where - p->list) + 1;
    return false;
}

static void skip_space(struct parser *p)
{
    p->at += strspn(p->at, " \t");
}

/* Bytes of a number of seconds: digits, perhaps a point with digits after it, perhaps an exponent. */
static size_t number_length(const char *text)
{
    static const char digits[] = "0123456789";
    size_t length = strspn(text, digits), more = 0;
    if (text[length] == '.' && (more = strspn(text + length + 1, digits)) > 0)
        length += 1 + more;
    if (!length || (text[length] != 'e' && text[length] != 'E'))
        return length;
    size_t sign = text[length + 1] == '-' || text[length + 1] == '+';
    more = strspn(text + length + 1 + sign, digits);
    return more ? length + 1 + sign + more : length;
}

static bool read_seconds(struct parser *p, uint64_t *ns)
{
    skip_space(p);
    const char *start = p->at;
    if (*start == '-')
        return refuse(p, start, "a nap cannot be shorter than 0 s");
    size_t length = number_length(start);
    if (!length)
        return refuse(p, start, "a number of seconds is expected here, such as 1 or 0.5");
    enum decimal answer = decimal_read(start, length, 9, ns);
    if (answer == DECIMAL_FINER)
        return refuse(p, start, "the finest is a nanosecond, nine decimals");
    if (answer != DECIMAL_EXACT || *ns > NAP_MAX)
        return refuse(p, start, "a nap lasts at most a day, 86400 s");
    p->at += length;
    skip_space(p);
    return true;
}

static bool read_count(struct parser *p, uint64_t *count)
{
    skip_space(p);
    const char *start = p->at;
    size_t length = strspn(start, "0123456789");
    if (!length)
        return refuse(p, start, "a number of naps is expected after the x");
    if (decimal_read(start, length, 0, count) != DECIMAL_EXACT || !*count || *count > TASKS_MAX)
        return refuse(p, start, "there can be 1 … %" PRIu64 " naps", TASKS_MAX);
    p->at += length;
    skip_space(p);
    return true;
}

static bool read_part(struct parser *p, struct part *part)
{
    *part = (struct part){ .count = 1 };
    if (!read_seconds(p, &part->ns))
        return false;
    if (*p->at == 'x' || *p->at == 'X') {
        p->at++;
        return read_count(p, &part->count);
    }
    if (strncmp(p->at, "..", 2) != 0)
        return true;
    p->at += 2;
    skip_space(p);
    const char *start = p->at;
    part->range = true;
    if (!read_seconds(p, &part->to_ns))
        return false;
    if (part->to_ns < part->ns)
        return refuse(p, start, "the range ends before it begins");
    part->count = (part->to_ns - part->ns) / UINT64_C(1000000000) + 1;
    return true;
}

/* Keeps the form of a list with a single part, so that a million equal naps stay one number. */
static void write_single(struct strbuf *sb, const struct part *part)
{
    char from[DECIMAL_SECONDS_MAX], to[DECIMAL_SECONDS_MAX];
    decimal_seconds(from, part->ns);
    if (part->range)
        strbuf_addf(sb, "{\"from\": %s, \"to\": %s}", from, decimal_seconds(to, part->to_ns));
    else
        strbuf_adds(sb, from);
}

static void write_part(struct strbuf *sb, const struct part *part)
{
    char seconds[DECIMAL_SECONDS_MAX];
    for (uint64_t i = 0; i < part->count; i++) {
        uint64_t ns = part->ns + (part->range ? i * UINT64_C(1000000000) : 0);
        strbuf_addf(sb, "%s%s", sb->length ? ", " : "[", decimal_seconds(seconds, ns));
    }
}

/* Reads the parts after `first`. */
static bool read_more(struct parser *p, const struct part *first, struct strbuf *json)
{
    struct part part = *first;
    uint64_t total = 0;
    for (const char *start = p->list;;) {
        total += part.count;
        if (total > DURATIONS_MAX)
            return refuse(p, start,
                          "a list has at most %" PRIu64 " naps; more of them need one length for all",
                          DURATIONS_MAX);
        write_part(json, &part);
        if (*p->at != ',')
            break;
        start = ++p->at;
        if (!read_part(p, &part))
            return false;
    }
    strbuf_addc(json, ']');
    return true;
}

bool durations_read(struct durations *out, const char *list, unsigned *column, char *err, size_t size)
{
    struct parser parser = { list, list, column, err, size };
    struct strbuf json = STRBUF_INIT;
    struct part first;
    if (!read_part(&parser, &first))
        return false;
    bool single = *parser.at != ',';
    if (single)
        write_single(&json, &first);
    bool fine = single || read_more(&parser, &first, &json);
    if (fine && *parser.at)
        fine = refuse(&parser, parser.at, "the rest is not understood; write 1 or 1,2,0.5 or 1..10 or 1x10");
    out->count = single && !first.range ? first.count : 1;
    out->seconds = fine ? strbuf_detach(&json) : NULL;
    strbuf_release(&json);
    return fine;
}
