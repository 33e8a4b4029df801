/* The bench on kernels of known behaviour, by an invented clock: twice the work measures as twice the time,
   samples are long enough, inputs are the right ones, the budget holds, and nothing is skipped in silence. */
#include "harness/bench/bench.h"
#include "harness/base/interrupt.h"
#include "harness/base/stats.h"
#include "harness/bench/arrays.h"
#include "harness/bench/measure.h"
#include "harness/bench/plan.h"
#include "harness/bench/precise.h"
#include "harness/bench/print.h"
#include "harness/bench/report.h"
#include "harness/bench/rows.h"
#include "harness/bench/sample.h"
#include "harness/inputs/regime.h"
#include "harness/selection/select.h"
#include "tests/support/invented.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static size_t calls;

/* Takes so many ns per element. */
static void take(int ns, size_t n, const double x[], double loss[], double grad[])
{
    calls++;
    memcpy(loss, x, n * sizeof *x);
    memcpy(grad, x, n * sizeof *x);
    invented_now += ns * (int64_t)n;
}

static void once(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    (void)y;
    take(50, n, x, loss, grad);
}

static void twice(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    (void)y;
    take(100, n, x, loss, grad);
}

static struct bench bench;

/* Interrupts the run, once, in its own second sample: too early for any row to have enough of them. */
static void impatient(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    static bool raised;
    once(n, x, y, loss, grad);
    if (!raised && bench.rows[bench.count - 1].samples == 1) {
        raised = true;
        raise(SIGINT);
    }
}

/* Takes 50 ms beyond the batches that calibration sees. */
static void deceptive(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    twice(n, x, y, loss, grad);
    invented_now += n > 4096 ? 50000000 : 0;
}

/* Every other sample takes half as long again. */
static void noisy(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    once(n, x, y, loss, grad);
    invented_now += bench.rows[0].samples % 2 == 1 ? 25 * (int64_t)n : 0;
}

/* What the pools of x and y have to be: of whole batches, no fewer than 65,536 elements where a cache has room for them. */
enum { WIDEST = 500, POOL = 65536 + WIDEST }; /* within one block of the batch kernel */
static double right_logits[POOL], right_probabilities[POOL], right_labels[POOL];
static size_t wrong_inputs, latency_calls, last_place;

/* Calls go round the pool batch by batch; only latencies take their input from elsewhere. */
static void check_inputs(size_t n, const double x[], const double y[], const double right[], bool labels)
{
    const double *pool = (const double *)bench.arrays.x, *label_pool = (const double *)bench.arrays.y;
    size_t place = (size_t)(x - pool);
    bool within = x >= pool && place + n <= POOL;
    latency_calls += !within && n == 1;
    wrong_inputs += !within && n != 1;
    wrong_inputs += within && memcmp(x, right + place, n * sizeof *x) != 0;
    wrong_inputs += within && place % n != 0;
    wrong_inputs += labels ? memcmp(y, right_labels + (y - label_pool), n * sizeof *y) != 0 : y != NULL;
    last_place = within && place > last_place ? place : last_place;
}

static void on_logits(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    check_inputs(n, x, y, right_logits, false);
    once(n, x, NULL, loss, grad);
}

static void on_probabilities(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    check_inputs(n, x, y, right_probabilities, false);
    once(n, x, NULL, loss, grad);
}

static void on_targets(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    check_inputs(n, x, y, right_logits, true);
    once(n, x, NULL, loss, grad);
}

static const struct ganloss_kernel codes[] = {
    {.term = "nonsaturating.g", .variant = "noisy", .format = "f64", .f64 = noisy},
    {.term = "nonsaturating.g", .variant = "once", .format = "f64", .f64 = once},
    {.term = "nonsaturating.g", .variant = "twice", .format = "f64", .f64 = twice},
    {.term = "nonsaturating.g", .variant = "impatient", .format = "f64", .f64 = impatient},
    {.term = "nonsaturating.g", .variant = "deceptive", .format = "f64", .f64 = deceptive},
    {.term = "nonsaturating.g", .variant = "stable", .format = "f64", .f64 = on_logits},
    {.term = "minimax.g@D", .variant = "stable", .format = "f64", .f64 = on_probabilities},
    {.term = "bce.target", .variant = "stable", .format = "f64", .f64 = on_targets},
};
enum { NOISY, ONCE, TWICE, IMPATIENT, DECEPTIVE, ON_LOGITS, ON_PROBABILITIES, ON_TARGETS, CODES };
static struct kernel tested[CODES];

