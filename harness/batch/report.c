/* report.c -- rows as a table, as JSON, and as failures that can be rerun. */
#include "harness/batch/report.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/record/fail_on.h"
#include "harness/record/faults_json.h"
#include "harness/record/faults_text.h"
#include "harness/record/library.h"
#include "harness/record/result.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FAILURES_SHOWN = 20 };

const char *const batch_fault_words[BATCH_FAULTS] = {
    [FAULT_SUM] = "the sum is outside the bound of its reduction",
    [FAULT_SCALE] = "the mean is not the sum divided by n, rounded",
    [FAULT_SPECIAL] = "infinities or NaN are lost or made in the sum",
    [FAULT_GRAD] = "a gradient is not the kernel's divided by n, rounded",
    [FAULT_BITS] = "bits depend on alignment, pieces, threads or reduction",
    [FAULT_NAMED] =
        "the mean of its losses, however they are summed, or a gradient is in a class that fails it (--fail-on)",
    [FAULT_ULP] =
        "the mean of its losses, however they are summed, or a gradient is off by more than --max-ulp",
    [FAULT_OPEN] = "the exact mean is not known to 2^-8 ulp",
};

const char *const batch_class_fault_words[CLASS_FAULTS] = {
    [CLASS_COUNT] = "a class's count is wrong",
    [CLASS_MEAN] = "a class's mean is outside the bound of a naive sum in double",
    [CLASS_RESULT] = "the loss is not the weighted mean of the classes' means",
    [CLASS_GRAD] = "a gradient is not the kernel's divided by its class's weight, rounded",
    [CLASS_BESIDE] = "something is written beside the means or counts",
};

size_t batch_skipped(const struct batch_rows *rows)
{
    size_t skipped = 0;
    for (size_t i = 0; i < rows->count; i++)
        skipped += rows->at[i].done || rows->at[i].barred ? 0 : 1;
    return skipped;
}

size_t batch_barred(const struct batch_rows *rows)
{
    size_t barred = 0;
    for (size_t i = 0; i < rows->count; i++)
        barred += rows->at[i].barred ? 1 : 0;
    return barred;
}

json_t *batch_classes_json(const struct batch_rows *rows, const struct batch_plan *plan)
{
    json_t *section = json_array();
    for (size_t i = 0; i < rows->class_count; i++) {
        const struct batch_classes *c = &rows->classes[i];
        char id[ID_SIZE];
        choice_id(id, &plan->selection->at[i / plan->regimes]);
        if (!c->done)
            continue;
        json_t *record = json_pack("{s:s, s:s, s:I, s:I, s:o, s:b}", "id", id, "regime",
                                   plan->regime[i % plan->regimes]->name, "means", (json_int_t)c->means,
                                   "empty", (json_int_t)c->empty, "of_bound",
                                   json_number_or_null((double)c->of_bound), "pass", c->faults == 0);
        library_set(record, &plan->selection->at[i / plan->regimes]);
        json_array_append_new(section, record);
    }
    return section;
}

json_t *batch_faults_json(const struct batch_rows *rows, const struct selection *selection)
{
    json_t *section = json_array();
    for (size_t i = 0; i < rows->kernels; i++)
        faults_json_add(section, &selection->at[i], &rows->faults[i]);
    return section;
}

static json_t *signed_ulps(long double ulps)
{
    if (isnan(ulps) || fabsl(ulps) <= (long double)DBL_MAX)
        return json_number_or_null((double)ulps);
    char text[64];
    snprintf(text, sizeof text, "%.15Lg", ulps);
    return json_string(text);
}

static json_t *part(const struct batch_row *row, long double ulps)
{
    return row->finite ? signed_ulps(ulps) : json_null();
}

static json_t *class_json(enum error_class class)
{
    return class == IN_ULPS ? json_null() : json_string(error_class_names[class]);
}

static json_t *grad_json(const struct batch_grad *g)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:I, s:I, s:I}", "ulp",
                     isnan(g->ulp) ? json_null() : result_ulp(g->ulp), "element", signed_ulps(g->element),
                     "scale", signed_ulps(g->scale), "max_scale", result_ulp(g->max_scale), "at",
                     (json_int_t)g->at, "inputs", (json_int_t)g->inputs, "classed", (json_int_t)g->classed);
}

static json_t *row_json(const struct batch_row *row)
{
    char id[ID_SIZE];
    choice_id(id, &row->choice);
    json_t *object = json_pack("{s:s, s:s, s:s, s:I, s:o, s:o, s:o}", "id", id, "regime", row->regime->name,
                               "reduction", ganloss_reduction_names[row->reduction], "batch",
                               (json_int_t)row->n, "mean", json_hex_float(row->mean), "class",
                               class_json(row->error.class), "total", part(row, row->total));
    json_t *rest =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "element", part(row, row->element), "sum",
                  part(row, row->sum_part), "scale", part(row, row->scale), "sum_bound",
                  part(row, row->sum_bound), "condition", json_number_or_null(row->condition), "open",
                  json_number_or_null(row->open), "grad", grad_json(&row->grad), "pass", row->faults == 0);
    json_object_update(object, rest);
    json_decref(rest);
    library_set(object, &row->choice);
    return object;
}

