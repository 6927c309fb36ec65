/* What may be said of a comparison, and what may not: for each pair of strategies the ratio of their medians (of the
 * time until the last task's end) with a 95 % interval, or that it cannot be told, and warnings where a figure should not
 * be believed. Pure: from results to structured data; sentences are made from that.
 *
 * A run counts when it came to its end with every task done and was never held. A pair is compared over the repeats in
 * which both count (bootstrap.h); below BOOTSTRAP_LEAST of them nothing is decided. It is told when the interval does
 * not contain 1. Every pair has its own 5 % of error: of twenty pairs without a difference one is told wrongly. */
#ifndef TICTOC_VERDICT_H
#define TICTOC_VERDICT_H

#include "analysis/bootstrap.h"
#include "analysis/results.h"

enum verdict_answer {
    VERDICT_TOO_FEW, /* repeats: `more` are needed before anything is said */
    VERDICT_OPEN,    /* cannot be told */
    VERDICT_TOLD,    /* `fast` is faster than `slow` */
};

struct verdict_pair {
    size_t fast, slow; /* strategies; the median of the first is not longer */
    enum verdict_answer answer;
    bool leading; /* worth a line: neighbours in order of medians, and the fastest against the first serial */
    size_t repeats;           /* in which both count */
    struct interval interval; /* of slow / fast; low and high NAN where there are too few repeats */
    /* TOO_FEW: repeats that are missing. OPEN: about how many more would tell, if the difference is what it seems
     * (bootstrap_repeats(), at least 1); 0: more than BOOTSTRAP_MOST. */
    size_t more;
};

enum verdict_doubt {
    VERDICT_SHORT,   /* median below 5 ms: starting and ending is most of it */
    VERDICT_SPREAD,  /* (longest - shortest) / median above 5 % */
    VERDICT_FIRST,   /* the first repeat took longer than every other, and 5 % longer than their median */
    VERDICT_BUSY,    /* something else kept the machine busy */
    VERDICT_STEAL,   /* the host took processor time away */
    VERDICT_HELD,    /* held or suspended: takes no part */
    VERDICT_FAILED,  /* tasks failed: takes no part */
    VERDICT_THERMAL, /* the processor slowed down because of heat */
    VERDICT_BATTERY, /* on battery */
    VERDICT_DOUBTS,
};

struct verdict_warning {
    enum verdict_doubt doubt;
    size_t strategy;
    size_t runs; /* of them it is true; 1 for SHORT, SPREAD and FIRST */
    double
        figure; /* SHORT: median, s; SPREAD, FIRST, BUSY, STEAL: largest share; HELD: s in all; THERMAL: times */
};

#define VERDICT_PAIRS_MAX    (EXPERIMENT_STRATEGIES_MAX * (EXPERIMENT_STRATEGIES_MAX - 1) / 2)
#define VERDICT_WARNINGS_MAX (EXPERIMENT_STRATEGIES_MAX * VERDICT_DOUBTS)

struct verdict {
    struct verdict_pair pairs[VERDICT_PAIRS_MAX]; /* by median of the faster, then of the slower */
    size_t pair_count;
    struct verdict_warning warnings[VERDICT_WARNINGS_MAX]; /* by strategy */
    size_t warning_count;
    size_t
        missing; /* repeats that are missing before anything can be said; 0 when something can, or there is no pair */
};

/* Some milliseconds for each pair: to be kept, not to be drawn from anew. */
void verdict_of(struct verdict *verdict, const struct results *results);

#define VERDICT_SENTENCE_MAX 256

/* "chunk 1 is 1.12 × as fast as pool [1.11, 1.13]", "cannot tell process from serial: about 4 more repeats would",
 * "pool against serial: 3 more repeats before anything is said". No full stop. Returns `buf`. */
char *verdict_sentence(const struct results *results, const struct verdict_pair *pair, char *buf,
                       size_t size);

/* Decimals for a ratio and its interval: as many as tell it from 1, and no more than its width deserves. */
int verdict_digits(const struct interval *interval);

/* What is doubtful, without the strategy's name: "the repeats spread over 12 %". Returns `buf`. */
char *verdict_warning_sentence(const struct results *results, const struct verdict_warning *warning,
                               char *buf, size_t size);

/* How the attempts ended at those tasks of a strategy that were set aside: "each attempt was ended at the time limit of
 * 1 s", "2 of 3 attempts were ended at the time limit of 1 s"; "": not so. Returns `buf`. */
char *verdict_failed_sentence(const struct results *results, size_t strategy, char *buf, size_t size);

/* The same of so many attempts that lasted until the limit, of all that died. */
char *verdict_limit_words(uint64_t at_limit, uint64_t all, uint64_t limit_ns, char *buf, size_t size);

/* "5 repeats are needed for a verdict: 4 more". Returns `buf`. */
char *verdict_missing_sentence(const struct verdict *verdict, char *buf, size_t size);

/* "told", "open", "too few repeats"; "spread", "first repeat slow", …: for JSON. */
const char *verdict_answer_word(enum verdict_answer answer);
const char *verdict_doubt_word(enum verdict_doubt doubt);

#endif
