/* Holds config/schema.json and the tables of keys together, both ways. Run in the project's directory. */
#include "config/config.h"
#include "work/durations.h"
#include "base/decimal.h"
#include "experiment/experiment.h"
#include "base/file.h"
#include "json/json_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct strbuf text = STRBUF_INIT;
static struct json_scan scan;
static cJSON *schema;

static int open_schema(void **state)
{
    (void)state;
    struct json_problem problem;
    if (file_read(&text, "config/schema.json", JSON_TEXT_MAX) ||
        !json_scan(&scan, text.text, text.length, &problem))
        return -1;
    schema = json_tree(&scan, 0);
    return 0;
}

static int close_schema(void **state)
{
    (void)state;
    cJSON_Delete(schema);
    json_scan_release(&scan);
    strbuf_release(&text);
    return 0;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *string(const cJSON *object, const char *name)
{
    const cJSON *item = member(object, name);
    return item && item->valuestring ? item->valuestring : "";
}

/* Follows "$ref": "#/$defs/NAME". */
static const cJSON *resolve(const cJSON *item)
{
    const char *ref = string(item, "$ref");
    return *ref ? member(member(schema, "$defs"), ref + strlen("#/$defs/")) : item;
}

static const cJSON *definition(const char *name)
{
    return member(member(schema, "$defs"), name);
}

static bool contains(const cJSON *list, const char *name)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) if (strcmp(item->valuestring, name) == 0) return true;
    return false;
}

static void number_is(const cJSON *item, const char *bound, uint64_t expected, int scale)
{
    uint64_t value = 0;
    const char *number = string(item, bound);
    assert_int_equal(decimal_read(number, strlen(number), scale, &value), DECIMAL_EXACT);
    assert_int_equal(value, expected);
}

static void whole_agrees(const struct config_key *key, const cJSON *item)
{
    const cJSON *number = key->word ? cJSON_GetArrayItem(member(item, "oneOf"), 0) : item;
    assert_string_equal(string(number, "type"), "integer");
    number_is(number, "minimum", key->min, 0);
    number_is(number, "maximum", key->max, 0);
    if (key->word) {
        assert_string_equal(string(cJSON_GetArrayItem(member(item, "oneOf"), 1), "const"), key->word);
        assert_string_equal(string(item, "default"), key->word);
    } else if (!key->required) {
        number_is(item, "default", key->fallback, 0);
    }
}

static void choice_agrees(const struct config_key *key, const cJSON *item)
{
    const cJSON *choices = member(item, "enum");
    int count = 0;
    for (; key->choices[count]; count++)
        assert_string_equal(cJSON_GetArrayItem(choices, count)->valuestring, key->choices[count]);
    assert_int_equal(cJSON_GetArraySize(choices), count);
    assert_string_equal(string(item, "default"), key->choices[key->fallback]);
}

static void naps_agree(const cJSON *item)
{
    const cJSON *forms = member(item, "oneOf"), *nap = definition("nap");
    assert_string_equal(string(nap, "type"), "number");
    number_is(nap, "minimum", 0, 9);
    number_is(nap, "maximum", NAP_MAX, 9);
    assert_ptr_equal(resolve(cJSON_GetArrayItem(forms, 0)), nap);
    const cJSON *list = cJSON_GetArrayItem(forms, 1), *range = cJSON_GetArrayItem(forms, 2);
    assert_ptr_equal(resolve(member(list, "items")), nap);
    number_is(list, "minItems", 1, 0);
    assert_ptr_equal(resolve(member(member(range, "properties"), "from")), nap);
    assert_ptr_equal(resolve(member(member(range, "properties"), "to")), nap);
}

static void text_agrees(const struct config_key *key, const cJSON *item)
{
    assert_string_equal(string(item, "type"), "string");
    number_is(item, "maxLength", key->max, 0);
    if (key->min)
        number_is(item, "minLength", key->min, 0);
    else
        assert_string_equal(string(item, "default"), "");
}

static void seconds_agree(const struct config_key *key, const cJSON *item)
{
    const cJSON *number = key->word ? cJSON_GetArrayItem(member(item, "oneOf"), 0) : item;
    assert_string_equal(string(number, "type"), "number");
    number_is(number, "minimum", key->min, 9);
    number_is(number, "maximum", key->max, 9);
    if (key->word) {
        assert_string_equal(string(cJSON_GetArrayItem(member(item, "oneOf"), 1), "const"), key->word);
        assert_string_equal(string(item, "default"), key->word);
    } else if (!key->required) {
        number_is(item, "default", key->fallback, 9);
    }
}

static void object_agrees(const cJSON *object, const struct config_key *keys, const struct config_key *more,
                          int others);

