/* faults_json.h -- faults in a document, and back. */
#ifndef GANLOSS_HARNESS_RECORD_FAULTS_JSON_H
#define GANLOSS_HARNESS_RECORD_FAULTS_JSON_H

#include "harness/record/faults.h"
#include "harness/selection/select.h"

#include <jansson.h>

/* {"overrun": {"count", "stage", "block", "n", "index", ...}, ...}, those that there are: of an environment "parts" too,
   of the others but overruns the input ("x", "target"), of state and position the results ("got", "before"). */
json_t *faults_json(const struct faults *faults);

/* Adds {"id", "faults"} to a section of such records, where there are any: what kernels did in commands that
   make no record of each kernel. */
void faults_json_add(json_t *section, const struct choice *choice, const struct faults *faults);

/* None for anything else. */
struct faults faults_parse(const json_t *object);

#endif
