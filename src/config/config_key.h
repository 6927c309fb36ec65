/* Settings tables. One table per workload, per strategy and for the experiment itself declares each key once:
 * its type, range, default and meaning. The reader, its error messages, the writer, --set, the editor on the
 * screen and the schema test all work from these tables and from nothing else. */
#ifndef TICTOC_CONFIG_KEY_H
#define TICTOC_CONFIG_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum config_type {
    CONFIG_END,    /* closes a table */
    CONFIG_WHOLE,  /* whole number min … max: uint64_t; `word`, if given, stands for 0 */
    CONFIG_FLAG,   /* true or false: bool */
    CONFIG_CHOICE, /* one of `choices`: unsigned, the index */
    CONFIG_TEXT,   /* string of at most max bytes: char[max + 1] */
    CONFIG_NAPS,   /* "seconds": a number, a list of numbers, or {"from", "to"}: struct naps */
    CONFIG_SECONDS, /* a number of seconds, decimals allowed, min … max in ns: uint64_t, ns; `word` as above */
    CONFIG_OBJECT, /* an object of `keys`, or false, as when it is absent: bool, whether it is there */
};

struct config_key {
    const char *name;
    enum config_type type;
    size_t offset;                 /* of the value in its struct (struct workload, strategy, experiment) */
    uint64_t min, max;             /* CONFIG_WHOLE, _SECONDS (ns): both inclusive; CONFIG_TEXT: bytes */
    uint64_t fallback;             /* value when the key is absent (0 where `required`; for a word: 0) */
    bool required;                 /* must be given */
    bool quiet;                    /* not written into a file while it has its default */
    const char *word;              /* CONFIG_WHOLE, _SECONDS: e.g. "cores", "auto"; NULL: numbers only.
                                      CONFIG_FLAG: what labels call false; NULL: "no NAME" */
    const char *const *choices;    /* CONFIG_CHOICE: NULL-terminated */
    const struct config_key *keys; /* CONFIG_OBJECT: its table; offsets are into the same struct */
    const char *help;              /* one line, for the editor, --help and the README */
};

#endif
