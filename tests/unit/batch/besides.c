/* besides.c -- what a kernel does besides its results fails it in batch, by name; the kernels beside it are
   measured. */
#include "harness/base/threads.h"
#include "harness/batch/measure.h"
#include "harness/batch/report.h"
#include "harness/batch/run.h"
#include "harness/commands/commands.h"
#include "tests/planted/hostile.h"
#include "tests/support/batched.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <fenv.h>
#include <stdlib.h>
#include <string.h>

enum { SIZES = 5, ROWS = SIZES * GANLOSS_REDUCTIONS };
static const size_t size[SIZES] = {1, 5, 64, 513, 1300};

/* The rows of a hostile kernel between two good ones. */
static struct batch_rows run(const struct choice choice[3], const char *regime)
{
    const struct selection selection = {(struct choice *)choice, 3};
    const struct regime *wanted = regime_find(regime);
    struct batch_rows rows;
    const struct batch_plan plan = {.selection = &selection,
                                    .size = size,
                                    .sizes = SIZES,
                                    .regime = &wanted,
                                    .regimes = 1,
                                    .reduction = {true, true, true, true},
                                    .seed = 1,
                                    .seconds = (double)INFINITY,
                                    .quiet = true,
                                    .code = &batch_library};
    threads_use(1);
    batch_run(&rows, &plan);
    return rows;
}

static const struct row {
    const char *name;
    ganloss_f32 *f32;
    ganloss_f64 *f64;
    enum fault fault;
    const char *regime;
} planted[] = {
#define ROW(name, fault, regime)                                                                             \
    {                                                                                                        \
#name, hostile_##name##_f32, hostile_##name##_f64, FAULT_##fault, regime                             \
    }
    ROW(writes_one_more, OVERRUN, "early"),       ROW(writes_whole_vectors, OVERRUN, "early"),
    ROW(writes_one_before, OVERRUN, "early"),     ROW(writes_behind_its_inputs, OVERRUN, "early"),
    ROW(writes_far_behind, OVERRUN, "early"),     ROW(writes_its_inputs, INPUTS, "early"),
    ROW(sorts_its_inputs, INPUTS, "early"),       ROW(writes_nothing, UNWRITTEN, "early"),
    ROW(writes_no_gradient, UNWRITTEN, "early"),  ROW(writes_every_other, UNWRITTEN, "early"),
    ROW(skips_the_last, UNWRITTEN, "early"),      ROW(skips_nan, UNWRITTEN, "special"),
    ROW(leaves_upward, ENVIRONMENT, "early"),     ROW(leaves_upward_at_infinity, ENVIRONMENT, "special"),
    ROW(leaves_ftz, ENVIRONMENT, "early"),        ROW(leaves_daz, ENVIRONMENT, "early"),
    ROW(leaves_x87_single, ENVIRONMENT, "early"), ROW(leaves_mmx, ENVIRONMENT, "early"),
    ROW(every_seventh_call, STATE, "early"),      ROW(first_of_the_call_before, STATE, "early"),
    ROW(same_length_again, STATE, "early"),       ROW(by_chance, STATE, "early"),
};

