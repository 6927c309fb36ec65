#include "report/export.h"

#include "base/save.h"

#include <errno.h>

#define FLOW ((size_t)1 << 16)

const struct export_format export_formats[] = {
    { "chrome", export_chrome },
    { "csv", export_csv },
    { "json", export_json },
    { "svg", NULL },
};

const size_t export_format_count = sizeof export_formats / sizeof *export_formats;

static void write_out(struct export *out)
{
    if (!out->error && !save_write(out->fd, out->text.text, out->text.length))
        out->error = errno;
    strbuf_clear(&out->text);
}

void export_flow(struct export *out)
{
    if (out->fd >= 0 && out->text.length >= FLOW)
        write_out(out);
}

bool export_close(struct export *out)
{
    if (out->fd >= 0)
        write_out(out);
    strbuf_release(&out->text);
    errno = out->error;
    return out->error == 0;
}