/* Rows for the kernels first .. last in f64, in the regime `early`. */
static void prepare(int first, int last, size_t batches, const size_t batch[])
{
    struct choice choices[CODES];
    struct selection selection = {choices, 0};
    const struct regime *regime = regime_find("early");
    for (int i = first; i <= last; i++) {
        tested[i] = (struct kernel){.term = term_find(codes[i].term), .isa = ISA_ANY, .code = &codes[i]};
        choices[selection.count++] = (struct choice){.kernel = &tested[i], .format = &formats[F64]};
    }
    bench_init(&bench, &selection, batches, batch, 1, &regime, LEVEL_AUTO, 5);
}

static void release(void)
{
    bench_free(&bench);
}

Test(bench, twice_the_work_takes_twice_the_time, .fini = release)
{
    static const size_t batch[] = {1000};
    prepare(ONCE, TWICE, 1, batch);
    bench_measure(&bench, 10, true); /* far more than it takes */
    cr_assert(bench.count == 2 && bench.rows[0].samples >= 5 && bench.rows[1].samples >= 5);
    for (size_t i = 0; i < 5; i++)
        cr_assert(bench.rows[0].ns[i] == 50 * 1000 && bench.rows[1].ns[i] == 100 * 1000, "%g and %g",
                  bench.rows[0].ns[i], bench.rows[1].ns[i]);
}

Test(bench, a_sample_is_long_and_is_the_time_of_its_calls, .fini = release)
{
    static const size_t batch[] = {1, 17, 1000};
    prepare(ONCE, ONCE, 3, batch);
    for (size_t i = 0; i < bench.count; i++) {
        struct bench_row *row = &bench.rows[i];
        bench_calibrate(&bench, row);
        row->iterations = 1; /* as if calibration had been far off */
        calls = 0;
        int64_t start = invented_now;
        bench_sample(&bench, row);
        double wall = (double)(invented_now - start), sample = row->ns[0] * (double)row->iterations;
        cr_assert_eq(row->samples, 1);
        cr_assert(sample >= BENCH_SAMPLE_NS * (1 - 1e-9), "batch %zu: %g ns", row->batch, sample);
        cr_assert(sample <= wall && calls > row->iterations, "batch %zu", row->batch);
    }
}

Test(bench, a_call_longer_than_a_sample_is_its_own_sample, .fini = release)
{
    static const size_t batch[] = {65536};
    prepare(TWICE, TWICE, 1, batch);
    bench_calibrate(&bench, &bench.rows[0]);
    bench_sample(&bench, &bench.rows[0]);
    cr_assert_eq(bench.rows[0].iterations, 1);
    cr_assert(bench.rows[0].ns[0] >= BENCH_SAMPLE_NS);
}

Test(bench, every_row_reads_its_own_inputs, .fini = release)
{
    static const size_t batch[] = {WIDEST, 3, 1};
    const struct regime *early = regime_find("early");
    regime_fill(early, LOGIT, &formats[F64], 5, POOL, right_logits);
    regime_fill(early, PROB, &formats[F64], 5, POOL, right_probabilities);
    regime_labels(&formats[F64], 5, POOL, right_labels);
    prepare(ON_LOGITS, ON_TARGETS, 3, batch);
    cr_assert_eq(bench.count, 3 * (3 * (1 + GANLOSS_REDUCTIONS) + 1));
    bench_measure(&bench, 1.5, true);
    cr_assert_eq(wrong_inputs, 0);
    cr_assert(latency_calls > 100 && last_place > 1000, "%zu, %zu", latency_calls, last_place);
    for (size_t i = 0; i < bench.count; i++)
        cr_assert(bench.rows[i].samples >= 1, "row %zu was not measured", i);
}