json_t *batch_json(const struct batch_rows *rows)
{
    json_t *array = json_array();
    for (size_t i = 0; i < rows->count; i++)
        if (rows->at[i].done)
            json_array_append_new(array, row_json(&rows->at[i]));
    return array;
}

bool batch_same_series(const struct batch_row *a, const struct batch_row *b)
{
    return a->choice.kernel == b->choice.kernel && a->choice.format == b->choice.format &&
           a->regime == b->regime && a->reduction == b->reduction;
}

/* Classes are worse than any error in ulps. */
static bool worse(const struct batch_row *a, const struct batch_row *b)
{
    if (a->finite != b->finite)
        return a->finite ? false : error_class_is_failure(a->error.class);
    return a->finite && fabsl(a->total) > fabsl(b->total);
}

static void print_row(FILE *to, const struct batch_row *row, int width)
{
    char id[ID_SIZE];
    choice_id(id, &row->choice);
    fprintf(to, "%-*s  %-11s  %-11s  %9zu  ", width, id, row->regime->name,
            ganloss_reduction_names[row->reduction], row->n);
    if (row->finite)
        fprintf(to, "%10.4Lg  %10.4Lg  %10.4Lg  %10.4Lg  %10.4Lg  %9.3g", row->total, row->element,
                row->sum_part, row->scale, row->sum_bound, row->condition);
    else
        fprintf(to, "%10s  %10s  %10s  %10s  %10s  %9s",
                row->error.class == IN_ULPS ? isnan(row->mean)   ? "nan, right"
                                              : isinf(row->mean) ? "inf, right"
                                                                 : "right"
                                            : error_class_names[row->error.class],
                "-", "-", "-", "-", "-");
    if (choice_has(&row->choice, GRAD))
        fprintf(to, "  %10.4Lg  %8.4Lg", row->grad.ulp, row->grad.max_scale);
    else
        fprintf(to, "  %10s  %8s", "-", "-");
    fputs(row->faults ? "  FAIL\n" : "\n", to);
}

void batch_print_places(FILE *to, const struct batch_rows *rows, const struct selection *selection)
{
    for (size_t i = 0; i < rows->kernels; i++) {
        char id[ID_SIZE];
        choice_id(id, &selection->at[i]);
        if (rows->faults[i].of[FAULT_POSITION].count == 0)
            continue;
        fprintf(to, "%s ", id);
        faults_print(to, &selection->at[i], &rows->faults[i], FAULT_POSITION);
        fputc('\n', to);
    }
}

void batch_print(FILE *to, const struct batch_rows *rows, bool verbose)
{
    int width = (int)strlen("kernel");
    char id[ID_SIZE];
    for (size_t i = 0; i < rows->count; i++) {
        choice_id(id, &rows->at[i].choice);
        width = (int)strlen(id) > width ? (int)strlen(id) : width;
    }
    fprintf(to, "%-*s  %-11s  %-11s  %9s  %10s  %10s  %10s  %10s  %10s  %9s  %10s  %8s\n", width, "kernel",
            "regime", "mean", verbose ? "n" : "worst at", "error, ulp", "element", "sum", "scale",
            "sum bound", "condition", "grad, ulp", "scale");
    const struct batch_row *worst = NULL;
    for (size_t i = 0; i < rows->count; i++) {
        const struct batch_row *row = &rows->at[i];
        if (row->done && verbose)
            print_row(to, row, width);
        else if (row->done)
            worst = !worst || worse(row, worst) ? row : worst;
        bool last = i + 1 == rows->count || !batch_same_series(row, row + 1);
        if (last && worst)
            print_row(to, worst, width);
        worst = last ? NULL : worst;
    }
}

char *batch_rerun(const struct batch_row *row, uint64_t seed)
{
    const struct choice *choice = &row->choice;
    char id[ID_SIZE], named[FAIL_ON_TEXT], beyond[48] = "";
    const char *option = choice->kernel->option;
    choice_id(id, choice);
    fail_on_text(named, choice->fail_on);
    if (choice->max_ulp > 0)
        snprintf(beyond, sizeof beyond, " --max-ulp %.17g", choice->max_ulp);
    return allocate_text("ganloss batch '%s' --regime %s --batch %zu --reduction %s --seed %llu%s%s%s%s%s",
                         id, row->regime->name, row->n, ganloss_reduction_names[row->reduction],
                         (unsigned long long)seed, *named ? " --fail-on " : "", named, beyond,
                         option ? " " : "", option ? option : "");
}

