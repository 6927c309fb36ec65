#include "app/experiment_list.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t seconds_now(void)
{
    time_t now = time(NULL);
    return now > 0 ? (uint64_t)now : 0;
}

static void fill(struct shelves *shelves, struct shelf *shelf, const struct machine *machine)
{
    preview_plan(&shelf->preview, &shelf->experiment, machine);
    shelf->last = state_find(&shelves->state, &shelf->experiment, machine->cores);
}

/* What was made on the command line stands first and says so. */
static void add_given(struct shelves *shelves, const struct experiment *given, const struct machine *machine)
{
    struct shelf *shelf = &shelves->shelf[shelves->count++];
    const char *title = given->title[0] ? given->title : "Command line";
    struct strbuf name = STRBUF_INIT;
    strbuf_addf(&name, "%s, as given", title);
    shelves->given = (struct catalog_entry){ .name = xstrdup("as given"), .title = strbuf_detach(&name) };
    shelf->entry = &shelves->given;
    experiment_copy(&shelf->experiment, given);
    fill(shelves, shelf, machine);
}

static void add_entry(struct shelves *shelves, struct catalog_entry *entry, const struct machine *machine)
{
    struct shelf *shelf = &shelves->shelf[shelves->count++];
    shelf->entry = entry;
    if (!entry->problem)
        entry->problem = catalog_load(&shelf->experiment, entry->path ? entry->path : entry->name, NULL, 0);
    if (entry->problem)
        entry->problem[strcspn(entry->problem, "\n")] = '\0'; /* it may have changed since it was found */
    else
        fill(shelves, shelf, machine);
}

void shelves_open(struct shelves *shelves, const struct machine *machine, const struct experiment *given)
{
    struct speed speed = shelves->speed;
    bool measured = shelves->measured;
    *shelves = (struct shelves){ .speed = speed, .measured = measured };
    state_open(&shelves->state, seconds_now());
    catalog_open(&shelves->catalog);
    shelves->shelf = xcalloc(shelves->catalog.count + 1, sizeof *shelves->shelf);
    if (given)
        add_given(shelves, given, machine);
    for (size_t i = 0; i < shelves->catalog.count; i++)
        add_entry(shelves, &shelves->catalog.entries[i], machine);
}

void shelves_release(struct shelves *shelves)
{
    for (size_t i = 0; i < shelves->count; i++)
        experiment_release(&shelves->shelf[i].experiment);
    free(shelves->shelf);
    shelves->shelf = NULL;
    shelves->count = 0;
    catalog_release(&shelves->catalog);
    state_release(&shelves->state);
    free(shelves->given.name);
    free(shelves->given.title);
    shelves->given = (struct catalog_entry){ .name = NULL };
}

bool shelves_estimate(struct shelves *shelves, const struct machine *machine)
{
    if (shelves->estimated == shelves->count)
        return false;
    if (!shelves->measured)
        speed_measure(&shelves->speed);
    shelves->measured = true;
    struct shelf *shelf = &shelves->shelf[shelves->estimated++];
    if (!shelf->entry->problem)
        preview_estimate(&shelf->preview, &shelf->experiment, machine, &shelves->speed);
    return true;
}

bool shelves_keep(struct shelves *shelves, const struct results *results, char *err, size_t size)
{
    bool kept = state_keep(&shelves->state, results, seconds_now(), err, size);
    for (size_t i = 0; i < shelves->count; i++)
        if (!shelves->shelf[i].entry->problem)
            shelves->shelf[i].last =
                state_find(&shelves->state, &shelves->shelf[i].experiment, results->machine.cores);
    return kept;
}
