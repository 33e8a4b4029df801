#include "harness/batch/given_report.h"

#include "harness/base/json.h"
#include "harness/record/fail_on.h"
#include "harness/record/faults_json.h"
#include "harness/record/faults_text.h"
#include "harness/record/library.h"
#include "harness/record/rerun.h"
#include "harness/record/result.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of each kernel. */
enum { FAILURES_SHOWN = 3 };

static const char *const fault_words[GIVEN_FAULTS] = {
    [GIVEN_MEAN] = "the mean is outside the bound of its loss",
    [GIVEN_GRAD] = "a gradient is outside its bound",
    [GIVEN_NAMED] = "the mean or a gradient is in a class that fails it:",
    [GIVEN_FIRST] = "a zero of the wrong sign, or bits that depend on their place, in a first-class kernel",
    [GIVEN_OPEN] = "the exact mean is not known to 2^-8 ulp",
};

static json_t *class_json(enum error_class class)
{
    return class == IN_ULPS ? json_null() : json_string(error_class_names[class]);
}

static json_t *bound_json(const struct choice *choice, enum output output)
{
    return json_number_or_null(choice_bound(choice, output));
}

static json_t *grad_json(const struct batch_given_row *row)
{
    const struct batch_grad *g = &row->grad;
    return json_pack("{s:o, s:o, s:I, s:I, s:I}", "bound_ulp", bound_json(&row->choice, GRAD), "ulp",
                     isnan(g->ulp) ? json_null() : result_ulp(g->ulp), "at", (json_int_t)g->at, "inputs",
                     (json_int_t)g->inputs, "classed", (json_int_t)g->classed);
}

static json_t *row_json(const struct batch_given_row *row)
{
    const struct batch_mean_error *e = &row->error;
    bool in_ulps = e->error.class == IN_ULPS;
    char id[ID_SIZE];
    choice_id(id, &row->choice);
    json_t *object = json_pack(
        "{s:s, s:s, s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "id", id, "kind", "mean",
        "regime", row->regime->name, "batch", (json_int_t)row->n, "mean", json_hex_float(row->mean), "class",
        class_json(e->error.class), "bound_ulp", bound_json(&row->choice, LOSS), "ulp",
        in_ulps ? result_ulp(e->error.ulp) : json_null(), "of_magnitudes", result_ulp(e->of_magnitudes),
        "condition", json_number_or_null(e->condition), "open", json_number_or_null(e->open), "grad",
        grad_json(row), "pass", row->faults == 0);
    library_set(object, &row->choice);
    return object;
}

json_t *batch_given_json(const struct batch_given *given)
{
    json_t *array = json_array();
    for (size_t i = 0; i < given->count; i++)
        if (given->at[i].done)
            json_array_append_new(array, row_json(&given->at[i]));
    return array;
}

void batch_given_faults_json(json_t *section, const struct batch_given *given,
                             const struct selection *selection)
{
    for (size_t i = 0; i < given->kernels; i++)
        faults_json_add(section, &selection->at[i], &given->faults[i]);
}

size_t batch_given_skipped(const struct batch_given *given)
{
    size_t skipped = 0;
    for (size_t i = 0; i < given->count; i++)
        skipped += given->at[i].done || given->at[i].unanswered || given->at[i].barred ? 0 : 1;
    return skipped;
}

static bool same_series(const struct batch_given_row *a, const struct batch_given_row *b)
{
    return a->choice.kernel == b->choice.kernel && a->regime == b->regime;
}

/* What fails before what does not; then classes before ulps, of the mean first. */
static bool worse(const struct batch_given_row *a, const struct batch_given_row *b)
{
    if (!a->faults != !b->faults)
        return a->faults != 0;
    if (metric_error_is_worse(&a->error.error, &b->error.error))
        return true;
    return !metric_error_is_worse(&b->error.error, &a->error.error) && a->grad.ulp > b->grad.ulp;
}

static void print_row(FILE *to, const struct batch_given_row *row, int width)
{
    const struct error *e = &row->error.error;
    char id[ID_SIZE];
    choice_id(id, &row->choice);
    fprintf(to, "%-*s  %-11s  %9zu  ", width, id, row->regime->name, row->n);
    if (e->class != IN_ULPS)
        fprintf(to, "%10s", error_class_names[e->class]);
    else if (!isfinite(row->mean))
        fprintf(to, "%10s", isnan(row->mean) ? "nan, right" : "inf, right");
    else
        fprintf(to, "%10.4Lg", e->ulp);
    if (isfinite(row->error.condition))
        fprintf(to, "  %9.3g", row->error.condition);
    else
        fprintf(to, "  %9s", "-");
    if (choice_has(&row->choice, GRAD))
        fprintf(to, "  %10.4Lg  %9zu", row->grad.ulp, row->grad.classed);
    else
        fprintf(to, "  %10s  %9s", "-", "-");
    fputs(row->faults ? "  FAIL\n" : "\n", to);
}

