#include "harness/batch/classes.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"
#include "harness/batch/grad.h"
#include "harness/batch/pieces.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Trials: so many losses in so many classes. In every other one the large classes are the last. */
enum { LOSSES_MOST = 5000, CLASSES_MOST = 200 };
static const struct trial {
    size_t n, classes;
} trials[] = {{1, 1},   {1, 5},    {5, 3},           {37, 9},
              {512, 2}, {600, 50}, {LOSSES_MOST, 7}, {LOSSES_MOST, CLASSES_MOST}};
enum { TRIALS = sizeof trials / sizeof *trials };

/* What lies around the arrays that are written, and in them before. */
static const double beside = -0x1.5p700;
static const size_t beside_count = (size_t)-1 / 3;

/* One class's losses, exactly. */
struct class_exact {
    size_t count;
    struct exact_sum sum;
    long double mean, magnitudes; /* of finite losses: the mean, and the mean of magnitudes */
    bool may_overflow;
};

struct class_trial {
    struct batch_classes *to;
    const struct batch_subject *subject;
    const struct format *format;
    size_t n, classes, present, largest;
    void *loss, *own, *grad; /* of the format: losses, gradients before and after */
    int32_t *label;
    struct class_exact *exact;
    double *mean; /* classes + 2: one on either side */
    size_t *count;
};

static void found(struct class_trial *t, enum class_fault fault, enum ganloss_weighting weighting, size_t at,
                  double got, double exact)
{
    struct batch_classes *to = t->to;
    if (to->faults == 0) {
        to->first.fault = fault;
        to->first.weighting = weighting;
        to->first.n = t->n;
        to->first.classes = t->classes;
        to->first.at = at;
        to->first.got = got;
        to->first.exact = exact;
    }
    to->faults |= 1u << fault;
}

/* Sizes fall off with the class's number, to nothing; with five classes and more, the first, the middle and
   the last have none. */
static int32_t draw_label(size_t classes, bool reversed, uint64_t *state)
{
    double u = random_uniform(state);
    size_t c = (size_t)((double)classes * u * u * u);
    if (classes >= 5 && (c == 0 || c == classes / 2 || c == classes - 1))
        c = 1;
    return (int32_t)(reversed ? classes - 1 - c : c);
}

/* A critic's losses have either sign: of three classes one keeps its kernel's, one has the other and one has
   both. */
static double signed_loss(double loss, int32_t label, uint64_t *state)
{
    bool other = label % 3 == 1 || (label % 3 == 2 && (random_next(state) & 1));
    return other ? -loss : loss;
}

static void fill(struct class_trial *t, const struct guard *guard, size_t number)
{
    uint64_t state = random_hash(t->subject->scan->plan->seed, number);
    memset(t->exact, 0, t->classes * sizeof *t->exact);
    for (size_t i = 0; i < t->n; i++) {
        t->label[i] = draw_label(t->classes, number % 2, &state);
        double loss = signed_loss(format_load(t->format, guard->at[GUARD_LOSS], i), t->label[i], &state);
        format_store(t->format, t->loss, i, loss);
        exact_sum_add(&t->exact[t->label[i]].sum, loss, 0, false);
        t->exact[t->label[i]].count++;
    }
    memcpy(t->own, guard->at[GUARD_GRAD], t->n * t->format->size);
}

static void find_means(struct class_trial *t)
{
    mpfr_t sum, magnitudes;
    mpfr_inits2(EXACT_BITS, sum, magnitudes, (mpfr_ptr)0);
    t->present = t->largest = 0;
    for (size_t c = 0; c < t->classes; c++) {
        struct class_exact *e = &t->exact[c];
        if (e->count == 0)
            continue;
        t->present++;
        t->largest = e->count > t->largest ? e->count : t->largest;
        exact_sum_get(sum, magnitudes, &e->sum);
        e->may_overflow = mpfr_cmp_d(magnitudes, DBL_MAX / 2) > 0;
        mpfr_div_ui(sum, sum, e->count, MPFR_RNDN);
        mpfr_div_ui(magnitudes, magnitudes, e->count, MPFR_RNDN);
        e->mean = mpfr_get_ld(sum, MPFR_RNDN);
        e->magnitudes = mpfr_get_ld(magnitudes, MPFR_RNDN);
    }
    mpfr_clears(sum, magnitudes, (mpfr_ptr)0);
}

static bool same(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b;
}

/* A naive sum of m doubles and a division: (m - 1) u and u, of magnitudes. The exact mean is a long double
   here. */
static void check_mean(struct class_trial *t, enum ganloss_weighting weighting, size_t c)
{
    const struct class_exact *e = &t->exact[c];
    double got = t->mean[1 + c];
    long double bound = (long double)(e->count + 1) * 0x1p-53L * e->magnitudes + 0x1p-1074L;
    if (t->count[1 + c] != e->count)
        found(t, CLASS_COUNT, weighting, c, (double)t->count[1 + c], (double)e->count);
    t->to->empty += e->count == 0;
    t->to->means += e->count > 0;
    if (e->count == 0 || !exact_sum_is_finite(&e->sum)) {
        double want = e->count == 0 ? (double)NAN : exact_sum_limit(&e->sum);
        if (!same(got, want) && !(e->may_overflow && isnan(got)))
            found(t, CLASS_MEAN, weighting, c, got, want);
    } else if (!e->may_overflow) {
        long double error = fabsl((long double)got - e->mean);
        t->to->of_bound = fmaxl(t->to->of_bound, error / bound);
        if (!(error <= bound))
            found(t, CLASS_MEAN, weighting, c, got, (double)e->mean);
    }
}

