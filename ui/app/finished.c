#include "app/finished.h"

#include "base/xmalloc.h"
#include "cli/commands.h"

#include <stdlib.h>
#include <string.h>

struct finished *finished_of(const char *path, const struct recording *recording)
{
    struct finished *finished = xcalloc(1, sizeof *finished);
    finished->path = xstrdup(path);
    finished->recording = *recording;
    experiment_copy(&finished->experiment, &recording->experiment);
    results_of_recording(&finished->results, &finished->recording, finished->recording.run_count);
    finished->results.experiment = &finished->experiment;
    findings_of(&finished->findings, &finished->results, true);
    return finished;
}

struct finished *finished_read(const char *path, uint64_t run)
{
    struct recording recording;
    if (!command_recording(&recording, path, run))
        return NULL;
    if (recording.run_count)
        return finished_of(path, &recording);
    command_warn("%s: no run is in it", path);
    recording_release(&recording);
    return NULL;
}

void finished_free(struct finished *finished)
{
    findings_release(&finished->findings);
    results_release(&finished->results);
    recording_release(&finished->recording);
    experiment_release(&finished->experiment);
    free(finished->path);
    free(finished);
}

void finished_list_add(struct finished_list *list, struct finished *finished)
{
    list->all = xreallocarray(list->all, list->count + 1, sizeof(*list->all)); /* NOLINT */
    list->all[list->count++] = finished;
}

void finished_list_drop(struct finished_list *list, size_t first, size_t count)
{
    struct finished **gone = list->all + first;
    for (size_t i = 0; i < count; i++)
        finished_free(gone[i]);
    list->count -= count;
    memmove(gone, gone + count, (list->count - first) * sizeof(*gone)); /* NOLINT */
}

void finished_list_release(struct finished_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        finished_free(list->all[i]);
    free(list->all);
    *list = (struct finished_list){ .count = 0 };
}
