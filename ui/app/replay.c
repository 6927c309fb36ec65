#include "app/replay.h"

#include "app/live.h"
#include "base/xmalloc.h"

#include <stdlib.h>

struct finished *finished_of(const struct recording *recording)
{
    struct finished *finished = xcalloc(1, sizeof *finished);
    finished->recording = *recording;
    finished->from_record = true;
    experiment_copy(&finished->experiment, &recording->experiment);
    results_of_recording(&finished->results, &finished->recording, finished->recording.run_count);
    finished->results.experiment = &finished->experiment;
    findings_of(&finished->findings, &finished->results, true);
    return finished;
}

void replay_add(struct replay *replay, const char *path, const struct recording *recording)
{
    size_t count = replay->count++;
    replay->finished = xreallocarray(replay->finished, count + 1, sizeof(*replay->finished)); /* NOLINT */
    replay->finished[count] = finished_of(recording);
    replay->files = xreallocarray(replay->files, count + 1, sizeof *replay->files);
    replay->files[count] = (struct played_file){ xstrdup(path), &replay->finished[count]->recording };
}

void replay_close(struct replay *replay)
{
    for (size_t i = 0; i < replay->count; i++) {
        finished_free(replay->finished[i]);
        free(replay->files[i].path);
    }
    free(replay->finished);
    free(replay->files);
    *replay = (struct replay){ .count = 0 };
}
