/* note.c -- a probed batch into what a lane has found. What the probe says is taken for the counts;
   MPFR confirms each input that becomes a maximum or an end of an extent, with the kernel's result at its
   place in this very batch. */
#include "harness/base/fail.h"
#include "harness/search/lane.h"
#include "harness/selection/group.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* What MPFR says of one result. */
struct exact {
    struct want want;
    struct error error;
};

/* By the formula of positive weight, as judge() and worst_keep() do. */
static struct exact confirm(struct lane *lane, size_t i, enum output output)
{
    const struct term *term = lane->choice->kernel->term;
    struct formula positive = *reference_ideal(term);
    struct want want[OUTPUTS];
    lane_run(lane);
    positive.weight = fabs(positive.weight);
    reference(&want[LOSS], &want[GRAD], &positive, lane->choice->format, lane->batch->x[i],
              lane->batch->target[i]);
    struct exact exact = {.want = group_sign(term) < 0 ? want_negated(&want[output]) : want[output]};
    exact.error = measure(lane->batch->got[output][i], &exact.want);
    return exact;
}

static struct input input_at(const struct batch *b, size_t i)
{
    return (struct input){b->x[i], b->target[i]};
}

/* Voids the search: what the probe said of an input is not so. */
static void refuse(struct lane *lane, size_t i, enum output output, const char *what)
{
    char id[ID_SIZE];
    choice_id(id, lane->choice);
    fail(STATUS_INTERNAL,
         "%s %s: at %a MPFR does not find %s as the search did; either its screen is outside its bound, or "
         "the kernel's results depend on where in memory the inputs stand: nothing that was searched holds",
         id, output_names[output], lane->batch->x[i], what);
    lane->sound = false;
}

/* Whether a result in ulps is lost (metric/metric.h). |exact / ulp| is below 2^53, and from 2^52 on for a normal
   number: most errors decide it alone. A subnormal exact value is got + u or got - u units. `close` covers
   what the probe leaves open, so that MPFR decides what is near a limit. */
static bool is_lost(struct lane *lane, size_t i, enum output output, double ulp)
{
    const double close = 1 + 0x1p-8;
    if (ulp < 1 / close)
        return false;
    lane_run(lane);
    double units = fabs(lane->batch->got[output][i]) * 0x1p1022 * 0x1p52; /* of 2^-1074; infinite for most */
    if (ulp * close < 0x1p51 && ulp * close < units / 3)
        return false;
    if (ulp >= 0x1p52 * close && ulp < DBL_MAX && fabs(units - ulp) > ulp / 2) /* else exact may be 0 */
        return true;
    struct exact exact = confirm(lane, i, output);
    return error_is_lost(&exact.error, &exact.want);
}

/* Occurrences of one class on one side of the centre in a batch. */
struct run {
    size_t count, first, last;
};

static void run_add(struct run *run, const struct batch *b, size_t i)
{
    struct input here = input_at(b, i), first = input_at(b, run->first), last = input_at(b, run->last);
    run->first = run->count == 0 || input_before(&here, &first) ? i : run->first;
    run->last = run->count == 0 || input_before(&last, &here) ? i : run->last;
    run->count++;
}

enum side { BELOW, ABOVE, NEITHER, SIDES };

/* Whether an extent would have other ends with these, on one side of the centre. */
static bool changes(const struct extent *e, const struct input ends[2], enum side side)
{
    return e->count == 0 || input_before(&ends[0], &e->first) || input_before(&e->last, &ends[1]) ||
           (side == BELOW && (isnan(e->below.x) || input_before(&e->below, &ends[1]))) ||
           (side == ABOVE && (isnan(e->above.x) || input_before(&ends[0], &e->above)));
}

static bool is_confirmed(struct lane *lane, size_t i, enum output output, int class)
{
    struct exact exact = confirm(lane, i, output);
    bool found = class == IN_ULPS ? error_is_lost(&exact.error, &exact.want)
                                  : exact.error.class == (enum error_class) class;
    if (!found)
        refuse(lane, i, output, class == IN_ULPS ? "a lost result" : class_names[class]);
    return found;
}

static void note_runs(struct lane *lane, enum output output, int class, const struct run runs[SIDES])
{
    struct output_summary *to = &lane->found.ideal[output];
    struct extent *extent = class == IN_ULPS ? &to->lost : &to->classes[class];
    for (int side = 0; side < SIDES; side++) {
        const struct run *r = &runs[side];
        struct input ends[] = {input_at(lane->batch, r->first), input_at(lane->batch, r->last)};
        if (r->count > 0 &&
            (!changes(extent, ends, (enum side)side) ||
             (is_confirmed(lane, r->first, output, class) && is_confirmed(lane, r->last, output, class))))
            extent_add(extent, lane->choice->kernel->term->space, ends, r->count);
    }
}

void lane_note(struct lane *lane, enum output output)
{
    const struct batch *b = lane->batch;
    const struct probed *p = &b->result[output];
    struct output_summary *to = &lane->found.ideal[output];
    struct run runs[CLASSES][SIDES];
    double centre = lane->choice->kernel->term->space == LOGIT ? 0 : 0.5;
    size_t highest = b->n, in_ulps = 0;
    memset(runs, 0, sizeof runs);
    for (size_t i = 0; i < b->n; i++) {
        int class = p->class[i], side = isnan(b->x[i]) ? NEITHER : b->x[i] < centre ? BELOW : ABOVE;
        to->not_rounded += class_is_failure((enum error_class) class) || p->ulp[i] > 0.5;
        if (class != IN_ULPS || is_lost(lane, i, output, p->ulp[i]))
            run_add(&runs[class][side], b, i);
        if (class != IN_ULPS)
            continue;
        in_ulps++;
        if (highest == b->n || p->ulp[i] > p->ulp[highest])
            highest = i;
    }
    for (int c = 0; c < CLASSES; c++)
        note_runs(lane, output, c, runs[c]);
    if (highest < b->n && (to->compared == 0 || (long double)p->ulp[highest] > to->max_ulp)) {
        struct input at = input_at(b, highest);
        struct exact exact = confirm(lane, highest, output);
        double probed = p->ulp[highest];
        if (exact.error.class != IN_ULPS ||
            (probed < DBL_MAX &&
             fabsl(exact.error.ulp - (long double)probed) > 0x1p-6L * (1 + exact.error.ulp)))
            refuse(lane, highest, output, "this error");
        else
            summary_raise(to, exact.error.ulp, &at, b->got[output][highest]);
    }
    to->compared += in_ulps;
}
