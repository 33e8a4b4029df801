/* sarif.h -- a run as a log of SARIF 2.1.0 (OASIS): a rule for each kind of failure, a result for each finding. A kernel
   has no file: results are at logical locations, "nonsaturating.g/mine/f32/grad". */
#ifndef GANLOSS_HARNESS_GATE_SARIF_H
#define GANLOSS_HARNESS_GATE_SARIF_H

#include "harness/gate/gate.h"

enum status sarif_write(const struct gate_run *run, const char *path);

#endif
