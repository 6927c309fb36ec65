/* Settings tables. One table per workload, per strategy and for the experiment itself declares each key once:
 * its type, range, default and meaning. The reader, its error messages, the writer, --set, the editor on the
 * screen and the schema test all work from these tables and from nothing else. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum config_type {
    CONFIG_END,     /* closes a table */
    CONFIG_WHOLE,   /* whole number min … max: uint64_t; `word`, if given, means 0 */
    CONFIG_FLAG,    /* true or false: bool */
    CONFIG_CHOICE,  /* one of `choices`: unsigned, the index */
    CONFIG_TEXT,    /* string of at most max bytes: char[max + 1] */
    CONFIG_SECONDS, /* seconds, decimals allowed, min … max in ns: uint64_t, ns; `word` as above */
    CONFIG_OBJECT,  /* an object of `keys`, or false, as when it is absent: bool, whether it is there */
    CONFIG_CUSTOM,  /* as `custom` says */
};

struct config_target;
struct json_writer;
struct strbuf;

/* A value of a key as JSON; free(json). */
struct config_typed {
    const char *key;
    char *json;
};

#define CONFIG_TYPED_MAX 2

/* A type of its own. */
struct config_custom {
    size_t size;                                      /* bytes of the value; all 0 before it is read */
    bool (*read)(const struct config_target *target); /* see config_read_value() */
    void (*write)(struct json_writer *json, const char *name, const void *value); /* see config_write() */
    void (*release)(void *value); /* what the value owns; NULL: nothing */

    /* Reads what is easier to type than JSON, such as "1..10":
     * values of its own key and perhaps of another one of the same table.
     * Returns how many; 0 with a sentence in `err` and the column at fault, from 1. NULL: JSON only. */
    size_t (*read_typed)(const char *text, struct config_typed typed[CONFIG_TYPED_MAX], unsigned *column,
                         char *err, size_t size);

    /* Appends the value as read_typed() reads it; NULL where that is. */
    void (*write_typed)(struct strbuf *out, const void *value);

    /* Appends the next value up (1) or down (-1) in the same form.
     * False: there is none. NULL: values have no order. */
    bool (*step)(struct strbuf *out, const void *value, int direction);
};

/* The option of the command line that sets a key. */
struct config_option {
    const char *name;     /* "--max-live"; NULL: only --set sets it */
    const char *argument; /* what help calls its value; NULL: the option has none … */
    const char *constant; /* … and sets this */
    const char *help;     /* NULL: the key's */
};

struct config_key {
    const char *name;
    const char *label; /* what the screen calls it, one or two words; NULL: the name is one */
    enum config_type type;
    size_t offset;     /* of the value in its struct (of a workload's settings, strategy, experiment) */
    uint64_t min, max; /* CONFIG_WHOLE, _SECONDS (ns): both inclusive; CONFIG_TEXT: bytes */
    uint64_t fallback; /* value when the key is absent (0 where `required`; for a word: 0) */
    bool required;     /* must be given */
    bool quiet;        /* not written into a file while it has its default */
    const char *word;  /* CONFIG_WHOLE, _SECONDS: e.g. "cores", "auto"; NULL: numbers only.
                                      CONFIG_FLAG: what labels call false; NULL: "no NAME" */
    const char *const *choices;    /* CONFIG_CHOICE: NULL-terminated */
    const struct config_key *keys; /* CONFIG_OBJECT: its table; offsets are into the same struct */
    const struct config_custom *custom;
    bool (*applies)(const void *base); /* whether the key says anything there; NULL: always */
    const char *help;                  /* one line, for the editor, --help and the README */
    struct config_option option;
};
