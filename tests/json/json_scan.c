/* The JSON scanner: what it takes, what it refuses and where, and what it remembers. */
#include "json/json_scan.h"
#include "support/json_cases.h"
#include "experiment/experiment.h"
#include "base/file.h"
#include "json/json_tree.h"
#include "base/xmalloc.h"
#include "json/json_write.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool takes(const char *text, size_t length, struct json_problem *problem)
{
    struct json_scan scan;
    char *exact = xmalloc(length); /* no NUL behind it: a sanitizer sees every byte read too far */
    memcpy(exact, text, length);
    bool taken = json_scan(&scan, exact, length, problem);
    if (taken)
        json_scan_release(&scan);
    free(exact);
    return taken;
}

static void every_rule_of_the_grammar_is_held(void **state)
{
    (void)state;
    struct json_problem problem;
    for (size_t i = 0; i < sizeof json_cases / sizeof *json_cases; i++) {
        const struct json_case *c = &json_cases[i];
        if (takes(c->text, c->length, &problem) != c->fine)
            fail_msg("%s: was %s", c->name, c->fine ? problem.text : "taken");
    }
}

/* None of the cases is an experiment: what is no JSON gets one sentence,
 * what is JSON a message about what an experiment needs. */
static void what_is_json_but_no_experiment_is_said_as_such(void **state)
{
    (void)state;
    struct json_problem problem;
    for (size_t i = 0; i < sizeof json_cases / sizeof *json_cases; i++) {
        const struct json_case *c = &json_cases[i];
        struct experiment experiment;
        if (!c->length)
            continue; /* that is an experiment without a file */
        char *messages = experiment_parse(&experiment, "x", c->text, c->length, NULL, 0);
        assert_non_null(messages);
        bool as_json = !takes(c->text, c->length, &problem);
        if ((strstr(messages, problem.text) != NULL && as_json) == c->fine)
            fail_msg("%s: %s", c->name, messages);
        if (c->fine && !strstr(messages, "object") && !strstr(messages, "key") &&
            !strstr(messages, "workload"))
            fail_msg("%s: %s", c->name, messages);
        free(messages);
    }
}

/* JSON_SUITE names a directory of files that are called y_…, n_… and i_…, as those of JSONTestSuite are:
 * what has to be taken, what has to be refused, and what a parser is free to do. */
static void judge_file(const char *directory, const char *name, size_t counts[3][2])
{
    static const char kinds[] = "yni";
    struct strbuf text = STRBUF_INIT, path = STRBUF_INIT;
    struct json_problem problem;
    const char *kind = strchr(kinds, name[0]);
    if (!kind || name[1] != '_')
        return;
    strbuf_addf(&path, "%s/%s", directory, name);
    assert_null(file_read(&text, path.text, JSON_TEXT_MAX));
    bool taken = takes(text.text, text.length, &problem);
    if (*kind != 'i' && taken != (*kind == 'y'))
        fail_msg("%s was %s", name, taken ? "taken" : problem.text);
    if (*kind == 'i')
        print_message("# %s: %s\n", name, taken ? "taken" : problem.text);
    counts[kind - kinds][taken]++;
    strbuf_release(&text);
    strbuf_release(&path);
}

static void every_file_of_a_suite_is_judged_as_its_name_asks(void **state)
{
    (void)state;
    const char *place = getenv("JSON_SUITE");
    size_t counts[3][2] = { 0 };
    DIR *directory = place ? opendir(place) : NULL;
    if (!directory) {
        fail_msg("%s cannot be read", place);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(directory));)
        judge_file(place, entry->d_name, counts);
    closedir(directory);
    print_message("# y_: %zu taken; n_: %zu refused; i_: %zu taken, %zu refused\n", counts[0][1],
                  counts[1][0], counts[2][1], counts[2][0]);
    assert_true(counts[0][1] + counts[1][0] > 0);
}