static void expect_blamed(const struct row *row, int format)
{
    char id[ID_SIZE];
    struct choice good;
    snprintf(id, sizeof id, "nonsaturating.g/stable/%s", formats[format].name);
    cr_assert(choice_find(&good, id));
    struct ganloss_kernel code = *good.kernel->code;
    code.variant = "hostile";
    if (format == F32)
        code.f32 = row->f32;
    else
        code.f64 = row->f64;
    struct kernel kernel = *good.kernel;
    kernel.code = &code;
    const struct choice choice[3] = {good, {.kernel = &kernel, .format = &formats[format]}, good};
    const struct selection selection = {(struct choice *)choice, 3};
    struct batch_rows rows = run(choice, row->regime);
    cr_assert_eq(rows.count, 3 * ROWS);
    cr_expect(rows.faults[1].of[row->fault].count > 0, "%s is not found", row->name);
    cr_expect_not(faults_any(&rows.faults[0]) || faults_any(&rows.faults[2]), "%s: others are blamed",
                  row->name);
    for (size_t i = 0; i < rows.count; i++) {
        bool hostile = i / ROWS == 1;
        cr_expect(rows.at[i].barred == hostile && rows.at[i].done == !hostile, "%s, row %zu", row->name, i);
        cr_expect(hostile || rows.at[i].faults == 0, "%s, row %zu fails with it", row->name, i);
    }
    char *said;
    size_t length;
    FILE *to = open_memstream(&said, &length);
    const struct regime *regime = regime_find(row->regime);
    const struct batch_plan plan = {.selection = &selection, .regime = &regime, .regimes = 1, .seed = 7};
    cr_expect_eq(batch_print_failures(to, &rows, &plan), ROWS);
    fclose(to);
    cr_expect(strstr(said, "FAIL nonsaturating.g/hostile/f") == said, "%s", said);
    cr_expect(strstr(said, fault_names[row->fault]) && !strstr(said, "/stable/"), "%s", said);
    cr_expect(strstr(said, "; rerun: ganloss batch 'nonsaturating.g/hostile/f"), "%s", said);
    free(said);
    json_t *section = batch_faults_json(&rows, &selection), *means = batch_json(&rows);
    cr_expect_eq(json_array_size(section), 1);
    const json_t *faults = json_object_get(json_array_get(section, 0), "faults");
    cr_expect(json_object_get(faults, fault_names[row->fault]));
    cr_expect_eq(json_array_size(means), 2 * ROWS);
    cr_expect_eq(batch_skipped(&rows), 0);
    json_decref(section);
    json_decref(means);
    batch_free(&rows);
}

Test(batch_besides, each_is_found_and_blamed_alone)
{
    for (size_t i = 0; i < sizeof planted / sizeof *planted; i++)
        for (int format = 0; format < FORMATS; format++)
            expect_blamed(&planted[i], format);
}

/* Batch kernels that do it themselves, in calls that are guarded and in the long ones that are not. */

static size_t from; /* elements */

#define MEAN(name, what)                                                                                     \
    static float name(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],      \
                      const float y[], float grad[])                                                         \
    {                                                                                                        \
        float mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);                                     \
        if (n >= from)                                                                                       \
            what;                                                                                            \
        return mean;                                                                                         \
    }

/* As its owner may have it. */
static float *writable(const float x[])
{
    float *same;
    memcpy(&same, &x, sizeof same);
    return same;
}

MEAN(mean_writes_one_more, grad[n] = 1)
MEAN(mean_writes_one_before, grad[-1] = 1)
MEAN(mean_writes_its_inputs, writable(x)[n - 1] = 3)
MEAN(mean_leaves_upward, fesetround(FE_UPWARD))

/* Leaves the last gradient as it was. */
static float mean_skips_the_last(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n,
                                 const float x[], const float y[], float grad[])
{
    float kept = grad[n - 1], mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    if (n >= from)
        grad[n - 1] = kept;
    return mean;
}

Test(batch_besides, a_batch_kernel_that_does_it_itself)
{
    static const size_t sizes[] = {7, 700, 5000};
    static const struct {
        float (*mean)(ganloss_f32 *, enum ganloss_reduction, size_t, const float[], const float[], float[]);
        enum fault fault;
        size_t from;
    } means[] = {
        {mean_writes_one_more, FAULT_OVERRUN, 600},    {mean_writes_one_more, FAULT_OVERRUN, 5000},
        {mean_writes_one_before, FAULT_OVERRUN, 600},  {mean_writes_one_before, FAULT_OVERRUN, 5000},
        {mean_writes_its_inputs, FAULT_INPUTS, 600},   {mean_writes_its_inputs, FAULT_INPUTS, 5000},
        {mean_skips_the_last, FAULT_UNWRITTEN, 600},   {mean_leaves_upward, FAULT_ENVIRONMENT, 600},
        {mean_leaves_upward, FAULT_ENVIRONMENT, 5000},
    };
    for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
        struct batch_code code = batch_library;
        code.mean_f32 = means[i].mean;
        from = means[i].from;
        struct batch_rows rows = batched("nonsaturating.g/stable/*", "early", 3, sizes, &code);
        for (int f = 0; f < FAULTS; f++)
            cr_expect_eq(rows.faults[0].of[f].count > 0, f == (int)means[i].fault, "%zu: %s", i,
                         fault_names[f]);
        cr_expect_not(faults_any(&rows.faults[1]), "%zu: the double is blamed", i);
        cr_expect(rows.at[0].barred && !rows.at[0].done && rows.at[rows.count - 1].done, "%zu", i);
        batch_free(&rows);
    }
}

