#include "harness/grade/grade_floats.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/base/random.h"
#include "harness/exhaustive/tally.h"

#include <stdlib.h>

/* What a thread works with. */
struct worker {
    struct grading_part *part;
    struct workspace space;
    struct summary summary;
    const struct comparer *comparer;
};

static struct worker *make_worker(const struct grading *g, bool *told)
{
    struct worker *w = allocate_aligned(CACHE_LINE, 1, sizeof *w);
    w->part = grading_part_make(g, told);
    w->summary = summary_with_binades();
    w->comparer = comparer_find(isa_best());
    return w;
}

/* Segment by segment, which are the blocks of an exhaustive run. False: MPFR found the screen outside its
   bound. */
static bool tally_chunk(struct worker *w, const struct grading *g, const struct lot *lot)
{
    const float *x = w->part->made[MANIFEST_X];
    struct pass pass = {&g->inputs.group, NULL, g->inputs.group.formula};
    uint32_t audited = (uint32_t)(random_hash(g->inputs.asked.seed, lot->chunk) % CHUNK);
    double scale[OUTPUTS];
    pass.formula.label = lot->label;
    pass.screen = g->screen ? g->screen : screen_find(&pass.formula, isa_best());
    block_scale(scale, &pass, x[0], x[CHUNK - 1]);
    for (uint32_t i = 0; i < CHUNK; i += SEGMENT) {
        struct block b = {&pass, lot->chunk * CHUNK + i, SEGMENT, x + i, {scale[LOSS], scale[GRAD]}};
        const float *got[OUTPUTS] = {NULL};
        for (int k = 0; k < OUTPUTS; k++)
            if (choice_has(&g->choice, (enum output)k))
                got[k] = (const float *)w->part->got[k] + i;
        if (audited / SEGMENT == i / SEGMENT && block_audit_fails(&b, audited % SEGMENT))
            return false;
        tally_begin(&w->space, &b, w->comparer);
        tally_results(&w->summary, &w->space, &b, g->inputs.sign, g->choice.kernel->missing, got,
                      w->comparer);
    }
    return true;
}

static enum status grade_chunk(struct worker *w, const struct grading *g, size_t from)
{
    struct lot lot = lots_at(&g->inputs.lots, (w->part->part.start + from) / CHUNK);
    enum status status = grading_part_read(w->part, from, CHUNK);
    if (status == STATUS_OK && !tally_chunk(w, g, &lot))
        status = STATUS_INTERNAL;
    progress_add(CHUNK);
    return status;
}

static enum status grade_part(struct worker *w, const struct grading *g, size_t number)
{
    enum status status = grading_part_begin(w->part, number);
    bool whole = false;
    if (status != STATUS_OK)
        return status;
    for (size_t from = 0; from < w->part->part.count && status == STATUS_OK && !interrupted();
         from += CHUNK) {
        status = grade_chunk(w, g, from);
        whole = status == STATUS_OK && from + CHUNK == w->part->part.count;
    }
    enum status ended = grading_part_end(w->part, whole);
    return status == STATUS_OK ? ended : status;
}

/* The first that is not STATUS_OK is that of all. */
static enum status joint_status(enum status *all, enum status status)
{
    enum status now;
#pragma omp critical(grade_floats)
    now = *all = *all == STATUS_OK ? status : *all;
    return now;
}

enum status grade_floats(struct summary *summary, const struct grading *g)
{
    enum status all = STATUS_OK;
    bool told = false;
    *summary = summary_with_binades();
#pragma omp parallel
    {
        struct worker *w = make_worker(g, &told);
#pragma omp for schedule(dynamic)
        for (size_t number = 0; number < g->inputs.float_parts; number++) {
            if (joint_status(&all, STATUS_OK) == STATUS_OK && !interrupted())
                joint_status(&all, grade_part(w, g, number));
        }
#pragma omp critical(grade)
        summary_merge(summary, &w->summary);
        summary_clear(&w->summary);
        grading_part_free(w->part);
        free(w);
        reference_thread_end();
    }
    tally_confirm(summary, &g->choice);
    return all;
}
