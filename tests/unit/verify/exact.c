/* The ratchet on exact figures: larger by up to 5 % is told of, more is worse; a class is worse at once. */
#include "harness/record/record.h"
#include "harness/verify/against.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* All floats, at `level`. */
static struct summary all_floats(void)
{
    struct summary s = {.inputs = (uint64_t)1 << 32};
    for (int k = 0; k < OUTPUTS; k++)
        s.ideal[k] = (struct output_summary){
            .compared = 5000, .max_ulp = 1.25L, .at = {0.25, 0}, .got = 0.5, .not_rounded = 1000};
    return s;
}

static void by_4_percent(struct output_summary *s)
{
    s->max_ulp *= 1.04L;
    s->not_rounded = 1040;
}

static void by_6_percent(struct output_summary *s)
{
    s->max_ulp *= 1.06L;
}

static void rounds_6_percent_less(struct output_summary *s)
{
    s->not_rounded = 1060;
}

static void better_and_larger(struct output_summary *s)
{
    s->max_ulp *= 1.04L;
    s->not_rounded--;
}

static void smaller(struct output_summary *s)
{
    s->max_ulp = 1.1L;
}

static void vanishes(struct output_summary *s)
{
    s->classes[VANISHED] = (struct extent){1, {1, 0}, {1, 0}, {1, 0}, {1, 0}};
}

static void negates_zero(struct output_summary *s)
{
    s->classes[ZERO_SIGN] = (struct extent){1, {1, 0}, {1, 0}, {1, 0}, {1, 0}};
}

static const struct {
    void (*change)(struct output_summary *);
    enum status exact, sampled; /* what comes of it at level exhaustive, and at another */
    size_t larger, better;      /* at level exhaustive */
    const char *said;
} rows[] = {
    {by_4_percent, STATUS_OK, STATUS_NUMERICAL, 1, 0,
     "LARGER minimax.g/stable/f32 grad: 1.3 ulp, was 1.25, 1040 results not correctly rounded, was 1000 at 0x1p-2 = 0.25 ["},
    {by_6_percent, STATUS_NUMERICAL, STATUS_NUMERICAL, 0, 0,
     "WORSE minimax.g/stable/f32 grad: 1.325 ulp, was 1.25 at 0x1p-2 = 0.25 ["},
    {rounds_6_percent_less, STATUS_NUMERICAL, STATUS_NUMERICAL, 0, 0,
     "WORSE minimax.g/stable/f32 grad: 1060 results not correctly rounded, was 1000 at "},
    {better_and_larger, STATUS_OK, STATUS_NUMERICAL, 1, 1, "LARGER "},
    {smaller, STATUS_OK, STATUS_OK, 0, 1, ""},
    {vanishes, STATUS_NUMERICAL, STATUS_NUMERICAL, 0, 0,
     "WORSE minimax.g/stable/f32 grad: vanished on 1 inputs, was 0"},
    {negates_zero, STATUS_NUMERICAL, STATUS_NUMERICAL, 0, 0,
     "WORSE minimax.g/stable/f32 grad: zero-sign on 1 inputs, was 0"},
};

static char *compare(struct comparison *c, enum status *status, const char *level,
                     void (*change)(struct output_summary *))
{
    struct choice choice;
    struct selection selection = {&choice, 1};
    struct summary now = all_floats();
    cr_assert(choice_find(&choice, "minimax.g/stable/f32"));
    struct baseline baseline = {"stored.json",
                                json_pack("{s:[o]}", "kernels", record_json(&choice, &now, level))};
    change(&now.ideal[GRAD]);
    said_start();
    *status = against_compare(c, &baseline, &selection, &now, NULL, 0, 1);
    json_decref(baseline.document);
    return said_end();
}

Test(exact, figures_may_be_larger_by_5_percent)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct comparison c;
        enum status status;
        char *said = compare(&c, &status, "exhaustive", rows[i].change);
        cr_expect_eq(status, rows[i].exact, "%zu", i);
        cr_expect(c.larger == rows[i].larger && c.better == rows[i].better &&
                      c.worse == (status != STATUS_OK),
                  "%zu", i);
        cr_expect(strstr(said, rows[i].said), "%zu: %s", i, said);
        free(said);
    }
}

Test(exact, sampled_figures_may_not)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct comparison c;
        enum status status;
        free(compare(&c, &status, "full", rows[i].change));
        cr_expect_eq(status, rows[i].sampled, "%zu", i);
        cr_expect_eq(c.larger, 0);
    }
}