/* Of one kernel alone. */
static ganloss_f32 *victim;
static float mean_writes_inputs_of_one(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n,
                                       const float x[], const float y[], float grad[])
{
    float mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    if (kernel == victim && n > 4096)
        writable(x)[n / 2] = 100;
    return mean;
}

Test(batch_besides, inputs_are_put_back_for_the_next_kernel)
{
    static const size_t sizes[] = {5000};
    struct batch_code code = batch_library;
    struct batch_rows good = batched("nonsaturating.g/[ns][at][ai]*/f32", "early", 1, sizes, &code);
    code.mean_f32 = mean_writes_inputs_of_one;
    victim = ganloss_find("nonsaturating.g", "naive", "f32")->f32;
    struct batch_rows rows = batched("nonsaturating.g/[ns][at][ai]*/f32", "early", 1, sizes, &code);
    cr_assert(rows.count == good.count && rows.kernels == 2);
    cr_expect(rows.faults[0].of[FAULT_INPUTS].count > 0 && !faults_any(&rows.faults[1]));
    for (size_t i = rows.count / 2; i < rows.count; i++)
        cr_expect(rows.at[i].done && rows.at[i].mean == good.at[i].mean &&
                  rows.at[i].grad_bits == good.at[i].grad_bits);
    batch_free(&good);
    batch_free(&rows);
}

/* The command, with what does this in place of nonsaturating.g/stable/f32 and of the means per class (wrapped
   by the linker; see the Makefile). */
static ganloss_f32 *instead;
static bool inside, without_class;

void __real_cross_entropy_real_stable_f32(size_t n, const float x[], const float y[], float loss[],
                                          float grad[]);
void __wrap_cross_entropy_real_stable_f32(size_t n, const float x[], const float y[], float loss[],
                                          float grad[]);
float __real_ganloss_class_mean_f32(enum ganloss_weighting weighting, size_t n, const float loss[],
                                    const int32_t label[], size_t classes, double mean[], size_t count[],
                                    float grad[]);
float __wrap_ganloss_class_mean_f32(enum ganloss_weighting weighting, size_t n, const float loss[],
                                    const int32_t label[], size_t classes, double mean[], size_t count[],
                                    float grad[]);

void __wrap_cross_entropy_real_stable_f32(size_t n, const float x[], const float y[], float loss[],
                                          float grad[])
{
    if (!instead || inside) {
        __real_cross_entropy_real_stable_f32(n, x, y, loss, grad);
        return;
    }
    inside = true;
    instead(n, x, y, loss, grad);
    inside = false;
}

float __wrap_ganloss_class_mean_f32(enum ganloss_weighting weighting, size_t n, const float loss[],
                                    const int32_t label[], size_t classes, double mean[], size_t count[],
                                    float grad[])
{
    float result = __real_ganloss_class_mean_f32(weighting, n, loss, label, classes, mean, count, grad);
    if (without_class)
        mean[classes - 1] = 0;
    return result;
}

Test(batch_besides, the_command_fails)
{
    static const struct {
        ganloss_f32 *code;
        bool without_class;
        enum status status;
        const char *said;
    } runs[] = {
        {NULL, false, STATUS_OK, ""},
        {hostile_leaves_ftz_f32, false, STATUS_NUMERICAL, "FAIL nonsaturating.g/stable/f32 environment: "},
        {hostile_writes_one_more_f32, false, STATUS_NUMERICAL, "FAIL nonsaturating.g/stable/f32 overrun: "},
        {NULL, true, STATUS_NUMERICAL, "FAIL nonsaturating.g/stable/f32, early, means per class: "},
    };
    cr_assert_eq(freopen("/dev/null", "w", stdout), stdout);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        char *argv[] = {(char[]){"ganloss batch"}, (char[]){"nonsaturating.g/stable/f32"},
                        (char[]){"--batch"},       (char[]){"5,64"},
                        (char[]){"--regime"},      (char[]){"early"},
                        (char[]){"--jobs"},        (char[]){"1"}};
        instead = runs[i].code;
        without_class = runs[i].without_class;
        said_start();
        enum status status = command_batch(sizeof argv / sizeof *argv, argv);
        char *said = said_end();
        cr_expect_eq(status, runs[i].status, "%d: %s", status, said);
        cr_expect(strstr(said, runs[i].said), "%s", said);
        cr_expect((strstr(said, "FAIL") != NULL) == (i > 0), "%s", said);
        free(said);
    }
}
