/* Keys: what terminals send for them, whole and cut at every byte; and that nothing else acts. */
#include "base/utf8.h"
#include "term/keyboard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define KEYS_MAX 64

/* The keys that come of these bytes, fed in two parts, pauses at the end. */
struct typed {
    struct key_press press[KEYS_MAX];
    size_t count;
};

static void take_keys(struct keyboard *keyboard, struct typed *typed)
{
    struct key_press press;
    while ((press = keyboard_next(keyboard)).key != K_NONE)
        if (press.key != K_OTHER) {
            assert_in_range(typed->count, 0, KEYS_MAX - 1);
            typed->press[typed->count++] = press;
        }
}

static struct typed type_cut(struct keyboard *keyboard, const char *bytes, size_t cut)
{
    struct typed typed = { .count = 0 };
    keyboard_feed(keyboard, bytes, cut);
    take_keys(keyboard, &typed);
    keyboard_feed(keyboard, bytes + cut, strlen(bytes) - cut);
    take_keys(keyboard, &typed);
    if (keyboard_patience(keyboard, 25) >= 0)
        keyboard_give_up(keyboard);
    take_keys(keyboard, &typed);
    return typed;
}

/* At whatever byte they are cut, the bytes are these keys, up to K_NONE. */
static void assert_keys(const char *bytes, const uint32_t *keys)
{
    for (size_t cut = 0; cut <= strlen(bytes); cut++) {
        struct keyboard keyboard = { .length = 0 };
        struct typed typed = type_cut(&keyboard, bytes, cut);
        size_t count = 0;
        for (; keys[count] != K_NONE; count++) {
            assert_true(count < typed.count);
            assert_int_equal(typed.press[count].key, keys[count]);
        }
        assert_int_equal(typed.count, count);
        assert_int_equal(keyboard_patience(&keyboard, 25), -1);
    }
}

static void assert_key(const char *bytes, uint32_t key)
{
    assert_keys(bytes, (uint32_t[]){ key, K_NONE });
}

/* What each terminal sends, with the modes that curses sets and without.
 * NULL: the same as xterm, or no such key. */
enum { UP, DOWN, RIGHT, LEFT, HOME, END, PAGE_UP, PAGE_DOWN, DELETE, F1, PAD_2, PAD_ENTER, COLUMNS };

static const uint32_t keys_of_columns[COLUMNS] = {
    K_UP, K_DOWN, K_RIGHT, K_LEFT, K_HOME, K_END, K_PAGE_UP, K_PAGE_DOWN, K_DELETE, K_F1, '2', K_ENTER
};

static const struct {
    const char *terminal;
    const char *sends[COLUMNS];
} terminals[] = {
    { "xterm, application modes",
      { "\033OA", "\033OB", "\033OC", "\033OD", "\033OH", "\033OF", "\033[5~", "\033[6~", "\033[3~", "\033OP",
        "\033Or", "\033OM" } },
    { "xterm, normal modes",
      { "\033[A", "\033[B", "\033[C", "\033[D", "\033[H", "\033[F", "\033[5~", "\033[6~", "\033[3~",
        "\033[11~", "2", "\r" } },
    { "PuTTY",
      { "\033OA", "\033OB", "\033OC", "\033OD", "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[3~",
        "\033[11~", "\033Or", "\033OM" } },
    { "tmux",
      { "\033OA", "\033OB", "\033OC", "\033OD", "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[3~",
        "\033OP", "\033Or", "\033OM" } },
    { "tmux, attached anew",
      { "\033[A", "\033[B", "\033[C", "\033[D", "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[3~",
        "\033OP", "2", "\r" } },
    { "screen",
      { "\033OA", "\033OB", "\033OC", "\033OD", "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[3~",
        "\033OP", NULL, NULL } },
    { "linux console",
      { "\033[A", "\033[B", "\033[C", "\033[D", "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[3~",
        "\033[[A", "\033Or", "\033OM" } },
    { "vt220",
      { "\033OA", "\033OB", "\033OC", "\033OD", NULL, NULL, "\033[5~", "\033[6~", NULL, NULL, "\033Or",
        "\033OM" } },
    { "rxvt",
      { "\033[A", "\033[B", "\033[C", "\033[D", "\033[7~", "\033[8~", "\033[5~", "\033[6~", "\033[3~",
        "\033[11~", "\033Or", "\033OM" } },
    { "Windows Terminal",
      { "\033OA", "\033OB", "\033OC", "\033OD", "\033OH", "\033OF", "\033[5~", "\033[6~", "\033[3~", "\033OP",
        "2", "\r" } },
};

