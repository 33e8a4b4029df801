/* spoil.h -- a JSON document with one thing wrong. */
#ifndef GANLOSS_TESTS_SUPPORT_SPOIL_H
#define GANLOSS_TESTS_SUPPORT_SPOIL_H

#include <jansson.h>

/* Sets what stands at a place such as "kernels.1.loss.max_ulp" to this JSON value; NULL: takes it away. The way there
   has to exist. */
void spoil(json_t *in, const char *place, const char *value);

#endif
