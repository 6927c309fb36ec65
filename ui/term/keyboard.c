#include "term/keyboard.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define ESCAPE '\033'

/* What was read: so many bytes, and the key they are. 0 bytes: more have to come first. */
struct reading {
    size_t bytes;
    struct key_press press;
};

static struct reading read_as(size_t bytes, uint32_t key)
{
    return (struct reading){ bytes, { .key = key } };
}

static const struct reading incomplete;

/* ---- tables -------------------------------------------------------------------------------------------- */

struct meaning {
    int code;
    enum key key;
};

/* The letter that ends `Esc [` and `Esc O`. */
static const struct meaning letters[] = {
    { 'A', K_UP },   { 'B', K_DOWN }, { 'C', K_RIGHT },    { 'D', K_LEFT },
    { 'H', K_HOME }, { 'F', K_END },  { 'Z', K_BACK_TAB }, { 'P', K_F1 },
};

/* The number in `Esc [ number ~`: of the VT220, of rxvt, of the linux console. */
static const struct meaning numbers[] = {
    { 1, K_HOME },   { 7, K_HOME },    { 4, K_END },       { 8, K_END }, { 2, K_INSERT },
    { 3, K_DELETE }, { 5, K_PAGE_UP }, { 6, K_PAGE_DOWN }, { 11, K_F1 },
};

/* What is on the caps of the numeric keypad, in the order of the letters behind `Esc O` from 'j' on. */
static const char keypad[] = "*+,-./0123456789";

static uint32_t key_in(const struct meaning table[], size_t count, int code)
{
    for (size_t i = 0; i < count; i++)
        if (table[i].code == code)
            return table[i].key;
    return K_OTHER;
}

#define KEY_IN(table, code) key_in(table, sizeof(table) / sizeof *(table), code)

void keyboard_learn(struct keyboard *keyboard, const char *sequence, enum key key)
{
    size_t room = sizeof keyboard->learned->bytes;
    if (!sequence || *sequence != ESCAPE || strlen(sequence) < 2 || strlen(sequence) >= room ||
        keyboard->learned_count == KEYBOARD_LEARNED)
        return;
    strcpy(keyboard->learned[keyboard->learned_count].bytes, sequence);
    keyboard->learned[keyboard->learned_count++].key = key;
}

/* ---- the mouse ----------------------------------------------------------------------------------------- */

/* Of the buttons only the first is one, pressed and not moved; then the wheel. */
static struct key_press mouse_press(const struct keyboard *keyboard, int button, int column, int row)
{
    static const struct meaning buttons[] = { { 0, K_CLICK }, { 64, K_WHEEL_UP }, { 65, K_WHEEL_DOWN } };
    uint32_t key = keyboard->mouse ? KEY_IN(buttons, button) : K_OTHER;
    if (key == K_OTHER)
        return (struct key_press){ .key = key };
    return (struct key_press){ .key = key, .x = column - 1, .y = row - 1 };
}

/* `Esc [ < button ; column ; row M`, or m when it is let go. */
static struct key_press read_report(const struct keyboard *keyboard, const char *text, char final)
{
    char *at;
    long button = strtol(text, &at, 10), column = *at == ';' ? strtol(at + 1, &at, 10) : 0;
    long row = *at == ';' ? strtol(at + 1, &at, 10) : 0;
    return mouse_press(keyboard, final == 'M' ? (int)button : -1, (int)column, (int)row);
}

/* ---- sequences ----------------------------------------------------------------------------------------- */

/* What a whole `Esc [ …` means; `text` is what is between. */
static struct key_press control_press(struct keyboard *keyboard, const char *text, char final)
{
    int number = (int)strtol(text, NULL, 10);
    struct key_press press = { .key = K_OTHER };
    if (*text == '<')
        return read_report(keyboard, text + 1, final);
    if (*text == '?') {
        keyboard->identified = keyboard->identified || final == 'c';
        return press;
    }
    if (final == '~' && (number == 200 || number == 201))
        keyboard->pasting = number == 200;
    else if (final == '~' && !strchr(text, ';'))
        press.key = KEY_IN(numbers, number);
    else if (*text == '\0' || strcmp(text, "1") == 0)
        press.key = KEY_IN(letters, final);
    return press;
}

