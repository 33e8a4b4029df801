/* measure.c -- one kernel on the inputs of one regime: its losses, their sums, the means and gradients
   of every size, and whether their bits depend on what they must not depend on. */
#include "harness/batch/measure.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/batch/classes.h"
#include "harness/batch/corrections.h"
#include "harness/batch/grad.h"
#include "harness/batch/mean.h"
#include "harness/batch/parts.h"
#include "harness/batch/pieces.h"
#include "harness/record/fail_on.h"
#include "harness/selection/group.h"
#include "losses/bits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Up to `small` and its neighbour rows run in parallel, each with its own gradients. Up to `every_alignment`
   each reduction is computed at each alignment; above, one (it sees a buffer of the batch kernel, not the
   caller's arrays) at the first two. */
static const size_t small = ((size_t)1 << 20) + 1, every_alignment = (size_t)1 << 14;

/* Where x and grad begin, in elements past the alignment that malloc gives. */
static const size_t offsets[] = {0, 1, 3};
enum { OFFSETS = sizeof offsets / sizeof *offsets };

/* What memory in and around gradients holds before a call: NaN. */
enum { POISON = 0xff };

/* Threads that call the batch kernel at once on the same inputs, and how often each. */
enum { CALLERS = 4, CALLS = 8, CALLED_ON_MOST = 4096 };

const struct batch_code batch_library = {ganloss_mean_f32, ganloss_mean_f64,       ganloss_sum_f32,
                                         ganloss_sum_f64,  ganloss_class_mean_f32, ganloss_class_mean_f64};

struct measurement {
    struct batch_row *const *rows; /* [reduction]: the rows of each size; NULL: not wanted */
    const struct choice *choice;
    const struct batch_scan *scan;
    const struct batch_plan *plan;
    struct batch_subject subject;
    enum ganloss_reduction first; /* of those that are wanted */
    double sign;
};

/* NaNs are alike: which of two operands' payloads survives is up to the compiler. */
static bool same_bits(const struct format *format, double a, double b)
{
    return (isnan(a) && isnan(b)) || format_bits(format, a) == format_bits(format, b);
}

/* A sum over the elements, so that they need not wait for each other. */
static uint64_t hash(const struct format *format, const void *array, size_t n)
{
    uint64_t h = 0;
    for (size_t i = 0; i < n; i++) {
        double x = format == &formats[F32] ? (double)((const float *)array)[i] : ((const double *)array)[i];
        uint64_t z = bits_of(isnan(x) ? (double)NAN : x) + i * 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 32)) * 0x94d049bb133111eb;
        h += z ^ (z >> 29);
    }
    return h;
}

/* The exact sums of the computed losses, after each size, and what a compensated one goes through. */
static void sum_losses(struct exact_sum computed[], const struct measurement *m, const void *loss)
{
    struct exact_sum sum = {0};
    struct corrections corrections = {0};
    size_t i = 0;
    for (size_t s = 0; s < m->scan->reached; s++) {
        corrections_add(&corrections, m->choice->format, loss, i, m->scan->size[s]);
        for (; i < m->scan->size[s]; i++)
            exact_sum_add(&sum, format_load(m->choice->format, loss, i), 0, false);
        computed[s] = sum;
        if (m->rows[GANLOSS_COMPENSATED])
            m->rows[GANLOSS_COMPENSATED][s].corrections = corrections.magnitudes;
    }
}

static double sum(const struct measurement *m, enum ganloss_reduction reduction, size_t n, const void *loss)
{
    return m->choice->format == &formats[F32] ? m->plan->code->sum_f32(reduction, n, loss)
                                              : m->plan->code->sum_f64(reduction, n, loss);
}

/* The kernel's losses by themselves, and their sums. False: the kernel does more than return them. */
static bool measure_sums(const struct measurement *m, struct exact_sum computed[])
{
    size_t sizes = m->scan->reached, n = m->scan->size[sizes - 1];
    void *loss = allocate(n, m->choice->format->size);
    size_t different = batch_pieces(m->choice, m->scan, n, loss, m->subject.faults);
    for (int r = 0; r < GANLOSS_REDUCTIONS && !faults_fail(m->subject.faults); r++)
        if (m->rows[r])
            batch_mean_guarded(&m->subject, (enum ganloss_reduction)r);
    if (faults_fail(m->subject.faults)) {
        free(loss);
        return false;
    }
    sum_losses(computed, m, loss);
#pragma omp parallel for collapse(2) schedule(dynamic)
    for (int r = 0; r < GANLOSS_REDUCTIONS; r++)
        for (size_t s = 0; s < sizes; s++)
            if (m->rows[r]) {
                struct batch_row *row = &m->rows[r][s];
                row->sum = sum(m, (enum ganloss_reduction)r, row->n, loss);
                if (different < row->n)
                    row->faults |= 1u << FAULT_BITS;
            }
    free(loss);
    return true;
}

