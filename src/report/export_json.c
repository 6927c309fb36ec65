/* The result object, as tictoc run --json writes it. */
#include "report/export.h"
#include "report/report.h"

void export_json(struct export *out, const struct recording *recording, size_t only)
{
    struct results results;
    struct recording one = *recording;
    if (only != EXPORT_ALL) {
        one.runs = &recording->runs[only];
        one.run_count = 1;
    }
    results_of_recording(&results, &one, one.run_count);
    report_json(&out->text, &results);
    results_release(&results);
}
