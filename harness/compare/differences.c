#include "harness/compare/differences.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/compare/differences_block.h"
#include "harness/record/binades.h"
#include "harness/selection/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Inputs of one call: of all floats, those with the same upper half, which lie in one binade; of cases, as many as
   verify takes at once. */
enum { CHUNK = 1 << 16, CHUNKS = 1 << 16, BLOCK = 256 };

const char *differences_refused(const struct choice *a, const struct choice *b)
{
    const struct term *s = a->kernel->term, *t = b->kernel->term;
    struct ideal p = ideal_of(s), q = ideal_of(t);
    return a->format != b->format ? "their formats differ"
           : s->space != t->space ? "one takes logits, the other probabilities"
           : s->operands != t->operands || p.formula.evaluate != q.formula.evaluate ||
                   p.formula.weight != q.formula.weight || p.sign != q.sign ||
                   (s->operands == 1 && p.formula.label != q.formula.label)
               ? "their terms are different functions"
               : NULL;
}

static void start(struct differences *d, const struct differences_asked *asked)
{
    *d =
        (struct differences){.every = asked->level == EXHAUSTIVE && asked->choice[0].format == &formats[F32]};
    for (int k = 0; k < OUTPUTS; k++) {
        struct differences_output *of = &d->of[k];
        of->both =
            choice_has(&asked->choice[0], (enum output)k) && choice_has(&asked->choice[1], (enum output)k);
        of->binade = allocate(DIFFERENCES_BINADES, sizeof *of->binade);
        memset(of->binade, 0, DIFFERENCES_BINADES * sizeof *of->binade);
        for (size_t b = 0; b < DIFFERENCES_BINADES; b++)
            of->binade[b].ulp[0] = of->binade[b].ulp[1] = -1;
    }
}

void differences_free(struct differences *d) /* of one in which nothing was looked for, too */
{
    for (int k = 0; k < OUTPUTS; k++)
        free(d->of[k].binade);
}

static void merge_output(struct differences_output *to, const struct differences_output *from)
{
    for (size_t b = 0; b < DIFFERENCES_BINADES; b++) {
        struct differences_binade *into = &to->binade[b];
        const struct differences_binade *part = &from->binade[b];
        into->inputs += part->inputs;
        into->different += part->different;
        for (int s = 0; s < 2; s++) {
            into->failures[s] += part->failures[s];
            into->ulp[s] = fmax(into->ulp[s], part->ulp[s]);
        }
    }
    if (from->different > 0 && (to->different == 0 || input_before(&from->first, &to->first))) {
        to->first = from->first;
        memcpy(to->first_got, from->first_got, sizeof to->first_got);
    }
    if (from->most > to->most ||
        (from->most == to->most && from->most > 0 && input_before(&from->most_at, &to->most_at))) {
        to->most = from->most;
        to->most_at = from->most_at;
        memcpy(to->most_got, from->most_got, sizeof to->most_got);
    }
    to->compared += from->compared;
    to->different += from->different;
    to->nans += from->nans;
}

static void merge(struct differences *to, struct differences *from)
{
    to->unanswered += from->unanswered;
    for (int k = 0; k < OUTPUTS; k++)
        merge_output(&to->of[k], &from->of[k]);
}

static void chunk_at(struct differences_block *block, size_t number, double label)
{
    float *x = block->x, *y = block->y;
    for (uint32_t i = 0; i < CHUNK; i++)
        x[i] = float_of_bits((uint32_t)number << 16 | i);
    for (size_t i = 0; i < CHUNK && block->labels; i++)
        y[i] = (float)label;
    block->n = CHUNK;
}

static void find_in_floats(struct differences *d, const struct differences_asked *asked)
{
    size_t labels = asked->choice[0].kernel->term->operands == 2 ? CASES_LABELS : 1;
    progress_start("chunks of floats", CHUNKS * labels, asked->quiet);
#pragma omp parallel
    {
        struct differences mine;
        struct differences_block block = differences_block_make(CHUNK, asked);
        start(&mine, asked);
#pragma omp for schedule(dynamic, 16)
        for (size_t i = 0; i < CHUNKS * labels; i++) {
            if (interrupted())
                continue;
            chunk_at(&block, i % CHUNKS, cases_labels[i / CHUNKS]);
            differences_block_compare(&mine, &block, asked);
            progress_add(1);
        }
#pragma omp critical(differences)
        merge(d, &mine);
        differences_free(&mine);
        differences_block_free(&block);
    }
    progress_end();
}

static void find_in_cases(struct differences *d, const struct differences_asked *asked)
{
    const struct choice *c = &asked->choice[0];
    const struct term *t = c->kernel->term;
    enum level level = asked->level == QUICK ? QUICK : FULL;
    struct cases cases = cases_make(t->space, t->operands, c->format, level, asked->seed);
    if (asked->worst)
        worst_prepend(&cases, asked->worst, t, c->format);
    size_t blocks = (cases.count + BLOCK - 1) / BLOCK;
    progress_start("blocks", blocks, asked->quiet);
#pragma omp parallel
    {
        struct differences mine;
        struct differences_block block = differences_block_make(BLOCK, asked);
        start(&mine, asked);
#pragma omp for schedule(dynamic)
        for (size_t b = 0; b < blocks; b++) {
            if (interrupted())
                continue;
            block.n = cases.count - b * BLOCK < BLOCK ? cases.count - b * BLOCK : BLOCK;
            for (size_t i = 0; i < block.n; i++) {
                format_store(c->format, block.x, i, cases.x[b * BLOCK + i]);
                if (block.labels)
                    format_store(c->format, block.y, i, cases.target[b * BLOCK + i]);
            }
            differences_block_compare(&mine, &block, asked);
            differences_block_judge(&mine, &block, asked);
            progress_add(1);
        }
#pragma omp critical(differences)
        merge(d, &mine);
        differences_free(&mine);
        differences_block_free(&block);
        reference_thread_end();
    }
    progress_end();
    cases_free(&cases);
}

void differences_find(struct differences *d, const struct differences_asked *asked)
{
    start(d, asked);
    if (d->every)
        find_in_floats(d, asked);
    else
        find_in_cases(d, asked);
    d->complete = !interrupted();
}

void differences_take_errors(struct differences *d, const struct summary summaries[2])
{
    for (int k = 0; k < OUTPUTS; k++)
        for (int s = 0; s < 2; s++) {
            const struct binades *from = summaries[s].ideal[k].binades;
            for (size_t b = 0; from && b < BINADES; b++) {
                d->of[k].binade[b].failures[s] = from->at[b].failures;
                d->of[k].binade[b].ulp[s] = from->at[b].peak.any ? (double)from->at[b].peak.ulp : -1;
            }
        }
}

bool differences_none(const struct differences *d)
{
    return d->complete && d->unanswered == 0 && d->of[LOSS].different + d->of[GRAD].different == 0;
}
