/* Lists of naps: what the grammar accepts, the workload's own reader accepts as well. */
#include "fuzz/targets.h"

#include "work/durations.h"
#include "experiment/experiment.h"
#include "fuzz/promise.h"
#include "base/strbuf.h"
#include "base/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void fuzz_durations(const char *bytes, size_t length)
{
    struct durations durations;
    unsigned column = 0;
    char err[256], *list = xmemdup0(bytes, length), *messages;
    if (!durations_read(&durations, list, &column, err, sizeof err)) {
        PROMISE(column >= 1 && column <= strlen(list) + 1);
        PROMISE(err[0] && promise_harmless(err));
        free(list);
        return;
    }
    struct experiment experiment;
    struct strbuf json = STRBUF_INIT;
    strbuf_addf(&json, "{\"workload\": {\"kind\": \"sleep\", \"seconds\": %s, \"count\": %" PRIu64 "}}",
                durations.seconds, durations.count);
    messages = experiment_parse(&experiment, "list", json.text, json.length, NULL, 0);
    /* How many fit into memory is the machine's to say. */
    PROMISE(!messages || strstr(messages, " of memory"));
    if (!messages)
        experiment_release(&experiment);
    free(messages);
    strbuf_release(&json);
    free(durations.seconds);
    free(list);
}
