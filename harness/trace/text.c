/* text.c -- the report for people: per loss what saturates by itself, which variants lose gradients and
   from where on, and which lose nothing. */
#include "harness/trace/text.h"

#include "harness/record/faults_text.h"
#include "harness/record/rerun.h"
#include "harness/trace/class_text.h"
#include "harness/trace/error_text.h"
#include "harness/trace/losses.h"
#include "harness/trace/measure.h"
#include "harness/trace/plan.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void print_head(const struct trace *trace, FILE *to)
{
    const struct recording *run = trace->run;
    fprintf(to, "Trace of %s: %zu step%s x %zu logits, %s (real %s, fake %s)\n", run->name, run->steps,
            run->steps == 1 ? "" : "s", run->batch, npy_elements[run->logits[RECORDING_REAL].type].descr,
            run->file[RECORDING_REAL], run->file[RECORDING_FAKE]);
    fprintf(to, "A step is a row of the files, from 0. Exact: MPFR; |g| is a gradient per sample, without "
                "the 1/n.\nThe largest ulp and shares are exact over these steps.\n");
    if (trace->computed[F32])
        fprintf(to, "f32: the logits %s.\n",
                run->own == &formats[F64] ? "rounded to f32; the exact values are those of the rounded logits"
                                          : "as recorded");
    if (trace->computed[F64])
        fprintf(to, "f64: the logits %s.\n",
                run->own == &formats[F32] ? "widened, which is exact" : "as recorded");
    for (int side = 0; side < RECORDING_SIDES; side++)
        if (run->odd[side])
            fprintf(to, "%s holds %zu NaN or infinite logits; the mean of a batch with a NaN is NaN.\n",
                    run->file[side], run->odd[side]);
}

/* The generator's true gradient: its size where the run begins, ends and turns. */
static void print_saturation(const struct trace *trace, const struct loss *loss, FILE *to)
{
    size_t last = trace->run->steps - 1;
    const struct format *shown = trace->run->own;
    if (!trace->computed[shown - formats])
        shown = &formats[trace->computed[F32] ? F32 : F64];
    const struct track *g = trace_find(trace, loss, TRACE_ROLES - 1, shown);
    double least = g->exact[0].grad, most = least;
    for (size_t i = 1; i <= last; i++) {
        least = fmin(least, g->exact[i].grad);
        most = fmax(most, g->exact[i].grad);
    }
    fprintf(to, "  %s: ", g->term->id);
    if (g->saturated != NEVER)
        fprintf(to,
                "the true gradient itself saturates: mean |g| %.2g at step 0, %.2g at step %zu, "
                "below " SATURATED_TEXT " from step %td on\n",
                g->exact[0].grad, g->exact[last].grad, last, g->saturated);
    else
        fprintf(to, "does not saturate%s: mean |g| %.2g .. %.2g\n", least < SATURATED ? " for good" : "",
                least, most);
}

static void print_kinds(const double share[DAMAGES], FILE *to)
{
    const char *separator = "";
    for (int d = 0; d < DAMAGES; d++)
        if (share[d] > 0) {
            fprintf(to, "%s%s %.3g %%", separator, trace_damage_names[d], 100 * share[d]);
            separator = ", ";
        }
    fputc('\n', to);
}

static void format_step(char text[24], step_index step)
{
    snprintf(text, 24, step == NEVER ? "never" : "%td", step);
}

static void print_row(const struct track *track, const struct kernel_trace *k, const struct recording *run,
                      FILE *to)
{
    char id[ID_SIZE], first[24], half[24], loss[ERROR_SIZE], grad[ERROR_SIZE];
    step_index at = k->half == NEVER ? k->first : k->half;
    choice_id(id, &k->choice);
    format_step(first, k->first);
    format_step(half, k->half);
    trace_format_error(loss, &k->loss_error);
    trace_format_ulp(grad, k->grad_ulp);
    fprintf(to, "  %-38s %6s %6s %10.2g %7.3g %% %9s %9s  ", id, first, half, track->exact[at].grad,
            100.0 * (double)trace_step_damaged(&k->step[run->steps - 1]) / (double)run->batch, loss, grad);
    print_kinds(k->share, to);
}

/* What a variant does in all terms and formats of a loss. */
struct standing {
    bool loses;
    struct error loss;
    long double grad_ulp;
};

static struct standing stand(const struct trace *trace, const struct loss *loss, const char *variant)
{
    struct standing standing = {.grad_ulp = (long double)NAN};
    for (int role = 0; role < TRACE_ROLES; role++)
        for (int f = 0; f < FORMATS; f++) {
            const struct track *t = trace->computed[f] ? trace_find(trace, loss, role, &formats[f]) : NULL;
            for (size_t i = 0; t && i < t->kernel_count; i++) {
                const struct kernel_trace *k = &t->kernel[i];
                if (strcmp(k->choice.kernel->code->variant, variant) != 0)
                    continue;
                standing.loses = standing.loses || k->first != NEVER;
                standing.grad_ulp = fmaxl(standing.grad_ulp, k->grad_ulp);
                if (metric_error_is_worse(&k->loss_error, &standing.loss))
                    standing.loss = k->loss_error;
            }
        }
    return standing;
}

