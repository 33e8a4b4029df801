/* A kernel that is wrong on a grid, or on the numbers of a narrower format, and right everywhere else. */
#include "harness/record/record.h"
#include "harness/search/batch.h"
#include "tests/support/searched.h"

#include <criterion/criterion.h>
#include <math.h>

static const struct plan one_round = {
    .level = EXHAUSTIVE, .seed = 1, .quiet = true, .shards = 1, .rounds = 1};

static bool is_integer(double x)
{
    return rint(x) == x;
}

/* Whether x is of so many binary digits, and not of fewer than `least`. */
static bool has_digits(double x, int least, int most)
{
    int exponent;
    double part = fabs(frexp(x, &exponent));
    return isfinite(x) && x != 0 && is_integer(ldexp(part, most)) && !is_integer(ldexp(part, least - 1));
}

static bool is_odd_multiple(double x, double step, double low, double high)
{
    return x >= low && x < high && is_integer(x / step) && !is_integer(x / step / 2);
}

static bool is_decimal(double x, double scale)
{
    return rint(x * scale) / scale == x && rint(x * scale / 10) / (scale / 10) != x;
}

#define WRONG(name, condition) SEARCHED_PLANT(name, if (condition) loss[i] *= 1 + 0x1p-40)
WRONG(on_64ths, is_odd_multiple(x[i], 0x1p-6, -64, 64))
WRONG(on_64ths_from_50, is_odd_multiple(x[i], 0x1p-6, 50, 52))
WRONG(on_1024ths, is_odd_multiple(x[i], 0x1p-10, -8, 8))
WRONG(on_quarters, is_odd_multiple(x[i], 0x1p-2, 100, 128))
WRONG(on_integers_of_300, is_odd_multiple(x[i], 1, 300, 400))
WRONG(on_thousandths, fabs(x[i]) < 4 && is_decimal(x[i], 1000))
WRONG(on_hundredths_from_30, x[i] > 30 && x[i] < 40 && is_decimal(x[i], 100))
WRONG(on_floats, has_digits(x[i], 20, 24))
WRONG(on_floats_of_a_binade, has_digits(x[i], 20, 24) && x[i] >= 2 && x[i] < 4)
WRONG(on_bfloat16, has_digits(x[i], 8, 8) && x[i] < -64)
WRONG(on_half, has_digits(x[i], 11, 11) && fabs(x[i]) < 0x1p-6)
WRONG(above_a_power, x[i] == 0x1.0000000000001p-40 || x[i] == -0x1.0000000000001p200)
WRONG(at_powers_of_ten, x[i] == 1e-33 || x[i] == 1e22)
WRONG(on_255ths, x[i] > 0 && x[i] < 1 && x[i] == rint(x[i] * 255) / 255)
WRONG(on_256ths, is_odd_multiple(x[i], 0x1p-8, 0, 1))
WRONG(on_ten_thousandths, is_decimal(x[i], 1e4))

