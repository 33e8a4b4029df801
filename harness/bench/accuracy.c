/* accuracy.c -- what a row's time buys: the error that is known of its kernel. */
#include "harness/bench/accuracy.h"

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

static const json_t *record_of(const json_t *document, const char *id)
{
    size_t i;
    json_t *record;
    json_array_foreach(json_object_get(document, "kernels"), i, record)
    {
        const char *own = json_string_value(json_object_get(record, "id"));
        if (own && strcmp(own, id) == 0)
            return record;
    }
    return NULL;
}

double bench_max_ulp(const struct bench *bench, const struct bench_row *row, const char **source)
{
    double declared = fmax(choice_bound(&row->choice, LOSS), choice_bound(&row->choice, GRAD));
    char id[ID_SIZE];
    choice_id(id, &row->choice);
    const json_t *record = record_of(bench->accuracy, id);
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
