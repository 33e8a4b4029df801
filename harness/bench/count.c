/* count.c -- instructions per element, which repeat exactly where times do not. */
#include "harness/bench/count.h"

#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/bench/arrays.h"
#include "harness/bench/foreign.h"
#include "harness/bench/repeat.h"

#include <math.h>

/* Batches of a call: for calls on small ones, single-stepping is fast enough. */
enum { FEW_ELEMENTS = 16, MANY_ELEMENTS = 80 };

struct counted_call {
    const struct bench_row *row;
    struct bench_arrays *arrays;
};

static void run_call(void *argument)
{
    const struct counted_call *call = argument;
    bench_repeat(call->row, 1, call->arrays);
}

bool bench_steps_of_call(const struct bench_row *row, struct bench_arrays *arrays, double *steps,
                         char reason[STEPS_REASON])
{
    struct bench_row alone = *row;
    struct counted_call call = {&alone, arrays};
    alone.copies = 1; /* both runs on the same inputs */
    return steps_count(run_call, &call, steps, reason);
}

/* Of a foreign kernel: in its program. */
static bool steps_of_any(const struct bench_row *row, struct bench_arrays *arrays, double *steps,
                         char reason[STEPS_REASON])
{
    return bench_is_foreign(row) ? bench_foreign_steps(row, arrays, steps)
                                 : bench_steps_of_call(row, arrays, steps, reason);
}

/* Instructions per element: the difference between a call on MANY_ELEMENTS elements and one on FEW_ELEMENTS.
   What a call costs by itself is not in it. */
static bool steps_per_element(const struct bench_row *row, struct bench_arrays *arrays, double *steps,
                              char reason[STEPS_REASON])
{
    struct bench_row few = *row, many = *row;
    double more;
    few.batch = FEW_ELEMENTS;
    many.batch = MANY_ELEMENTS;
    if (!steps_of_any(&few, arrays, steps, reason) || !steps_of_any(&many, arrays, &more, reason))
        return false;
    *steps = (more - *steps) / (MANY_ELEMENTS - FEW_ELEMENTS);
    return true;
}

static bool same_code(const struct bench_row *a, const struct bench_row *b)
{
    return a->choice.kernel == b->choice.kernel && a->choice.format == b->choice.format &&
           a->reduction == b->reduction && a->regime == b->regime;
}

/* The row's instructions, if a row before it runs the same code on the same inputs. */
static bool counted_before(const struct bench *bench, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (same_code(&bench->rows[before], &bench->rows[i])) {
            bench->rows[i].instructions = bench->rows[before].instructions;
            return true;
        }
    return false;
}

enum status bench_count_instructions(struct bench *bench, bool quiet)
{
    char reason[STEPS_REASON];
    enum status status = STATUS_OK;
    progress_start("rows: counting instructions", bench->count, quiet);
    for (size_t i = 0; i < bench->count && status == STATUS_OK && !interrupted(); i++) {
        struct bench_row *row = &bench->rows[i];
        if (row->reduction != LATENCY && !row->fails && !counted_before(bench, i)) {
            struct bench_row alone = *row;
            alone.batch = MANY_ELEMENTS; /* the same inputs for every batch size */
            alone.copies = 1;
            bench_arrays_load(&bench->arrays, &alone);
            double steps = (double)NAN;
            if (steps_per_element(row, &bench->arrays, &steps, reason))
                row->instructions = steps;
            else if (!bench_is_foreign(row) && !interrupted())
                status = fail(STATUS_UNAVAILABLE, "instructions cannot be counted: %s", reason);
        }
        progress_add(1);
    }
    progress_end();
    return status;
}
