/* The bounds in a record: of each output; in older documents one for both. */
#include "harness/record/bound.h"

#include <criterion/criterion.h>
#include <math.h>

static const struct {
    const char *record;
    double loss, grad; /* -1: none */
} rows[] = {
    {"{'loss': {'bound_ulp': 1.5}, 'grad': {'bound_ulp': 2.5}}", 1.5, 2.5},
    {"{'loss': {'bound_ulp': 0}, 'grad': {'bound_ulp': null}}", 0, -1},
    {"{'loss': {'bound_ulp': null}, 'grad': {'bound_ulp': 2}}", -1, 2},
    {"{'loss': {'bound_ulp': null}, 'grad': {'bound_ulp': null}}", -1, -1},
    {"{'bound_ulp': 2.5, 'loss': {}, 'grad': {}}", 2.5, 2.5},
    {"{'bound_ulp': null, 'loss': {}, 'grad': {}}", -1, -1},
    {"{'bound_ulp': 7, 'loss': {'bound_ulp': null}, 'grad': {'bound_ulp': 1}}", -1, 1},
    {"{}", -1, -1},
};

Test(bound, is_read_from_records_new_and_old)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[128] = "";
        for (size_t k = 0; rows[i].record[k]; k++)
            text[k] = rows[i].record[k] == '\'' ? '"' : rows[i].record[k];
        json_t *record = json_loads(text, 0, NULL);
        cr_assert(record, "%s", text);
        double loss = record_bound(record, "loss"), grad = record_bound(record, "grad");
        cr_expect(rows[i].loss < 0 ? isnan(loss) : loss == rows[i].loss, "%s: %g", text, loss);
        cr_expect(rows[i].grad < 0 ? isnan(grad) : grad == rows[i].grad, "%s: %g", text, grad);
        cr_expect_eq(record_has_bound(record), rows[i].loss >= 0 || rows[i].grad >= 0, "%s", text);
        json_decref(record);
    }
}
