#include "support/parsed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void parse(struct experiment *experiment, const char *text, const struct experiment_override *overrides,
           size_t count)
{
    char *messages = experiment_parse(experiment, "x.json", text, text ? strlen(text) : 0, overrides, count);
    if (messages)
        fail_msg("%s", messages);
}

void reported_with(const char *text, const struct experiment_override *override, const char *expected)
{
    struct experiment experiment;
    char *messages =
        experiment_parse(&experiment, "x.json", text, text ? strlen(text) : 0, override, override ? 1 : 0);
    assert_non_null(messages);
    assert_string_equal(messages, expected);
    free(messages);
}
