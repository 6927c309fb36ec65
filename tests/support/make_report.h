/* Results made up, and what the reports say of them: for the tests of the table and of the JSON. */
#pragma once

#include "support/make_results.h"
#include "base/strbuf.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

#define MS UINT64_C(1000000)

#define PERFECT(rest)                                                                                         \
    "{\"title\": \"Perfect numbers\", \"workload\": {\"kind\": \"perfect\", \"to\": 100000},"                 \
    " \"strategies\": [\"serial\", \"process\", \"pool\", {\"kind\": \"pool\", \"label\": \"chunk 1\"}]" rest \
    "}"
#define UNJOINED                                                                                                 \
    "{\"title\": \"Two naps, nobody joins\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 2, \"count\": 2}," \
    " \"strategies\": [{\"kind\": \"process\", \"join\": false}]}"

extern struct made_results made;
extern struct strbuf out; /* what was reported last */

/* A test's teardown. */
int finish(void **state);

/* The published picture of DESIGN: four strategies on two cores. */
void make_perfect(const char *json);

/* Whether the table at 80 columns has these words. */
bool table_says(const char *words);

/* The JSON, which the strict scanner takes as well;
 * cJSON_Delete(). A member of it: fails the test when there is none. */
cJSON *json_of_results(void);
const cJSON *at(const cJSON *item, const char *key);