/* An object, or false, as when it is absent. */
static void inner_object_agrees(const struct config_key *key, const cJSON *item)
{
    const cJSON *forms = member(item, "oneOf");
    assert_int_equal(cJSON_GetArraySize(forms), 2);
    object_agrees(cJSON_GetArrayItem(forms, 0), key->keys, NULL, 0);
    assert_true(cJSON_IsFalse(member(cJSON_GetArrayItem(forms, 1), "const")));
    assert_true(cJSON_IsFalse(member(item, "default")));
}

static void key_agrees(const struct config_key *key, const cJSON *object)
{
    const cJSON *item = resolve(member(member(object, "properties"), key->name));
    if (!item)
        fail_msg("the schema has no %s", key->name);
    assert_int_equal(contains(member(object, "required"), key->name), key->required);
    switch (key->type) {
    case CONFIG_WHOLE:
        whole_agrees(key, item);
        break;
    case CONFIG_FLAG:
        assert_string_equal(string(item, "type"), "boolean");
        assert_int_equal(cJSON_IsTrue(member(item, "default")), key->fallback != 0);
        break;
    case CONFIG_CHOICE:
        choice_agrees(key, item);
        break;
    case CONFIG_TEXT:
        text_agrees(key, item);
        break;
    case CONFIG_CUSTOM:
        naps_agree(item);
        break;
    case CONFIG_SECONDS:
        seconds_agree(key, item);
        break;
    case CONFIG_OBJECT:
        inner_object_agrees(key, item);
        break;
    case CONFIG_END:
        break;
    }
}

/* Every key of the tables is a property as the table says, and there are `others` properties besides. */
static void object_agrees(const cJSON *object, const struct config_key *keys, const struct config_key *more,
                          int others)
{
    assert_non_null(object);
    assert_true(cJSON_IsFalse(member(object, "additionalProperties")));
    int count = others;
    for (; keys && keys->type != CONFIG_END; keys++, count++)
        key_agrees(keys, object);
    for (; more && more->type != CONFIG_END; more++, count++)
        key_agrees(more, object);
    assert_int_equal(cJSON_GetArraySize(member(object, "properties")), count);
}

/* The object of one kind, and that `list` refers to it. */
static const cJSON *kind_of(const cJSON *list, const char *name)
{
    const cJSON *object = definition(name), *item = NULL;
    bool listed = false;
    assert_non_null(object);
    cJSON_ArrayForEach(item, list) listed |= resolve(item) == object;
    assert_true(listed);
    assert_true(contains(member(object, "required"), "kind"));
    assert_string_equal(string(member(member(object, "properties"), "kind"), "const"), name);
    return object;
}

static void the_schema_knows_every_key_of_an_experiment_and_no_other(void **state)
{
    (void)state;
    object_agrees(schema, experiment_keys, NULL, 4);
    assert_true(contains(member(schema, "required"), "workload"));
    assert_non_null(member(member(schema, "properties"), "$schema"));
}

static void the_schema_knows_every_workload_and_no_other(void **state)
{
    (void)state;
    const cJSON *list = member(member(member(schema, "properties"), "workload"), "oneOf");
    int count = 0;
    for (; workloads[count]; count++)
        object_agrees(kind_of(list, workloads[count]->name), workloads[count]->keys, NULL, 1);
    assert_int_equal(cJSON_GetArraySize(list), count);
}

static void the_schema_knows_every_strategy_and_no_other(void **state)
{
    (void)state;
    const cJSON *entry = member(member(schema, "properties"), "strategies");
    const cJSON *list = member(member(entry, "items"), "oneOf");
    const cJSON *names = member(cJSON_GetArrayItem(list, 0), "enum");
    int count = 0;
    number_is(entry, "minItems", 1, 0);
    number_is(entry, "maxItems", EXPERIMENT_STRATEGIES_MAX, 0);
    for (; strategies[count]; count++) {
        object_agrees(kind_of(list, strategies[count]->name), strategies[count]->keys,
                      experiment_strategy_keys, 1);
        assert_true(contains(names, strategies[count]->name));
    }
    assert_int_equal(cJSON_GetArraySize(names), count);
    assert_int_equal(cJSON_GetArraySize(list), count + 1);
}

static void the_schema_knows_what_a_reference_is(void **state)
{
    (void)state;
    const cJSON *entry = member(member(schema, "properties"), "reference");
    number_is(entry, "maxItems", EXPERIMENT_REFERENCES_MAX, 0);
    object_agrees(resolve(member(entry, "items")), reference_keys, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schema_knows_every_key_of_an_experiment_and_no_other),
        cmocka_unit_test(the_schema_knows_every_workload_and_no_other),
        cmocka_unit_test(the_schema_knows_every_strategy_and_no_other),
        cmocka_unit_test(the_schema_knows_what_a_reference_is),
    };
    return cmocka_run_group_tests(tests, open_schema, close_schema);
}
