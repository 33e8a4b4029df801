#include "harness/batch/findings.h"

#include "harness/base/allocate.h"
#include "harness/batch/report.h"
#include "harness/record/fail_on.h"
#include "harness/record/finding.h"

#include <math.h>
#include <stdlib.h>

static const char *const rules[BATCH_FAULTS] = {
    [FAULT_SUM] = "sum",         [FAULT_SCALE] = "scale",
    [FAULT_SPECIAL] = "special", [FAULT_GRAD] = "scaled-gradient",
    [FAULT_BITS] = "bits",       [FAULT_NAMED] = NULL,
    [FAULT_ULP] = "bound",       [FAULT_OPEN] = "open",
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
    const char *option = row->choice.kernel->option;
    char id[ID_SIZE], *place = place_of(row);
    choice_id(id, &row->choice);
    char *said = shown->count > 1 ? allocate_text("%s; so in %zu more sizes", what, shown->count - 1)
                                  : allocate_text("%s", what);
    char *rerun = allocate_text("ganloss batch '%s' --regime %s --batch %zu --reduction %s --seed %llu%s%s",
                                id, row->regime->name, row->n, ganloss_reduction_names[row->reduction],
                                (unsigned long long)plan->seed, option ? " " : "", option ? option : "");
    finding_add_of(
        (struct finding){
            .rule = rule, .part = part, .message = said, .place = place, .rerun = rerun, .size = size},
        &row->choice);
    free(place);
    free(said);
    free(rerun);
}

/* A finding for each class that the user named, or that fails a foreign kernel. */
static void add_named(const struct shown *shown, const struct batch_plan *plan)
{
    const struct batch_row *row = shown->row;
    unsigned of[OUTPUTS] = {1U << row->losses_error.class | (row->losses_error.lost ? 1U << FAIL_ON_LOST : 0),
                            row->grad.classes};
    for (int k = 0; k < OUTPUTS; k++)
        for (unsigned bit = 1; bit; bit <<= 1) {
            char name[FAIL_ON_TEXT];
            fail_on_text(name, of[k] & row->choice.fail_on & bit);
            if (*name)
                add(shown, plan, name, (enum finding_part)k,
                    k == LOSS ? "the mean of its losses, however they are summed" : "a gradient", 0);
        }
}

static void add_beyond(const struct shown *shown, const struct batch_plan *plan)
{
    const struct batch_row *row = shown->row;
    const struct error *loss = &row->losses_error;
    double allowed = row->choice.max_ulp;
    if (error_class_is_failure(loss->class) || loss->ulp > (long double)allowed) {
        char *said = allocate_text(
            "the mean of its losses, however they are summed: %.4Lg ulp, allowed %g%s%s", loss->ulp, allowed,
            loss->class != IN_ULPS ? "; " : "", loss->class != IN_ULPS ? error_class_names[loss->class] : "");
        add(shown, plan, rules[FAULT_ULP], FINDING_LOSS, said, loss->ulp);
        free(said);
    }
    if (row->grad.classed > 0 || row->grad.ulp > (long double)allowed) {
        char *said = allocate_text("a gradient: %.4Lg ulp, allowed %g; %zu in no ulp", row->grad.ulp, allowed,
                                   row->grad.classed);
        add(shown, plan, rules[FAULT_ULP], FINDING_GRAD, said, isnan(row->grad.ulp) ? 0 : row->grad.ulp);
        free(said);
    }
}

static void add_fault(const struct shown *shown, const struct batch_plan *plan, int fault)
{
    if (fault == FAULT_NAMED)
        add_named(shown, plan);
    else if (fault == FAULT_ULP)
        add_beyond(shown, plan);
    else
        add(shown, plan, rules[fault], fault == FAULT_GRAD ? FINDING_GRAD : FINDING_LOSS,
            batch_fault_words[fault], fault == FAULT_SUM ? fabsl(shown->row->sum_part) : 0);
}

static void add_series(const struct batch_rows *rows, size_t from, size_t to, const struct batch_plan *plan)
{
    for (int fault = 0; fault < BATCH_FAULTS; fault++) {
        struct shown shown = {NULL, 0};
        for (size_t i = from; i < to; i++)
            if (rows->at[i].done && rows->at[i].faults >> fault & 1) {
                shown.row = shown.row ? shown.row : &rows->at[i];
                shown.count++;
            }
        if (shown.row)
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
