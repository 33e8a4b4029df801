/* besides.c -- what a kernel does besides its results, in the calls that the search makes by itself, without the levels below it. */
#include "harness/search/search.h"

#include "harness/record/record.h"
#include "tests/planted/hostile.h"
#include "tests/planted/planted.h"
#include "tests/support/searched.h"

#include <criterion/criterion.h>

static const struct plan one_round = {
    .level = EXHAUSTIVE, .seed = 1, .quiet = true, .shards = 1, .rounds = 1};

static const struct {
    const char *name;
    ganloss_f64 *f64;
    enum fault fault;
} rows[] = {
#define ROW(name, fault)                                                                                     \
    {                                                                                                        \
#name, hostile_##name##_f64, FAULT_##fault                                                           \
    }
    ROW(writes_one_more, OVERRUN),      ROW(writes_one_before, OVERRUN),
    ROW(writes_far_behind, OVERRUN),    ROW(writes_behind_its_inputs, OVERRUN),
    ROW(writes_its_inputs, INPUTS),     ROW(writes_nothing, UNWRITTEN),
    ROW(writes_every_other, UNWRITTEN), ROW(skips_the_last, UNWRITTEN),
    ROW(leaves_upward, ENVIRONMENT),    ROW(leaves_ftz, ENVIRONMENT),
    ROW(leaves_daz, ENVIRONMENT),       ROW(leaves_mmx, ENVIRONMENT),
    ROW(every_seventh_call, POSITION),  ROW(outputs_unlike_inputs, POSITION),
    ROW(lanes_of_both_signs, POSITION)};

Test(search_besides, each_is_found_and_said_by_name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct summary s = searched_planted(rows[i].f64, "nonsaturating.g/stable/f64", &one_round);
        cr_expect_gt(s.faults.of[rows[i].fault].count, 0, "%s", rows[i].name);
    }
}

Test(search_besides, of_a_good_one_there_is_nothing)
{
    struct summary s = searched_planted(planted[PLANTED_good_among_hostile_f64].f64,
                                        "nonsaturating.g/stable/f64", &one_round);
    cr_expect_not(faults_any(&s.faults));
    struct choice choice = searched_choice("nonsaturating.g/stable/f64");
    cr_expect(record_passes(&choice, &s));
}
