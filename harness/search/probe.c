#include "harness/search/probe.h"

#include "harness/base/random.h"
#include "harness/inputs/cases.h"
#include "harness/metric/f64.h"
#include "harness/metric/metric.h"
#include "harness/search/audit.h"

#include <float.h>

enum { AUDITED = 1 << 16 };
static const uint64_t audit_seed = 0x67616e6c6f737336;

/* What one call works with. */
struct probe_workspace {
    double label[PROBE_BLOCK];
    double high[OUTPUTS][PROBE_BLOCK], low[OUTPUTS][PROBE_BLOCK], scale[PROBE_BLOCK];
};

static bool is_audited(double x, double label)
{
    uint64_t state = audit_seed ^ format_bits(&formats[F64], x);
    state = random_next(&state) ^ format_bits(&formats[F64], label);
    return random_next(&state) % AUDITED == 0;
}

/* False: the screen is outside its bound at one of the inputs. */
static bool audit(const struct screen_f64 *screen, const struct formula *f, const struct probe_workspace *w,
                  size_t n, const double x[], uint64_t *audited)
{
    for (size_t i = 0; i < n; i++)
        if (is_audited(x[i], w->label[i])) {
            ++*audited;
            for (int k = 0; k < OUTPUTS; k++)
                if (audit_fails(screen, f, x[i], w->label[i], (enum output)k, w->high[k][i], w->low[k][i],
                                w->scale[i]))
                    return false;
        }
    return true;
}

/* MPFR measures both outputs at the inputs where either is open. */
static void settle(struct probed to[OUTPUTS], const struct ideal *ideal, const struct probe_workspace *w,
                   size_t n, const double x[], const double *const got[OUTPUTS])
{
    for (size_t i = 0; i < n; i++) {
        if (to[LOSS].class[i] != CLASSES && to[GRAD].class[i] != CLASSES)
            continue;
        struct want want[OUTPUTS];
        reference(&want[LOSS], &want[GRAD], &ideal->formula, &formats[F64], x[i], w->label[i]);
        for (int k = 0; k < OUTPUTS; k++) {
            struct error error = metric_measure(ideal->sign * got[k][i], &want[k]);
            to[k].class[i] = (unsigned char)error.class;
            to[k].ulp[i] = error.ulp < (long double)DBL_MAX ? (double)error.ulp : DBL_MAX;
        }
    }
}

static void leave_open(struct probed *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to->class[i] = CLASSES;
}

/* Halving a bce term's screened values costs no more than their bound leaves room for: they are zeros, or
   above 2^-900 (screen_f64.c). */
static void weigh(double values[], size_t n, double weight)
{
    for (size_t i = 0; i < n; i++)
        values[i] *= weight;
}

bool probe_run(struct probed to[OUTPUTS], const struct screen_f64 *screen, const struct ideal *ideal,
               size_t n, const double x[], const double target[], const double *const got[OUTPUTS],
               uint64_t *audited)
{
    const struct formula *f = &ideal->formula;
    struct probe_workspace w;
    uint32_t open = screen ? 0 : 1;

    w.label[0] = f->label; /* gcc sees no n = 0 */
    for (size_t i = 0; i < n; i++)
        w.label[i] = target ? target[i] : f->label;
    if (screen)
        screen->run(n, x, w.label, w.high[LOSS], w.low[LOSS], w.high[GRAD], w.low[GRAD], w.scale);
    if (screen && !audit(screen, f, &w, n, x, audited))
        return false;
    metric_f64 *compare = metric_f64_find(isa_best());
    for (int k = 0; k < OUTPUTS; k++) {
        if (!screen) {
            leave_open(&to[k], n);
            continue;
        }
        if (f->weight < 1) {
            weigh(w.high[k], n, f->weight);
            weigh(w.low[k], n, f->weight);
        }
        open += compare(n, got[k], w.high[k], w.low[k], w.scale, screen->relative[k], ideal->sign, to[k].ulp,
                        to[k].class);
    }
    if (open > 0)
        settle(to, ideal, &w, n, x, got);
    return true;
}
