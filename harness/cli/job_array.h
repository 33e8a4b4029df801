/* job_array.h -- which part of a job array this process is, by the variables that the job's system sets for it. */
#ifndef GANLOSS_HARNESS_CLI_JOB_ARRAY_H
#define GANLOSS_HARNESS_CLI_JOB_ARRAY_H

#include <stdbool.h>

/* Of Slurm, PBS, Torque, LSF, SGE or GNU parallel: *part, from 1, of *parts. With `parts_given` (0: not), as many as
   that, and then the number of the job is the part: an array with gaps, of parts that are done once more, is served so,
   and a system that does not say how many jobs there are. Without it, the part is the job's place in the array.
   False: there is no array, there are two, its numbers contradict each other, or one of them is no part; `option`, as it
   was typed, is named in the line that says so. */
bool job_array_part(const char *option, unsigned long parts_given, unsigned long *part, unsigned long *parts);

#endif
