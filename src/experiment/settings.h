/* The settings of the program itself: $XDG_CONFIG_HOME/tictoc/settings.json. */
#pragma once

#include "config/config_key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct settings {
    unsigned theme; /* index in settings_themes */
    uint64_t fps;   /* frames a second, at most */
    bool ascii;
    bool mouse;
    bool keep_records; /* record_store.h */
    bool broken;       /* the file could not be read, so it is not written either */
};

extern const char *const settings_themes[]; /* NULL-terminated */

/* Reads the file; the defaults where there is none, or where it has a mistake.
 * `err` receives a sentence on the first mistake, or is empty. */
void settings_open(struct settings *settings, char *err, size_t size);

/* Writes the file. False with a sentence in `err`, also where the file is broken:
 * it is not overwritten. */
bool settings_save(const struct settings *settings, char *err, size_t size);
