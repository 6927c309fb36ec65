/* The options that set a key of the experiment: made from the tables of keys. */
#include "base/strbuf.h"
#include "cli/options_table.h"

#include <stdlib.h>
#include <string.h>

/* "pool, thread: how many workers" where both have the option. */
static bool join(struct option_rows *rows, const struct config_key *key, const char *kind)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct option_row *row = &rows->row[i];
        if (strcmp(row->name, key->option.name) != 0)
            continue;
        struct strbuf help = STRBUF_INIT;
        size_t kinds = strcspn(row->help, ":");
        strbuf_addf(&help, "%.*s, %s%s", (int)kinds, row->help, kind, row->help + kinds);
        free((char *)row->help);
        row->help = strbuf_detach(&help);
        return true;
    }
    return false;
}

/* Paths and help live as long as the program. */
static void add_keys(struct option_rows *rows, const struct option_row *like, const struct config_key *keys)
{
    for (const struct config_key *key = keys; key->type != CONFIG_END; key++) {
        const struct config_option *option = &key->option;
        if (!option->name || rows->count == OPTIONS_MAX || (like->kind && join(rows, key, like->kind)))
            continue;
        struct option_row *row = &rows->row[rows->count++];
        struct strbuf path = STRBUF_INIT, help = STRBUF_INIT;
        strbuf_addf(&path, "%s%s", like->path, key->name);
        strbuf_addf(&help, "%s%s%s", like->kind ? like->kind : "", like->kind ? ": " : "",
                    option->help ? option->help : key->help);
        *row = *like;
        row->name = option->name;
        row->argument = option->argument;
        row->constant = option->constant;
        row->key = key;
        row->path = strbuf_detach(&path);
        row->help = strbuf_detach(&help);
        bool typed = key->type == CONFIG_CUSTOM && key->custom->read_typed;
        row->take = typed ? option_take_typed : option_take_key;
    }
}

void option_rows_add_workloads(struct option_rows *rows, unsigned commands)
{
    struct option_row *kind = &rows->row[rows->count - 1];
    struct strbuf help = STRBUF_INIT;
    for (size_t i = 0; workloads[i]; i++)
        strbuf_addf(&help, "%s%s", i ? " or " : "", workloads[i]->name);
    strbuf_adds(&help, kind->help);
    kind->help = strbuf_detach(&help);
    for (size_t i = 0; workloads[i]; i++)
        add_keys(
            rows,
            &(struct option_row){
                .commands = commands, .group = GROUP_WORK, .path = "workload.", .kind = workloads[i]->name },
            workloads[i]->keys);
}

void option_rows_add_strategies(struct option_rows *rows, unsigned commands)
{
    struct option_row *list = &rows->row[rows->count - 1];
    struct strbuf help = STRBUF_INIT;
    strbuf_adds(&help, list->help);
    for (size_t i = 0; strategies[i]; i++)
        strbuf_addf(&help, "%s%s", i ? "," : "", strategies[i]->name);
    list->help = strbuf_detach(&help);
    for (size_t i = 0; strategies[i]; i++)
        add_keys(rows,
                 &(struct option_row){ .commands = commands,
                                       .group = GROUP_STRATEGIES,
                                       .path = "strategies[].",
                                       .kind = strategies[i]->name },
                 strategies[i]->keys);
}

void option_rows_add_experiment(struct option_rows *rows, unsigned commands)
{
    add_keys(rows, &(struct option_row){ .commands = commands, .group = GROUP_REPEATS, .path = "" },
             experiment_keys);
}
