/* stage.h -- the directory in which a report is built, and its way into place: all or nothing.

   It is built in a hidden directory beside the one it goes to, and the two change places in one step; other files that
   were there are linked into the new one before. Where that cannot be (another directory is in it, it is this process's own or a mount
   point, its parent may not be written to, the file system does not do it), files go one by one: first a page that says so
   takes the place of index.html, which comes last. Whatever kills a run, nobody sees an old page with new charts. */
#ifndef GANLOSS_HARNESS_REPORT_STAGE_H
#define GANLOSS_HARNESS_REPORT_STAGE_H

#include "harness/base/fail.h"
#include "harness/base/output.h"
#include "harness/report/report.h"

/* Makes the hidden directory, on the file system of `out`. */
enum status report_stage_open(struct report *report, const char *out);

/* The folders in it, besides the page: every record as tables, and the charts. */
#define REPORT_TABLES "data"
#define REPORT_CHARTS "charts"

/* Opens a file in one of them; its name is formatted. */
__attribute__((format(printf, 4, 5))) enum status report_stage_file(struct output_file *out,
                                                                    const struct report *report,
                                                                    const char *folder, const char *name,
                                                                    ...);

enum status report_stage_publish(struct report *report);

/* Removes what is left of the hidden directory. */
void report_stage_discard(struct report *report);

#endif
