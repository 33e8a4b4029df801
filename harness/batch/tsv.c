#include "harness/batch/tsv.h"

#include "harness/batch/report.h"
#include "harness/record/result.h"

static const char *const columns[] = {"id",           "library",   "regime",    "reduction", "batch",
                                      "verdict",      "mean",      "class",     "total",     "element",
                                      "sum",          "scale",     "sum_bound", "condition", "grad_ulp",
                                      "grad_element", "grad_scale"};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* A row of which there is no record. */
static json_t *missing_json(const struct batch_row *row)
{
    char id[ID_SIZE];
    choice_id(id, &row->choice);
    return json_pack("{s:s, s:s, s:s, s:I}", "id", id, "regime", row->regime->name, "reduction",
                     ganloss_reduction_names[row->reduction], "batch", (json_int_t)row->n);
}

void batch_tsv_print(FILE *to, const struct batch_rows *rows)
{
    json_t *done = batch_json(rows), *all = json_array();
    size_t next = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct batch_row *row = &rows->at[i];
        json_t *record = row->done ? json_incref(json_array_get(done, next++)) : missing_json(row);
        const json_t *grad = json_object_get(record, "grad");
        json_object_set(record, "grad_ulp", json_object_get(grad, "ulp"));
        json_object_set(record, "grad_element", json_object_get(grad, "element"));
        json_object_set(record, "grad_scale", json_object_get(grad, "scale"));
        json_object_set_new(record, "verdict",
                            json_string(row->barred || (row->done && row->faults) ? "FAIL"
                                        : row->done                               ? "pass"
                                                                                  : "INCOMPLETE"));
        json_array_append_new(all, record);
    }
    result_print_tsv(to, COLUMNS, columns, all);
    json_decref(done);
    json_decref(all);
}
