#include "harness/compare/rows.h"

#include "harness/base/allocate.h"
#include "harness/base/fail.h"
#include "harness/bench/arrays.h"
#include "harness/inputs/cases.h"
#include "harness/selection/catalogue.h"

#include <stdlib.h>

enum status compare_select(struct selection *selection, const struct compare_options *o)
{
    if (o->with && catalogue_has_foreign())
        return fail(STATUS_USAGE,
                    "--with compares this program's own kernels; --plugin and --exec go with A B");
    if (o->with && o->level != QUICK)
        return fail(STATUS_USAGE, "--level is of the accuracy of two kernels A B; --with compares times");
    if (o->with)
        return select_kernels(selection, o->common.operands, o->common.operand_count);
    if (o->common.operand_count != 2)
        return fail(STATUS_USAGE, "compare takes two kernels, or --with BINARY; %zu given",
                    o->common.operand_count);
    *selection = (struct selection){allocate(2, sizeof *selection->at), 2};
    enum status status = STATUS_OK;
    for (int i = 0; i < 2 && status == STATUS_OK; i++)
        if ((status = select_one(&selection->at[i], o->common.operands[i])) == STATUS_OK &&
            !isa_runs(selection->at[i].kernel->isa))
            status = fail(STATUS_UNAVAILABLE, "%s does not run on this CPU", o->common.operands[i]);
    if (status == STATUS_OK && selection->at[0].kernel->term->space != selection->at[1].kernel->term->space)
        status = fail(STATUS_USAGE, "%s and %s have different inputs: logits and probabilities",
                      o->common.operands[0], o->common.operands[1]);
    if (status != STATUS_OK)
        free(selection->at);
    return status;
}

struct compare_row *compare_rows_make(const struct compare_options *o, const struct selection *selection,
                                      size_t *count)
{
    size_t step = o->with ? 1 : 2;
    struct compare_row *rows =
        allocate(selection->count / step * o->sweep.batches * o->sweep.regimes, sizeof *rows);
    *count = 0;
    for (size_t c = 0; c < selection->count; c += step)
        for (size_t b = 0; b < o->sweep.batches; b++)
            for (size_t r = 0; r < o->sweep.regimes; r++) {
                struct compare_row *row = &rows[(*count)++];
                *row = (struct compare_row){.measured = false};
                for (size_t s = 0; s < 2; s++) {
                    row->of[s] = (struct bench_row){.choice = selection->at[c + s * (step - 1)],
                                                    .reduction = o->reduction,
                                                    .regime = o->sweep.regime[r],
                                                    .batch = o->sweep.batch[b]};
                    bench_place(&row->of[s], o->sweep.level);
                }
            }
    return rows;
}
