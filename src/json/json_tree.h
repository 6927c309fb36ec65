/* From scanned text to cJSON's tree: exact where cJSON's own parser is not. Numbers are cJSON_Raw
 * items that hold their text as it was written, and every item knows which value of the scan it is. */
#pragma once

#include "json/json_scan.h"

#include <cjson/cJSON.h>

/* The tree of a scanned text; item->valueint is `base` plus the index of its value in the scan.
 * Duplicate keys are kept, in order. Owned by the caller: cJSON_Delete(). Out of memory ends the program. */
cJSON *json_tree(const struct json_scan *scan, int base);

/* For readers that see no more of a tree than an item or two:
 * what an item is, and its member of that name or NULL. */
enum json_type json_type_of(const cJSON *item);
const cJSON *json_member(const cJSON *object, const char *key);

/* Lets cJSON take its memory from xmalloc(), so that
 * none of its calls fails for want of it. Any number of times. */
void json_tree_use_xmalloc(void);
