/* The experiments that tictoc finds: ./config/, $XDG_CONFIG_HOME/tictoc/ (~/.config/tictoc/), the installed
 * share/tictoc/ (beside the binary's own bin/, else where the build expects it),
 * then the copies compiled into the binary. Of experiments with the same name the first wins. */
#pragma once

#include "experiment/experiment.h"

#include <stdbool.h>
#include <stddef.h>

struct catalog_entry {
    char *name;    /* file name without .json: what the command line accepts */
    char *title;   /* the file's title; its name where it has none or cannot be read */
    char *path;    /* NULL: compiled in */
    char *problem; /* the first message when it cannot be read; NULL: fine */
    bool shipped;  /* it is part of tictoc: the editor does not overwrite it */

    /* Of a problem that is at a place of the file: */
    char *line;                   /* the whole line, UTF-8; NULL: it is at none */
    unsigned line_number, column; /* both from 1; column: a character */
    size_t words;                 /* offset of what the problem says behind the place */
};

struct catalog {
    struct catalog_entry *entries; /* the shipped ones in the order of the course, then by name */
    size_t count;
};

/* Reads every directory. Files that are no experiments (schema.json, settings.json) are left out. */
void catalog_open(struct catalog *catalog);
void catalog_release(struct catalog *catalog);

/* The entry cannot be read: takes over the messages, of which it keeps the first. */
void catalog_refuse(struct catalog_entry *entry, char *messages);

/* Whether a path leads to the file of a shipped experiment. */
bool catalog_is_shipped(const struct catalog *catalog, const char *path);

/* Whether a file of that name (without .json) would be an experiment:
 * not hidden, not reserved, without characters that disturb a screen. */
bool catalog_is_name(const char *name);

/* Reads EXPERIMENT as given on the command line: a path (has a '/' or ends in .json,
 * or is a file) or the name of a known one. Returns messages like experiment_parse();
 * an unknown name is reported with the nearest known. */
char *catalog_load(struct experiment *out, const char *name_or_path,
                   const struct experiment_override *overrides, size_t override_count);
