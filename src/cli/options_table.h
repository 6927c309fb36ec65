/* The tables behind options.h: the commands, the options, and the help that is made from them. */
#pragma once

#include "cli/options.h"

#include <stdbool.h>
#include <stddef.h>

enum option_group {
    GROUP_WORK,
    GROUP_STRATEGIES,
    GROUP_REPEATS,
    GROUP_OUTPUT,
    GROUP_RECORD,
    GROUP_SCREEN,
    GROUP_HELP,
    GROUPS
};

struct option_row {
    const char *name;     /* with its dashes, as messages show it */
    const char *argument; /* how help calls its value; NULL: takes none */
    const char *help;
    unsigned commands; /* bit 1 << enum command for each that takes it */
    enum option_group group;

    /* Carries the option out; `value` NULL where it takes none. False after options_wrong(). */
    bool (*take)(struct options *options, const struct option_row *row, const char *value);
    bool early;       /* replaces a whole part, so it goes before options that change things in that part */
    const char *path; /* the key of the experiment that it changes */
    const char *constant;         /* to this; NULL: to the value */
    const struct config_key *key; /* the same key, of the workload `kind`; NULL: not one of a workload */
    const char *kind;
    size_t offset;              /* of the field of struct options that it sets */
    const char *const *choices; /* NULL-terminated */

    /* Instead of `take`: appends what is printed; nothing else is done then. */
    void (*print)(struct strbuf *out, enum command command);
};

#define OPTIONS_MAX 64

/* Those of the program, and one for each key of the experiment that has an option. Made at the first call. */
struct option_rows {
    struct option_row row[OPTIONS_MAX];
    size_t count;
};

const struct option_rows *option_rows(void);

/* Appends a row for each key with an option: of every workload,
 * every strategy, the experiment (options_keys.c). The help of the row before gets their names, too. */
void option_rows_add_workloads(struct option_rows *rows, unsigned commands);
void option_rows_add_strategies(struct option_rows *rows, unsigned commands);
void option_rows_add_experiment(struct option_rows *rows, unsigned commands);

/* The ways to take an option, in options_take.c. */
bool option_take_flag(struct options *options, const struct option_row *row, const char *value);
bool option_take_text(struct options *options, const struct option_row *row, const char *value);
bool option_take_file(struct options *options, const struct option_row *row, const char *value);
bool option_take_choice(struct options *options, const struct option_row *row, const char *value);
bool option_take_key(struct options *options, const struct option_row *row, const char *value);
bool option_take_workload(struct options *options, const struct option_row *row, const char *value);
bool option_take_names(struct options *options, const struct option_row *row, const char *value);
bool option_take_typed(struct options *options, const struct option_row *row, const char *value);
bool option_take_moment(struct options *options, const struct option_row *row, const char *value);
bool option_take_ordinal(struct options *options, const struct option_row *row, const char *value);
bool option_take_size(struct options *options, const struct option_row *row, const char *value);
bool option_take_assignment(struct options *options, const struct option_row *row, const char *value);

/* Puts the sentence about a mistake into options->text. */
void options_wrong(struct options *options, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct command_row {
    const char *name;
    const char *synopsis;
    const char *about;
    const char *operand; /* NULL: takes none */
    size_t operands_least, operands_most;
};

extern const struct command_row command_rows[COMMANDS];

/* Appends the help of a command; of COMMAND_UI: of the whole program. */
void options_help(struct strbuf *out, enum command command);
