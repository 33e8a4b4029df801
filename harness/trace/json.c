/* json.c -- the "traces" section of a result. Series are per step. */
#include "harness/trace/json.h"

#include "harness/base/allocate.h"
#include "harness/base/hash.h"
#include "harness/base/json.h"
#include "harness/record/faults_json.h"
#include "harness/record/library.h"
#include "harness/record/result.h"
#include "harness/trace/classes.h"
#include "harness/trace/gate.h"
#include "harness/trace/losses.h"
#include "harness/trace/measure.h"
#include "harness/trace/plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* An appended series of one number per step; six digits tell all that a chart can show, and keep the
   document small. */
static double shorten(double x)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", x);
    return strtod(text, NULL);
}

static void append(json_t *array, double x)
{
    json_array_append_new(array, json_number_or_null(isfinite(x) ? shorten(x) : x));
}

/* null for NaN: no ULP expresses the error. */
static json_t *ulp(long double error)
{
    if (isnan(error))
        return json_null();
    return result_ulp(error < 1e300L ? (long double)shorten((double)error) : error);
}

static json_t *ulp_of(const struct error *error)
{
    return error_class_is_failure(error->class) ? json_null() : ulp(error->ulp);
}

static json_t *step_or_null(step_index step)
{
    return step == NEVER ? json_null() : json_integer(step);
}

static json_t *id_of(const struct choice *choice)
{
    char id[ID_SIZE];
    choice_id(id, choice);
    return json_string(id);
}

static json_t *kernel_json(const struct kernel_trace *k, const struct recording *run)
{
    json_t *loss = json_array(), *loss_ulp = json_array(), *grad_ulp = json_array(), *lost = json_array();
    for (size_t i = 0; i < run->steps; i++) {
        const struct kernel_step *step = &k->step[i];
        json_array_append_new(loss, json_number_or_null(step->loss));
        json_array_append_new(loss_ulp, ulp_of(&step->loss_error));
        json_array_append_new(grad_ulp, ulp(step->grad_ulp));
        append(lost, (double)trace_step_damaged(step) / (double)run->batch);
    }
    json_t *kernel = json_pack("{s:o, s:o, s:s?, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I}", "id",
                               id_of(&k->choice), "max_loss_ulp", ulp_of(&k->loss_error), "loss_class",
                               error_class_names[k->loss_error.class], "max_grad_ulp", ulp(k->grad_ulp),
                               "loss", loss, "loss_ulp", loss_ulp, "grad_ulp", grad_ulp, "lost", lost,
                               "first_step", step_or_null(k->first), "half_step", step_or_null(k->half),
                               "half_steps", (json_int_t)k->half_steps);
    for (int d = 0; d < DAMAGE_LOST; d++)
        json_object_set_new(kernel, trace_damage_names[d], json_real(shorten(k->share[d])));
    json_object_set_new(kernel, "no_bit", json_real(shorten(k->share[DAMAGE_LOST])));
    library_set(kernel, &k->choice);
    size_t first;
    char failed[TRACE_GATE_TEXT];
    trace_gate_text(failed, trace_gate_met(k, run->steps, &first));
    if (*failed)
        json_object_set_new(kernel, "failed_on", json_string(failed));
    return kernel;
}

static json_t *term_json(const struct track *track, const struct recording *run)
{
    json_t *loss = json_array(), *grad = json_array(), *condition = json_array(), *list = json_array();
    for (size_t i = 0; i < run->steps; i++) {
        json_array_append_new(loss, json_number_or_null(track->exact[i].loss));
        append(grad, track->exact[i].grad);
        append(condition, track->exact[i].condition);
    }
    for (size_t k = 0; k < track->kernel_count; k++)
        json_array_append_new(list, kernel_json(&track->kernel[k], run));
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "term", track->term->id, "side",
                     recording_side_names[track->side], "format", track->format->name, "exact_loss", loss,
                     "exact_grad", grad, "condition", condition, "saturated_from",
                     step_or_null(track->saturated), "kernels", list);
}

static json_t *class_kernel_json(const struct class_kernel *k, const struct choice *choice, size_t classes)
{
    json_t *last = json_array(), *error = json_array();
    for (size_t c = 0; c < classes; c++) {
        append(last, k->last[c]);
        json_array_append_new(error, isnan(k->last[c]) ? json_null() : ulp_of(&k->last_error[c]));
    }
    const struct error *worst = &k->worst.error;
    return json_pack("{s:o, s:o, s:o, s:{s:I, s:I, s:o, s:s?}, s:o, s:o}", "id", id_of(choice), "last", last,
                     "last_ulp", error, "worst", "class", (json_int_t)k->worst.class, "step",
                     (json_int_t)k->worst.step, "ulp", ulp_of(worst), "error",
                     error_class_names[worst->class], "share_ulp", ulp_of(&k->weighted[GANLOSS_BY_SHARE]),
                     "evenly_ulp", ulp_of(&k->weighted[GANLOSS_EVENLY]));
}

