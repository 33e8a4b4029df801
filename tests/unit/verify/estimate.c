/* What is estimated is what a run takes, by a clock that goes on by 5 us for each element that a kernel is called with, however fast and busy the machine is. The kernel counts; and the linker puts the clock in the place of the
   processor's (WRAP in the Makefile). */
#include "harness/verify/estimate.h"

#include "harness/base/threads.h"
#include "harness/exhaustive/gauge.h"
#include "harness/judge/judge.h"
#include "harness/search/gauge.h"
#include "harness/search/search.h"
#include "harness/search/sweep.h"
#include "harness/verify/by_format.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { TICK = 5000 };
static int64_t elements;
static const struct ganloss_kernel *good;

/* The linker's names for what is called in place of timing_of_process and timing_of_thread. */
int64_t __wrap_timing_of_process(void);
int64_t __wrap_timing_of_thread(void);

int64_t __wrap_timing_of_process(void)
{
    return TICK * __atomic_load_n(&elements, __ATOMIC_RELAXED);
}

int64_t __wrap_timing_of_thread(void)
{
    return __wrap_timing_of_process();
}

static void counted_f32(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    __atomic_fetch_add(&elements, (int64_t)n, __ATOMIC_RELAXED);
    good->f32(n, x, y, loss, grad);
}

static void counted_f64(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    __atomic_fetch_add(&elements, (int64_t)n, __ATOMIC_RELAXED);
    good->f64(n, x, y, loss, grad);
}

static ganloss_f32 *no_twin(ganloss_f32 *kernel)
{
    return kernel;
}

/* A kernel that counts, and a plan for it. In one thread: what one counts must not be another's time. */
static struct ganloss_kernel code;
static struct kernel kernel;
static struct choice choice;
static const struct selection one = {&choice, 1};

static struct plan counted(const char *id, enum level level, size_t shard, size_t shards)
{
    cr_assert(choice_find(&choice, id));
    good = choice.kernel->code;
    code = *good;
    kernel = *choice.kernel;
    code.f32 = good->f32 ? counted_f32 : NULL;
    code.f64 = good->f64 ? counted_f64 : NULL;
    kernel.code = &code;
    choice.kernel = &kernel;
    elements = 0;
    threads_use(1);
    return (struct plan){
        .level = level, .seed = 1, .quiet = true, .shard = shard, .shards = shards, .twin = no_twin};
}

static void expect_near(double got, double want, double share, const char *what)
{
    cr_expect(fabs(got - want) <= share * want, "%s: %.9g estimated, %.9g taken", what, got, want);
}

/* Runs it, and looks at one of the parts, and whether the summary has as many inputs. */
static void compare(const char *id, const struct plan *plan, enum level level, double share)
{
    struct summary found, taken = {0};
    struct estimate e;
    uint64_t rounds;
    elements = 0;
    cr_assert(estimate_make(&e, &found, &one, plan, 1));
    double estimated = estimate_cpu(&e), inputs = 0;
    for (int k = 0; k < ESTIMATE_PARTS; k++)
        inputs += e.part[k].inputs;
    summary_clear(&found);
    elements = 0;
    if (level == EXHAUSTIVE)
        cr_assert_eq(by_format_judge(&taken, &rounds, &one, plan), STATUS_OK);
    else
        cr_assert(judge_run(&taken, &one, plan));
    expect_near(estimated, 1e-9 * TICK * (double)elements, share, id);
    if (level != EXHAUSTIVE)
        cr_expect_eq(inputs, (double)taken.inputs, "%s: %g inputs, not %g", id, inputs, (double)taken.inputs);
    summary_clear(&taken);
}

Test(estimate, of_cases_is_what_they_take)
{
    for (size_t shard = 0; shard < 3; shard += 2) {
        struct plan plan = counted("wasserstein.g/stable/f32", QUICK, shard, 3);
        compare("cases, a shard", &plan, QUICK, 0.001);
    }
    struct plan plan = counted("bce.target/stable/f64", QUICK, 1, 4);
    compare("cases", &plan, QUICK, 0.005);
}

