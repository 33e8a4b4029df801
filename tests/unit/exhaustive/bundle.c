/* bundle.c -- every float is judged once, in mixed company, and with 16 turns at each lane of a vector. */
#include "harness/exhaustive/bundle.h"
#include "harness/exhaustive/exhaustive.h"
#include "harness/record/record.h"
#include "tests/planted/planted.h"
#include "tests/support/replaced.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct orders orders;

/* Where each input stands in an order. */
static void places_of(size_t place[WINDOW], const struct order *order)
{
    float numbers[WINDOW], taken[WINDOW], back[WINDOW] = {0};
    for (int e = 0; e < WINDOW; e++) {
        numbers[e] = (float)e;
        place[e] = WINDOW;
    }
    for (size_t start = 0, n; start < WINDOW; start += n) {
        n = start + 700 < WINDOW ? 700 : WINDOW - start;
        order_take(order, start, n, numbers, taken + start);
        order_put(order, start, n, taken + start, back);
    }
    for (size_t p = 0; p < WINDOW; p++)
        place[(int)taken[p]] = p;
    cr_assert_arr_eq(back, numbers, sizeof back);
}

Test(order, holds_every_input_once)
{
    size_t place[WINDOW];
    orders_make(&orders, 3);
    for (uint64_t k = 0; k < 200; k++) {
        struct order order = order_by_chance(&orders, k * 0x9E3779B97F4A7C15);
        places_of(place, &order);
        for (int e = 0; e < WINDOW; e++)
            cr_assert_lt(place[e], (size_t)WINDOW, "input %d is nowhere", e);
    }
}

Test(order, turns_reach_each_lane_once)
{
    static unsigned lanes[WINDOW];
    orders_make(&orders, 3);
    for (unsigned turn = 0; turn < ORDER_LANES; turn++) {
        size_t place[WINDOW];
        struct order order = order_by_turn(&orders, turn);
        places_of(place, &order);
        for (int e = 0; e < WINDOW; e++)
            lanes[e] |= 1U << place[e] % ORDER_LANES;
    }
    for (int e = 0; e < WINDOW; e++)
        cr_assert_eq(lanes[e], (1U << ORDER_LANES) - 1, "input %d: %#x", e, lanes[e]);
}

/* In every 16 places of a mixed order stand all strips. */
Test(order, mixed_places_mix_strips)
{
    size_t place[WINDOW];
    unsigned strips[WINDOW / 16] = {0};
    orders_make(&orders, 3);
    struct order order = order_by_turn(&orders, 1);
    order.turn = 0;
    places_of(place, &order);
    for (int e = 0; e < WINDOW; e++)
        strips[place[e] / 16] |= 1U << e / SEGMENT;
    for (int v = 0; v < WINDOW / 16; v++)
        cr_assert_eq(strips[v], 0xffU);
}

static struct group group_of(const char *id, struct choice *choice)
{
    struct group group;
    struct selection one = {choice, 1};
    cr_assert(choice_find(choice, id));
    groups_make(&group, &one);
    return group;
}

Test(lots, each_is_judged_once_in_its_shard)
{
    const char *const ids[] = {"nonsaturating.g/stable/f32", "bce.target/stable/f32"};
    for (int i = 0; i < 2; i++) {
        struct choice choice;
        struct group group = group_of(ids[i], &choice);
        size_t all = (size_t)lots_passes(&group) * CHUNKS;
        unsigned char *seen = calloc(all, 1);
        size_t drawn = 0, tiny = 0;
        for (size_t shard = 0; shard < 3; shard++) {
            struct plan plan = {.seed = 1, .shard = shard, .shards = 3};
            struct lots lots = lots_make(&group, 5, &plan);
            for (uint64_t b = 0; b < lots_bundles(&lots); b++) {
                struct lot lot[STRIPS];
                lots_bundle(lot, &lots, b);
                for (int j = 0; j < STRIPS; j++) {
                    size_t pass = 0;
                    while (pass + 1 < (size_t)lots_passes(&group) && pass < CASES_LABELS &&
                           lot[j].label != (double)(float)cases_labels[pass])
                        pass++;
                    cr_assert(lot[j].label >= 0 && lot[j].label <= 1);
                    if (group.operands == 1)
                        pass = 0;
                    drawn += lot[j].judged && pass == CASES_LABELS;
                    tiny += lot[j].judged && pass == CASES_LABELS && lot[j].label < 0x1p-20;
                    /* a label that is drawn can be one of the five; then its lot is counted there */
                    if (lot[j].judged)
                        seen[pass * CHUNKS + lot[j].chunk]++;
                }
            }
        }
        size_t judged = 0;
        for (size_t k = 0; k < all; k++)
            judged += seen[k];
        cr_expect_eq(judged, all);
        if (i == 1) { /* a quarter is near 0, seven eighths of them that near, and as many near 1 */
            cr_expect_gt(drawn, CHUNKS * 7 / 10);
            cr_expect_gt(tiny, CHUNKS / 8);
            cr_expect_lt(tiny, CHUNKS / 3);
        }
        for (size_t k = 0; k < all && i == 0; k++)
            cr_assert_eq(seen[k], 1, "%zu", k);
        free(seen);
        groups_free(&group, 1);
    }
}

