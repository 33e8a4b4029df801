/* Every regime: reproducible, and what its description promises. */
#include "harness/inputs/regime.h"
#include "harness/base/npy.h"
#include "harness/base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { N = 20000 };

/* Fills and reads back as doubles. */
static void draw(double to[N], const char *name, enum space space, int f)
{
    static double store[N];
    const struct regime *regime = regime_find(name);
    cr_assert_not_null(regime, "%s", name);
    regime_fill(regime, space, &formats[f], 7, N, store);
    for (size_t i = 0; i < N; i++)
        to[i] = format_load(&formats[f], store, i);
}

static double fraction_negative(const double x[N])
{
    size_t negative = 0;
    for (size_t i = 0; i < N; i++)
        negative += signbit(x[i]) != 0;
    return (double)negative / N;
}

static void check_normal(const char *name, double mean, double deviation)
{
    for (int f = 0; f < FORMATS; f++) {
        double x[N], sum = 0, squares = 0;
        size_t within = 0;
        draw(x, name, LOGIT, f);
        for (size_t i = 0; i < N; i++) {
            sum += x[i];
            squares += (x[i] - mean) * (x[i] - mean);
            within += fabs(x[i] - mean) < deviation;
        }
        /* four standard errors each */
        cr_assert_float_eq(sum / N, mean, 4 * deviation / sqrt(N), "%s: mean %g", name, sum / N);
        cr_assert_float_eq(sqrt(squares / N), deviation, 4 * deviation / sqrt(2.0 * N), "%s", name);
        cr_assert_float_eq((double)within / N, 0.6827, 4 * 0.4654 / sqrt(N), "%s: not normal", name);
    }
}

