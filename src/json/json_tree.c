#include "json/json_tree.h"

#include "base/xmalloc.h"

#include <stdlib.h>

static cJSON *leaf(const char *text, const struct json_value *value, struct strbuf *scratch)
{
    strbuf_clear(scratch);
    switch (value->type) {
    case JSON_NULL:
        return cJSON_CreateNull();
    case JSON_FALSE:
        return cJSON_CreateFalse();
    case JSON_TRUE:
        return cJSON_CreateTrue();
    case JSON_STRING:
        json_decode(scratch, text + value->start, value->length);
        return cJSON_CreateString(scratch->text);
    case JSON_NUMBER:
        strbuf_add(scratch, text + value->start, value->length);
        return cJSON_CreateRaw(scratch->text);
    case JSON_ARRAY:
        return cJSON_CreateArray();
    case JSON_OBJECT:
        break;
    }
    return cJSON_CreateObject();
}

/* The scanner bounds the recursion by JSON_DEPTH_MAX. */
static cJSON *build(const struct json_scan *scan, uint32_t index, int base, struct strbuf *scratch)
{
    const struct json_value *value = &scan->values[index];
    cJSON *item = leaf(scan->text, value, scratch);
    item->valueint = base + (int)index;
    for (uint32_t i = index + 1; i < value->next; i = scan->values[i].next) {
        const struct json_value *inner = &scan->values[i];
        cJSON *member = build(scan, i, base, scratch);
        strbuf_clear(scratch);
        if (inner->key_length) {
            json_decode(scratch, scan->text + inner->key_start, inner->key_length);
            cJSON_AddItemToObject(item, scratch->text, member);
        } else {
            cJSON_AddItemToArray(item, member);
        }
    }
    return item;
}

cJSON *json_tree(const struct json_scan *scan, int base)
{
    cJSON_InitHooks(&(cJSON_Hooks){ .malloc_fn = xmalloc, .free_fn = free }); /* no call below fails */
    struct strbuf scratch = STRBUF_INIT;
    cJSON *tree = build(scan, 0, base, &scratch);
    strbuf_release(&scratch);
    return tree;
}

enum json_type json_type_of(const cJSON *item)
{
    return cJSON_IsObject(item)   ? JSON_OBJECT
           : cJSON_IsArray(item)  ? JSON_ARRAY
           : cJSON_IsString(item) ? JSON_STRING
           : cJSON_IsRaw(item)    ? JSON_NUMBER
           : cJSON_IsTrue(item)   ? JSON_TRUE
           : cJSON_IsFalse(item)  ? JSON_FALSE
                                  : JSON_NULL;
}

const cJSON *json_member(const cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}
