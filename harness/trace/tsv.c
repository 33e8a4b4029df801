#include "harness/trace/tsv.h"

#include "harness/base/json.h"
#include "harness/record/library.h"
#include "harness/record/result.h"
#include "harness/trace/gate.h"
#include "harness/trace/measure.h"

#include <math.h>

static const char *const columns[] = {"id",         "library",      "side",         "verdict",
                                      "failed_on",  "first_step",   "half_step",    "half_steps",
                                      "loss_class", "max_loss_ulp", "max_grad_ulp", "vanished",
                                      "overflow",   "nan",          "sign",         "lost"};
enum { COLUMNS = sizeof columns / sizeof *columns };

static json_t *step_json(step_index step)
{
    return step == NEVER ? json_null() : json_integer(step);
}

static json_t *row_json(const struct track *track, const struct kernel_trace *k, size_t steps)
{
    char id[ID_SIZE], failed[TRACE_GATE_TEXT];
    size_t first;
    unsigned met = trace_gate_met(k, steps, &first);
    const struct error *loss = &k->loss_error;
    choice_id(id, &k->choice);
    trace_gate_text(failed, met);
    json_t *row = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:o, s:I, s:s?, s:o, s:o}", "id", id, "side",
        recording_side_names[track->side], "verdict", met || faults_fail(&k->faults) ? "FAIL" : "pass",
        "failed_on", failed, "first_step", step_json(k->first), "half_step", step_json(k->half), "half_steps",
        (json_int_t)k->half_steps, "loss_class", error_class_names[loss->class], "max_loss_ulp",
        loss->class == IN_ULPS && !isnan(loss->ulp) ? result_ulp(loss->ulp) : json_null(), "max_grad_ulp",
        isnan(k->grad_ulp) ? json_null() : result_ulp(k->grad_ulp));
    for (int d = 0; d < DAMAGES; d++)
        json_object_set_new(row, trace_damage_names[d], json_real(k->share[d]));
    library_set(row, &k->choice);
    return row;
}

void trace_tsv_print(FILE *to, const struct trace *trace)
{
    json_t *rows = json_array();
    for (size_t t = 0; t < trace->track_count; t++)
        for (size_t k = 0; k < trace->track[t].kernel_count; k++)
            json_array_append_new(rows,
                                  row_json(&trace->track[t], &trace->track[t].kernel[k], trace->run->steps));
    result_print_tsv(to, COLUMNS, columns, rows);
    json_decref(rows);
}