static void print_failure(FILE *to, const struct batch_row *row, uint64_t seed)
{
    char id[ID_SIZE], *rerun = batch_rerun(row, seed);
    choice_id(id, &row->choice);
    fprintf(to, "FAIL %s, %s, n = %zu, %s:", id, row->regime->name, row->n,
            ganloss_reduction_names[row->reduction]);
    const char *separator = "";
    for (int fault = 0; fault < BATCH_FAULTS; fault++)
        if (row->faults >> fault & 1) {
            fprintf(to, "%s %s", separator, batch_fault_words[fault]);
            separator = ";";
        }
    if (row->faults >> FAULT_SUM & 1)
        fprintf(to, " (%.4Lg ulp, bound %.4Lg)", row->sum_part, row->sum_bound);
    fprintf(to, "; rerun: %s\n", rerun);
    free(rerun);
}

static void print_kernel_faults(FILE *to, const struct batch_rows *rows, const struct selection *selection,
                                uint64_t seed)
{
    for (size_t i = 0; i < rows->kernels; i++) {
        char id[ID_SIZE], rerun[ID_SIZE + 64];
        choice_id(id, &selection->at[i]);
        snprintf(rerun, sizeof rerun, "rerun: ganloss batch '%s' --seed %llu", id, (unsigned long long)seed);
        faults_print_failures(to, &selection->at[i], &rows->faults[i], rerun);
    }
}

static void print_class_failure(FILE *to, const struct batch_plan *plan, const struct batch_rows *rows,
                                size_t i)
{
    static const char *const weightings[] = {[GANLOSS_BY_SHARE] = "by share", [GANLOSS_EVENLY] = "evenly"};
    const struct choice *choice = &plan->selection->at[i / plan->regimes];
    const struct batch_classes *c = &rows->classes[i];
    const char *regime = plan->regime[i % plan->regimes]->name, *separator = "";
    char id[ID_SIZE];
    choice_id(id, choice);
    fprintf(to, "FAIL %s, %s, means per class:", id, regime);
    for (int fault = 0; fault < CLASS_FAULTS; fault++)
        if (c->faults >> fault & 1) {
            fprintf(to, "%s %s", separator, batch_class_fault_words[fault]);
            separator = ";";
        }
    fprintf(to, "; first of %zu losses in %zu classes, weighted %s, at %s %zu: got %a, exact %a", c->first.n,
            c->first.classes, weightings[c->first.weighting],
            c->first.fault == CLASS_GRAD ? "element" : "class", c->first.at, c->first.got, c->first.exact);
    fprintf(to, "; rerun: ganloss batch '%s' --regime %s --seed %llu\n", id, regime,
            (unsigned long long)plan->seed);
}

static void print_class_failures(FILE *to, const struct batch_rows *rows, const struct batch_plan *plan)
{
    size_t failed = 0;
    for (size_t i = 0; i < rows->class_count; i++)
        if (rows->classes[i].faults && failed++ < FAILURES_SHOWN)
            print_class_failure(to, plan, rows, i);
    if (failed > FAILURES_SHOWN)
        fprintf(to, "FAIL ... and the means per class of %zu more kernels and regimes\n",
                failed - FAILURES_SHOWN);
}

size_t batch_classes_failed(const struct batch_rows *rows)
{
    size_t failed = 0;
    for (size_t i = 0; i < rows->class_count; i++)
        failed += rows->classes[i].faults ? 1 : 0;
    return failed;
}

void batch_print_classes(FILE *to, const struct batch_rows *rows)
{
    size_t means = 0, empty = 0;
    long double of_bound = 0;
    for (size_t i = 0; i < rows->class_count; i++) {
        means += rows->classes[i].means;
        empty += rows->classes[i].empty;
        of_bound = fmaxl(of_bound, rows->classes[i].of_bound);
    }
    if (means > 0)
        fprintf(to,
                "means per class: %zu of a kernel's losses, %zu classes empty; the largest error is %.2Lg of "
                "its bound, %zu failures\n",
                means, empty, of_bound, batch_classes_failed(rows));
}

size_t batch_print_failures(FILE *to, const struct batch_rows *rows, const struct batch_plan *plan)
{
    size_t failed = 0;
    print_kernel_faults(to, rows, plan->selection, plan->seed);
    for (size_t i = 0; i < rows->count; i++)
        if (rows->at[i].done && rows->at[i].faults && failed++ < FAILURES_SHOWN)
            print_failure(to, &rows->at[i], plan->seed);
    if (failed > FAILURES_SHOWN)
        fprintf(to, "FAIL ... and %zu more rows\n", failed - FAILURES_SHOWN);
    print_class_failures(to, rows, plan);
    return failed + batch_barred(rows);
}
