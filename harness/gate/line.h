/* line.h -- a finding in one line, as all formats tell it. */
#ifndef GANLOSS_HARNESS_GATE_LINE_H
#define GANLOSS_HARNESS_GATE_LINE_H

#include "harness/gate/gate.h"

enum { LINE_NUMBER = 40 };

/* A short decimal that is read as this very double. */
const char *line_decimal(char text[LINE_NUMBER], double x);

/* "nonsaturating.g/mine/f32 grad: vanished" */
char *line_title(const struct finding *finding);

/* "vanished at 0x1.8p+6 [...]; input 0x1.8p+6 = 96; rerun: ganloss eval ..."; both from malloc. */
char *line_of(const struct gate_run *run, const struct finding *finding);

/* What shows it again: its own command, or the one that was typed. */
const char *line_rerun(const struct gate_run *run, const struct finding *finding);

#endif