Test(regime, table_is_complete)
{
    static const char *const names[] = {"equilibrium", "early", "saturated", "subnormal", "uniform"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cr_assert_str_eq(regime_find(names[i])->name, names[i]);
    for (size_t i = 0; i < regime_count; i++) {
        cr_assert_eq(regime_find(regimes[i].name), &regimes[i], "%s twice", regimes[i].name);
        cr_assert(strlen(regimes[i].summary) > 10 && !strchr(regimes[i].summary, '\n'));
    }
    cr_assert_null(regime_find("Equilibrium"));
    cr_assert_null(regime_find(""));
}

Test(regime, the_seed_decides_and_a_prefix_is_a_prefix)
{
    for (size_t r = 0; r < regime_count; r++)
        for (int f = 0; f < FORMATS; f++)
            for (int space = LOGIT; space <= PROB; space++) {
                double a[64], b[64], other[64];
                const struct format *format = &formats[f];
                regime_fill(&regimes[r], (enum space)space, format, 1, 64, a);
                regime_fill(&regimes[r], (enum space)space, format, 1, 10, b);
                regime_fill(&regimes[r], (enum space)space, format, 2, 64, other);
                cr_assert_arr_eq(a, b, 10 * format->size, "%s %s", regimes[r].name, format->name);
                cr_assert_arr_neq(a, other, 64 * format->size, "%s %s", regimes[r].name, format->name);
            }
}

/* Pinned, so that a change of the generator, which changes what all results mean, is noticed. */
Test(regime, the_values_are_those_of_other_machines)
{
    double x[2];
    regime_fill(regime_find("equilibrium"), LOGIT, &formats[F64], 1, 2, x);
    cr_assert(x[0] == 0x1.2f51000000000p-1 && x[1] == 0x1.7b48000000000p-3, "%a %a", x[0], x[1]);
}

Test(regime, no_nan_and_probabilities_in_0_1)
{
    for (size_t r = 0; r < regime_count; r++) {
        if (strcmp(regimes[r].name, "special") == 0)
            continue;
        for (int f = 0; f < FORMATS; f++) {
            double s[N], D[N];
            draw(s, regimes[r].name, LOGIT, f);
            draw(D, regimes[r].name, PROB, f);
            for (size_t i = 0; i < N; i++) {
                cr_assert(isfinite(s[i]), "%s", regimes[r].name);
                cr_assert(D[i] >= 0 && D[i] <= 1, "%s: D = %a", regimes[r].name, D[i]);
            }
        }
    }
}

Test(regime, a_trace_draws_the_values_of_its_file)
{
    static const float values[] = {-3.5F, 0.25F, 7, 100};
    char path[] = "/tmp/ganloss-XXXXXX", name[64];
    const struct regime *trace;
    size_t of[4] = {0};
    float s[N];
    close(mkstemp(path));
    cr_assert_eq(npy_write(path, NPY_F4, 2, 2, values), STATUS_OK);
    snprintf(name, sizeof name, "trace:%s", path);
    cr_assert(regime_is_trace(name) && !regime_is_trace("trace:") && !regime_is_trace("early"));
    cr_assert_eq(regime_open_trace(&trace, name), STATUS_OK);
    char hash[HASH_TEXT];
    const double as_doubles[] = {-3.5, 0.25, 7, 100};
    cr_assert_str_eq(trace->hash, hash_text(hash, XXH3_128bits(as_doubles, sizeof as_doubles)));
    cr_assert_str_empty(regime_find("early")->hash);
    regime_fill(trace, LOGIT, &formats[F32], 7, N, s);
    for (size_t i = 0; i < N; i++)
        for (int v = 0; v < 4; v++)
            of[v] += s[i] == values[v];
    cr_assert_eq(of[0] + of[1] + of[2] + of[3], N);
    for (int v = 0; v < 4; v++)
        cr_assert_float_eq((double)of[v] / N, 0.25, 4 * 0.4331 / sqrt(N));
    regime_close_trace(trace);
    unlink(path);
}

Test(regime, normal_ones)
{
    check_normal("equilibrium", 0, 0.5);
    check_normal("early", -5, 2);
}

Test(regime, probability_is_the_sigmoid_of_the_logit)
{
    static const char *const names[] = {"equilibrium", "early", "saturated", "underflow"};
    for (size_t r = 0; r < sizeof names / sizeof *names; r++)
        for (int f = 0; f < FORMATS; f++) {
            double s[N], D[N];
            draw(s, names[r], LOGIT, f);
            draw(D, names[r], PROB, f);
            for (size_t i = 0; i < N; i++) {
                double want = (double)(1 / (1 + expl(-(long double)s[i])));
                double ulp = ldexp(1, format_ulp_exponent(&formats[f], ilogb(want)));
                cr_assert(fabs(D[i] - want) <= 2 * ulp, "%s: s = %a, D = %a", names[r], s[i], D[i]);
            }
        }
}

Test(regime, saturated_logits_are_large_and_of_both_signs)
{
    for (int f = 0; f < FORMATS; f++) {
        double s[N];
        draw(s, "saturated", LOGIT, f);
        for (size_t i = 0; i < N; i++)
            cr_assert(fabs(s[i]) >= 40 && fabs(s[i]) <= 80, "%a", s[i]);
        cr_assert_float_eq(fraction_negative(s), 0.5, 4 * 0.5 / sqrt(N));
    }
}

Test(regime, subnormal_inputs_are_subnormal)
{
    for (int f = 0; f < FORMATS; f++) {
        double s[N], D[N], least_normal = ldexp(1, formats[f].emin);
        size_t top_half = 0;
        draw(s, "subnormal", LOGIT, f);
        draw(D, "subnormal", PROB, f);
        for (size_t i = 0; i < N; i++) {
            cr_assert(s[i] != 0 && fabs(s[i]) < least_normal, "s = %a", s[i]);
            cr_assert(D[i] > 0 && D[i] < least_normal, "D = %a", D[i]);
            top_half += fabs(s[i]) >= least_normal / 2;
        }
        cr_assert_float_eq(fraction_negative(s), 0.5, 4 * 0.5 / sqrt(N));
        cr_assert_float_eq((double)top_half / N, 0.5, 4 * 0.5 / sqrt(N));
    }
}

Test(regime, underflow_makes_the_tail_subnormal)
{
    for (int f = 0; f < FORMATS; f++) {
        double s[N];
        draw(s, "underflow", LOGIT, f);
        for (size_t i = 0; i < N; i++) {
            double tail = f == F32 ? (double)expf((float)-fabs(s[i])) : exp(-fabs(s[i]));
            cr_assert(tail > 0 && tail < ldexp(1, formats[f].emin), "s = %a", s[i]);
        }
    }
}

Test(regime, uniform_fills_its_intervals)
{
    for (int f = 0; f < FORMATS; f++) {
        double s[N], D[N];
        size_t count_s[8] = {0}, count_D[8] = {0};
        draw(s, "uniform", LOGIT, f);
        draw(D, "uniform", PROB, f);
        for (size_t i = 0; i < N; i++) {
            cr_assert(fabs(s[i]) <= 20);
            count_s[(size_t)fmin(7, (s[i] + 20) / 5)]++;
            count_D[(size_t)fmin(7, D[i] * 8)]++;
        }
        for (size_t bin = 0; bin < 8; bin++) {
            cr_assert_float_eq((double)count_s[bin] / N, 0.125, 4 * 0.331 / sqrt(N));
            cr_assert_float_eq((double)count_D[bin] / N, 0.125, 4 * 0.331 / sqrt(N));
        }
    }
}

Test(regime, cancelling_scores_cancel_to_a_few_ulps)
{
    for (int f = 0; f < FORMATS; f++) {
        double s[N];
        size_t equal = 0;
        draw(s, "cancelling", LOGIT, f);
        for (size_t i = 0; i < N; i += 2) {
            double ulp = ldexp(1, format_ulp_exponent(&formats[f], ilogb(s[i])));
            cr_assert(fabs(s[i] + s[i + 1]) <= 5 * ulp, "%a, %a", s[i], s[i + 1]);
            equal += s[i] == -s[i + 1];
        }
        cr_assert(equal < N / 4, "%zu", equal);
        cr_assert_float_eq(fraction_negative(s), 0.5, 1e-3);
    }
}

Test(regime, alternating_signs_and_wide_magnitudes)
{
    for (int f = 0; f < FORMATS; f++) {
        double s[N];
        draw(s, "alternating", LOGIT, f);
        for (size_t i = 0; i < N; i++)
            cr_assert((s[i] < 0) == (i % 2 == 1) && fabs(s[i]) >= 1 && fabs(s[i]) <= 0x1p60, "%a", s[i]);
    }
}

Test(regime, special_has_every_kind)
{
    for (int f = 0; f < FORMATS; f++) {
        double s[N];
        size_t nan = 0, infinite = 0, zero = 0, largest = 0;
        draw(s, "special", LOGIT, f);
        for (size_t i = 0; i < N; i++) {
            nan += isnan(s[i]) != 0;
            infinite += isinf(s[i]) != 0;
            zero += s[i] == 0;
            largest += fabs(s[i]) == formats[f].max;
        }
        cr_assert(nan > 5 && infinite > 100 && zero > 300 && largest > 1000, "%zu %zu %zu %zu", nan, infinite,
                  zero, largest);
    }
}

Test(regime, labels_are_hard_and_smoothed_ones_in_random_order)
{
    for (int f = 0; f < FORMATS; f++) {
        static double store[N], again[N];
        size_t fake = 0, real = 0, smoothed = 0, changes = 0;
        regime_labels(&formats[f], 3, N, store);
        regime_labels(&formats[f], 3, N, again);
        cr_assert_arr_eq(store, again, N * formats[f].size);
        regime_labels(&formats[f], 4, N, again);
        cr_assert_arr_neq(store, again, N * formats[f].size);
        for (size_t i = 0; i < N; i++) {
            double t = format_load(&formats[f], store, i);
            fake += t == 0;
            real += t == 1;
            smoothed += t == format_round(&formats[f], 0.9);
            changes += i > 0 && t != format_load(&formats[f], store, i - 1);
        }
        cr_assert_eq(fake + real + smoothed, N);
        cr_assert_float_eq((double)fake / N, 1 / 3.0, 4 * 0.4714 / sqrt(N));
        cr_assert_float_eq((double)real / N, 1 / 3.0, 4 * 0.4714 / sqrt(N));
        cr_assert_float_eq((double)changes / N, 2 / 3.0, 4 * 0.4714 / sqrt(N));
    }
}

/* Labels that the inputs' own stream would draw are as many as chance has in common with them. */
Test(regime, labels_have_a_stream_of_their_own)
{
    static const double labels[] = {0, 0.9, 1};
    static double y[N];
    uint64_t seed = 7, inputs = seed;
    size_t same = 0;
    regime_labels(&formats[F64], seed, N, y);
    for (size_t i = 0; i < N; i++)
        same += y[i] == labels[random_next(&inputs) % 3];
    cr_expect_float_eq((double)same / N, 1.0 / 3, 4 * sqrt(2.0 / 9 / N), "%zu of %d", same, N);
}
