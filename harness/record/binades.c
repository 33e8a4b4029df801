#include "harness/record/binades.h"

#include "harness/base/json.h"
#include "harness/record/result.h"

#include <math.h>
#include <string.h>

bool peak_is_higher(const struct peak *a, const struct peak *b)
{
    if (!a->any || !b->any)
        return a->any;
    if (a->screened < b->screened || a->screened > b->screened)
        return a->screened > b->screened;
    return a->bits < b->bits || (a->bits == b->bits && a->target < b->target);
}

void binades_merge(struct binades *to, const struct binades *from)
{
    for (int i = 0; i < BINADES; i++) {
        struct binade *b = &to->at[i];
        const struct binade *f = &from->at[i];
        b->inputs += f->inputs;
        b->not_rounded += f->not_rounded;
        b->failures += f->failures;
        if (peak_is_higher(&f->peak, &b->peak))
            b->peak = f->peak;
    }
    for (int i = 0; i < ULP_BINS; i++)
        to->histogram[i] += from->histogram[i];
}

static json_t *binade_json(const struct binade *b, int index)
{
    const struct peak *p = &b->peak;
    return json_pack("[o, I, I, I, o, o, o, o, o]",
                     json_hex_float((double)float_of_bits((uint32_t)index << 23)), (json_int_t)b->inputs,
                     (json_int_t)b->not_rounded, (json_int_t)b->failures,
                     p->any ? result_ulp(p->ulp) : json_null(),
                     p->any ? json_hex_float((double)float_of_bits(p->bits)) : json_null(),
                     p->any ? json_hex_float((double)p->target) : json_null(),
                     p->any ? json_hex_float((double)p->got) : json_null(),
                     p->any ? json_hex_float(p->screened) : json_null());
}

json_t *binades_json(const struct binades *b)
{
    json_t *histogram = json_array(), *binades = json_array();
    for (int i = 0; i < ULP_BINS; i++)
        json_array_append_new(histogram, json_integer((json_int_t)b->histogram[i]));
    for (int i = 0; i < BINADES; i++)
        if (b->at[i].inputs > 0)
            json_array_append_new(binades, binade_json(&b->at[i], i));
    return json_pack("{s:o, s:o}", "histogram", histogram, "binades", binades);
}

static bool binade_parse(struct binades *to, json_t *row)
{
    json_t *first, *ulp, *at, *target, *got, *screened;
    json_int_t inputs, not_rounded, failures;
    if (json_unpack(row, "[o, I, I, I, o, o, o, o, o!]", &first, &inputs, &not_rounded, &failures, &ulp, &at,
                    &target, &got, &screened) != 0 ||
        !json_is_string(first) || inputs < 0 || not_rounded < 0 || failures < 0)
        return false;
    struct peak p = {.any = !json_is_null(ulp)};
    if (p.any) {
        p.ulp = result_ulp_value(ulp, -1);
        p.screened = json_hex_float_value(screened);
        p.bits = bits_of_float((float)json_hex_float_value(at));
        p.target = (float)json_hex_float_value(target);
        p.got = (float)json_hex_float_value(got);
        if (p.ulp < 0 || isnan(p.screened) || isnan(p.target))
            return false;
    }
    to->at[bits_of_float((float)json_hex_float_value(first)) >> 23] =
        (struct binade){(uint64_t)inputs, (uint64_t)not_rounded, (uint64_t)failures, p};
    return true;
}

bool binades_parse(struct binades *to, const json_t *object)
{
    json_t *histogram = json_object_get(object, "histogram"), *binades = json_object_get(object, "binades"),
           *item;
    size_t i;
    *to = (struct binades){0};
    if (json_array_size(histogram) != ULP_BINS || !json_is_array(binades))
        return false;
    json_array_foreach(histogram, i, item)
    {
        if (!json_is_integer(item) || json_integer_value(item) < 0)
            return false;
        to->histogram[i] = (uint64_t)json_integer_value(item);
    }
    json_array_foreach(binades, i, item)
    {
        if (!binade_parse(to, item))
            return false;
    }
    return true;
}
