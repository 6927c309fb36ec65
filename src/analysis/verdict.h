/* The verdict on a comparison: for each pair of strategies the ratio of their medians (of the time until the
 * last task's end) with a 95 % interval and whether that decides it, and warnings about doubtful figures.
 * Pure: from results to structured data; findings.h words it.
 *
 * A run counts when it ended with every task done and was never held.
 * A pair is compared over the repeats in which both count (bootstrap.h);
 * below BOOTSTRAP_LEAST of them nothing is decided. It is decided when the interval does not contain 1.
 * Every pair has its own 5 % of error: of twenty pairs without a difference one is decided wrongly. */
#pragma once

#include "analysis/bootstrap.h"
#include "analysis/results.h"

enum verdict_answer {
    VERDICT_TOO_FEW, /* `more` repeats are needed first */
    VERDICT_OPEN,    /* undecided */
    VERDICT_KNOWN,   /* `fast` is faster than `slow` */
};

struct verdict_pair {
    size_t fast, slow; /* strategies; the median of the first is not longer */
    enum verdict_answer answer;
    bool leading;             /* worth a line: neighbours in order of medians; the fastest and the baseline */
    size_t repeats;           /* in which both runs count */
    struct interval interval; /* of slow / fast; low and high NAN where there are too few repeats */
    /* TOO_FEW: missing repeats. OPEN: about how many more would decide it if the difference is what it
     * seems (bootstrap_repeats(), at least 1); 0: more than BOOTSTRAP_MOST. */
    size_t more;
};

enum verdict_doubt {
    VERDICT_SHORT,     /* median below 5 ms: starting and ending is most of it */
    VERDICT_SPREAD,    /* (longest - shortest) / median above 5 % */
    VERDICT_FIRST,     /* the first repeat took longer than every other, and 5 % longer than their median */
    VERDICT_BUSY,      /* other programs kept the machine busy; of naps only where they were late for it */
    VERDICT_STEAL,     /* the host took processor time away */
    VERDICT_THROTTLED, /* a CPU quota held the run back: takes no part */
    VERDICT_HELD,      /* held or suspended: takes no part */
    VERDICT_FAILED,    /* tasks failed: takes no part */
    VERDICT_THERMAL,   /* the processor slowed down because of heat */
    VERDICT_BATTERY,   /* on battery */
    VERDICT_DOUBTS,
};

struct verdict_warning {
    enum verdict_doubt doubt;
    size_t strategy;
    size_t runs; /* that have it; 1 for SHORT, SPREAD and FIRST */
    /* SHORT: median, s; SPREAD, FIRST, BUSY, STEAL: largest share; THROTTLED, HELD: s; THERMAL: times */
    double figure;
};

struct verdict {
    struct verdict_pair *pairs; /* owned; by median of the faster, then of the slower */
    size_t pair_count;
    struct verdict_warning *warnings; /* owned; by strategy */
    size_t warning_count;
    size_t missing; /* repeats until the first pair can be judged; 0: one can, or there is no pair */
};

/* Takes some milliseconds for each pair with enough repeats. Release with verdict_release(). */
void verdict_of(struct verdict *verdict, const struct results *results);
void verdict_release(struct verdict *verdict);

/* Whether a leading pair is undecided. */
bool verdict_is_open(const struct verdict *verdict);

/* About how many more repeats would decide every leading pair;
 * 0: all are decided, or more than BOOTSTRAP_MOST would be needed. */
size_t verdict_needs(const struct verdict *verdict);

/* The words in JSON: "told", "open", "too few repeats"; "spread", "first repeat slow". */
const char *verdict_answer_word(enum verdict_answer answer);
const char *verdict_doubt_word(enum verdict_doubt doubt);
