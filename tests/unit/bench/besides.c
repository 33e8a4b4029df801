/* besides.c -- the time of a kernel that does more than return results is not believed, and the kernels
   beside it are timed as ever. On an invented clock that each call moves. */
#include "harness/base/json.h"
#include "harness/bench/guarded.h"
#include "harness/bench/measure.h"
#include "harness/bench/report.h"
#include "harness/bench/rows.h"
#include "harness/commands/commands.h"
#include "tests/planted/hostile.h"
#include "tests/support/invented.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <fenv.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ganloss_f32 cross_entropy_real_stable_f32;

static size_t calls;

/* Good in the calls before timing, and the first that are timed. */
enum { PATIENCE = 200, CALL_NS = 100000 };

static void good(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    calls++;
    invented_now += CALL_NS;
    cross_entropy_real_stable_f32(n, x, y, loss, grad);
}

static void leaves_upward_later(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    good(n, x, y, loss, grad);
    if (calls > PATIENCE)
        fesetround(FE_UPWARD);
}

static void writes_nothing_later(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    if (calls <= PATIENCE)
        good(n, x, y, loss, grad);
    calls++;
    invented_now += CALL_NS;
}

static const struct row {
    const char *name;
    ganloss_f32 *f32;
    enum fault fault;
    bool later;
} planted[] = {
#define ROW(name, fault)                                                                                     \
    {                                                                                                        \
#name, hostile_##name##_f32, FAULT_##fault, false                                                    \
    }
    ROW(writes_one_more, OVERRUN),
    ROW(writes_one_before, OVERRUN),
    ROW(writes_its_inputs, INPUTS),
    ROW(sorts_its_inputs, INPUTS),
    ROW(writes_nothing, UNWRITTEN),
    ROW(writes_no_gradient, UNWRITTEN),
    ROW(leaves_upward, ENVIRONMENT),
    ROW(leaves_ftz, ENVIRONMENT),
    ROW(leaves_daz, ENVIRONMENT),
    ROW(leaves_mmx, ENVIRONMENT),
    ROW(leaves_x87_single, ENVIRONMENT),
    ROW(same_length_again, STATE),
    {"leaves_upward_later", leaves_upward_later, FAULT_ENVIRONMENT, true},
    {"writes_nothing_later", writes_nothing_later, FAULT_UNWRITTEN, true},
};

/* Before, timing, and after, as the command has it. */
static void measure(struct bench *bench)
{
    bench_guard_rows(bench, false);
    bench_measure(bench, 1, true);
    cr_expect_eq(fegetround(), FE_TONEAREST, "no row is timed in what another left");
    bench_guard_rows(bench, true);
}

static void expect_blamed(const struct row *row)
{
    static const size_t batch[] = {64, 1000};
    const struct regime *early = regime_find("early");
    const struct term *term = term_find("nonsaturating.g");
    const struct ganloss_kernel codes[] = {
        {.term = term->id, .variant = "stable", .format = "f32", .f32 = row->f32},
        {.term = term->id, .variant = "good", .format = "f32", .f32 = good},
    };
    const struct kernel kernel[] = {{.term = term, .isa = ISA_ANY, .code = &codes[0]},
                                    {.term = term, .isa = ISA_ANY, .code = &codes[1]}};
    struct choice choices[] = {{.kernel = &kernel[0], .format = &formats[F32]},
                               {.kernel = &kernel[1], .format = &formats[F32]}};
    struct bench bench;
    bench_init(&bench, &(struct selection){choices, 2}, 2, batch, 1, &early, LEVEL_AUTO, 5);
    calls = 0;
    measure(&bench);
    size_t failed = 0, timed = 0;
    for (size_t i = 0; i < bench.count; i++) {
        const struct bench_row *r = &bench.rows[i];
        bool hostile = r->choice.kernel == &kernel[0];
        failed += r->fails;
        timed += r->samples > 0;
        cr_expect_eq(r->fails, hostile, "%s, row %zu", row->name, i);
        cr_expect_eq(r->samples > 0, !hostile, "%s, row %zu", row->name, i);
        cr_expect(hostile || !faults_any(&r->faults), "%s, row %zu", row->name, i);
    }
    cr_expect_eq(failed, bench_guard_failed(&bench));
    cr_expect(failed == 2 * (1 + GANLOSS_REDUCTIONS) && timed == 2, "%s: %zu, %zu", row->name, failed, timed);
    json_t *section = bench_guard_json(&bench), *rows = bench_json(&bench, false);
    cr_expect_eq(json_array_size(section), 1, "%s", row->name);
    const json_t *faults = json_object_get(json_array_get(section, 0), "faults");
    cr_expect(json_object_get(faults, fault_names[row->fault]), "%s", row->name);
    cr_expect_eq(json_array_size(rows), 2);
    json_decref(section);
    json_decref(rows);
    bench_free(&bench);
}

Test(bench_besides, each_is_found_and_blamed_alone)
{
    for (size_t i = 0; i < sizeof planted / sizeof *planted; i++)
        expect_blamed(&planted[i]);
}

/* The command, with another kernel in place of nonsaturating.g/stable/f32 (wrapped by the linker; see the
   Makefile). */
static ganloss_f32 *instead;
static bool inside;

void __real_cross_entropy_real_stable_f32(size_t n, const float x[], const float y[], float loss[],
                                          float grad[]);
void __wrap_cross_entropy_real_stable_f32(size_t n, const float x[], const float y[], float loss[],
                                          float grad[]);

void __wrap_cross_entropy_real_stable_f32(size_t n, const float x[], const float y[], float loss[],
                                          float grad[])
{
    invented_now += CALL_NS;
    if (!instead || inside) {
        __real_cross_entropy_real_stable_f32(n, x, y, loss, grad);
        return;
    }
    inside = true;
    instead(n, x, y, loss, grad);
    inside = false;
}

static enum status run_command(char *save, char **said)
{
    char *argv[] = {(char[]){"ganloss bench"},
                    (char[]){"--time-budget"},
                    (char[]){"1"},
                    (char[]){"nonsaturating.g/stable/f32"},
                    (char[]){"--batch"},
                    (char[]){"64"},
                    (char[]){"--counters"},
                    (char[]){"off"},
                    (char[]){"--save"},
                    save};
    said_start();
    enum status status = command_bench(sizeof argv / sizeof *argv, argv);
    *said = said_end();
    return status;
}

Test(bench_besides, the_command_fails)
{
    static ganloss_f32 *const codes[] = {NULL, hostile_leaves_ftz_f32, hostile_writes_nothing_f32};
    char save[64];
    snprintf(save, sizeof save, "/tmp/bench-besides-%d.json", (int)getpid());
    cr_assert_eq(freopen("/dev/null", "w", stdout), stdout);
    for (size_t i = 0; i < 3; i++) {
        char *said;
        instead = codes[i];
        invented_tick = CALL_NS;
        enum status status = run_command(save, &said);
        cr_expect_eq(status, i ? STATUS_NUMERICAL : STATUS_OK, "%d: %s", status, said);
        cr_expect_eq(strstr(said, "FAIL nonsaturating.g/stable/f32 ") != NULL, i > 0, "%s", said);
        free(said);
        json_t *document = json_load_file(save, 0, NULL);
        cr_expect_eq(json_array_size(json_object_get(document, "faults")), i > 0);
        cr_expect_eq(json_array_size(json_object_get(document, "bench")), i > 0 ? 0 : 1 + GANLOSS_REDUCTIONS);
        cr_expect(json_is_true(json_object_get(json_object_get(document, "options"), "complete")));
        json_decref(document);
    }
    remove(save);
}
