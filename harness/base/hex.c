#include "harness/base/hex.h"

#include <math.h>
#include <stdio.h>

const char *hex_text(char text[HEX_TEXT], double x)
{
    if (isfinite(x))
        snprintf(text, HEX_TEXT, "%a = %.6g", x, x);
    else
        snprintf(text, HEX_TEXT, "%a", x);
    return text;
}
