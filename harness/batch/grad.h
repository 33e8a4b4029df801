/* grad.h -- the scaled gradients of a batch against g_i / n. */
#ifndef GANLOSS_HARNESS_BATCH_GRAD_H
#define GANLOSS_HARNESS_BATCH_GRAD_H

#include "harness/batch/batch.h"

/* Compares grad[n], in the choice's format, with g_i / n. `sign` is the group's for the term. */
struct batch_grad batch_grad(const struct choice *choice, size_t n, const void *x, const void *y,
                             const void *grad, const struct batch_gradients *exact, double sign);

/* The same of gradients that somebody else scaled: there are no others of the kernel's own, and no parts. */
struct batch_grad batch_grad_alone(const struct choice *choice, size_t n, const void *grad,
                                   const struct batch_gradients *exact, double sign);

/* The exact quotient (high + low) / n, low a 2^-50th of high or less, lifted or not, as something to compare
   with. */
struct want batch_quotient(const struct format *format, double high, double low, bool lifted, size_t n);

#endif
