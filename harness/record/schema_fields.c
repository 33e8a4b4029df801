#include "harness/record/schema_fields.h"

#include <stddef.h>

static const struct schema_field extent[] = {
    {"count", SCHEMA_COUNT, NULL},
    {"first", SCHEMA_FLOAT, NULL},
    {"last", SCHEMA_FLOAT, NULL},
    {"below", SCHEMA_FLOAT | SCHEMA_NULL, NULL},
    {"above", SCHEMA_FLOAT | SCHEMA_NULL, NULL},
    {"targets", SCHEMA_FLOATS | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field output[] = {
    {"bound_ulp", SCHEMA_ULP | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"given", SCHEMA_BOOL | SCHEMA_OPTIONAL, NULL},
    {"compared", SCHEMA_COUNT, NULL},
    {"max_ulp", SCHEMA_MAXIMUM, NULL},
    {"at", SCHEMA_FLOAT | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"target", SCHEMA_FLOAT | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"got", SCHEMA_FLOAT | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"exact", SCHEMA_STRING | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"not_rounded", SCHEMA_COUNT, NULL},
    {"lost", SCHEMA_OBJECT | SCHEMA_OPTIONAL, extent},
    {"beyond", SCHEMA_OBJECT | SCHEMA_OPTIONAL, extent},
    {"classes", SCHEMA_MAP, extent},
    {"binades", SCHEMA_BINADES | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field both_outputs[] = {
    {"loss", SCHEMA_OBJECT, output},
    {"grad", SCHEMA_OBJECT, output},
    {NULL, 0, NULL},
};
static const struct schema_field width[] = {
    {"low", SCHEMA_FLOAT, NULL},
    {"high", SCHEMA_FLOAT, NULL},
    {"sure", SCHEMA_NUMBER, NULL},
    {"half", SCHEMA_NUMBER, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field search[] = {
    {"rounds", SCHEMA_COUNT, NULL},
    {"searches", SCHEMA_COUNT, NULL},
    {"evaluations", SCHEMA_COUNT, NULL},
    {"audited", SCHEMA_COUNT, NULL},
    {"branch_points", SCHEMA_FLOATS, NULL},
    {"uncounted", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"widths", SCHEMA_RECORDS | SCHEMA_OPTIONAL, width},
    {NULL, 0, NULL},
};
static const struct schema_field mode[] = {
    {"loss_ulp", SCHEMA_ULP | SCHEMA_NULL, NULL},
    {"loss_at", SCHEMA_FLOAT, NULL},
    {"loss_target", SCHEMA_FLOAT | SCHEMA_OPTIONAL, NULL},
    {"grad_ulp", SCHEMA_ULP | SCHEMA_NULL, NULL},
    {"grad_at", SCHEMA_FLOAT, NULL},
    {"grad_target", SCHEMA_FLOAT | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field flag[] = {
    {"count", SCHEMA_COUNT, NULL},
    {"first", SCHEMA_FLOAT | SCHEMA_NULL, NULL},
    {"target", SCHEMA_FLOAT | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field all_modes[] = {
    {"inputs", SCHEMA_COUNT, NULL},  {"nearest", SCHEMA_OBJECT, mode},
    {"up", SCHEMA_OBJECT, mode},     {"down", SCHEMA_OBJECT, mode},
    {"zero", SCHEMA_OBJECT, mode},   {"invalid", SCHEMA_OBJECT, flag},
    {"divide", SCHEMA_OBJECT, flag}, {NULL, 0, NULL},
};
static const struct schema_field kernel[] = {
    {"id", SCHEMA_KERNEL_ID, NULL},
    {"level", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"lacks", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"first_class", SCHEMA_BOOL | SCHEMA_OPTIONAL, NULL},
    {"inputs", SCHEMA_COUNT, NULL},
    {"unanswered", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"pass", SCHEMA_BOOL | SCHEMA_NULL, NULL},
    {"bound_ulp", SCHEMA_ULP | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL}, /* of older documents, for both */
    {"loss", SCHEMA_OBJECT, output},
    {"grad", SCHEMA_OBJECT, output},
    {"own", SCHEMA_OBJECT | SCHEMA_OPTIONAL, both_outputs},
    {"search", SCHEMA_OBJECT | SCHEMA_OPTIONAL, search},
    {"modes", SCHEMA_OBJECT | SCHEMA_OPTIONAL, all_modes},
    {NULL, 0, NULL},
};
static const struct schema_field curve_kernel[] = {
    {"variant", SCHEMA_STRING, NULL},  {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"grad", SCHEMA_SERIES, NULL},     {"loss_ulp", SCHEMA_SERIES, NULL},
    {"grad_ulp", SCHEMA_SERIES, NULL}, {NULL, 0, NULL},
};
static const struct schema_field curve[] = {
    {"term", SCHEMA_STRING, NULL},
    {"format", SCHEMA_FORMAT, NULL},
    {"space", SCHEMA_STRING, NULL},
    {"target", SCHEMA_STRING | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"x", SCHEMA_SERIES, NULL},
    {"grad", SCHEMA_SERIES, NULL},
    {"kernels", SCHEMA_RECORDS, curve_kernel},
    {NULL, 0, NULL},
};
static const struct schema_field timing[] = {
    {"id", SCHEMA_KERNEL_ID, NULL},
    {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"kind", SCHEMA_STRING, NULL},
    {"reduction", SCHEMA_STRING | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"regime", SCHEMA_STRING, NULL},
    {"batch", SCHEMA_NUMBER, NULL},
    {"ns_per_element", SCHEMA_NUMBER, NULL},
    {"ns_low", SCHEMA_NUMBER | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"ns_high", SCHEMA_NUMBER | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"ns_per_call", SCHEMA_NUMBER | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"bytes_per_element", SCHEMA_NUMBER | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"instructions_per_element", SCHEMA_NUMBER | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field batch[] = {
    {"id", SCHEMA_KERNEL_ID, NULL},
    {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"regime", SCHEMA_STRING, NULL},
    {"reduction", SCHEMA_STRING, NULL},
    {"batch", SCHEMA_NUMBER, NULL},
    {"total", SCHEMA_NUMBER | SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"element", SCHEMA_NUMBER | SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"sum", SCHEMA_NUMBER | SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"scale", SCHEMA_NUMBER | SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"sum_bound", SCHEMA_NUMBER | SCHEMA_STRING | SCHEMA_NULL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field class_means[] = {
    {"id", SCHEMA_KERNEL_ID, NULL},
    {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"regime", SCHEMA_STRING, NULL},
    {"pass", SCHEMA_BOOL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field trace_kernel[] = {
    {"id", SCHEMA_KERNEL_ID, NULL},
    {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"lost", SCHEMA_SERIES, NULL},
    {"loss_ulp", SCHEMA_SERIES, NULL},
    {"grad_ulp", SCHEMA_SERIES, NULL},
    {"first_step", SCHEMA_NUMBER | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"half_step", SCHEMA_NUMBER | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field trace_term[] = {
    {"term", SCHEMA_STRING, NULL},
    {"side", SCHEMA_STRING, NULL},
    {"format", SCHEMA_FORMAT, NULL},
    {"exact_loss", SCHEMA_SERIES, NULL},
    {"exact_grad", SCHEMA_SERIES, NULL},
    {"saturated_from", SCHEMA_NUMBER | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"kernels", SCHEMA_RECORDS, trace_kernel},
    {NULL, 0, NULL},
};
static const struct schema_field trace_loss[] = {
    {"loss", SCHEMA_STRING, NULL},
    {"terms", SCHEMA_RECORDS, trace_term},
    {NULL, 0, NULL},
};
static const struct schema_field trace_reach[] = {
    {"side", SCHEMA_STRING, NULL},
    {"low", SCHEMA_SERIES, NULL},
    {"high", SCHEMA_SERIES, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field trace[] = {
    {"name", SCHEMA_STRING, NULL},          {"steps", SCHEMA_NUMBER, NULL},
    {"batch", SCHEMA_NUMBER, NULL},         {"reach", SCHEMA_RECORDS | SCHEMA_OPTIONAL, trace_reach},
    {"losses", SCHEMA_RECORDS, trace_loss}, {NULL, 0, NULL},
};
static const struct schema_field kernel_faults[] = {
    {"id", SCHEMA_KERNEL_ID, NULL},
    {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"faults", SCHEMA_OBJECT, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field provenance[] = {
    {"argv", SCHEMA_STRINGS | SCHEMA_OPTIONAL, NULL},
    {"date", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"host", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"jobs", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"seconds", SCHEMA_NUMBER | SCHEMA_OPTIONAL, NULL},
    {"environment", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"of", SCHEMA_RECORDS | SCHEMA_OPTIONAL, provenance},
    {NULL, 0, NULL},
};
static const struct schema_field options[] = {
    {"level", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"seed", SCHEMA_SEED | SCHEMA_OPTIONAL, NULL},
    {"shard", SCHEMA_SHARD | SCHEMA_OPTIONAL, NULL},
    {"worst", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"rounds", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"complete", SCHEMA_BOOL | SCHEMA_OPTIONAL, NULL},
    {"fail_on", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"max_ulp", SCHEMA_NUMBER | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
const struct schema_field schema_fields_document[] = {
    {"command", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"provenance", SCHEMA_OBJECT | SCHEMA_OPTIONAL, provenance},
    {"machine", SCHEMA_OBJECT | SCHEMA_OPTIONAL, NULL},
    {"key", SCHEMA_OBJECT | SCHEMA_OPTIONAL, NULL},
    {"options", SCHEMA_OBJECT | SCHEMA_OPTIONAL, options},
    {"kernels", SCHEMA_RECORDS | SCHEMA_OPTIONAL, kernel},
    {"curves", SCHEMA_RECORDS | SCHEMA_OPTIONAL, curve},
    {"bench", SCHEMA_RECORDS | SCHEMA_OPTIONAL, timing},
    {"traces", SCHEMA_RECORDS | SCHEMA_OPTIONAL, trace},
    {"batch", SCHEMA_RECORDS | SCHEMA_OPTIONAL, batch},
    {"class_means", SCHEMA_RECORDS | SCHEMA_OPTIONAL, class_means},
    {"faults", SCHEMA_RECORDS | SCHEMA_OPTIONAL, kernel_faults},
    {"pairs", SCHEMA_RECORDS | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
