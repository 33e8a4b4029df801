/* The vectorised metric of exhaustive runs: alike on every instruction set, and as harness/metric/metric.c has it. */
#include "harness/metric/f32.h"
#include "harness/base/random.h"
#include "losses/bits.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static void fill(struct screened *s, float got[], double sign, uint64_t *state)
{
    for (size_t i = 0; i < COMPARE_BLOCK; i++) {
        float x = float_of_bits((uint32_t)random_next(state));
        uint64_t r = random_next(state);
        s->exact[i] = r % 7 == 0 ? 0x1p-3 * (1 + 0x1p-50) : (double)x * (1 + 0x1p-26 * (double)(r % 64));
        got[i] = (float)sign *
                 (r % 5 == 0 ? float_of_bits((uint32_t)r) : (float)s->exact[i] * (r % 3 ? 1 : 1 + 0x1p-22F));
    }
}

static int bin_of(const struct error *error, long double ulp)
{
    int exponent;
    long double f = frexpl(ulp, &exponent);
    int bin = 2 * exponent + (f <= 0.5L ? 0 : f <= 0.75L ? 1 : 2);
    if (error->class != IN_ULPS || error->rounded)
        return error->class != IN_ULPS ? NO_BIN : 0;
    return bin < 1 ? 1 : bin < ULP_BINS ? bin : ULP_BINS - 1;
}

static void expect_as_metric(const struct inspected *in, const struct screened *s, const float got[],
                             size_t n, double sign)
{
    uint32_t not_rounded = 0;
    for (size_t i = 0; i < n; i++) {
        struct want want = {.rounded = (double)s->rounded[i],
                            .sign = (s->exact[i] > 0) - (s->exact[i] < 0),
                            .ulp_exponent = -ilogb(s->scale[i]),
                            .high = isfinite(s->exact[i]) ? s->exact[i] * s->scale[i] : 0};
        struct error error = metric_measure(sign * (double)got[i], &want);
        int class = error.lost ? LOST : (int)error.class;
        cr_expect_eq(in->class[i], 1 << class, "%a for %a: %d, not %d", (double)got[i], s->exact[i],
                     in->class[i], class);
        cr_expect(fabsl((long double)in->ulp[i] - error.ulp) <= 1e-9L * error.ulp, "%g, not %Lg", in->ulp[i],
                  error.ulp);
        cr_expect(in->bin[i] >= bin_of(&error, error.ulp * (1 - 1e-9L)) &&
                      in->bin[i] <= bin_of(&error, error.ulp * (1 + 1e-9L)),
                  "%Lg ulp: bin %d", error.ulp, in->bin[i]);
        not_rounded += error.rounded ? 0 : 1;
    }
    cr_expect_eq(in->not_rounded, not_rounded);
}

Test(compare, compares_alike_on_every_isa)
{
    static struct screened s;
    static struct inspected in[ISAS];
    static float got[COMPARE_BLOCK];
    enum { N = COMPARE_BLOCK - 3 };
    for (uint64_t round = 0; round < 600; round++) {
        double sign = round & 1 ? -1 : 1;
        for (int isa = 0; isa < ISAS; isa++) {
            const struct comparer *comparer = comparer_find((enum isa)isa);
            if (!comparer)
                continue;
            fill(&s, got, sign, &(uint64_t){round});
            struct prepared prepared = comparer->prepare(N, &s, 0x1p-48, 0x1p-240, 0);
            cr_expect(prepared.undecided < N / 2 && prepared.open > 0);
            cr_expect(comparer->right_error(N, &s).ulp <= 0.5001);
            cr_expect_eq(comparer->look(N, got, s.rounded, sign), LOOKS_WILD);
            comparer->inspect(N, got, &s, sign, &in[isa]);
            cr_expect_eq(memcmp(&in[isa], &in[0], sizeof in[0]), 0, "%s", isa_names[isa]);
            expect_as_metric(&in[isa], &s, got, N, sign);
            for (size_t i = 0; i < N; i++)
                got[i] = (float)sign * s.rounded[i];
            cr_expect_eq(comparer->look(N, got, s.rounded, sign), LOOKS_RIGHT);
        }
    }
}

/* Exact values in one binade, one of them a tie but for the screen's error, one result off by 1.75 ulp. */
static void fill_tame(struct screened *s, float got[], double sign, uint64_t *state)
{
    for (size_t i = 0; i < COMPARE_BLOCK; i++) {
        uint64_t r = random_next(state);
        s->exact[i] = -ldexp(1 + (double)(r >> 11) * 0x1p-53, -30);
        got[i] = (float)sign * ((float)s->exact[i] + (float)((int)(r % 3) - 1) * 0x1p-53F);
    }
    got[7] = got[9] = (float)sign * -0x1.000004p-30F;
    s->exact[9] = -0x1.0000008p-30;
    s->exact[7] = -ldexp(1 + 0x1p-24 + 0x1p-50, -30);
}

