#include "harness/record/searched.h"

#include "harness/base/json.h"

#include <math.h>
#include <stdbool.h>

void searched_add_point(struct searched *s, double x)
{
    size_t k = s->branch_points;
    for (size_t i = 0; i < s->branch_points; i++)
        if (s->branch_point[i] == x)
            return;
    if (s->branch_points == BRANCH_POINTS || isnan(x))
        return;
    for (; k > 0 && s->branch_point[k - 1] > x; k--)
        s->branch_point[k] = s->branch_point[k - 1];
    s->branch_point[k] = x;
    s->branch_points++;
}

static void merge_width(struct searched_width *to, const struct searched_width *from)
{
    if (from->high == 0)
        return;
    bool any = to->high > 0;
    to->low = from->low;
    to->high = from->high;
    to->sure = any ? fmin(to->sure, from->sure) : from->sure;
    to->half = any ? fmin(to->half, from->half) : from->half;
}

void searched_merge(struct searched *to, const struct searched *from)
{
    to->rounds += from->rounds;
    to->searches += from->searches;
    to->evaluations += from->evaluations;
    to->audited += from->audited;
    to->uncounted += from->uncounted;
    for (int i = 0; i < SEARCHED_WIDTHS; i++)
        merge_width(&to->width[i], &from->width[i]);
    for (size_t i = 0; i < from->branch_points; i++)
        searched_add_point(to, from->branch_point[i]);
}

json_t *searched_json(const struct searched *s)
{
    json_t *points = json_array();
    for (size_t i = 0; i < s->branch_points; i++)
        json_array_append_new(points, json_hex_float(s->branch_point[i]));
    json_t *widths = json_array();
    for (int i = 0; i < SEARCHED_WIDTHS && s->width[i].high > 0; i++)
        json_array_append_new(widths,
                              json_pack("{s:o, s:o, s:f, s:f}", "low", json_hex_float(s->width[i].low),
                                        "high", json_hex_float(s->width[i].high), "sure", s->width[i].sure,
                                        "half", s->width[i].half));
    return json_pack("{s:I, s:I, s:I, s:I, s:o, s:I, s:o}", "rounds", (json_int_t)s->rounds, "searches",
                     (json_int_t)s->searches, "evaluations", (json_int_t)s->evaluations, "audited",
                     (json_int_t)s->audited, "branch_points", points, "uncounted", (json_int_t)s->uncounted,
                     "widths", widths);
}

static uint64_t count_at(const json_t *object, const char *key)
{
    json_int_t n = json_integer_value(json_object_get(object, key));
    return n > 0 ? (uint64_t)n : 0;
}

struct searched searched_parse(const json_t *object)
{
    struct searched s = {.rounds = count_at(object, "rounds"),
                         .searches = count_at(object, "searches"),
                         .evaluations = count_at(object, "evaluations"),
                         .audited = count_at(object, "audited"),
                         .uncounted = count_at(object, "uncounted")};
    const json_t *widths = json_object_get(object, "widths");
    for (size_t i = 0; i < SEARCHED_WIDTHS && i < json_array_size(widths); i++) {
        const json_t *width = json_array_get(widths, i);
        s.width[i] = (struct searched_width){json_hex_float_value(json_object_get(width, "low")),
                                             json_hex_float_value(json_object_get(width, "high")),
                                             (double)json_number_at(width, "sure"),
                                             (double)json_number_at(width, "half")};
    }
    const json_t *points = json_object_get(object, "branch_points");
    for (size_t i = 0; i < json_array_size(points); i++)
        searched_add_point(&s, json_hex_float_value(json_array_get(points, i)));
    return s;
}