static void insert_is_the_same_everywhere(void **state)
{
    (void)state;
    assert_key("\033[2~", K_INSERT);
}

static void every_terminal_has_its_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++)
        for (size_t c = 0; c < COLUMNS; c++)
            if (terminals[i].sends[c])
                assert_key(terminals[i].sends[c], keys_of_columns[c]);
}

static void the_keypad_is_what_is_on_its_caps(void **state)
{
    (void)state;
    static const char caps[] = "*+,-./0123456789";
    for (size_t i = 0; i < sizeof caps - 1; i++)
        assert_key((char[]){ '\033', 'O', (char)('j' + i), '\0' }, (unsigned char)caps[i]);
    assert_key("\033OX", '=');
}

static void characters_and_control_characters_are_keys(void **state)
{
    (void)state;
    assert_keys("aé日😀", (uint32_t[]){ 'a', 0xE9, 0x65E5, 0x1F600, K_NONE });
    assert_keys("\r\n\t\b\177\001\014",
                (uint32_t[]){ K_ENTER, K_ENTER, K_TAB, K_BACKSPACE, K_BACKSPACE, 1, 12, K_NONE });
    assert_keys("a\xff\xc3(\xe2\x82", (uint32_t[]){ 'a', '(', K_NONE });
    assert_key("\033[Z", K_BACK_TAB);
}

static void only_an_escape_alone_is_escape(void **state)
{
    (void)state;
    assert_key("\033", K_ESCAPE);
    assert_keys("\033\033", (uint32_t[]){ K_NONE });
    static const char *const nothing[] = {
        "\033q",      "\033[38;5q",    "\033]11;rgb:qq/qq/qq\033\\",
        "\033]0;q\a", "\033Pq\033\\",  "\033_q\a",
        "\033^q\a",   "\033[1;5A",     "\033[7$",
        "\033[7^",    "\033\033[A",    "\033[200~",
        "\033é",      "\033[?64;1;2c", "\033[24~",
        "\033O5A",    "\033[[B",
    };
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        assert_keys(nothing[i], (uint32_t[]){ K_NONE });
}

static void a_broken_off_sequence_does_not_take_the_next_key(void **state)
{
    (void)state;
    assert_keys("\033[12\033[A", (uint32_t[]){ K_UP, K_NONE });
    assert_keys("\033]11;rgb\033[Bq", (uint32_t[]){ K_DOWN, 'q', K_NONE });
    assert_keys("\033[5\rq", (uint32_t[]){ K_ENTER, 'q', K_NONE });
}

static void the_mouse_is_read_away_while_it_is_off(void **state)
{
    (void)state;
    assert_keys("\033[<0;12;3M\033[<0;12;3mq", (uint32_t[]){ 'q', K_NONE });
    assert_keys("\033[M !!q", (uint32_t[]){ 'q', K_NONE });
    assert_keys("\033[32;12;3Mq", (uint32_t[]){ 'q', K_NONE });
}

