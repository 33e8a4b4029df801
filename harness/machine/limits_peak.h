/* limits_peak.h -- how fast an instruction set multiplies and adds. */
#ifndef GANLOSS_HARNESS_MACHINE_LIMITS_PEAK_H
#define GANLOSS_HARNESS_MACHINE_LIMITS_PEAK_H

#include "losses/isa.h"
#include "reference/format.h"

/* Multiply-adds per ns of one instruction set, which must run here. */
double limits_peak(enum isa isa, const struct format *format);

#endif
