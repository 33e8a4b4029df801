/* variants.h -- what a variant is called elsewhere, and the lines of libraries that compute one: losses/variants.def. */
#ifndef GANLOSS_HARNESS_SELECTION_VARIANTS_H
#define GANLOSS_HARNESS_SELECTION_VARIANTS_H

#include "losses/registry.h"
#include "reference/format.h"

#include <stdbool.h>

struct variant {
    const char *name, *method;
    const char *others; /* who writes it so, besides the expressions; NULL: nobody who is named */
};
extern const struct variant variants[];
extern const size_t variant_count;

enum variant_library {
    VARIANT_PYTORCH,
    VARIANT_TENSORFLOW,
    VARIANT_KERAS,
    VARIANT_JAX,
    VARIANT_C,
    VARIANT_LIBRARIES
};
extern const char *const variant_library_names[VARIANT_LIBRARIES]; /* "PyTorch", ... */

struct variant_expression {
    enum variant_library library;
    const char *since,
        *until;              /* the first version that computes it so, the first that does not; NULL: open */
    unsigned formats;        /* bit 1 << F32, F64 */
    bool scores;             /* of a critic's scores, not of logits */
    const char *called;      /* what people call it */
    const char *real, *fake; /* the line, by label */
    const char *variant, *grad_variant; /* of loss and gradient */
    const char *peer;                   /* NULL: no adapter has it */
};
extern const struct variant_expression variant_expressions[];
extern const size_t variant_expression_count;

/* NULL: none is called so. */
const struct variant *variant_find(const char *name);

/* "torch.nn.BCELoss; ...": from malloc, empty where nobody calls it otherwise. Of a probability: without what makes one of s. */
char *variant_known_as(const char *name, bool of_probability);

/* The line that computes the term, from malloc; NULL where this expression is not one of this term. */
char *variant_line(const struct variant_expression *expression, const struct term *term);

#endif