/* The variants of a loss, by first appearance in any of its terms. */
static json_t *variants_of(const struct trace *trace, const struct loss *loss)
{
    json_t *variants = json_object();
    for (int role = 0; role < TRACE_ROLES; role++)
        for (int f = 0; f < FORMATS; f++) {
            const struct track *t = trace->computed[f] ? trace_find(trace, loss, role, &formats[f]) : NULL;
            for (size_t k = 0; t && k < t->kernel_count; k++)
                json_object_set_new(variants, t->kernel[k].choice.kernel->code->variant, json_true());
        }
    return variants;
}

static void print_harmless(const struct trace *trace, const struct loss *loss, FILE *to)
{
    const char *separator = "  lose no gradient (largest ulp of loss, gradient): ", *variant;
    json_t *variants = variants_of(trace, loss), *unused;
    json_object_foreach(variants, variant, unused)
    {
        struct standing standing = stand(trace, loss, variant);
        char worst[ERROR_SIZE], grad[ERROR_SIZE];
        if (standing.loses)
            continue;
        trace_format_error(worst, &standing.loss);
        trace_format_ulp(grad, standing.grad_ulp);
        fprintf(to, "%s%s (%s, %s)", separator, variant, worst, grad);
        separator = ", ";
    }
    json_decref(variants);
    fputs(*separator == ' ' ? "  every variant loses gradients\n" : "\n", to);
}

/* A row for each kernel that loses gradients. */
static void print_gradients(const struct trace *trace, const struct loss *loss, FILE *to)
{
    bool headed = false;
    for (int role = 0; role < TRACE_ROLES; role++)
        for (int f = 0; f < FORMATS; f++) {
            const struct track *t = trace->computed[f] ? trace_find(trace, loss, role, &formats[f]) : NULL;
            for (size_t k = 0; t && k < t->kernel_count; k++) {
                if (t->kernel[k].first == NEVER)
                    continue;
                if (!headed)
                    fprintf(to, "  %-38s %6s %6s %10s %9s %9s %9s  %s\n", "loses gradients", "first", "half",
                            "true |g|", "at end", "loss ulp", "grad ulp", "how (largest share of a batch)");
                headed = true;
                print_row(t, &t->kernel[k], trace->run, to);
            }
        }
}

/* A loss before this one that applies the same terms; NULL: none. */
static const struct loss *same_terms_before(const struct trace *trace, size_t l)
{
    for (size_t i = 0; i < l; i++) {
        int same = 0;
        for (int role = 0; role < TRACE_ROLES; role++)
            same += trace_term(trace->loss[i], role) == trace_term(trace->loss[l], role);
        if (same == TRACE_ROLES)
            return trace->loss[i];
    }
    return NULL;
}

size_t trace_print_faults(const struct trace *trace, FILE *to)
{
    size_t failed = 0;
    for (size_t t = 0; t < trace->track_count; t++)
        for (size_t k = 0; k < trace->track[t].kernel_count; k++) {
            const struct kernel_trace *kernel = &trace->track[t].kernel[k];
            char *rerun = rerun_text(&kernel->choice, "a block is a step; rerun: %s",
                                     trace->rerun ? trace->rerun : "ganloss trace");
            failed += faults_print_failures(to, &kernel->choice, &kernel->faults, rerun) > 0;
            free(rerun);
        }
    return failed;
}

void trace_print(const struct trace *trace, FILE *to, bool explain)
{
    print_head(trace, to);
    if (explain)
        fprintf(
            to,
            "\nPer kernel: the first step at which it loses a gradient (zero, infinite, NaN, of the wrong "
            "sign or without one\ncorrect bit, though the format holds the true one), the first at which it "
            "loses half of the batch or more, the\nmean true |g| there, the share it loses at the last step, "
            "and its largest errors.\n");
    for (size_t l = 0; l < trace->loss_count; l++) {
        const struct loss *loss = trace->loss[l], *before = same_terms_before(trace, l);
        fprintf(to, "\n%s: %s\n", loss->name, loss->remark);
        if (before) {
            fprintf(to, "  gradients: as %s above, whose terms these are\n", before->name);
        } else {
            print_saturation(trace, loss, to);
            print_gradients(trace, loss, to);
            print_harmless(trace, loss, to);
        }
        if (trace_is_conditional(loss))
            trace_print_classes(trace, to);
    }
}
