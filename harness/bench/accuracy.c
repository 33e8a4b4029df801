/* accuracy.c -- what a row's time buys: the error that is known of its kernel. */
#include "harness/bench/accuracy.h"

#include "harness/base/json.h"
#include "harness/record/evidence.h"
#include "harness/record/result.h"
#include "harness/selection/select.h"

#include <math.h>
#include <string.h>

/* Of one output; infinite where a class says that no ulp can tell it. */
static double recorded(const json_t *output)
{
    const char *name;
    json_t *class;
    json_object_foreach(json_object_get(output, "classes"), name, class)
    {
        if (strcmp(name, "zero-sign") != 0 && json_integer_value(json_object_get(class, "count")) > 0)
            return (double)INFINITY;
    }
    return (double)result_ulp_value(json_object_get(output, "max_ulp"), (long double)NAN);
}

/* The record of a kernel: of the same library, where it is a foreign one. */
static const json_t *record_of(const json_t *document, const struct choice *choice)
{
    const char *library = choice->kernel->library ? choice->kernel->library : "";
    char id[ID_SIZE];
    size_t i;
    json_t *record;
    choice_id(id, choice);
    json_array_foreach(json_object_get(document, "kernels"), i, record)
    {
        if (strcmp(json_text_at(record, "id"), id) == 0 &&
            strcmp(json_text_at(record, "library"), library) == 0)
            return record;
    }
    return NULL;
}

double bench_max_ulp(const struct bench *bench, const struct bench_row *row, const char **source)
{
    double declared = fmax(choice_bound(&row->choice, LOSS), choice_bound(&row->choice, GRAD));
    const json_t *record = record_of(bench->accuracy, &row->choice);
    if (record) {
        *source = evidence_words[evidence_of_record(record)].word;
        return fmax(recorded(json_object_get(record, "loss")), recorded(json_object_get(record, "grad")));
    }
    *source = isfinite(declared) ? "declared" : NULL;
    return isfinite(declared) ? declared : (double)NAN;
}

double bench_correct_bits(const struct format *format, double max_ulp)
{
    return fmax(0, format->precision - fmax(0, log2(2 * max_ulp)));
}
