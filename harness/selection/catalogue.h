/* catalogue.h -- every kernel that a command can choose from: this program's own (losses/registry.h), and those that
   foreign programs bring (foreign/foreign.h). */
#ifndef GANLOSS_HARNESS_SELECTION_CATALOGUE_H
#define GANLOSS_HARNESS_SELECTION_CATALOGUE_H

#include "losses/registry.h"

#include <stdbool.h>

/* Their number, and each of them: the registry's in its order, then the foreign ones in theirs. */
size_t catalogue_count(void);
const struct kernel *catalogue_at(size_t i);

/* Which of them it is; catalogue_count(): none, but what a document tells of another library's (record/library.h). */
size_t catalogue_place(const struct kernel *kernel);

/* Adds a foreign kernel, which stays where it is. False: there is one of this term, variant and format already. */
bool catalogue_add(const struct kernel *kernel);

/* Those of kind "mean", which give one loss for a whole batch and can be called by `batch` alone: they are none of the
   above, so that nothing takes one for a kernel of elements. In the order in which they were added. */
size_t catalogue_means(void);
const struct kernel *catalogue_mean_at(size_t i);
bool catalogue_is_mean(const struct kernel *kernel);

/* Whether it came from outside; whether any did. */
bool catalogue_is_foreign(const struct kernel *kernel);
bool catalogue_has_foreign(void);

#endif
