/* bound.c -- no row is faster than its arrays are copied, or than the vector unit evaluates its polynomials. */
#include "harness/bench/bound.h"

#include "harness/bench/arrays.h"

#include <math.h>

/* What polynomials of the degree that a format's precision asks for cost: exp by reduction and a polynomial
   of degree 5 or 11, log by one of degree 8 or 15 with its reconstruction, a division by an estimate and
   Newton steps. */
static const struct {
    enum needs need;
    double operations[FORMATS];
} costs[] = {
    {EXP, {[F32] = 9, [F64] = 15}},
    {LOG, {[F32] = 11, [F64] = 18}},
    {DIV, {[F32] = 4, [F64] = 6}},
};

double bench_operations(const struct term *term, const struct format *format)
{
    double operations = 1;
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++)
        if (term->needs & (int)costs[i].need)
            operations += costs[i].operations[format - formats];
    return operations;
}

struct bench_bound bench_bound_of(const struct limits *limits, const struct bench_row *row)
{
    const struct format *format = row->choice.format;
    double copying = (double)bench_bytes_per_element(row) / limits->copy[row->level];
    double adding = bench_operations(row->choice.kernel->term, format) / limits->peak[format - formats];
    return (struct bench_bound){adding > copying, fmax(adding, copying)};
}