/* The loss made of the means: naive sums in double again, of as many summands as there are classes, rounded
   to the format at last. Of what is not finite, or may overflow on the way, only that it is not a number is
   said. */
static void check_result(struct class_trial *t, enum ganloss_weighting weighting, double got)
{
    long double exact = 0, magnitudes = 0;
    bool special = false, may_overflow = false;
    for (size_t c = 0; c < t->classes; c++) {
        const struct class_exact *e = &t->exact[c];
        long double weight = weighting == GANLOSS_BY_SHARE ? (long double)e->count / (long double)t->n
                                                           : 1 / (long double)t->present;
        special = special || !exact_sum_is_finite(&e->sum);
        may_overflow = may_overflow || e->may_overflow;
        exact += e->count > 0 ? weight * e->mean : 0;
        magnitudes += e->count > 0 ? weight * e->magnitudes : 0;
    }
    if (special && isfinite(got))
        found(t, CLASS_RESULT, weighting, 0, got, (double)NAN);
    if (special || may_overflow || magnitudes * (long double)t->n > (long double)DBL_MAX / 2)
        return;
    long double u = ldexpl(1, -t->format->precision),
                bound = (long double)(t->largest + t->classes + 4) * 0x1p-53L * magnitudes +
                        u * fabsl(exact) * (1 + 0x1p-20L) + ldexpl(1, t->format->emin - t->format->precision);
    if (!(fabsl((long double)got - exact) <= bound))
        found(t, CLASS_RESULT, weighting, 0, got, (double)exact);
}

static void check_gradients(struct class_trial *t, enum ganloss_weighting weighting)
{
    for (size_t i = 0; i < t->n; i++) {
        size_t divisor = weighting == GANLOSS_BY_SHARE ? t->n : t->present * t->exact[t->label[i]].count;
        double got = format_load(t->format, t->grad, i);
        struct want want = batch_quotient(t->format, format_load(t->format, t->own, i), 0, false, divisor);
        struct error error = metric_measure(got, &want);
        if (error_class_is_failure(error.class) || error.ulp > 0.5L + 0x1p-20L)
            found(t, CLASS_GRAD, weighting, i, got, want.rounded);
    }
}

static void run(struct class_trial *t, enum ganloss_weighting weighting)
{
    const struct batch_code *code = t->subject->scan->plan->code;
    size_t last = t->classes + 1;
    for (size_t c = 0; c <= last; c++) {
        t->mean[c] = beside;
        t->count[c] = beside_count;
    }
    memcpy(t->grad, t->own, t->n * t->format->size);
    double got = t->format == &formats[F32]
                     ? (double)code->class_mean_f32(weighting, t->n, t->loss, t->label, t->classes,
                                                    t->mean + 1, t->count + 1, t->grad)
                     : code->class_mean_f64(weighting, t->n, t->loss, t->label, t->classes, t->mean + 1,
                                            t->count + 1, t->grad);
    for (size_t c = 0; c < t->classes; c++)
        check_mean(t, weighting, c);
    check_result(t, weighting, got);
    check_gradients(t, weighting);
    if (t->mean[0] != beside || t->mean[last] != beside || t->count[0] != beside_count ||
        t->count[last] != beside_count)
        found(t, CLASS_BESIDE, weighting, 0, (double)NAN, (double)NAN);
}

void batch_classes_measure(struct batch_classes *to, const struct batch_subject *subject)
{
    size_t reached = subject->scan->size[subject->scan->reached - 1];
    size_t most = reached < LOSSES_MOST ? reached : LOSSES_MOST;
    struct guard guard = guard_make(LOSSES_MOST);
    struct class_trial t = {.to = to,
                            .subject = subject,
                            .format = subject->choice->format,
                            .loss = allocate(most, sizeof(double)),
                            .own = allocate(most, sizeof(double)),
                            .grad = allocate(most, sizeof(double)),
                            .label = allocate(most, sizeof *t.label),
                            .exact = allocate(CLASSES_MOST, sizeof *t.exact),
                            .mean = allocate(CLASSES_MOST + 2, sizeof *t.mean),
                            .count = allocate(CLASSES_MOST + 2, sizeof *t.count)};
    batch_pieces_place(&guard, subject->scan, 0, most);
    guard_call(&guard, subject->choice->kernel->code, subject->faults, STAGE_MEANS, 0);
    for (size_t k = 0; k < TRIALS; k++) {
        t.n = trials[k].n < most ? trials[k].n : most;
        t.classes = trials[k].classes;
        fill(&t, &guard, k);
        find_means(&t);
        run(&t, GANLOSS_BY_SHARE);
        run(&t, GANLOSS_EVENLY);
    }
    to->done = true;
    guard_free(&guard);
    void *used[] = {t.loss, t.own, t.grad, t.label, t.exact, t.mean, t.count};
    for (size_t i = 0; i < sizeof used / sizeof *used; i++)
        free(used[i]);
}