static void what_nests_a_hundred_thousand_deep_is_refused_without_harm(void **state)
{
    (void)state;
    struct json_problem problem;
    struct strbuf text = STRBUF_INIT;
    strbuf_fill(&text, '[', 100000);
    assert_false(takes(text.text, text.length, &problem));
    assert_string_equal(problem.text, "nested more than 64 deep");
    assert_int_equal(problem.place.column, 65);
    strbuf_clear(&text);
    for (int i = 0; i < 50000; i++)
        strbuf_adds(&text, "[{\"\":");
    assert_false(takes(text.text, text.length, &problem));
    strbuf_release(&text);
}

static void sixty_four_levels_are_taken(void **state)
{
    (void)state;
    struct json_problem problem;
    struct strbuf text = STRBUF_INIT;
    strbuf_fill(&text, '[', JSON_DEPTH_MAX);
    strbuf_fill(&text, ']', JSON_DEPTH_MAX);
    assert_true(takes(text.text, text.length, &problem));
    strbuf_release(&text);
}

static void a_problem_is_reported_with_its_line_and_column(void **state)
{
    static const struct {
        const char *text;
        unsigned line, column;
        const char *message;
    } cases[] = {
        { "", 1, 1, "there is nothing in it" },
        { " \n ", 2, 2, "there is nothing in it" },
        { "{\n  \"a\": 01\n}", 2, 8, "a number must not begin with a 0 that is followed by digits" },
        { "{\"a\": 1,}", 1, 9, "a comma with nothing behind it" },
        { "[1 2]", 1, 4, "a comma or ] is expected, not 2" },
        { "{\"a\" 1}", 1, 6, "a colon is expected after a key, not 1" },
        { "{a: 1}", 1, 2, "a key in double quotes is expected, not a" },
        { "[1,\n 2", 2, 3, "the text ends inside the list that began at 1:1" },
        { "{} {}", 1, 4, "nothing may follow the end of the value, but here is {" },
        { "[\"a\n\"]", 1, 2, "this string is not closed on its line" },
        { "[\"a\tb\"]", 1, 4, "a control character (U+0009) in a string; write it as \\u0009" },
        { "[\"\\x\"]", 1, 3,
          "no such escape; there are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits" },
        { "[\"\\uD800\"]", 1, 3, "half of a surrogate pair: its other half is missing" },
        { "[\"\\u12G4\"]", 1, 3, "\\u needs four hexadecimal digits" },
        { "['a']", 1, 2, "strings are written in double quotes" },
        { "{ // no\n}", 1, 3, "JSON has no comments" },
        { "[1, // no\n2]", 1, 5, "JSON has no comments" },
        { "[True]", 1, 2, "write true in small letters" },
        { "[+1]", 1, 2, "a number has no plus sign" },
        { "[.5]", 1, 2, "a number needs a digit before its decimal point" },
        { "[1.]", 1, 2, "a number needs a digit after its decimal point" },
        { "[0x10]", 1, 2, "this is no number: only digits, a minus sign, a decimal point and an exponent" },
        { "\xFF\xFE{", 1, 1, "it is UTF-16; save it as UTF-8" },
        { "\xFE\xFF{", 1, 1, "it is UTF-16; save it as UTF-8" },
        { "\xEF\xBB\xBF{}", 1, 1, "it begins with a byte order mark; save it as UTF-8 without one" },
        { "[\"\xC0\x80\"]", 1, 3, "byte 0xC0 is not valid UTF-8" },
        { "[\"\xED\xA0\x80\"]", 1, 3, "byte 0xED is not valid UTF-8" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_problem problem;
        assert_false(takes(cases[i].text, strlen(cases[i].text), &problem));
        assert_string_equal(problem.text, cases[i].message);
        assert_int_equal(problem.place.line, cases[i].line);
        assert_int_equal(problem.place.column, cases[i].column);
    }
}

static void columns_count_characters_and_not_bytes(void **state)
{
    (void)state;
    struct json_problem problem;
    const char text[] = "[\"\u00e9\u20ac\U0001D11E\", x]";
    assert_false(takes(text, sizeof text - 1, &problem));
    assert_int_equal(problem.place.column, 9);
}

static void a_nul_byte_does_not_end_the_text(void **state)
{
    (void)state;
    struct json_problem problem;
    assert_false(takes("{}\0", 3, &problem));
    assert_string_equal(problem.text, "nothing may follow the end of the value, but here is U+0000");
}

static void every_value_and_key_keeps_its_place_and_its_raw_text(void **state)
{
    (void)state;
    struct json_problem problem;
    struct json_scan scan;
    const char text[] = "{\n  \"a\": [1e5, \"x\"],\n  \"b\": 9007199254740993\n}";
    assert_true(json_scan(&scan, text, sizeof text - 1, &problem));
    assert_int_equal(scan.count, 5);
    assert_int_equal(scan.values[0].next, 5);
    assert_int_equal(scan.values[1].type, JSON_ARRAY);
    assert_int_equal(scan.values[1].next, 4);
    assert_int_equal(scan.values[1].key_place.line, 2);
    assert_int_equal(scan.values[1].key_place.column, 3);
    assert_int_equal(scan.values[1].place.column, 8);
    assert_memory_equal(text + scan.values[2].start, "1e5", scan.values[2].length);
    assert_int_equal(scan.values[3].key_length, 0);
    assert_int_equal(scan.values[4].place.line, 3);
    assert_memory_equal(text + scan.values[4].start, "9007199254740993", scan.values[4].length);
    json_scan_release(&scan);
}

static void the_tree_keeps_numbers_as_they_were_written(void **state)
{
    (void)state;
    struct json_problem problem;
    struct json_scan scan;
    const char text[] = "{\"n\": 9223372036854775807, \"s\": \"\\uD834\\uDd1e\\u0000\\\"\"}";
    assert_true(json_scan(&scan, text, sizeof text - 1, &problem));
    cJSON *tree = json_tree(&scan, 100);
    const cJSON *n = cJSON_GetObjectItemCaseSensitive(tree, "n"),
                *s = cJSON_GetObjectItemCaseSensitive(tree, "s");
    assert_true(cJSON_IsRaw(n));
    assert_string_equal(n->valuestring, "9223372036854775807");
    assert_int_equal(n->valueint, 101);
    assert_string_equal(s->valuestring, "\U0001D11E\uFFFD\"");
    cJSON_Delete(tree);
    json_scan_release(&scan);
}

static void duplicate_keys_are_json_and_both_are_kept(void **state)
{
    (void)state;
    struct json_problem problem;
    struct json_scan scan;
    const char text[] = "{\"a\": 1, \"a\": 2}";
    assert_true(json_scan(&scan, text, sizeof text - 1, &problem));
    cJSON *tree = json_tree(&scan, 0);
    assert_int_equal(cJSON_GetArraySize(tree), 2);
    cJSON_Delete(tree);
    json_scan_release(&scan);
}

static void what_is_encoded_decodes_to_the_same(void **state)
{
    (void)state;
    const char text[] = "a \"quoted\" \\ line\nwith \x01 and \u00e9\U0001D11E";
    struct json_problem problem;
    struct strbuf json = STRBUF_INIT, back = STRBUF_INIT;
    json_encode(&json, text);
    assert_true(takes(json.text, json.length, &problem));
    json_decode(&back, json.text, json.length);
    assert_string_equal(back.text, text);
    strbuf_release(&json);
    strbuf_release(&back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_of_the_grammar_is_held),
        cmocka_unit_test(what_is_json_but_no_experiment_is_said_as_such),
        cmocka_unit_test(what_nests_a_hundred_thousand_deep_is_refused_without_harm),
        cmocka_unit_test(sixty_four_levels_are_taken),
        cmocka_unit_test(a_problem_is_reported_with_its_line_and_column),
        cmocka_unit_test(columns_count_characters_and_not_bytes),
        cmocka_unit_test(a_nul_byte_does_not_end_the_text),
        cmocka_unit_test(every_value_and_key_keeps_its_place_and_its_raw_text),
        cmocka_unit_test(the_tree_keeps_numbers_as_they_were_written),
        cmocka_unit_test(duplicate_keys_are_json_and_both_are_kept),
        cmocka_unit_test(what_is_encoded_decodes_to_the_same),
    };
    const struct CMUnitTest suite[] = { cmocka_unit_test(every_file_of_a_suite_is_judged_as_its_name_asks) };
    if (getenv("JSON_SUITE"))
        return cmocka_run_group_tests(suite, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
