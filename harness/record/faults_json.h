/* faults_json.h -- faults in a document, and back. */
#ifndef GANLOSS_HARNESS_RECORD_FAULTS_JSON_H
#define GANLOSS_HARNESS_RECORD_FAULTS_JSON_H

#include "harness/record/faults.h"

#include <jansson.h>

/* {"overrun": {"count", "stage", "block", "n", "index", ...}, ...}, those that there are: of an environment "parts" too,
   of the others but overruns the input ("x", "target"), of state and position the results ("got", "before"). */
json_t *faults_json(const struct faults *faults);

/* None for anything else. */
struct faults faults_parse(const json_t *object);

#endif
