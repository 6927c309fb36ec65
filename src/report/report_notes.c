#include "report/report_notes.h"

#include "analysis/findings.h"
#include "base/xmalloc.h"
#include "draw/styled_text.h"

#include <stdlib.h>

/* One note: "process: sentence". */
static void add_note(struct paper *paper, unsigned role, const char *head, const char *sentence)
{
    struct strbuf styled = STRBUF_INIT;
    styled_keep(&styled, role, head);
    styled_addf(&styled, ROLE_TEXT, ": %s", sentence);
    paper_sentence(paper, styled.text);
    strbuf_release(&styled);
}

/* The head is the finding's own, or a word for its kind. */
static void add_finding(struct paper *paper, const struct finding *finding, const struct results *results)
{
    const char *text = finding->text.text;
    if (finding->words == 0) {
        add_note(paper, ROLE_DIM, finding_head(finding->kind), text);
        return;
    }
    char *head = xmemdup0(text, finding->words - (sizeof ": " - 1));
    unsigned role = ROLE_DIM;
    if (finding->strategy_count == 1)
        role = role_strategy(strategy_number(results->experiment->strategies[finding->strategies[0]].ops));
    add_note(paper, role, head, text + finding->words);
    free(head);
}

void report_notes(struct paper *paper, const struct results *results, const char *how)
{
    struct findings findings;
    size_t before = paper->out->length;
    strbuf_addc(paper->out, '\n');
    size_t none = paper->out->length;
    if (how)
        add_note(paper, ROLE_DIM, "how", how);
    findings_of(&findings, results, true);
    for (size_t i = 0; i < findings.count; i++)
        if (finding_is_for(&findings.list[i], FINDING_ON_PAPER))
            add_finding(paper, &findings.list[i], results);
    findings_release(&findings);
    if (paper->out->length == none)
        strbuf_truncate(paper->out, before);
}
