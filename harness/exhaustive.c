/* exhaustive.c -- chunks of 2^16 bit patterns, all of one sign and binade, each screened in blocks and run
   through every kernel of a group. */
#include "exhaustive.h"

#include "block.h"
#include "fail.h"
#include "interrupt.h"
#include "progress.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

/* Blocks differ in length and alignment, so that a vector kernel's tails and unaligned heads are tested. */
enum { CHUNK = 1 << 16, CHUNKS = 1 << 16, MISALIGNED = 16, BINADES = 512 };

const double exhaustive_labels[EXHAUSTIVE_LABELS] = {0, 1, 0.5, 0.9, 0.1};

/* The largest error in one binade: enough of them are kept for MPFR to find the largest of all. */
struct peak {
    double ulp;
    uint32_t bits;
    float got, target;
    bool any;
};

/* What one kernel's results come to, but for the maximum, which is confirmed at the end. */
struct tally {
    struct summary summary;
    struct peak peak[OUTPUTS][BINADES];
};

struct workspace {
    struct screened want[OUTPUTS];
    float x[COMPARE_BLOCK + MISALIGNED], label[COMPARE_BLOCK + MISALIGNED];
    float out[OUTPUTS][COMPARE_BLOCK + MISALIGNED];
    double ulp[COMPARE_BLOCK];
};

