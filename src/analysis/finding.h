/* A finding: one or two sentences on an experiment's results, and how one is written, part by part.
 * The list of all is made in findings.h. */
#pragma once

#include "analysis/verdict.h"
#include "base/strbuf.h"

/* In order of weight. */
enum finding_kind {
    FINDING_INTERRUPTED,  /* by a signal */
    FINDING_TROUBLE,      /* why a run could not go on */
    FINDING_STOPPED,      /* no run of a strategy came to its end: stopped by the user */
    FINDING_LOST,         /* tasks that were never done */
    FINDING_FAILED,       /* tasks that were set aside */
    FINDING_FAILED_NAMES, /* and which */
    FINDING_INCOMPLETE,   /* figures that come from fewer runs than were asked for */
    FINDING_PAIR,         /* the verdict on two strategies */
    FINDING_FASTEST,      /* what the medians alone say, where there is no verdict */
    FINDING_TOC,          /* toc said before the work was done */
    FINDING_DEATHS,       /* attempts that died and were made again */
    FINDING_NAPS,         /* how much sleep fits into how little time */
    FINDING_KIN,          /* the fastest against the next of its own kind */
    FINDING_DOUBT,        /* a figure that should not be believed: one of enum verdict_doubt */
    FINDING_EFFICIENCY,   /* more than 100 % */
    FINDING_SPAN,         /* the longest task is the limit */
    FINDING_IMBALANCE,    /* a worker that went on alone at the end */
    FINDING_SHARED,       /* workers that shared fewer cores */
    FINDING_PROCESS,      /* what a process costs beside its task */
    FINDING_LIMIT,        /* a limit that was met */
    FINDING_ORDERS,       /* what the order of the tasks could change, with Graham's bound */
    FINDING_FOUND,        /* the numbers found; a strategy that found others */
    FINDING_MISSING,      /* repeats that a verdict needs */
    FINDING_REFERENCE,    /* figures from elsewhere */
    FINDING_KINDS,
};

enum finding_tone { FINDING_PLAIN, FINDING_WARNING, FINDING_ALARM };

/* Where it is shown. */
enum finding_place { FINDING_ON_PAPER = 1, FINDING_ON_SCREEN = 2 };

/* A part of the text. */
enum finding_part { FINDING_FIGURE, FINDING_STRATEGY, FINDING_DIM };

struct finding_mark {
    size_t from, length; /* bytes of the text */
    enum finding_part part;
    size_t strategy; /* whose name it is; FINDING_STRATEGY */
};

struct finding {
    enum finding_kind kind;
    enum finding_tone tone;
    enum verdict_doubt doubt;   /* FINDING_DOUBT */
    bool minor;                 /* a pair that is kept for look-ups: shown nowhere */
    size_t *strategies;         /* owned; that it is about; of a pair the faster one first */
    size_t strategy_count;      /* 0: about the whole experiment */
    struct strbuf text;         /* one or two sentences, "process: 2 attempts died and were made again." */
    size_t words;               /* where the text goes on behind "process: "; 0: it has no such head */
    struct finding_mark *marks; /* owned; in order */
    size_t mark_count;
};

struct findings {
    const struct results *results; /* borrowed, while the list is made */
    bool over;                     /* the experiment has ended; of one that goes on nothing is concluded */
    struct finding *list;          /* owned */
    size_t count;
    struct verdict verdict; /* that they rest on; of an experiment that goes on: empty */
};

bool finding_is_for(const struct finding *finding, enum finding_place place);

/* "verdict", "found": before a text without a head of its own, on paper; "": nothing. */
const char *finding_head(enum finding_kind kind);

/* "toc", "deaths", …: for JSON. */
const char *finding_word(enum finding_kind kind);

/* ---- writing ------------------------------------------------------------------------------------------- */

/* Appends a finding, and writes its text; writes on in the last one.
 * The pointer holds until the next is added. Of a format's directives some become marked parts:
 *
 *     %n  size_t              a strategy's name
 *     %t  double              seconds: "4.77 s"        %d  uint64_t  the same of ns
 *     %x  double              "1.12 ×"                 %p  double    a share: "76 %"
 *     %c  uint64_t, char *    "5 workers"
 *     %f  char *              a figure as it is        %D  char *    an aside, dim
 *     %s  char *              unmarked                 %i  uint64_t  "12 500", unmarked */
struct finding *finding_add(struct findings *findings, enum finding_kind kind, enum finding_tone tone,
                            const char *format, ...);
void finding_say(struct findings *findings, const char *format, ...);

/* The same about a strategy: the text begins with its name, "process: ". */
struct finding *finding_add_about(struct findings *findings, enum finding_kind kind, enum finding_tone tone,
                                  size_t strategy, const char *format, ...);

/* About those that finding_concerns() has named: the text begins with "all: " or "serial · pool: ". */
void finding_begin_with_all(struct findings *findings, struct finding *finding);

/* Strategies that it is about, without writing their names. */
void finding_concerns(struct finding *finding, size_t strategy);
