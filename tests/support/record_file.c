#include "support/record_file.h"

#include "record/record_read.h"
#include "record/record_write.h"
#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

char record_file_path[96];
const struct machine record_file_machine = { 2, 1, "AMD \"EPYC\"", "Linux 6 \xc2\xb7 x" };

static char place[64];

int record_file_enter(void **state)
{
    (void)state;
    snprintf(place, sizeof place, "%s/tictoc-record-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(place))
        return -1;
    snprintf(record_file_path, sizeof record_file_path, "%s/a.rec", place);
    return 0;
}

int record_file_leave(void **state)
{
    (void)state;
    unlink(record_file_path);
    return rmdir(place);
}

void record_file_experiment(struct experiment *experiment, uint64_t tasks)
{
    struct strbuf json = STRBUF_INIT;
    strbuf_addf(
        &json,
        "{\"title\": \"A \\\"title\\\" \\\\ \xc3\xa9\", \"workload\": {\"kind\": \"perfect\", \"to\": %u},"
        "\"strategies\": [\"serial\", \"process\", \"pool\", {\"kind\": \"pool\", \"chunk\": 3}],"
        "\"repeat\": 2, \"warmup\": 1}",
        (unsigned)tasks);
    char *messages = experiment_parse(experiment, "made.json", json.text, json.length, NULL, 0);
    assert_null(messages);
    strbuf_release(&json);
}

void record_file_write(const struct experiment *experiment, const struct recorded_run *runs, size_t count)
{
    struct record_writer writer;
    char err[RECORD_ERR_MAX];
    assert_true(record_writer_open(&writer, record_file_path, experiment, &record_file_machine,
                                   ORIGIN_MEASURED, err, sizeof err));
    for (size_t i = 0; i < count; i++)
        record_writer_add(&writer, &runs[i]);
    assert_true(record_writer_close(&writer, err, sizeof err));
}

void record_file_read(struct recording *recording)
{
    char err[RECORD_ERR_MAX];
    if (!record_read(recording, record_file_path, err, sizeof err))
        fail_msg("%s", err);
}
