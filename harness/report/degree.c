#include "harness/report/degree.h"

#include "harness/base/json.h"
#include "harness/record/bound.h"
#include "harness/record/faults.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <string.h>

const struct harm_name report_harm_names[HARMS] = {
    [HARM_SIGN] = {"sign", "reverses", "wrong sign"},
    [HARM_NAN] = {"nan", "NaN", "NaN for a number"},
    [HARM_VANISHED] = {"vanished", "vanishes", "0 for a number that is not"},
    [HARM_LOST] = {"lost", "wrong", "off by half the exact value or more"},
    [HARM_OVERFLOW] = {"overflow", "overflows", "infinity for a number"},
    [HARM_BOUNDED] = {"bounded", "capped", "a number for infinity"},
};

/* The record of a harm in one output: {"count", "first", "last", "below", "above"}, or NULL. */
static const json_t *extent_of(const json_t *output, enum harm harm)
{
    return harm == HARM_LOST
               ? json_object_get(output, "lost")
               : json_object_get(json_object_get(output, "classes"), report_harm_names[harm].class);
}

const struct degree_name report_degree_names[DEGREES] = {
    [DEGREE_NONE] =
        {"no harm", "none",
         "nothing is lost on any input tried, but the bits that cancel in a gradient between a label and what is beside it"},
    [DEGREE_SPECIAL] = {"special values", "special",
                        "wrong at exactly 0, at infinities or NaN alone (of D at 0, 1 and outside)"},
    [DEGREE_TAIL] =
        {"far tail", "tail",
         "wrong at logits that no recorded training run reached, or beyond 80 where there is none"},
    [DEGREE_TRAINING] =
        {"in training", "training",
         "wrong at logits that recorded training runs reach, or up to 80 where there is none"},
};

/* The logit of a record's input; NaN where there is none, or none that is a number. */
static double logit_at(const json_t *extent, const char *name, bool prob)
{
    double input = json_hex_float_value(json_object_get(extent, name));
    return prob ? report_logit_of(input) : input;
}

static bool is_zero(const json_t *extent)
{
    return fpclassify(logit_at(extent, "first", false)) == FP_ZERO &&
           fpclassify(logit_at(extent, "last", false)) == FP_ZERO;
}

/* Whether all of the failures are at 0, or all at infinities and beyond a domain. */
static bool is_special(const json_t *extent, bool prob)
{
    static const char *const names[] = {"first", "last", "below", "above"};
    if (!prob && is_zero(extent))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (isfinite(logit_at(extent, names[i], prob)))
            return false;
    return true;
}

static void note(struct degree_output *to, enum onset_side side, double input, double logit, enum harm harm)
{
    struct onset *onset = &to->onset[side];
    if (!isfinite(logit) || (onset->found && fabs(logit) >= onset->distance))
        return;
    *onset = (struct onset){true, input, fabs(logit), harm};
    to->safe[side] = logit;
    to->nearest = fmin(to->nearest, fabs(logit));
}

/* Of a class, or of the results without a correct bit. */
static void add_extent(struct degree_output *to, const json_t *extent, bool prob, enum harm harm)
{
    static const char *const names[ONSET_SIDES] = {[ONSET_BELOW] = "below", [ONSET_ABOVE] = "above"};
    if (!(json_number_at(extent, "count") > 0))
        return;
    if (is_special(extent, prob)) {
        if (!prob && is_zero(extent))
            to->nearest = 0;
        to->degree = to->degree > DEGREE_SPECIAL ? to->degree : DEGREE_SPECIAL;
        return;
    }
    to->degree = DEGREE_TAIL;
    for (int side = 0; side < ONSET_SIDES; side++)
        note(to, (enum onset_side)side, json_hex_float_value(json_object_get(extent, names[side])),
             logit_at(extent, names[side], prob), harm);
}

/* The gradient of a term with a label is a difference, q - y, which loses its bits beside its zero whatever the formula: what
   the record has nothing worse of than that ("beyond") does no harm. */
static bool only_cancels(const json_t *output, enum output which, const char *term)
{
    const struct term *found = term_find(term);
    return which == GRAD && found && found->operands == 2 && !json_object_get(output, "beyond");
}

static struct degree_output judge_output(const json_t *record, enum output output, const char *term)
{
    const json_t *of = json_object_get(record, output_names[output]);
    struct degree_output result = {.ulp = json_number_at(of, "max_ulp"),
                                   .nearest = (double)INFINITY,
                                   .safe = {-(double)INFINITY, (double)INFINITY}};
    if (only_cancels(of, output, term))
        return result;
    for (int harm = 0; harm < HARMS; harm++)
        add_extent(&result, extent_of(of, (enum harm)harm), strchr(term, '@') != NULL, (enum harm)harm);
    result.digits_lost = result.ulp > 1 ? fmin(1 + (double)log2l(result.ulp), 53) : 0;
    return result;
}

