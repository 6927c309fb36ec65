/* Records that a program before this one wrote are read, exported and replayed as they were then.
 * The files are in tests/record/fixtures/: NAME.rec, and beside it what that program made of it.
 * GOLDEN=renew writes them anew: data (csv, chrome,
 * json) may gain keys and lose none, pictures (svg, dump) change with the words on the screen. */
#include "support/harness.h"
#include "support/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *fixture(const char *name)
{
    return textf("%s/tests/record/fixtures/%s", harness_home(), name);
}

static void renew(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    EXPECT(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

/* The output of `command` on NAME.rec is what the file NAME.WHAT holds. */
static void expect_fixture(const char *name, const char *what, const char *command, const char *options)
{
    const char *wanted = fixture(textf("%s.%s", name, what)), *golden = getenv("GOLDEN");
    const char *out = well(tictoc("%s '%s' %s", command, fixture(textf("%s.rec", name)), options))->out;
    if (golden && strcmp(golden, "renew") == 0)
        renew(wanted, out);
    EXPECT(test_read(wanted));
    EXPECT_TEXT(out, test_read(wanted));
}

static void expect_data(const char *name)
{
    static const char *const formats[] = { "csv", "chrome", "json" };
    for (int i = 0; i < COUNT_OF(formats); i++)
        expect_fixture(name, formats[i], "export", textf("--format %s", formats[i]));
}

static void expect_picture(const char *name, const char *screen, const char *options)
{
    expect_fixture(name, textf("%s.svg", screen), "export",
                   textf("--format svg --screen %s %s", screen, options));
}

static void expect_dump(const char *name, const char *run, const char *at)
{
    expect_fixture(name, textf("%s.%s.dump", run, at), "replay", textf("--dump --run %s --at %s", run, at));
}

static void old_naps_are_read_exported_and_replayed_as_they_were(void)
{
    expect_data("naps");
    expect_picture("naps", "run", "");
    expect_picture("naps", "timeline", "");
    expect_picture("naps", "race", "--at 0.03");
    expect_dump("naps", "1", "0.03");
    expect_dump("naps", "2", "0.03");
    expect_dump("naps", "3", "0.03");
}

static void old_perfect_numbers_in_chunks_are_read_exported_and_replayed_as_they_were(void)
{
    expect_data("perfect");
    expect_picture("perfect", "run", "");
    expect_picture("perfect", "compare", "");
    expect_dump("perfect", "2", "0.0003");
    expect_dump("perfect", "3", "0.0001");
}

static void old_chaos_is_read_exported_and_replayed_as_it_was(void)
{
    expect_data("chaos");
    expect_picture("chaos", "run", "");
    expect_picture("chaos", "compare", "");
    expect_picture("chaos", "timeline", "");
    expect_dump("chaos", "2", "0.4");
    expect_dump("chaos", "2", "9");
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(old_naps_are_read_exported_and_replayed_as_they_were),
        TEST(old_perfect_numbers_in_chunks_are_read_exported_and_replayed_as_they_were),
        TEST(old_chaos_is_read_exported_and_replayed_as_it_was),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
