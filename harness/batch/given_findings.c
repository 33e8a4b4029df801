#include "harness/batch/given_findings.h"

#include "harness/base/allocate.h"
#include "harness/batch/given_report.h"
#include "harness/record/fail_on.h"
#include "harness/record/finding.h"

#include <math.h>
#include <stdlib.h>

/* What is said of a row, with its place: of one rule, and of the output that shows it. */
static void add(const struct batch_given_row *row, const char *rule, enum finding_part part, const char *what,
                long double size, uint64_t seed)
{
    char *place = allocate_text("%s, n = %zu", row->regime->name, row->n),
         *rerun = batch_given_rerun(row, seed);
    finding_add_of((struct finding){.rule = rule,
                                    .part = part,
                                    .message = what,
                                    .place = place,
                                    .rerun = rerun,
                                    .size = isfinite(size) ? size : 0},
                   &row->choice);
    free(place);
    free(rerun);
}

static void add_row(const struct batch_given_row *row, uint64_t seed)
{
    const struct error *e = &row->error.error;
    char name[FAIL_ON_TEXT];
    bool is_class = error_class_is_failure(e->class);
    if (row->faults & 1U << GIVEN_MEAN)
        add(row, is_class ? error_class_names[e->class] : "bound", FINDING_LOSS,
            "the mean is outside the bound of its loss", is_class ? 0 : e->ulp, seed);
    if (row->faults & 1U << GIVEN_GRAD)
        add(row, "bound", FINDING_GRAD, "a gradient is outside its bound", row->grad.ulp, seed);
    for (unsigned bit = 1; bit; bit <<= 1) {
        fail_on_text(name, row->met & bit);
        if (*name)
            add(row, name, row->grad.classes & bit ? FINDING_GRAD : FINDING_LOSS,
                "the mean or a gradient is in a class that fails it", 0, seed);
    }
    if (row->faults & 1U << GIVEN_FIRST)
        add(row, row->moved ? "position" : "zero-sign", FINDING_LOSS,
            "a zero of the wrong sign, or bits that depend on their place, in a first-class kernel", 0, seed);
    if (row->faults & 1U << GIVEN_OPEN)
        add(row, "open", FINDING_LOSS, "the exact mean is not known to 2^-8 ulp", 0, seed);
}

static void add_case(const struct batch_given_row *row, uint64_t seed)
{
    bool skipped = row->barred || row->unanswered;
    enum finding_state state = row->done ? FINDING_JUDGED : skipped ? FINDING_SKIPPED : FINDING_UNFINISHED;
    char id[ID_SIZE];
    choice_id(id, &row->choice);
    char *why = allocate_text("%s, n = %zu: %s", row->regime->name, row->n,
                              row->barred       ? "it does more than return results"
                              : row->unanswered ? "it gave no answer"
                                                : "the run did not come to it");
    finding_evidence(id, "evidence", "sampled");
    finding_evidence(id, "seed", "%llu", (unsigned long long)seed);
    finding_evidence(id, "library", "%s", row->choice.kernel->library);
    for (int k = 0; k < OUTPUTS; k++)
        if (choice_has(&row->choice, (enum output)k))
            finding_case_add(id, (enum finding_part)k, state, why);
    finding_case_add(id, FINDING_FAULTS, row->done || skipped ? FINDING_JUDGED : FINDING_UNFINISHED, why);
    free(why);
}

/* Of a kernel in a regime, the first row that shows a fault stands for all that show it. */
void batch_given_findings(const struct batch_given *given, const struct batch_plan *plan)
{
    unsigned told = 0;
    for (size_t i = 0; i < given->count; i++) {
        const struct batch_given_row *row = &given->at[i];
        if (i % plan->sizes == 0)
            told = 0;
        add_case(row, plan->seed);
        if (row->done && row->faults & ~told)
            add_row(row, plan->seed);
        told |= row->done ? row->faults : 0;
    }
}
