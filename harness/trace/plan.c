/* plan.c -- which kernels run on which side of a recording, and which share their exact values. */
#include "harness/trace/plan.h"

#include "harness/base/allocate.h"
#include "harness/selection/catalogue.h"
#include "harness/trace/losses.h"

#include <stdlib.h>

static enum recording_side side_of(int role)
{
    return role == 0 ? RECORDING_REAL : RECORDING_FAKE;
}

static struct track *find(const struct trace *trace, const struct term *term, enum recording_side side,
                          const struct format *format)
{
    for (size_t t = 0; t < trace->track_count; t++) {
        struct track *track = &trace->track[t];
        if (track->term == term && track->side == side && track->format == format)
            return track;
    }
    return NULL;
}

const struct track *trace_find(const struct trace *trace, const struct loss *loss, int role,
                               const struct format *format)
{
    return find(trace, trace_term(loss, role), side_of(role), format);
}

static size_t leader_of(const struct trace *trace, const struct track *track)
{
    const struct formula *f = reference_ideal(track->term);
    for (size_t t = 0; t < trace->track_count; t++) {
        const struct track *other = &trace->track[t];
        const struct formula *g = reference_ideal(other->term);
        if (other->side == track->side && other->format == track->format && f->evaluate == g->evaluate &&
            f->label == g->label && f->weight == g->weight)
            return t;
    }
    return trace->track_count;
}

static void add_kernels(struct track *track, size_t steps)
{
    track->kernel = allocate(catalogue_count(), sizeof *track->kernel);
    for (size_t k = 0; k < catalogue_count(); k++) {
        struct choice choice = choice_make(catalogue_at(k));
        if (choice.kernel->term == track->term && choice.format == track->format &&
            isa_runs(choice.kernel->isa))
            track->kernel[track->kernel_count++] =
                (struct kernel_trace){.choice = choice, .step = allocate(steps, sizeof(struct kernel_step))};
    }
}

static void add_track(struct trace *trace, const struct term *term, enum recording_side side,
                      const struct format *format)
{
    if (find(trace, term, side, format))
        return;
    struct track track = {.term = term, .side = side, .format = format};
    track.leader = leader_of(trace, &track);
    track.exact = allocate(trace->run->steps, sizeof *track.exact);
    add_kernels(&track, trace->run->steps);
    trace->track[trace->track_count++] = track;
}

void trace_plan(struct trace *trace, const struct recording *run, const struct loss *const list[],
                size_t count, const bool computed[FORMATS])
{
    *trace = (struct trace){.run = run, .loss = list, .loss_count = count};
    trace->track = allocate(count * TRACE_ROLES * FORMATS, sizeof *trace->track);
    for (int f = 0; f < FORMATS; f++)
        trace->computed[f] = computed[f];
    for (size_t l = 0; l < count; l++)
        for (int role = 0; role < TRACE_ROLES; role++)
            for (int f = 0; f < FORMATS; f++)
                if (computed[f])
                    add_track(trace, trace_term(list[l], role), side_of(role), &formats[f]);
}

void trace_free(struct trace *trace)
{
    for (size_t t = 0; t < trace->track_count; t++) {
        for (size_t k = 0; k < trace->track[t].kernel_count; k++)
            free(trace->track[t].kernel[k].step);
        free(trace->track[t].kernel);
        free(trace->track[t].exact);
    }
    free(trace->track);
}
