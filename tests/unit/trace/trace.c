/* Traces of small hand-made runs with known answers, and of a recorded one. */
#include "harness/trace/measure.h"
#include "harness/trace/text.h"
#include "tests/support/traced.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

TestSuite(trace, .init = traced_make_place, .fini = traced_remove_place);

static bool near(double got, double want)
{
    return fabs(got - want) <= 1e-12 * fabs(want);
}

/* Fakes at -50: the true gradient of -log D is -1. PyTorch's BCELoss gives -1.9e-10, Keras's clip 0. */
Test(trace, names_the_kind_of_loss)
{
    struct traced t;
    traced_write_f4("run-real.npy", 1, 2, (float[]){17, 17});
    traced_write_f4("fake.npy", 1, 2, (float[]){-50, -50});
    traced_read(&t, NULL);
    traced_measure(&t, "nonsaturating", NULL, NULL);

    const struct kernel_trace *clamp = traced_kernel(&t, "nonsaturating.g/clamp100/f32");
    const struct kernel_trace *clip = traced_kernel(&t, "nonsaturating.g/clip1e7/f32");
    const struct kernel_trace *stable = traced_kernel(&t, "nonsaturating.g/stable/f32");
    const struct kernel_trace *naive = traced_kernel(&t, "nonsaturating.d_real/naive/f32");
    cr_expect(clamp->first == 0 && clamp->half == 0 && clamp->share[DAMAGE_LOST] == 1);
    cr_expect(clamp->share[DAMAGE_VANISHED] == 0 && clamp->share[DAMAGE_SIGN] == 0);
    cr_expect(clip->first == 0 && clip->half == 0 && clip->share[DAMAGE_VANISHED] == 1);
    cr_expect(clip->share[DAMAGE_LOST] == 0);
    cr_expect(stable->first == NEVER && stable->half == NEVER);
    cr_expect(stable->grad_ulp <= 2.1L && stable->loss_error.ulp <= 2.6L &&
              stable->loss_error.class == IN_ULPS);
    /* at s = 17, D rounds to 1 in f32: the gradient of d_real and the loss itself are 0 */
    cr_expect(naive->share[DAMAGE_VANISHED] == 1 && naive->loss_error.class == VANISHED &&
              naive->step[0].loss == 0);
    cr_expect_eq(traced_kernel(&t, "nonsaturating.d_real/naive/f64")->first, NEVER);

    cr_expect(near(traced_track(&t, "nonsaturating", 2, F64)->exact[0].grad, 1));
    cr_expect(near(traced_track(&t, "nonsaturating", 0, F64)->exact[0].grad, 1 / (1 + exp(17.0))));
    traced_free(&t);
}

/* Where NaN comes out: at s = 90 the f32 e^s of a log1pexp gradient is inf/inf. A NaN that goes in is no
   kernel's fault, and infinite logits have limits that `stable` gives. */
Test(trace, judges_only_numbers)
{
    struct traced t;
    traced_write_f4("run-real.npy", 2, 2, (float[]){0, 0, 0, 0});
    traced_write_f4("fake.npy", 2, 2, (float[]){90, NAN, -INFINITY, -INFINITY});
    traced_read(&t, NULL);
    cr_expect(t.run.odd[RECORDING_REAL] == 0 && t.run.odd[RECORDING_FAKE] == 3);
    traced_measure(&t, "minimax", "nonsaturating", NULL);

    const struct kernel_trace *log1pexp = traced_kernel(&t, "minimax.d_fake/log1pexp/f32");
    cr_expect(log1pexp->first == 0 && log1pexp->step[0].damaged[DAMAGE_NAN] == 1);
    cr_expect(log1pexp->share[DAMAGE_NAN] == 0.5 && log1pexp->half == 0 && log1pexp->half_steps == 1);
    for (int role = 0; role < TRACE_ROLES; role++) {
        const struct track *track = traced_track(&t, "nonsaturating", role, F32);
        const struct kernel_trace *good = &track->kernel[track->kernel_count - 1];
        cr_expect(good->choice.kernel->code->first_class);
        cr_expect(good->first == NEVER && !error_class_is_failure(good->loss_error.class), "role %d", role);
    }
    const struct track *g = traced_track(&t, "nonsaturating", 2, F32);
    cr_expect(isnan(g->exact[0].loss) && g->exact[1].loss == (double)INFINITY);
    cr_expect(fabs(g->exact[0].grad / exp(-90.0) - 1) < 1e-6, "the mean is over the numbers");
    cr_expect_eq(g->exact[1].grad, 1);
    cr_expect_eq(traced_kernel(&t, "nonsaturating.g/naive/f32")->step[1].damaged[DAMAGE_NAN], 2);
    traced_free(&t);
}

/* A quarter, a half, all, then nothing of the batch at -50. */
Test(trace, finds_the_first_and_the_half_step)
{
    struct traced t;
    const float zero[20] = {0};
    traced_write_f4("run-real.npy", 5, 4, zero);
    traced_write_f4("fake.npy", 5, 4,
                    (float[]){0, 0, 0, 0, -50, 0, 0, 0, -50, -50, 0, 0, -50, -50, -50, -50, 0, 0, 0, 0});
    traced_read(&t, NULL);
    traced_measure(&t, "nonsaturating", NULL, NULL);
    const struct kernel_trace *clip = traced_kernel(&t, "nonsaturating.g/clip1e7/f64");
    cr_expect(clip->first == 1 && clip->half == 2 && clip->half_steps == 2);
    for (size_t step = 0; step < 5; step++)
        cr_expect_eq(trace_step_damaged(&clip->step[step]), ((size_t[]){0, 1, 2, 4, 0})[step]);
    cr_expect(near(traced_track(&t, "nonsaturating", 2, F64)->exact[2].grad, 0.75), "(1 + 1 + 1/2 + 1/2)/4");
    traced_free(&t);
}

