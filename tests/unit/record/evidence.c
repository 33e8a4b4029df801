/* What a maximum may claim: exact is every float, with every label, and nothing less. */
#include "harness/record/evidence.h"
#include "harness/record/record.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define FLOATS (UINT64_C(1) << 32)

static const struct {
    const char *id, *level;
    uint64_t inputs;
    bool searched;
    enum evidence is;
} table[] = {
    {"minimax.g/naive/f32", "exhaustive", FLOATS, false, EVIDENCE_EXACT},
    {"minimax.g/naive/f32", "exhaustive", FLOATS - 1, false, EVIDENCE_SAMPLED},
    {"minimax.g/naive/f32", "exhaustive", 0, false, EVIDENCE_SAMPLED},
    {"minimax.g/naive/f32", "full", FLOATS, false, EVIDENCE_SAMPLED},
    {"minimax.g/naive/f32", "quick", 1000, false, EVIDENCE_SAMPLED},
    {"minimax.g/naive/f64", "exhaustive", FLOATS, false, EVIDENCE_SAMPLED},
    {"minimax.g/naive/f64", "exhaustive", FLOATS, true, EVIDENCE_FOUND},
    {"minimax.g/naive/f32", "exhaustive", FLOATS, true, EVIDENCE_FOUND},
    {"bce.target/naive/f32", "exhaustive", 6 * FLOATS, false, EVIDENCE_EXACT},
    {"bce.target/naive/f32", "exhaustive", 5 * FLOATS, false, EVIDENCE_SAMPLED},
    {"bce.target/naive/f32", "exhaustive", FLOATS, false, EVIDENCE_SAMPLED},
};

Test(evidence, exact_is_every_float_with_every_label)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct choice choice;
        struct summary s = {.inputs = table[i].inputs, .searched.searches = table[i].searched};
        cr_assert(choice_find(&choice, table[i].id));
        json_t *record = record_json(&choice, &s, table[i].level);
        cr_expect_eq(evidence_of(&choice, &s, table[i].level), table[i].is, "row %zu", i);
        cr_expect_eq(evidence_of_record(record), table[i].is, "row %zu", i);
        cr_expect_str_eq(json_string_value(json_object_get(record, "evidence")),
                         evidence_words[table[i].is].word, "row %zu", i);
        /* a record does not vouch for itself */
        json_object_set_new(record, "evidence", json_string("exact"));
        cr_expect_eq(evidence_of_record(record), table[i].is, "row %zu", i);
        json_decref(record);
    }
    json_t *unknown = json_pack("{s:s, s:s, s:I}", "id", "no.term/naive/f32", "level", "exhaustive", "inputs",
                                (json_int_t)FLOATS);
    cr_expect_eq(evidence_of_record(unknown), EVIDENCE_SAMPLED, "how many labels it has is not known");
    json_decref(unknown);
}

Test(evidence, what_covers_two_says_the_less_of_both)
{
    for (int a = 0; a < EVIDENCES; a++)
        for (int b = 0; b < EVIDENCES; b++)
            cr_expect_eq((int)evidence_both((enum evidence)a, (enum evidence)b), a < b ? a : b);
}

/* The lines of a kernel with a maximum of 1.5 ulp and three NaN, from malloc. */
static char *printed(const char *id, const char *level, uint64_t inputs, bool complete)
{
    struct choice choice;
    struct summary s = {.inputs = inputs};
    char *text;
    size_t size;
    cr_assert(choice_find(&choice, id));
    s.ideal[LOSS] = (struct output_summary){.compared = 1, .max_ulp = 1.5L, .at = {1, 0}};
    if (strstr(id, "naive"))
        s.ideal[GRAD].classes[NAN_MISMATCH] = (struct extent){3, {1, 0}, {2, 0}, {(double)NAN, 0}, {1, 0}};
    FILE *to = open_memstream(&text, &size);
    record_print(to, &choice, &s, level, complete);
    fclose(to);
    return text;
}

Test(evidence, text_carries_it)
{
    static const struct {
        const char *id, *level;
        uint64_t inputs;
        bool complete;
        const char *said[3];
    } rows[] = {
        {"minimax.g/naive/f32",
         "quick",
         9,
         true,
         {"9 inputs, sampled: no bound", "sampled max >= 1.5 ulp", "nan       >=        3  "}},
        {"minimax.g/naive/f32",
         "exhaustive",
         FLOATS,
         true,
         {"inputs, exact: no bound", "exact max 1.5 ulp", "nan              3  "}},
        {"minimax.d_real/stable/f32", "quick", 9, true, {"sampled: none outside its bounds of", "", ""}},
        {"minimax.d_real/stable/f32", "exhaustive", FLOATS, true, {"exact: within its bounds of", "", ""}},
        {"minimax.d_real/stable/f32",
         "exhaustive",
         9,
         false,
         {"f32  INCOMPLETE: 9 inputs, sampled: no verdict", "max >= 1.5", ""}},
        {"minimax.d_real/stable/f32", "exhaustive", 0, false, {"INCOMPLETE: 0 inputs, not judged\n", "", ""}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = printed(rows[i].id, rows[i].level, rows[i].inputs, rows[i].complete);
        for (size_t k = 0; k < 3; k++)
            cr_expect_not_null(strstr(text, rows[i].said[k]), "row %zu: no '%s' in %s", i, rows[i].said[k],
                               text);
        free(text);
    }
}

Test(evidence, a_pass_that_is_not_proved_is_taken_back)
{
    struct choice choice;
    cr_assert(choice_find(&choice, "minimax.d_real/stable/f32"));
    struct summary part = {.inputs = 9}, whole = {.inputs = FLOATS}, failed = {.inputs = 9};
    failed.ideal[LOSS] = (struct output_summary){.compared = 1, .max_ulp = 99, .at = {1, 0}};
    json_t *records =
        json_pack("[o, o, o]", record_json(&choice, &part, "exhaustive"),
                  record_json(&choice, &whole, "exhaustive"), record_json(&choice, &failed, "exhaustive"));
    record_withdraw_passes(records);
    cr_expect(json_is_null(json_object_get(json_array_get(records, 0), "pass")));
    cr_expect(json_is_true(json_object_get(json_array_get(records, 1), "pass")));
    cr_expect(json_is_false(json_object_get(json_array_get(records, 2), "pass")));
    json_decref(records);
}
