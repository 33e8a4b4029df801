/* report.h -- result documents to tables, charts and a page. The report computes nothing new: it sorts,
   selects and shows. Sections stay JSON records, as record/result.h describes them. */
#ifndef GANLOSS_HARNESS_REPORT_REPORT_H
#define GANLOSS_HARNESS_REPORT_REPORT_H

#include "harness/base/target.h"
#include "harness/base/temporary.h"

#include <jansson.h>
#include <stdbool.h>

struct report {
    json_t *documents; /* array of {"path", "command", "provenance", "machine", "key", "options"} */
    /* Objects, key -> record, in order of first appearance; a later document's record replaces an earlier
       one with the same key. Empty where no document has the section. */
    json_t *kernels, *curves, *bench, *traces, *batch; /* a kernel's "document" is its index in documents */
    json_t *given;                                     /* likewise, of "given_means" */
    json_t *exact;          /* which kept figures were taken: report/exact.h; NULL: none are kept */
    json_t *faults;         /* array of {"id", "faults"}: what kernels did besides, of all documents */
    json_t *charts;         /* array of {"name", "script", "title", "format", "subjects": [...],
                        "set": {...}}; see charts.h */
    char *directory;        /* where files are built; NULL: nowhere yet. The rest is report/stage.c's: */
    struct temporary stage; /* that directory, beside `out` or in it */
    struct target out;      /* where they go */
    bool is_beside;         /* so that one step puts them there */
};

#endif