Test(lots, those_of_a_bundle_are_far_apart)
{
    struct choice choice;
    struct group group = group_of("nonsaturating.g/stable/f32", &choice);
    struct plan plan = {.seed = 1, .shards = 1};
    struct lots lots = lots_make(&group, 0, &plan);
    size_t mixed = 0;
    for (uint64_t b = 0; b < lots_bundles(&lots); b++) {
        struct lot lot[STRIPS];
        unsigned signs = 0;
        lots_bundle(lot, &lots, b);
        for (int j = 0; j < STRIPS; j++)
            signs |= 1U << (lot[j].chunk >> 15);
        mixed += signs == 3;
    }
    cr_expect_gt(mixed, lots_bundles(&lots) * 98 / 100); /* 1 - 2/256 have both signs */
    groups_free(&group, 1);
}

/* What exhaustive_run() finds of a kernel on the floats of one chunk. */
static struct summary judged_by(ganloss_f32 *f32, size_t chunk, unsigned positions)
{
    struct replaced at;
    struct selection one = {&at.choice, 1};
    struct summary summary;
    replaced_make(&at, "nonsaturating.g/stable/f32");
    at.code.f32 = f32;
    struct plan plan = {.level = EXHAUSTIVE,
                        .seed = 1,
                        .quiet = true,
                        .shard = chunk,
                        .shards = CHUNKS,
                        .positions = positions};
    cr_assert_eq(exhaustive_run(&summary, &one, &plan), EXHAUSTIVE_DONE);
    cr_expect_eq(summary.inputs, (uint64_t)CHUNK);
    return summary;
}

static struct summary judged(enum planted_row row, size_t chunk, unsigned positions)
{
    return judged_by(planted[row].f32, chunk, positions);
}

static size_t elements;

static void counting(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    __atomic_add_fetch(&elements, n, __ATOMIC_RELAXED);
    planted[PLANTED_good_among_hostile].f32(n, x, y, loss, grad);
}

/* How many elements the kernel is called on. */
static size_t elements_at(unsigned positions)
{
    elements = 0;
    struct summary s = judged_by(counting, 0x4080, positions);
    summary_clear(&s);
    return elements;
}

Test(bundle, positions_are_as_many_as_asked_for)
{
    size_t none = elements_at(0), one = elements_at(1), three = elements_at(3);
    cr_assert_geq(one - none, (size_t)CHUNK, "%zu, then %zu", none, one);
    /* the windows, in which a chunk has seven others with it, and again a sixteenth of them, or so, beside what the audit takes */
    size_t windows = (size_t)STRIPS * CHUNK;
    cr_expect_geq(none, windows + windows / 24, "%zu", none);
    cr_expect_leq(none, windows + windows / 8, "%zu", none);
    cr_assert_eq(three - none, 3 * (one - none), "%zu, %zu, %zu", none, one, three);
}

Test(bundle, sixteen_positions_find_one_float_in_one_lane)
{
    struct summary s = judged(PLANTED_lane_5_of_8_at_one_input, 0x4111, ORDER_LANES);
    cr_expect_eq(s.faults.of[FAULT_POSITION].count, 2, "it is at two of 16 lanes");
    cr_expect(s.ideal[GRAD].max_ulp > 30, "and is judged there");
    cr_expect_eq(s.faults.of[FAULT_POSITION].first.input.x, (double)0x1.234568p3F);
    summary_clear(&s);
    s = judged(PLANTED_good_among_hostile, 0x4111, ORDER_LANES);
    cr_expect_not(faults_any(&s.faults));
    summary_clear(&s);
}

/* Kernels that no value alone betrays, on 2^16 floats in the company of others. */
Test(bundle, finds_hostile_kernels)
{
    static const enum planted_row rows[] = {PLANTED_lanes_of_both_signs,
                                            PLANTED_lanes_of_far_magnitudes,
                                            PLANTED_lanes_all_of_one_binade,
                                            PLANTED_tail_by_another_formula,
                                            PLANTED_from_1000_on,
                                            PLANTED_every_hundredth_place,
                                            PLANTED_outputs_unlike_inputs,
                                            PLANTED_writes_nothing,
                                            PLANTED_writes_every_other,
                                            PLANTED_writes_one_more,
                                            PLANTED_writes_one_before,
                                            PLANTED_writes_its_inputs,
                                            PLANTED_leaves_upward,
                                            PLANTED_leaves_ftz,
                                            PLANTED_leaves_mmx,
                                            PLANTED_every_seventh_call,
                                            PLANTED_by_chance,
                                            PLANTED_by_errno};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct choice choice;
        struct summary s = judged(rows[i], 0x4080, 0);
        cr_assert(choice_find(&choice, "nonsaturating.g/stable/f32"));
        cr_expect_not(record_passes(&choice, &s), "%s", planted[rows[i]].name);
        summary_clear(&s);
    }
}
