#include "tests/support/loosened_screen.h"

#include "reference/screen_f64_polynomials.h"

#include <math.h>
#include <string.h>

static struct double_word loosened_exp[F64_WIDE], loosened_atanh[F64_WIDE];

void loosen(enum loosened polynomial, int j, int digits)
{
    memcpy(loosened_exp, f64_exp_wide, sizeof loosened_exp);
    memcpy(loosened_atanh, f64_atanh_wide, sizeof loosened_atanh);
    struct double_word *c = &(polynomial == LOOSEN_EXP ? loosened_exp : loosened_atanh)[j];
    *c = add_double(*c, c->high * pow(10, -digits));
}

#define f64_exp_wide     loosened_exp
#define f64_atanh_wide   loosened_atanh
#define SCREEN_F64_TABLE loosened_screens
#include "reference/screen_f64.c" /* NOLINT(bugprone-suspicious-include): with these names */
