/* blocks.h -- arrays by the vector, for libraries whose functions take one. Included between the file's
     LANES     how many elements a vector has
     block()   softplus() of terms.h on LANES elements
   and terms.h. What is left over goes through a vector filled up with zeros, so that each result is that of the
   same function, wherever its input stands. */
#ifndef GANLOSS_HARNESS_ADAPTERS_PEERS_BLOCKS_H
#define GANLOSS_HARNESS_ADAPTERS_PEERS_BLOCKS_H

#include "harness/adapters/peers/peer.h"

PEER_INLINE void softplus(size_t n, const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        block(x + i, sign, scale, loss + i, grad + i);
    if (i < n) {
        REAL rest[LANES] = {0}, rest_loss[LANES], rest_grad[LANES];
        memcpy(rest, x + i, (n - i) * sizeof *x);
        block(rest, sign, scale, rest_loss, rest_grad);
        memcpy(loss + i, rest_loss, (n - i) * sizeof *loss);
        memcpy(grad + i, rest_grad, (n - i) * sizeof *grad);
    }
}

#endif
