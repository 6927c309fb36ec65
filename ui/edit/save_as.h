/* Where an edited experiment is saved: under a title that no other one of the list has,
 * in a file of the user's own directory called after it. What came with tictoc is never the target. Pure. */
#pragma once

#include "edit/form.h"
#include "view/model.h"

#include <stdbool.h>
#include <stddef.h>

#define SAVE_PATH_MAX 390

struct save_as {
    char title[EXPERIMENT_TITLE_MAX + 1];
    char path[SAVE_PATH_MAX + 1];
};

/* What is proposed to be typed: the title, where another experiment has it with a number behind. */
void save_as_propose(char *buf, size_t size, const struct form *form, const struct model *model);

/* What was typed: a title, or the path of a file (with a slash or ".json").
 * False with a sentence in `err`. */
bool save_as_read(struct save_as *target, const char *typed, const struct form *form,
                  const struct model *model, char *err, size_t size);
