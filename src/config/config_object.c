#include "config/config_object.h"

#include "config/config_value.h"
#include "base/nearest.h"

#include <string.h>

const struct config_key *config_find(const struct config_key *table, const char *name)
{
    for (; table && table->type != CONFIG_END; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

void config_defaults(const struct config_key *table, void *base)
{
    for (; table->type != CONFIG_END; table++)
        config_default(table, base);
}

/* The names a shape allows, in one list: those of `others` first, in their order. */
static size_t gather_names(const struct config_shape *shape, const char *names[])
{
    size_t count = 0;
    for (size_t i = 0; shape->others[i] && count < CONFIG_KEYS_MAX; i++)
        names[count++] = shape->others[i];
    for (size_t t = 0; t < 2; t++)
        for (const struct config_key *k = shape->tables[t]; k && k->type != CONFIG_END; k++)
            if (count < CONFIG_KEYS_MAX)
                names[count++] = k->name;
    return count;
}

static void report_unknown(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                           const struct config_shape *shape, const char *const names[], size_t count)
{
    if (diagnostics_is_full(diagnostics)) {
        diagnostics_report(diagnostics, item, AT_KEY, path, "unknown key");
        return;
    }
    const char *owner = shape->owner ? shape->owner(item->string) : NULL;
    const char *near = owner ? NULL : nearest(item->string, names, count);
    struct strbuf sb = STRBUF_INIT;
    if (owner)
        strbuf_addf(&sb, "; it belongs to %s", owner);
    if (near)
        strbuf_addf(&sb, "; did you mean \"%s\"?", near);
    strbuf_addf(&sb, " (%s takes: ", shape->what);
    for (size_t i = 0; i < count; i++)
        strbuf_addf(&sb, "%s%s", i ? ", " : "", names[i]);
    diagnostics_report(diagnostics, item, AT_KEY, path, "unknown key%s)", sb.text);
    strbuf_release(&sb);
}

/* Pairs the members of an object with the names it may have. */
static void pair_members(struct diagnostics *diagnostics, const cJSON *object, const struct path *path,
                         const struct config_shape *shape, const char *const names[], size_t count,
                         const cJSON *members[])
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, object)
    {
        struct path here = { path, item->string, 0 };
        size_t i = 0;
        while (i < count && strcmp(item->string, names[i]) != 0)
            i++;
        if (i == count)
            report_unknown(diagnostics, item, &here, shape, names, count);
        else if (members[i])
            diagnostics_report(diagnostics, item, AT_KEY, &here,
                               "the key stands here for the second time; leave one");
        else
            members[i] = item;
    }
}

/* Reads what stands for a key, or what it means that nothing does. */
static void read_member(struct diagnostics *diagnostics, const cJSON *object, const cJSON *member,
                        const struct path *path, const struct config_key *key, void *base)
{
    struct path here = { path, key->name, 0 };
    config_default(key, base);
    if (member)
        config_read_value(diagnostics, member, &here, key, base);
    else if (key->required)
        diagnostics_report(diagnostics, object, AT_VALUE, &here, "is missing: %s", key->help);
}

bool config_read(struct diagnostics *diagnostics, const cJSON *object, const struct path *path,
                 const struct config_shape *shape, void *base, const cJSON *found[])
{
    const char *names[CONFIG_KEYS_MAX];
    const cJSON *members[CONFIG_KEYS_MAX] = { NULL };
    size_t count = gather_names(shape, names), at = 0;
    size_t before = diagnostics_mistakes(diagnostics);
    pair_members(diagnostics, object, path, shape, names, count, members);
    for (; shape->others[at]; at++)
        found[at] = members[at];
    for (size_t t = 0; t < 2; t++)
        for (const struct config_key *k = shape->tables[t]; k && k->type != CONFIG_END; k++)
            read_member(diagnostics, object, members[at++], path, k, base);
    return diagnostics_mistakes(diagnostics) == before;
}
