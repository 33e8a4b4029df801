/* documents.h -- the documents that a report is made of, beside its page. */
#ifndef GANLOSS_HARNESS_REPORT_DOCUMENTS_H
#define GANLOSS_HARNESS_REPORT_DOCUMENTS_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

/* Copies each into data/, under its own name, or one with a number behind it where that is taken. What is no file, but a pipe,
   can be read once only, and was. */
enum status report_documents(const struct report *report, char *const paths[], size_t count);

#endif
