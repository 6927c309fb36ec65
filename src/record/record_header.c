#include "record/record_header.h"

#include "base/format.h"
#include "json/json_line.h"
#include "record/record_line.h"
#include "base/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const origins[] = { "measured", "simulated" };

/* ---- writing ------------------------------------------------------------------------------------------ */

void record_header_write(struct strbuf *out, const struct experiment *experiment,
                         const struct machine *machine, enum recording_origin origin)
{
    struct json_writer json = { .out = out, .all = JSON_COMPACT };
    json_object(&json, NULL, JSON_COMPACT);
    json_text(&json, "format", RECORDING_FORMAT);
    json_text(&json, "version", TICTOC_VERSION);
    json_text(&json, "origin", origins[origin]);
    json_text(&json, "title", experiment->title);
    json_text(&json, "source", experiment->source ? experiment->source : "");
    json_array(&json, "strategies", JSON_COMPACT);
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        json_object(&json, NULL, JSON_COMPACT);
        json_text(&json, "label", experiment->strategies[i].label);
        json_text(&json, "kind", experiment->strategies[i].ops->name);
        json_close(&json);
    }
    json_close(&json);
    json_array(&json, "hosts", JSON_COMPACT);
    record_line_write(&json, &record_line_host, &(struct host_line){ .machine = *machine });
    json_close(&json);
    json_object(&json, "experiment", JSON_COMPACT);
    experiment_write_members(&json, experiment);
    json_close(&json);
    json_close(&json);
    strbuf_addc(out, '\n');
}

/* ---- reading ------------------------------------------------------------------------------------------ */

static bool is_record(const struct json_line *line, char *err, size_t size)
{
    static const char family[] = "tictoc.record/";
    const struct json_member *format = json_line_find(line, "format");
    if (format && json_member_is(format, RECORDING_FORMAT))
        return true;
    if (format && format->type == JSON_STRING && format->length > strlen(family) && format->length < 40 &&
        memcmp(format->text, family, strlen(family)) == 0)
        return format_refusal(err, size, "this is %.*s; this program reads " RECORDING_FORMAT,
                              (int)format->length, format->text);
    return format_refusal(
        err, size,
        "this is no record of tictoc: such a file begins with {\"format\":\"" RECORDING_FORMAT "\"");
}

/* A string, decoded. Owned by the caller; NULL: it is no string. */
static char *text_of(const struct json_line *line, const char *key)
{
    const struct json_member *member = json_line_find(line, key);
    if (!member || member->type != JSON_STRING)
        return NULL;
    struct strbuf text = STRBUF_INIT;
    json_decode(&text, member->text - 1, (size_t)member->length + 2);
    return strbuf_detach(&text);
}

static bool read_origin(struct recording *recording, const struct json_line *line, char *err, size_t size)
{
    const struct json_member *origin = json_line_find(line, "origin");
    for (size_t i = 0; origin && i < sizeof origins / sizeof *origins; i++)
        if (json_member_is(origin, origins[i])) {
            recording->origin = (enum recording_origin)i;
            return true;
        }
    return format_refusal(err, size, "\"origin\" is missing or none that is known");
}

/* The first host: a run is on one. */
static bool read_host(struct recording *recording, const struct json_line *line, char *err, size_t size)
{
    const struct json_member *hosts = json_line_find(line, "hosts");
    struct json_scan scan;
    struct json_problem problem;
    struct json_line first;
    struct host_line host = { .clock_error_ns = 0 };
    if (!hosts || !json_scan(&scan, hosts->text, hosts->length, &problem))
        return format_refusal(err, size, "\"hosts\" is missing");
    bool read = scan.values[0].type == JSON_ARRAY && scan.count > 1 &&
                json_line_read(&first, scan.text + scan.values[1].start, scan.values[1].length, err, size) &&
                record_line_read(&record_line_host, &first, &host, err, size);
    json_scan_release(&scan);
    if (!read || host.machine.cores == 0)
        return format_refusal(err, size, "\"hosts\" holds no host");
    recording->machine = host.machine;
    return true;
}

static bool read_experiment(struct recording *recording, const struct json_line *line, char *err, size_t size)
{
    const struct json_member *member = json_line_find(line, "experiment");
    if (!member || member->type != JSON_OBJECT)
        return format_refusal(err, size, "\"experiment\" is missing");
    char *messages = experiment_parse(&recording->experiment, "x", member->text, member->length, NULL, 0);
    if (!messages)
        return true;
    /* "x:1:20: workload.to: it must …": the position is one inside the line. */
    const char *what = strstr(messages, ": ");
    what = what ? what + 2 : messages;
    format_refusal(err, size, "the experiment in it cannot be: %.*s", (int)strcspn(what, "\n"), what);
    free(messages);
    return false;
}

bool record_header_read(struct recording *recording, const char *text, size_t length, char *err, size_t size)
{
    struct json_line line;
    *recording = (struct recording){ .origin = ORIGIN_MEASURED };
    if (!json_line_read(&line, text, length, err, size))
        return format_refusal(
            err, size,
            "this is no record of tictoc: such a file begins with {\"format\":\"" RECORDING_FORMAT "\"");
    if (!is_record(&line, err, size) || !read_origin(recording, &line, err, size) ||
        !read_host(recording, &line, err, size) || !read_experiment(recording, &line, err, size))
        return false;
    char *version = text_of(&line, "version"), *source = text_of(&line, "source");
    snprintf(recording->version, sizeof recording->version, "%s", version ? version : "");
    free(version);
    if (source) {
        free(recording->experiment.source);
        recording->experiment.source = source;
    }
    return true;
}
