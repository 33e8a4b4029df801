#include "harness/batch/findings.h"

#include "harness/base/allocate.h"
#include "harness/batch/report.h"
#include "harness/record/fail_on.h"
#include "harness/record/finding.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static const char *const rules[BATCH_FAULTS] = {
    [FAULT_SUM] = "sum",         [FAULT_SCALE] = "scale",
    [FAULT_SPECIAL] = "special", [FAULT_GRAD] = "scaled-gradient",
    [FAULT_BITS] = "bits",       [FAULT_OPEN] = "open",
};

/* A row that shows a fault, and how many of its series do. */
struct shown {
    const struct batch_row *row;
    size_t count;
};

/* "early, n = 16, naive" */
static char *place_of(const struct batch_row *row)
{
    return allocate_text("%s, n = %zu, %s", row->regime->name, row->n,
                         ganloss_reduction_names[row->reduction]);
}

static void add(const struct shown *shown, const struct batch_plan *plan, const char *rule,
                enum finding_part part, const char *what, long double size)
{
    const struct batch_row *row = shown->row;
    char *place = place_of(row);
    char *said =
        shown->count > 1 ? allocate_text("%s; in %zu sizes", what, shown->count) : allocate_text("%s", what);
    char *rerun = batch_rerun(row, plan->seed);
    finding_add_of(
        (struct finding){
            .rule = rule, .part = part, .message = said, .place = place, .rerun = rerun, .size = size},
        &row->choice);
    free(place);
    free(said);
    free(rerun);
}

/* The classes that are failures by themselves. */
static unsigned failures(void)
{
    unsigned set = 0;
    for (int c = 0; c < CLASSES; c++)
        set |= error_class_is_failure((enum error_class)c) ? 1U << c : 0;
    return set;
}

/* What an output shows: a finding for each class that the user named, or that fails it with --max-ulp, and one for an error
   beyond that. Rows that differ in their reductions alone show the same. */
static void add_shown(const struct shown *shown, const struct batch_plan *plan, enum output output)
{
    const char *what = output == LOSS ? "the mean of its losses, however they are summed" : "a gradient";
    const struct batch_row *row = shown->row;
    double allowed = row->choice.max_ulp;
    long double ulp = output == LOSS ? row->losses_error.ulp : row->grad.ulp; /* NaN where there is none */
    unsigned of[OUTPUTS] = {1U << row->losses_error.class | (row->losses_error.lost ? 1U << FAIL_ON_LOST : 0),
                            row->grad.classes},
             fails = row->choice.fail_on | (allowed > 0 ? failures() : 0);
    for (unsigned bit = 1; bit; bit <<= 1) {
        char name[FAIL_ON_TEXT];
        fail_on_text(name, of[output] & fails & bit);
        if (*name)
            add(shown, plan, name, (enum finding_part)output, what, 0);
    }
    if (allowed > 0 && ulp > (long double)allowed) {
        char *said = allocate_text("%s: %.4Lg ulp, allowed %g", what, ulp, allowed);
        add(shown, plan, "bound", (enum finding_part)output, said, ulp);
        free(said);
    }
}

static void add_fault(const struct shown *shown, const struct batch_plan *plan, int fault)
{
    add(shown, plan, rules[fault], fault == FAULT_GRAD ? FINDING_GRAD : FINDING_LOSS,
        batch_fault_words[fault], fault == FAULT_SUM ? fabsl(shown->row->sum_part) : 0);
}

/* The first row of a series with one of the faults, and how many have. */
static struct shown find(const struct batch_rows *rows, size_t from, size_t to, unsigned faults)
{
    struct shown shown = {NULL, 0};
    for (size_t i = from; i < to; i++)
        if (rows->at[i].done && rows->at[i].faults & faults) {
            shown.row = shown.row ? shown.row : &rows->at[i];
            shown.count++;
        }
    return shown;
}

static bool is_first_reduction(const struct batch_plan *plan, enum ganloss_reduction reduction)
{
    for (int r = 0; r < (int)reduction; r++)
        if (plan->reduction[r])
            return false;
    return true;
}

static void add_series(const struct batch_rows *rows, size_t from, size_t to, const struct batch_plan *plan)
{
    struct shown shown = find(rows, from, to, 1U << FAULT_NAMED | 1U << FAULT_ULP);
    for (int k = 0; k < OUTPUTS && shown.row && is_first_reduction(plan, shown.row->reduction); k++)
        add_shown(&shown, plan, (enum output)k);
    for (int fault = 0; fault < BATCH_FAULTS; fault++) {
        shown = find(rows, from, to, 1U << fault);
        if (shown.row && rules[fault])
            add_fault(&shown, plan, fault);
    }
}

static void add_classes(const struct batch_rows *rows, const struct batch_plan *plan, size_t i)
{
    const struct choice *choice = &plan->selection->at[i / plan->regimes];
    const char *regime = plan->regime[i % plan->regimes]->name;
    for (int fault = 0; fault < CLASS_FAULTS; fault++)
        if (rows->classes[i].faults >> fault & 1)
            finding_add_of((struct finding){.rule = "class-means",
                                            .part = fault == CLASS_GRAD ? FINDING_GRAD : FINDING_LOSS,
                                            .message = batch_class_fault_words[fault],
                                            .place = regime},
                           choice);
}

static void add_cases(const struct batch_row *row, const struct batch_plan *plan)
{
    char id[ID_SIZE], *why = NULL, *place = place_of(row);
    bool reached = row->done || row->barred;
    choice_id(id, &row->choice);
    finding_evidence(id, "evidence", "sampled");
    finding_evidence(id, "seed", "%llu", (unsigned long long)plan->seed);
    if (row->choice.kernel->library)
        finding_evidence(id, "library", "%s", row->choice.kernel->library);
    why = allocate_text("%s: %s", place,
                        row->barred ? "it does more than return results" : "the run did not come to it");
    for (int k = 0; k < OUTPUTS; k++)
        if (choice_has(&row->choice, (enum output)k))
            finding_case_add(id, (enum finding_part)k,
                             !reached      ? FINDING_UNFINISHED
                             : row->barred ? FINDING_SKIPPED
                                           : FINDING_JUDGED,
                             why);
    finding_case_add(id, FINDING_FAULTS, reached ? FINDING_JUDGED : FINDING_UNFINISHED, why);
    free(place);
    free(why);
}

void batch_findings(const struct batch_rows *rows, const struct batch_plan *plan)
{
    size_t from = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (i == from || !(rows->at[i].done || rows->at[i].barred))
            add_cases(&rows->at[i], plan);
        if (i + 1 < rows->count && batch_same_series(&rows->at[i], &rows->at[i + 1]))
            continue;
        add_series(rows, from, i + 1, plan);
        from = i + 1;
    }
    for (size_t i = 0; i < rows->class_count; i++)
        add_classes(rows, plan, i);
}
