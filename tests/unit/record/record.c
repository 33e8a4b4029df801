/* record.c -- what fails a kernel, and what only a first-class one. */
#include "harness/record/record.h"
#include "tests/support/replaced.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static unsigned failures_of(const char *id, const struct summary *summary)
{
    struct choice choice;
    cr_assert(choice_find(&choice, id));
    cr_expect_eq(record_passes(&choice, summary), record_failures(&choice, summary) == 0);
    return record_failures(&choice, summary);
}

Test(record, faults_fail_any_kernel)
{
    for (int i = 0; i < FAULTS; i++) {
        struct summary s = {.inputs = 1};
        const struct fault_at at = {.n = 1};
        unsigned position = i == FAULT_POSITION;
        faults_add(&s.faults, (enum fault)i, &at, 1);
        cr_expect_eq(failures_of("nonsaturating.g/stable/f32", &s),
                     position ? RECORD_POSITION : RECORD_FAULTS);
        cr_expect_eq(failures_of("bce.target/stable/f64", &s), position ? RECORD_POSITION : RECORD_FAULTS);
        cr_expect_eq(failures_of("nonsaturating.g/naive/f32", &s), position ? 0U : RECORD_FAULTS);
    }
}

Test(record, the_sign_of_a_zero_fails_a_first_class_kernel)
{
    struct summary s = {.inputs = 1};
    s.ideal[LOSS].classes[ZERO_SIGN].count = 1;
    cr_expect_eq(failures_of("minimax.g/stable/f64", &s), (unsigned)RECORD_ZERO_SIGN);
    cr_expect_eq(failures_of("minimax.g/naive/f64", &s), 0U);
}

/* sigmoid(s) - t is a zero of either sign where it cancels; where t is 0, nothing does. */
Test(record, the_sign_of_a_zero_counts_where_nothing_cancels)
{
    struct summary s = {.inputs = 2};
    struct want zero;
    reference(NULL, &zero, reference_ideal(term_find("bce.target")), &formats[F32], -(double)INFINITY, 0);
    const struct input cancels = {-100, 0x1p-149}, plain = {-(double)INFINITY, 0};
    summary_add(&s.ideal[GRAD], LOGIT, &cancels, -0.0, &zero);
    cr_expect_eq(s.ideal[GRAD].classes[ZERO_SIGN].count, 1);
    cr_expect_eq(failures_of("bce.target/stable/f32", &s), 0U);
    summary_add(&s.ideal[GRAD], LOGIT, &plain, -0.0, &zero);
    cr_expect_eq(failures_of("bce.target/stable/f32", &s), (unsigned)RECORD_CLASS);
    cr_expect_eq(s.ideal[GRAD].beyond.first.x, plain.x);
    cr_expect_eq(failures_of("bce.target/naive/f32", &s), 0U);
}

/* What is printed of a summary. */
static char *text_of(const struct choice *choice, const struct summary *s, bool failure)
{
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    cr_assert(to);
    if (failure)
        record_print_failure(to, choice, s, "quick", 1);
    else
        record_print(to, choice, s, "quick", true);
    fclose(to);
    return text;
}

Test(record, the_sign_of_a_zero_is_shown)
{
    struct summary s = {.inputs = 3};
    const struct input at = {-100, 0};
    struct choice choice;
    cr_assert(choice_find(&choice, "minimax.g/stable/f32"));
    s.ideal[LOSS].classes[ZERO_SIGN] = (struct extent){3, at, at, at, {(double)NAN, 0}};
    char *text = text_of(&choice, &s, false);
    cr_expect(
        strstr(
            text,
            "FAIL: the sign of a zero\n  loss \n          zero-sign >=        3  from -0x1.9p+6 = -100 up to "),
        "%s", text);
    free(text);
    text = text_of(&choice, &s, true);
    cr_expect(strstr(text, "FAIL minimax.g/stable/f32 loss: zero-sign at -0x1.9p+6 = -100 ["), "%s", text);
    free(text);
}

