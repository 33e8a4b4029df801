/* cross_entropy.h -- the exact cross-entropy, shared by the ideal terms and the variants' own formulas. */
#ifndef GANLOSS_REFERENCE_CROSS_ENTROPY_H
#define GANLOSS_REFERENCE_CROSS_ENTROPY_H

#include "reference/reference.h"

/* On a logit: label softplus(-s) + (1 - label) softplus(s), gradient sigmoid(s) - label. */
evaluator cross_entropy;

/* On a probability: label (-log D) + (1 - label) (-log(1 - D)) for a label of 0 or 1. */
evaluator cross_entropy_at_D;

/* v = sigmoid(s) as head + tail. */
void sigmoid_value(struct value *v, double s);

/* v, which is sigmoid(-s), becomes sigmoid(s). */
void sigmoid_complement(struct value *v, double s);

#endif
