#include "harness/record/modes_json.h"
#include "harness/base/json.h"
#include "harness/record/result.h"

#include <math.h>
#include <stdlib.h>

static void set(json_t *object, int output, const char *what, json_t *value)
{
    char key[32];
    snprintf(key, sizeof key, "%s_%s", output_names[output], what);
    json_object_set_new(object, key, value);
}

static const json_t *get(const json_t *object, int output, const char *what)
{
    char key[32];
    snprintf(key, sizeof key, "%s_%s", output_names[output], what);
    return json_object_get(object, key);
}

json_t *modes_json(const struct choice *choice, const struct modes *modes)
{
    bool two_operands = choice->kernel->term->operands == 2;
    json_t *object = json_pack("{s:I}", "inputs", (json_int_t)modes->inputs);
    for (int mode = 0; mode < MODES; mode++) {
        json_t *of_mode = json_object();
        for (int k = 0; k < OUTPUTS; k++) {
            long double ulp = modes->max[mode][k].ulp;
            set(of_mode, k, "ulp", isinf(ulp) ? json_null() : result_ulp(ulp));
            set(of_mode, k, "at", json_hex_float(modes->max[mode][k].at.x));
            if (two_operands)
                set(of_mode, k, "target", json_hex_float(modes->max[mode][k].at.target));
        }
        json_object_set_new(object, mode_names[mode], of_mode);
    }
    for (int flag = 0; flag < FLAGS; flag++) {
        json_t *raised = json_pack("{s:I}", "count", (json_int_t)modes->raised[flag].count);
        bool any = modes->raised[flag].count > 0;
        json_object_set_new(raised, "first", any ? json_hex_float(modes->raised[flag].first.x) : json_null());
        if (two_operands)
            json_object_set_new(raised, "target",
                                any ? json_hex_float(modes->raised[flag].first.target) : json_null());
        json_object_set_new(object, flag_names[flag], raised);
    }
    return object;
}

static struct input input_parse(const json_t *x, const json_t *target)
{
    return (struct input){json_hex_float_value(x), target ? json_hex_float_value(target) : 0};
}

struct modes modes_parse(const json_t *object)
{
    struct modes modes = {.inputs = (uint64_t)json_integer_value(json_object_get(object, "inputs"))};
    for (int mode = 0; mode < MODES && modes.inputs > 0; mode++) {
        const json_t *of_mode = json_object_get(object, mode_names[mode]);
        for (int k = 0; k < OUTPUTS; k++) {
            modes.max[mode][k].ulp = result_ulp_value(get(of_mode, k, "ulp"), (long double)INFINITY);
            modes.max[mode][k].at = input_parse(get(of_mode, k, "at"), get(of_mode, k, "target"));
        }
    }
    for (int flag = 0; flag < FLAGS && modes.inputs > 0; flag++) {
        const json_t *raised = json_object_get(object, flag_names[flag]);
        modes.raised[flag].count = (uint64_t)json_integer_value(json_object_get(raised, "count"));
        modes.raised[flag].first =
            input_parse(json_object_get(raised, "first"), json_object_get(raised, "target"));
    }
    return modes;
}
