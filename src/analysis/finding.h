/* A finding: one or two sentences on an experiment's results, and how it is written, part by part.
 * findings.h makes the list of all. */
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
    FINDING_FAILED_NAMES, /* their names */
    FINDING_INCOMPLETE,   /* figures that come from fewer runs than were asked for */
    FINDING_TOC,          /* toc said before the work was done: what toc measured is wrong */
    FINDING_PAIR,         /* the verdict on two strategies */
    FINDING_FASTEST,      /* the shortest median, where there is no verdict */
    FINDING_DEATHS,       /* attempts that died and were repeated */
    FINDING_NAPS,         /* how much sleep fitted into the time */
    FINDING_KIN,          /* the fastest against the next of its own kind */
    FINDING_DOUBT,        /* a doubtful figure: one of enum verdict_doubt */
    FINDING_EFFICIENCY,   /* more than 100 % */
    FINDING_SPAN,         /* the longest task is the limit */
    FINDING_IMBALANCE,    /* a worker that went on alone at the end */
    FINDING_SHARED,       /* workers that shared fewer cores */
    FINDING_PROCESS,      /* what a process costs beside its task */
    FINDING_LIMIT,        /* a limit that the run reached */
    FINDING_ORDERS,       /* what the order of the tasks could change, with Graham's bound */
    FINDING_FOUND,        /* the numbers found; a strategy that found others */
    FINDING_MISSING,      /* repeats that a verdict still needs */
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
    bool minor;                 /* a pair kept for look-ups alone: never shown */
    size_t *strategies;         /* its strategies, of a pair the faster one first; owned */
    size_t strategy_count;      /* 0: about the whole experiment */
    struct strbuf text;         /* one or two sentences, "process: 2 attempts died and were made again." */
    size_t words;               /* offset of the text behind the head "process: "; 0: it has no head */
    struct finding_mark *marks; /* owned; in order */
    size_t mark_count;
};

struct findings {
    const struct results *results; /* borrowed, while the list is made */
    bool over;                     /* the experiment has ended; before that nothing is concluded */
    struct finding *list;          /* owned */
    size_t count;
    struct verdict verdict; /* empty until the experiment has ended */
};

bool finding_is_for(const struct finding *finding, enum finding_place place);

/* The head on paper of a text without its own: "verdict", "found"; "": none. */
const char *finding_head(enum finding_kind kind);

/* The word in JSON: "early toc", "deaths". */
const char *finding_word(enum finding_kind kind);

/* ---- writing ------------------------------------------------------------------------------------------- */

/* finding_add() appends a finding and its text, finding_say() adds text to the last one.
 * The pointer is valid until the next finding is added. Some of the format's directives become marked parts:
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

/* As finding_add(), about one strategy: the text begins with its name, "process: ". */
struct finding *finding_add_about(struct findings *findings, enum finding_kind kind, enum finding_tone tone,
                                  size_t strategy, const char *format, ...);

/* Begins the text with the strategies of finding_concerns(): "all: ", "serial · pool: ". */
void finding_begin_with_all(struct findings *findings, struct finding *finding);

/* Adds a strategy to those the finding is about, without writing its name. */
void finding_concerns(struct finding *finding, size_t strategy);