Test(compare, is_short_with_tame_blocks)
{
    static struct screened s, any;
    static struct inspected in;
    static float got[COMPARE_BLOCK];
    enum { N = COMPARE_BLOCK - 5 };
    uint64_t state = 1;
    for (int round = 0; round < 200; round++)
        for (int isa = 0; isa < ISAS; isa++) {
            const struct comparer *comparer = comparer_find((enum isa)isa);
            double sign = round & 1 ? -1 : 1;
            uint32_t bins[TAME_BINS], expected[TAME_BINS] = {0};
            if (!comparer)
                continue;
            fill_tame(&s, got, sign, &state);
            any = s;
            struct prepared one = comparer->prepare(N, &s, 0x1p-48, 0x1p-240, 0x1p53);
            comparer->prepare(N, &any, 0x1p-48, 0x1p-240, 0);
            cr_expect(one.undecided >= 1 && one.open == 0);
            for (size_t i = 0; i < N; i++)
                cr_expect((s.state[i] == UNDECIDED) == (any.state[i] == UNDECIDED) &&
                          (any.state[i] == UNDECIDED || s.rounded[i] == any.rounded[i]) &&
                          s.scale[i] == 0x1p53);
            cr_expect_eq(s.state[7], UNDECIDED);
            cr_expect_eq(comparer->look(N, got, s.rounded, sign), LOOKS_TAME);
            comparer->inspect(N, got, &s, sign, &in);
            double max = comparer->measure_tame(N, got, &s, sign, bins);
            cr_expect(max == in.max && max > 1.5 && max <= TAME_ULPS, "%g, not %g", max, in.max);
            for (size_t i = 0; i < N; i++)
                expected[in.bin[i] < TAME_BINS ? in.bin[i] : 0]++;
            cr_assert_arr_eq(bins, expected, sizeof bins);
        }
}

/* Results of one class throughout, and all but one of that class, are counted the same. */
Test(compare, counts_blocks_of_one_class)
{
    static const struct {
        float got;
        double exact;
        int class;
    } rows[] = {{0, 0x1p-3, VANISHED},    {INFINITY, 100, OVERFLOW},
                {NAN, 100, NAN_MISMATCH}, {100, (double)INFINITY, BOUNDED},
                {-0.0F, 0, ZERO_SIGN},    {-1, 1, WRONG_SIGN},
                {27, 1e-3, LOST},         {0.5F, 0.5, IN_ULPS}};
    static struct screened s;
    static struct inspected in;
    float got[COMPARE_BLOCK];
    enum { N = COMPARE_BLOCK - 31 };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (int isa = 0; isa < ISAS; isa++) {
            const struct comparer *comparer = comparer_find((enum isa)isa);
            if (!comparer)
                continue;
            for (size_t i = 0; i < COMPARE_BLOCK; i++) {
                got[i] = rows[k].got;
                s.exact[i] = rows[k].exact;
            }
            comparer->prepare(N, &s, 0x1p-48, 0x1p-240, 0);
            comparer->inspect(N, got, &s, 1, &in);
            for (int c = 0; c <= LOST; c++)
                cr_expect_eq(in.count[c], c == rows[k].class ? N : 0, "row %zu, class %d", k, c);
            bool rounded = rows[k].class == IN_ULPS || rows[k].class == ZERO_SIGN;
            cr_expect_eq(in.not_rounded, rounded ? 0 : N, "row %zu: %u", k, in.not_rounded);
            cr_expect_eq(in.max > 0, rows[k].class == LOST, "row %zu: %g", k, in.max);
            s.exact[N - 1] = s.rounded[N - 1] = 2; /* +2 for 2 is in ulps and right */
            got[N - 1] = 2;
            s.scale[N - 1] = 0x1p22;
            comparer->inspect(N, got, &s, 1, &in);
            expect_as_metric(&in, &s, got, N, 1);
            cr_expect_eq(in.count[rows[k].class], rows[k].class == IN_ULPS ? N : N - 1, "row %zu", k);
        }
}

/* The first of the largest errors. */
Test(compare, finds_where_rounding_errs_most)
{
    static struct screened s;
    for (int isa = 0; isa < ISAS; isa++) {
        const struct comparer *comparer = comparer_find((enum isa)isa);
        if (!comparer)
            continue;
        for (size_t at = 0; at < COMPARE_BLOCK; at += 37) {
            for (size_t i = 0; i < COMPARE_BLOCK; i++)
                s.exact[i] = 1 + 0x1p-25 * (i == at || i == at + 3);
            s.exact[(at + 1) % COMPARE_BLOCK] = (double)NAN;
            s.exact[(at + 2) % COMPARE_BLOCK] = (double)INFINITY;
            comparer->prepare(COMPARE_BLOCK, &s, 0x1p-48, 0x1p-240, 0x1p23);
            struct right right = comparer->right_error(COMPARE_BLOCK, &s);
            cr_expect(right.at == at && right.ulp == 0.25, "%s: %zu, not %zu: %g", isa_names[isa], right.at,
                      at, right.ulp);
        }
    }
}

Test(compare, one_wild_result_is_seen)
{
    static struct screened s;
    static float got[COMPARE_BLOCK];
    const float wild[] = {0x1p-127F, -0x1p-30F, 0x1p-149F, 0, -0.0F, INFINITY, -INFINITY, NAN, -NAN};
    uint64_t state = 1;
    for (int isa = 0; isa < ISAS; isa++) {
        const struct comparer *comparer = comparer_find((enum isa)isa);
        if (!comparer)
            continue;
        fill_tame(&s, got, -1, &state);
        comparer->prepare(COMPARE_BLOCK, &s, 0x1p-48, 0x1p-240, 0x1p53);
        for (size_t at = 0; at < COMPARE_BLOCK; at += 73)
            for (size_t k = 0; k < sizeof wild / sizeof *wild; k++) {
                float good = got[at], right = s.rounded[at];
                got[at] = wild[k];
                cr_expect_eq(comparer->look(COMPARE_BLOCK, got, s.rounded, -1), LOOKS_WILD);
                got[at] = good;
                s.rounded[at] = wild[k] == -0x1p-30F ? 0x1p-30F : wild[k];
                cr_expect_eq(comparer->look(COMPARE_BLOCK, got, s.rounded, -1), LOOKS_WILD);
                s.rounded[at] = right;
            }
    }
}
