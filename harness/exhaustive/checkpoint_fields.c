#include "harness/exhaustive/checkpoint_fields.h"

#include "harness/record/binades.h"

#include <math.h>
#include <string.h>

/* What is counted: more than all floats at all labels in all kernels, and sums of it hold. */
static const uint64_t many = UINT64_C(1) << 53;

const void *checkpoint_fields_bytes(struct checkpoint_fields *f, const void *bytes, size_t size)
{
    if (f->to) {
        XXH3_128bits_update(f->hash, bytes, size);
        f->good = f->good && fwrite(bytes, 1, size, f->to) == size;
        return bytes;
    }
    f->good = f->good && (size_t)(f->end - f->at) >= size;
    const void *found = f->good ? f->at : NULL;
    f->at += f->good ? size : 0;
    return found;
}

void checkpoint_fields_whole(struct checkpoint_fields *f, uint64_t *value, uint64_t most)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(*value >> 8 * i);
    const unsigned char *found = checkpoint_fields_bytes(f, bytes, sizeof bytes);
    *value = 0;
    for (int i = 0; found && i < 8; i++)
        *value |= (uint64_t)found[i] << 8 * i;
    if (*value > most) {
        f->good = false;
        *value = 0;
    }
}

/* A member of a whole type. */
#define WHOLE(f, member, most)                                                                               \
    do {                                                                                                     \
        uint64_t whole_ = (uint64_t)(member);                                                                \
        checkpoint_fields_whole(f, &whole_, most);                                                           \
        (member) = (__typeof__(member))whole_;                                                               \
    } while (0)

static void real(struct checkpoint_fields *f, double *value)
{
    uint64_t bits;
    memcpy(&bits, value, sizeof bits);
    checkpoint_fields_whole(f, &bits, UINT64_MAX);
    memcpy(value, &bits, sizeof bits);
}

/* An error in ulps: from 0 on, an infinity too. As 64 bits and an exponent, which is what a long double has on x86; an
   error has fewer (metric_shorten_ulp). */
static void ulps(struct checkpoint_fields *f, long double *value)
{
    enum { BITS = 64, BIAS = 1 << 15, INFINITE = 1 << 16 };
    int exponent = 0;
    uint64_t bits = 0, biased = INFINITE;
    if (isfinite(*value)) {
        bits = (uint64_t)ldexpl(frexpl(*value, &exponent), BITS);
        biased = (uint64_t)(exponent + BIAS);
    }
    checkpoint_fields_whole(f, &bits, UINT64_MAX);
    checkpoint_fields_whole(f, &biased, INFINITE);
    *value =
        biased == INFINITE ? (long double)INFINITY : ldexpl((long double)bits, (int)biased - BIAS - BITS);
}

static void input(struct checkpoint_fields *f, struct input *at)
{
    real(f, &at->x);
    real(f, &at->target);
}

static void extent(struct checkpoint_fields *f, struct extent *extent)
{
    WHOLE(f, extent->count, many);
    input(f, &extent->first);
    input(f, &extent->last);
    input(f, &extent->below);
    input(f, &extent->above);
}

static void single(struct checkpoint_fields *f, float *value)
{
    uint32_t bits = bits_of_float(*value);
    WHOLE(f, bits, UINT32_MAX);
    *value = float_of_bits(bits);
}

/* The place of a peak is in its binade. */
static void binade(struct checkpoint_fields *f, struct binade *binade, uint32_t number)
{
    struct peak *peak = &binade->peak;
    WHOLE(f, binade->inputs, many);
    WHOLE(f, binade->not_rounded, binade->inputs);
    WHOLE(f, binade->failures, binade->inputs);
    WHOLE(f, peak->any, 1);
    real(f, &peak->screened);
    ulps(f, &peak->ulp);
    WHOLE(f, peak->bits, UINT32_MAX);
    single(f, &peak->got);
    single(f, &peak->target);
    if (peak->any && (peak->bits >> 23 != number || isnan(peak->screened)))
        f->good = false;
}

/* Each of the inputs is in one binade. */
static void binades(struct checkpoint_fields *f, struct binades *binades, uint64_t inputs)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < BINADES; i++) {
        binade(f, &binades->at[i], i);
        sum += binades->at[i].inputs;
    }
    for (int i = 0; i < ULP_BINS; i++)
        WHOLE(f, binades->histogram[i], many);
    f->good = f->good && (sum == inputs || sum == 0); /* none of an output that a kernel does not have */
}

static void output(struct checkpoint_fields *f, struct output_summary *summary, uint64_t inputs)
{
    WHOLE(f, summary->compared, inputs);
    ulps(f, &summary->max_ulp);
    input(f, &summary->at);
    real(f, &summary->got);
    WHOLE(f, summary->not_rounded, inputs);
    extent(f, &summary->lost);
    extent(f, &summary->beyond);
    for (int c = 0; c < CLASSES; c++)
        extent(f, &summary->classes[c]);
    if (summary->binades)
        binades(f, summary->binades, inputs);
}

static void fault(struct checkpoint_fields *f, struct fault_at *at)
{
    WHOLE(f, at->stage, FAULT_STAGES - 1);
    WHOLE(f, at->block, UINT64_MAX);
    WHOLE(f, at->n, many);
    WHOLE(f, at->index, UINT64_MAX);
    input(f, &at->input);
    WHOLE(f, at->parts, FAULT_PARTS);
    real(f, &at->got);
    real(f, &at->before);
}

/* Modes and searches are not an exhaustive run's; what is not here, it does not have. */
void checkpoint_fields_summary(struct checkpoint_fields *f, struct summary *summary)
{
    WHOLE(f, summary->inputs, many);
    WHOLE(f, summary->unanswered, many);
    for (int k = 0; k < OUTPUTS; k++)
        output(f, &summary->ideal[k], summary->inputs);
    for (int i = 0; i < FAULTS; i++) {
        WHOLE(f, summary->faults.of[i].count, UINT64_MAX);
        fault(f, &summary->faults.of[i].first);
    }
}
