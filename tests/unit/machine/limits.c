/* The machine's limits: wider registers and nearer caches are not slower. */
#include "harness/machine/limits.h"
#include "harness/machine/machine.h"

#include <criterion/criterion.h>
#include <math.h>

static struct limits limits;

/* What the machine reaches; it seems slower, not faster, while others are at work. So each try can only raise
   what was found, and one undisturbed try (0.1 s) of 30 is enough. */
static bool measured(const bool used[MEMORY_LEVELS])
{
    struct limits now;
    limits_measure(&now, used);
    for (int i = 0; i < MEMORY_LEVELS; i++)
        limits.copy[i] = used[i] ? fmax(limits.copy[i], now.copy[i]) : now.copy[i];
    for (int f = 0; f < FORMATS; f++) {
        limits.peak[f] = fmax(limits.peak[f], now.peak[f]);
        for (int isa = 0; isa < ISAS; isa++)
            limits.fma[isa][f] = fmax(limits.fma[isa][f], now.fma[isa][f]);
    }
    return limits.copy[LEVEL_L1] > 0.5 && limits.copy[LEVEL_L3] > 0.1 && limits.fma[ISA_ANY][F32] > 0.01 &&
           limits.fma[ISA_ANY][F64] > 0.01 && limits.peak[F32] > 1.3 * limits.peak[F64] &&
           (!isa_runs(ISA_AVX2) || limits.fma[ISA_AVX2][F32] > 1.3 * limits.fma[ISA_ANY][F32]);
}

Test(limits, they_are_measured_where_they_are_used)
{
    const bool used[MEMORY_LEVELS] = {[LEVEL_L1] = true, [LEVEL_L3] = true};
    for (int tries = 0; tries < 30 && !measured(used); tries++)
        ;
    cr_assert(limits.copy[LEVEL_L1] > 0.5 && isnan(limits.copy[LEVEL_L2]) && limits.copy[LEVEL_L3] > 0.1);
    for (int f = 0; f < FORMATS; f++) {
        cr_assert(limits.peak[f] >= limits.fma[ISA_ANY][f] && limits.fma[ISA_ANY][f] > 0.01);
        for (int isa = 0; isa < ISAS; isa++)
            cr_assert_eq(limits.fma[isa][f] > 0, isa_runs((enum isa)isa));
    }
    cr_assert(limits.peak[F32] > 1.3 * limits.peak[F64], "a register holds twice as many floats");
    if (isa_runs(ISA_AVX2))
        cr_assert(limits.fma[ISA_AVX2][F32] > 1.3 * limits.fma[ISA_ANY][F32]);
    json_t *json = limits_json(&limits);
    cr_assert(json_is_null(json_object_get(json_object_get(json, "copy_bytes_per_ns"), "L2")));
    json_decref(json);
}
