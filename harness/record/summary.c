#include "harness/record/summary.h"

#include "harness/base/allocate.h"
#include "harness/record/binades.h"

#include <stdlib.h>
#include <string.h>

/* Keeps in *kept the input that comes first (or last) of those for which there is one. */
static void keep_first(struct input *kept, bool any, const struct input *other)
{
    if (!any || input_before(other, kept))
        *kept = *other;
}

static void keep_last(struct input *kept, bool any, const struct input *other)
{
    if (!any || input_before(kept, other))
        *kept = *other;
}

static void extend(struct extent *extent, const struct extent *by)
{
    if (by->count == 0)
        return;
    bool any = extent->count > 0;
    keep_first(&extent->first, any, &by->first);
    keep_last(&extent->last, any, &by->last);
    if (!any || isnan(extent->below.x))
        extent->below = by->below;
    else if (!isnan(by->below.x))
        keep_last(&extent->below, true, &by->below);
    if (!any || isnan(extent->above.x))
        extent->above = by->above;
    else if (!isnan(by->above.x))
        keep_first(&extent->above, true, &by->above);
    extent->count += by->count;
}

static struct extent single(const struct input *input, enum space space)
{
    const struct input none = {.x = (double)NAN};
    double centre = space == LOGIT ? 0 : 0.5;
    return (struct extent){.count = 1,
                           .first = *input,
                           .last = *input,
                           .below = input->x < centre ? *input : none,
                           .above = input->x >= centre ? *input : none};
}

void extent_add(struct extent *extent, enum space space, const struct input ends[2], uint64_t count)
{
    struct extent first = single(&ends[0], space), last = single(&ends[1], space);
    extend(extent, &first);
    extend(extent, &last);
    extent->count += count - 2;
}

void summary_raise(struct output_summary *summary, long double ulp, const struct input *at, double got)
{
    bool any = summary->compared > 0 || summary->max_ulp != 0;
    if (!any || ulp > summary->max_ulp || (ulp >= summary->max_ulp && input_before(at, &summary->at))) {
        summary->max_ulp = ulp;
        summary->at = *at;
        summary->got = got;
    }
}

void summary_add(struct output_summary *summary, enum space space, const struct input *input, double got,
                 const struct want *want)
{
    struct error error = metric_measure(got, want);
    if (!error.rounded)
        summary->not_rounded++;
    if (error.class != IN_ULPS) {
        struct extent here = single(input, space);
        extend(&summary->classes[error.class], &here);
        if (!error_is_explained(error.class, got, want->rounded, input->target, want->format))
            extend(&summary->beyond, &here);
        return;
    }
    summary_raise(summary, error.ulp, input, got);
    summary->compared++;
    if (error.lost) {
        struct extent here = single(input, space);
        extend(&summary->lost, &here);
    }
}

static void merge_output(struct output_summary *to, const struct output_summary *from)
{
    if (from->compared > 0)
        summary_raise(to, from->max_ulp, &from->at, from->got);
    to->compared += from->compared;
    to->not_rounded += from->not_rounded;
    extend(&to->lost, &from->lost);
    extend(&to->beyond, &from->beyond);
    for (int c = 0; c < CLASSES; c++)
        extend(&to->classes[c], &from->classes[c]);
    if (to->binades && from->binades) {
        binades_merge(to->binades, from->binades);
        summary_find_maximum(to);
    }
}

struct summary summary_with_binades(void)
{
    struct summary summary = {0};
    for (int k = 0; k < OUTPUTS; k++) {
        summary.ideal[k].binades = allocate(1, sizeof(struct binades));
        memset(summary.ideal[k].binades, 0, sizeof(struct binades));
    }
    return summary;
}

void summary_clear(struct summary *summary)
{
    for (int k = 0; k < OUTPUTS; k++) {
        free(summary->ideal[k].binades);
        free(summary->own[k].binades);
    }
    *summary = (struct summary){0};
}

void summary_find_maximum(struct output_summary *summary)
{
    summary->max_ulp = -1; /* below every error */
    for (int i = 0; i < BINADES && summary->binades; i++) {
        const struct peak *p = &summary->binades->at[i].peak;
        struct input at = {(double)float_of_bits(p->bits), (double)p->target};
        if (p->any)
            summary_raise(summary, p->ulp, &at, (double)p->got);
    }
    summary->max_ulp = summary->max_ulp < 0 ? 0 : summary->max_ulp;
}

void summary_merge(struct summary *to, const struct summary *from)
{
    to->inputs += from->inputs;
    to->unanswered += from->unanswered;
    modes_merge(&to->modes, &from->modes);
    searched_merge(&to->searched, &from->searched);
    faults_merge(&to->faults, &from->faults);
    for (int k = 0; k < OUTPUTS; k++) {
        merge_output(&to->ideal[k], &from->ideal[k]);
        merge_output(&to->own[k], &from->own[k]);
    }
}

/* A maximum of one binade: that of the whole is the largest of them. */
static void raise_binade(struct binades *binades, const struct output_summary *from)
{
    float x = (float)from->at.x;
    struct peak peak = {.screened = (double)from->max_ulp,
                        .ulp = from->max_ulp,
                        .bits = bits_of_float(x),
                        .got = (float)from->got,
                        .target = (float)from->at.target,
                        .any = true};
    struct peak *to = &binades->at[peak.bits >> 23].peak;
    if (!to->any || peak.ulp > to->ulp)
        *to = peak;
}

void summary_absorb(struct summary *to, const struct summary *from)
{
    faults_merge(&to->faults, &from->faults);
    to->unanswered += from->unanswered;
    for (int k = 0; k < OUTPUTS; k++) {
        struct output_summary *whole = &to->ideal[k];
        const struct output_summary *part = &from->ideal[k];
        for (int c = 0; c < CLASSES; c++)
            if (whole->classes[c].count == 0)
                extend(&whole->classes[c], &part->classes[c]);
        if (whole->beyond.count == 0)
            extend(&whole->beyond, &part->beyond);
        if (part->compared == 0)
            continue;
        if (whole->binades) {
            raise_binade(whole->binades, part);
            summary_find_maximum(whole);
        } else {
            summary_raise(whole, part->max_ulp, &part->at, part->got);
        }
    }
}

bool summary_passes(const struct output_summary *summary, double bound)
{
    for (int c = 0; c < CLASSES; c++)
        if (error_class_is_failure((enum error_class)c) && summary->classes[c].count > 0)
            return false;
    return summary->compared == 0 || summary->max_ulp <= (long double)bound;
}
