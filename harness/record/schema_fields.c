#include "harness/record/schema_fields.h"

#include "harness/record/schema_kernel.h"
#include "harness/record/schema_runs.h"

#include <stddef.h>

const struct schema_field schema_fields_machine[] = {
    {"cpu", SCHEMA_STRING | SCHEMA_OLDER, NULL},      {"isa", SCHEMA_STRING | SCHEMA_OLDER, NULL},
    {"cores", SCHEMA_NUMBER | SCHEMA_OLDER, NULL},    {"caches", SCHEMA_NUMBERS | SCHEMA_OLDER, NULL},
    {"kernel", SCHEMA_STRING | SCHEMA_OLDER, NULL},   {"libc", SCHEMA_STRING | SCHEMA_OLDER, NULL},
    {"compiler", SCHEMA_STRING | SCHEMA_OLDER, NULL}, {"flags", SCHEMA_STRING | SCHEMA_OLDER, NULL},
    {"version", SCHEMA_STRING | SCHEMA_OLDER, NULL},  {NULL, 0, NULL},
};
/* A merged document has the parts that all have alike; only runs of verify and grade have those from selection on. */
static const struct schema_field key[] = {
    {"program", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"kernel_code", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"libm", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"libm_code", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"isa", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"cpu", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"foreign", SCHEMA_STRINGS | SCHEMA_OPTIONAL, NULL},
    {"selection", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"level", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"seed", SCHEMA_SEED | SCHEMA_OPTIONAL, NULL},
    {"shards", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"worst", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"modes", SCHEMA_BOOL | SCHEMA_OPTIONAL, NULL},
    {"positions", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field provenance[] = {
    {"argv", SCHEMA_STRINGS | SCHEMA_OLDER, NULL},
    {"date", SCHEMA_STRING | SCHEMA_OLDER, NULL},
    {"host", SCHEMA_STRING | SCHEMA_OLDER, NULL},
    {"jobs", SCHEMA_COUNT | SCHEMA_OLDER, NULL},
    {"seconds", SCHEMA_NUMBER | SCHEMA_OLDER, NULL},
    {"environment", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"of", SCHEMA_RECORDS | SCHEMA_OPTIONAL, provenance},
    {NULL, 0, NULL},
};
/* What became of a comparison with a stored run: of verify, or in the options of bench. */
static const struct schema_field against[] = {
    {"file", SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"better", SCHEMA_COUNT, NULL},
    {"worse", SCHEMA_COUNT, NULL},
    {"unchanged", SCHEMA_COUNT, NULL},
    {"larger", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"added", SCHEMA_COUNT, NULL},
    {"around", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field limits[] = {
    {"copy_bytes_per_ns", SCHEMA_OBJECT, NULL}, /* by level */
    {"fma_per_ns", SCHEMA_OBJECT, NULL},        /* by instruction set, by format */
    {NULL, 0, NULL},
};
static const struct schema_field noise[] = {
    {"kernel", SCHEMA_KERNEL_ID, NULL},
    {"ratio", SCHEMA_NUMBER, NULL},
    {"low", SCHEMA_NUMBER | SCHEMA_NULL, NULL},
    {"high", SCHEMA_NUMBER | SCHEMA_NULL, NULL},
    {"smallest_detectable", SCHEMA_NUMBER | SCHEMA_NULL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field options[] = {
    {"level", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"seed", SCHEMA_SEED | SCHEMA_OPTIONAL, NULL},
    {"shard", SCHEMA_SHARD | SCHEMA_OPTIONAL, NULL},
    {"worst", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"rounds", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"complete", SCHEMA_BOOL | SCHEMA_OLDER, NULL},
    {"fail_on", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"max_ulp", SCHEMA_NUMBER | SCHEMA_OPTIONAL, NULL},
    {"positions", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"same_as", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"selectors", SCHEMA_STRINGS | SCHEMA_OPTIONAL, NULL},
    {"batch", SCHEMA_NUMBERS | SCHEMA_OPTIONAL, NULL},
    {"drawn", SCHEMA_OBJECT | SCHEMA_OPTIONAL, NULL}, /* sizes, by regime */
    {"regime", SCHEMA_STRINGS | SCHEMA_OPTIONAL, NULL},
    {"reduction", SCHEMA_STRINGS | SCHEMA_OPTIONAL, NULL},
    {"trace_hash", SCHEMA_OBJECT | SCHEMA_OPTIONAL, NULL}, /* of what trace:FILE held, by regime */
    {"cache", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"time_budget", SCHEMA_NUMBER | SCHEMA_OPTIONAL, NULL},
    {"precision", SCHEMA_NUMBER | SCHEMA_OPTIONAL, NULL},
    {"skipped", SCHEMA_RECORDS | SCHEMA_COUNT | SCHEMA_OPTIONAL, schema_runs_skipped},
    {"counters", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"limits", SCHEMA_OBJECT | SCHEMA_OPTIONAL, limits},
    {"noise", SCHEMA_OBJECT | SCHEMA_NULL | SCHEMA_OPTIONAL, noise},
    {"against", SCHEMA_OBJECT | SCHEMA_OPTIONAL, against},
    {"threshold", SCHEMA_NUMBER | SCHEMA_OPTIONAL, NULL},
    {"with", SCHEMA_STRING | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"real", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"fake", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"labels", SCHEMA_STRING | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"compute", SCHEMA_STRINGS | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
const struct schema_field schema_fields_document[] = {
    {"schema", SCHEMA_STRING | SCHEMA_OLDER, NULL}, /* its reader has looked at it */
    {"command", SCHEMA_STRING | SCHEMA_OLDER, NULL},
    {"provenance", SCHEMA_OBJECT | SCHEMA_OLDER, provenance},
    {"machine", SCHEMA_OBJECT | SCHEMA_OLDER, schema_fields_machine},
    {"machines", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_fields_machine},
    {"key", SCHEMA_OBJECT | SCHEMA_OLDER, key},
    {"options", SCHEMA_OBJECT | SCHEMA_OLDER, options},
    {"kernels", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_kernel},
    {"against", SCHEMA_OBJECT | SCHEMA_OPTIONAL, against},
    {"curves", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_kernel_curve},
    {"bench", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_runs_timing},
    {"traces", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_runs_trace},
    {"batch", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_runs_batch},
    {"nodes", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_runs_nodes},
    {"class_means", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_runs_class_means},
    {"given_means", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_runs_given_means},
    {"faults", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_runs_faults},
    {"pairs", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_runs_pair},
    {"differences", SCHEMA_OBJECT | SCHEMA_OPTIONAL, schema_kernel_differences},
    {NULL, 0, NULL},
};
const struct schema_field schema_fields_exact[] = {
    {"schema", SCHEMA_STRING, NULL},
    {"command", SCHEMA_STRING, NULL},
    {"machine", SCHEMA_OBJECT, schema_fields_machine},
    {"machines", SCHEMA_RECORDS | SCHEMA_OPTIONAL, schema_fields_machine},
    {"key", SCHEMA_OBJECT, key},
    {"options", SCHEMA_OBJECT, options},
    {"kernels", SCHEMA_RECORDS, schema_kernel},
    {NULL, 0, NULL},
};
