/* The experiments that can be found: ./config/, $XDG_CONFIG_HOME/tictoc/ (~/.config/tictoc/), the installed
 * share/tictoc/ (beside the binary's own bin/, else where the build put it), then the copies compiled into
 * the binary. The first of a name wins. */
#pragma once

#include "experiment/experiment.h"

#include <stdbool.h>
#include <stddef.h>

struct catalog_entry {
    char *name;    /* file name without .json: what the command line accepts */
    char *title;   /* the file's title; its name where it has none or cannot be read */
    char *path;    /* NULL: compiled in */
    char *problem; /* the first message when it cannot be read; NULL: fine */
    bool shipped;  /* it came with tictoc: the editor leaves it as it is */
};

struct catalog {
    struct catalog_entry *entries; /* in the order of the copies in the binary, a course; then by name */
    size_t count;
};

/* Reads every directory anew. Files that are no experiments (schema.json, settings.json) are left out. */
void catalog_open(struct catalog *catalog);
void catalog_release(struct catalog *catalog);

/* Whether a path leads to the file of a shipped one. */
bool catalog_is_shipped(const struct catalog *catalog, const char *path);

/* Whether a file of that name (without .json) would be an experiment. */
bool catalog_is_name(const char *name);

/* Reads EXPERIMENT as given on the command line: a path (has a '/' or ends in .json,
 * or is a file) or the name of a known one. Returns messages like experiment_parse();
 * an unknown name is reported with the nearest known. */
char *catalog_load(struct experiment *out, const char *name_or_path,
                   const struct experiment_override *overrides, size_t override_count);
