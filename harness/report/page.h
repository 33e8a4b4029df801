/* page.h -- index.html: the template reports/page.html with its {{parts}} filled in. */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_H
#define GANLOSS_HARNESS_REPORT_PAGE_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

enum status report_page(const struct report *report);

#endif
