/* The double-double screens against MPFR, with every instruction set that runs here, where they should be
   worst. */
#include "reference/screen_f64.h"
#include "tests/support/screen_worst.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { BLOCKS = 16 };

Test(screen_f64, keeps_its_bound)
{
    uint64_t outputs = BLOCKS * SCREEN_WORST_POINTS * OUTPUTS;
    printf("%d exact values; largest errors, in parts of the bound\n", SCREEN_SUBJECTS * (int)outputs);
    for (int subject = 0; subject < SCREEN_SUBJECTS; subject++) {
        struct screen_worst worst[ISAS][OUTPUTS] = {{{0}}};
        uint64_t left = screen_worst(worst, &formats[F64], subject, 0, BLOCKS);
        for (int isa = 0; isa < ISAS; isa++) {
            if (!screen_f64_find(screen_formula(subject), (enum isa)isa))
                continue;
            printf("  %-16s  %-6s  loss %.3f  grad %.3f\n", screen_subjects[subject].name, isa_names[isa],
                   worst[isa][LOSS].part, worst[isa][GRAD].part);
            cr_expect(worst[isa][LOSS].part <= 1 && worst[isa][GRAD].part <= 1, "%s, %s",
                      screen_subjects[subject].name, isa_names[isa]);
        }
        printf("  %-16s  %.1f %% left to MPFR\n", screen_subjects[subject].name,
               100.0 * (double)left / (double)outputs);
        cr_expect_lt(left, outputs / 3, "%s: %lu left to MPFR", screen_subjects[subject].name,
                     (unsigned long)left);
    }
}
