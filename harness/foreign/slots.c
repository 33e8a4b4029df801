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
#define SLOT(type, a, b)                                                                                     \
    static void type##_##a##b(size_t n, const REAL_##type x[], const REAL_##type y[], REAL_##type loss[],    \
                              REAL_##type grad[])                                                            \
    {                                                                                                        \
        call_foreign(taken[INDEX_##type][0x##a##b], n, x, y, loss, grad);                                    \
    }
#define NAME(type, a, b) type##_##a##b,
/* clang-format off */
/* Sixteen rows of sixteen, numbered by hexadecimal digits. */
#define ROW(OF, type, r)                                                                                     \
    OF(type, r, 0) OF(type, r, 1) OF(type, r, 2) OF(type, r, 3) OF(type, r, 4) OF(type, r, 5) OF(type, r, 6) OF(type, r, 7) \
    OF(type, r, 8) OF(type, r, 9) OF(type, r, a) OF(type, r, b) OF(type, r, c) OF(type, r, d) OF(type, r, e) OF(type, r, f)
#define ALL(OF, type)                                                                                        \
    ROW(OF, type, 0) ROW(OF, type, 1) ROW(OF, type, 2) ROW(OF, type, 3) ROW(OF, type, 4) ROW(OF, type, 5) \
    ROW(OF, type, 6) ROW(OF, type, 7) ROW(OF, type, 8) ROW(OF, type, 9) ROW(OF, type, a) ROW(OF, type, b) \
    ROW(OF, type, c) ROW(OF, type, d) ROW(OF, type, e) ROW(OF, type, f)
ALL(SLOT, f32)
ALL(SLOT, f64)
static ganloss_f32 *const slots_f32[] = {ALL(NAME, f32)};
static ganloss_f64 *const slots_f64[] = {ALL(NAME, f64)};
/* clang-format on */
_Static_assert(sizeof slots_f32 / sizeof *slots_f32 == SLOTS && sizeof slots_f64 / sizeof *slots_f64 == SLOTS,
               "a function for each slot");

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