/* An output without a bound, of a term in which nothing cancels. */
Test(record, classes_fail_a_first_class_kernel_that_bounds_its_loss_alone)
{
    struct replaced at;
    replaced_make(&at, "minimax.g/stable/f32");
    at.code.grad_ulp = (double)INFINITY;
    struct summary s = {.inputs = 1};
    s.ideal[GRAD].compared = 1;
    s.ideal[GRAD].max_ulp = 1e9L;
    cr_expect_eq(record_failures(&at.choice, &s), 0U);
    s.ideal[GRAD].classes[VANISHED].count = 1;
    cr_expect_eq(record_failures(&at.choice, &s), (unsigned)RECORD_CLASS);
    char *text = text_of(&at.choice, &s, true);
    cr_expect(strstr(text, "FAIL minimax.g/stable/f32 grad: vanished at 0x0p+0 = 0 ["), "%s", text);
    free(text);
    s.ideal[GRAD].classes[VANISHED].count = 0;
    s.ideal[GRAD].classes[ZERO_SIGN].count = 1;
    cr_expect_eq(record_failures(&at.choice, &s), (unsigned)RECORD_ZERO_SIGN);
    s.ideal[LOSS].compared = 1;
    s.ideal[LOSS].max_ulp = 1.7L;
    cr_expect_eq(record_failures(&at.choice, &s), (unsigned)(RECORD_ZERO_SIGN | RECORD_BOUND));
    at.code.first_class = 0;
    s.ideal[LOSS].max_ulp = 1.5L;
    cr_expect_eq(record_failures(&at.choice, &s), 0U);
}

/* bce.target has no bound, as its gradient cancels; what that does not explain fails the kernel that is to be used. */
Test(record, classes_fail_a_first_class_kernel_without_a_bound)
{
    struct choice choice;
    struct summary s = {.inputs = 2};
    struct want want[OUTPUTS];
    cr_assert(choice_find(&choice, "bce.target/stable/f32"));
    const struct input cancels = {0x1.193ea8p+1, (double)0.9F}, plain = {3, 0.25};
    reference(NULL, &want[GRAD], reference_ideal(choice.kernel->term), choice.format, cancels.x,
              cancels.target);
    summary_add(&s.ideal[GRAD], LOGIT, &cancels, -want[GRAD].rounded, &want[GRAD]);
    cr_expect_eq(s.ideal[GRAD].classes[WRONG_SIGN].count, 1);
    cr_expect_eq(failures_of("bce.target/stable/f32", &s), 0U, "a few ulps of 0.9");
    reference(NULL, &want[GRAD], reference_ideal(choice.kernel->term), choice.format, plain.x, plain.target);
    summary_add(&s.ideal[GRAD], LOGIT, &plain, -want[GRAD].rounded, &want[GRAD]);
    cr_expect_eq(failures_of("bce.target/stable/f32", &s), (unsigned)RECORD_CLASS);
    cr_expect_eq(failures_of("bce.target/naive/f32", &s), 0U);
    cr_expect_eq(s.ideal[GRAD].beyond.count, 1);
    cr_expect_eq(s.ideal[GRAD].beyond.first.x, plain.x);
    json_t *record = record_json(&choice, &s, "quick");
    struct summary back;
    cr_assert(record_parse(&choice, &back, record));
    cr_expect_eq(back.ideal[GRAD].beyond.count, 1);
    cr_expect(json_is_false(json_object_get(record, "pass")));
    json_decref(record);
}

Test(metric, cancellation_is_three_ulps_of_the_larger_operand)
{
    const struct format *f = &formats[F32];
    const double ulp = 0x1p-24; /* of 0.9 */
    cr_expect(error_is_cancellation(3 * ulp, 0, 0.9, f));
    cr_expect_not(error_is_cancellation(3.5 * ulp, 0, 0.9, f));
    cr_expect(error_is_cancellation(-1 * ulp, 2 * ulp, 0.9, f));
    cr_expect_not(error_is_cancellation(-2 * ulp, 2 * ulp, 0.9, f));
    cr_expect_not(error_is_cancellation((double)NAN, 0, 0.9, f));
    cr_expect_not(error_is_cancellation((double)INFINITY, 0, 0.9, f));
    cr_expect_not(error_is_cancellation(0, (double)INFINITY, 0.9, f));
    cr_expect(error_is_cancellation(0, f->least, 0, f));
    cr_expect_not(error_is_cancellation(0, 0.5, 0, f));
}
