#include "harness/record/input_text.h"
#include "harness/base/hex.h"

#include <math.h>

double input_text_number(double x)
{
    return isnan(x) ? fabs(x) : x;
}

void input_text_print(FILE *to, const struct choice *choice, const struct input *input)
{
    char text[HEX_TEXT];
    fputs(hex_text(text, input_text_number(input->x)), to);
    if (choice->kernel->term->operands == 2)
        fprintf(to, " target %s", hex_text(text, input_text_number(input->target)));
}
