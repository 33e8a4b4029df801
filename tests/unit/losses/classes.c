/* Per-class means of a conditional batch, and the critic's weight clipping. */
#include "losses/ganloss.h"

#include <criterion/criterion.h>
#include <math.h>

#define INF ((double)INFINITY)

static const double losses_of_six[] = {1, 2, 4, 8, 16, 64};
static const int32_t labels_of_six[] = {2, 0, 2, 2, 0, 3}; /* class 1 does not occur */

Test(classes, by_share_is_the_plain_mean)
{
    double mean[4], grad[] = {6, 12, -3, 0, INF, 1};
    size_t count[4];
    double got =
        ganloss_class_mean_f64(GANLOSS_BY_SHARE, 6, losses_of_six, labels_of_six, 4, mean, count, grad);
    cr_expect_eq(got, 95.0 / 6);
    cr_expect(mean[0] == 9 && isnan(mean[1]) && mean[2] == 13.0 / 3 && mean[3] == 64);
    cr_expect(count[0] == 2 && count[1] == 0 && count[2] == 3 && count[3] == 1);
    cr_expect(grad[0] == 1 && grad[1] == 2 && grad[2] == -0.5 && grad[3] == 0 && grad[4] == INF &&
              grad[5] == 1.0 / 6);
}

/* The mean over the three classes that occur of their means; a sample weighs 1/(3 times its class's size). */
Test(classes, evenly)
{
    double mean[4], grad[] = {9, 12, -18, 0, 6, 1};
    size_t count[4];
    double got =
        ganloss_class_mean_f64(GANLOSS_EVENLY, 6, losses_of_six, labels_of_six, 4, mean, count, grad);
    cr_expect_float_eq(got, (9 + 13.0 / 3 + 64) / 3, 1e-14);
    cr_expect(isnan(mean[1]));
    cr_expect(grad[0] == 1 && grad[1] == 2 && grad[2] == -2 && grad[3] == 0 && grad[4] == 1 &&
              grad[5] == 1.0 / 3);
}

Test(classes, f32_keeps_its_sums_in_double)
{
    enum { N = 4096 };
    static float loss[N], grad[N];
    static int32_t label[N];
    double mean[2];
    size_t count[2];
    for (int i = 0; i < N; i++) {
        loss[i] = i < 2 ? 0x1p24F : 1;
        label[i] = i % 2;
        grad[i] = -3;
    }
    float got = ganloss_class_mean_f32(GANLOSS_EVENLY, N, loss, label, 2, mean, count, grad);
    cr_expect_eq(mean[0], (0x1p24 + 2047) / 2048);
    cr_expect_eq(mean[1], mean[0]);
    cr_expect_eq((double)got, (double)(float)mean[0]);
    cr_expect_eq((double)grad[7], (double)(-3 / 4096.0F));
}

/* A critic's losses have either sign, in a class and between classes. */
Test(classes, losses_of_either_sign)
{
    static const double loss[] = {-1, 3, -8, -2, 5, -64};
    static const float narrow[] = {-1, 3, -8, -2, 5, -64};
    double mean[4], grad[6] = {0};
    float narrow_grad[6] = {0};
    size_t count[4];
    for (int format = 0; format < 2; format++) {
        double share =
            format ? ganloss_class_mean_f64(GANLOSS_BY_SHARE, 6, loss, labels_of_six, 4, mean, count, grad)
                   : (double)ganloss_class_mean_f32(GANLOSS_BY_SHARE, 6, narrow, labels_of_six, 4, mean,
                                                    count, narrow_grad);
        cr_expect_float_eq(share, -67.0 / 6, 1e-6);
        cr_expect(mean[0] == 4 && isnan(mean[1]) && mean[2] == -11.0 / 3 && mean[3] == -64);
    }
    cr_expect_float_eq(ganloss_class_mean_f64(GANLOSS_EVENLY, 6, loss, labels_of_six, 4, mean, count, grad),
                       (4 - 11.0 / 3 - 64) / 3, 1e-14);
}

Test(classes, one_class_and_none)
{
    double mean[1], grad[] = {1, 2, 3}, loss[] = {1, 2, 6};
    const int32_t label[] = {0, 0, 0};
    size_t count[1];
    for (int weighting = GANLOSS_BY_SHARE; weighting <= GANLOSS_EVENLY; weighting++) {
        double g[] = {3, 6, 9};
        cr_expect_eq(
            ganloss_class_mean_f64((enum ganloss_weighting)weighting, 3, loss, label, 1, mean, count, g), 3);
        cr_expect(mean[0] == 3 && count[0] == 3 && g[0] == 1 && g[1] == 2 && g[2] == 3);
        cr_expect(isnan(
            ganloss_class_mean_f64((enum ganloss_weighting)weighting, 0, loss, label, 1, mean, count, grad)));
        cr_expect(isnan(mean[0]) && count[0] == 0 && grad[0] == 1);
    }
}

Test(classes, nan_stays_in_its_class)
{
    double mean[2], grad[] = {1, 1, 1}, loss[] = {(double)NAN, 2, INF};
    const int32_t label[] = {0, 1, 0};
    size_t count[2];
    cr_expect(isnan(ganloss_class_mean_f64(GANLOSS_EVENLY, 3, loss, label, 2, mean, count, grad)));
    cr_expect(isnan(mean[0]) && mean[1] == 2);
}

Test(clip, clamps_and_keeps)
{
    const double in[] = {-1, -0.01, -0.009, -0.0, 0, 0.005, 0.01, 0.011, INF, -INF, (double)NAN, 0x1p-1074};
    const double want[] = {-0.01, -0.01, -0.009, -0.0,  0,           0.005,
                           0.01,  0.01,  0.01,   -0.01, (double)NAN, 0x1p-1074};
    enum { N = sizeof in / sizeof *in };
    double wide[N];
    float single[N];
    for (int i = 0; i < N; i++) {
        wide[i] = in[i];
        single[i] = (float)in[i];
    }
    ganloss_clip_f64(N, wide, 0.01);
    ganloss_clip_f32(N, single, 0.01F);
    for (int i = 0; i < N; i++) {
        float want_single = (float)want[i];
        cr_expect(isnan(want[i]) ? isnan(wide[i]) && isnan(single[i])
                                 : wide[i] == want[i] && !signbit(wide[i]) == !signbit(want[i]) &&
                                       (double)single[i] == (double)want_single &&
                                       !signbit(single[i]) == !signbit(want_single),
                  "%g became %g", in[i], wide[i]);
    }
    ganloss_clip_f64(0, NULL, 1);
}
