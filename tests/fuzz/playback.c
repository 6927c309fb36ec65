/* The seeds of the fuzzer, and thousands of small damages of each, the same every time:
 * what `make fuzz` looks for in minutes has to hold for these in every test. A broken promise aborts. */
#include "base/random.h"
#include "fuzz/targets.h"

#include "support/make_record.h"
#include "base/strbuf.h"
#include "base/xmalloc.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CORPUS  "tests/fuzz/corpus"
#define DAMAGES 400

/* One change that a broken disk or a careless hand could make. */
static void damage(struct strbuf *text, uint64_t *seed)
{
    uint64_t kind = random_next(seed) % 4;
    size_t at = text->length ? (size_t)(random_next(seed) % text->length) : 0;
    size_t span = (size_t)(random_next(seed) % 16) + 1;
    if (!text->length)
        return;
    span = span < text->length - at ? span : text->length - at;
    if (kind == 0) {
        text->text[at] = (char)random_next(seed);
    } else if (kind == 1) { /* lost */
        memmove(text->text + at, text->text + at + span, text->length - at - span);
        strbuf_truncate(text, text->length - span);
    } else if (kind == 2) { /* twice */
        char *part = xmemdup0(text->text + at, span);
        strbuf_add(text, part, span);
        free(part);
    } else {
        text->text[at] = "0123456789-{}[]\",:x.e"[random_next(seed) % 21];
    }
}

static void play(fuzz_target *target, const char *bytes, size_t length)
{
    char *exact = xmalloc(length); /* no NUL behind it: a sanitizer sees every byte read too far */
    memcpy(exact, bytes, length);
    target(exact, length);
    free(exact);
}

static void play_seed(fuzz_target *target, const char *path)
{
    struct strbuf text = STRBUF_INIT;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (int c; (c = getc(file)) != EOF;)
        strbuf_addc(&text, (char)c);
    fclose(file);
    play(target, text.text, text.length);
    uint64_t seed = text.length;
    for (int i = 0; i < DAMAGES; i++) {
        struct strbuf damaged = STRBUF_INIT;
        strbuf_add(&damaged, text.text, text.length);
        for (int changes = 0; changes <= i % 3; changes++)
            damage(&damaged, &seed);
        play(target, damaged.text, damaged.length);
        strbuf_release(&damaged);
    }
    strbuf_release(&text);
}

static void play_corpus(fuzz_target *target, const char *name)
{
    char path[512];
    unsigned seeds = 0;
    snprintf(path, sizeof path, CORPUS "/%s", name);
    DIR *directory = opendir(path);
    if (!directory) {
        fail_msg("%s cannot be read", path);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(directory));) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, CORPUS "/%s/%s", name, entry->d_name);
        play_seed(target, path);
        seeds++;
    }
    closedir(directory);
    assert_true(seeds > 0);
}

static void the_scanner_keeps_its_promises(void **state)
{
    (void)state;
    play_corpus(fuzz_scan, "scan");
}

static void the_reader_of_experiments_keeps_its_promises(void **state)
{
    (void)state;
    play_corpus(fuzz_experiment, "experiment");
}

static void the_reader_of_records_keeps_its_promises(void **state)
{
    (void)state;
    play_corpus(fuzz_record, "record");
}

static void the_grammar_of_naps_keeps_its_promises(void **state)
{
    (void)state;
    play_corpus(fuzz_durations, "durations");
}

static void the_readers_of_our_own_files_keep_their_promises(void **state)
{
    (void)state;
    play_corpus(fuzz_settings, "settings");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scanner_keeps_its_promises),
        cmocka_unit_test(the_reader_of_experiments_keeps_its_promises),
        cmocka_unit_test(the_reader_of_records_keeps_its_promises),
        cmocka_unit_test(the_grammar_of_naps_keeps_its_promises),
        cmocka_unit_test(the_readers_of_our_own_files_keep_their_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
