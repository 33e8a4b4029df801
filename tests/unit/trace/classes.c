/* Per-class means of the conditional loss; a trace does not depend on the number of threads. */
#include "harness/base/threads.h"
#include "harness/trace/json.h"
#include "harness/trace/measure.h"
#include "harness/trace/plan.h"
#include "tests/support/traced.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

TestSuite(trace_classes, .init = traced_make_place, .fini = traced_remove_place);

static char *dump(const struct traced *t)
{
    json_t *json = trace_json(&t->trace);
    char *text = json_dumps(json, 0);
    cr_assert(text);
    json_decref(json);
    return text;
}

Test(trace_classes, does_not_depend_on_threads)
{
    char *text[2];
    traced_write_conditional(7, 20);
    for (int i = 0; i < 2; i++) {
        struct traced t;
        threads_use(i == 0 ? 1 : 4);
        traced_read(&t, "labels.npy");
        traced_measure(&t, "minimax", "conditional", NULL);
        text[i] = dump(&t);
        traced_free(&t);
    }
    cr_expect_str_eq(text[0], text[1]);
    free(text[0]), free(text[1]);
}

/* The classes are those of the labels; weighted by share they give the mean over the batch again. */
Test(trace_classes, class_means)
{
    struct traced t;
    traced_write_conditional(3, 20);
    traced_read(&t, "labels.npy");
    cr_expect_eq(t.run.classes, 5);
    traced_measure(&t, "conditional", NULL, NULL);
    cr_assert_eq(t.trace.class_count, (size_t)TRACE_ROLES * FORMATS);
    for (size_t i = 0; i < t.trace.class_count; i++) {
        const struct class_track *c = &t.trace.classes[i];
        for (size_t step = 0; step < 3; step++) {
            double share = 0, evenly = 0;
            size_t count[5] = {0}, present = 0;
            for (size_t k = 0; k < 20; k++)
                count[t.run.label[step * 20 + k]]++;
            for (size_t k = 0; k < 5; k++) {
                cr_expect_eq(isnan(c->exact[k * 3 + step]), count[k] == 0);
                if (count[k] == 0)
                    continue;
                present++;
                evenly += c->exact[k * 3 + step];
                share += c->exact[k * 3 + step] * (double)count[k] / 20;
            }
            double epsilon = c->track->format == &formats[F32] ? 0x1p-22 : 0x1p-50;
            cr_expect_eq(c->weighted[GANLOSS_BY_SHARE][step], c->track->exact[step].loss);
            cr_expect(fabs(share / c->track->exact[step].loss - 1) < epsilon);
            cr_expect(fabs(evenly / (double)present / c->weighted[GANLOSS_EVENLY][step] - 1) < epsilon);
        }
    }
    for (size_t k = 0; k < t.trace.classes[0].track->kernel_count; k++)
        if (strcmp(t.trace.classes[0].track->kernel[k].choice.kernel->code->variant, "stable") == 0)
            cr_expect(t.trace.classes[0].kernel[k].worst.error.ulp < 3 &&
                      t.trace.classes[0].kernel[k].weighted[GANLOSS_EVENLY].ulp < 3);
    traced_free(&t);
}

/* Class 1 alone has logits that a clipped D cannot follow. */
Test(trace_classes, names_the_worst_class)
{
    struct traced t;
    traced_write_f4("run-real.npy", 1, 4, (float[]){0, 0, 0, 0});
    traced_write_f4("fake.npy", 1, 4, (float[]){0, -50, -1, -50});
    cr_assert_eq(npy_write(traced_path("labels.npy"), NPY_I8, 1, 4, (int64_t[]){0, 1, 2, 1}), STATUS_OK);
    traced_read(&t, "labels.npy");
    traced_measure(&t, "conditional", NULL, NULL);
    const struct class_track *g = &t.trace.classes[4];
    cr_assert(g->track == traced_track(&t, "conditional", 2, F32));
    for (size_t k = 0; k < g->track->kernel_count; k++)
        if (strcmp(g->track->kernel[k].choice.kernel->code->variant, "clip1e7") == 0) {
            cr_expect(g->kernel[k].worst.class == 1 && g->kernel[k].worst.exact == 50);
            cr_expect(fabs(g->kernel[k].worst.got - 16.118) < 0.01 && g->kernel[k].worst.error.ulp > 1e6L);
        }
    traced_free(&t);
}

static void negated(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    ganloss_find("nonsaturating.g", "stable", "f64")->f64(n, x, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        loss[i] = -loss[i];
}

/* The right magnitude with the wrong sign is wrong: of each class, at the last step, and of both losses made
   of them. */
Test(trace_classes, sees_the_sign_of_a_mean)
{
    struct traced t;
    traced_write_conditional(2, 20);
    traced_read(&t, "labels.npy");
    t.list[0] = traced_loss("conditional");
    trace_plan(&t.trace, &t.run, t.list, 1, (bool[FORMATS]){[F64] = true});
    struct track *g = &t.trace.track[traced_track(&t, "conditional", 2, F64) - t.trace.track];
    struct kernel kernel = *g->kernel[0].choice.kernel;
    struct ganloss_kernel code = *kernel.code;
    code.f64 = negated;
    kernel.code = &code;
    g->kernel[0].choice.kernel = &kernel;
    trace_measure(&t.trace);
    trace_classes(&t.trace);
    const struct class_kernel *k = &t.trace.classes[2].kernel[0];
    cr_assert_eq(t.trace.classes[2].track, g);
    cr_expect(k->worst.error.class == WRONG_SIGN && k->worst.got < 0 && k->worst.exact > 0);
    for (size_t c = 0; c < t.run.classes; c++)
        cr_expect(isnan(k->last[c]) || (k->last[c] < 0 && k->last_error[c].class == WRONG_SIGN));
    cr_expect_eq(k->weighted[GANLOSS_BY_SHARE].class, WRONG_SIGN);
    cr_expect_eq(k->weighted[GANLOSS_EVENLY].class, WRONG_SIGN);
    traced_free(&t);
}
