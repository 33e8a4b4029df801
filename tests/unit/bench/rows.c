/* What rows say besides their time: the level of memory, the error, and the instructions that a stored run is
   compared on. */
#include "harness/bench/rows.h"
#include "harness/base/fail.h"
#include "harness/bench/accuracy.h"
#include "harness/bench/against.h"
#include "harness/bench/arrays.h"
#include "harness/bench/bench.h"
#include "harness/bench/count.h"
#include "harness/bench/report.h"
#include "harness/inputs/regime.h"
#include "harness/machine/machine.h"
#include "harness/record/result.h"
#include "harness/selection/select.h"
#include "tests/support/length.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void as_before(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        loss[i] = -x[i];
        __asm__ volatile("");
        grad[i] = -1;
    }
}

/* One instruction per element more. */
static void one_more(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        loss[i] = -x[i];
        __asm__ volatile("nop");
        grad[i] = -1;
    }
}

static struct ganloss_kernel code = {
    .term = "nonsaturating.g", .variant = "once", .format = "f64", .f64 = as_before};
static struct kernel tested;
static struct bench bench;

static void prepare(void)
{
    static const size_t batch[] = {64};
    tested = (struct kernel){.term = term_find(code.term), .isa = ISA_ANY, .code = &code};
    struct choice choice = {.kernel = &tested, .format = &formats[F64]};
    struct selection selection = {&choice, 1};
    const struct regime *regime = regime_find("early");
    bench_init(&bench, &selection, 1, batch, 1, &regime, LEVEL_AUTO, 5);
}

static void release(void)
{
    bench_free(&bench);
}

/* The call that training makes is a row of the kernel that it takes, and of no other. */
Test(bench_rows, what_training_calls_is_timed_by_its_kernel, .fini = release)
{
    static const char *const ids[] = {"nonsaturating.g/stable/f32", "nonsaturating.g/fused/f32",
                                      "nonsaturating.g/fused/f64", "nonsaturating.g/stable/f64",
                                      "wasserstein.g/stable/f32"};
    static const bool taken[] = {false, true, true, false, true};
    static const size_t batch[] = {64};
    const struct regime *regime = regime_find("early");
    struct choice choices[5];
    for (size_t i = 0; i < 5; i++)
        cr_assert(choice_find(&choices[i], ids[i]));
    struct selection selection = {choices, 5};
    bench_init(&bench, &selection, 1, batch, 1, &regime, LEVEL_AUTO, 5);
    size_t found[5] = {0};
    for (size_t r = 0; r < bench.count; r++)
        for (size_t i = 0; i < 5; i++)
            if (bench.rows[r].choice.kernel == choices[i].kernel && bench.rows[r].reduction == TRAINING) {
                cr_expect_str_eq(bench_kind(&bench.rows[r]), "mean");
                cr_expect_str_eq(bench_reduction(&bench.rows[r]), "training");
                found[i]++;
            }
    for (size_t i = 0; i < 5; i++)
        cr_expect_eq(found[i], taken[i], "%s: %zu rows", ids[i], found[i]);
}

/* Sizes of pools against those of caches, for each level that can be asked for. */
Test(bench_rows, pools_fit_the_level_that_is_named)
{
    static const size_t batches[] = {1, 7, 512, 4096, 65536, 1 << 20, 1 << 24};
    tested = (struct kernel){.term = term_find(code.term), .isa = ISA_ANY, .code = &code};
    for (int level = LEVEL_AUTO; level < MEMORY_LEVELS; level++)
        for (size_t b = 0; b < sizeof batches / sizeof *batches; b++) {
            struct bench_row row = {
                .choice = {&tested, &formats[F64], 0}, .reduction = ELEMENT, .batch = batches[b]};
            bench_place(&row, level);
            size_t bytes = 3 * bench_pool_bytes(&row);
            cr_assert(row.copies >= 1 && (int)row.level >= level && (level >= 0 || row.level >= LEVEL_L2));
            if (row.level == LEVEL_MEMORY)
                cr_assert(bytes > machine_cache(LEVEL_L3) / 4 * 3);
            else
                cr_assert(bytes <= machine_cache(row.level));
            if (row.level > LEVEL_L1)
                cr_assert(bytes > machine_cache(row.level - 1) / 4 * 3, "level %d, batch %zu", level,
                          batches[b]);
        }
}

