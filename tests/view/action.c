/* The action table: every key has one meaning on a screen, and everything can be found. */
#include "view/action.h"
#include "draw/glyph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Neither text nor an answer is awaited. */
static bool is_of_a_screen(enum keymap keymap)
{
    return keymap != KEYMAP_ENTRY && keymap != KEYMAP_ASK && keymap != KEYMAP_UNSAVED;
}

static void no_key_has_two_meanings_on_a_screen(void **state)
{
    (void)state;
    size_t count;
    const struct action_binding *table = action_bindings(&count);
    for (size_t a = 0; a < count; a++)
        for (size_t b = a + 1; b < count; b++)
            for (size_t i = 0; i < ACTION_KEYS_MAX; i++)
                for (size_t j = 0; j < ACTION_KEYS_MAX; j++)
                    if (table[a].keys[i] != K_NONE && table[a].keys[i] == table[b].keys[j] &&
                        table[a].keymaps & table[b].keymaps)
                        fail_msg("key %#x: '%s' and '%s'", table[a].keys[i], table[a].help, table[b].help);
}

/* Their likenesses, < and >, are other keys. */
static void arrows_are_words_in_ascii(void **state)
{
    (void)state;
    struct action_cap caps[ACTION_CAPS_MAX];
    size_t count = action_footer(KEYMAP_PLAN, 200, true, NULL, caps);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        if (caps[i].action == ACTION_LEFT) {
            assert_string_equal(caps[i].key, "Left");
            found = true;
        }
    assert_true(found);
}

static void h_j_k_l_only_move(void **state)
{
    (void)state;
    for (enum keymap keymap = 0; keymap < KEYMAP_COUNT; keymap++) {
        if (!is_of_a_screen(keymap))
            continue;
        assert_int_equal(action_for(keymap, 'h'), ACTION_LEFT);
        assert_int_equal(action_for(keymap, 'j'), ACTION_DOWN);
        assert_int_equal(action_for(keymap, 'k'), ACTION_UP);
        assert_int_equal(action_for(keymap, 'l'), ACTION_RIGHT);
    }
    for (const char *key = "hjkl"; *key; key++) {
        assert_int_equal(action_for(KEYMAP_ENTRY, (unsigned char)*key), ACTION_NONE);
        assert_int_equal(action_for(KEYMAP_ASK, (unsigned char)*key), ACTION_NONE);
    }
}

static void every_action_has_a_key_and_a_line_of_help(void **state)
{
    (void)state;
    size_t count;
    const struct action_binding *table = action_bindings(&count);
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        bool named = false;
        for (size_t group = 0; action_group(group); group++) {
            struct action_help help;
            for (size_t line = 0; action_help_line(group, line, false, &help); line++)
                for (size_t i = 0; i < count; i++)
                    named |= (int)table[i].action == action && table[i].group == group &&
                             strcmp(table[i].help, help.text) == 0;
        }
        if (!named)
            fail_msg("action %d", action);
    }
}

static void help_names_all_keys_once(void **state)
{
    (void)state;
    struct action_help help;
    size_t line = 0;
    size_t everywhere = 1;
    assert_string_equal(action_group(everywhere), "Everywhere");
    while (action_help_line(everywhere, line, false, &help) && strcmp(help.text, "this page") != 0)
        line++;
    assert_string_equal(help.keys, "?, F1");
    assert_false(action_help_line(everywhere, 1000, false, &help));
    assert_null(action_group(1000));
}

static bool is_in_some_footer(enum action action)
{
    size_t count;
    const struct action_binding *table = action_bindings(&count);
    for (size_t i = 0; i < count; i++)
        if (table[i].action == action && table[i].label)
            return true;
    return false;
}

static void all_but_moving_is_in_a_footer(void **state)
{
    (void)state;
    size_t count;
    const struct action_binding *table = action_bindings(&count);
    for (size_t i = 0; i < count; i++)
        if (!table[i].label)
            assert_true(action_moves(table[i].action) || table[i].action == ACTION_ERASE ||
                        table[i].action == ACTION_REDRAW || table[i].action == ACTION_CANCEL ||
                        is_in_some_footer(table[i].action));
    struct action_cap caps[ACTION_CAPS_MAX];
    for (enum keymap keymap = 0; keymap < KEYMAP_COUNT; keymap++) {
        size_t labelled = 0;
        for (size_t i = 0; i < count; i++)
            labelled += table[i].label && table[i].keymaps & 1u << keymap;
        assert_int_equal(action_footer(keymap, 300, false, NULL, caps), labelled);
    }
}

static int columns_of(const struct action_cap *caps, size_t count, bool ascii)
{
    int columns = 0;
    for (size_t i = 0; i < count; i++)
        columns += glyph_columns(caps[i].key, ascii) + glyph_columns(caps[i].label, ascii) + 3 +
                   (i > 0 ? ACTION_CAP_GAP : 0);
    return columns;
}