Test(bench, only_stable_gets_reductions_and_small_batches_come_first, .fini = release)
{
    static const size_t batch[] = {256, 1, 16};
    prepare(ONCE, ON_LOGITS, 3, batch);
    cr_assert_eq(bench.count, 3 * (4 + 1 + GANLOSS_REDUCTIONS) + 5, "and five latencies");
    for (size_t i = 0; i < bench.count; i++) {
        cr_assert(bench.rows[i].reduction < 0 || bench.rows[i].choice.kernel == &tested[ON_LOGITS]);
        cr_assert(bench.rows[i].reduction != LATENCY || bench.rows[i].batch == 1);
        cr_assert(i == 0 || bench.rows[i - 1].batch <= bench.rows[i].batch);
    }
    cr_assert_eq(bench_bytes_per_element(&bench.rows[0]), 24);
}

/* Ten rows whose sample would take 1 ms, and remaining times that fit all, some and none of them. */
Test(bench, the_plan_keeps_to_the_time_and_to_the_order, .fini = release)
{
    static const size_t batch[] = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    static const double remaining_ms[] = {1e5, 1000, 100, 40, 20, 4, 0, -10};
    prepare(ONCE, ONCE, 10, batch);
    size_t before = 10 * BENCH_SAMPLES_MAX;
    for (size_t r = 0; r < sizeof remaining_ms / sizeof *remaining_ms; r++) {
        size_t wanted = 0;
        double planned = 0;
        for (size_t i = 0; i < bench.count; i++) {
            bench.rows[i].iterations = 8;
            bench.rows[i].call_ns = 1e6 / 10; /* 8 calls and two to warm up */
        }
        bench_plan(&bench, 1e6 * remaining_ms[r]);
        for (size_t i = 0; i < bench.count; i++) {
            const struct bench_row *row = &bench.rows[i];
            cr_assert(row->wanted == 0 || row->wanted >= 5, "%zu of at least 5", row->wanted);
            cr_assert(i == 0 || row->wanted <= bench.rows[i - 1].wanted, "the first rows come first");
            wanted += row->wanted;
            planned += bench_sample_cost(row) * (double)row->wanted;
        }
        cr_assert(planned <= 1e6 * fmax(0, remaining_ms[r]) * (1 + 1e-9), "%g ms planned", planned / 1e6);
        cr_assert_float_eq(bench_planned_ns(&bench), planned, 1);
        cr_assert(wanted <= before);
        cr_assert(remaining_ms[r] < 1000 || wanted == 10 * BENCH_SAMPLES_MAX, "room for all: %zu", wanted);
        cr_assert(remaining_ms[r] != 40 || (wanted >= 30 && wanted <= 40), "room for some: %zu", wanted);
        before = wanted;
    }
}

/* Samples of the quiet row and of the noisy one, and the ns that all took; `precision` as a share. */
struct taken {
    size_t quiet, noisy;
    double ns;
};

static struct taken take_until(double precision, double budget_seconds)
{
    static const size_t batch[] = {1000};
    prepare(NOISY, ONCE, 1, batch);
    bench.precision = precision;
    int64_t start = invented_now;
    bench_measure(&bench, budget_seconds, true);
    struct taken taken = {bench.rows[ONCE].samples, bench.rows[NOISY].samples,
                          (double)(invented_now - start)};
    bench_free(&bench);
    return taken;
}

Test(bench, what_is_precise_is_not_measured_on)
{
    struct taken all = take_until(0, 10), precise = take_until(0.01, 10), coarse = take_until(0.5, 10),
                 short_of_time = take_until(0.01, 0.03);
    cr_assert(all.quiet == BENCH_SAMPLES_MAX && all.noisy == BENCH_SAMPLES_MAX);
    cr_assert_eq(precise.quiet, 8, "the first look: %zu", precise.quiet);
    cr_assert_eq(precise.noisy, BENCH_SAMPLES_MAX, "%zu: its halves differ by half", precise.noisy);
    cr_assert(precise.ns < 0.7 * all.ns, "%g of %g ns", precise.ns, all.ns);
    cr_assert(coarse.quiet == 8 && coarse.noisy == 8, "%zu and %zu", coarse.quiet, coarse.noisy);
    cr_assert(coarse.ns < 0.3 * all.ns, "%g of %g ns", coarse.ns, all.ns);
    cr_assert(short_of_time.quiet <= 8 && short_of_time.noisy > 8 &&
                  short_of_time.noisy < BENCH_SAMPLES_MAX && short_of_time.ns < 0.035e9,
              "the budget stays: %zu and %zu in %g ns", short_of_time.quiet, short_of_time.noisy,
              short_of_time.ns);
}

