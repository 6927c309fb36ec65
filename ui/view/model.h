/* What all views look at. The loop (app.c) owns and changes it; to views it is read-only.
 * Everything in it is plain data, so that a test can make one up and a view draws it the same. */
#pragma once

#include "analysis/bounds.h"
#include "analysis/findings.h"
#include "history/activity.h"
#include "view/action.h"
#include "experiment/catalog.h"
#include "experiment/experiment.h"
#include "analysis/estimate.h"
#include "machine/machine.h"
#include "record/recording.h"
#include "analysis/results.h"
#include "series/series.h"
#include "history/snapshot.h"
#include "series/last_results.h"
#include "series/record_store.h"
#include "history/trace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A task shorter than this is noise at thirty frames a second. */
#define TASK_SEEN_NS UINT64_C(100000000)

/* One experiment of the home list, read and resolved for this machine. */
struct experiment_entry {
    const struct catalog_entry *entry;
    const char *group;            /* of the list; equal ones have one address; NULL: no heading */
    struct experiment experiment; /* empty where entry->problem */
    struct preview preview;
    const struct last_time *last; /* NULL: never */
};

/* One line of the Output panel. */
struct output_line {
    uint64_t time; /* ns since tic */
    char text[160];
};

/* With more tasks their starts and ends are no lines. */
#define OUTPUT_TASKS_MAX 2000

/* A bounded ring of them: line i of `count` is lines[(first + i) % OUTPUT_LINES]. */
#define OUTPUT_LINES 512
struct output {
    struct output_line lines[OUTPUT_LINES];
    size_t first, count;
    uint64_t dropped; /* older ones that fell out */
};

/* An experiment that has ended (or was stopped) since the start. */
struct finished {
    struct experiment experiment;
    struct results results;     /* points to the experiment above */
    struct findings findings;   /* of them: computed once, when it ends */
    char clock[8];              /* when it ended: "14:02"; of a record: "30 Nov" */
    char *path;                 /* of the record that it was read from, owned; NULL: it ran on this screen */
    struct recording recording; /* its runs that have ended, in order; grows while the experiment goes on */
};

/* The run on the timeline: live, recorded, or at any moment of a replay. It points to what its
 * source (app/timeline_source.h) owns. */
struct timeline_model {
    const struct trace *trace;
    const struct workload *workload;
    const struct strategy *strategy;
    const struct plan *plan;
    const struct snapshot *samples; /* live: of the workers that were sampled; NULL: none were */
    struct bounds bounds;           /* places 0: not known, or not yet */
    char lengths[64];               /* the run whose tasks they were taken from; "": this one */
    const struct recording *of;     /* where it comes from, or will go to */
    uint64_t now;                   /* ns since tic: nothing after it has happened yet */
    uint64_t held_ns;               /* for which it was held or suspended in all */
    bool live;                      /* it goes on this moment */
    size_t run, runs;               /* which of those that can be looked at, from 0 */
    char name[96];                  /* "pool, run 2 of 3" */
};

/* Where the player of a run or of a race is. */
struct scrub {
    uint64_t now, end; /* ns since tic */
    double speed;      /* of the clock's */
    bool playing;
    char what[96];         /* "pool, run 2 of 3" */
    char where[160];       /* "run 5 of 9 · perfect.rec"; "" */
    const char *origin;    /* "recorded" */
    const uint64_t *marks; /* moments to find again, ns since tic; borrowed */
    size_t mark_count;
};

struct race; /* race.h */

struct model {
    const struct machine *machine;
    const struct calibration *calibration; /* of this machine; NULL: not measured yet */

    const struct experiment_entry *experiments; /* the home list */
    size_t entry_count;
    size_t entry_wanted; /* selected when the program starts, and when the list has been read anew */
    size_t readings;     /* of the list */
    const struct last_results *last_results; /* of all that ever ran; NULL: not known */

    const struct stored_record *records; /* the newest first */
    size_t record_count;
    bool keeps_records; /* of every run that ends */

    /* The experiment that runs or ran last; NULL: none yet. */
    const struct experiment *experiment;
    const struct results *results;         /* of its runs that have ended */
    size_t runs;                           /* it has in all, warm-ups included */
    size_t run_number;                     /* the one that runs or ran last, from 1; 0: none */
    struct series_run run;                 /* the same one */
    const struct snapshot *snapshot;       /* of that run, as it is or as it ended; NULL: none */
    const struct output *output;           /* of that run */
    const struct activity *activity;       /* of that run; NULL: none */
    const struct race *race;               /* runs beside each other; NULL: none */
    const struct scrub *scrub;             /* how it is played back; NULL: it is no replay */
    const struct recording *recording;     /* of that experiment: its runs that have ended; NULL: none yet */
    const struct timeline_model *timeline; /* what the timeline shows; NULL: nothing */
    bool running;                          /* a run goes on */
    bool stopping;                         /* and has been asked to end */

    const struct finished *const *finished; /* oldest first */
    size_t finished_count;

    const struct experiment *edit; /* the edit screen comes up to change this one; NULL: what it had before */
    const char *save_directory;    /* where experiments are saved by default; "" or ends in '/' */
    const char *message;           /* one line to show now, e.g. "Saved as …", or NULL */
    enum keymap asked;             /* where help was asked for */
    bool ascii;
};
