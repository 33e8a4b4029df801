#include "tests/oracle/transcription.h"

#include <math.h>
#include <string.h>

/* One operation in the format: exact or rounded once. */
static inline double add(const struct format *f, double a, double b)
{
    return format_round(f, a + b);
}

static inline double sub(const struct format *f, double a, double b)
{
    return format_round(f, a - b);
}

static inline double mul(const struct format *f, double a, double b)
{
    return format_round(f, a * b);
}

static inline double quo(const struct format *f, double a, double b)
{
    return format_round(f, a / b);
}

static inline double exp_of(const struct format *f, double x)
{
    return f->precision == 24 ? (double)expf((float)x) : exp(x);
}

static inline double log_of(const struct format *f, double x)
{
    return f->precision == 24 ? (double)logf((float)x) : log(x);
}

static inline double log1p_of(const struct format *f, double x)
{
    return f->precision == 24 ? (double)log1pf((float)x) : log1p(x);
}

static inline double expm1_of(const struct format *f, double x)
{
    return f->precision == 24 ? (double)expm1f((float)x) : expm1(x);
}

static inline double pick(const struct format *f, double single, double wide)
{
    return f->precision == 24 ? single : wide;
}

static double label_of(enum side side, double target)
{
    return side == REAL_SIDE ? 1 : side == FAKE_SIDE ? 0 : target;
}

/* A hard label takes its side; a target mixes both. */
static double mixture(const struct format *f, enum side side, double t, double real, double fake)
{
    if (side == REAL_SIDE)
        return real;
    if (side == FAKE_SIDE)
        return fake;
    return add(f, mul(f, t, real), mul(f, sub(f, 1, t), fake));
}

static double sigmoid_of(const struct format *f, double s)
{
    return quo(f, 1, add(f, exp_of(f, -s), 1));
}

/* -log(D + epsilon) and -log(1 - D + epsilon), then a chain rule through dD/ds = slope. */
static struct transcribed two_logs(const struct format *f, enum side side, double D, double epsilon,
                                   double slope, double t)
{
    double up = D, down = sub(f, 1, D);
    if (epsilon > 0) {
        up = add(f, up, epsilon);
        down = add(f, down, epsilon);
    }
    return (struct transcribed){
        mixture(f, side, t, -log_of(f, up), -log_of(f, down)),
        mixture(f, side, t, mul(f, -quo(f, 1, up), slope), mul(f, quo(f, 1, down), slope)),
    };
}

static double sigmoid_slope(const struct format *f, double D)
{
    return mul(f, sub(f, 1, D), D);
}

static struct transcribed naive(const struct format *f, enum side side, double s, double t)
{
    double D = sigmoid_of(f, s);
    return two_logs(f, side, D, 0, sigmoid_slope(f, D), t);
}

static struct transcribed naive_at_D(const struct format *f, enum side side, double D, double t)
{
    return two_logs(f, side, D, 0, 1, t);
}

static struct transcribed add1e8(const struct format *f, enum side side, double s, double t)
{
    double D = sigmoid_of(f, s);
    return two_logs(f, side, D, pick(f, (double)0.00000001F, 0.00000001), sigmoid_slope(f, D), t);
}

static struct transcribed add1e8_at_D(const struct format *f, enum side side, double D, double t)
{
    return two_logs(f, side, D, pick(f, (double)0.00000001F, 0.00000001), 1, t);
}

static struct transcribed add1e12(const struct format *f, enum side side, double s, double t)
{
    double D = sigmoid_of(f, s);
    return two_logs(f, side, D, pick(f, (double)0.000000000001F, 0.000000000001), sigmoid_slope(f, D), t);
}

/* D moved into [10^-7, 1 - 10^-7]; the gradient is 0 where it moved. */
static struct transcribed clipped(const struct format *f, enum side side, double D, double slope, double t)
{
    double low = pick(f, (double)0.0000001F, 0.0000001), high = sub(f, 1, low);
    double inside = D;
    if (D < low)
        inside = low;
    if (D > high)
        inside = high;
    return two_logs(f, side, inside, 0, inside == D || isnan(D) ? slope : 0, t);
}

static struct transcribed clip1e7(const struct format *f, enum side side, double s, double t)
{
    double D = sigmoid_of(f, s);
    return clipped(f, side, D, sigmoid_slope(f, D), t);
}

static struct transcribed clip1e7_at_D(const struct format *f, enum side side, double D, double t)
{
    return clipped(f, side, D, 1, t);
}

