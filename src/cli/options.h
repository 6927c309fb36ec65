/* The command line. One table of options serves getopt_long, --help of every command, the messages
 * about wrong options, and what each changes in the experiment. Pure: nothing is printed or opened here. */
#pragma once

#include "experiment/experiment.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum command {
    COMMAND_UI,
    COMMAND_RUN,
    COMMAND_REPLAY,
    COMMAND_EXPORT,
    COMMAND_CHECK,
    COMMAND_LIST,
    COMMANDS
};

enum options_outcome {
    OPTIONS_GO,    /* carry out `command` */
    OPTIONS_PRINT, /* print `text` (help, version) on stdout; done */
    OPTIONS_WRONG  /* print `text`, one sentence, on stderr; status 2 */
};

#define OPTIONS_AT_END UINT64_MAX

/* Strings are borrowed from argv unless owned. */
struct options {
    enum command command;
    const char *experiment;                /* a path or a name; NULL: none was given */
    bool from_nothing;                     /* only --workload was given: the options make the experiment */
    struct experiment_override *overrides; /* owned; in the order in which they are to be made */
    size_t override_count;
    const char *json;  /* NULL: not wanted; "-": stdout */
    const char *theme; /* NULL: the settings decide */
    bool narrate, quiet, start, exit, ascii;
    const char *record;     /* file to which the runs are written; NULL: none */
    const char *format;     /* of an export; NULL: none was given */
    const char *screen;     /* that is drawn of a record; NULL: the run */
    uint64_t at_ns;         /* the moment of a replay, since tic; OPTIONS_AT_END: its end */
    uint64_t run;           /* of a record, from 1; 0: none was named */
    unsigned columns, rows; /* of a frame that is printed; 0: the usual */
    bool dump;
    const char **operands; /* the files of check, replay and export; owned, what it points to is not */
    size_t operand_count;

    struct strbuf text; /* see enum options_outcome; ends with a newline */
    char **owned;       /* memory behind the overrides */
    size_t owned_count;
};

/* Reads the command line; argv stays as it is and is borrowed.
 * The options are released after every outcome. */
enum options_outcome options_read(struct options *options, int argc, char **argv);
void options_release(struct options *options);

/* The file that --json names; NULL: none. Whether it names stdout. */
const char *options_json_file(const struct options *options);
bool options_json_to_stdout(const struct options *options);

/* The command that a word was probably meant to be; NULL: none. */
const char *options_nearest_command(const char *word);
