/* screen_audit -- tries to break the screens' bounds: `screen_audit [COMPARISONS]` with MPFR for each of the
   two screens, at the points where they should be worst. Prints, per formula and instruction set, the worst
   error as a part of the proved bound and where it is; exits 1 when a bound is broken. */
#include "reference/screen.h"
#include "reference/screen_f64.h"
#include "tests/support/screen_worst.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const uint64_t usual_comparisons = 10000000, slice = 50;

static bool has_screen(const struct format *format, int subject, int isa)
{
    const struct formula *f = screen_formula(subject);
    return format == &formats[F32] ? screen_find(f, (enum isa)isa) != NULL
                                   : screen_f64_find(f, (enum isa)isa) != NULL;
}

static void print_rows(struct screen_worst worst[ISAS][OUTPUTS], const struct format *format, int subject,
                       uint64_t comparisons)
{
    for (int isa = 0; isa < ISAS; isa++)
        for (int k = 0; k < OUTPUTS && has_screen(format, subject, isa); k++) {
            const struct screen_worst *w = &worst[isa][k];
            printf("%s  %-16s  %-6s  %s  %11lu  %.4f  %a", format->name, screen_subjects[subject].name,
                   isa_names[isa], output_names[k], (unsigned long)comparisons, w->part, w->x);
            if (isnan(screen_formula(subject)->label))
                printf(", label %a", w->label);
            printf("\n");
        }
}

/* Blocks until as many outputs as wanted were answered by the screen, and compared; scores, which are exact,
   get few. False: a bound is broken. */
static bool audit_subject(const struct format *format, int subject, uint64_t wanted)
{
    struct screen_worst worst[ISAS][OUTPUTS] = {{{0}}};
    uint64_t asked = 0, left = 0, per_block = SCREEN_WORST_POINTS * OUTPUTS;
    while (asked - left < wanted) {
        uint64_t rest = (wanted - (asked - left) + per_block - 1) / per_block;
        uint64_t blocks = rest < slice ? rest : slice;
        left += screen_worst(worst, format, subject, asked / per_block, blocks);
        asked += blocks * per_block;
        if (isatty(STDERR_FILENO))
            fprintf(stderr, "\r%s  %-16s  %3lu %%", format->name, screen_subjects[subject].name,
                    (unsigned long)(100 * (asked - left) / wanted));
    }
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K");
    print_rows(worst, format, subject, asked - left);
    if (left > 0)
        printf("%s  %-16s  %lu more left to MPFR\n", format->name, screen_subjects[subject].name,
               (unsigned long)left);
    bool sound = true;
    for (int isa = 0; isa < ISAS; isa++)
        sound = sound && worst[isa][LOSS].part <= 1 && worst[isa][GRAD].part <= 1;
    return sound;
}

static bool audit(const struct format *format, uint64_t comparisons)
{
    uint64_t each = comparisons / (SCREEN_SUBJECTS - 1) + 1, few = 10000;
    bool sound = true;
    for (int subject = 0; subject < SCREEN_SUBJECTS; subject++) {
        bool exact = screen_subjects[subject].term == TERM_wasserstein_g;
        sound &= audit_subject(format, subject, exact && each > few ? few : each);
    }
    return sound;
}

int main(int argc, char *argv[])
{
    char *end = NULL;
    errno = 0;
    uint64_t comparisons = argc > 1 ? strtoul(argv[1], &end, 10) : usual_comparisons;
    if (argc > 2 || (argc > 1 && (*end || errno || comparisons == 0 || strchr(argv[1], '-')))) {
        fprintf(stderr, "usage: %s [COMPARISONS], a number of at least 1; %lu if none is given\n", argv[0],
                (unsigned long)usual_comparisons);
        return 64;
    }
    printf("format  formula  isa  output  comparisons of both outputs  largest part of the bound, and its "
           "input\n");
    bool narrow = audit(&formats[F32], comparisons), wide = audit(&formats[F64], comparisons);
    printf("%s\n", narrow && wide ? "every bound holds" : "A BOUND IS BROKEN");
    return narrow && wide ? 0 : 1;
}
