/* planted.c -- the table, a function for each row, and the verdict on each. */
#include "tests/planted/planted.h"

#include "harness/base/random.h"
#include "harness/record/record.h"
#include "harness/verify/against.h"
#include "tests/planted/foreign.h"
#include "tests/planted/hostile.h"
#include "tests/support/said.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The good kernel of a term, whatever code it is. */
#define GOOD(term, code, variant, format, real)                                                              \
    ganloss_##format code##_##variant##_##format;                                                            \
    __attribute__((unused)) static void good_##term##_##variant##_##format(                                  \
        size_t n, const real x[], const real y[], real loss[], real grad[])                                  \
    {                                                                                                        \
        code##_##variant##_##format(n, x, y, loss, grad);                                                    \
    }
#define KERNEL(term, code, variant, ...)                                                                     \
    GOOD(term, code, variant, f32, float)                                                                    \
    GOOD(term, code, variant, f64, double)
#include "losses/losses.def"

/* A kernel has no context: each row is a function that knows its row. */
#define RUNS_F32(name)                                                                                       \
    static void name##_runs(size_t n, const float x[], const float y[], float loss[], float grad[])          \
    {                                                                                                        \
        plant_f32(&planted[PLANTED_##name], n, x, y, loss, grad);                                            \
    }
#define RUNS_F64(name)                                                                                       \
    static void name##_runs(size_t n, const double x[], const double y[], double loss[], double grad[])      \
    {                                                                                                        \
        plant_f64(&planted[PLANTED_##name], n, x, y, loss, grad);                                            \
    }
#define GOOD_F32(name, ...) RUNS_F32(name)
#define GOOD_F64(name, ...) RUNS_F64(name)
#define F32(name, ...)      RUNS_F32(name)
#define F64(name, ...)      RUNS_F64(name)
#define DIRECT_F32(name)
#define DIRECT_F64(name)
#define HOSTILE_F32(name, ...)
#define HOSTILE_F64(name, ...)
#include "tests/planted/planted.def"

#define ROW(row, of, kind, out, place, from, to, change, by, at)                                             \
    .name = #row, .term = TERM_##of, .variant = #kind, .output = out, .where = WHERE_##place,                \
    .low = (double)(from), .high = (double)(to), .how = HOW_##change, .amount = (double)(by), .shows = at
#define F32(name, term, variant, ...)                                                                        \
    [PLANTED_##name] = {ROW(name, term, variant, __VA_ARGS__), .format = F32,                                \
                        .good_f32 = good_##term##_##variant##_f32, .f32 = name##_runs},
#define F64(name, term, variant, ...)                                                                        \
    [PLANTED_##name] = {ROW(name, term, variant, __VA_ARGS__), .format = F64,                                \
                        .good_f64 = good_##term##_##variant##_f64, .f64 = name##_runs},
#define GOOD_F32(name, term, variant) F32(name, term, variant, BOTH, NOWHERE, 0, 0, KEPT, 0, 0)
#define AS_IT_IS(kind, format_, function, how_, at)                                                          \
    {                                                                                                        \
        .name = #kind, .term = TERM_nonsaturating_g, .variant = "stable", .output = BOTH, .format = format_, \
        .how = how_, .shows = at, function                                                                   \
    }
#define DIRECT_F32(name)                                                                                     \
    [PLANTED_##name] = AS_IT_IS(name, F32, .f32 = good_nonsaturating_g_stable_f32, HOW_KEPT, 0),
#define DIRECT_F64(name)                                                                                     \
    [PLANTED_##name] = AS_IT_IS(name, F64, .f64 = good_nonsaturating_g_stable_f64, HOW_KEPT, 0),
#define HOSTILE_F32(name, level)                                                                             \
    [PLANTED_##name] = AS_IT_IS(name, F32, .f32 = hostile_##name##_f32, HOW_HOSTILE, level),
#define HOSTILE_F64(name, level)                                                                             \
    [PLANTED_##name##_f64] = AS_IT_IS(name##_f64, F64, .f64 = hostile_##name##_f64, HOW_HOSTILE, level),
#define GOOD_F64(name, term, variant) F64(name, term, variant, BOTH, NOWHERE, 0, 0, KEPT, 0, 0)

const struct planted planted[PLANTED] = {
#include "tests/planted/planted.def"
};

bool planted_is_good(const struct planted *row)
{
    return row->how == HOW_KEPT;
}

void planted_id(char id[ID_SIZE], const struct planted *row)
{
    snprintf(id, ID_SIZE, "%s/%s/%s", terms[row->term].id, row->variant, formats[row->format].name);
}

/* A kernel's good row precedes its faults. */
void planted_add_good(bool wanted[PLANTED])
{
    size_t good = 0;
    for (size_t i = 0; i < PLANTED; i++) {
        if (planted_is_good(&planted[i]))
            wanted[good = i] = false;
        else if (wanted[i])
            wanted[good] = true;
    }
}

/* What stands in a kernel's place. */
struct mutant {
    struct ganloss_kernel code;
    struct kernel kernel;
};

static void put_in_place(struct choice *choice, struct mutant *mutant, const struct planted *row)
{
    char id[ID_SIZE];
    planted_id(id, row);
    if (!choice_find(choice, id))
        abort(); /* the row's function would not have linked */
    mutant->code = *choice->kernel->code;
    if (row->format == F32)
        mutant->code.f32 = row->f32;
    else
        mutant->code.f64 = row->f64;
    mutant->kernel = *choice->kernel;
    mutant->kernel.code = &mutant->code;
    const struct foreign *foreign = planted_foreign(row);
    if (foreign) {
        mutant->code.f32 = foreign->code.f32; /* or f64: they share their place */
        mutant->kernel.library = foreign->source->library;
    }
    choice->kernel = &mutant->kernel;
}

/* Results in a class of failure; of a kernel without a bound, more than the good one has. */
static bool has_failures(const struct choice *choice, const struct summary *s, const struct summary *good)
{
    for (int k = 0; k < OUTPUTS; k++)
        for (int c = 0; c < CLASSES; c++) {
            uint64_t usual =
                isinf(choice_bound(choice, (enum output)k)) ? good->ideal[k].classes[c].count : 0;
            if (error_class_is_failure((enum error_class)c) && s->ideal[k].classes[c].count > usual)
                return true;
        }
    return false;
}

static bool leaves_bound(const struct choice *choice, const struct summary *s)
{
    for (int k = 0; k < OUTPUTS; k++)
        if (s->ideal[k].compared > 0 &&
            s->ideal[k].max_ulp > (long double)choice_bound(choice, (enum output)k))
            return true;
    return false;
}

/* A fault beyond values, or the sign of a zero. */
static bool does_more(const struct choice *choice, const struct summary *s)
{
    return (record_failures(choice, s) & ~(unsigned)RECORD_BOUND) != 0;
}

/* As `verify --against` does it, with the good kernel's summary for the stored run. */
static bool is_worse(const struct choice *choice, const struct summary *s, const struct summary *good)
{
    struct selection one = {(struct choice *)choice, 1};
    struct comparison comparison;
    struct baseline baseline = {"good", json_pack("{s:[o]}", "kernels", record_json(choice, good, ""))};
    said_start();
    enum status status = against_compare(&comparison, &baseline, &one, s, NULL, 0, 0);
    free(said_end());
    json_decref(baseline.document);
    return status == STATUS_NUMERICAL;
}

/* The wanted rows of a format, in the table's order or, for a seed, in one that is drawn from it. */
static size_t order_rows(size_t rows[PLANTED], const bool wanted[PLANTED], int format, uint64_t seed)
{
    size_t count = 0, listed[PLANTED], order[PLANTED];
    for (size_t i = 0; i < PLANTED; i++)
        if (planted[i].format == format && wanted[i])
            listed[count++] = i;
    random_order(order, count, &(uint64_t){seed});
    for (size_t i = 0; i < count; i++)
        rows[i] = listed[seed ? order[i] : i];
    return count;
}

bool planted_judge(unsigned ways[PLANTED], const bool wanted[PLANTED], int format, planted_level *level,
                   const struct plan *plan, uint64_t order)
{
    static struct summary summaries[PLANTED];
    static struct mutant mutants[PLANTED];
    struct choice choices[PLANTED];
    size_t rows[PLANTED], at[PLANTED], good = 0;
    struct selection selection = {choices, order_rows(rows, wanted, format, order)};
    bool same_inputs = format == F32 || plan->level != EXHAUSTIVE; /* a search goes where a kernel leads it */
    for (size_t i = 0; i < selection.count; i++) {
        put_in_place(&choices[i], &mutants[i], &planted[rows[i]]);
        at[rows[i]] = i;
    }
    if (selection.count == 0)
        return true;
    if (!level(summaries, &selection, plan))
        return false;
    for (size_t row = 0; row < PLANTED; row++) {
        if (planted[row].format != format || !wanted[row])
            continue;
        const struct choice *choice = &choices[at[row]];
        const struct summary *s = &summaries[at[row]];
        good = planted_is_good(&planted[row]) ? at[row] : good;
        ways[row] = (has_failures(choice, s, &summaries[good]) ? BY_CLASS : 0) |
                    (leaves_bound(choice, s) ? BY_BOUND : 0) | (does_more(choice, s) ? BY_FAULT : 0) |
                    (same_inputs && is_worse(choice, s, &summaries[good]) ? BY_RATCHET : 0);
    }
    for (size_t i = 0; i < selection.count; i++)
        summary_clear(&summaries[i]);
    return true;
}