/* Where no recorded run tells, training is taken to come as far as bench's regime `saturated` (inputs/regime.c). */
enum { REACHED = 80 };

/* Whether a failure at finite logits is one in training. */
static void meet(struct degree_output *to, const struct report *report, const struct kernel_id *id,
                 const char *name, enum output output)
{
    if (to->degree != DEGREE_TAIL)
        return;
    if (output == GRAD)
        to->hits = report_reach_of_kernel(report, name);
    if (!to->hits.known)
        to->hits = report_reach_beyond(report, id->term, to->safe[ONSET_BELOW], to->safe[ONSET_ABOVE]);
    if (to->hits.known ? to->hits.share > 0 : fmin(-to->safe[ONSET_BELOW], to->safe[ONSET_ABOVE]) <= REACHED)
        to->degree = DEGREE_TRAINING;
}

/* A foreign kernel fails by every class where it declares no bound; its degree tells of that. */
static bool has_failed(const json_t *record)
{
    const char *fault;
    json_t *of;
    json_object_foreach(json_object_get(record, "faults"), fault,
                        of) if (strcmp(fault, fault_names[FAULT_POSITION]) != 0 &&
                                strcmp(fault, fault_names[FAULT_RAISED]) != 0) return true;
    return record_has_bound(record) && json_is_false(json_object_get(record, "pass"));
}

struct judgement report_judge(const struct report *report, const json_t *record)
{
    struct kernel_id id;
    const char *name = json_text_at(record, "id");
    struct judgement judgement = {
        .record = record, .evidence = evidence_of_record(record), .failed = has_failed(record)};
    judgement.unfinished = report_kernel_is_unfinished(report, record) && !judgement.failed;
    judgement.within =
        record_has_bound(record) && json_is_true(json_object_get(record, "pass")) && !judgement.unfinished;
    if (!kernel_id_read(&id, name))
        return judgement;
    for (int output = 0; output < OUTPUTS; output++) {
        struct degree_output *of = &judgement.of[output];
        *of = judge_output(record, (enum output)output, id.term);
        meet(of, report, &id, name, (enum output)output);
    }
    double quarter = strcmp(id.format, formats[F32].name) == 0 ? 24 / 4.0 : 53 / 4.0;
    judgement.imprecise =
        judgement.of[GRAD].degree == DEGREE_NONE && judgement.of[GRAD].digits_lost > quarter;
    return judgement;
}

struct judgement report_judgement_join(const struct judgement *loss, const struct judgement *grad)
{
    struct judgement joined = *grad;
    joined.of[LOSS] = loss->of[LOSS];
    joined.evidence = evidence_both(loss->evidence, grad->evidence);
    joined.failed |= loss->failed;
    joined.unfinished |= loss->unfinished;
    joined.within &= loss->within;
    return joined;
}

bool report_judgement_is_sound(const struct judgement *judgement)
{
    return report_judgement_is_right(judgement) && judgement->of[GRAD].degree <= DEGREE_SPECIAL &&
           judgement->of[LOSS].degree < DEGREE_TRAINING && !judgement->imprecise;
}

bool report_judgement_is_right(const struct judgement *judgement)
{
    return !judgement->failed && !judgement->unfinished && judgement->of[GRAD].degree < DEGREE_TRAINING;
}

static double nearest_failure(const struct judgement *j)
{
    return fmin(j->of[LOSS].nearest, j->of[GRAD].nearest);
}

int report_judgement_compare(const struct judgement *a, const struct judgement *b)
{
    double left_nearest = nearest_failure(a), right_nearest = nearest_failure(b);
    const int left[] = {!report_judgement_is_right(a),
                        a->of[GRAD].degree == DEGREE_TRAINING,
                        a->imprecise,
                        a->of[LOSS].degree == DEGREE_TRAINING,
                        left_nearest < right_nearest,
                        (int)a->of[GRAD].degree,
                        (int)a->of[LOSS].degree};
    const int right[] = {!report_judgement_is_right(b),
                         b->of[GRAD].degree == DEGREE_TRAINING,
                         b->imprecise,
                         b->of[LOSS].degree == DEGREE_TRAINING,
                         right_nearest < left_nearest,
                         (int)b->of[GRAD].degree,
                         (int)b->of[LOSS].degree};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (left[i] != right[i])
            return left[i] - right[i];
    return 0;
}
