/* The first line of a program: what it says is taken as it says it, and what is malformed is refused with a reason. What
   the command line says of it is in tests/cli/foreign.bats. */
#include "harness/foreign/hello.h"

#include "harness/selection/select.h"

#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW "\"term\": \"nonsaturating.g\", \"variant\": \"v\", \"format\": \"f32\""

static enum status read(struct source *source, char **why, const char *text)
{
    *source = (struct source){.hello = (char *)text};
    *why = NULL;
    return hello_read(why, source);
}

Test(hello, is_taken_as_it_says)
{
    struct source s;
    char *why;
    enum status status = read(
        &s, &why,
        "{\"ganloss\": 1, \"library\": \"L\", \"version\": \"2.0\", \"memory\": true, \"kernels\": ["
        "{" ROW ", \"loss_ulp\": 2.5, \"grad_ulp\": null, \"first_class\": true},"
        "{\"term\": \"bce.target\", \"variant\": \"w-1_.+\", \"format\": \"f64\", \"kind\": \"element\", \"grad\": false}]}");
    cr_assert(status == STATUS_OK && !why);
    cr_assert_str_eq(s.library, "L 2.0");
    cr_assert(s.shares_memory && s.count == 2 && s.number == 2);
    const struct foreign *a = &s.kernels[0], *b = &s.kernels[1];
    cr_expect(a->number == 0 && b->number == 1 && a->size == sizeof(float) && b->size == sizeof(double));
    cr_expect_str_eq(a->code.term, "nonsaturating.g");
    cr_expect_str_eq(b->code.variant, "w-1_.+");
    cr_expect(a->code.loss_ulp == 2.5 && isinf(a->code.grad_ulp) && a->code.first_class &&
              !b->code.first_class);
    cr_expect(a->kernel.missing == 0 && b->kernel.missing == 1U << GRAD && b->kernel.term->operands == 2);
    cr_expect(a->source == &s && a->kernel.library == s.library);
    hello_free(&s);
}

/* What never errs may say so; and a kernel of means says that it is one. */
Test(hello, a_bound_may_be_0_and_a_kind_mean)
{
    struct source s;
    char *why;
    cr_assert_eq(read(&s, &why,
                      "{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{" ROW
                      ", \"loss_ulp\": 0, \"grad_ulp\": 0}, {" ROW ", \"kind\": \"mean\"}]}"),
                 STATUS_OK);
    cr_expect(s.kernels[0].code.loss_ulp <= 0 && s.kernels[0].code.grad_ulp <= 0 && !s.kernels[0].is_mean);
    cr_expect_str_eq(s.kernels[0].code.kind, "element");
    cr_expect(s.kernels[1].is_mean);
    cr_expect_str_eq(s.kernels[1].code.kind, "mean");
    hello_free(&s);
}

Test(hello, without_memory_bytes_go_through_the_descriptors)
{
    struct source s;
    char *why;
    cr_assert_eq(
        read(&s, &why, "{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{" ROW ", \"loss\": false}]}"),
        STATUS_OK);
    cr_expect(!s.shares_memory && s.kernels[0].kernel.missing == 1U << LOSS);
    cr_expect_str_eq(s.library, "L");
    hello_free(&s);
}

/* A kernel keeps its place in the hello though others before it are not known. */
Test(hello, skips_what_is_not_known)
{
    static const char *const unknown[] = {
        "\"term\": \"no.g\", \"variant\": \"a\", \"format\": \"f32\"",
        "\"term\": \"nonsaturating.g\", \"variant\": \"b\", \"format\": \"f16\"",
        ROW ", \"kind\": \"penalty\""};
    for (size_t i = 0; i < 3; i++) {
        struct source s;
        char *why, text[512];
        snprintf(text, sizeof text, "{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{%s}, {" ROW "}]}",
                 unknown[i]);
        said_start();
        enum status status = read(&s, &why, text);
        char *said = said_end();
        cr_assert_eq(status, STATUS_OK);
        cr_expect(s.count == 1 && s.kernels[0].number == 1 && s.number == 2);
        cr_expect(strstr(said, i == 0   ? "its term is"
                               : i == 1 ? "its format is"
                                        : "its kind is"),
                  "%s", said);
        free(said);
        hello_free(&s);
        snprintf(text, sizeof text, "{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{%s}]}", unknown[i]);
        said_start();
        status = read(&s, &why, text);
        free(said_end());
        cr_expect(status == STATUS_DATA && strstr(why, "names no kernel"));
        free(why);
        hello_free(&s);
    }
}

Test(hello, is_refused_with_a_reason)
{
    static const struct {
        const char *text, *reason;
        enum status status;
    } all[] = {
        {"", "is no hello", STATUS_DATA},
        {"[]", "is no hello", STATUS_DATA},
        {"{\"ganloss\": true}", "is no hello", STATUS_DATA},
        {"{\"ganloss\": 1, \"ganloss\": 1, \"library\": \"L\", \"kernels\": [{" ROW "}]}", "is no hello",
         STATUS_DATA},
        {"{\"ganloss\": 0}", "version 0", STATUS_DATA},
        {"{\"ganloss\": 1, \"kernels\": [{" ROW "}]}", "\"library\"", STATUS_DATA},
        {"{\"ganloss\": 1, \"library\": \"L\", \"kernels\": {}}", "\"kernels\"", STATUS_DATA},
        {"{\"ganloss\": 1, \"library\": \"L\", \"memory\": 1, \"kernels\": [{" ROW "}]}", "\"memory\"",
         STATUS_DATA},
        {"{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [null]}", "no object", STATUS_DATA},
        {"{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{" ROW ", \"kind\": null}]}", "kind",
         STATUS_DATA},
        {"{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{" ROW ", \"loss_ulp\": -0.5}]}", "loss_ulp",
         STATUS_DATA},
        {"{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{" ROW ", \"grad_ulp\": true}]}", "grad_ulp",
         STATUS_DATA},
        {"{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{" ROW ", \"grad\": 1}]}", "].grad of",
         STATUS_DATA},
        {"{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{" ROW ", \"first_class\": 1}]}", "first_class",
         STATUS_DATA},
        {"{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{" ROW ", \"loss\": false, \"grad\": false}]}",
         "neither loss nor grad", STATUS_DATA},
        {"{\"ganloss\": 1, \"error\": \"no device\"}", "no device", STATUS_UNAVAILABLE},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct source s;
        char *why;
        enum status status = read(&s, &why, all[i].text);
        cr_expect(status == all[i].status && why && strstr(why, all[i].reason), "%s: %s", all[i].text, why);
        free(why);
        hello_free(&s);
    }
}

/* A variant becomes part of ids, names of files and tables. */
Test(hello, takes_names_of_variants_alone)
{
    static const char *const bad[] = {"",
                                      "a b",
                                      "a/b",
                                      "\\u001b",
                                      "\\u00e9",
                                      "a*",
                                      "1234567890123456789012345678901234567890123456789012345678901234"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct source s;
        char *why, text[512];
        snprintf(
            text, sizeof text,
            "{\"ganloss\": 1, \"library\": \"L\", \"kernels\": [{\"term\": \"nonsaturating.g\", \"variant\": \"%s\", "
            "\"format\": \"f32\"}]}",
            bad[i]);
        cr_expect(read(&s, &why, text) == STATUS_DATA && why && strstr(why, "is no name"), "%s", bad[i]);
        free(why);
        hello_free(&s);
    }
}
