#include "cli/commands.h"

#include "report/export.h"
#include "record/record_read.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* NULL after a report: none was named. */
static const struct export_format *find_format(const char *name)
{
    struct strbuf all = STRBUF_INIT;
    for (size_t i = 0; i < export_format_count; i++) {
        if (name && strcmp(name, export_formats[i].name) == 0) {
            strbuf_release(&all);
            return &export_formats[i];
        }
        strbuf_addf(&all, "%s%s", i ? ", " : "", export_formats[i].name);
    }
    command_warn("export needs --format, one of %s", all.text);
    strbuf_release(&all);
    return NULL;
}

/* False after the reason was reported: status 1. */
static bool write_out(const struct export_format *format, const struct recording *recording, uint64_t run)
{
    struct export out = { .fd = STDOUT_FILENO };
    strbuf_init(&out.text);
    format->write(&out, recording, run ? (size_t)run - 1 : EXPORT_ALL);
    if (export_close(&out))
        return true;
    command_warn("cannot write to stdout: %s", strerror(errno));
    return false;
}

int command_export(const struct options *options)
{
    const struct export_format *format = find_format(options->format);
    struct recording recording;
    if (!format || !command_recording(&recording, options->operands[0], options->run))
        return 2;
    bool written = write_out(format, &recording, options->run);
    recording_release(&recording);
    return written ? 0 : 1;
}

bool command_recording(struct recording *recording, const char *path, uint64_t run)
{
    char err[RECORD_ERR_MAX];
    if (!record_read(recording, path, err, sizeof err)) {
        command_warn("%s", err);
        return false;
    }
    if (run <= recording->run_count)
        return true;
    command_warn("%s: there is no run %" PRIu64 "; it has %zu", path, run, recording->run_count);
    recording_release(recording);
    return false;
}
