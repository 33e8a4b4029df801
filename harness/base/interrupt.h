/* interrupt.h -- SIGINT, SIGTERM and SIGHUP end long work early, keeping what was done. */
#ifndef GANLOSS_HARNESS_BASE_INTERRUPT_H
#define GANLOSS_HARNESS_BASE_INTERRUPT_H

#include <stdbool.h>

/* From here on the first of each only sets a flag; a second one ends the program. */
void interrupt_catch(void);
bool interrupted(void);

/* As if a signal had come: another process of the same run was interrupted. */
void interrupt_all(void);

#endif