static float float_of(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t hash(uint64_t seed, uint64_t number)
{
    uint64_t state = seed + number * 0x9E3779B97F4A7C15;
    return random_next(&state);
}

static struct input input_of(const struct block *b, size_t i)
{
    return (struct input){(double)b->x[i], b->pass->group->operands == 2 ? b->pass->formula.label : 0};
}

/* Names the class of every result that has one, and marks where they and lost results begin and end. */
static void classify_block(struct output_summary *to, const struct block *b, const struct screened *s,
                           const float got[], double sign)
{
    size_t count[CLASSES] = {0}, first[CLASSES] = {0}, last[CLASSES] = {0}; /* IN_ULPS: lost ones */
    for (size_t i = 0; i < b->n; i++) {
        struct want want = {.rounded = (double)s->rounded[i],
                            .sign = (s->exact[i] > 0) - (s->exact[i] < 0),
                            .ulp_exponent = -ilogb(s->scale[i]),
                            .high = isfinite(s->exact[i]) ? s->exact[i] * s->scale[i] : 0};
        struct error error = measure(sign * (double)got[i], &want);
        if (error.class == IN_ULPS && !error_is_lost(&error, &want))
            continue;
        first[error.class] = count[error.class]++ == 0 ? i : first[error.class];
        last[error.class] = i;
    }
    for (int class = 0; class < CLASSES; class ++) {
        struct input ends[] = {input_of(b, first[class]), input_of(b, last[class])};
        struct extent *extent = class == IN_ULPS ? &to->lost : &to->classes[class];
        if (count[class] > 0)
            extent_add(extent, b->pass->group->space, ends, count[class]);
        to->compared -= class == IN_ULPS ? 0 : count[class];
    }
}

static bool is_higher(const struct peak *a, const struct peak *b)
{
    return a->any &&
           (!b->any || a->ulp > b->ulp ||
            (a->ulp == b->ulp && (a->bits < b->bits || (a->bits == b->bits && a->target < b->target))));
}

/* The largest error of the block, if it is the largest of its binade so far. */
static void raise_peak(struct peak *peak, const struct block *b, const float got[], double sign,
                       const double ulp[], double max)
{
    struct peak here = {.ulp = max, .target = (float)b->pass->formula.label, .any = true};
    size_t i = 0;
    while (ulp[i] < max)
        i++;
    here.bits = b->bits + (uint32_t)i;
    here.got = (float)(sign * (double)got[i]);
    if (is_higher(&here, peak))
        *peak = here;
}

static void judge_kernel(struct tally *t, struct workspace *w, const struct block *b,
                         const struct choice *choice, const struct comparer *comparer)
{
    size_t offset = (size_t)(b->x - w->x);
    float *out[OUTPUTS] = {w->out[LOSS] + offset, w->out[GRAD] + offset};
    double sign = group_sign(choice->kernel->term);
    choice->kernel->code->f32(b->n, b->x, b->pass->group->operands == 2 ? w->label + offset : NULL, out[LOSS],
                              out[GRAD]);
    t->summary.inputs += b->n;
    for (int k = 0; k < OUTPUTS; k++) {
        struct output_summary *to = &t->summary.ideal[k];
        struct compared c = comparer->compare(b->n, out[k], &w->want[k], sign);
        struct peak *peak = &t->peak[k][b->bits >> 23];
        if (c.unsure > 0) {
            block_settle_sides(&w->want[k], b, out[k], sign, (enum output)k);
            c = comparer->compare(b->n, out[k], &w->want[k], sign);
        }
        to->compared += b->n;
        to->not_rounded += c.not_rounded;
        if (c.classed > 0 || c.lost > 0)
            classify_block(to, b, &w->want[k], out[k], sign);
        if (!peak->any || c.max >= peak->ulp) {
            comparer->errors(b->n, out[k], &w->want[k], sign, w->ulp);
            raise_peak(peak, b, out[k], sign, w->ulp, c.max);
        }
    }
}

/* One chunk of one pass; false: the audit failed. */
static bool judge_chunk(struct tally tallies[], struct workspace *w, const struct pass *pass,
                        const struct selection *selection, uint32_t chunk, uint64_t seed,
                        const struct comparer *comparer)
{
    uint64_t random = hash(seed, chunk);
    uint32_t audited = (uint32_t)(random & (CHUNK - 1));
    for (uint32_t start = 0, n; start < CHUNK; start += n) {
        uint64_t shape = hash(seed + 1, (uint64_t)chunk * CHUNK + start);
        n = 1 + (uint32_t)(shape % COMPARE_BLOCK);
        n = n < CHUNK - start ? n : CHUNK - start;
        float *x = w->x + (shape >> 32) % MISALIGNED;
        struct block b = {pass, chunk * CHUNK + start, n, x};
        for (uint32_t i = 0; i < n; i++)
            x[i] = float_of(b.bits + i);
        block_screen(w->want, &b, comparer);
        if (audited - start < n && block_audit_fails(&b, audited - start))
            return false;
        for (size_t m = 0; m < pass->group->members; m++) {
            size_t index = pass->group->member[m];
            judge_kernel(&tallies[index], w, &b, &selection->at[index], comparer);
        }
    }
    return true;
}

/* The maximum over all binades: MPFR measures each peak that the screen cannot tell from the highest. */
static void confirm(struct tally *t, const struct choice *choice)
{
    for (int k = 0; k < OUTPUTS; k++) {
        double highest = 0;
        for (int i = 0; i < BINADES; i++)
            highest = t->peak[k][i].any ? fmax(highest, t->peak[k][i].ulp) : highest;
        struct output_summary *to = &t->summary.ideal[k];
        to->max_ulp = -1; /* below every error */
        for (int i = 0; i < BINADES; i++) {
            const struct peak *p = &t->peak[k][i];
            if (!p->any || p->ulp < highest * (1 - 0x1p-18) - 0x1p-18 || to->compared == 0)
                continue;
            struct input at = {(double)float_of(p->bits),
                               choice->kernel->term->operands == 2 ? (double)p->target : 0};
            struct want want[OUTPUTS];
            double got = group_sign(choice->kernel->term) * (double)p->got;
            reference(&want[LOSS], &want[GRAD], reference_ideal(choice->kernel->term), choice->format, at.x,
                      at.target);
            struct error error = measure(got, &want[k]);
            if (error.class == IN_ULPS)
                summary_raise(to, error.ulp, &at, got);
        }
        to->max_ulp = fmaxl(to->max_ulp, 0);
    }
}

static void merge_tally(struct tally *to, const struct tally *from)
{
    summary_merge(&to->summary, &from->summary);
    for (int k = 0; k < OUTPUTS; k++)
        for (int i = 0; i < BINADES; i++)
            if (is_higher(&from->peak[k][i], &to->peak[k][i]))
                to->peak[k][i] = from->peak[k][i];
}

/* Every group, at each label where its terms take one. */
static size_t make_passes(struct pass passes[], const struct group groups[], size_t count,
                          const struct screen *screen)
{
    size_t made = 0;
    for (size_t g = 0; g < count; g++)
        for (int label = 0; label < (groups[g].operands == 2 ? EXHAUSTIVE_LABELS : 1); label++) {
            struct pass *p = &passes[made++];
            *p = (struct pass){&groups[g], NULL, groups[g].formula};
            if (groups[g].operands == 2)
                p->formula.label = (double)(float)exhaustive_labels[label];
            p->screen = !screen ? screen_find(&p->formula) : screen->run ? screen : NULL;
        }
    return made;
}

enum exhaustive_end exhaustive(struct summary summaries[], const struct selection *selection,
                               const struct plan *plan)
{
    const struct comparer *comparer = comparer_find();
    struct group *groups = allocate(selection->count, sizeof *groups);
    size_t count = groups_make(groups, selection);
    struct pass *passes = allocate(EXHAUSTIVE_LABELS * count, sizeof *passes);
    size_t tasks = make_passes(passes, groups, count, plan->screen) * CHUNKS;
    struct tally *tallies = calloc(selection->count, sizeof *tallies);
    bool sound = true;

    progress_start("chunks of 65536 inputs", tasks / plan->shards, plan->quiet);
#pragma omp parallel num_threads(plan->jobs > 0 ? plan->jobs : omp_get_num_procs())
    {
        struct tally *mine = calloc(selection->count, sizeof *mine);
        struct workspace *w = allocate(1, sizeof *w);
        const struct pass *labelled = NULL;
#pragma omp for schedule(dynamic, 16)
        for (size_t k = 0; k < tasks; k++) {
            const struct pass *pass = &passes[k / CHUNKS];
            bool go_on;
#pragma omp atomic read
            go_on = sound;
            if (interrupted() || !go_on || k % plan->shards != plan->shard)
                continue;
            for (size_t i = 0; i < COMPARE_BLOCK + MISALIGNED && labelled != pass; i++)
                w->label[i] = (float)pass->formula.label;
            labelled = pass;
            if (!judge_chunk(mine, w, pass, selection, (uint32_t)(k % CHUNKS), plan->seed, comparer)) {
#pragma omp atomic write
                sound = false;
            }
            progress_add(1);
        }
#pragma omp critical(exhaustive)
        for (size_t i = 0; i < selection->count; i++)
            merge_tally(&tallies[i], &mine[i]);
        free(w);
        free(mine);
        reference_thread_end();
    }
    progress_end();
    for (size_t i = 0; i < selection->count; i++) {
        confirm(&tallies[i], &selection->at[i]);
        summaries[i] = tallies[i].summary;
    }
    free(tallies);
    free(passes);
    groups_free(groups, count);
    free(groups);
    return !sound ? EXHAUSTIVE_VOID : interrupted() ? EXHAUSTIVE_INTERRUPTED : EXHAUSTIVE_DONE;
}