Test(grid, finds_what_is_wrong_on_it)
{
    static const struct {
        const char *what;
        ganloss_f64 *planted;
        const char *id;
    } rows[] = {{"multiples of 1/64", on_64ths, "nonsaturating.g/stable/f64"},
                {"64 multiples of 1/64", on_64ths_from_50, "nonsaturating.g/stable/f64"},
                {"multiples of 1/1024", on_1024ths, "nonsaturating.g/stable/f64"},
                {"multiples of 1/4", on_quarters, "nonsaturating.g/stable/f64"},
                {"integers", on_integers_of_300, "nonsaturating.g/stable/f64"},
                {"k/1000", on_thousandths, "nonsaturating.g/stable/f64"},
                {"k/100", on_hundredths_from_30, "nonsaturating.g/stable/f64"},
                {"floats", on_floats, "nonsaturating.g/stable/f64"},
                {"floats of one binade", on_floats_of_a_binade, "nonsaturating.g/stable/f64"},
                {"bfloat16", on_bfloat16, "nonsaturating.g/stable/f64"},
                {"half precision", on_half, "nonsaturating.g/stable/f64"},
                {"beside a power of two", above_a_power, "nonsaturating.g/stable/f64"},
                {"powers of ten", at_powers_of_ten, "nonsaturating.g/stable/f64"},
                {"D = k/255", on_255ths, "minimax.g@D/stable/f64"},
                {"D = k/256", on_256ths, "minimax.g@D/stable/f64"},
                {"D = k/10000", on_ten_thousandths, "minimax.g@D/stable/f64"},
                {"floats as D", on_floats, "minimax.g@D/stable/f64"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct summary s = searched_planted(rows[i].planted, rows[i].id, &one_round);
        struct choice choice = searched_choice(rows[i].id);
        cr_expect_not(record_passes(&choice, &s), "%s: not found", rows[i].what);
    }
}

/* One double in one of eight lanes: found where each input is tried at every lane, and then by name. */
SEARCHED_PLANT(one_input_in_lane_5, if (i % 8 == 5 && x[i] == 2.625) grad[i] *= 1 + 0x1p-40)
SEARCHED_PLANT(nothing, (void)0)

Test(grid, sixteen_positions_find_one_double_in_one_lane)
{
    struct choice choice = searched_choice("nonsaturating.g/stable/f64");
    struct plan plan = one_round;
    plan.positions = SEARCH_LANES;
    struct summary s = searched_planted(one_input_in_lane_5, "nonsaturating.g/stable/f64", &plan);
    cr_expect_not(record_passes(&choice, &s));
    cr_expect_geq(s.faults.of[FAULT_POSITION].count, 2);
    cr_expect_eq(s.faults.of[FAULT_POSITION].first.input.x, 2.625);
    s = searched_planted(nothing, "nonsaturating.g/stable/f64", &plan);
    cr_expect(record_passes(&choice, &s) && !faults_any(&s.faults));
}

/* At each of sixteen lanes indeed, whatever the length of the call. */
static unsigned lanes;
static void note_lane(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    searched_good(n, x, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        lanes |= x[i] == 2.625 ? 1U << i % SEARCH_LANES : 0;
}

Test(grid, positions_are_all_lanes)
{
    static struct search_batch batch;
    struct guard guard = guard_make(SEARCH_ROOM);
    struct choice choice = searched_choice("nonsaturating.g/stable/f64");
    struct kernel kernel = *choice.kernel;
    struct ganloss_kernel code = *kernel.code;
    struct summary found = {0};
    searched_good = code.f64;
    code.f64 = note_lane;
    kernel.code = &code;
    choice.kernel = &kernel;
    batch.guard = &guard;
    for (size_t n = 1; n <= PROBE_BLOCK; n += n < 40 ? 1 : 123) {
        for (size_t i = 0; i < n; i++)
            batch.x[i] = i == n / 3 ? 2.625 : 1;
        batch.n = n;
        lanes = 0;
        search_batch_run(&batch, &choice, &found, 7, SEARCH_LANES);
        cr_expect_eq(lanes, 0xffff, "%zu inputs: %x", n, lanes);
        lanes = 0;
        search_batch_run(&batch, &choice, &found, 8, 3);
        cr_expect_geq(__builtin_popcount(lanes), 4, "%zu inputs: three more, not %x", n, lanes);
    }
    guard_free(&guard);
}

/* Near multiples of ln 2 in the hundreds there is nothing but chance: each round has some. */
static size_t by_chance(uint64_t rounds)
{
    struct plan plan = one_round;
    plan.rounds = rounds;
    size_t count, near = 0;
    searched_planted(searched_spy, "nonsaturating.g/stable/f64", &plan);
    const struct input *seen = searched_seen(&count);
    for (size_t i = 0; i < count; i++) {
        double turns = fabs(seen[i].x) / 0.6931471805599453;
        near += turns > 200 && turns < 1000 && fabs(turns - rint(turns)) < 0x1p-19;
    }
    return near;
}

Test(grid, every_round_tries_inputs_by_chance)
{
    size_t first = by_chance(1), later = by_chance(9);
    cr_expect(first > 500 && first < 3000, "%zu", first);
    cr_expect(later > first + 200, "%zu, then %zu", first, later);
}
