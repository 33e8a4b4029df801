/* losses.h -- which losses a recording can be traced in, and their terms. */
#ifndef GANLOSS_HARNESS_TRACE_LOSSES_H
#define GANLOSS_HARNESS_TRACE_LOSSES_H

#include "harness/base/fail.h"
#include "losses/registry.h"

#include <stdbool.h>
#include <stddef.h>

/* The terms that a loss applies, each a role: d_real, d_fake, g. */
enum { TRACE_ROLES = 3 };

/* The term of role 0 to 2. */
const struct term *trace_term(const struct loss *loss, int role);

/* Whether a recording holds all that a loss takes: one logit per element. */
bool trace_takes(const struct loss *loss);

/* Whether a loss is the conditional one, whose expectation is taken class by class. */
bool trace_is_conditional(const struct loss *loss);

/* The losses of these names (the command's --loss), in the order of the registry; for none all that can be
   traced, the conditional one among them where there are labels. list[] has room for every loss. A name that
   is none, or a conditional loss without labels, or labels without it, is an error. */
enum status trace_select(const struct loss *list[], size_t *count, const char *const names[],
                         size_t name_count, bool labels);

#endif
