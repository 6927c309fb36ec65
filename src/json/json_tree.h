/* Builds a cJSON tree from a scan, exact where cJSON's own parser is not: numbers are cJSON_Raw items
 * that hold their text as written, and every item has the index of its value in the scan. */
#pragma once

#include "json/json_scan.h"

#include <cjson/cJSON.h>

/* item->valueint is `base` plus the index of its value in the scan. Duplicate keys are kept, in order.
 * Owned by the caller: cJSON_Delete(). Out of memory ends the program. */
cJSON *json_tree(const struct json_scan *scan, int base);

enum json_type json_type_of(const cJSON *item);
const cJSON *json_member(const cJSON *object, const char *key);
