#include "harness/record/schema_kernel.h"

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
    {"histogram", SCHEMA_NUMBERS | SCHEMA_OPTIONAL, NULL},
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
const struct schema_field schema_kernel_fault[] = {
    {"count", SCHEMA_COUNT, NULL},
    {"stage", SCHEMA_STRING | SCHEMA_OLDER, NULL},
    {"block", SCHEMA_COUNT | SCHEMA_OLDER, NULL},
    {"n", SCHEMA_COUNT | SCHEMA_OLDER, NULL},
    {"index", SCHEMA_NUMBER | SCHEMA_OLDER, NULL},
    {"parts", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"x", SCHEMA_FLOAT | SCHEMA_OPTIONAL, NULL},
    {"target", SCHEMA_FLOAT | SCHEMA_OPTIONAL, NULL},
    {"got", SCHEMA_FLOAT | SCHEMA_OPTIONAL, NULL},
    {"before", SCHEMA_FLOAT | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field place[] = {
    {"at", SCHEMA_FLOAT, NULL}, {"target", SCHEMA_FLOAT | SCHEMA_OPTIONAL, NULL}, {"a", SCHEMA_FLOAT, NULL},
    {"b", SCHEMA_FLOAT, NULL},  {"ulp", SCHEMA_NUMBER | SCHEMA_OPTIONAL, NULL},   {NULL, 0, NULL},
};
static const struct schema_field differing[] = {
    {"compared", SCHEMA_COUNT, NULL},
    {"different", SCHEMA_COUNT, NULL},
    {"nans", SCHEMA_COUNT, NULL},
    {"a_better", SCHEMA_COUNT, NULL},
    {"b_better", SCHEMA_COUNT, NULL},
    {"as_good", SCHEMA_COUNT, NULL},
    {"first", SCHEMA_OBJECT | SCHEMA_OPTIONAL, place},
    {"largest", SCHEMA_OBJECT | SCHEMA_OPTIONAL, place},
    {"binades", SCHEMA_ROWS, NULL},
    {NULL, 0, NULL},
};
/* Of compare those of a and b, or why they are not compared; of verify --same-as those of the other one, `id`. */
const struct schema_field schema_kernel_differences[] = {
    {"inputs", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"complete", SCHEMA_BOOL | SCHEMA_OPTIONAL, NULL},
    {"unanswered", SCHEMA_COUNT | SCHEMA_OPTIONAL, NULL},
    {"loss", SCHEMA_OBJECT | SCHEMA_NULL | SCHEMA_OPTIONAL, differing},
    {"grad", SCHEMA_OBJECT | SCHEMA_NULL | SCHEMA_OPTIONAL, differing},
    {"refused", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"a", SCHEMA_KERNEL_ID | SCHEMA_OPTIONAL, NULL},
    {"b", SCHEMA_KERNEL_ID | SCHEMA_OPTIONAL, NULL},
    {"id", SCHEMA_KERNEL_ID | SCHEMA_OPTIONAL, NULL},
    {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"lacks", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"first_class", SCHEMA_BOOL | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
const struct schema_field schema_kernel[] = {
    {"id", SCHEMA_KERNEL_ID, NULL},
    {"level", SCHEMA_STRING | SCHEMA_OLDER, NULL},
    {"evidence", SCHEMA_STRING | SCHEMA_OLDER, NULL},
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
    {"faults", SCHEMA_MAP | SCHEMA_OPTIONAL, schema_kernel_fault},
    {"same_as", SCHEMA_OBJECT | SCHEMA_OPTIONAL, schema_kernel_differences},
    {NULL, 0, NULL},
};
static const struct schema_field curve_kernel[] = {
    {"variant", SCHEMA_STRING, NULL},
    {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"lacks", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"first_class", SCHEMA_BOOL | SCHEMA_OPTIONAL, NULL},
    {"grad", SCHEMA_SERIES, NULL},
    {"loss_ulp", SCHEMA_SERIES, NULL},
    {"grad_ulp", SCHEMA_SERIES, NULL},
    {NULL, 0, NULL},
};
const struct schema_field schema_kernel_curve[] = {
    {"term", SCHEMA_STRING, NULL},
    {"format", SCHEMA_FORMAT, NULL},
    {"space", SCHEMA_STRING, NULL},
    {"target", SCHEMA_STRING | SCHEMA_NULL | SCHEMA_OPTIONAL, NULL},
    {"x", SCHEMA_SERIES, NULL},
    {"grad", SCHEMA_SERIES, NULL},
    {"kernels", SCHEMA_RECORDS, curve_kernel},
    {NULL, 0, NULL},
};
