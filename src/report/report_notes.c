#include "report/report_text.h"

#include "analysis/findings.h"
#include "base/text.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* One note: "process: sentence", broken into lines. */
static void add_note(struct strbuf *out, const char *head, const char *kind, const char *sentence,
                     const struct report_style *style)
{
    char *name = text_printable(head, style->ascii), *text = text_printable(sentence, style->ascii);
    report_add(out, name, kind ? REPORT_STRATEGY : REPORT_DIM, kind, style);
    strbuf_adds(out, ": ");
    report_wrapped(out, text, text_columns(name) + 2, 2, style);
    free(name);
    free(text);
}

/* The head is the finding's own, or a word for its kind. */
static void add_finding(struct strbuf *out, const struct results *results, const struct finding *finding,
                        const struct report_style *style)
{
    const char *text = finding->text.text, *kind = NULL;
    if (finding->words == 0) {
        add_note(out, finding_head(finding->kind), NULL, text, style);
        return;
    }
    char *head = xmemdup0(text, finding->words - strlen(": "));
    if (finding->strategy_count == 1)
        kind = results->experiment->strategies[finding->strategies[0]].ops->name;
    add_note(out, head, kind, text + finding->words, style);
    free(head);
}

void report_notes(struct strbuf *out, const struct results *results, const char *how,
                  const struct report_style *style)
{
    struct findings findings;
    size_t table = out->length;
    strbuf_addc(out, '\n');
    if (how)
        add_note(out, "how", NULL, how, style);
    findings_of(&findings, results, true);
    for (size_t i = 0; i < findings.count; i++)
        if (finding_is_for(&findings.list[i], FINDING_ON_PAPER))
            add_finding(out, results, &findings.list[i], style);
    findings_release(&findings);
    if (out->length == table + 1)
        strbuf_truncate(out, table);
}
