/* shared.h -- what judge_run() does, by all ranks of a run (harness/ranks): the leader has the summaries, which are those that one
   rank comes to. An interrupt of one rank is one of all. */
#ifndef GANLOSS_HARNESS_VERIFY_SHARED_H
#define GANLOSS_HARNESS_VERIFY_SHARED_H

#include "harness/judge/judge.h"

/* Shards of blocks are handed out. */
bool shared_judge(struct summary summaries[], const struct selection *selection, const struct plan *plan);

#endif
