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
    EIGHT(type, 56, 57, 58, 59, 60, 61, 62, 63) \
    EIGHT(type, 64, 65, 66, 67, 68, 69, 70, 71) \
    EIGHT(type, 72, 73, 74, 75, 76, 77, 78, 79) \
    EIGHT(type, 80, 81, 82, 83, 84, 85, 86, 87) \
    EIGHT(type, 88, 89, 90, 91, 92, 93, 94, 95) \
    EIGHT(type, 96, 97, 98, 99, 100, 101, 102, 103) \
    EIGHT(type, 104, 105, 106, 107, 108, 109, 110, 111) \
    EIGHT(type, 112, 113, 114, 115, 116, 117, 118, 119) \
    EIGHT(type, 120, 121, 122, 123, 124, 125, 126, 127) \
    EIGHT(type, 128, 129, 130, 131, 132, 133, 134, 135) \
    EIGHT(type, 136, 137, 138, 139, 140, 141, 142, 143) \
    EIGHT(type, 144, 145, 146, 147, 148, 149, 150, 151) \
    EIGHT(type, 152, 153, 154, 155, 156, 157, 158, 159) \
    EIGHT(type, 160, 161, 162, 163, 164, 165, 166, 167) \
    EIGHT(type, 168, 169, 170, 171, 172, 173, 174, 175) \
    EIGHT(type, 176, 177, 178, 179, 180, 181, 182, 183) \
    EIGHT(type, 184, 185, 186, 187, 188, 189, 190, 191) \
    EIGHT(type, 192, 193, 194, 195, 196, 197, 198, 199) \
    EIGHT(type, 200, 201, 202, 203, 204, 205, 206, 207) \
    EIGHT(type, 208, 209, 210, 211, 212, 213, 214, 215) \
    EIGHT(type, 216, 217, 218, 219, 220, 221, 222, 223) \
    EIGHT(type, 224, 225, 226, 227, 228, 229, 230, 231) \
    EIGHT(type, 232, 233, 234, 235, 236, 237, 238, 239) \
    EIGHT(type, 240, 241, 242, 243, 244, 245, 246, 247) \
    EIGHT(type, 248, 249, 250, 251, 252, 253, 254, 255)
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
