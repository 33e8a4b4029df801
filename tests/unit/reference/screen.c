/* The screens against MPFR, with every instruction set that runs here, where they should be worst. */
#include "reference/screen.h"
#include "tests/support/screen_worst.h"

#include <criterion/criterion.h>
#include <stdio.h>

/* Of one label each; each point is two comparisons per instruction set. */
enum { BLOCKS = 60 };

Test(screen, keeps_its_bound)
{
    printf("%d exact values; largest errors, in parts of the bound\n",
           SCREEN_SUBJECTS * BLOCKS * SCREEN_WORST_POINTS * OUTPUTS);
    for (int subject = 0; subject < SCREEN_SUBJECTS; subject++) {
        struct screen_worst worst[ISAS][OUTPUTS] = {{{0}}};
        screen_worst(worst, &formats[F32], subject, 0, BLOCKS);
        for (int isa = 0; isa < ISAS; isa++) {
            if (!screen_find(screen_formula(subject), (enum isa)isa))
                continue;
            printf("  %-16s  %-6s  loss %.3f  grad %.3f\n", screen_subjects[subject].name, isa_names[isa],
                   worst[isa][LOSS].part, worst[isa][GRAD].part);
            cr_expect(worst[isa][LOSS].part <= 1 && worst[isa][GRAD].part <= 1, "%s, %s",
                      screen_subjects[subject].name, isa_names[isa]);
        }
    }
}
