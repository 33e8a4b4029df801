/* select.h -- which kernels a command works on. */
#ifndef GANLOSS_HARNESS_SELECTION_SELECT_H
#define GANLOSS_HARNESS_SELECTION_SELECT_H

#include "harness/base/fail.h"
#include "harness/selection/choice.h"

#include <stdbool.h>

struct selection {
    struct choice *at; /* in the order of the registry, f32 before f64 within a kernel */
    size_t count;
};

/* Every kernel that one of the selectors (selector.h) selects; for none all, or, where there are foreign ones, all of
   these. `selection->at` is from malloc. A selector that matches nothing is an error, STATUS_NOTHING, and one that can be read
   in two ways, STATUS_USAGE. Of those of kind "mean", which it leaves out, a line says that `batch` judges them. */
enum status select_kernels(struct selection *selection, char *const texts[], size_t count);

/* The same, and those of kind "mean" as well (catalogue.h), which come last. */
enum status select_with_means(struct selection *selection, char *const texts[], size_t count);

/* For a command that works on all kernels there are: the line on those of kind "mean", if there are any. */
void select_leave_means(void);

/* The one kernel that the text is the id of, or of whose id it leaves parts out. Where there is none, or more than one, or
   one of kind "mean", a line says so. */
enum status select_one(struct choice *choice, const char *text);

/* Whether one of the selectors covers the id; there are none: true. */
bool select_covers(char *const texts[], size_t count, const char *id);

#endif