/* A row with these samples, taken one by one, and asked after each: at how many it is precise; 0: never. */
static size_t precise_at(size_t n, const double ns[], double precision)
{
    struct bench_row row = {.call_ns = 1e3};
    while (row.samples < n) {
        row.ns[row.samples] = ns[row.samples];
        row.samples++;
        bench_judge_precision(&row, precision);
        if (row.precise)
            return row.samples;
    }
    return 0;
}

/* The bounds of the intervals are 0.0125 = 5 % / 4 of the sign test: of 8 samples the outermost, of 12 the
   second from outside. */
Test(bench, a_median_is_precise_by_its_interval_at_fixed_numbers)
{
    static const double even[] = {100, 99, 101, 100, 100, 100, 100, 100, 100, 100, 100, 100};
    static const double one_slow[] = {100, 99, 101, 100, 150, 99, 101, 100, 100, 100, 100, 100};
    static const double two_slow[] = {100, 99, 101, 100, 150, 150, 101, 100, 100, 100, 100, 100};
    cr_assert_eq(precise_at(12, even, 0.0101), 8);
    cr_assert_eq(precise_at(12, even, 0.0099), 12, "without the outermost, all are 100");
    cr_assert_eq(precise_at(12, one_slow, 0.0101), 12);
    cr_assert_eq(precise_at(12, two_slow, 0.0101), 0);
    cr_assert_eq(precise_at(12, even, 0), 0, "nothing was asked for");
}

static char *skip_message(bool cut_short)
{
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    bench_print_skipped(stream, &bench, 0.25, cut_short);
    fclose(stream);
    return text;
}

Test(bench, what_does_not_fit_is_said_and_the_budget_holds, .fini = release)
{
    static const size_t batch[] = {16, 1 << 22}; /* the larger: 0.2 s and more per call */
    prepare(ONCE, TWICE, 2, batch);
    int64_t start = invented_now;
    bench_measure(&bench, 0.25, true);
    double seconds = (double)(invented_now - start) / 1e9;
    char *said = skip_message(false);
    json_t *skipped = bench_skipped_json(&bench, false), *reported = bench_json(&bench, false);
    cr_assert(seconds < 0.75, "%g s for a budget of 0.25 s", seconds);
    cr_assert_not_null(strstr(said, "skipped: 2 of 2 rows at batch 4194304\n"), "%s", said);
    cr_assert_not_null(strstr(said, "INCOMPLETE: 2 of 4 rows measured\n"), "%s", said);
    cr_assert_not_null(strstr(said, "--time-budget 0.25"), "%s", said);
    cr_assert_null(strstr(said, "batch 16"), "%s", said);
    cr_assert(json_array_size(skipped) == 2 && json_array_size(reported) == 2);
    cr_assert_eq(json_integer_value(json_object_get(json_array_get(skipped, 0), "batch")), 1 << 22);
    json_decref(skipped);
    json_decref(reported);
    free(said);
}

Test(bench, the_budget_holds_against_estimates_far_too_low, .fini = release)
{
    static const size_t batch[] = {5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007, 5008, 5009};
    prepare(DECEPTIVE, DECEPTIVE, 10, batch);
    int64_t start = invented_now;
    bench_measure(&bench, 0.4, true);
    double seconds = (double)(invented_now - start) / 1e9;
    cr_assert(seconds < 0.7, "%g s for a budget of 0.4 s", seconds);
}

