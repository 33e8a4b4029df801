/* saturation.h -- of a recorded run: does the loss saturate by itself, and which formulas lose its gradient. */
#ifndef GANLOSS_HARNESS_REPORT_SATURATION_H
#define GANLOSS_HARNESS_REPORT_SATURATION_H

#include "harness/report/report.h"

#include <stdio.h>

/* The sentence that `ganloss trace` prints of a generator's term; `term` is a record of a trace's loss. HTML. */
void report_saturation_sentence(FILE *to, const json_t *term);

/* The record of the generator's term that a loss of the trace applies, f32 before f64; NULL: none. */
const json_t *report_saturation_term(const json_t *loss);

/* A list: for each loss whether it saturates, and which formulas lose its gradients from which step. */
void report_saturation_list(FILE *to, const json_t *trace);

/* In short: "the loss: minimax.g saturates from step 2 on; ...". HTML. */
void report_saturation_answer(FILE *to, const json_t *trace);

#endif
