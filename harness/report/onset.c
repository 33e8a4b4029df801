#include "harness/report/onset.h"

#include "harness/base/json.h"
#include "harness/report/text.h"

#include <math.h>
#include <string.h>

const json_t *report_record_of(const struct report *report, const char *term, const char *variant,
                               const char *format)
{
    const char *key;
    json_t *record;
    json_object_foreach(report->kernels, key, record)
    {
        struct kernel_id id;
        if (kernel_id_read(&id, json_text_at(record, "id")) && strcmp(id.term, term) == 0 &&
            strcmp(id.variant, variant) == 0 && strcmp(id.format, format) == 0)
            return record;
    }
    return NULL;
}

static double logit_of(const json_t *extent, const char *end, bool prob)
{
    double input = json_hex_float_value(json_object_get(extent, end));
    return prob ? report_logit_of(input) : input;
}

struct reach report_reach(const json_t *record, const char *output, enum harm harm, int side, bool prob)
{
    const json_t *of = json_object_get(record, output);
    const json_t *extent =
        harm == HARM_LOST ? json_object_get(of, "lost")
                          : json_object_get(json_object_get(of, "classes"), report_harm_names[harm].class);
    struct reach reach = {false, logit_of(extent, side == ONSET_BELOW ? "first" : "above", prob),
                          logit_of(extent, side == ONSET_BELOW ? "below" : "last", prob)};
    /* What lies outside of [0, 1] has no logit: the reach ends where D does. */
    if (isnan(reach.from) && side == ONSET_BELOW)
        reach.from = -(double)INFINITY;
    if (isnan(reach.to) && side == ONSET_ABOVE)
        reach.to = (double)INFINITY;
    reach.any = json_number_at(extent, "count") > 0 && reach.from <= reach.to;
    return reach;
}

struct onset report_onset(const json_t *record, int side, bool prob)
{
    struct onset onset = {.found = false};
    for (int harm = 0; harm < HARMS; harm++) {
        struct reach reach = report_reach(record, "grad", (enum harm)harm, side, prob);
        double input = side == ONSET_BELOW ? reach.to : reach.from;
        if (reach.any && !(onset.found && fabs(input) >= onset.distance))
            onset = (struct onset){true, input, fabs(input), (enum harm)harm};
    }
    return onset;
}

double report_onset_distance(const json_t *record, bool prob)
{
    double distance = (double)INFINITY;
    for (int side = 0; side < ONSET_SIDES; side++) {
        struct onset onset = report_onset(record, side, prob);
        if (onset.found)
            distance = fmin(distance, onset.distance);
    }
    return distance;
}
