/* Summaries: what is kept, and that merging in any order gives the same. */
#include "harness/record/binades.h"
#include "harness/record/record.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct choice *a_choice(void)
{
    static struct choice choice;
    cr_assert(choice_find(&choice, "nonsaturating.g/naive/f32"));
    return &choice;
}

/* Adds the kernel's own answers at these inputs. */
static void add_inputs(struct summary *summary, const double x[], size_t n)
{
    const struct choice *choice = a_choice();
    for (size_t i = 0; i < n; i++) {
        struct input input = {x[i], 0};
        struct want want[OUTPUTS];
        double got[OUTPUTS];
        reference(&want[LOSS], &want[GRAD], reference_ideal(choice->kernel->term), choice->format, x[i], 0);
        choice_at(choice, x[i], 0, &got[LOSS], &got[GRAD]);
        summary->inputs++;
        for (int k = 0; k < OUTPUTS; k++)
            summary_add(&summary->ideal[k], LOGIT, &input, got[k], &want[k]);
    }
}

static const double x[] = {-0x1p100, -1000, -90, -89, -5, -0.0, 0, 3, 16, 16.5, 16.7, 17, 20, 100, 104, 500};
enum { N = sizeof x / sizeof *x };

Test(summary, keeps_edges_of_a_class)
{
    struct summary s = {0};
    add_inputs(&s, x, N);
    const struct extent *nan = &s.ideal[GRAD].classes[NAN_MISMATCH], *gone = &s.ideal[GRAD].classes[VANISHED];
    cr_expect_eq(nan->count, 4);
    cr_expect_eq(nan->first.x, -0x1p100);
    cr_expect_eq(nan->last.x, -89);
    cr_expect_eq(nan->below.x, -89);
    cr_expect(isnan(nan->above.x));
    cr_expect_eq(gone->count, 4);
    cr_expect_eq(gone->above.x, 16.7);
    cr_expect_eq(gone->last.x, 100);
    cr_expect(isnan(gone->below.x));
    cr_expect_eq(s.ideal[LOSS].classes[OVERFLOW].count, 4);
    cr_expect_eq(s.inputs, N);
}

static struct summary merged(const size_t order[], size_t parts)
{
    struct summary all = {0};
    for (size_t i = 0; i < parts; i++) {
        struct summary part = {0};
        size_t start = N * order[i] / parts, end = N * (order[i] + 1) / parts;
        add_inputs(&part, x + start, end - start);
        summary_merge(&all, &part);
    }
    return all;
}

static char *text_of(const struct summary *s)
{
    json_t *record = record_json(a_choice(), s, "quick");
    char *text = json_dumps(record, JSON_REAL_PRECISION(15));
    json_decref(record);
    return text;
}

Test(summary, merges_in_any_order)
{
    struct summary whole = {0};
    add_inputs(&whole, x, N);
    char *expected = text_of(&whole);
    const size_t orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}};
    for (size_t i = 0; i < 3; i++) {
        struct summary s = merged(orders[i], 4);
        char *text = text_of(&s);
        cr_expect_str_eq(text, expected);
        free(text);
    }
    free(expected);
}

Test(summary, survives_json)
{
    struct summary s = {0}, back;
    struct choice choice;
    add_inputs(&s, x, N);
    json_t *record = record_json(a_choice(), &s, "quick");
    cr_assert(record_parse(&choice, &back, record));
    cr_expect_eq(choice.kernel, a_choice()->kernel);
    char *before = text_of(&s), *after = text_of(&back);
    cr_expect_str_eq(before, after);
    free(before);
    free(after);
    json_decref(record);
}

Test(summary, passes_only_without_failures)
{
    struct output_summary s = {.compared = 1, .max_ulp = 2};
    cr_expect(summary_passes(&s, 2));
    cr_expect_not(summary_passes(&s, 1.999));
    s.classes[ZERO_SIGN].count = 1;
    cr_expect(summary_passes(&s, 2));
    for (int c = NAN_MISMATCH; c < ZERO_SIGN; c++) {
        struct output_summary failing = s;
        failing.classes[c].count = 1;
        cr_expect_not(summary_passes(&failing, 2), "class %d", c);
    }
}

/* NaNs are one input, of which any may have been kept: the text does not tell them apart. */
Test(summary, every_nan_reads_alike)
{
    char *text[2];
    for (int i = 0; i < 2; i++) {
        double nan = copysign((double)NAN, i ? -1 : 1);
        size_t size;
        struct summary s = {.inputs = 9, .modes.inputs = 9};
        s.modes.raised[INVALID].count = 3;
        s.modes.raised[INVALID].first.x = nan;
        const struct input ends[2][2] = {{{3, 0}, {nan, 0}}, {{nan, 0}, {nan, 0}}};
        extent_add(&s.ideal[LOSS].classes[BOUNDED], LOGIT, ends[0], 2);
        extent_add(&s.ideal[GRAD].classes[BOUNDED], LOGIT, ends[1], 2);
        FILE *to = open_memstream(&text[i], &size);
        record_print(to, a_choice(), &s, "quick", true);
        fclose(to);
    }
    cr_expect(strstr(text[0], "first nan\n") && strstr(text[0], " to nan"));
    cr_expect_str_eq(text[0], text[1]);
    free(text[0]);
    free(text[1]);
}

