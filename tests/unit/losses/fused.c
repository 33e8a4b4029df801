/* Fused kernels: the same bits on every instruction set, correctly rounded where double arithmetic cannot decide, for every
   length and place. That all floats are right, verify --level exhaustive shows. */
#include "losses/fused/fused.h"
#include "harness/base/random.h"
#include "losses/bits.h"
#include "losses/isa.h"
#include "losses/registry.h"
#include "reference/reference.h"
#include "tests/support/length.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static ganloss_f32 *const *const tables[ISAS] = ISA_TABLE(fused_f32);
static const char *const term_of[FUSED_HARD] = {"nonsaturating.g", "minimax.d_fake", "minimax.g",
                                                "bce.d_real", "bce.d_fake"};

static bool same(float a, float b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* Floats spread over all there are, and every length up to two blocks and a bit. */
Test(fused, has_the_same_bits_on_every_instruction_set)
{
    enum { MOST = 600 };
    static float x[MOST], want[2][MOST], got[2][MOST];
    uint32_t next = 0;
    for (int round = 0; round < length_of(8 * MOST, 8); round++)
        for (int kernel = 0; kernel < FUSED_HARD; kernel++) {
            size_t n = (size_t)round % MOST;
            for (size_t i = 0; i < n; i++)
                x[i] = float_of_bits(next += 0x9e3779b1);
            tables[ISA_ANY][kernel](n, x, NULL, want[0], want[1]);
            for (int isa = 1; isa < ISAS && isa_runs((enum isa)isa); isa++) {
                tables[isa][kernel](n, x, NULL, got[0], got[1]);
                for (size_t i = 0; i < n; i++)
                    cr_assert(same(got[0][i], want[0][i]) && same(got[1][i], want[1][i]),
                              "%s, %s, %zu of %zu: %a", term_of[kernel], isa_names[isa], i, n, (double)x[i]);
            }
        }
}

/* Where 1/2 + s/4 lies in the middle between two floats, and its s^3/48 decides; where the loss is as near to it; and what
   lies beside the ends of the subnormal floats. */
Test(fused, rounds_correctly_where_double_arithmetic_cannot_tell)
{
    static const float near[] = {
        0x1.8p-22F,      0x1.58p-18F,     0x1.4cp-17F, 0x1.8p-23F,       0x1.48p-19F,     0x1.96p-17F,
        0x1.105c62p-24F, 0x1.105c6ap-24F, 0x1p-126F,   0x1p-149F,        87.33654F,       103.27893F,
        103.97208F,      105.9F,          106.1F,      0x1.fffffep+127F, (float)INFINITY, 0};
    for (int kernel = 0; kernel < FUSED_HARD; kernel++)
        for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++)
            for (size_t i = 0; i < 2 * sizeof near / sizeof *near; i++) {
                float x = i % 2 ? -near[i / 2] : near[i / 2], got[OUTPUTS];
                struct want want[OUTPUTS];
                tables[isa][kernel](1, &x, NULL, &got[LOSS], &got[GRAD]);
                reference(&want[LOSS], &want[GRAD], reference_ideal(term_find(term_of[kernel])),
                          &formats[F32], (double)x, 0);
                for (int k = 0; k < OUTPUTS; k++)
                    cr_expect((double)got[k] == want[k].rounded &&
                                  !signbit(got[k]) == !signbit(want[k].rounded),
                              "%s, %s at %a: %a, not %a", term_of[kernel], output_names[k], (double)x,
                              (double)got[k], want[k].rounded);
            }
}

/* Of the two doubles around the exact value the one whose last bit is odd: at most an ulp away, and it rounds to the
   float that the exact value rounds to. */
Test(fused, exact_values_are_rounded_to_odd)
{
    uint64_t state = 1;
    for (int i = 0; i < length_of(20000, 10); i++) {
        double u = (double)(float)((random_uniform(&state) - 0.5) * (i % 2 ? 212 : 1));
        struct fused_exact exact = fused_exact(u);
        double got[OUTPUTS] = {exact.softplus, exact.sigmoid};
        for (int f = 0; f < FORMATS; f++) {
            struct want want[OUTPUTS];
            reference(&want[LOSS], &want[GRAD], reference_ideal(term_find("minimax.d_fake")), &formats[f], u,
                      0);
            for (int k = 0; k < OUTPUTS; k++) {
                uint64_t bits;
                memcpy(&bits, &got[k], sizeof bits);
                if (f == F32)
                    cr_assert_eq((double)(float)got[k], want[k].rounded, "%s at %a", output_names[k], u);
                else
                    cr_assert(bits % 2 == 1 && got[k] >= nextafter(want[k].rounded, -1) &&
                                  got[k] <= nextafter(want[k].rounded, INFINITY),
                              "%s at %a: %a beside %a", output_names[k], u, got[k], want[k].rounded);
            }
        }
    }
}
