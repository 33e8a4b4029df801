#include "harness/bench/findings.h"

#include "harness/base/allocate.h"
#include "harness/bench/report.h"
#include "harness/bench/rows.h"
#include "harness/record/finding.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/select.h"

#include <math.h>
#include <stdlib.h>

/* A row that has no times though it should. */
static void add_unfinished(const char *id, const struct bench_row *row)
{
    char *why = allocate_text("%s %s, %s, batch %zu: not timed", bench_kind(row), bench_reduction(row),
                              row->regime->name, row->batch);
    finding_case_add(id, FINDING_SPEED, FINDING_UNFINISHED, why);
    free(why);
}

static void add_compared(const char *id, const struct bench_row *row)
{
    char *name = allocate_text("%s %s %s: instructions per element", bench_kind(row), bench_reduction(row),
                               row->regime->name);
    if (row->fails)
        finding_case_add(id, FINDING_SPEED, FINDING_SKIPPED, "it does more than return results");
    else if (isnan(row->instructions) && catalogue_is_foreign(row->choice.kernel))
        finding_case_add(id, FINDING_SPEED, FINDING_SKIPPED, "a program's instructions are not counted");
    else if (isnan(row->instructions))
        finding_case_add(id, FINDING_SPEED, FINDING_UNFINISHED, "its instructions were not counted");
    else
        finding_evidence(id, name, "%.6g", row->instructions);
    free(name);
}

void bench_findings(const struct bench *bench, bool cut_short, bool against)
{
    for (size_t i = 0; i < bench->count; i++) {
        const struct bench_row *row = &bench->rows[i];
        char id[ID_SIZE];
        choice_id(id, &row->choice);
        finding_case_add(id, FINDING_FAULTS, cut_short ? FINDING_UNFINISHED : FINDING_JUDGED,
                         "the run was interrupted");
        if (!row->fails && !bench_reported(row, false))
            add_unfinished(id, row);
        if (against)
            add_compared(id, row);
    }
}
