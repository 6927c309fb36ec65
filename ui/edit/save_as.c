#include "edit/save_as.h"

#include "base/number.h"
#include "view/labels.h"

#include <stdio.h>
#include <string.h>

static const struct experiment_entry *entry_titled(const struct model *model, const char *title)
{
    for (size_t i = 0; i < model->entry_count; i++)
        if (strcmp(model->experiments[i].entry->title, title) == 0)
            return &model->experiments[i];
    return NULL;
}

static bool is_named(const struct model *model, const char *name)
{
    for (size_t i = 0; i < model->entry_count; i++)
        if (strcmp(model->experiments[i].entry->name, name) == 0)
            return true;
    return !catalog_is_name(name);
}

/* The file of the experiment that is edited, which may be written anew;
 * else nothing but a new file will do. */
static bool is_own(const struct experiment_entry *entry, const struct form *form)
{
    const struct catalog_entry *found = entry->entry;
    return found->path && !found->shipped && form->original.source &&
           strcmp(found->path, form->original.source) == 0;
}

/* With a number behind; shortened between two characters where it has no room for that. */
static void number_title(char *buf, size_t size, const char *title, const struct model *model)
{
    char suffix[12];
    for (unsigned number = 2; number == 2 || entry_titled(model, buf); number++) {
        size_t room = EXPERIMENT_TITLE_MAX - (size_t)snprintf(suffix, sizeof suffix, " %u", number);
        size_t length = least_of(strlen(title), room);
        while (length && ((unsigned char)title[length] & 0xC0) == 0x80)
            length--;
        snprintf(buf, size, "%.*s%s", (int)length, title, suffix);
    }
}

void save_as_propose(char *buf, size_t size, const struct form *form, const struct model *model)
{
    char title[160];
    label_title(title, sizeof title, &form->draft);
    const struct experiment_entry *entry = entry_titled(model, title);
    if (entry && !is_own(entry, form))
        number_title(buf, size, title, model);
    else
        snprintf(buf, size, "%s", title);
}

static bool is_path(const char *typed)
{
    size_t length = strlen(typed);
    return strchr(typed, '/') || (length > 5 && strcmp(typed + length - 5, ".json") == 0);
}

static bool set_path(struct save_as *target, const char *directory, const char *name, const char *suffix,
                     char *err, size_t size)
{
    int length = snprintf(target->path, sizeof target->path, "%s%s%s", directory, name, suffix);
    if (length <= SAVE_PATH_MAX)
        return true;
    snprintf(err, size, "The path of its file has %d bytes; it can have %d.", length, SAVE_PATH_MAX);
    return false;
}

/* A file that is called after the title, and as none of the list is. */
static bool name_file(struct save_as *target, const struct model *model, char *err, size_t size)
{
    struct strbuf name = STRBUF_INIT;
    form_slug(&name, target->title);
    size_t bare = name.length;
    for (unsigned number = 2; is_named(model, name.text); number++) {
        strbuf_truncate(&name, bare);
        strbuf_addf(&name, "-%u", number);
    }
    bool named = set_path(target, model->save_directory, name.text, ".json", err, size);
    strbuf_release(&name);
    return named;
}

bool save_as_read(struct save_as *target, const char *typed, const struct form *form,
                  const struct model *model, char *err, size_t size)
{
    if (is_path(typed)) {
        char title[160];
        save_as_propose(title, sizeof title, form, model);
        snprintf(target->title, sizeof target->title, "%.*s", EXPERIMENT_TITLE_MAX, title);
        return set_path(target, "", typed, "", err, size);
    }
    const struct experiment_entry *entry = entry_titled(model, typed);
    if (!typed[0] || strlen(typed) > EXPERIMENT_TITLE_MAX) {
        snprintf(err, size, "A title has 1 … %d bytes, and this one has %zu.", EXPERIMENT_TITLE_MAX,
                 strlen(typed));
        return false;
    }
    if (entry && !is_own(entry, form)) {
        snprintf(err, size, "Another experiment has this title; choose another one.");
        return false;
    }
    memcpy(target->title, typed, strlen(typed) + 1);
    return entry ? set_path(target, "", entry->entry->path, "", err, size)
                 : name_file(target, model, err, size);
}
