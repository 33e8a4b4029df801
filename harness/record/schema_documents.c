#include "harness/record/schema_documents.h"

#include "harness/record/result.h"
#include "harness/record/schema_kernel.h"

#include <stddef.h>

static const struct schema_field answer[] = {
    {"id", SCHEMA_KERNEL_ID, NULL},
    {"loss", SCHEMA_FLOAT | SCHEMA_NULL, NULL},
    {"grad", SCHEMA_FLOAT | SCHEMA_NULL, NULL},
    {"loss_ulp", SCHEMA_ULP | SCHEMA_NULL, NULL},
    {"grad_ulp", SCHEMA_ULP | SCHEMA_NULL, NULL},
    {"loss_class", SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"grad_class", SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"lacks", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"first_class", SCHEMA_BOOL | SCHEMA_OPTIONAL, NULL},
    {"faults", SCHEMA_MAP | SCHEMA_OPTIONAL, schema_kernel_fault},
    {NULL, 0, NULL},
};
static const struct schema_field point[] = {
    {"x", SCHEMA_FLOAT, NULL},           {"target", SCHEMA_FLOAT | SCHEMA_OPTIONAL, NULL},
    {"loss", SCHEMA_STRING, NULL},       {"grad", SCHEMA_STRING, NULL},
    {"kernels", SCHEMA_RECORDS, answer}, {NULL, 0, NULL},
};
static const struct schema_field eval[] = {
    {"schema", SCHEMA_STRING, NULL},
    {"term", SCHEMA_STRING, NULL},
    {"points", SCHEMA_RECORDS, point},
    {NULL, 0, NULL},
};
static const struct schema_field part[] = {
    {"name", SCHEMA_STRING, NULL},
    {"inputs", SCHEMA_COUNT, NULL},
    {"x", SCHEMA_STRING, NULL},
    {"y", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field inputs[] = {
    {"schema", SCHEMA_STRING, NULL},
    {"term", SCHEMA_STRING, NULL},
    {"format", SCHEMA_FORMAT, NULL},
    {"level", SCHEMA_STRING, NULL},
    {"seed", SCHEMA_SEED, NULL},
    {"shard", SCHEMA_SHARD, NULL},
    {"worst", SCHEMA_STRING, NULL},
    {"part", SCHEMA_COUNT, NULL},
    {"inputs", SCHEMA_COUNT, NULL},
    {"parts", SCHEMA_RECORDS, part},
    {NULL, 0, NULL},
};
static const struct schema_field loss[] = {
    {"loss", SCHEMA_STRING, NULL}, {"d_real", SCHEMA_STRING, NULL}, {"d_fake", SCHEMA_STRING, NULL},
    {"g", SCHEMA_STRING, NULL},    {"remark", SCHEMA_STRING, NULL}, {NULL, 0, NULL},
};
static const struct schema_field term[] = {
    {"term", SCHEMA_STRING, NULL},    {"loss", SCHEMA_STRING, NULL},   {"gradient", SCHEMA_STRING, NULL},
    {"operands", SCHEMA_COUNT, NULL}, {"source", SCHEMA_STRING, NULL}, {NULL, 0, NULL},
};
static const struct schema_field kernel[] = {
    {"id", SCHEMA_KERNEL_ID, NULL},
    {"isa", SCHEMA_STRING, NULL},
    {"kind", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"bound", SCHEMA_STRING, NULL},
    {"source", SCHEMA_STRING, NULL},
    {"also_known_as", SCHEMA_STRING, NULL},
    {"library", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field variant[] = {
    {"variant", SCHEMA_STRING, NULL},
    {"computes", SCHEMA_STRING, NULL},
    {"also_known_as", SCHEMA_STRING, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field regime[] = {
    {"regime", SCHEMA_STRING, NULL},
    {"inputs", SCHEMA_STRING, NULL},
    {NULL, 0, NULL},
};
/* One of them, as it was asked. */
static const struct schema_field list[] = {
    {"schema", SCHEMA_STRING, NULL},
    {"losses", SCHEMA_RECORDS | SCHEMA_OPTIONAL, loss},
    {"terms", SCHEMA_RECORDS | SCHEMA_OPTIONAL, term},
    {"kernels", SCHEMA_RECORDS | SCHEMA_OPTIONAL, kernel},
    {"variants", SCHEMA_RECORDS | SCHEMA_OPTIONAL, variant},
    {"regimes", SCHEMA_RECORDS | SCHEMA_OPTIONAL, regime},
    {NULL, 0, NULL},
};
static const struct schema_field pinning[] = {
    {"allowed_cpus", SCHEMA_COUNT, NULL},
    {"pinned", SCHEMA_BOOL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field clock[] = {
    {"resolution_ns", SCHEMA_NUMBER, NULL},
    {"overhead_ns", SCHEMA_NUMBER, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field counters[] = {
    {"available", SCHEMA_BOOL, NULL},
    {"reason", SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"paranoid", SCHEMA_NUMBER | SCHEMA_NULL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field stepping[] = {
    {"available", SCHEMA_BOOL, NULL},
    {"reason", SCHEMA_STRING | SCHEMA_NULL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field noise[] = {
    {"samples", SCHEMA_COUNT, NULL},
    {"median_ns", SCHEMA_NUMBER, NULL},
    {"low_ns", SCHEMA_NUMBER, NULL},
    {"high_ns", SCHEMA_NUMBER, NULL},
    {"min_ns", SCHEMA_NUMBER, NULL},
    {"max_ns", SCHEMA_NUMBER, NULL},
    {"max_relative_spread", SCHEMA_NUMBER, NULL},
    {"steal_percent", SCHEMA_NUMBER | SCHEMA_NULL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field exact[] = {
    {"path", SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"kernels", SCHEMA_COUNT, NULL},
    {"difference", SCHEMA_STRING, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field doctor[] = {
    {"schema", SCHEMA_STRING, NULL},
    {"machine", SCHEMA_OBJECT, schema_fields_machine},
    {"isa", SCHEMA_OBJECT, NULL},
    {"load", SCHEMA_NUMBERS | SCHEMA_NULL, NULL},
    {"governor", SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"turbo", SCHEMA_BOOL | SCHEMA_NULL, NULL},
    {"steal_percent", SCHEMA_NUMBER | SCHEMA_NULL, NULL},
    {"pinning", SCHEMA_OBJECT | SCHEMA_NULL, pinning},
    {"clock", SCHEMA_OBJECT, clock},
    {"counters", SCHEMA_OBJECT, counters},
    {"single_stepping", SCHEMA_OBJECT, stepping},
    {"noise", SCHEMA_OBJECT, noise},
    {"environment", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {"exact", SCHEMA_OBJECT | SCHEMA_OPTIONAL, exact},
    {"mpi", SCHEMA_STRING | SCHEMA_NULL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field stored[] = {
    {"file", SCHEMA_STRING | SCHEMA_NULL, NULL},
    {"version", SCHEMA_STRING, NULL},
    {"hash", SCHEMA_STRING, NULL},
    {"recorded", SCHEMA_BOOL, NULL},
    {"records", SCHEMA_COUNT, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field record[] = {
    {"schema", SCHEMA_STRING, NULL},
    {"documents", SCHEMA_RECORDS, stored},
    {NULL, 0, NULL},
};
static const struct schema_field version[] = {
    {"version", SCHEMA_STRING, NULL},
    {"order", SCHEMA_COUNT, NULL},
    {"kinds", SCHEMA_STRINGS, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field at_version[] = {
    {"version", SCHEMA_STRING, NULL},
    {"order", SCHEMA_COUNT, NULL},
    {"documents", SCHEMA_COUNT, NULL},
    {"figures", SCHEMA_OBJECT, NULL},
    {"samples", SCHEMA_OBJECT, NULL},
    {"around", SCHEMA_OBJECT, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field change[] = {
    {"figure", SCHEMA_STRING, NULL},
    {"version", SCHEMA_STRING, NULL},
    {"since", SCHEMA_STRING, NULL},
    {"before", SCHEMA_NUMBER | SCHEMA_STRING, NULL},
    {"after", SCHEMA_NUMBER | SCHEMA_STRING, NULL},
    {"also", SCHEMA_STRINGS, NULL},
    {"verdict", SCHEMA_STRING | SCHEMA_OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field history_list[] = {
    {"kernel", SCHEMA_STRING, NULL},
    {"library", SCHEMA_STRING, NULL},
    {"kind", SCHEMA_STRING, NULL},
    {"evidence", SCHEMA_STRING, NULL},
    {"basis", SCHEMA_STRING, NULL},
    {"versions", SCHEMA_RECORDS, at_version},
    {"changes", SCHEMA_RECORDS, change},
    {"worse", SCHEMA_RECORDS, change},
    {NULL, 0, NULL},
};
static const struct schema_field history[] = {
    {"schema", SCHEMA_STRING, NULL},         {"versions", SCHEMA_RECORDS, version},
    {"lists", SCHEMA_RECORDS, history_list}, {"last", SCHEMA_STRING, NULL},
    {"absent", SCHEMA_STRINGS, NULL},        {NULL, 0, NULL},
};
static const struct schema_field estimate_part[] = {
    {"part", SCHEMA_STRING, NULL},
    {"inputs", SCHEMA_COUNT, NULL},
    {"cpu_seconds", SCHEMA_NUMBER, NULL},
    {"wall_seconds", SCHEMA_NUMBER, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field estimate_file[] = {
    {"path", SCHEMA_STRING, NULL},
    {"bytes", SCHEMA_COUNT, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field calibration[] = {
    {"threads", SCHEMA_COUNT, NULL},
    {"cpu_seconds", SCHEMA_NUMBER, NULL},
    {"wall_seconds", SCHEMA_NUMBER, NULL},
    {"waited", SCHEMA_NUMBER, NULL},
    {NULL, 0, NULL},
};
static const struct schema_field estimate[] = {
    {"schema", SCHEMA_STRING, NULL},
    {"level", SCHEMA_STRING, NULL},
    {"seed", SCHEMA_SEED, NULL},
    {"shard", SCHEMA_SHARD, NULL},
    {"kernels", SCHEMA_COUNT, NULL},
    {"threads", SCHEMA_COUNT, NULL},
    {"parts", SCHEMA_RECORDS, estimate_part},
    {"rounds", SCHEMA_COUNT, NULL},
    {"inputs", SCHEMA_COUNT, NULL},
    {"cpu_seconds", SCHEMA_NUMBER, NULL},
    {"cpu_hours", SCHEMA_NUMBER, NULL},
    {"wall_seconds", SCHEMA_NUMBER, NULL},
    {"wall_seconds_now", SCHEMA_NUMBER, NULL},
    {"memory_bytes", SCHEMA_COUNT, NULL},
    {"files", SCHEMA_RECORDS, estimate_file},
    {"calibration", SCHEMA_OBJECT, calibration},
    {"machine", SCHEMA_OBJECT, schema_fields_machine},
    {NULL, 0, NULL},
};

const struct schema_document schema_documents[] = {
    {"result", RESULT_SCHEMA, "A result of verify, grade, trace, batch, bench, compare or merge",
     schema_fields_document},
    {"exact", RESULT_SCHEMA, "Exact figures, as merge --exact keeps them", schema_fields_exact},
    {"eval", "ganloss-eval/1", "What eval prints", eval},
    {"inputs", "ganloss-inputs/1", "The manifest of the files that inputs writes", inputs},
    {"list", "ganloss-list/1", "What list prints", list},
    {"doctor", "ganloss-doctor/1", "What doctor prints", doctor},
    {"estimate", "ganloss-estimate/1", "What verify --estimate prints", estimate},
    {"record", "ganloss-record/1", "What record prints", record},
    {"history", "ganloss-history/1", "What history prints", history},
    {NULL, NULL, NULL, NULL},
};

const struct schema_command schema_commands[] = {
    {"verify", {"kernels"}, {"level", "seed", "worst"}},
    {"grade", {"kernels"}, {"level", "seed", "worst"}},
    {"trace", {"traces", "faults"}, {"real", "fake", "labels", "compute"}},
    {"batch",
     {"batch", "class_means", "faults"},
     {"selectors", "batch", "drawn", "regime", "reduction", "time_budget", "seed", "skipped"}},
    {"bench",
     {"bench", "faults"},
     {"selectors", "batch", "regime", "cache", "seed", "time_budget", "skipped", "counters", "limits",
      "noise"}},
    {"compare", {"pairs"}, {"batch", "regime", "cache", "seed", "threshold", "with"}},
    {NULL, {NULL}, {NULL}},
};