/* The old report of the mouse, `Esc [ M` and three bytes. */
static struct reading read_old_report(const struct keyboard *keyboard, const char *bytes, size_t length)
{
    if (length < 6)
        return incomplete;
    const unsigned char *report = (const unsigned char *)bytes + 3;
    return (struct reading){ 6, mouse_press(keyboard, report[0] - 32, report[1] - 32, report[2] - 32) };
}

/* Parameters and then a letter. rxvt ends some keys with a dollar. */
static struct reading read_control(struct keyboard *keyboard, const char *bytes, size_t length)
{
    char text[32] = "";
    if (length > 2 && bytes[2] == 'M')
        return read_old_report(keyboard, bytes, length);
    if (length > 3 && bytes[2] == '[') /* function keys of the linux console */
        return read_as(4, bytes[3] == 'A' ? K_F1 : K_OTHER);
    for (size_t at = 2; at < length && bytes[2] != '['; at++) {
        char c = bytes[at];
        bool ends = (c >= '@' && c <= '~') || (c == '$' && bytes[2] != '?');
        if (ends)
            return (struct reading){ at + 1, control_press(keyboard, text, c) };
        if (c < ' ' || c > '~')
            return read_as(at, K_OTHER); /* it is broken off */
        if (at - 2 < sizeof text - 1)
            text[at - 2] = c;
    }
    return length < KEYBOARD_ROOM ? incomplete : read_as(length, K_OTHER);
}

/* `Esc O letter`, with modifiers before the letter in some terminals. */
static struct reading read_shifted(const char *bytes, size_t length)
{
    size_t at = 2;
    while (at < length && bytes[at] >= '0' && bytes[at] <= '9')
        at++;
    if (at == length)
        return incomplete;
    char letter = bytes[at];
    if (letter < ' ' || letter > '~')
        return read_as(at, K_OTHER);
    if (letter == 'M')
        return read_as(at + 1, K_ENTER);
    if (letter >= 'j' && letter <= 'y')
        return read_as(at + 1, (unsigned char)keypad[letter - 'j']);
    return read_as(at + 1, at > 2          ? (uint32_t)K_OTHER
                           : letter == 'X' ? (uint32_t)'='
                                           : KEY_IN(letters, letter));
}

static struct reading read_learned(const struct keyboard *keyboard)
{
    for (size_t i = 0; i < keyboard->learned_count; i++) {
        size_t length = strlen(keyboard->learned[i].bytes);
        if (length <= keyboard->length && memcmp(keyboard->bytes, keyboard->learned[i].bytes, length) == 0)
            return read_as(length, keyboard->learned[i].key);
    }
    return incomplete;
}

/* A character of UTF-8, `at` bytes from the start. */
static struct reading read_character(const struct keyboard *keyboard, size_t at)
{
    uint32_t c = 0;
    unsigned char first = (unsigned char)keyboard->bytes[at];
    size_t bytes = utf8_read(keyboard->bytes + at, keyboard->length - at, &c);
    size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (!bytes && first >= 0xC2 && keyboard->length - at < wanted)
        return incomplete;
    return bytes ? read_as(bytes, c) : read_as(1, K_OTHER);
}

/* Strings, which may be long, are read away as they come:
 * see read_string(). Alt and a key: Esc and the key. Esc twice and a sequence is Alt, too, in rxvt. */
