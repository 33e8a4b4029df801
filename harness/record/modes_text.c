#include "harness/record/modes_text.h"

#include "harness/record/input_text.h"

#include <math.h>

void modes_print(FILE *to, const struct choice *choice, const struct modes *modes)
{
    static const char *const words[FLAGS] = {[INVALID] = "invalid", [DIVIDE] = "divide-by-zero"};
    const double bound[OUTPUTS] = {choice_bound(choice, LOSS), choice_bound(choice, GRAD)};
    char text[BOUND_SIZE];
    bool two = *choice_bound_text(text, choice) != '\0';
    for (int mode = 0; mode < MODES; mode++) {
        fprintf(to, "  rounding %-8s sampled", mode_names[mode]);
        for (int k = 0; k < OUTPUTS; k++) {
            if (isinf(modes->max[mode][k].ulp))
                fprintf(to, " %s in no ulp at ", output_names[k]);
            else
                fprintf(to, " %s max >= %.4Lg ulp at ", output_names[k], modes->max[mode][k].ulp);
            input_text_print(to, choice, &modes->max[mode][k].at);
        }
        if (choice_has_bound(choice))
            fprintf(to, ": %s %s + 1%s", modes_within(modes, (enum mode)mode, bound) ? "within" : "OUTSIDE",
                    text, two ? " each" : "");
        fputc('\n', to);
    }
    for (int flag = 0; flag < FLAGS; flag++)
        if (modes->raised[flag].count > 0) {
            fprintf(to, "  raises %s without cause on >= %llu inputs, first ", words[flag],
                    (unsigned long long)modes->raised[flag].count);
            input_text_print(to, choice, &modes->raised[flag].first);
            fputc('\n', to);
        }
}

void modes_print_total(FILE *to, const struct selection *selection, const struct summary summaries[])
{
    size_t outside = 0, bounded = 0, left = 0, raising[FLAGS] = {0};
    for (size_t i = 0; i < selection->count; i++) {
        const struct choice *choice = &selection->at[i];
        const double bound[OUTPUTS] = {choice_bound(choice, LOSS), choice_bound(choice, GRAD)};
        bool within = true;
        if (summaries[i].modes.inputs == 0) {
            left++;
            continue;
        }
        for (int mode = 0; mode < MODES; mode++)
            within = within && modes_within(&summaries[i].modes, (enum mode)mode, bound);
        bounded += choice_has_bound(choice) ? 1 : 0;
        outside += within ? 0 : 1;
        for (int flag = 0; flag < FLAGS; flag++)
            raising[flag] += summaries[i].modes.raised[flag].count > 0 ? 1 : 0;
    }
    fprintf(to,
            "rounding modes: %zu of the %zu kernels with a bound exceed it + 1 ulp; without cause, %zu "
            "kernels raise invalid and %zu divide-by-zero",
            outside, bounded, raising[INVALID], raising[DIVIDE]);
    if (left > 0)
        fprintf(to, "; not tried on %zu, as programs, plugins and what was not judged are not", left);
    fputc('\n', to);
}
