/* github.h -- GitHub's annotations: lines of the log that it shows beside a change, 10 of a step. */
#ifndef GANLOSS_HARNESS_GATE_GITHUB_H
#define GANLOSS_HARNESS_GATE_GITHUB_H

#include "harness/gate/gate.h"

#include <stdio.h>

enum { GITHUB_ANNOTATIONS = 10 };

/* The worst, and how many more there are. */
void github_annotate(FILE *to, const struct gate_run *run);

#endif
