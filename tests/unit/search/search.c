/* The search: that it finds planted faults and branch points, repeats itself on any number of threads,
   and claims no more than MPFR confirms. */
#include "harness/search/search.h"
#include "harness/base/interrupt.h"
#include "harness/base/random.h"
#include "harness/base/threads.h"
#include "harness/record/record.h"
#include "harness/search/lane.h"
#include "harness/search/note.h"
#include "harness/search/points.h"
#include "tests/support/searched.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const struct plan one_round = {
    .level = EXHAUSTIVE, .seed = 1, .quiet = true, .shards = 1, .rounds = 1};

static ganloss_f64 *other;

static bool passes(const struct summary *s)
{
    struct choice choice = searched_choice("nonsaturating.g/stable/f64");
    return record_passes(&choice, s);
}

SEARCHED_PLANT(nothing, (void)0)
SEARCHED_PLANT(narrow_beside_20, if (x[i] > 20 && x[i] < 20 * (1 + 1e-6)) grad[i] *= 1 + 0x1p-48)
SEARCHED_PLANT(narrow_below_a_half, if (x[i] < -0.5 && x[i] > -0.5 * (1 + 1e-6)) loss[i] *= 1 + 0x1p-48)
SEARCHED_PLANT(sign_beyond, if (x[i] > 433.1) grad[i] = -grad[i])
SEARCHED_PLANT(ulp_in_a_binade, if (x[i] >= 2 && x[i] < 4) grad[i] = nextafter(grad[i], 0))
SEARCHED_PLANT(scaled, grad[i] *= 1 + 0x1p-50)
SEARCHED_PLANT(flushed, if (fabs(loss[i]) < 0x1p-1022) loss[i] = 0)
SEARCHED_PLANT(nan_lost, if (isnan(x[i])) grad[i] = 0)
SEARCHED_PLANT(branch_moved, if (x[i] > 36) loss[i] = exp(-x[i]))
SEARCHED_PLANT(branch_moved_far, if (x[i] > 33.7) loss[i] = exp(-x[i]))
SEARCHED_PLANT(last_of_odd, if (n > 1 && ((n - 1) & (n - 2)) == 0 && i == n - 1) grad[i] *= 1 + 0x1p-40)
SEARCHED_PLANT(wrong_at_one, if (x[i] == 1) loss[i] *= 1 + 0x1p-40)
SEARCHED_PLANT(infinite, if (x[i] > 0x1p1000) loss[i] = 1 / x[i])

