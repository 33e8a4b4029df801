/* run_key_agree.h -- whether the ranks of a run (harness/ranks) would answer alike. */
#ifndef GANLOSS_HARNESS_RECORD_RUN_KEY_AGREE_H
#define GANLOSS_HARNESS_RECORD_RUN_KEY_AGREE_H

#include "harness/base/fail.h"
#include "harness/record/run_key.h"

/* Before they begin, by their run keys, with `asked` (which may be NULL); `status`: of this rank until now. All ranks get
   the same status (ranks/agree.h). */
enum status run_key_agree(enum status status, const struct run_asked *asked);

#endif
