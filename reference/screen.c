#include "reference/screen_f32.h"

static const struct screen *const built[ISAS] = ISA_TABLE(screen_f32);

/* The formulas that share a term's evaluator, and their screens for a label of 0 or 1, of 1/2, and for any. */
static const struct {
    enum term_index term;
    enum screen_index hard, half, soft;
} rows[] = {
    {TERM_minimax_g, HARD_LABEL, HALF_LABEL, SOFT_LABEL},
    {TERM_minimax_g_at_D, AT_D, NO_SCREEN, NO_SCREEN},
    {TERM_wasserstein_g, SCORE, SCORE, SCORE},
};

static enum screen_index index_of(const struct formula *formula)
{
    bool hard = formula->label == 0 || formula->label == 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (reference_ideal(&terms[rows[i].term])->evaluate == formula->evaluate)
            return hard ? rows[i].hard : formula->label == 0.5 ? rows[i].half : rows[i].soft;
    return NO_SCREEN;
}

const struct screen *screen_find(const struct formula *formula, enum isa isa)
{
    enum screen_index index = index_of(formula);
    return index != NO_SCREEN && isa_runs(isa) ? &built[isa][index] : NULL;
}