static bool is_poison(const char *bytes, size_t size)
{
    return size == 0 || ((unsigned char)*bytes == POISON && memcmp(bytes, bytes + 1, size - 1) == 0);
}

/* Mean and gradients of one row; the first time they are kept, at other offsets compared with what was. */
static void measure_mean(const struct measurement *m, struct batch_row *row, size_t offset, const void *x)
{
    const struct format *format = m->choice->format;
    size_t before = (SCAN_SLACK + offset) * format->size, after = (SCAN_SLACK - offset) * format->size;
    char *grad = allocate(row->n + 2 * SCAN_SLACK, format->size), *there = grad + before;
    memset(grad, POISON, (row->n + 2 * SCAN_SLACK) * format->size);
    double got = batch_mean(&m->subject, row->reduction, row->n, x, m->scan->y, there);
    if (!is_poison(grad, before))
        batch_mean_add_fault(&m->subject, FAULT_OVERRUN, row->n, -1, 0);
    if (!is_poison(there + row->n * format->size, after))
        batch_mean_add_fault(&m->subject, FAULT_OVERRUN, row->n, (int64_t)row->n, 0);
    uint64_t bits = hash(format, there, row->n);
    if (offset == 0) {
        row->mean = got;
        row->grad_bits = bits;
        if (row->reduction == m->first)
            row->grad = batch_grad(m->choice, row->n, x, m->scan->y, there, &m->scan->gradients, m->sign);
    } else if (!same_bits(format, got, row->mean) || bits != row->grad_bits) {
        row->faults |= 1u << FAULT_BITS;
    }
    batch_mean_check_environment(&m->subject, row->n);
    batch_mean_check_answers(&m->subject, row->n);
    free(grad);
}

static void measure_means(const struct measurement *m)
{
    const struct format *format = m->choice->format;
    size_t sizes = m->scan->reached, most = m->scan->size[sizes - 1];
    char *x = m->scan->x, *there = x;
    for (size_t o = 0; o < OFFSETS && !interrupted(); o++) {
        memmove(x + offsets[o] * format->size, there, most * format->size);
        there = x + offsets[o] * format->size;
#pragma omp parallel for collapse(2) schedule(dynamic) if (most <= small)
        for (size_t largest_first = 0; largest_first < sizes; largest_first++)
            for (int r = 0; r < GANLOSS_REDUCTIONS; r++) {
                struct batch_row *row = m->rows[r] ? &m->rows[r][sizes - 1 - largest_first] : NULL;
                bool once_more = row && (row->n <= every_alignment || (row->reduction == m->first && o == 1));
                if (row && (o == 0 || once_more))
                    measure_mean(m, row, offsets[o], there);
                if (row && o == 0)
                    progress_add(row->n);
            }
    }
    memmove(x, there, most * format->size); /* an interrupt may have ended it at any offset */
}

/* Several threads call the batch kernel at once; what one of them gets must not depend on the others. */
static void call_at_once(const struct measurement *m, struct batch_row *row)
{
    int different = 0;
#pragma omp parallel num_threads(CALLERS) reduction(+ : different)
    {
        void *grad = allocate(row->n, m->choice->format->size);
        for (int call = 0; call < CALLS; call++) {
#pragma omp barrier
            double got = batch_mean(&m->subject, row->reduction, row->n, m->scan->x, m->scan->y, grad);
            if (!same_bits(m->choice->format, got, row->mean) ||
                hash(m->choice->format, grad, row->n) != row->grad_bits)
                different++;
        }
        batch_mean_check_environment(&m->subject, row->n);
        batch_mean_check_answers(&m->subject, row->n);
        free(grad);
    }
    if (different > 0)
        row->faults |= 1u << FAULT_BITS;
}

/* Results of a foreign kernel may depend on their place, and then its means do: that is told of, and fails one that is
   offered as the one to use, or where the user names it. */
