/* note.c -- a probed batch into what was found. What the probe says is taken for the counts;
   MPFR confirms each input that becomes a maximum or an end of an extent, with the kernel's result at its
   place in this very batch. */
#include "harness/search/note.h"

#include "harness/base/fail.h"
#include "harness/search/tried.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* One output of a batch, on its way into what was found. */
struct note {
    struct summary *found;
    struct search_batch *batch;
    const struct choice *choice;
    const struct ideal *ideal;
    enum output output;
    bool sound; /* MPFR has contradicted nothing */
};

/* What MPFR says of one result. */
struct exact {
    struct want want;
    struct error error;
};

static struct exact confirm(struct note *note, size_t i)
{
    struct search_batch *b = note->batch;
    struct want want[OUTPUTS];
    reference(&want[LOSS], &want[GRAD], &note->ideal->formula, note->choice->format, b->x[i], b->target[i]);
    struct exact exact = {.want =
                              note->ideal->sign < 0 ? want_negated(&want[note->output]) : want[note->output]};
    exact.error = metric_measure(b->got[note->output][i], &exact.want);
    return exact;
}

/* Voids the search: what the probe said of an input is not so. */
static void refuse(struct note *note, size_t i, const char *what)
{
    char id[ID_SIZE];
    choice_id(id, note->choice);
    fail(
        STATUS_INTERNAL,
        "%s %s: at %a = %.6g MPFR does not find %s as the search did: its screen is outside its bound, and nothing that was "
        "searched holds",
        id, output_names[note->output], note->batch->x[i], note->batch->x[i], what);
    note->sound = false;
}

/* Whether a result in ulps is lost (metric/metric.h). |exact / ulp| is below 2^53, and from 2^52 on for a normal
   number: most errors decide it alone. A subnormal exact value is got + u or got - u units. `close` covers
   what the probe leaves open, so that MPFR decides what is near a limit. */
static bool is_lost(struct note *note, size_t i, double ulp)
{
    const double close = 1 + 0x1p-8;
    if (ulp < 1 / close)
        return false;
    double units =
        fabs(note->batch->got[note->output][i]) * 0x1p1022 * 0x1p52; /* of 2^-1074; infinite for most */
    if (ulp * close < 0x1p51 && ulp * close < units / 3)
        return false;
    if (ulp >= 0x1p52 * close && ulp < DBL_MAX && fabs(units - ulp) > ulp / 2) /* else exact may be 0 */
        return true;
    struct exact exact = confirm(note, i);
    return exact.error.lost;
}

/* Occurrences of one class on one side of the centre in a batch. */
struct occurrences {
    size_t count, first, last;
};

static void run_add(struct occurrences *run, const struct search_batch *b, size_t i)
{
    struct input here = search_batch_input(b, i), first = search_batch_input(b, run->first),
                 last = search_batch_input(b, run->last);
    run->first = run->count == 0 || input_before(&here, &first) ? i : run->first;
    run->last = run->count == 0 || input_before(&last, &here) ? i : run->last;
    run->count++;
}

/* Below the centre, from it on, or NaN. */
enum part { PART_BELOW, PART_ABOVE, PART_NAN, PARTS };

/* Whether an extent would have other ends with these, on one side of the centre. */
static bool changes(const struct extent *e, const struct input ends[2], enum part part)
{
    return e->count == 0 || input_before(&ends[0], &e->first) || input_before(&e->last, &ends[1]) ||
           (part == PART_BELOW && (isnan(e->below.x) || input_before(&e->below, &ends[1]))) ||
           (part == PART_ABOVE && (isnan(e->above.x) || input_before(&ends[0], &e->above)));
}

static bool is_confirmed(struct note *note, size_t i, int class)
{
    struct exact exact = confirm(note, i);
    bool found = class == IN_ULPS ? exact.error.lost : exact.error.class == (enum error_class) class;
    if (!found)
        refuse(note, i, class == IN_ULPS ? "a lost result" : error_class_names[class]);
    return found;
}

static void note_runs(struct note *note, int class, const struct occurrences runs[PARTS])
{
    struct output_summary *to = &note->found->ideal[note->output];
    struct extent *extent = class == IN_ULPS ? &to->lost : &to->classes[class];
    for (int part = 0; part < PARTS; part++) {
        const struct occurrences *r = &runs[part];
        struct input ends[] = {search_batch_input(note->batch, r->first),
                               search_batch_input(note->batch, r->last)};
        if (r->count > 0 && (!changes(extent, ends, (enum part)part) ||
                             (is_confirmed(note, r->first, class) && is_confirmed(note, r->last, class))))
            extent_add(extent, note->choice->kernel->term->space, ends, r->count);
    }
}

static void note_output(struct note *note)
{
    const struct search_batch *b = note->batch;
    const struct probed *p = &b->result[note->output];
    struct output_summary *to = &note->found->ideal[note->output];
    struct occurrences runs[CLASSES][PARTS];
    double centre = note->choice->kernel->term->space == LOGIT ? 0 : 0.5;
    size_t highest = b->n, in_ulps = 0;
    memset(runs, 0, sizeof runs);
    for (size_t i = 0; i < b->n; i++) {
        int class = p->class[i], part = isnan(b->x[i])     ? PART_NAN
                                        : b->x[i] < centre ? PART_BELOW
                                                           : PART_ABOVE;
        bool wrong = error_class_is_failure((enum error_class) class) || p->ulp[i] > 0.5;
        bool lost = class == IN_ULPS && is_lost(note, i, p->ulp[i]);
        note->batch->code[note->output][i] =
            (unsigned char)(class | (lost ? TRIED_LOST : 0) | (wrong ? TRIED_NOT_ROUNDED : 0));
        to->not_rounded += wrong;
        if (class != IN_ULPS || lost)
            run_add(&runs[class][part], b, i);
        if (class != IN_ULPS)
            continue;
        in_ulps++;
        if (highest == b->n || p->ulp[i] > p->ulp[highest])
            highest = i;
    }
    for (int c = 0; c < CLASSES; c++)
        note_runs(note, c, runs[c]);
    if (highest < b->n && (to->compared == 0 || (long double)p->ulp[highest] > to->max_ulp)) {
        struct input at = search_batch_input(b, highest);
        struct exact exact = confirm(note, highest);
        double probed = p->ulp[highest];
        if (exact.error.class != IN_ULPS ||
            (probed < DBL_MAX &&
             fabsl(exact.error.ulp - (long double)probed) > 0x1p-6L * (1 + exact.error.ulp)))
            refuse(note, highest, "this error");
        else
            summary_raise(to, exact.error.ulp, &at, b->got[note->output][highest]);
    }
    to->compared += in_ulps;
}

bool note_batch(struct summary *found, struct search_batch *batch, const struct choice *choice,
                const struct ideal *ideal, enum output output)
{
    struct note note = {found, batch, choice, ideal, output, .sound = true};
    note_output(&note);
    return note.sound;
}
