/* runs.h -- figures of bench, batch and trace (figures.h). */
#ifndef GANLOSS_HARNESS_HISTORY_RUNS_H
#define GANLOSS_HARNESS_HISTORY_RUNS_H

#include <jansson.h>

/* Adds what a record of the document's section says to the object of records (figure.h). */
typedef void history_run_adder(json_t *records, const json_t *document, const json_t *record);

history_run_adder history_run_time, history_run_mean, history_run_class_means, history_run_training;

#endif