static void excuse(const struct measurement *m, struct batch_row *row)
{
    const unsigned from_places = 1u << FAULT_BITS | 1u << FAULT_GRAD | 1u << FAULT_SUM | 1u << FAULT_SCALE;
    const struct choice *c = m->choice;
    if (!c->kernel->library || choice_is_first_class(c) || c->fail_on & 1U << FAIL_ON_POSITION)
        return;
    if (row->faults & 1u << FAULT_BITS && m->subject.faults->of[FAULT_POSITION].count == 0)
        batch_mean_add_fault(&m->subject, FAULT_POSITION, row->n, -1, 0);
    if (m->subject.faults->of[FAULT_POSITION].count > 0)
        row->faults &= ~from_places;
}

static unsigned classes_of(const struct batch_row *row)
{
    return 1U << row->losses_error.class | (row->losses_error.lost ? 1U << FAIL_ON_LOST : 0) |
           row->grad.classes;
}

/* More ulps than the user allows, or what no ulp can express. */
static bool is_beyond(const struct batch_row *row, double max_ulp)
{
    return error_class_is_failure(row->losses_error.class) || row->grad.classed > 0 ||
           row->losses_error.ulp > (long double)max_ulp || row->grad.ulp > (long double)max_ulp;
}

/* What the rows of one size share: the gradients, which do not depend on the reduction. */
static void finish(const struct measurement *m, const struct exact_sum computed[])
{
    const struct batch_row *first = m->rows[m->first];
    for (size_t s = 0; first && s < m->scan->reached; s++) {
        struct batch_exact exact = m->scan->exact[s];
        if (m->sign < 0)
            exact.sum = exact_sum_negated(&exact.sum);
        for (int r = 0; r < GANLOSS_REDUCTIONS; r++) {
            struct batch_row *row = m->rows[r] ? &m->rows[r][s] : NULL;
            if (!row)
                continue;
            if (row->grad_bits != first[s].grad_bits)
                row->faults |= 1u << FAULT_BITS;
            row->grad = first[s].grad;
            if (!row->grad.scaled)
                row->faults |= 1u << FAULT_GRAD;
            batch_decompose(row, &exact, &computed[s]);
            excuse(m, row);
            if (m->choice->fail_on & classes_of(row))
                row->faults |= 1u << FAULT_NAMED;
            if (m->choice->max_ulp > 0 && is_beyond(row, m->choice->max_ulp))
                row->faults |= 1u << FAULT_ULP;
            row->done = true;
        }
    }
}

static char *copy(const void *array, size_t bytes)
{
    char *same = array ? allocate(bytes, 1) : NULL;
    return same ? memcpy(same, array, bytes) : NULL;
}

static void bar(const struct measurement *m)
{
    for (int r = 0; r < GANLOSS_REDUCTIONS; r++)
        for (size_t s = 0; m->rows[r] && s < m->scan->reached; s++)
            m->rows[r][s].barred = true;
}

static void measure_batches(const struct measurement *m, const struct exact_sum computed[])
{
    size_t bytes = m->scan->size[m->scan->reached - 1] * m->choice->format->size;
    char *x = copy(m->scan->x, bytes), *y = copy(m->scan->y, bytes);
    measure_means(m);
    for (int r = 0; r < GANLOSS_REDUCTIONS && !interrupted(); r++) {
        size_t s = m->scan->reached;
        while (s > 0 && m->scan->size[s - 1] > CALLED_ON_MOST)
            s--;
        if (m->rows[r] && s > 0)
            call_at_once(m, &m->rows[r][s - 1]);
    }
    batch_mean_check_inputs(&m->subject, m->scan->x, x);
    batch_mean_check_inputs(&m->subject, m->scan->y, y);
    free(x);
    free(y);
    if (faults_fail(m->subject.faults))
        bar(m);
    else if (!interrupted())
        finish(m, computed);
}

void batch_measure(struct batch_row *const rows[GANLOSS_REDUCTIONS], struct batch_classes *classes,
                   struct faults *faults, const struct group_member *member, const struct batch_scan *scan)
{
    const struct choice *choice = &scan->plan->selection->at[member->index];
    struct measurement m = {.rows = rows,
                            .choice = choice,
                            .scan = scan,
                            .plan = scan->plan,
                            .subject = {choice, scan, faults},
                            .sign = member->sign};
    if (scan->reached == 0)
        return;
    while (!rows[m.first])
        m.first++;
    struct exact_sum *computed = allocate(scan->reached, sizeof *computed);
    if (measure_sums(&m, computed)) {
        batch_classes_measure(classes, &m.subject);
        measure_batches(&m, computed);
    } else
        bar(&m);
    free(computed);
}