Test(search, finds_planted_faults)
{
    static const struct {
        const char *what;
        ganloss_f64 *planted;
        bool found;
    } rows[] = {{"nothing", nothing, false},
                {"one part in 10^6 beside 20", narrow_beside_20, true},
                {"one part in 10^6 beside -1/2", narrow_below_a_half, true},
                {"sign flipped beyond 433.1", sign_beyond, true},
                {"one ulp in a binade", ulp_in_a_binade, true},
                {"gradient scaled by 1 + 2^-50", scaled, true},
                {"subnormals flushed", flushed, true},
                {"NaN lost", nan_lost, true},
                {"a branch to e^-s where log1p(e) is e", branch_moved, false},
                {"the same branch moved to where it is not", branch_moved_far, true},
                {"last of a batch of 2^k + 1", last_of_odd, true},
                {"one input", wrong_at_one, true},
                {"large inputs", infinite, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct summary s = searched_planted(rows[i].planted, "nonsaturating.g/stable/f64", &one_round);
        cr_expect_eq(passes(&s), !rows[i].found, "%s: %s", rows[i].what,
                     rows[i].found ? "not found" : "found, and is not there");
    }
}

/* A branch where nobody would look, between two kernels that both keep the bound; next to it a fault on one
   part in 10^6. */
static const double hidden = -3.7281828459;

static void beside_a_hidden_branch(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    double l, g;
    searched_good(n, x, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (x[i] < hidden) {
            other(1, &x[i], y, &l, &g);
            loss[i] = l;
            grad[i] = x[i] > hidden * (1 + 1e-6) ? g * (1 + 0x1p-49) : nextafter(g, 0);
        }
}

Test(search, finds_a_fault_beside_a_branch_that_it_discovers)
{
    other = searched_choice("nonsaturating.g/stable/f64").kernel->code->f64;
    struct summary s = searched_planted(beside_a_hidden_branch, "nonsaturating.g/stable/f64", &one_round);
    bool listed = false;
    for (size_t i = 0; i < s.searched.branch_points; i++)
        listed = listed || fabs(s.searched.branch_point[i] - hidden) < 1e-5;
    cr_expect(listed, "the branch is among the %zu points found", s.searched.branch_points);
    cr_expect_not(passes(&s));
}

Test(search, lists_the_branch_points_of_variants)
{
    static const struct {
        const char *id;
        double at;
    } rows[] = {{"minimax.d_fake/threshold20/f64", 20},
                {"minimax.d_fake/naive/f64", 36.7368005696771},
                {"minimax.d_fake/naive/f64", -0x1.62e42fefa39efp+9},
                {"minimax.d_fake@D/clip1e7/f64", 1e-7}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct choice choice = searched_choice(rows[i].id);
        struct summary s = searched_by(&choice, &one_round);
        double nearest = (double)INFINITY;
        for (size_t k = 0; k < s.searched.branch_points; k++)
            nearest = fmin(nearest, fabs(s.searched.branch_point[k] / rows[i].at - 1));
        cr_expect_lt(nearest, 1e-14, "%s: %.17g", rows[i].id, rows[i].at);
    }
}

static char *text_of(const struct choice *choice, const struct summary *s)
{
    json_t *record = record_json(choice, s, "exhaustive");
    char *text = json_dumps(record, 0);
    json_decref(record);
    return text;
}

Test(search, repeats_itself_on_any_number_of_threads_and_in_any_selection)
{
    struct choice choices[] = {searched_choice("minimax.g@D/log1p/f64"),
                               searched_choice("bce.g/maxlog1p/f64")};
    struct selection both = {choices, 2};
    struct summary alone, summaries[2];
    struct plan plan = one_round;
    plan.rounds = 4;
    threads_use(1);
    alone = searched_by(&choices[1], &plan);
    threads_use(3);
    cr_assert_eq(search_run(summaries, &both, &plan), SEARCH_DONE);
    char *expected = text_of(&choices[1], &alone), *text = text_of(&choices[1], &summaries[1]);
    cr_expect_str_eq(text, expected);
    cr_expect_eq(alone.searched.rounds, 4);
    free(text);

    plan.seed = 2;
    alone = searched_by(&choices[1], &plan);
    text = text_of(&choices[1], &alone);
    cr_expect_str_neq(text, expected, "another seed searches elsewhere");
    free(text);
    free(expected);
}

/* What is shown was confirmed: it comes again, and a record keeps all of it. */
Test(search, shows_what_mpfr_finds_too)
{
    struct choice choice = searched_choice("minimax.d_real/clamp100/f64"), back;
    struct summary s = searched_by(&choice, &one_round), parsed;
    const struct formula *f = reference_ideal(choice.kernel->term);
    for (int k = 0; k < OUTPUTS; k++) {
        struct want want[OUTPUTS];
        double got[OUTPUTS];
        reference(&want[LOSS], &want[GRAD], f, choice.format, s.ideal[k].at.x, 0);
        choice_at(&choice, s.ideal[k].at.x, 0, &got[LOSS], &got[GRAD]);
        cr_expect_eq(got[k], s.ideal[k].got);
        cr_expect_lt(fabsl(metric_measure(got[k], &want[k]).ulp / s.ideal[k].max_ulp - 1), 1e-9L);

        uint64_t seen = s.ideal[k].compared;
        for (int c = 0; c < CLASSES; c++) {
            const struct extent *e = &s.ideal[k].classes[c];
            const struct input *ends[] = {&e->first, &e->last, &e->below, &e->above};
            seen += e->count;
            for (size_t i = 0; i < 4 && e->count > 0; i++) {
                if (i >= 2 && isnan(ends[i]->x))
                    continue;
                reference(&want[LOSS], &want[GRAD], f, choice.format, ends[i]->x, 0);
                choice_at(&choice, ends[i]->x, 0, &got[LOSS], &got[GRAD]);
                cr_expect_eq(metric_measure(got[k], &want[k]).class, (enum error_class)c);
            }
        }
        cr_expect_eq(seen, s.inputs, "every input is in ulps or in a class");
        cr_expect_gt(s.ideal[k].lost.count, 0);
    }
    char *text = text_of(&choice, &s);
    json_t *record = json_loads(text, 0, NULL);
    cr_assert(record_parse(&back, &parsed, record));
    char *again = text_of(&back, &parsed);
    cr_expect_str_eq(again, text);
    cr_expect_eq(parsed.searched.evaluations, s.searched.evaluations);
    cr_expect_geq(s.searched.evaluations, s.inputs);
    cr_expect_eq(parsed.searched.width[0].sure, s.searched.width[0].sure);
    cr_expect_eq(parsed.searched.width[1].high, s.searched.width[1].high);
    json_decref(record);
    free(text);
    free(again);
}

/* Whether a result is lost is decided from its error alone where that is enough. */
SEARCHED_PLANT(lost_in_many_ways, {
    uint64_t bits = format_bits(&formats[F64], x[i]);
    double scale = ldexp(1, (int)(bits % 9) - 4);
    loss[i] = bits % 3 ? loss[i] * scale : loss[i] * (1 + scale);
})

Test(search, counts_lost_results_as_mpfr_does)
{
    static struct search_batch batch;
    struct guard guard = guard_make(SEARCH_ROOM);
    struct choice choice = searched_choice("minimax.d_fake/stable/f64");
    struct kernel kernel = *choice.kernel;
    struct ganloss_kernel code = *kernel.code;
    const struct formula *f = reference_ideal(kernel.term);
    struct lane lane = lane_make(&choice, 7);
    batch.guard = &guard;
    lane.batch = &batch;
    struct output_summary want_summary = {0};
    searched_good = code.f64;
    code.f64 = lost_in_many_ways;
    kernel.code = &code;
    choice.kernel = &kernel;
    batch.done = true;
    uint64_t random = 3;
    for (int i = 0; i < 20000; i++) {
        /* half of them where the loss is subnormal */
        struct input input = {i & 1 ? -708 - 40 * random_uniform(&random) : points_draw(LOGIT, &random), 0};
        struct want want[OUTPUTS];
        double got[OUTPUTS];
        lane_add(&lane, input.x, 0);
        reference(&want[LOSS], &want[GRAD], f, choice.format, input.x, 0);
        choice_at(&choice, input.x, 0, &got[LOSS], &got[GRAD]);
        summary_add(&want_summary, LOGIT, &input, got[LOSS], &want[LOSS]);
    }
    lane_flush(&lane);
    const struct output_summary *s = &lane.found.ideal[LOSS];
    cr_expect(lane.sound);
    cr_expect_eq(s->lost.count, want_summary.lost.count, "%llu, not %llu", (unsigned long long)s->lost.count,
                 (unsigned long long)want_summary.lost.count);
    cr_expect_eq(s->compared, want_summary.compared);
    cr_expect_eq(s->lost.first.x, want_summary.lost.first.x);
    cr_expect_eq(s->lost.above.x, want_summary.lost.above.x);
    cr_expect_eq(s->not_rounded, want_summary.not_rounded);
    cr_expect_gt(s->lost.count, 1000);
    free(lane.tried.at);
    guard_free(&guard);
}

/* A probe that errs is found out where its word would be shown. */
Test(search, a_false_claim_voids_it, .init = cr_redirect_stderr)
{
    static struct search_batch batch;
    struct guard guard = guard_make(SEARCH_ROOM);
    struct choice choice = searched_choice("minimax.d_fake/stable/f64");
    for (int i = 0; i < 4; i++) {
        struct lane lane = lane_make(&choice, 7);
        batch.guard = &guard;
        lane.batch = &batch;
        batch.done = true;
        lane_begin(&lane);
        lane_add(&lane, 1, 0);
        lane_add(&lane, 2, 0);
        lane_flush(&lane);
        struct probed *p = &batch.result[i & 1];
        p->ulp[1] = i < 2 ? 7 : 0;
        p->class[1] = i < 2 ? IN_ULPS : VANISHED;
        cr_expect_not(note_batch(&lane.found, &batch, &choice, &lane.ideal, (enum output)(i & 1)), "claim %d",
                      i);
        free(lane.tried.at);
    }
    guard_free(&guard);
}

Test(search, an_interrupt_leaves_what_was_done)
{
    struct choice choice = searched_choice("wasserstein.g/stable/f64");
    struct selection one = {&choice, 1};
    struct summary s;
    interrupt_catch();
    raise(SIGINT);
    cr_expect_eq(search_run(&s, &one, &one_round), SEARCH_INTERRUPTED);
    cr_expect_eq(s.inputs, 0);
}
