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

static void fill(struct experiment_list *experiments, struct experiment_entry *entry,
                 const struct machine *machine)
{
    preview_plan(&entry->preview, &entry->experiment, machine);
    entry->last = last_results_find(&experiments->last_results, &entry->experiment, machine->cores);
}

/* What the command line made is the first of the list and is labelled so. */
static void add_given(struct experiment_list *experiments, const struct experiment *given,
                      const struct machine *machine)
{
    struct experiment_entry *entry = &experiments->entry[experiments->count++];
    const char *title = given->title[0] ? given->title : "Command line";
    struct strbuf name = STRBUF_INIT;
    strbuf_addf(&name, "%s, as given", title);
    experiments->given = (struct catalog_entry){ .name = xstrdup("as given"), .title = strbuf_detach(&name) };
    entry->entry = &experiments->given;
    entry->group = "From the command line";
    experiment_copy(&entry->experiment, given);
    fill(experiments, entry, machine);
}

static void add_entry(struct experiment_list *experiments, struct catalog_entry *found,
                      const struct machine *machine)
{
    struct experiment_entry *entry = &experiments->entry[experiments->count++];
    entry->entry = found;
    entry->group = course_group(found->name);
    if (!found->problem)
        found->problem = catalog_load(&entry->experiment, found->path ? found->path : found->name, NULL, 0);
    if (found->problem)
        found->problem[strcspn(found->problem, "\n")] = '\0'; /* it may have changed since it was found */
    else
        fill(experiments, entry, machine);
}

void experiment_list_open(struct experiment_list *experiments, const struct machine *machine,
                          const struct experiment *given)
{
    struct calibration speed = experiments->speed;
    bool measured = experiments->measured;
    *experiments = (struct experiment_list){ .speed = speed, .measured = measured };
    last_results_open(&experiments->last_results, seconds_now());
    catalog_open(&experiments->catalog);
    experiments->entry = xcalloc(experiments->catalog.count + 1, sizeof *experiments->entry);
    if (given)
        add_given(experiments, given, machine);
    for (size_t i = 0; i < experiments->catalog.count; i++)
        add_entry(experiments, &experiments->catalog.entries[i], machine);
}

void experiment_list_release(struct experiment_list *experiments)
{
    for (size_t i = 0; i < experiments->count; i++) {
        experiment_release(&experiments->entry[i].experiment);
        preview_release(&experiments->entry[i].preview);
    }
    free(experiments->entry);
    experiments->entry = NULL;
    experiments->count = 0;
    catalog_release(&experiments->catalog);
    last_results_release(&experiments->last_results);
    free(experiments->given.name);
    free(experiments->given.title);
    experiments->given = (struct catalog_entry){ .name = NULL };
}

bool experiment_list_estimate(struct experiment_list *experiments, const struct machine *machine)
{
    if (experiments->estimated == experiments->count)
        return false;
    if (!experiments->measured)
        calibration_measure(&experiments->speed);
    experiments->measured = true;
    struct experiment_entry *entry = &experiments->entry[experiments->estimated++];
    if (!entry->entry->problem)
        preview_estimate(&entry->preview, &entry->experiment, machine, &experiments->speed);
    return true;
}

bool experiment_list_keep(struct experiment_list *experiments, const struct results *results, char *err,
                          size_t size)
{
    bool kept = last_results_keep(&experiments->last_results, results, seconds_now(), err, size);
    for (size_t i = 0; i < experiments->count; i++)
        if (!experiments->entry[i].entry->problem)
            experiments->entry[i].last = last_results_find(
                &experiments->last_results, &experiments->entry[i].experiment, results->machine.cores);
    return kept;
}
