#include "tests/support/batched.h"
#include "harness/base/threads.h"

#include "harness/batch/run.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct batch_rows batched(const char *glob, const char *regime, size_t sizes, const size_t size[],
                          const struct batch_code *code)
{
    char *globs[] = {(char *)glob};
    const struct regime *regimes_wanted[] = {regime_find(regime)};
    struct selection selection;
    struct batch_rows rows;
    cr_assert_eq(select_kernels(&selection, globs, 1), STATUS_OK);
    struct batch_plan plan = {.selection = &selection,
                              .size = size,
                              .sizes = sizes,
                              .regime = regimes_wanted,
                              .regimes = 1,
                              .reduction = {true, true, true, true},
                              .seed = 3,
                              .seconds = (double)INFINITY,
                              .quiet = true,
                              .code = code};
    threads_use(1);
    batch_run(&rows, &plan);
    free(selection.at);
    return rows;
}

unsigned batched_faults(const struct batch_rows *rows)
{
    unsigned faults = 0;
    for (size_t i = 0; i < rows->count; i++) {
        cr_assert(rows->at[i].done);
        faults |= rows->at[i].faults;
    }
    return faults;
}
