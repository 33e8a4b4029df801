/* How far names are apart, and what is near enough to be told of. */
#include "harness/base/nearest.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(nearest, distances)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } known[] = {
        {"", "", 0},           {"", "abc", 3},          {"stable", "stabel", 1}, {"verify", "vefiry", 2},
        {"level", "levle", 1}, {"eval", "evil", 1},     {"list", "lists", 1},    {"Stable", "sTABLE", 0},
        {"ca", "abc", 3},      {"kitten", "sitting", 3}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        cr_expect_eq(nearest_distance(known[i].a, known[i].b), known[i].distance, "%s %s", known[i].a,
                     known[i].b);
        cr_expect_eq(nearest_distance(known[i].b, known[i].a), known[i].distance, "%s %s", known[i].b,
                     known[i].a);
    }
    char long_name[200];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    cr_expect_eq(nearest_distance(long_name, long_name), NEAREST_LONGEST);
    long_name[NEAREST_LONGEST - 1] = '\0';
    cr_expect_eq(nearest_distance(long_name, long_name), 0);
    cr_expect_eq(nearest_distance(long_name, ""), NEAREST_LONGEST - 1);
}

static const char *meant(const char *text)
{
    static const char *const names[] = {"list",  "eval", "verify", "bench",
                                        "batch", "f32",  "f64",    "nonsaturating.g"};
    static char hint[NEAREST_TEXT];
    struct nearest nearest = nearest_begin(text);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        nearest_try(&nearest, names[i]);
    return nearest_text(hint, &nearest);
}

Test(nearest, only_what_is_close)
{
    cr_expect_str_eq(meant("vefiry"), "; did you mean verify?");
    cr_expect_str_eq(meant("lst"), "; did you mean list?");
    cr_expect_str_eq(meant("nonsaturating"), "; did you mean nonsaturating.g?");
    cr_expect_str_eq(meant("bach"), "; did you mean batch?");
    cr_expect_str_eq(meant("EVAL"), "; did you mean eval?");
    cr_expect_str_eq(meant("f33"), "; did you mean f32?"); /* of two as near the first */
    cr_expect_str_eq(meant("foo"), "");
    cr_expect_str_eq(meant("verfiy"), "; did you mean verify?");
    cr_expect_str_eq(meant("vxxiry"), "");
    cr_expect_str_eq(meant(""), "");
}
