#include "harness/report/reach.h"

#include "harness/base/json.h"
#include "losses/registry.h"

#include <math.h>
#include <string.h>

static void take(struct reach_hits *hits, size_t hit, size_t steps, const char *run)
{
    double share = steps > 0 ? (double)hit / (double)steps : 0;
    hits->known = true;
    if (share > hits->share) {
        hits->share = share;
        hits->run = run;
    }
}

static void take_kernel(struct reach_hits *hits, const json_t *term, const char *id, const char *run)
{
    size_t k, i, hit = 0;
    json_t *kernel, *lost;
    json_array_foreach(json_object_get(term, "kernels"), k, kernel)
    {
        const json_t *series = json_object_get(kernel, "lost");
        if (strcmp(json_text_at(kernel, "id"), id) != 0)
            continue;
        json_array_foreach(series, i, lost) hit += json_number_value(lost) > 0;
        take(hits, hit, json_array_size(series), run);
    }
}

struct reach_hits report_reach_of_kernel(const struct report *report, const char *id)
{
    struct reach_hits hits = {0};
    const char *key;
    json_t *trace, *loss, *term;
    size_t l, t;
    json_object_foreach(report->traces, key, trace)
        json_array_foreach(json_object_get(trace, "losses"), l, loss)
            json_array_foreach(json_object_get(loss, "terms"), t, term)
                take_kernel(&hits, term, id, json_text_at(trace, "name"));
    return hits;
}

/* "nonsaturating.g@D" of a loss whose term is nonsaturating.g. */
static bool is_term(const struct term *term, const char *id)
{
    return strncmp(term->id, id, strcspn(id, "@")) == 0 && strlen(term->id) == strcspn(id, "@");
}

/* NULL: a loss uses it on neither side alone. */
static const char *side_of(const char *term)
{
    for (size_t i = 0; i < loss_count; i++) {
        if (is_term(losses[i].d_real, term))
            return "real";
        if (is_term(losses[i].d_fake, term) || is_term(losses[i].g, term))
            return "fake";
    }
    return NULL;
}

static size_t steps_hit(const json_t *reach, double below, double above)
{
    const json_t *low = json_object_get(reach, "low"), *high = json_object_get(reach, "high");
    size_t hit = 0;
    for (size_t i = 0; i < json_array_size(low); i++)
        hit += json_long_double(json_array_get(low, i)) <= (long double)below ||
               json_long_double(json_array_get(high, i)) >= (long double)above;
    return hit;
}

struct reach_hits report_reach_beyond(const struct report *report, const char *term, double below,
                                      double above)
{
    struct reach_hits hits = {0};
    const char *key, *side = side_of(term);
    json_t *trace, *reach;
    size_t r;
    json_object_foreach(report->traces, key, trace)
        json_array_foreach(json_object_get(trace, "reach"), r,
                           reach) if (!side || strcmp(side, json_text_at(reach, "side")) == 0)
            take(&hits, steps_hit(reach, below, above), json_array_size(json_object_get(reach, "low")),
                 json_text_at(trace, "name"));
    return hits;
}