void batch_given_print(FILE *to, const struct batch_given *given, bool verbose)
{
    int width = (int)strlen("kernel of kind mean");
    char id[ID_SIZE];
    for (size_t i = 0; i < given->count; i++) {
        choice_id(id, &given->at[i].choice);
        width = (int)strlen(id) > width ? (int)strlen(id) : width;
    }
    if (given->count > 0)
        fprintf(to, "%-*s  %-11s  %9s  %10s  %9s  %10s  %9s\n", width, "kernel of kind mean", "regime",
                verbose ? "n" : "worst at", "mean, ulp", "condition", "grad, ulp", "in class");
    const struct batch_given_row *worst = NULL;
    for (size_t i = 0; i < given->count; i++) {
        const struct batch_given_row *row = &given->at[i];
        if (row->done && verbose)
            print_row(to, row, width);
        else if (row->done)
            worst = !worst || worse(row, worst) ? row : worst;
        bool last = i + 1 == given->count || !same_series(row, row + 1);
        if (last && worst)
            print_row(to, worst, width);
        worst = last ? NULL : worst;
    }
}

void batch_given_print_places(FILE *to, const struct batch_given *given, const struct selection *selection)
{
    for (size_t i = 0; i < given->kernels; i++) {
        char id[ID_SIZE];
        choice_id(id, &selection->at[i]);
        if (given->faults[i].of[FAULT_POSITION].count == 0)
            continue;
        fprintf(to, "%s ", id);
        faults_print(to, &selection->at[i], &given->faults[i], FAULT_POSITION);
        fputc('\n', to);
    }
}

char *batch_given_rerun(const struct batch_given_row *row, uint64_t seed)
{
    char id[ID_SIZE];
    choice_id(id, &row->choice);
    return rerun_text(&row->choice, "ganloss batch '%s' --regime %s --batch %zu --seed %llu", id,
                      row->regime->name, row->n, (unsigned long long)seed);
}

static void print_failure(FILE *to, const struct batch_given_row *row, uint64_t seed)
{
    char id[ID_SIZE];
    const char *separator = "";
    char met[FAIL_ON_TEXT];
    fail_on_text(met, row->met);
    choice_id(id, &row->choice);
    fprintf(to, "FAIL %s, %s, n = %zu:", id, row->regime->name, row->n);
    for (int fault = 0; fault < GIVEN_FAULTS; fault++)
        if (row->faults >> fault & 1) {
            fprintf(to, "%s %s", separator, fault_words[fault]);
            separator = ";";
            if (fault == GIVEN_NAMED)
                fprintf(to, " %s", met);
        }
    fprintf(to, "; got %a, ", row->mean);
    if (row->error.error.class == IN_ULPS)
        fprintf(to, "%.4Lg ulp off", row->error.error.ulp);
    else
        fputs(error_class_names[row->error.error.class], to);
    if (choice_has(&row->choice, GRAD))
        fprintf(to, ", gradient %.4Lg ulp at element %zu, %zu in classes", row->grad.ulp, row->grad.at,
                row->grad.classed);
    char *rerun = batch_given_rerun(row, seed);
    fprintf(to, "; rerun: %s\n", rerun);
    free(rerun);
}

static size_t print_rows(FILE *to, const struct batch_given *given, size_t kernel, uint64_t seed)
{
    size_t failed = 0, without = 0, each = given->count / given->kernels;
    char id[ID_SIZE];
    for (size_t i = kernel * each; i < (kernel + 1) * each; i++) {
        const struct batch_given_row *row = &given->at[i];
        without += row->unanswered || row->barred ? 1 : 0;
        if (row->done && row->faults && failed++ < FAILURES_SHOWN)
            print_failure(to, row, seed);
    }
    choice_id(id, &given->at[kernel * each].choice);
    if (failed > FAILURES_SHOWN)
        fprintf(to, "FAIL %s: ... and %zu more of its means\n", id, failed - FAILURES_SHOWN);
    return failed + without;
}

size_t batch_given_print_failures(FILE *to, const struct batch_given *given, const struct batch_plan *plan)
{
    size_t failed = 0;
    for (size_t i = 0; i < given->kernels; i++) {
        const struct choice *choice = &plan->selection->at[i];
        char id[ID_SIZE];
        choice_id(id, choice);
        char *rerun =
            rerun_text(choice, "rerun: ganloss batch '%s' --seed %llu", id, (unsigned long long)plan->seed);
        faults_print_failures(to, choice, &given->faults[i], rerun);
        free(rerun);
        failed += print_rows(to, given, i, plan->seed);
    }
    return failed;
}