static struct reading read_escape(struct keyboard *keyboard)
{
    const char *bytes = keyboard->bytes;
    size_t length = keyboard->length;
    struct reading learned = read_learned(keyboard);
    if (learned.bytes || length < 2)
        return learned;
    if (strchr("]P_^X", bytes[1])) {
        keyboard->string = bytes[1];
        keyboard->answer_length = 0;
        return read_as(2, K_OTHER);
    }
    if (bytes[1] == '[')
        return read_control(keyboard, bytes, length);
    if (bytes[1] == 'O')
        return read_shifted(bytes, length);
    if (bytes[1] == ESCAPE && length < 3)
        return incomplete;
    if (bytes[1] == ESCAPE && (bytes[2] == '[' || bytes[2] == 'O')) {
        struct reading shifted = bytes[2] == '[' ? read_control(keyboard, bytes + 1, length - 1)
                                                 : read_shifted(bytes + 1, length - 1);
        return shifted.bytes ? read_as(1 + shifted.bytes, K_OTHER) : incomplete;
    }
    if (bytes[1] == ESCAPE)
        return read_as(1, K_ESCAPE);
    struct reading letter = read_character(keyboard, 1);
    return letter.bytes ? read_as(1 + letter.bytes, K_OTHER) : incomplete;
}

/* A part of a string, up to its end: BEL, or Esc and a backslash. */
static struct reading read_string(struct keyboard *keyboard)
{
    char c = keyboard->bytes[0];
    if (c == ESCAPE && keyboard->length < 2)
        return incomplete;
    if (c == ESCAPE || c == '\a') {
        keyboard->answer[keyboard->answer_length] = '\0';
        keyboard->answered = keyboard->answered || keyboard->string == ']';
        keyboard->string = '\0';
        if (c == ESCAPE && keyboard->bytes[1] != '\\')
            return read_escape(keyboard); /* it is broken off */
        return read_as(c == ESCAPE ? 2 : 1, K_OTHER);
    }
    if (keyboard->answer_length + 1 < sizeof keyboard->answer)
        keyboard->answer[keyboard->answer_length++] = c;
    return read_as(1, K_OTHER);
}

static struct reading read_key(struct keyboard *keyboard)
{
    if (keyboard->string)
        return read_string(keyboard);
    switch (keyboard->bytes[0]) {
    case ESCAPE:
        return read_escape(keyboard);
    case '\r':
    case '\n':
        return read_as(1, K_ENTER);
    case '\t':
        return read_as(1, K_TAB);
    case '\b':
    case 127:
        return read_as(1, K_BACKSPACE);
    case '\0': /* Ctrl-space */
        return read_as(1, K_OTHER);
    default:
        return read_character(keyboard, 0);
    }
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

size_t keyboard_feed(struct keyboard *keyboard, const char *bytes, size_t length)
{
    size_t room = sizeof keyboard->bytes - keyboard->length;
    size_t taken = length < room ? length : room;
    memcpy(keyboard->bytes + keyboard->length, bytes, taken);
    keyboard->length += taken;
    keyboard->complete = false;
    return taken;
}

static void drop(struct keyboard *keyboard, size_t bytes)
{
    keyboard->length -= bytes;
    memmove(keyboard->bytes, keyboard->bytes + bytes, keyboard->length);
}

struct key_press keyboard_next(struct keyboard *keyboard)
{
    if (!keyboard->length)
        return (struct key_press){ .key = K_NONE };
    bool pasted = keyboard->pasting;
    struct reading reading = read_key(keyboard);
    if (!reading.bytes && keyboard->complete)
        reading = read_as(keyboard->length,
                          keyboard->length == 1 && *keyboard->bytes == ESCAPE ? K_ESCAPE : K_OTHER);
    drop(keyboard, reading.bytes);
    reading.press.pasted = pasted;
    return reading.press;
}

int keyboard_patience(const struct keyboard *keyboard, int escape_ms)
{
    enum { STRING_MS = 300, PASTE_MS = 2000 };
    if (keyboard->pasting)
        return PASTE_MS;
    if (keyboard->string)
        return STRING_MS;
    return keyboard->length ? escape_ms : -1;
}

void keyboard_give_up(struct keyboard *keyboard)
{
    if (keyboard->pasting || keyboard->string)
        keyboard->length = 0;
    keyboard->pasting = false;
    keyboard->string = '\0';
    keyboard->complete = true;
}
