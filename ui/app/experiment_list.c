#include "app/experiment_list.h"

#include "base/xmalloc.h"
#include "experiment/course.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t seconds_now(void)
{
    time_t now = time(NULL);
    return now > 0 ? (uint64_t)now : 0;
}

static void fill(struct experiment_list *list, struct experiment_entry *entry, const struct machine *machine)
{
    preview_plan(&entry->preview, &entry->experiment, machine);
    entry->last = last_results_find(&list->last_results, &entry->experiment, machine->cores);
}

/* What the command line made is the first of the list and is labelled so. */
static void add_given(struct experiment_list *list, const struct experiment *given,
                      const struct machine *machine)
{
    struct experiment_entry *entry = &list->entry[list->count++];
    const char *title = given->title[0] ? given->title : "Command line";
    struct strbuf name = STRBUF_INIT;
    strbuf_addf(&name, "%s, as given", title);
    list->given = (struct catalog_entry){ .name = xstrdup("as given"), .title = strbuf_detach(&name) };
    entry->entry = &list->given;
    entry->group = "From the command line";
    experiment_copy(&entry->experiment, given);
    fill(list, entry, machine);
}

static void add_entry(struct experiment_list *list, struct catalog_entry *found,
                      const struct machine *machine)
{
    struct experiment_entry *entry = &list->entry[list->count++];
    entry->entry = found;
    entry->group = course_group(found->name);
    if (found->problem)
        return;
    char *messages = catalog_load(&entry->experiment, found->path ? found->path : found->name, NULL, 0);
    if (messages) /* the file has changed since it was found */
        catalog_refuse(found, messages);
    else
        fill(list, entry, machine);
}

void experiment_list_open(struct experiment_list *list, const struct machine *machine,
                          const struct experiment *given)
{
    struct calibration calibration = list->calibration;
    bool measured = list->measured;
    *list = (struct experiment_list){ .calibration = calibration, .measured = measured };
    last_results_open(&list->last_results, seconds_now());
    catalog_open(&list->catalog);
    list->entry = xcalloc(list->catalog.count + 1, sizeof *list->entry);
    if (given)
        add_given(list, given, machine);
    for (size_t i = 0; i < list->catalog.count; i++)
        add_entry(list, &list->catalog.entries[i], machine);
}

void experiment_list_release(struct experiment_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        experiment_release(&list->entry[i].experiment);
        preview_release(&list->entry[i].preview);
    }
    free(list->entry);
    list->entry = NULL;
    list->count = 0;
    catalog_release(&list->catalog);
    last_results_release(&list->last_results);
    free(list->given.name);
    free(list->given.title);
    list->given = (struct catalog_entry){ .name = NULL };
}

bool experiment_list_estimate(struct experiment_list *list, const struct machine *machine)
{
    if (list->estimated == list->count)
        return false;
    if (!list->measured)
        calibration_measure(&list->calibration);
    list->measured = true;
    struct experiment_entry *entry = &list->entry[list->estimated++];
    if (!entry->entry->problem)
        preview_estimate(&entry->preview, &entry->experiment, machine, &list->calibration);
    return true;
}

bool experiment_list_keep(struct experiment_list *list, const struct results *results, char *err, size_t size)
{
    bool kept = last_results_keep(&list->last_results, results, seconds_now(), err, size);
    for (size_t i = 0; i < list->count; i++)
        if (!list->entry[i].entry->problem)
            list->entry[i].last =
                last_results_find(&list->last_results, &list->entry[i].experiment, results->machine.cores);
    return kept;
}