static json_t *class_json(const struct class_track *c, const struct recording *run)
{
    json_t *exact = json_array(), *share = json_array(), *evenly = json_array(), *list = json_array();
    for (size_t i = 0; i < run->classes; i++) {
        json_t *series = json_array();
        for (size_t step = 0; step < run->steps; step++)
            append(series, c->exact[i * run->steps + step]);
        json_array_append_new(exact, series);
    }
    for (size_t step = 0; step < run->steps; step++) {
        append(share, c->weighted[GANLOSS_BY_SHARE][step]);
        append(evenly, c->weighted[GANLOSS_EVENLY][step]);
    }
    for (size_t k = 0; k < c->track->kernel_count; k++)
        json_array_append_new(list,
                              class_kernel_json(&c->kernel[k], &c->track->kernel[k].choice, run->classes));
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "term", c->track->term->id, "side",
                     recording_side_names[c->track->side], "format", c->track->format->name, "exact", exact,
                     "exact_by_share", share, "exact_evenly", evenly, "kernels", list);
}

static json_t *loss_json(const struct trace *trace, const struct loss *loss)
{
    json_t *list = json_array();
    for (int role = 0; role < TRACE_ROLES; role++)
        for (int f = 0; f < FORMATS; f++)
            if (trace->computed[f])
                json_array_append_new(list,
                                      term_json(trace_find(trace, loss, role, &formats[f]), trace->run));
    json_t *object = json_pack("{s:s, s:o}", "loss", loss->name, "terms", list);
    if (trace_is_conditional(loss)) {
        json_t *classes = json_array();
        for (size_t t = 0; t < trace->class_count; t++)
            json_array_append_new(classes, class_json(&trace->classes[t], trace->run));
        json_object_set_new(object, "classes", classes);
    }
    return object;
}

/* XXH3, 128 bits, of elements: the same for the same recording, whatever its file is called. */
static json_t *hash_json(const void *elements, size_t bytes)
{
    char text[HASH_TEXT];
    return json_string(hash_text(text, XXH3_128bits(elements, bytes)));
}

static void add_hashes(json_t *record, const struct recording *run)
{
    static const char *const names[RECORDING_SIDES] = {"real_hash", "fake_hash"};
    size_t count = run->steps * run->batch;
    for (int side = 0; side < RECORDING_SIDES; side++)
        json_object_set_new(
            record, names[side],
            hash_json(run->logits[side].data, count * npy_elements[run->logits[side].type].size));
    if (run->label)
        json_object_set_new(record, "labels_hash", hash_json(run->label, count * sizeof *run->label));
}

/* The lowest and the highest logit of each step, null for a step of NaN alone. */
static json_t *reach_json(const struct recording *run, enum recording_side side)
{
    const struct format *format = run->own;
    double *x = allocate(run->batch, sizeof *x);
    void *narrow = allocate(run->batch, sizeof(double));
    json_t *low = json_array(), *high = json_array();
    for (size_t step = 0; step < run->steps; step++) {
        double least = (double)NAN, most = (double)NAN;
        recording_batch(run, side, format, step, x, narrow);
        for (size_t i = 0; i < run->batch; i++) {
            least = fmin(least, x[i]);
            most = fmax(most, x[i]);
        }
        json_array_append_new(low, json_number_or_null(least));
        json_array_append_new(high, json_number_or_null(most));
    }
    free(x);
    free(narrow);
    return json_pack("{s:s, s:o, s:o}", "side", recording_side_names[side], "low", low, "high", high);
}

json_t *trace_json(const struct trace *trace)
{
    const struct recording *run = trace->run;
    json_t *list = json_array();
    for (size_t l = 0; l < trace->loss_count; l++)
        json_array_append_new(list, loss_json(trace, trace->loss[l]));
    json_t *record = json_pack(
        "{s:o, s:o, s:o, s:o, s:I, s:I, s:[o, o], s:o}", "name", json_name(run->name), "real",
        json_name(run->file[RECORDING_REAL]), "fake", json_name(run->file[RECORDING_FAKE]), "labels",
        json_name(run->labels), "steps", (json_int_t)run->steps, "batch", (json_int_t)run->batch, "reach",
        reach_json(run, RECORDING_REAL), reach_json(run, RECORDING_FAKE), "losses", list);
    add_hashes(record, run);
    return json_pack("[o]", record);
}

json_t *trace_faults_json(const struct trace *trace)
{
    json_t *section = json_array();
    for (size_t t = 0; t < trace->track_count; t++)
        for (size_t k = 0; k < trace->track[t].kernel_count; k++)
            faults_json_add(section, &trace->track[t].kernel[k].choice, &trace->track[t].kernel[k].faults);
    return section;
}