Test(bench_rows, correct_bits_follow_the_error)
{
    cr_assert_eq(bench_correct_bits(&formats[F32], 0), 24);
    cr_assert_eq(bench_correct_bits(&formats[F32], 0.5), 24);
    cr_assert_eq(bench_correct_bits(&formats[F32], 4), 21);
    cr_assert_eq(bench_correct_bits(&formats[F64], 1), 52);
    cr_assert_eq(bench_correct_bits(&formats[F32], 1e30), 0);
    cr_assert_eq(bench_correct_bits(&formats[F32], (double)INFINITY), 0);
}

Test(bench_rows, the_error_is_the_measured_one_or_the_declared)
{
    struct bench_row row = {.reduction = ELEMENT, .batch = 1};
    struct bench with = {
        .accuracy = json_loads(
            "{\"kernels\": [{\"id\": \"minimax.g/stable/f32\", \"loss\": {\"max_ulp\": 1.25, "
            "\"classes\": {\"zero-sign\": {\"count\": 3}}}, \"grad\": {\"max_ulp\": 2, \"classes\": "
            "{}}}, {\"id\": \"minimax.g/naive/f32\", \"loss\": {\"max_ulp\": 1, \"classes\": "
            "{\"vanished\": {\"count\": 1}}}, \"grad\": {\"max_ulp\": 2, \"classes\": {}}}]}",
            0, NULL)};
    const char *source;
    cr_assert(choice_find(&row.choice, "minimax.g/stable/f32"));
    cr_assert(bench_max_ulp(&with, &row, &source) == 2 && strcmp(source, "sampled") == 0);
    cr_assert(choice_find(&row.choice, "minimax.g/naive/f32"));
    cr_assert(isinf(bench_max_ulp(&with, &row, &source)), "a vanished gradient has no correct bit");
    cr_assert(choice_find(&row.choice, "minimax.g/stable/f64"));
    cr_assert(bench_max_ulp(&with, &row, &source) == row.choice.kernel->code->grad_ulp &&
              strcmp(source, "declared") == 0);
    cr_assert(choice_find(&row.choice, "minimax.g/naive/f64"));
    cr_assert(isnan(bench_max_ulp(&with, &row, &source)) && source == NULL);
    json_decref((json_t *)with.accuracy);
}

Test(bench_rows, one_instruction_more_per_element_is_a_regression, .fini = release)
{
    char path[] = "/tmp/ganloss-XXXXXX";
    json_t *comparison = NULL;
    close(mkstemp(path));
    prepare();
    cr_assert_eq(bench_count_instructions(&bench, true), STATUS_OK);
    double before = bench.rows[0].instructions;
    bench.rows[0].samples = 1; /* so that it is reported */
    json_t *document = result_new("bench", NULL, json_pack("{s:i}", "seed", 5));
    json_object_set_new(document, "bench", bench_json(&bench, true));
    cr_assert_eq(result_write(document, path), STATUS_OK);
    for (int repeat = 0; repeat < length_of(50, 5); repeat++) {
        bench.rows[0].instructions = (double)NAN;
        cr_assert_eq(bench_count_instructions(&bench, true), STATUS_OK);
        cr_assert_eq(bench_against(&bench, path, 5, &comparison), STATUS_OK);
        cr_assert_eq(json_integer_value(json_object_get(comparison, "unchanged")), 1);
        json_decref(comparison);
    }
    code.f64 = one_more;
    cr_assert_eq(bench_count_instructions(&bench, true), STATUS_OK);
    cr_assert_eq(bench.rows[0].instructions, before + 1);
    said_start();
    cr_assert_eq(bench_against(&bench, path, 5, &comparison), STATUS_PERFORMANCE);
    cr_assert_eq(bench_against(&bench, path, 6, &comparison), STATUS_DATA, "another seed is another run");
    char *said = said_end();
    cr_assert_not_null(strstr(said, "nonsaturating.g/once/f64 element - early"), "%s", said);
    free(said);
    json_decref(comparison);
    json_decref(document);
    unlink(path);
}
