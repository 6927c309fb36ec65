/* Tables of settings: one per workload, per strategy and for the experiment. A table declares the type,
 * range, default and meaning of each key. The reader, its messages, the writer, --set, the editor and
 * the schema test use nothing but these tables. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum config_type {
    CONFIG_END,     /* end of a table */
    CONFIG_WHOLE,   /* whole number min … max: uint64_t; `word`, if any, means 0 */
    CONFIG_FLAG,    /* true or false: bool */
    CONFIG_CHOICE,  /* one of `choices`: unsigned, the index */
    CONFIG_TEXT,    /* string of at most max bytes: char[max + 1] */
    CONFIG_SECONDS, /* seconds, decimals allowed, min … max in ns: uint64_t, ns; `word` as above */
    CONFIG_OBJECT,  /* object of `keys`, or false (as when absent): bool, whether present */
    CONFIG_CUSTOM,  /* defined by `custom` */
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

/* The operations of a CONFIG_CUSTOM value. */
struct config_custom {
    size_t size;                                      /* bytes of the value, zeroed before it is read */
    bool (*read)(const struct config_target *target); /* see config_read_value() */
    void (*write)(struct json_writer *json, const char *name, const void *value); /* see config_write() */
    void (*release)(void *value); /* frees what the value owns; NULL: nothing */

    /* Reads a form that is easier to type than JSON, such as "1..10", into values of this key
     * and possibly of another one of the same table. Returns their number;
     * 0 with a sentence in `err` and the column of the error, from 1. NULL: JSON only. */
    size_t (*read_typed)(const char *text, struct config_typed typed[CONFIG_TYPED_MAX], unsigned *column,
                         char *err, size_t size);

    /* Appends the value in the form of read_typed(); NULL when that is NULL. */
    void (*write_typed)(struct strbuf *out, const void *value);

    /* Appends the next value up (1) or down (-1) in the same form.
     * False: no such value. NULL: values have no order. */
    bool (*step)(struct strbuf *out, const void *value, int direction);
};

/* The command-line option that sets a key. */
struct config_option {
    const char *name;     /* "--max-live"; NULL: only --set sets it */
    const char *argument; /* name of its value in the help; NULL: none … */
    const char *constant; /* … the option sets this */
    const char *help;     /* NULL: that of the key */
};

struct config_key {
    const char *name;
    const char *label; /* one or two words on the screen; NULL: the name */
    enum config_type type;
    size_t offset;     /* of the value in its struct (settings of a workload, strategy, experiment) */
    uint64_t min, max; /* CONFIG_WHOLE, _SECONDS (ns): both inclusive; CONFIG_TEXT: bytes */
    uint64_t fallback; /* value when the key is absent; 0: the word, or required */
    bool required;
    bool quiet;                    /* not written to a file while it has its default */
    const char *word;              /* CONFIG_WHOLE, _SECONDS: e.g. "cores", "auto"; NULL: numbers only.
                                      CONFIG_FLAG: what labels call false; NULL: "no NAME" */
    const char *const *choices;    /* CONFIG_CHOICE: NULL-terminated */
    const struct config_key *keys; /* CONFIG_OBJECT: its table; offsets are into the same struct */
    const struct config_custom *custom;
    bool (*applies)(const void *base); /* whether the key has an effect there; NULL: always */
    const char *help;                  /* one line, for the editor, --help and the README */
    struct config_option option;
};