/* One round of the large batches takes all the time, since their calls take three times what was thought. */
Test(bench, large_batches_do_not_keep_small_ones_from_their_least, .fini = release)
{
    static const size_t batch[] = {1, 2, 3, 1 << 18, (1 << 18) + 1, (1 << 18) + 2, (1 << 18) + 3};
    prepare(DECEPTIVE, DECEPTIVE, sizeof batch / sizeof *batch, batch);
    bench_measure(&bench, 0.8, true);
    for (size_t i = 0; i < bench.count; i++)
        cr_assert(bench.rows[i].samples >= (bench.rows[i].batch < 4 ? 5 : 1), "batch %zu: %zu samples",
                  bench.rows[i].batch, bench.rows[i].samples);
}

Test(bench, without_time_every_row_is_said_to_be_skipped, .fini = release)
{
    static const size_t batch[] = {1, 16};
    prepare(ONCE, TWICE, 2, batch);
    bench_measure(&bench, 1e-7, true);
    char *said = skip_message(false);
    cr_assert_not_null(strstr(said, "skipped: 4 of 4 rows at batch 1\n"), "%s", said);
    cr_assert_not_null(strstr(said, "skipped: 2 of 2 rows at batch 16\n"), "%s", said);
    free(said);
}

Test(bench, an_interrupt_keeps_what_was_measured, .fini = release)
{
    static const size_t batch[] = {100};
    prepare(ONCE, IMPATIENT, 1, batch);
    interrupt_catch();
    int64_t start = invented_now;
    bench_measure(&bench, 20, true);
    cr_assert(interrupted());
    cr_assert((double)(invented_now - start) < 5e9, "it went on after the interrupt");
    char *said = skip_message(true);
    json_t *partial = bench_json(&bench, true), *whole = bench_json(&bench, false);
    cr_assert_eq(json_array_size(partial), 3);
    cr_assert_eq(json_array_size(whole), 0, "two samples are not enough for a whole run");
    cr_assert_str_eq(said, "INCOMPLETE: interrupted, 3 of 3 rows measured\n");
    json_decref(partial);
    json_decref(whole);
    free(said);
}

static double field(const json_t *row, const char *key)
{
    const json_t *value = json_object_get(row, key);
    cr_assert(json_is_number(value), "%s", key);
    return json_number_value(value);
}

Test(bench, the_document_has_its_fields_and_parses, .fini = release)
{
    static const size_t batch[] = {64};
    prepare(ON_LOGITS, ON_LOGITS, 1, batch);
    bench_measure(&bench, 10, true); /* far more than it takes */
    json_t *array = bench_json(&bench, false);
    char *text = json_dumps(array, 0);
    json_t *read = json_loads(text, 0, NULL);
    cr_assert(read && json_array_size(read) == 1 + GANLOSS_REDUCTIONS, "%s", text);
    for (size_t i = 0; i < json_array_size(read); i++) {
        const json_t *row = json_array_get(read, i), *reduction = json_object_get(row, "reduction");
        double low = field(row, "ns_low"), middle = field(row, "ns_per_element"),
               high = field(row, "ns_high");
        cr_assert_str_eq(json_string_value(json_object_get(row, "id")), "nonsaturating.g/stable/f64");
        cr_assert_str_eq(json_string_value(json_object_get(row, "kind")), i == 0 ? "element" : "mean");
        cr_assert_str_eq(json_string_value(json_object_get(row, "regime")), "early");
        cr_assert(i == 0 ? !reduction
                         : strcmp(json_string_value(reduction), ganloss_reduction_names[i - 1]) == 0);
        cr_assert(0 < low && low <= middle && middle <= high, "%g %g %g", low, middle, high);
        struct spread spread = stats_spread(bench.rows[i].samples, bench.rows[i].ns);
        cr_assert_float_eq(64 * low, spread.low, 1e-6 * low);
        cr_assert_float_eq(64 * high, spread.high, 1e-6 * high);
        cr_assert_float_eq(64 * middle, spread.median, 1e-6 * middle);
        cr_assert_float_eq(field(row, "ns_per_call"), 64 * middle, 1e-6 * middle);
        cr_assert(field(row, "batch") == 64 && field(row, "samples") >= 5 && field(row, "iterations") >= 1);
        cr_assert_eq(field(row, "bytes_per_element"), i == 0 ? 24 : 16);
    }
    free(text);
    json_decref(array);
    json_decref(read);
}
