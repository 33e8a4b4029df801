#include "harness/grade/recall.h"

#include "harness/grade/grading.h"
#include "losses/bits.h"

#include <math.h>

static bool is_same(double a, double b)
{
    return isnan(a) ? isnan(b) : bits_of(a) == bits_of(b);
}

static bool find_case(const struct inputs *in, double x, double target, size_t *index)
{
    const struct cases *c = &in->cases;
    for (*index = 0; *index < c->count; ++*index)
        if (is_same(c->x[*index], x) && (!c->target || is_same(c->target[*index], target)))
            return true;
    return false;
}

/* Its place among the floats: that of its chunk's lot with this label. */
static bool find_float(const struct inputs *in, double x, double target, uint64_t *at)
{
    uint32_t bits = bits_of_float((float)x);
    for (uint64_t k = 0; k < in->lots.count; k++) {
        struct lot lot = lots_at(&in->lots, k);
        if (lot.chunk == bits / CHUNK && (in->group.operands < 2 || is_same(lot.label, target))) {
            *at = k * CHUNK + bits % CHUNK;
            return true;
        }
    }
    return false;
}

static double read_float(const struct grading *g, enum output output, uint64_t at)
{
    struct column_part part;
    size_t number = (size_t)(at / g->inputs.asked.part);
    float got = NAN;
    if (!g->answer[output].path || column_part_open(&part, &g->answer[output], number) != STATUS_OK)
        return (double)NAN;
    if (column_part_read(&part, (size_t)(at % g->inputs.asked.part), 1, &got) != STATUS_OK)
        got = NAN;
    column_part_close(&part);
    return (double)got;
}

void recall_answer(const void *grading, double x, double target, double *loss, double *grad)
{
    const struct grading *g = grading;
    uint64_t at;
    size_t index;
    *loss = *grad = (double)NAN;
    if (g->inputs.floats > 0 && find_float(&g->inputs, x, target, &at)) {
        *loss = read_float(g, LOSS, at);
        *grad = read_float(g, GRAD, at);
    } else if (find_case(&g->inputs, x, target, &index)) {
        *loss = g->got[LOSS] ? g->got[LOSS][index] : (double)NAN;
        *grad = g->got[GRAD] ? g->got[GRAD][index] : (double)NAN;
    }
}
