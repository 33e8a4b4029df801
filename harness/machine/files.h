/* files.h -- where the files are that the program reads at run time. */
#ifndef GANLOSS_HARNESS_MACHINE_FILES_H
#define GANLOSS_HARNESS_MACHINE_FILES_H

/* The report's gnuplot scripts and page template: ../share/ganloss/reports beside the program's own directory, wherever
   it was installed to, else reports/ of the source tree that the program is in; where neither is there, the first. */
const char *machine_reports_directory(void);

/* The worst cases: ../share/ganloss/worst, else the source tree's tests/worst, else NULL. */
const char *machine_worst_directory(void);

#endif
