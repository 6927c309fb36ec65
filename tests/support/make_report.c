#include "support/make_report.h"

#include "json/json_scan.h"
#include "report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct made_results made;
struct strbuf out = STRBUF_INIT;

int finish(void **state)
{
    (void)state;
    free_results(&made);
    strbuf_release(&out);
    return 0;
}

void make_perfect(const char *json)
{
    static const uint64_t found[] = { 6, 28, 496, 8128 };
    static const uint64_t done[] = { 9480 * MS, 9210 * MS, 5340 * MS, 4770 * MS };
    make_results(&made, json);
    for (uint64_t repeat = 0; repeat < made.experiment.repeat; repeat++)
        for (size_t i = 0; i < 4; i++)
            make_found(make_run(&made, i, done[i] + repeat * 60 * MS), found, 4);
}

bool table_says(const char *words)
{
    struct report_style style = { .width = 80 };
    strbuf_clear(&out);
    report_table(&out, &made.results, &style);
    return strstr(out.text, words) != NULL;
}

cJSON *json_of_results(void)
{
    strbuf_clear(&out);
    report_json(&out, &made.results);
    struct json_scan scan;
    struct json_problem problem;
    assert_true(json_scan(&scan, out.text, out.length, &problem));
    json_scan_release(&scan);
    cJSON *root = cJSON_Parse(out.text);
    assert_non_null(root);
    return root;
}

const cJSON *at(const cJSON *item, const char *key)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(item, key);
    assert_non_null(member);
    return member;
}