static double no_less(double x, double bound)
{
    return isnan(x) || x >= bound ? x : bound;
}

/* PyTorch: (y - 1) max(log1p(-D), -100) - y max(log D, -100); (D - y)/max((1 - D) D, 10^-12). */
static struct transcribed clamp100_at_D(const struct format *f, enum side side, double D, double t)
{
    double y = label_of(side, t);
    double fake = no_less(log1p_of(f, -D), -100), real = no_less(log_of(f, D), -100);
    double floor = pick(f, (double)0.000000000001F, 0.000000000001);
    return (struct transcribed){
        sub(f, mul(f, sub(f, y, 1), fake), mul(f, y, real)),
        quo(f, sub(f, D, y), no_less(sigmoid_slope(f, D), floor)),
    };
}

static struct transcribed clamp100(const struct format *f, enum side side, double s, double t)
{
    double D = sigmoid_of(f, s);
    struct transcribed r = clamp100_at_D(f, side, D, t);
    r.grad = mul(f, mul(f, r.grad, sub(f, 1, D)), D);
    return r;
}

/* log(1 + e^x), derivative e^x/(1 + e^x). */
static struct transcribed log1pexp(const struct format *f, enum side side, double s, double t)
{
    double real = add(f, exp_of(f, -s), 1), fake = add(f, exp_of(f, s), 1);
    return (struct transcribed){
        mixture(f, side, t, log_of(f, real), log_of(f, fake)),
        mixture(f, side, t, -quo(f, exp_of(f, -s), real), quo(f, exp_of(f, s), fake)),
    };
}

static double positive_part(double s)
{
    return s < 0 ? 0 : s;
}

/* max(s, 0) - s y + log(1 + e^-|s|), differentiated term by term: max'(0) = 1, |.|'(0) = 0. */
static struct transcribed maxlog(const struct format *f, enum side side, double s, double t)
{
    double y = label_of(side, t), e = exp_of(f, -fabs(s)), share = quo(f, e, add(f, 1, e));
    double inner = s > 0 ? share : s < 0 ? -share : mul(f, s, share);
    return (struct transcribed){
        add(f, sub(f, positive_part(s), mul(f, s, y)), log_of(f, add(f, 1, e))),
        sub(f, sub(f, s < 0 ? 0 : 1, y), inner),
    };
}

static double logsigmoid_of(const struct format *f, double s)
{
    return sub(f, s > 0 ? 0 : s, log1p_of(f, exp_of(f, -fabs(s))));
}

static struct transcribed logsigmoid(const struct format *f, enum side side, double s, double t)
{
    double y = label_of(side, t);
    return (struct transcribed){
        sub(f, mul(f, sub(f, 1, y), s), logsigmoid_of(f, s)),
        sub(f, sigmoid_of(f, s), y),
    };
}

/* As maxlog, with log1p; the derivative of each branch of s >= 0. */
static struct transcribed maxlog1p(const struct format *f, enum side side, double s, double t)
{
    double y = label_of(side, t), e = exp_of(f, -fabs(s)), share = quo(f, e, add(f, 1, e));
    double linear = sub(f, s < 0 || isnan(s) ? 0 : s, mul(f, s, y));
    return (struct transcribed){
        add(f, linear, log1p_of(f, e)),
        s >= 0 ? sub(f, sub(f, 1, y), share) : add(f, sub(f, 0, y), share),
    };
}

static struct transcribed twosided(const struct format *f, enum side side, double s, double t)
{
    double y = label_of(side, t), rest = sub(f, 1, y);
    return (struct transcribed){
        sub(f, mul(f, -y, logsigmoid_of(f, s)), mul(f, rest, logsigmoid_of(f, -s))),
        add(f, mul(f, -y, sigmoid_of(f, -s)), mul(f, rest, sigmoid_of(f, s))),
    };
}

/* softplus and its derivative, each library's own. */
static struct transcribed softplus_torch(const struct format *f, double x)
{
    double e = exp_of(f, x);
    if (x > 20)
        return (struct transcribed){x, 1};
    return (struct transcribed){log1p_of(f, e), quo(f, e, add(f, e, 1))};
}

/* The threshold is log(2^-23) + 2, log(2^-52) + 2, each as the format computes it. */
static struct transcribed softplus_tensorflow(const struct format *f, double x)
{
    double threshold = pick(f, -0x1.be2804p+3, -0x1.105966f2b4f12p+5), e = exp_of(f, x);
    double value = log1p_of(f, e);
    if (x < threshold)
        value = e;
    if (x > -threshold)
        value = x;
    return (struct transcribed){value, quo(f, 1, add(f, 1, exp_of(f, -x)))};
}

