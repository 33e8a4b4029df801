#include "harness/record/input_text.h"

#include <math.h>

double input_text_number(double x)
{
    return isnan(x) ? fabs(x) : x;
}

void input_text_print(FILE *to, const struct choice *choice, const struct input *input)
{
    fprintf(to, "%a", input_text_number(input->x));
    if (choice->kernel->term->operands == 2)
        fprintf(to, " target %a", input_text_number(input->target));
}
