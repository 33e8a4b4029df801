/* shard.h -- what is given for --shard. */
#ifndef GANLOSS_HARNESS_CLI_SHARD_H
#define GANLOSS_HARNESS_CLI_SHARD_H

#include <stdbool.h>

/* What commands say of the forms that it takes, in their help. */
#define CLI_SHARD_AUTO                                                                                         \
    "auto: the place in a job array, as Slurm, LSF or SGE say it; auto/N: of N parts the one that the job is " \
    "numbered as, in PBS or GNU parallel, too, or where the array has gaps"

/* "I/N": the I-th of N parts, 1 <= I <= N <= 9999; "auto" and "auto/N": this job's (job_array.h). Prints what was found
   and what is accepted, and returns false, if it is bad. */
bool cli_shard(const char *option, char *text, unsigned long *shard, unsigned long *shards);

#endif
