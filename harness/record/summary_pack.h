/* summary_pack.h -- a summary as bytes, for another process of the same program. */
#ifndef GANLOSS_HARNESS_RECORD_SUMMARY_PACK_H
#define GANLOSS_HARNESS_RECORD_SUMMARY_PACK_H

#include "harness/record/summary.h"

/* From malloc. */
void *summary_pack(size_t *size, const struct summary *summary);

/* *to is a summary that has ended, or none yet. */
void summary_unpack(struct summary *to, const void *bytes);

#endif
