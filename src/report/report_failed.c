#include "report/report_failed.h"

#include "base/format.h"
#include "json/json_harmless.h"

#include <inttypes.h>
#include <string.h>

/* In printed JSON this character is escaped, so that it can only be ours. */
#define HOLE '\x01'

cJSON *report_failed_item(void)
{
    static const char hole[] = { HOLE, '\0' };
    return cJSON_CreateRaw(hole);
}

static void add_list(struct strbuf *out, const struct outcome *run, const struct workload *workload)
{
    for (size_t i = 0; i < run->failed_count; i++) {
        char label[FORMAT_MAX + 16];
        workload->ops->label(workload, run->failed[i].task, label, sizeof label);
        strbuf_addf(out, "%s{\"task\": %" PRIu32 ", \"label\": \"%s\", \"deaths\": %u}", i ? ",\n" : "[",
                    run->failed[i].task, label, run->failed[i].deaths);
    }
    strbuf_addc(out, ']');
}

void report_failed_fill(struct strbuf *out, char *text, const struct results *results)
{
    const struct experiment *experiment = results->experiment;
    for (size_t i = 0; i < experiment->strategy_count; i++)
        for (size_t run = 0; run < results->results[i].run_count; run++) {
            const struct outcome *outcome = &results->results[i].runs[run];
            char *hole = outcome->failed_count ? strchr(text, HOLE) : NULL;
            if (!hole)
                continue;
            *hole = '\0';
            json_add_harmless(out, text);
            add_list(out, outcome, &experiment->workload);
            text = hole + 1;
        }
    json_add_harmless(out, text);
}
