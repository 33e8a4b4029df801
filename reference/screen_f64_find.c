#include "reference/screen_f64.h"

static const struct screen_f64 *const built[ISAS] = ISA_TABLE(screen_f64);

/* A term of each evaluator. */
static const enum term_index rows[F64_SCREENS] = {
    [F64_ON_LOGITS] = TERM_minimax_g,
    [F64_ON_PROBABILITIES] = TERM_minimax_g_at_D,
    [F64_ON_SCORES] = TERM_wasserstein_g,
};

const struct screen_f64 *screen_f64_find(const struct formula *formula, enum isa isa)
{
    for (int i = 0; i < F64_SCREENS && isa_runs(isa); i++)
        if (reference_ideal(&terms[rows[i]])->evaluate == formula->evaluate)
            return &built[isa][i];
    return NULL;
}
