/* Two percent slower, on an invented machine: the exit status and what is told of it in every format. Of bench, whose
   measure is instructions, and of compare, whose clock is invented (tests/support/invented.h). */
#include "harness/bench/against.h"
#include "harness/bench/findings.h"
#include "harness/bench/match.h"
#include "harness/bench/report.h"
#include "harness/bench/rows.h"
#include "harness/compare/findings.h"
#include "harness/record/result.h"
#include "tests/support/gated.h"
#include "tests/support/invented.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char id[] = "minimax.g/stable/f32";

/* What is told of a kernel that is slower, and of one that is not. */
static void expect(struct gated *g, bool slower)
{
    json_t *run = json_array_get(json_object_get(g->sarif, "runs"), 0),
           *results = json_object_get(run, "results");
    json_t *result = json_array_get(results, 0);
    cr_expect_eq(g->status, slower ? STATUS_PERFORMANCE : STATUS_OK);
    cr_expect_eq(json_array_size(results), slower ? 1 : 0);
    cr_expect_eq(gated_count(g->junit, "<failure type=\"slower\""), slower ? 1 : 0, "%s", g->junit);
    cr_expect_eq(gated_count(g->junit, "<error "), 0, "%s", g->junit);
    cr_expect(strstr(g->junit, "<testcase classname=\"minimax.g/stable/f32\" name=\"speed\">"), "%s",
              g->junit);
    cr_expect_eq(gated_count(g->annotations, "::error title=minimax.g/stable/f32 speed%3A slower::"),
                 slower ? 1 : 0, "%s", g->annotations);
    if (slower)
        cr_expect_str_eq(json_string_value(json_object_get(result, "ruleId")), "slower");
}

/* bench --against a run of 100 instructions per element. */
static void bench_with(double instructions)
{
    static const size_t batch[] = {64};
    char path[] = "/tmp/ganloss-XXXXXX";
    struct bench bench;
    struct choice choice;
    struct gated g;
    json_t *comparison = NULL;
    cr_assert(choice_find(&choice, id));
    const struct selection selection = {&choice, 1};
    const struct regime *regime = regime_find("early");
    bench_init(&bench, &selection, 1, batch, 1, &regime, LEVEL_AUTO, 5);
    for (size_t i = 0; i < bench.count; i++) {
        bench.rows[i].samples = BENCH_SAMPLES_MAX;
        bench.rows[i].instructions = 100;
    }
    json_t *document = result_new("bench", NULL, json_pack("{s:i}", "seed", 5));
    json_object_set_new(document, "bench", bench_json(&bench, false));
    close(mkstemp(path));
    cr_assert_eq(result_write(document, path), STATUS_OK);
    json_decref(document);
    bench.rows[0].instructions = instructions;
    gated_begin(&g, "bench");
    said_start();
    enum status status = bench_against(&bench, path, 5, &comparison);
    free(said_end());
    bench_findings(&bench, false, true);
    gated_end(&g, status);
    expect(&g, instructions > 101);
    gated_free(&g);
    json_decref(comparison);
    bench_free(&bench);
    unlink(path);
}

Test(slower, bench_against_a_stored_run)
{
    bench_with(102);
    bench_with(100);
}

/* A kernel that takes so many ns a call, with a neighbour in one sample of five. */
struct contender {
    double ns;
    unsigned samples;
};

static double sample(void *self, size_t calls)
{
    struct contender *c = self;
    double ns = c->ns * (double)calls * (++c->samples % 5 == 0 ? 1.3 : 1);
    invented_now += (int64_t)ns;
    return ns;
}

static bool measured(struct paired *paired, double ratio, uint64_t seed)
{
    struct contender a = {100, 0}, b = {100 * ratio, 2};
    const struct contestant side[2] = {{sample, &a}, {sample, &b}};
    return pairs_measure(paired, side, pairs_calibrate(side, 50e3, 0.01), 0.05, 0.01, seed);
}

static bool measure_again(struct paired *again, void *ratio)
{
    return measured(again, *(double *)ratio, 7);
}

/* compare --with a build; `with` NULL: two kernels, of which none is gated. */
static void compare_with(double ratio, const char *with, bool slower)
{
    struct compare_options o = {.with = with, .threshold = BENCH_THRESHOLD};
    struct compare_row row = {.measured = true};
    struct gated g;
    for (int s = 0; s < 2; s++) {
        row.of[s] = (struct bench_row){.reduction = ELEMENT, .regime = regime_find("early"), .batch = 4096};
        cr_assert(choice_find(&row.of[s].choice, id));
    }
    cr_assert(measured(&row.outcome.first, ratio, 1));
    match_judge(&row.outcome, o.threshold, measure_again, &ratio);
    cr_assert_eq(row.outcome.verdict == VERDICT_SLOWER, ratio > 1.01);
    gated_begin(&g, "compare");
    compare_findings(&o, &row, 1, NULL);
    gated_end(&g, slower ? STATUS_PERFORMANCE : STATUS_OK);
    if (with)
        expect(&g, slower);
    else
        cr_expect(gated_count(g.junit, "<failure ") == 0 && gated_count(g.annotations, "::notice ") == 1,
                  "%s", g.annotations);
    gated_free(&g);
}

Test(slower, compare_with_another_build)
{
    compare_with(1.02, "before", true);
    compare_with(1, "before", false);
    compare_with(1.02, NULL, false);
}

Test(slower, what_was_not_measured_is_not_the_same)
{
    struct compare_options o = {.with = "before"};
    struct compare_row rows[2] = {{.measured = false}, {.measured = false, .absent = true}};
    struct gated g;
    for (int i = 0; i < 4; i++) {
        struct bench_row *row = &rows[i / 2].of[i % 2];
        *row = (struct bench_row){.reduction = ELEMENT, .regime = regime_find("early"), .batch = 64};
        cr_assert(choice_find(&row->choice, i / 2 ? "minimax.g/naive/f32" : id));
    }
    gated_begin(&g, "compare");
    compare_findings(&o, rows, 2, NULL);
    gated_end(&g, STATUS_UNFINISHED);
    cr_expect(strstr(g.junit, "<error type=\"unfinished\" message=\"it was not measured\"/>"), "%s", g.junit);
    cr_expect(strstr(g.junit, "<skipped type=\"skipped\" message=\"the other build has no such kernel\"/>"),
              "%s", g.junit);
    gated_free(&g);
}
