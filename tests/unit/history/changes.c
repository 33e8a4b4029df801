/* What changed between versions: any difference of what is exact, none of what is noise, and since when it is worse. */
#include "harness/history/changes.h"
#include "harness/base/json.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 40 };

/* A series of one list, of one figure with these values, -1 where a version has none; versions are v0, v1, and so on. */
static json_t *series_of(const char *evidence, const char *figure, size_t count, const double value[])
{
    json_t *versions = json_array(), *all = json_array();
    for (size_t v = 0; v < count; v++) {
        char label[24];
        snprintf(label, sizeof label, "v%zu", v);
        json_t *figures = json_object(), *samples = json_object();
        if (value[v] >= 0) {
            json_object_set_new(figures, figure, json_real(value[v]));
            json_object_set_new(samples, figure, json_pack("[f]", value[v]));
        }
        json_array_append_new(versions, json_pack("{s:s, s:i, s:o, s:o, s:{s:[s]}}", "version", label,
                                                  "documents", 1, "figures", figures, "samples", samples,
                                                  "around", "libc", v < 2 ? "2.36" : "2.41"));
        json_array_append_new(all, json_pack("{s:s}", "version", label));
    }
    return json_pack("{s:o, s:[{s:s, s:s, s:s, s:s, s:s, s:o}]}", "versions", all, "lists", "kernel",
                     "a.g/b/f32", "library", "", "kind", "accuracy", "evidence", evidence, "basis", "",
                     "versions", versions);
}

/* "worse v2, better v3 | worse since v2" */
static void expect(const char *evidence, const char *figure, size_t count, const double value[],
                   const char *want)
{
    json_t *series = series_of(evidence, figure, count, value), *one;
    char said[512] = "";
    size_t i;
    history_changes(series);
    const json_t *list = json_array_get(json_object_get(series, "lists"), 0);
    json_array_foreach(json_object_get(list, "changes"), i, one)
        sprintf(said + strlen(said), "%s%s %s", i ? ", " : "", json_text_at(one, "verdict"),
                json_text_at(one, "version"));
    json_array_foreach(json_object_get(list, "worse"), i, one)
        sprintf(said + strlen(said), " | since %s", json_text_at(one, "version"));
    cr_expect_str_eq(said, want, "%s: %s, not %s", figure, said, want);
    json_decref(series);
}

#define EXPECT(evidence, figure, want, ...)                                                                  \
    expect(evidence, figure, sizeof(double[]){__VA_ARGS__} / sizeof(double), (double[]){__VA_ARGS__}, want)

Test(changes, what_is_exact_changes_where_it_differs_at_all)
{
    EXPECT("sampled", "grad.max_ulp", "", 2, 2, 2);
    EXPECT("sampled", "grad.max_ulp", "worse v1 | since v1", 2, 2.00000001, 2.00000001);
    EXPECT("sampled", "grad.max_ulp", "better v1", 2, 1.9, 1.9);
    EXPECT("sampled", "grad.vanished", "worse v1, better v2", 0, 1, 0);
    EXPECT("sampled", "grad.vanished", "worse v1 | since v1", -1, 5);   /* not written: none */
    EXPECT("sampled", "grad.max_ulp", "worse v2 | since v2", 2, -1, 3); /* not known there */
    EXPECT("sampled", "grad.max_ulp", "", -1, 3);
    EXPECT("sampled", "grad.max_ulp", "worse v1", 2, 3, -1); /* of the last nothing is known */
}

Test(changes, the_first_version_since_which_it_was_never_so_good)
{
    EXPECT("exact", "loss.max_ulp", "worse v1, better v2, worse v4 | since v4", 2, 3, 2, 2, 4, 4);
    EXPECT("exact", "loss.max_ulp", "worse v1, worse v3 | since v3", 2, 3, 3, 4);
    EXPECT("exact", "loss.max_ulp", "worse v1, better v3 | since v1", 2, 5, 5, 3);
    EXPECT("exact", "loss.max_ulp", "worse v1, better v2", 2, 3, 2);
}

