/* json.h -- values of JSON documents, as they are written and read here. */
#ifndef GANLOSS_HARNESS_BASE_JSON_H
#define GANLOSS_HARNESS_BASE_JSON_H

#include <jansson.h>

/* A value as "0x1.8p-4", "inf", "-inf" or "nan": exact, and JSON has no numbers for the last three. */
json_t *json_hex_float(double x);
double json_hex_float_value(const json_t *string); /* NaN for anything else */

/* A file's name, or another word from outside, as a string: null for NULL; where it is no UTF-8, each byte beyond ASCII
   is a '?'. */
json_t *json_name(const char *name);

/* The last part of a path, likewise: what is the same wherever a run is made from. */
json_t *json_file_name(const char *path);

/* A number, or null for NaN and infinities. */
json_t *json_number_or_null(double x);

/* A number, or a number's decimal string; NaN where neither. */
long double json_long_double(const json_t *value);

/* A record's: the number of that name, read likewise; the string, "" where it has none. */
long double json_number_at(const json_t *record, const char *name);
const char *json_text_at(const json_t *record, const char *name);

#endif