/* Of equal maxima the first input in order is kept, wherever it came. */
Test(summary, ties_go_to_the_first_input)
{
    struct want want = {.rounded = 1, .sign = 1, .ulp_exponent = -23, .high = 0x1p23};
    struct output_summary a = {0}, b = {0};
    struct input early = {-3, 0}, late = {7, 0};
    summary_add(&a, LOGIT, &early, 1 + 0x1p-22, &want);
    summary_add(&a, LOGIT, &late, 1 + 0x1p-22, &want);
    summary_add(&b, LOGIT, &late, 1 + 0x1p-22, &want);
    summary_add(&b, LOGIT, &early, 1 + 0x1p-22, &want);
    cr_expect_eq(a.at.x, -3);
    cr_expect_eq(b.at.x, -3);
    cr_expect(a.max_ulp == 2.0L && b.max_ulp == 2.0L);
}

/* Of peaks of one binade as well: by bits, then by target. */
Test(summary, ties_of_peaks_go_to_the_first_input)
{
    const struct peak early = {.screened = 2, .bits = 5, .target = 0.5F, .any = true};
    struct peak late = early, other = early;
    late.bits = 6;
    other.target = 1;
    cr_expect(peak_is_higher(&early, &late) && !peak_is_higher(&late, &early));
    cr_expect(peak_is_higher(&early, &other) && !peak_is_higher(&other, &early));
    cr_expect_not(peak_is_higher(&early, &early));
    late.screened = 3;
    cr_expect(peak_is_higher(&late, &early) && !peak_is_higher(&early, &late));
    late.any = false;
    cr_expect(peak_is_higher(&early, &late) && !peak_is_higher(&late, &early));
}

/* In order, each once, wherever they come from; more than there is room for are dropped. */
Test(summary, branch_points_are_in_order)
{
    static const double points[] = {3, -1, 7, 3, 0, -1, 5};
    struct searched s = {0};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        searched_add_point(&s, points[i]);
    searched_add_point(&s, (double)NAN);
    cr_assert_eq(s.branch_points, 5);
    for (size_t i = 1; i < s.branch_points; i++)
        cr_expect_lt(s.branch_point[i - 1], s.branch_point[i]);
    for (int i = 0; i < 2 * BRANCH_POINTS; i++)
        searched_add_point(&s, 100 + i);
    cr_expect(s.branch_points == BRANCH_POINTS && s.branch_point[0] == -1);
}

/* Of two shards the narrower width holds: one of them has found it. */
Test(summary, merged_searches_keep_the_narrower_width)
{
    struct searched one = {.searches = 1, .uncounted = 3, .width = {{1, 2, 0.5, 0.25}}};
    const struct searched other = {.searches = 1,
                                   .uncounted = 4,
                                   .width = {{1, 2, 0.75, 0.125}, {0, 4, 0.5, 0.5}}},
                          none = {.searches = 1};
    searched_merge(&one, &other);
    searched_merge(&one, &none);
    cr_expect_eq(one.uncounted, 7);
    cr_expect(one.width[0].sure == 0.5 && one.width[0].half == 0.125 && one.width[0].high == 2);
    cr_expect(one.width[1].sure == 0.5 && one.width[1].high == 4);
}

/* What a level below adds: what is worse there, and no counts. */
Test(summary, absorbs_what_is_worse)
{
    struct summary whole = summary_with_binades(), below = {0};
    const struct fault_at at = {.n = 3};
    whole.inputs = 100;
    whole.ideal[LOSS].compared = 100;
    below.inputs = 7;
    below.ideal[LOSS].compared = 7;
    below.ideal[LOSS].max_ulp = 3;
    below.ideal[LOSS].at = (struct input){-2.5, 0};
    below.ideal[LOSS].got = 1;
    below.ideal[GRAD].classes[VANISHED].count = 2;
    faults_add(&below.faults, FAULT_OVERRUN, &at, 1);
    summary_absorb(&whole, &below);
    cr_expect_eq(whole.inputs, 100);
    cr_expect_eq(whole.ideal[LOSS].compared, 100);
    cr_expect(whole.ideal[LOSS].max_ulp == 3 && whole.ideal[LOSS].at.x == -2.5);
    cr_expect_eq(whole.ideal[GRAD].classes[VANISHED].count, 2);
    cr_expect_eq(whole.faults.of[FAULT_OVERRUN].count, 1);
    summary_find_maximum(&whole.ideal[LOSS]); /* as after a merge */
    cr_expect(whole.ideal[LOSS].max_ulp == 3);
    below.ideal[LOSS].max_ulp = 2;
    summary_absorb(&whole, &below);
    cr_expect(whole.ideal[LOSS].max_ulp == 3);
    cr_expect_eq(whole.ideal[GRAD].classes[VANISHED].count, 2, "there were some before");
    below.ideal[LOSS].max_ulp = 5; /* the same input: its binade has a maximum already */
    below.ideal[LOSS].got = 7;
    summary_absorb(&whole, &below);
    cr_expect(whole.ideal[LOSS].max_ulp == 5 && whole.ideal[LOSS].got == 7);
    summary_clear(&whole);
}

Test(summary, binades_add_up_in_a_merge)
{
    struct summary a = summary_with_binades(), b = summary_with_binades();
    struct binade *to = &a.ideal[GRAD].binades->at[3];
    const struct binade one = {.inputs = 10, .not_rounded = 4, .failures = 2},
                        other = {.inputs = 100, .not_rounded = 40, .failures = 20};
    *to = one;
    b.ideal[GRAD].binades->at[3] = other;
    a.ideal[GRAD].binades->histogram[5] = 7;
    b.ideal[GRAD].binades->histogram[5] = 70;
    summary_merge(&a, &b);
    cr_expect_eq(to->inputs, 110);
    cr_expect_eq(to->not_rounded, 44);
    cr_expect_eq(to->failures, 22);
    cr_expect_eq(a.ideal[GRAD].binades->histogram[5], 77);
    summary_clear(&a);
    summary_clear(&b);
}
