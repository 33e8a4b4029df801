#include "harness/grade/grade.h"

#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/grade/grade_cases.h"
#include "harness/grade/grade_floats.h"

enum status grade_run(struct summary *summary, struct grading *g, bool quiet)
{
    struct summary of_cases = {0};
    *summary = (struct summary){0};
    progress_start("inputs", inputs_count(&g->inputs), quiet);
    enum status status = grade_cases_read(g);
    if (status == STATUS_OK && g->inputs.floats > 0)
        status = grade_floats(summary, g);
    if (status == STATUS_OK && !interrupted())
        grade_cases(&of_cases, g);
    progress_end();
    if (g->inputs.floats > 0)
        summary_absorb(summary, &of_cases);
    else
        summary_merge(summary, &of_cases);
    summary_clear(&of_cases);
    return status;
}
