/* Fused kernels in double: the same bits on every instruction set, and right where something changes. That their errors are
   as small as losses.def says, make prove proves. */
#include "harness/base/random.h"
#include "harness/metric/metric.h"
#include "losses/bits.h"
#include "losses/fused/fused.h"
#include "losses/isa.h"
#include "losses/registry.h"
#include "reference/reference.h"
#include "tests/support/length.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

static ganloss_f64 *const *const tables[ISAS] = ISA_TABLE(fused_f64);
static const char *const term_of[FUSED_HARD] = {"nonsaturating.g", "minimax.d_fake", "minimax.g",
                                                "bce.d_real", "bce.d_fake"};

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* Any double there is, or one where kernels have something to do. */
static double draw(uint64_t *state)
{
    uint64_t bits = random_next(state);
    return bits % 4 ? (random_uniform(state) - 0.5) * (bits % 4 == 1 ? 4 : 1600) : of_bits(bits);
}

/* Every length up to two blocks and a bit; at length, 2^20 doubles of each kernel. */
Test(fused_f64, has_the_same_bits_on_every_instruction_set)
{
    enum { MOST = 600 };
    static double x[MOST], want[2][MOST], got[2][MOST];
    uint64_t state = 1;
    for (int round = 0; round < length_of(6 * MOST, 8); round++)
        for (int kernel = 0; kernel < FUSED_HARD; kernel++) {
            size_t n = (size_t)round % MOST;
            for (size_t i = 0; i < n; i++)
                x[i] = draw(&state);
            tables[ISA_ANY][kernel](n, x, NULL, want[0], want[1]);
            for (int isa = 1; isa < ISAS && isa_runs((enum isa)isa); isa++) {
                tables[isa][kernel](n, x, NULL, got[0], got[1]);
                for (size_t i = 0; i < n; i++)
                    cr_assert(same(got[0][i], want[0][i]) && same(got[1][i], want[1][i]),
                              "%s, %s, %zu of %zu: %a", term_of[kernel], isa_names[isa], i, n, x[i]);
            }
        }
}

/* Both results at x against the exact ones: no further off than the registry says, with the right sign. */
static void judge(int kernel, int isa, double x)
{
    const struct ganloss_kernel *row = ganloss_find(term_of[kernel], "fused", "f64");
    const double bounds[OUTPUTS] = {[LOSS] = row->loss_ulp, [GRAD] = row->grad_ulp};
    struct want want[OUTPUTS];
    double got[OUTPUTS];
    tables[isa][kernel](1, &x, NULL, &got[LOSS], &got[GRAD]);
    reference(&want[LOSS], &want[GRAD], reference_ideal(term_find(term_of[kernel])), &formats[F64], x, 0);
    for (int k = 0; k < OUTPUTS; k++) {
        struct error error = metric_measure(got[k], &want[k]);
        cr_expect(error.class == IN_ULPS && error.ulp <= bounds[k] &&
                      !signbit(got[k]) == !signbit(want[k].rounded),
                  "%s, %s, %s at %a: %a, not %a: %.3g ulp", term_of[kernel], isa_names[isa], output_names[k],
                  x, got[k], want[k].rounded, (double)error.ulp);
    }
}

/* k = 0 and 1; e scaled in two steps; results that become subnormal, halved and whole, and 0; beyond what e is taken of; and
   the ends of the doubles. */
Test(fused_f64, is_right_where_something_changes)
{
    static const double places[] = {0x1.62e42fefa39efp-2,
                                    0x1.0a2b23f3bab73p+0,
                                    0x1.1556e7e4b3b5ap+6,
                                    0x1.61da04cbafe43p+9,
                                    0x1.6232bdd7abcd2p+9,
                                    0x1.74385446d71c3p+9,
                                    0x1.620285717a828p+9,
                                    0x1.74910d52d3051p+9,
                                    0x1.74e9c65eceeep+9,
                                    36.7368005696771,
                                    69.3147180559945,
                                    746,
                                    760,
                                    0x1p-200,
                                    DBL_MIN,
                                    0x1p-1074,
                                    DBL_MAX,
                                    1,
                                    0x1p10};
    for (int kernel = 0; kernel < FUSED_HARD; kernel++)
        for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++)
            for (size_t i = 0; i < 6 * (sizeof places / sizeof *places); i++) {
                double place = places[i / 6], x = i % 3 ? nextafter(place, i % 3 == 1 ? 0 : INFINITY) : place;
                judge(kernel, isa, i % 6 < 3 ? x : -x);
            }
}

/* Where results are subnormal they are rounded once: a second time would come to 0.75 ulp. */
Test(fused_f64, keeps_its_bounds)
{
    uint64_t state = 2;
    for (int i = 0; i < length_of(20000, 10); i++) {
        double x = i % 2 ? draw(&state) : 707 + 39 * random_uniform(&state);
        judge(i % FUSED_HARD, ISA_ANY, i % 4 == 2 ? -x : x);
    }
}

/* Beside 0 the gradient is a half; from 760 on one tail is what the input says, the other one 0, with the sign of what it is
   the limit of; NaN, whatever its payload and sign, is NaN. */
Test(fused_f64, is_exact_at_the_ends)
{
    static const double of_loss[] = {1, 1, -1, 1, 1}, of_grad[] = {-1, 1, -1, -1, 1},
                        half[] = {1, 1, 1, 0.5, 0.5};
    static const bool real[] = {true, false, false, true, false};
    static const double far[] = {760, 1e6, DBL_MAX, (double)INFINITY};
    for (int kernel = 0; kernel < FUSED_HARD; kernel++)
        for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
            double loss, grad, zero = 0;
            for (int i = 0; i < 2; i++, zero = -0.0) {
                tables[isa][kernel](1, &zero, NULL, &loss, &grad);
                cr_expect(same(grad, of_grad[kernel] * half[kernel] / 2));
                cr_expect(same(loss, of_loss[kernel] * half[kernel] * 0x1.62e42fefa39efp-1));
            }
            for (size_t i = 0; i < sizeof far / sizeof *far; i++)
                for (int side = -1; side <= 1; side += 2) {
                    double x = side * far[i], u = real[kernel] ? -x : x;
                    tables[isa][kernel](1, &x, NULL, &loss, &grad);
                    cr_expect(same(loss, of_loss[kernel] * (u > 0 ? half[kernel] * u : 0)), "%a: %a", x,
                              loss);
                    cr_expect(same(grad, of_grad[kernel] * (u > 0 ? half[kernel] : 0)), "%a: %a", x, grad);
                }
            for (int bit = 0; bit < 53; bit++) {
                uint64_t payload =
                    (uint64_t)0x7ff << 52 | (uint64_t)1 << (bit % 52) | (uint64_t)(bit % 2) << 63;
                double x;
                memcpy(&x, &payload, sizeof x);
                tables[isa][kernel](1, &x, NULL, &loss, &grad);
                cr_expect(isnan(loss) && isnan(grad), "NaN %llx: %a %a", (unsigned long long)payload, loss,
                          grad);
            }
        }
}