/* Minimax saturates where D is sure, through no kernel's fault; the non-saturating loss does not. A dip does
   not count: `for good`. */
Test(trace, tells_saturation_from_damage)
{
    struct traced t;
    traced_write_f4("run-real.npy", 4, 1, (float[]){0, 0, 0, 0});
    traced_write_f4("fake.npy", 4, 1, (float[]){0, -10, 0, -10});
    traced_read(&t, NULL);
    traced_measure(&t, "minimax", "nonsaturating", NULL);
    cr_expect_eq(traced_track(&t, "minimax", 2, F32)->saturated, 3);
    cr_expect_eq(traced_track(&t, "nonsaturating", 2, F32)->saturated, NEVER);
    cr_expect_eq(traced_kernel(&t, "minimax.g/stable/f32")->first, NEVER);

    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    trace_print(&t.trace, to, true);
    fclose(to);
    cr_expect(
        strstr(text,
               "minimax.g: the true gradient itself saturates: mean |g| 0.5 at step 0, 4.5e-05 at step 3, "
               "below 1e-3 from step 3 on\n"),
        "%s", text);
    cr_expect(strstr(text, "nonsaturating.g: does not saturate: mean |g| 0.5 .. 1\n"), "%s", text);
    free(text);
    traced_free(&t);
}

/* The condition number and the mean of plain numbers; f64 data rounded to f32 are judged as rounded. */
Test(trace, takes_exact_means)
{
    struct traced t;
    const double real[2] = {1, -3}, fake[2] = {1 + 0x1p-40, 3};
    cr_assert_eq(npy_write(traced_path("run-real.npy"), NPY_F8, 1, 2, real), STATUS_OK);
    cr_assert_eq(npy_write(traced_path("fake.npy"), NPY_F8, 1, 2, fake), STATUS_OK);
    traced_read(&t, NULL);
    cr_expect_str_eq(t.run.name, "run");
    cr_expect_eq(t.run.own, &formats[F64]);
    traced_measure(&t, "wasserstein", NULL, NULL);
    const struct exact_step *d_real = traced_track(&t, "wasserstein", 0, F64)->exact;
    cr_expect(d_real->loss == 1 && d_real->condition == 2 && d_real->grad == 1);
    cr_expect_eq(traced_track(&t, "wasserstein", 1, F32)->exact->loss, 2);
    cr_expect_eq(traced_track(&t, "wasserstein", 1, F64)->exact->loss, 2 + 0x1p-41);
    cr_expect_eq(traced_kernel(&t, "wasserstein.d_fake/stable/f32")->loss_error.ulp, 0);
    traced_free(&t);
}

/* Tracks that share a formula share their exact values, and these are what reference_mean gives. */
Test(trace, shares_only_equal_references)
{
    struct traced t;
    traced_write_f4("run-real.npy", 2, 3, (float[]){1, -2, 5, 0.25F, 8, -1});
    traced_write_f4("fake.npy", 2, 3, (float[]){-1, 3, -4, 2, 0.5F, -9});
    traced_read(&t, NULL);
    traced_measure(&t, "minimax", "nonsaturating", "bce");
    size_t leaders = 0;
    for (size_t i = 0; i < t.trace.track_count; i++) {
        const struct track *track = &t.trace.track[i];
        leaders += track->leader == i;
        for (size_t step = 0; step < 2; step++) {
            double x[3], narrow[3], condition;
            struct want mean;
            recording_batch(&t.run, track->side, track->format, step, x, narrow);
            reference_mean(&mean, NULL, &condition, reference_ideal(track->term), track->format, 3, x, NULL);
            cr_expect(track->exact[step].loss == mean.rounded && track->exact[step].condition == condition,
                      "%s %s step %zu", track->term->id, track->format->name, step);
        }
    }
    cr_expect_eq(t.trace.track_count, 18);
    /* d_real, d_fake, minimax.g = bce.g, nonsaturating.g, and the halves of bce, in two formats */
    cr_expect_eq(leaders, 12);
    traced_free(&t);
}

/* The recorded runs: a strong discriminator takes minimax's gradient away, and one of clipped D loses what
   there is of it. */
Test(trace, shows_the_recorded_saturation)
{
    struct traced t;
    cr_assert_eq(recording_read(&t.run, "tests/data/minimax-real.npy", "tests/data/minimax-fake.npy", NULL),
                 STATUS_OK);
    traced_measure(&t, "minimax", "nonsaturating", NULL);
    const struct track *minimax = traced_track(&t, "minimax", 2, F32),
                       *nonsaturating = traced_track(&t, "nonsaturating", 2, F32);
    cr_expect(minimax->exact[0].grad > 0.4 && minimax->exact[199].grad < 1e-7);
    cr_expect(minimax->saturated > 0 && minimax->saturated < 100, "%td", minimax->saturated);
    cr_expect_eq(nonsaturating->saturated, NEVER);
    for (size_t step = 0; step < 200; step++)
        cr_expect_gt(nonsaturating->exact[step].grad, 0.4);
    const struct kernel_trace *clip = traced_kernel(&t, "minimax.g/clip1e7/f32");
    cr_expect(clip->first > 0 && clip->half > clip->first && minimax->exact[clip->half].grad > 1e-8);
    for (size_t i = 0; i < t.trace.track_count; i++)
        cr_expect_eq(t.trace.track[i].kernel[t.trace.track[i].kernel_count - 1].first, NEVER,
                     "stable loses %s", t.trace.track[i].term->id);
    traced_free(&t);
}
