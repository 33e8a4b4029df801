#include "harness/judge/rounding.h"

#include "harness/metric/metric.h"

#include <fenv.h>
#include <math.h>

static const int rounding[MODES] = {
    [NEAREST] = FE_TONEAREST, [UP] = FE_UPWARD, [DOWN] = FE_DOWNWARD, [TOWARD_ZERO] = FE_TOWARDZERO};
static const int exception[FLAGS] = {[INVALID] = FE_INVALID, [DIVIDE] = FE_DIVBYZERO};

enum { BLOCK = 256 };

/* What a kernel is run on. */
struct under_test {
    const struct choice *choice;
    const char *x, *y; /* arrays of the format; y may be NULL */
    struct want (*want)[OUTPUTS];
    struct faults *faults;
    double out[OUTPUTS][BLOCK];
};

static struct input input_at(const struct under_test *r, size_t i)
{
    const struct format *f = r->choice->format;
    return (struct input){format_load(f, r->x, i), r->y ? format_load(f, r->y, i) : 0};
}

/* Runs inputs start .. start + n - 1 under one mode; returns the exceptions raised. The compiler knows
   nothing of the floating-point environment, but it cannot move the kernel's operations out of this
   function's order: the kernel is in another translation unit and called through a pointer, as are fenv.h's
   functions. */
static int run_under(struct under_test *r, enum mode mode, size_t start, size_t n)
{
    size_t size = r->choice->format->size;
    const struct environment usual = environment_usual();
    fesetround(rounding[mode]);
    const struct environment before = environment_now();
    feclearexcept(FE_ALL_EXCEPT);
    choice_run(r->choice, n, r->x + start * size, r->y ? r->y + start * size : NULL, r->out[LOSS],
               r->out[GRAD]);
    int raised = fetestexcept(FE_INVALID | FE_DIVBYZERO);
    const struct environment after = environment_now();
    environment_set(&usual); /* before MPFR or the metric is asked for anything */
    unsigned parts = environment_difference(&before, &after);
    if (parts) {
        struct fault_at at = {STAGE_MODES, (uint64_t)mode, n, 0, input_at(r, start), parts, 0, 0};
        faults_add(r->faults, FAULT_ENVIRONMENT, &at, 1);
    }
    return raised;
}

static int raised_by(struct under_test *r, size_t start, size_t n)
{
    int raised = 0;
    for (int mode = 0; mode < MODES; mode++)
        raised |= run_under(r, (enum mode)mode, start, n);
    return raised;
}

/* Exactly infinite, rather than rounded to an infinity. */
static bool is_infinite(const struct want *w)
{
    return isinf(w->rounded) && w->high == 0;
}

static bool has_cause(const struct under_test *r, size_t i, enum flag flag)
{
    const struct want *w = r->want[i];
    struct input input = input_at(r, i);
    if (isnan(input.x) || isnan(input.target))
        return false;
    if (flag == INVALID)
        return isnan(w[LOSS].rounded) || isnan(w[GRAD].rounded);
    return isfinite(input.x) && (is_infinite(&w[LOSS]) || is_infinite(&w[GRAD]));
}

static void note(struct modes *modes, const struct under_test *r, size_t start, size_t n, enum flag flag)
{
    struct input input = input_at(r, start);
    for (size_t i = start; i < start + n; i++)
        if (has_cause(r, i, flag))
            return;
    modes_note_flag(modes, flag, input);
}

/* Bisects a range that raises a flag down to the inputs that do. A range of which neither half raises it (a
   vector loop whose scalar remainder does not) counts once, at its first input. Returns whether it raises. */
static bool find_raisers(struct modes *modes, struct under_test *r, size_t start, size_t n, enum flag flag)
{
    if (!(raised_by(r, start, n) & exception[flag]))
        return false;
    bool found = false;
    if (n > 1) {
        found = find_raisers(modes, r, start, n / 2, flag);
        found = find_raisers(modes, r, start + n / 2, n - n / 2, flag) || found;
    }
    if (!found)
        note(modes, r, start, n, flag);
    return true;
}

static long double error_of(double got, const struct want *want, const struct format *format)
{
    if (isnan(got) || isnan(want->rounded))
        return isnan(got) && isnan(want->rounded) ? 0 : (long double)INFINITY;
    if (is_infinite(want))
        return got == want->rounded ? 0 : (long double)INFINITY;
    if (isinf(got))
        return got == want->rounded
                   ? 0
                   : metric_distance(copysignl(ldexpl(1, format->emax + 1), (long double)got), want);
    return metric_distance((long double)got, want);
}

static void add_block(struct modes *modes, struct under_test *r, size_t n, bool negated)
{
    const struct format *format = r->choice->format;
    int raised = 0;
    for (int mode = 0; mode < MODES; mode++) {
        raised |= run_under(r, (enum mode)mode, 0, n);
        for (size_t i = 0; i < n; i++)
            for (int k = 0; k < OUTPUTS; k++) {
                struct want w = negated ? want_negated(&r->want[i][k]) : r->want[i][k];
                modes_raise(modes, (enum mode)mode, k, modes->inputs + i > 0,
                            error_of(format_load(format, r->out[k], i), &w, format), input_at(r, i));
            }
    }
    modes->inputs += n;
    for (int flag = 0; flag < FLAGS; flag++)
        if (raised & exception[flag])
            find_raisers(modes, r, 0, n, (enum flag)flag);
}

void rounding_add(struct modes *modes, struct faults *faults, const struct choice *choice, size_t n,
                  const void *x, const void *y, struct want want[][OUTPUTS], bool negated)
{
    for (size_t start = 0; start < n; start += BLOCK) {
        size_t offset = start * choice->format->size;
        struct under_test run = {
            choice, (const char *)x + offset, y ? (const char *)y + offset : NULL, want + start, faults,
            {{0}}};
        add_block(modes, &run, n - start < BLOCK ? n - start : BLOCK, negated);
    }
}
