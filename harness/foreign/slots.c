#include "harness/foreign/slots.h"

#include "harness/foreign/call.h"
#include "reference/format.h"

#include <string.h>

static struct foreign *taken[FORMATS][SLOTS];
static size_t count[FORMATS];

/* One line of code each; all else is call_foreign's. */
#define REAL_f32  float
#define REAL_f64  double
#define INDEX_f32 F32
#define INDEX_f64 F64
#define SLOT(type, i)                                                                                        \
    static void type##_##i(size_t n, const REAL_##type x[], const REAL_##type y[], REAL_##type loss[],       \
                           REAL_##type grad[])                                                               \
    {                                                                                                        \
        call_foreign(taken[INDEX_##type][i], n, x, y, loss, grad);                                           \
    }
#define EIGHT(type, a, b, c, d, e, f, g, h)                                                                  \
    SLOT(type, a)                                                                                            \
    SLOT(type, b) SLOT(type, c) SLOT(type, d) SLOT(type, e) SLOT(type, f) SLOT(type, g) SLOT(type, h)
/* clang-format off */
#define ALL(EIGHT, type)                                                                                     \
    EIGHT(type, 0, 1, 2, 3, 4, 5, 6, 7) \
    EIGHT(type, 8, 9, 10, 11, 12, 13, 14, 15) \
    EIGHT(type, 16, 17, 18, 19, 20, 21, 22, 23) \
    EIGHT(type, 24, 25, 26, 27, 28, 29, 30, 31) \
    EIGHT(type, 32, 33, 34, 35, 36, 37, 38, 39) \
    EIGHT(type, 40, 41, 42, 43, 44, 45, 46, 47) \
    EIGHT(type, 48, 49, 50, 51, 52, 53, 54, 55) \
    EIGHT(type, 56, 57, 58, 59, 60, 61, 62, 63)
ALL(EIGHT, f32)
ALL(EIGHT, f64)

#define NAMES(type, a, b, c, d, e, f, g, h) type##_##a, type##_##b, type##_##c, type##_##d, type##_##e, type##_##f, type##_##g, type##_##h,
static ganloss_f32 *const slots_f32[SLOTS] = {ALL(NAMES, f32)};
static ganloss_f64 *const slots_f64[SLOTS] = {ALL(NAMES, f64)};
/* clang-format on */

bool slots_take(struct foreign *foreign)
{
    int format = (int)(format_find(foreign->code.format) - formats);
    if (count[format] == SLOTS)
        return false;
    if (format == F32)
        foreign->code.f32 = slots_f32[count[format]];
    else
        foreign->code.f64 = slots_f64[count[format]];
    taken[format][count[format]++] = foreign;
    return true;
}

struct foreign *slots_foreign(const struct ganloss_kernel *code)
{
    for (size_t i = 0; i < count[F32]; i++)
        if (slots_f32[i] == code->f32)
            return taken[F32][i];
    for (size_t i = 0; i < count[F64]; i++)
        if (slots_f64[i] == code->f64)
            return taken[F64][i];
    return NULL;
}
