/* on_logits.h -- variants that never form D. Included by cross_entropy.h.
   A hard label picks the side by the sign of its argument: softplus(-s) for a real label, softplus(s)
   for a fake one. */

/* log1pexp -- log(1 + e^x) without log1p, and its chain rule e^x/(1 + e^x): inf/inf in the end. */
static inline struct point log1pexp(REAL s, REAL label)
{
    REAL down = exp(-s), up = exp(s);
    return (struct point){mix(label, log(1 + down), log(1 + up)),
                          mix(label, -(down / (1 + down)), up / (1 + up))};
}

void TERM_FN(log1pexp)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(log1pexp, n, x, y, loss, grad);
}

/* maxlog -- older BCE with logits: max(s, 0) - s y + log(1 + e^-|s|), no log1p; differentiated term by
   term with max'(0) = 1 and |.|'(0) = 0, which makes the gradient at s = 0 wrong by 1/2. */
static inline struct point maxlog(REAL s, REAL label)
{
    REAL e = exp(-fabs(s));
    REAL sign = s > 0 ? 1 : s < 0 ? -1 : s;
    return (struct point){(s < 0 ? 0 : s) - s * label + log(1 + e),
                          (s < 0 ? 0 : 1) - label - sign * (e / (1 + e))};
}

void TERM_FN(maxlog)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(maxlog, n, x, y, loss, grad);
}

/* logsigmoid -- PyTorch BCEWithLogitsLoss: (1 - y) s - logsigmoid(s), gradient sigmoid(s) - y. */
static inline REAL log_sigmoid(REAL s)
{
    return (s > 0 ? 0 : s) - log1p(exp(-fabs(s)));
}

static inline struct point logsigmoid(REAL s, REAL label)
{
    return (struct point){(1 - label) * s - log_sigmoid(s), sigmoid(s) - label};
}

void TERM_FN(logsigmoid)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(logsigmoid, n, x, y, loss, grad);
}

/* maxlog1p -- TensorFlow sigmoid_cross_entropy_with_logits: max(s, 0) - s y + log1p(e^-|s|), with max and
   |.| selected by s >= 0 so that the gradient at 0 is right. */
static inline struct point maxlog1p(REAL s, REAL label)
{
    REAL e = exp(s >= 0 ? -s : s);
    REAL ratio = e / (1 + e);
    return (struct point){(s >= 0 ? s : 0) - s * label + log1p(e),
                          s >= 0 ? 1 - label - ratio : 0 - label + ratio};
}

void TERM_FN(maxlog1p)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(maxlog1p, n, x, y, loss, grad);
}

/* twosided -- optax sigmoid_binary_cross_entropy: -y logsigmoid(s) - (1 - y) logsigmoid(-s). */
static inline struct point twosided(REAL s, REAL label)
{
    return (struct point){-label * log_sigmoid(s) - (1 - label) * log_sigmoid(-s),
                          -label * sigmoid(-s) + (1 - label) * sigmoid(s)};
}

void TERM_FN(twosided)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(twosided, n, x, y, loss, grad);
}

/* threshold20 -- PyTorch softplus: x above 20, else log1p(e^x); backward z/(z + 1), z = e^x, below. */
static inline struct point softplus20(REAL x)
{
    REAL z = exp(x);
    return x > 20 ? (struct point){x, 1} : (struct point){log1p(z), z / (z + 1)};
}

static inline struct point threshold20(REAL s, REAL label)
{
    struct point real = softplus20(-s), fake = softplus20(s);
    return (struct point){mix(label, real.loss, fake.loss), mix(label, -real.grad, fake.grad)};
}

void TERM_FN(threshold20)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(threshold20, n, x, y, loss, grad);
}

/* threshold_eps -- TensorFlow softplus: with T = log(epsilon) + 2, x for x > -T, e^x for x < T, else
   log1p(e^x); gradient 1/(e^-x + 1). */
static inline struct point softplus_eps(REAL x)
{
    const REAL T = log(REAL_EPSILON) + 2;
    REAL z = exp(x);
    return (struct point){x > -T ? x : x < T ? z : log1p(z), 1 / (exp(-x) + 1)};
}

static inline struct point threshold_eps(REAL s, REAL label)
{
    struct point real = softplus_eps(-s), fake = softplus_eps(s);
    return (struct point){mix(label, real.loss, fake.loss), mix(label, -real.grad, fake.grad)};
}

void TERM_FN(threshold_eps)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(threshold_eps, n, x, y, loss, grad);
}

/* stable -- what one should write. With e = exp(-|s|) in [0, 1] nothing overflows:
     softplus(x) = max(x, 0) + log1p(e)       both summands >= 0: no cancellation
     sigmoid(x)  = 1/(1 + e) or e/(1 + e)     by the sign of x: no cancellation
   A soft label adds to the two-sided form (1 - t) softplus(s) + t softplus(-s): its summands >= 0 as
   well, and (1 - t) s is taken as 0 at t = 1 so that s = +inf gives the limit. Its gradient
   sigmoid(s) - t is formed from the smaller tail, -(sigmoid(-s) - (1 - t)) for s > 0; the outer minus
   gives the zero at s = +inf, t = 1 the sign of its limit. It cancels where it is zero; for t = 1/2 that is
   at s = 0, beside which half of all floats lie: there (e - 1)/(2 (1 + e)), expm1 for e - 1. Where e is 0,
   exp need not find out: libraries take their time to report an underflow. */
static inline REAL underflow_limit(void)
{
    return 2 - log(REAL_MIN * REAL_EPSILON); /* exp(-this) is e^-1.3 of what still rounds up to a number */
}

static inline struct point stable(REAL s, REAL label)
{
    REAL e = fabs(s) > underflow_limit() ? 0 : exp(-fabs(s));
    REAL weight = s > 0 ? 1 - label : label;
    REAL linear = weight == 0 && s == s ? 0 : weight * fabs(s);
    REAL rest = weight == LIT(0.5) && s != 0 ? expm1(-fabs(s)) / (2 * (1 + e)) : e / (1 + e) - weight;
    return (struct point){linear + (e > 0 ? log1p(e) : 0), s > 0 ? -rest : rest};
}

#ifdef HALVED
/* Half of a subnormal tail would be rounded twice: 0.73 ulp to 1 ulp, whose half is a tie, to 0. With h =
   exp(-|s|/2), a normal number, h^2/2 is rounded once into the subnormals; there log1p(e) = e/(1 + e) = e. */
static void halve_subnormal_tails(size_t n, const REAL x[], REAL loss[], REAL grad[])
{
    const REAL limit = -log(2 * REAL_MIN);
    for (size_t i = 0; i < n; i++)
        if ((LABEL ? x[i] : -x[i]) > limit && fabs(x[i]) <= underflow_limit()) {
            REAL h = exp(-fabs(x[i]) / 2);
            loss[i] = h / 2 * h;
            grad[i] = LABEL ? -loss[i] : loss[i];
        }
}
#endif

void TERM_FN(stable)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(stable, n, x, y, loss, grad);
#ifdef HALVED
    halve_subnormal_tails(n, x, loss, grad);
#endif
}
