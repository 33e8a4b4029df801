/* junit.h -- a run as JUnit's XML, as Jenkins' xUnit plugin describes it (junit-10.xsd, after Maven Surefire's): a suite
   for each kernel, with its evidence as properties, and in it a case for each part of it that was judged. */
#ifndef GANLOSS_HARNESS_GATE_JUNIT_H
#define GANLOSS_HARNESS_GATE_JUNIT_H

#include "harness/gate/gate.h"

enum status junit_write(const struct gate_run *run, const char *path);

#endif
