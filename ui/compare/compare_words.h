/* Sentences about a comparison that follow from its medians alone. Each function appends one sentence, or nothing where
 * there is nothing of the kind to tell; in rich text (rich.h). Pure. */
#ifndef TICTOC_COMPARE_WORDS_H
#define TICTOC_COMPARE_WORDS_H

#include "analysis/results.h"
#include "base/strbuf.h"

typedef void compare_sentence(struct strbuf *out, const struct results *results);

compare_sentence compare_tell_trouble;   /* what went wrong, strategy after strategy */
compare_sentence compare_tell_deaths;    /* attempts that died and were made again */
compare_sentence compare_tell_fastest;   /* which, and how much faster than serial */
compare_sentence compare_tell_toc;       /* toc said before the work was done */
compare_sentence compare_tell_naps;      /* how much sleep fits into how little time */
compare_sentence compare_tell_kin;       /* the fastest against the next of its own kind */
compare_sentence compare_tell_processes; /* what a process costs */
compare_sentence compare_tell_limit;     /* a limit that was met */
compare_sentence compare_tell_orders;    /* what the order of the tasks could change, with Graham's bound */

/* A strategy's name in its colour. */
void compare_add_name(struct strbuf *out, const struct results *results, size_t strategy);

#endif
