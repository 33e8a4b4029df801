#include "harness/report/lost_size.h"

#include "harness/base/json.h"
#include "harness/report/page_picture.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <string.h>

/* Between two points of a curve that falls or rises as e^s does. */
static double between(double s, const double x[2], const double g[2])
{
    double t = (s - x[0]) / (x[1] - x[0]);
    return g[0] > 0 && g[1] > 0 ? exp((1 - t) * log(g[0]) + t * log(g[1])) : fmax(g[0], g[1]);
}

static double on_side(const struct degree_output *of, enum onset_side side,
                      const struct picture_curves *curves)
{
    double x[2] = {0}, g[2] = {0}, most = (double)NAN, safe = of->safe[side];
    for (size_t i = 0; i < json_array_size(curves->x) && of->onset[side].found; i++) {
        x[0] = x[1], g[0] = g[1];
        x[1] = json_number_value(json_array_get(curves->x, i));
        g[1] = fabs(json_number_value(json_array_get(curves->exact, i)));
        if (i > 0 && safe > x[0] && safe < x[1])
            most = fmax(most, between(safe, x, g));
        if (side == ONSET_BELOW ? x[1] <= safe : x[1] >= safe)
            most = fmax(most, g[1]);
    }
    return most;
}

/* Of two documents' curves of a term the last is kept, which need not have this kernel: what is exact is the same in both. */
void report_lost_size(double of[ONSET_SIDES], const struct report *report, const struct judgement *judgement)
{
    struct picture_curves curves;
    struct kernel_id id;
    bool is_known = kernel_id_read(&id, json_text_at(judgement->record, "id")) && !strchr(id.term, '@') &&
                    report_picture_curves(&curves, report, id.term, id.format, NULL);
    for (int side = 0; side < ONSET_SIDES; side++)
        of[side] = is_known ? on_side(&judgement->of[GRAD], (enum onset_side)side, &curves) : (double)NAN;
}
