/* publish.h -- a directory of files takes the place of another (report/stage.h). */
#ifndef GANLOSS_HARNESS_REPORT_PUBLISH_H
#define GANLOSS_HARNESS_REPORT_PUBLISH_H

#include "harness/base/fail.h"
#include "harness/base/target.h"

/* Takes hidden files out of the new directory and flushes it, and all in it, to the disk. False: errno says why it
   cannot. */
bool publish_prepare(const char *from);

/* In one step. What was there and is not in the new directory goes with it; the old one is left where the new one was.
   False: it cannot be done so, and nothing has changed. */
bool publish_at_once(const char *from, int descriptor, const struct target *out);

/* File by file, index.html last; until then, a page that says so is in its place. */
enum status publish_one_by_one(const char *from, const char *out);

#endif
