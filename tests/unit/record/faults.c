/* faults.c -- faults merge in any order to the same, and come back from a document as they went. */
#include "harness/base/random.h"
#include "harness/record/faults_json.h"
#include "harness/record/faults_text.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct faults some(uint64_t *state)
{
    struct faults faults = {0};
    for (int k = 0; k < 5; k++) {
        struct fault_at at = {.stage = (enum fault_stage)random_below(state, FAULT_STAGES),
                              .block = random_below(state, 3),
                              .n = 1 + random_below(state, 9),
                              .input = {0.5, 0},
                              .got = 1,
                              .before = 2};
        at.index = (int64_t)random_below(state, at.n + 2) - 1;
        at.parts = (unsigned)random_below(state, 1 << ENVIRONMENT_PARTS);
        faults_add(&faults, (enum fault)random_below(state, FAULTS), &at, random_below(state, 4));
    }
    return faults;
}

static bool same(const struct faults *a, const struct faults *b)
{
    for (int i = 0; i < FAULTS; i++) {
        const struct fault_at *p = &a->of[i].first, *q = &b->of[i].first;
        if (a->of[i].count != b->of[i].count ||
            (a->of[i].count > 0 &&
             (p->stage != q->stage || p->block != q->block || p->n != q->n || p->index != q->index ||
              (i == FAULT_ENVIRONMENT && p->parts != q->parts))))
            return false;
    }
    return true;
}

Test(faults, merge_in_any_order)
{
    uint64_t state = 1;
    for (int round = 0; round < 1000; round++) {
        struct faults a = some(&state), b = some(&state), ab = a, ba = b;
        faults_merge(&ab, &b);
        faults_merge(&ba, &a);
        for (int i = 0; i < FAULTS; i++)
            cr_assert_eq(ab.of[i].count, a.of[i].count + b.of[i].count);
        ba.of[FAULT_ENVIRONMENT].first.parts =
            ab.of[FAULT_ENVIRONMENT].first.parts; /* of equal places, any */
        cr_assert(same(&ab, &ba));
    }
}

Test(faults, come_back_from_a_document)
{
    uint64_t state = 2;
    for (int round = 0; round < 100; round++) {
        struct faults before = some(&state);
        json_t *object = faults_json(&before);
        struct faults after = faults_parse(object);
        cr_assert(same(&before, &after));
        json_decref(object);
    }
    struct faults none = faults_parse(NULL);
    cr_expect_not(faults_any(&none));
}

Test(faults, only_places_do_not_fail_every_kernel)
{
    for (int i = 0; i < FAULTS; i++) {
        struct faults faults = {0};
        const struct fault_at at = {.n = 1};
        faults_add(&faults, (enum fault)i, &at, 1);
        cr_expect(faults_any(&faults));
        cr_expect_eq(faults_fail(&faults), i != FAULT_POSITION);
    }
}

Test(faults, are_said)
{
    struct choice choice;
    struct faults faults = {0};
    const struct fault_at at = {STAGE_PLACES, 17, 5, 5, {0, 0}, 0, 0, 0};
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    cr_assert(choice_find(&choice, "nonsaturating.g/stable/f32"));
    faults_add(&faults, FAULT_OVERRUN, &at, 2);
    faults_print(to, &choice, &faults, FAULT_OVERRUN);
    fclose(to);
    cr_expect_str_eq(text,
                     "overrun: wrote beside its arrays, 2 calls; first at element 5, in a call of 5 elements "
                     "(places, block 17)");
    free(text);
}

Test(faults, those_that_fail_are_lines_and_a_record)
{
    struct choice choice;
    struct faults faults = {0}, none = {0};
    const struct fault_at at = {STAGE_STEPS, 3, 5, 2, {0.5, 0}, 1, 0, 0};
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    json_t *section = json_array();
    cr_assert(choice_find(&choice, "nonsaturating.g/stable/f32"));
    faults_add(&faults, FAULT_INPUTS, &at, 1);
    faults_add(&faults, FAULT_ENVIRONMENT, &at, 1);
    faults_add(&faults, FAULT_POSITION, &at, 1);
    cr_expect_eq(faults_print_failures(to, &choice, &none, "again"), 0);
    cr_expect_eq(faults_print_failures(to, &choice, &faults, "again"), 2);
    fclose(to);
    cr_expect_str_eq(
        text,
        "FAIL nonsaturating.g/stable/f32 inputs: wrote into its inputs, 1 calls; first at element 2, "
        "0x1p-1 = 0.5, in a call of 5 elements (steps, block 3); again\n"
        "FAIL nonsaturating.g/stable/f32 environment: left the floating-point environment changed, "
        "1 calls (the rounding mode); first at element 2, 0x1p-1 = 0.5, in a call of 5 elements (steps, "
        "block 3); again\n");
    free(text);
    faults_json_add(section, &choice, &none);
    cr_expect_eq(json_array_size(section), 0);
    faults_json_add(section, &choice, &faults);
    const json_t *record = json_array_get(section, 0);
    cr_expect_str_eq(json_string_value(json_object_get(record, "id")), "nonsaturating.g/stable/f32");
    cr_expect_eq(json_object_size(json_object_get(record, "faults")), 3);
    json_decref(section);
}
