/* compare_judge.h -- the accuracy of compare's two kernels. */
#ifndef GANLOSS_HARNESS_COMMANDS_COMPARE_JUDGE_H
#define GANLOSS_HARNESS_COMMANDS_COMPARE_JUDGE_H

#include "harness/compare/compare.h"
#include "harness/compare/sides.h"
#include "harness/selection/select.h"

/* The accuracy of A and B, as verify finds it, and what their results differ by. */
enum status compare_judge(struct sides *sides, const struct compare_options *o,
                          const struct selection *selection);

#endif
