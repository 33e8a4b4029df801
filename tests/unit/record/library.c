/* library.c -- foreign kernels in documents, read without their programs. */
#include "harness/record/library.h"

#include "harness/record/record.h"

#include <criterion/criterion.h>
#include <math.h>

static json_t *record_of(const char *id, const char *library, const char *lacks)
{
    return json_pack(
        "{s:s, s:s*, s:s*, s:s, s:i, s:b, s:{s:f, s:n, s:i, s:i, s:{}}, s:{s:n, s:n, s:i, s:i, s:{}}}", "id",
        id, "library", library, "lacks", lacks, "level", "quick", "inputs", 3, "pass", 1, "loss", "bound_ulp",
        2.5, "max_ulp", "compared", 0, "not_rounded", 1, "classes", "grad", "bound_ulp", "max_ulp",
        "compared", 0, "not_rounded", 0, "classes");
}

static bool parse(struct choice *choice, json_t *record)
{
    struct summary summary;
    bool parsed = record_parse(choice, &summary, record);
    json_decref(record);
    return parsed;
}

Test(library, a_record_names_its_kernel_without_its_program)
{
    struct choice a, again, other, own;
    char text[LIBRARY_TEXT];
    cr_assert(parse(&a, record_of("nonsaturating.g/fast/f32", "SLEEF 3.5", NULL)));
    cr_expect(!choice_is_callable(&a));
    cr_expect_str_eq(library_text(text, &a), " (SLEEF 3.5)");
    cr_expect_str_eq(a.kernel->code->variant, "fast");
    cr_expect_eq(a.format, &formats[F32]);
    cr_expect_eq(choice_bound(&a, LOSS), 2.5);
    cr_expect(isinf(choice_bound(&a, GRAD)));
    cr_expect(choice_has(&a, LOSS) && choice_has(&a, GRAD));
    cr_assert(parse(&again, record_of("nonsaturating.g/fast/f32", "SLEEF 3.5", NULL)));
    cr_expect_eq(a.kernel, again.kernel);
    cr_assert(parse(&other, record_of("nonsaturating.g/fast/f32", "SLEEF 3.6", NULL)));
    cr_expect_neq(a.kernel, other.kernel);
    cr_assert(parse(&other, record_of("nonsaturating.g/fast/f32", "SLEEF 3.6", "grad")));
    cr_expect_neq(a.kernel, other.kernel);
    cr_expect(choice_has(&other, LOSS) && !choice_has(&other, GRAD));
    cr_assert(parse(&own, record_of("nonsaturating.g/stable/f32", NULL, NULL)));
    cr_expect(choice_is_callable(&own));
    cr_expect_str_eq(library_text(text, &own), "");
}

Test(library, another_librarys_kernel_is_never_taken_for_ones_own)
{
    struct choice choice;
    cr_assert(parse(&choice, record_of("nonsaturating.g/stable/f32", "evil", NULL)));
    cr_expect(!choice_is_callable(&choice));
    cr_expect(!parse(&choice, record_of("nonsaturating.g/fast/f32", NULL, NULL)));
    cr_expect(!parse(&choice, record_of("none.g/fast/f32", "SLEEF", NULL)));
    cr_expect(!parse(&choice, record_of("nonsaturating.g/fast/f16", "SLEEF", NULL)));
}

Test(library, what_is_written_is_read)
{
    struct choice then, now;
    struct summary summary = {.inputs = 3};
    cr_assert(parse(&then, record_of("bce.target/own/f64", "A\tB \xc3\xa9", "loss")));
    json_t *record = record_json(&then, &summary, "quick");
    cr_expect_str_eq(json_string_value(json_object_get(record, "library")), "A\tB \xc3\xa9");
    cr_assert(parse(&now, record));
    cr_expect_eq(then.kernel, now.kernel);
    char text[LIBRARY_TEXT];
    cr_expect_str_eq(library_text(text, &now), " (A?B \xc3\xa9)");
}
