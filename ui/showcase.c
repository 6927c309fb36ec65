#include "showcase.h"

#include "account.h"

#include <string.h>

void showcase_close(struct showcase *showcase)
{
    if (showcase->open)
        timeline_release(&showcase->timeline);
    *showcase = (struct showcase){ .open = false };
}

static bool shows(const struct showcase *showcase, const struct recording *recording,
                  const struct recorded_run *run)
{
    return showcase->open && !showcase->exhibit.live && showcase->recording == recording &&
           showcase->strategy == run->strategy && showcase->repeat == run->repeat &&
           showcase->warmup == run->warmup;
}

void showcase_record(struct showcase *showcase, const struct recording *recording, size_t number)
{
    const struct recorded_run *run = &recording->runs[number];
    const struct experiment *experiment = &recording->experiment;
    if (shows(showcase, recording, run)) {
        showcase->exhibit.run = number;
        showcase->exhibit.runs = recording->run_count;
        return;
    }
    showcase_close(showcase);
    *showcase = (struct showcase){ .open = true,
                                   .plan = run->plan,
                                   .recording = recording,
                                   .strategy = run->strategy,
                                   .repeat = run->repeat,
                                   .warmup = run->warmup };
    struct exhibit *exhibit = &showcase->exhibit;
    exhibit->workload = &experiment->workload;
    exhibit->strategy = &experiment->strategies[run->strategy];
    exhibit->plan = &showcase->plan;
    exhibit->timeline = &showcase->timeline;
    exhibit->run = number;
    exhibit->runs = recording->run_count;
    recorded_run_name(experiment, run, exhibit->name, sizeof exhibit->name);
    timeline_of_record(&showcase->timeline, &run->record, exhibit->strategy);
    exhibit->now = showcase->timeline.end;
    struct account account;
    account_of_record(&account, &run->record, exhibit->workload, exhibit->strategy, &recording->machine);
    if (account.places)
        bounds_of_record(&exhibit->bounds, &run->record, exhibit->workload, &account);
}