static void footers_fit_whole_and_keep_the_way_out_to_the_last(void **state)
{
    (void)state;
    struct action_cap caps[ACTION_CAPS_MAX];
    for (enum keymap keymap = 0; keymap < KEYMAP_COUNT; keymap++)
        for (int w = 0; w <= 300; w++)
            for (int ascii = 0; ascii < 2; ascii++) {
                size_t count = action_footer(keymap, w, ascii, NULL, caps);
                assert_true(columns_of(caps, count, ascii) <= w);
                if (is_of_a_screen(keymap) && w >= 20)
                    assert_int_equal(caps[count - 1].action, ACTION_BACK);
            }
}

static void footers_are_those_of_the_pictures(void **state)
{
    (void)state;
    static const struct {
        enum keymap keymap;
        const char *keys;
    } cases[] = {
        { KEYMAP_HOME, "Enter e / ] t ? q " }, { KEYMAP_PLAN, "Enter ← → e ? q " },
        { KEYMAP_BROKEN, "Enter / ] ? q " },   { KEYMAP_RUN, "1 2 3 space x ? q " },
        { KEYMAP_HELD, "2 space s x ? q " },   { KEYMAP_ENDED, "1 2 3 r w ? q " },
        { KEYMAP_COMPARE, "1 3 + r w ? q " },  { KEYMAP_REPLAY, "2 3 space ] ? q " },
        { KEYMAP_RACE, "space r < > . ? q " }, { KEYMAP_EDIT, "← → Enter r w ? q " },
        { KEYMAP_UNSAVED, "s d Esc " },        { KEYMAP_ASK, "y n " },
        { KEYMAP_ENTRY, "Enter Esc " },        { KEYMAP_RECORDS, "Enter b d ] ? q " },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct action_cap caps[ACTION_CAPS_MAX];
        char keys[128] = "";
        size_t count = action_footer(cases[i].keymap, 78, false, NULL, caps);
        for (size_t k = 0; k < count; k++)
            strcat(strcat(keys, caps[k].key), " ");
        assert_string_equal(keys, cases[i].keys);
    }
}

/* The first byte of an arrow key may come alone: Esc never leaves the program. */
static void q_goes_back_everywhere_and_escape_but_out_of_the_program(void **state)
{
    (void)state;
    for (enum keymap keymap = 0; keymap < KEYMAP_COUNT; keymap++) {
        if (!is_of_a_screen(keymap))
            continue;
        assert_int_equal(action_for(keymap, 'q'), ACTION_BACK);
        bool leaves = keymap == KEYMAP_HOME || keymap == KEYMAP_PLAN || keymap == KEYMAP_BROKEN ||
                      keymap == KEYMAP_REPLAY;
        assert_int_equal(action_for(keymap, K_ESCAPE) == ACTION_BACK, !leaves);
    }
    assert_int_equal(action_for(KEYMAP_ENTRY, 'q'), ACTION_NONE);
    assert_int_equal(action_for(KEYMAP_HOME, K_NONE), ACTION_NONE);
    assert_int_equal(action_for(KEYMAP_HOME, K_F1), ACTION_HELP);
}

static void the_keys_of_the_screen_that_asks_come_first(void **state)
{
    (void)state;
    static const struct {
        enum keymap keymap;
        const char *title;
    } cases[] = {
        { KEYMAP_HOME, "Home" },       { KEYMAP_RUN, "Run" },           { KEYMAP_REPLAY, "Replay" },
        { KEYMAP_COMPARE, "Compare" }, { KEYMAP_TIMELINE, "Timeline" }, { KEYMAP_EDIT, "Edit" },
        { KEYMAP_PAST, "Timeline" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum keymap keymap = cases[i].keymap;
        unsigned seen = 0;
        size_t count = 0;
        assert_string_equal(action_group(action_group_for(keymap, 0)), cases[i].title);
        assert_string_equal(action_group(action_group_for(keymap, 1)), "Everywhere");
        for (; action_group(action_group_for(keymap, count)); count++)
            seen |= 1u << action_group_for(keymap, count);
        assert_null(action_group(count));          /* all of them, */
        assert_int_equal(seen, (1u << count) - 1); /* each once */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_has_two_meanings_on_a_screen),
        cmocka_unit_test(arrows_are_words_in_ascii),
        cmocka_unit_test(h_j_k_l_only_move),
        cmocka_unit_test(every_action_has_a_key_and_a_line_of_help),
        cmocka_unit_test(help_names_all_keys_once),
        cmocka_unit_test(the_keys_of_the_screen_that_asks_come_first),
        cmocka_unit_test(all_but_moving_is_in_a_footer),
        cmocka_unit_test(footers_fit_whole_and_keep_the_way_out_to_the_last),
        cmocka_unit_test(footers_are_those_of_the_pictures),
        cmocka_unit_test(q_goes_back_everywhere_and_escape_but_out_of_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
