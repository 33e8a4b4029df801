/* supervised.h -- unit tests that start foreign programs: a test's own file is then a supervisor as ganloss's is. */
#ifndef GANLOSS_TESTS_SUPPORT_SUPERVISED_H
#define GANLOSS_TESTS_SUPPORT_SUPERVISED_H

/* The command that starts tests/foreign/program.c so that it does what `how` says; from malloc. */
char *supervised_command(const char *how);

#endif
