/* choice.h -- one kernel in its format: what it is called, what it is held to, and calling it. */
#ifndef GANLOSS_HARNESS_SELECTION_CHOICE_H
#define GANLOSS_HARNESS_SELECTION_CHOICE_H

#include "losses/registry.h"
#include "reference/reference.h"

#include <stdbool.h>

/* What somebody else's implementation gave for an input, where there is nothing to call: NaN for what it
   did not. */
typedef void choice_recaller(const void *answers, double x, double target, double *loss, double *grad);

/* One kernel and the format that it is in: what an id such as "nonsaturating.g/stable/f32" names. */
struct choice {
    const struct kernel *kernel;
    const struct format *format;
    unsigned fail_on; /* what fails it besides the rules: a set of record/fail_on.h */
    double max_ulp;   /* the largest error that the user allows, of either output; 0: none was asked for */
    choice_recaller *recall; /* what choice_at() asks, with the answers; NULL: the kernel */
    const void *answers;
};
struct choice choice_make(const struct kernel *kernel);

enum { ID_SIZE = 208 };

/* Writes the kernel's id, "TERM/VARIANT/FORMAT". */
void choice_id(char id[ID_SIZE], const struct choice *choice);

/* The kernel with this id; false: there is none. */
bool choice_find(struct choice *choice, const char *id);

/* The bound that a kernel's loss or gradient is held to: what it declares or, where that is less, what the
   user allows; INFINITY: none, or it has no such output. */
double choice_bound(const struct choice *choice, enum output output);

/* Whether it has a bound for either. */
bool choice_has_bound(const struct choice *choice);

/* Writes the bounds as a person reads them: "none", "2.5", "1.6 and 2.5" ulps of loss and gradient, each of
   them "none" where there is none. Returns "s", for the word before it, where they are two, else "". */
enum { BOUND_SIZE = 64 };
const char *choice_bound_text(char text[BOUND_SIZE], const struct choice *choice);

/* Whether nothing of a kernel may be wrong, be it within its bounds: it is offered as the one to use. */
bool choice_is_first_class(const struct choice *choice);

/* Whether a kernel gives this output: a foreign one may have only one. */
bool choice_has(const struct choice *choice, enum output output);

/* Whether it can be called: not what a document tells of another library's kernel (record/library.h). */
bool choice_is_callable(const struct choice *choice);

/* Applies the kernel to n inputs x[] with labels y[] (NULL for terms that take none), in its format. */
void choice_run(const struct choice *choice, size_t n, const void *x, const void *y, void *loss, void *grad);

/* The kernel's loss and gradient at one input; NaN where a foreign kernel gives none. */
void choice_at(const struct choice *choice, double x, double target, double *loss, double *grad);

#endif
