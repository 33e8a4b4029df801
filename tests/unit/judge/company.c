/* Which inputs stand together: each kind of company is what its name says, in logits and in D, in both formats. */
#include "harness/judge/company.h"

#include "harness/judge/guard.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { LENGTH = 37, ROUNDS = 40 };

struct drawn {
    struct cases cases;
    enum space space;
    const struct format *format;
    uint64_t state;
    struct input input[LENGTH];
};

static void draw(struct drawn *d, enum company company)
{
    company_fill(d->input, LENGTH, company, &d->cases, d->space, d->format, &d->state);
}

static bool is_case(const struct drawn *d, double x)
{
    for (size_t i = 0; i < d->cases.count; i++)
        if (memcmp(&d->cases.x[i], &x, sizeof x) == 0)
            return true;
    return false;
}

/* Whether x is of the sign and binade of one, whose upper end it may have been rounded to. */
static bool alike(double x, double one)
{
    double low = !guard_differs(one, 0) || isinf(one) ? one : ldexp(1, ilogb(one));
    return !signbit(x) == !signbit(one) && (!guard_differs(x, one) || (fabs(x) >= low && fabs(x) <= 2 * low));
}

typedef void check(struct drawn *d);

/* Runs a check often, on what is drawn for each space and format. */
static void everywhere(check *holds)
{
    static uint64_t state = 7;
    for (int space = 0; space < 2; space++)
        for (int f = F32; f <= F64; f++) {
            struct drawn d = {.space = space ? PROB : LOGIT, .format = &formats[f], .state = state++};
            d.cases = cases_make(d.space, 2, d.format, QUICK, 1);
            for (int round = 0; round < ROUNDS; round++)
                holds(&d);
            cases_free(&d.cases);
        }
}

static void each_is_a_case(struct drawn *d)
{
    draw(d, COMPANY_ANY);
    for (size_t i = 0; i < LENGTH; i++)
        cr_assert(is_case(d, d->input[i].x));
}

static void second_of_each_pair_is_the_mirror_image(struct drawn *d)
{
    draw(d, COMPANY_MIRRORED);
    for (size_t i = 0; i + 1 < LENGTH; i += 2) {
        double x = d->input[i].x, image = d->space == LOGIT ? -x : format_round(d->format, 1 - x);
        cr_assert(is_case(d, x));
        cr_assert(!guard_differs(d->input[i + 1].x, image), "%a, then %a", x, d->input[i + 1].x);
    }
}

/* Of six neighbours five are the same; of so many draws it would be wonderful if fewer than half were. */
static void runs_of_one_value(struct drawn *d)
{
    size_t equal = 0;
    draw(d, COMPANY_EQUAL);
    for (size_t i = 1; i < LENGTH; i++)
        equal += !guard_differs(d->input[i].x, d->input[i - 1].x);
    cr_assert(equal > LENGTH / 2, "%zu", equal);
    cr_assert(is_case(d, d->input[0].x) && is_case(d, d->input[LENGTH - 1].x));
}

static void all_of_one_sign_and_binade(struct drawn *d)
{
    draw(d, COMPANY_ALIKE);
    for (size_t i = 1; i < LENGTH; i++)
        cr_assert(alike(d->input[i].x, d->input[0].x), "%a, %a", d->input[i].x, d->input[0].x);
}

static bool odd_at[LENGTH], odd_is_nan;

/* Two of the first three are not the odd one; which it is, is noted. */
static void all_but_one_of_one_sign_and_binade(struct drawn *d)
{
    size_t most = 0, odd = LENGTH;
    draw(d, COMPANY_ODD);
    for (size_t a = 0; a < 3; a++) {
        size_t like = 0, unlike = LENGTH;
        for (size_t i = 0; i < LENGTH; i++) {
            like += alike(d->input[i].x, d->input[a].x);
            unlike = alike(d->input[i].x, d->input[a].x) ? unlike : i;
        }
        odd = like == LENGTH - 1 ? unlike : odd;
        most = like > most ? like : most;
    }
    cr_assert(most >= LENGTH - 1, "%zu of %d", most, LENGTH);
    if (odd < LENGTH) {
        odd_at[odd] = true;
        odd_is_nan |= isnan(d->input[odd].x);
    }
}

static void in_order(struct drawn *d)
{
    draw(d, COMPANY_SORTED);
    for (size_t i = 1; i < LENGTH; i++)
        cr_assert_not(input_before(&d->input[i], &d->input[i - 1]));
}

/* Logits: at even places 1/2 and more in magnitude, at odd ones 3/2 and less, most of them far. D: near 1 and near 0. */
static void tiny_and_huge_by_turns(struct drawn *d)
{
    size_t far = 0;
    draw(d, COMPANY_EXTREME);
    for (size_t i = 0; i < LENGTH; i++) {
        double size = fabs(d->input[i].x), huge = d->space == LOGIT ? size : 1 / (1 - size);
        cr_assert(i % 2 ? size < 1.5 : d->space == LOGIT ? size >= 0.5 : size <= 1, "%a at %zu", size, i);
        far += i % 2 ? size < 0x1p-8 : huge > 0x1p8;
    }
    cr_assert(far > LENGTH / 2, "%zu", far);
}

static unsigned kinds;

static void note_special_ones(struct drawn *d)
{
    draw(d, COMPANY_SPECIAL);
    for (size_t i = 0; i < LENGTH; i++) {
        double x = d->input[i].x;
        kinds |= isnan(x)                  ? 1U
                 : isinf(x)                ? (signbit(x) ? 2U : 4U)
                 : !guard_differs(x, 0.0)  ? 8U
                 : !guard_differs(x, -0.0) ? 16U
                                           : 0U;
    }
}

Test(company, any)
{
    everywhere(each_is_a_case);
}
Test(company, mirrored)
{
    everywhere(second_of_each_pair_is_the_mirror_image);
}
Test(company, equal)
{
    everywhere(runs_of_one_value);
}
Test(company, are_alike)
{
    everywhere(all_of_one_sign_and_binade);
}
Test(company, sorted)
{
    everywhere(in_order);
}
Test(company, extreme)
{
    everywhere(tiny_and_huge_by_turns);
}

Test(company, odd)
{
    for (int i = 0; i < 8; i++)
        everywhere(all_but_one_of_one_sign_and_binade);
    for (size_t i = 0; i < LENGTH; i++)
        cr_expect(odd_at[i], "%zu", i);
    cr_assert(odd_is_nan);
}

Test(company, special)
{
    everywhere(note_special_ones);
    cr_assert_eq(kinds, 31U, "NaN, infinities, zeros: %x", kinds);
}

/* By turns of the state one label for all, or mixed; from those that terms are judged with, or between 0 and 1. */
Test(company, labels)
{
    struct drawn d = {.space = LOGIT, .format = &formats[F32], .state = 7};
    d.cases = cases_make(LOGIT, 2, d.format, QUICK, 1);
    int mixed = 0;
    for (int round = 0; round < ROUNDS; round++) {
        bool differ = false;
        draw(&d, COMPANY_ANY);
        for (size_t i = 0; i < LENGTH; i++) {
            cr_assert(d.input[i].target >= 0 && d.input[i].target <= 1);
            differ |= guard_differs(d.input[i].target, d.input[0].target);
        }
        mixed += differ;
    }
    cr_assert(mixed > 0 && mixed < ROUNDS, "%d of %d", mixed, ROUNDS);
    cases_free(&d.cases);
}
