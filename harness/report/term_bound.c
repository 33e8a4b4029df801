#include "harness/report/term_bound.h"

#include "harness/base/json.h"
#include "harness/record/bound.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <string.h>

double report_term_bound(const struct report *report, const char *term, const char *format,
                         const char *output)
{
    double bound = (double)NAN;
    const char *key;
    json_t *record;
    json_object_foreach(report->kernels, key, record)
    {
        struct kernel_id id;
        double declared = record_bound(record, output);
        if (!isnan(declared) && kernel_id_read(&id, json_text_at(record, "id")) &&
            strcmp(id.term, term) == 0 && strcmp(id.format, format) == 0 && !(bound >= declared))
            bound = declared;
    }
    return bound;
}
