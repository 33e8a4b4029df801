#include "report.h"
enum status report_accuracy(const struct report *report, const char *path){(void)report;(void)path;return 0;}