static struct transcribed by_softplus(const struct format *f, enum side side, double t,
                                      struct transcribed real, struct transcribed fake)
{
    return (struct transcribed){
        mixture(f, side, t, real.loss, fake.loss),
        mixture(f, side, t, -real.grad, fake.grad),
    };
}

static struct transcribed threshold20(const struct format *f, enum side side, double s, double t)
{
    return by_softplus(f, side, t, softplus_torch(f, -s), softplus_torch(f, s));
}

static struct transcribed threshold_eps(const struct format *f, enum side side, double s, double t)
{
    return by_softplus(f, side, t, softplus_tensorflow(f, -s), softplus_tensorflow(f, s));
}

/* (1 - t) s+ + t s- + log1p(e^-|s|), a vanishing weight taking away an infinity; the gradient from the
   smaller tail of the sigmoid, for t = 1/2 by expm1. */
static struct transcribed stable(const struct format *f, enum side side, double s, double t)
{
    double y = label_of(side, t), e = exp_of(f, -fabs(s)), tail = quo(f, e, add(f, e, 1));
    double rest = sub(f, 1, y), weight = s > 0 ? rest : y;
    double linear = weight == 0 && !isnan(s) ? 0 : mul(f, weight, fabs(s));
    if (side == MIXTURE && t == 0.5 && s != 0) {
        double half = quo(f, expm1_of(f, -fabs(s)), mul(f, 2, add(f, e, 1)));
        return (struct transcribed){add(f, log1p_of(f, e), linear), s > 0 ? -half : half};
    }
    return (struct transcribed){
        add(f, log1p_of(f, e), linear),
        s > 0 ? -sub(f, tail, rest) : sub(f, tail, y),
    };
}

static struct transcribed log1p_at_D(const struct format *f, enum side side, double D, double t)
{
    return (struct transcribed){-log1p_of(f, -D), naive_at_D(f, side, D, t).grad};
}

/* Closed domain, NaN outside; -0 is 0. */
static struct transcribed stable_at_D(const struct format *f, enum side side, double D, double t)
{
    if (!(D >= 0 && D <= 1))
        return (struct transcribed){(double)NAN, (double)NAN};
    D = fabs(D);
    struct transcribed r = naive_at_D(f, side, D, t);
    r.loss = mixture(f, side, t, sub(f, 0, log_of(f, D)), sub(f, 0, log1p_of(f, -D)));
    return r;
}

struct row {
    const char *variant;
    transcription *on_logit, *on_probability;
};

static const struct row rows[] = {
    {"naive", naive, naive_at_D},       {"clamp100", clamp100, clamp100_at_D},
    {"clip1e7", clip1e7, clip1e7_at_D}, {"add1e8", add1e8, add1e8_at_D},
    {"add1e12", add1e12, NULL},         {"log1pexp", log1pexp, NULL},
    {"maxlog", maxlog, NULL},           {"logsigmoid", logsigmoid, NULL},
    {"maxlog1p", maxlog1p, NULL},       {"twosided", twosided, NULL},
    {"threshold20", threshold20, NULL}, {"threshold_eps", threshold_eps, NULL},
    {"stable", stable, stable_at_D},    {"log1p", NULL, log1p_at_D},
};

static const struct row *find(const char *variant)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].variant, variant) == 0)
            return &rows[i];
    return NULL;
}

transcription *transcription_on_logit(const char *variant)
{
    const struct row *row = find(variant);
    return row ? row->on_logit : NULL;
}

transcription *transcription_on_probability(const char *variant)
{
    const struct row *row = find(variant);
    return row ? row->on_probability : NULL;
}

struct transcribed transcription_scaled(const struct format *f, const char *variant, enum side side, double x,
                                        double factor, struct transcribed result)
{
    double tail_side = side == REAL_SIDE ? x : -x;
    double least_normal = ldexp(1, f->emin);
    if (factor == 0.5 && strcmp(variant, "stable") == 0 && tail_side > -log(2 * least_normal)) {
        double root = exp_of(f, quo(f, -fabs(x), 2)), loss = mul(f, quo(f, root, 2), root);
        return (struct transcribed){loss, side == REAL_SIDE ? -loss : loss};
    }
    return (struct transcribed){mul(f, factor, result.loss), mul(f, factor, result.grad)};
}