static void the_mouse_clicks_and_turns_while_it_is_on(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        struct key_press press;
    } cases[] = {
        { "\033[<0;12;7M", { .key = K_CLICK, .x = 11, .y = 6 } },
        { "\033[<64;1;1M", { .key = K_WHEEL_UP } },
        { "\033[<65;300;200M", { .key = K_WHEEL_DOWN, .x = 299, .y = 199 } },
        { "\033[M !\"", { .key = K_CLICK, .x = 0, .y = 1 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct keyboard keyboard = { .mouse = true };
        struct typed typed = type_cut(&keyboard, cases[i].bytes, 2);
        assert_int_equal(typed.count, 1);
        assert_int_equal(typed.press[0].key, cases[i].press.key);
        assert_int_equal(typed.press[0].x, cases[i].press.x);
        assert_int_equal(typed.press[0].y, cases[i].press.y);
    }
    struct keyboard keyboard = { .mouse = true };
    assert_int_equal(type_cut(&keyboard, "\033[<0;12;7m\033[<2;1;1M\033[<32;1;1M", 3).count, 0);
}

static void pasted_text_is_marked(void **state)
{
    (void)state;
    static const char bytes[] = "a\033[200~q\rx\033[201~b";
    static const uint32_t keys[] = { 'a', 'q', K_ENTER, 'x', 'b' };
    for (size_t cut = 0; cut < sizeof bytes; cut++) {
        struct keyboard keyboard = { .length = 0 };
        struct typed typed = type_cut(&keyboard, bytes, cut);
        assert_int_equal(typed.count, 5);
        for (size_t i = 0; i < 5; i++) {
            assert_int_equal(typed.press[i].key, keys[i]);
            assert_int_equal(typed.press[i].pasted, i > 0 && i < 4);
        }
    }
}

static void answers_are_kept(void **state)
{
    (void)state;
    static const char *const answers[] = { "\033]11;rgb:ff/ff/ff\a", "\033]11;rgb:ff/ff/ff\033\\" };
    for (size_t i = 0; i < 2; i++)
        for (size_t cut = 0; cut <= strlen(answers[i]); cut++) {
            struct keyboard keyboard = { .length = 0 };
            assert_int_equal(type_cut(&keyboard, answers[i], cut).count, 0);
            assert_true(keyboard.answered);
            assert_string_equal(keyboard.answer, "11;rgb:ff/ff/ff");
            assert_false(keyboard.identified);
            type_cut(&keyboard, "\033[?62;22c", 1);
            assert_true(keyboard.identified);
        }
    struct keyboard keyboard = { .length = 0 };
    struct typed typed = { .count = 0 };
    keyboard_feed(&keyboard, "\033]", 2);
    for (int i = 0; i < 100; i++) {
        keyboard_feed(&keyboard, "qqqqqqqqqqqqqqqqqqqq", 20);
        take_keys(&keyboard, &typed);
    }
    keyboard_feed(&keyboard, "\ax", 2);
    take_keys(&keyboard, &typed);
    assert_int_equal(typed.count, 1);
}

static void keys_of_other_terminals_are_learned(void **state)
{
    (void)state;
    struct keyboard keyboard = { .length = 0 };
    keyboard_learn(&keyboard, "\033K", K_HOME);
    keyboard_learn(&keyboard, NULL, K_END);
    keyboard_learn(&keyboard, "\010", K_LEFT);
    struct typed typed = type_cut(&keyboard, "\033Kq", 1);
    assert_int_equal(typed.count, 2);
    assert_int_equal(typed.press[0].key, K_HOME);
}

static void rubbish_ends(void **state)
{
    (void)state;
    static const char alphabet[] = "\033[]O<;M01~q\a\\Pc$?\x80\xe2";
    srand(1);
    for (int round = 0; round < 20000; round++) {
        struct keyboard keyboard = { .mouse = round & 1 };
        char bytes[41] = "";
        for (size_t i = 0; i < sizeof bytes - 1; i++)
            bytes[i] = alphabet[(size_t)rand() % (sizeof alphabet - 1)];
        type_cut(&keyboard, bytes, (size_t)rand() % sizeof bytes);
        assert_int_equal(keyboard.length, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_terminal_has_its_keys),
        cmocka_unit_test(insert_is_the_same_everywhere),
        cmocka_unit_test(the_keypad_is_what_is_on_its_caps),
        cmocka_unit_test(characters_and_control_characters_are_keys),
        cmocka_unit_test(only_an_escape_alone_is_escape),
        cmocka_unit_test(a_broken_off_sequence_does_not_take_the_next_key),
        cmocka_unit_test(the_mouse_is_read_away_while_it_is_off),
        cmocka_unit_test(the_mouse_clicks_and_turns_while_it_is_on),
        cmocka_unit_test(pasted_text_is_marked),
        cmocka_unit_test(answers_are_kept),
        cmocka_unit_test(keys_of_other_terminals_are_learned),
        cmocka_unit_test(rubbish_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
