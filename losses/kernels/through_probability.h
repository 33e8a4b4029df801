/* through_probability.h -- variants that first round D = sigmoid(s), and so lose one of its two tails.
   Included by cross_entropy.h. */

/* naive -- -log D, -log(1 - D); gradient by the chain rule through D(1 - D). */
static inline struct point naive(REAL s, REAL label)
{
    REAL D = sigmoid(s);
    REAL slope = D * (1 - D);
    return (struct point){mix(label, -log(D), -log(1 - D)), mix(label, -1 / D * slope, 1 / (1 - D) * slope)};
}

void TERM_FN(naive)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(naive, n, x, y, loss, grad);
}

/* clamp100 -- PyTorch BCELoss after sigmoid: logarithms no lower than -100, the gradient with respect to
   D over at least 1e-12, then sigmoid's own backward, g (1 - D) D. */
static inline struct point clamp100(REAL s, REAL label)
{
    REAL D = sigmoid(s);
    struct point at_D = clamped_cross_entropy(D, label);
    return (struct point){at_D.loss, at_D.grad * (1 - D) * D};
}

void TERM_FN(clamp100)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(clamp100, n, x, y, loss, grad);
}

/* clip1e7 -- Keras: D clipped to [1e-7, 1 - 1e-7], whose gradient is 0 outside. */
static inline struct point clip1e7(REAL s, REAL label)
{
    const REAL low = LIT(1e-7), high = 1 - LIT(1e-7);
    REAL D = sigmoid(s);
    REAL c = D < low ? low : D > high ? high : D;
    REAL slope = D < low || D > high ? 0 : D * (1 - D);
    return (struct point){mix(label, -log(c), -log(1 - c)), mix(label, -1 / c * slope, 1 / (1 - c) * slope)};
}

void TERM_FN(clip1e7)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(clip1e7, n, x, y, loss, grad);
}

/* add1e8, add1e12 -- an epsilon inside each logarithm: mimicry and countless scripts; old PyTorch. */
static inline struct point add_epsilon(REAL s, REAL label, REAL epsilon)
{
    REAL D = sigmoid(s);
    REAL slope = D * (1 - D);
    return (struct point){mix(label, -log(D + epsilon), -log(1 - D + epsilon)),
                          mix(label, -1 / (D + epsilon) * slope, 1 / (1 - D + epsilon) * slope)};
}

static inline struct point add1e8(REAL s, REAL label)
{
    return add_epsilon(s, label, LIT(1e-8));
}

static inline struct point add1e12(REAL s, REAL label)
{
    return add_epsilon(s, label, LIT(1e-12));
}

void TERM_FN(add1e8)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(add1e8, n, x, y, loss, grad);
}

void TERM_FN(add1e12)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(add1e12, n, x, y, loss, grad);
}