Test(changes, of_a_search_counts_say_whether_there_are_any)
{
    EXPECT("found", "grad.not_rounded", "", 10, 20, 15);
    EXPECT("found", "grad.nan", "worse v1, better v3", 0, 4, 9, 0);
    EXPECT("found", "grad.max_ulp", "worse v1 | since v1", 2, 2.5);
}

Test(changes, instructions_by_more_than_a_thousandth_and_they_cannot_creep)
{
    EXPECT("", "instructions_per_element", "", 1000, 1000.9, 1000, 999.5);
    EXPECT("", "instructions_per_element", "worse v1 | since v1", 1000, 1001.1);
    EXPECT("", "instructions_per_element", "worse v3 | since v1", 1000, 1000.5, 1000.9, 1001.5);
}

Test(changes, a_time_by_a_test_and_by_more_than_a_hundredth)
{
    double value[MOST];
    for (size_t v = 0; v < MOST; v++)
        value[v] = (v < 20 ? 10 : 10.5) + 0.02 * (double)(v * 7 % 10);
    expect("", "ns_per_element", MOST, value, "worse v20 | since v20");
    for (size_t v = 0; v < MOST; v++)
        value[v] = (v < 20 ? 10 : 10.09) + 0.001 * (double)(v * 7 % 10); /* as sure, and nobody's concern */
    expect("", "ns_per_element", MOST, value, "");
    for (size_t v = 0; v < MOST; v++)
        value[v] = v == 39 ? 12 : 10 + 0.02 * (double)(v * 7 % 10); /* once is nothing */
    expect("", "ns_per_element", MOST, value, "");
    for (size_t v = 0; v < MOST; v++)
        value[v] = (v < 15 ? 10 : v < 28 ? 12 : 11) + 0.02 * (double)(v * 7 % 10);
    expect("", "ns_per_element", MOST, value, "worse v15, better v28");
}

Test(changes, what_else_changed_and_the_verdict_on_the_last_version)
{
    static const struct {
        const char *figure;
        double value[3];
        enum status status;
    } table[] = {{"grad.max_ulp", {2, 2, 2}, STATUS_OK},
                 {"grad.max_ulp", {2, 3, 3}, STATUS_OK}, /* told of, but not of the last */
                 {"grad.max_ulp", {2, 2, 3}, STATUS_NUMERICAL},
                 {"grad.max_ulp", {2, 3, 2}, STATUS_OK},
                 {"fault.state", {0, 0, 1}, STATUS_NUMERICAL},
                 {"instructions_per_element", {2, 2, 3}, STATUS_PERFORMANCE}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        json_t *series = series_of("sampled", table[i].figure, 3, table[i].value);
        history_changes(series);
        cr_expect_eq(history_verdict(series), table[i].status, "row %zu", i);
        json_decref(series);
    }
    json_t *series = series_of("sampled", "grad.max_ulp", 3, (double[]){2, 3, 4});
    history_changes(series);
    const json_t *changes = json_object_get(json_array_get(json_object_get(series, "lists"), 0), "changes");
    cr_expect_eq(json_array_size(json_object_get(json_array_get(changes, 0), "also")), 0);
    cr_expect_str_eq(
        json_string_value(json_array_get(json_object_get(json_array_get(changes, 1), "also"), 0)),
        "libc 2.36 -> 2.41");
    json_array_append_new(json_object_get(series, "versions"), json_pack("{s:s}", "version", "v3"));
    history_changes(series);
    cr_expect_eq(history_verdict(series), STATUS_UNFINISHED, "the version before has it, the last has not");
    json_array_append_new(json_object_get(series, "versions"), json_pack("{s:s}", "version", "v4"));
    history_changes(series);
    cr_expect_eq(history_verdict(series), STATUS_OK, "nor has the one before");
    json_decref(series);
}
