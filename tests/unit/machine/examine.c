/* What doctor finds is complete, plausible, and valid JSON. */
#include "harness/machine/examine.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    cr_assert(json_is_number(value), "%s", key);
    return json_number_value(value);
}

Test(examine, findings)
{
    json_t *made = examine_machine();
    char *text = json_dumps(made, 0);
    json_t *found = json_loads(text, 0, NULL);
    cr_assert_not_null(found, "%s", text);
    cr_assert_str_eq(json_string_value(json_object_get(found, "schema")), "ganloss-doctor/1");
    cr_assert(json_is_string(json_object_get(json_object_get(found, "machine"), "cpu")));
    cr_assert(json_is_boolean(json_object_get(json_object_get(found, "isa"), "avx2")));

    const json_t *clock = json_object_get(found, "clock");
    cr_assert(number(clock, "resolution_ns") >= 1);
    cr_assert(number(clock, "overhead_ns") > 1 && number(clock, "overhead_ns") < 1e5);

    const json_t *counters = json_object_get(found, "counters");
    cr_assert(json_is_true(json_object_get(counters, "available")) !=
                  json_is_string(json_object_get(counters, "reason")),
              "a reason where there are none, and only there");

    const json_t *pinning = json_object_get(found, "pinning");
    cr_assert(number(pinning, "allowed_cpus") >= 1);
    cr_assert_eq(json_is_true(json_object_get(pinning, "pinned")), number(pinning, "allowed_cpus") == 1);
    cr_assert(json_is_boolean(json_object_get(json_object_get(found, "single_stepping"), "available")));

    const json_t *noise = json_object_get(found, "noise");
    double min = number(noise, "min_ns"), median = number(noise, "median_ns"), max = number(noise, "max_ns");
    cr_assert_eq(number(noise, "samples"), 200);
    cr_assert(min > 1e5, "a run of the spin takes %g ns", min);
    cr_assert(min <= number(noise, "low_ns") && number(noise, "low_ns") <= median);
    cr_assert(median <= number(noise, "high_ns") && number(noise, "high_ns") <= max);
    cr_assert_float_eq(number(noise, "max_relative_spread"), (max - min) / median, 1e-9 * max / median);
    json_decref(made);
    json_decref(found);
    free(text);
}
