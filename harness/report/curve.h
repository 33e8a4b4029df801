/* curve.h -- what each variant of a term returns along the logit, as the charts of it see that. */
#ifndef GANLOSS_HARNESS_REPORT_CURVE_H
#define GANLOSS_HARNESS_REPORT_CURVE_H

#include "harness/report/onset.h"
#include "harness/report/report.h"

/* What can be wrong with a gradient at a point; as a number, the charts' columns. */
enum gradient_fault { FAULT_NONE, FAULT_OFF, FAULT_ZERO, FAULT_NOT_FINITE, FAULT_SIGN, GRADIENT_FAULTS };

/* A record of curves: `count` cells from `first` on, and its variants in the order of all charts: what fails nowhere comes
   first (of these what is offered as the one to use), then what fails farthest from logit 0. */
struct curve {
    const json_t *x, *exact, *of_record;
    const char *term, *format;
    double target; /* of terms with a label; else NaN */
    bool prob, score;
    size_t first, count;
    struct variant_curve {
        const char *name;
        const json_t *cells;              /* {"grad", "loss_ulp", "grad_ulp"} */
        const json_t *record;             /* of its accuracy; NULL: none */
        double distance;                  /* of the nearest failing gradient */
        size_t place;                     /* in the record of curves */
        bool first_class, lacks_gradient; /* a foreign one may give none */
    } * variant;
    size_t variants;
};

/* From malloc: curve_free(). */
struct curve report_curve(const struct report *report, const json_t *record);
void report_curve_free(struct curve *c);

double report_curve_x(const struct curve *c, size_t i);
const json_t *report_curve_cell(const struct curve *c, const json_t *series, size_t i);
enum gradient_fault report_curve_fault(const struct curve *c, const struct variant_curve *v, size_t i);
bool report_curve_has_fault(const struct curve *c, const struct variant_curve *v, enum gradient_fault fault);

/* Halfway to the neighbour on that side (-1, 1), so that stretches of neighbouring cells meet. */
double report_curve_edge(const struct curve *c, size_t i, int side);

#endif
