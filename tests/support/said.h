/* said.h -- what a function writes to stderr: its one line. */
#ifndef GANLOSS_TESTS_SUPPORT_SAID_H
#define GANLOSS_TESTS_SUPPORT_SAID_H

/* Sends stderr to a temporary file, until said_end gives it back and returns what was written, from malloc. */
void said_start(void);
char *said_end(void);

#endif
