#include "searched.h"

void searched_merge(struct searched *to, const struct searched *from)
{
    to->rounds += from->rounds;
    to->evaluations += from->evaluations;
    to->audited += from->audited;
    to->branch_points = from->branch_points > to->branch_points ? from->branch_points : to->branch_points;
}

json_t *searched_json(const struct searched *s)
{
    return json_pack("{s:I, s:I, s:I, s:I}", "rounds", (json_int_t)s->rounds, "evaluations",
                     (json_int_t)s->evaluations, "audited", (json_int_t)s->audited, "branch_points",
                     (json_int_t)s->branch_points);
}

static uint64_t count_at(const json_t *object, const char *key)
{
    json_int_t n = json_integer_value(json_object_get(object, key));
    return n > 0 ? (uint64_t)n : 0;
}

struct searched searched_parse(const json_t *object)
{
    return (struct searched){.rounds = count_at(object, "rounds"),
                             .evaluations = count_at(object, "evaluations"),
                             .audited = count_at(object, "audited"),
                             .branch_points = count_at(object, "branch_points")};
}
