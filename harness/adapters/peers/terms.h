/* terms.h -- the cross-entropies on logits, by the one function of a library's file. Included at its end, after
     library()    name and version of the library
     softplus()   loss[i] = scale softplus(sign x[i]) and its derivative, grad[i] = sign scale sigmoid(sign x[i]);
                  sign is 1 or -1, scale 1, -1 or 1/2 */
#ifndef GANLOSS_HARNESS_ADAPTERS_PEERS_TERMS_H
#define GANLOSS_HARNESS_ADAPTERS_PEERS_TERMS_H

#include "harness/adapters/peers/peer.h"

static void cross_entropy_real(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    (void)y;
    softplus(n, x, -1, 1, loss, grad);
}

static void cross_entropy_fake(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    (void)y;
    softplus(n, x, 1, 1, loss, grad);
}

static void cross_entropy_minus_fake(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    (void)y;
    softplus(n, x, 1, -1, loss, grad);
}

static void cross_entropy_half_real(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    (void)y;
    softplus(n, x, -1, (REAL)0.5, loss, grad);
}

static void cross_entropy_half_fake(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    (void)y;
    softplus(n, x, 1, (REAL)0.5, loss, grad);
}

/* As textbooks have it: softplus(s) - t s, sigmoid(s) - t. */
static void cross_entropy_target(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    softplus(n, x, 1, 1, loss, grad);
    for (size_t i = 0; i < n; i++) {
        loss[i] -= y[i] * x[i];
        grad[i] -= y[i];
    }
}

#define PEER_ROW(term, code)                                                                                 \
    {                                                                                                        \
        sizeof(struct ganloss_kernel), "element", PEER_FORMAT, term, PEER_VARIANT,                           \
            {.PEER_MEMBER = cross_entropy_##code}, INFINITY, INFINITY, 0                                     \
    }

static const struct ganloss_kernel rows[] = {
    PEER_ROW("minimax.d_real", real),       PEER_ROW("minimax.d_fake", fake),
    PEER_ROW("minimax.g", minus_fake),      PEER_ROW("nonsaturating.d_real", real),
    PEER_ROW("nonsaturating.d_fake", fake), PEER_ROW("nonsaturating.g", real),
    PEER_ROW("bce.d_real", half_real),      PEER_ROW("bce.d_fake", half_fake),
    PEER_ROW("bce.g", minus_fake),          PEER_ROW("bce.target", target),
};

const struct peer PEER_TABLE = {PEER_TEXT(PEER_ISA), library, rows, sizeof rows / sizeof rows[0]};

#endif
