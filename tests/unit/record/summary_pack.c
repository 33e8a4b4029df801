/* A summary as bytes and back: nothing is lost, and nothing is shared. */
#include "harness/record/summary_pack.h"

#include "harness/record/binades.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct summary a_summary(void)
{
    struct summary summary = summary_with_binades();
    summary.inputs = 77;
    summary.unanswered = 3;
    summary.ideal[LOSS].max_ulp = 1.25L;
    summary.ideal[GRAD].classes[NAN_MISMATCH].count = 9;
    summary.ideal[GRAD].binades->at[200].inputs = 12;
    summary.ideal[LOSS].binades->histogram[3] = 5;
    summary.own[GRAD].compared = 4;
    summary.searched.rounds = 6;
    return summary;
}

Test(summary_pack, comes_back_whole)
{
    size_t size;
    struct summary there = a_summary(), back;
    void *bytes = summary_pack(&size, &there);
    cr_expect_eq(size, sizeof there + OUTPUTS * sizeof(struct binades));
    summary_unpack(&back, bytes);
    free(bytes);
    for (int k = 0; k < OUTPUTS; k++) {
        cr_assert(back.ideal[k].binades && back.ideal[k].binades != there.ideal[k].binades);
        cr_expect_arr_eq(back.ideal[k].binades, there.ideal[k].binades, sizeof(struct binades));
        cr_expect_null(back.own[k].binades);
        struct binades *own = back.ideal[k].binades;
        back.ideal[k].binades = there.ideal[k].binades; /* all that may differ */
        there.ideal[k].binades = own;
    }
    cr_expect_eq(back.inputs, 77);
    cr_expect_eq(back.unanswered, 3);
    cr_expect_eq(back.ideal[LOSS].max_ulp, 1.25L);
    cr_expect_eq(back.ideal[GRAD].classes[NAN_MISMATCH].count, 9);
    cr_expect_eq(back.own[GRAD].compared, 4);
    cr_expect_eq(back.searched.rounds, 6);
    summary_clear(&there);
    summary_clear(&back);
}

Test(summary_pack, one_without_binades_has_none_afterwards)
{
    size_t size;
    struct summary there = {.inputs = 5}, back;
    void *bytes = summary_pack(&size, &there);
    cr_expect_eq(size, sizeof there);
    summary_unpack(&back, bytes);
    cr_expect_eq(back.inputs, 5);
    cr_expect_null(back.ideal[LOSS].binades);
    free(bytes);
}
