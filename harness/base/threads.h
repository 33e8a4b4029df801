/* threads.h -- how many threads work in parallel: one number for the whole program, that a command sets. */
#ifndef GANLOSS_HARNESS_BASE_THREADS_H
#define GANLOSS_HARNESS_BASE_THREADS_H

/* So many from now on, in every parallel region that this thread begins; 0: one per core. */
void threads_use(unsigned long jobs);

/* How many a parallel region has at most. */
int threads_used(void);

#endif