/* Three calls of each element: in a row, in pieces, and again. */
Test(estimate, of_the_longest_call_is_in_one_thread)
{
    struct plan plan = counted("wasserstein.g/stable/f32", QUICK, 0, 1);
    struct summary found;
    plan.longest = 1000;
    cr_expect_float_eq(judge_gauge(&found, &one, &plan).serial, 1e-9 * TICK * 3 * 1000, 1e-12);
    summary_clear(&found);
}

Test(estimate, of_every_float_is_what_they_take)
{
    struct plan plan = counted("wasserstein.g/stable/f32", EXHAUSTIVE, 3, 256);
    compare("every float", &plan, EXHAUSTIVE, 0.05);
    plan = counted("wasserstein.g/stable/f32", EXHAUSTIVE, 3, 512);
    plan.positions = 2;
    compare("every float, at more positions", &plan, EXHAUSTIVE, 0.05);
}

static struct search_gauge gauged(const struct plan *plan)
{
    struct summary found;
    elements = 0;
    struct search_gauge gauge = search_gauge(&found, &one, plan, 1);
    summary_clear(&found);
    return gauge;
}

Test(estimate, of_a_search_is_what_its_rounds_take)
{
    static const struct {
        uint64_t rounds;
        double share;
    } kinds[] = {{1, 0.001}, {SWEEP_EARLY + 8, 0.01}};
    struct plan plan = counted("wasserstein.g/stable/f64", EXHAUSTIVE, 0, 1);
    for (size_t k = 0; k < 2; k++) {
        struct summary taken;
        plan.rounds = kinds[k].rounds;
        struct search_gauge gauge = gauged(&plan);
        elements = 0;
        cr_assert_eq(search_run(&taken, &one, &plan), SEARCH_DONE);
        expect_near(gauge.all.cpu, 1e-9 * TICK * (double)elements, kinds[k].share, "search");
        expect_near(gauge.all.inputs, (double)taken.searched.evaluations, kinds[k].share, "inputs");
        cr_expect_eq(gauge.rounds, plan.rounds);
        summary_clear(&taken);
    }
}

/* Rounds take as long as they have elements: so many fit into a budget. */
Test(estimate, of_a_budget_is_the_rounds_that_fit)
{
    struct plan plan = counted("wasserstein.g/stable/f64", EXHAUSTIVE, 0, 1);
    plan.rounds = 30;
    plan.budget = gauged(&plan).all.cpu * 1.0001;
    plan.rounds = 0;
    cr_expect_eq(gauged(&plan).rounds, 30);
    plan.budget = 1e-12;
    cr_expect_eq(gauged(&plan).rounds, 1);
}

/* The floats of all shards are all floats, those of a term with a label at each of the six. */
Test(estimate, inputs_of_shards_add_up)
{
    static const struct {
        const char *id;
        double passes;
        size_t shards;
    } of[] = {{"wasserstein.g/stable/f32", 1, 3}, {"bce.target/stable/f32", CASES_PASSES, 1}};
    for (size_t t = 0; t < 2; t++) {
        double inputs = 0;
        for (size_t shard = 0; shard < of[t].shards; shard++) {
            struct plan plan = counted(of[t].id, EXHAUSTIVE, shard, of[t].shards);
            struct summary found = {0};
            inputs += exhaustive_gauge(&found, &one, &plan).inputs;
            summary_clear(&found);
        }
        cr_expect_eq(inputs, of[t].passes * 0x1p32, "%s: %g", of[t].id, inputs);
    }
}

Test(estimate, wall_time_of_threads)
{
    struct gauge g = {.cpu = 100, .serial = 10, .width = HUGE_VAL};
    cr_expect_float_eq(gauge_wall(&g, 1), 100, 1e-9);
    cr_expect_float_eq(gauge_wall(&g, 3), 40, 1e-9);
    g.width = 2.5;
    cr_expect_float_eq(gauge_wall(&g, 3), 46, 1e-9);
    g.width = g.round = 16; /* 12 threads do 16 pieces in two turns, as 8 do */
    cr_expect_float_eq(gauge_wall(&g, 12), 10 + 90.0 / 8, 1e-9);
    cr_expect_float_eq(gauge_wall(&g, 64), 10 + 90.0 / 16, 1e-9);
    cr_expect_float_eq(gauge_wall(&g, 1), 100, 1e-9);
}
