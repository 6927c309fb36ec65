/* The findings on an experiment's results: each once, the weightiest first, worded once.
 * The table, the comparison, the race and the JSON show the same list.
 *
 *     findings_of(&findings, &results, true);
 *     for (size_t i = 0; i < findings.count; i++)
 *         if (finding_is_for(&findings.list[i], FINDING_ON_PAPER))
 *             puts(findings.list[i].text.text);
 *     findings_release(&findings);
 *
 * A finding is plain text; its marks say which parts are figures and names, so that a screen can style them.
 * Pure: from results to text.
 * Takes some milliseconds for each pair of strategies with enough repeats. */
#pragma once

#include "analysis/finding.h"

/* `over`: the experiment has ended; before that nothing is concluded. */
void findings_of(struct findings *findings, const struct results *results, bool over);
void findings_release(struct findings *findings);

/* The first finding of a kind; the verdict on two strategies. NULL: there is none. */
const struct finding *findings_first(const struct findings *findings, enum finding_kind kind);
const struct finding *findings_pair(const struct findings *findings, size_t a, size_t b);
