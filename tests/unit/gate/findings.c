/* What each room tells of what it judged: one finding for what fails, a case for every part, and no more. */
#include "harness/batch/findings.h"
#include "harness/bench/findings.h"
#include "harness/bench/rows.h"
#include "harness/record/fail_on.h"
#include "harness/record/faults_text.h"
#include "harness/record/finding.h"
#include "harness/trace/gate.h"
#include "harness/verify/outcome.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char id[] = "nonsaturating.g/stable/f32";

static struct choice chosen(const char *name)
{
    struct choice choice;
    cr_assert(choice_find(&choice, name));
    return choice;
}

/* The one finding of that part and rule; NULL: there is none. */
static const struct finding *found(enum finding_part part, const char *rule)
{
    const struct finding *one = NULL;
    for (size_t i = 0; i < finding_count(); i++)
        if (finding_at(i)->part == part && strcmp(finding_at(i)->rule, rule) == 0) {
            cr_expect_null(one, "two findings: %s", rule);
            one = finding_at(i);
        }
    return one;
}

static enum finding_state state(enum finding_part part)
{
    size_t i = 0;
    while (i < finding_case_count() && finding_case_at(i)->part != part)
        i++;
    cr_assert(i < finding_case_count(), "part %d was not judged", (int)part);
    return finding_case_at(i)->state;
}

enum { STEPS = 3 };

/* A trace of one kernel, in whose steps nothing is wrong. */
struct traced {
    struct recording run;
    struct kernel_step step[STEPS];
    struct kernel_trace kernel;
    struct track track;
    struct trace trace;
};

static void traced_make(struct traced *t, double max_ulp, unsigned named)
{
    *t = (struct traced){.run = {.steps = STEPS, .batch = 4}};
    t->kernel = (struct kernel_trace){.choice = chosen(id), .step = t->step};
    t->track = (struct track){.kernel = &t->kernel, .kernel_count = 1};
    t->trace = (struct trace){.run = &t->run, .track = &t->track, .track_count = 1};
    trace_gate_set(&t->trace, named, max_ulp);
    finding_start();
}

static size_t traced_print(struct traced *t)
{
    said_start();
    size_t failed = trace_gate_print(&t->trace, stderr);
    free(said_end());
    return failed;
}

Test(findings, of_a_trace_with_the_largest_error_that_is_allowed)
{
    struct traced t;
    traced_make(&t, 3, 0);
    t.step[1].loss_error.ulp = 3;
    t.step[2].grad_ulp = 3;
    cr_expect_eq(traced_print(&t), 0, "3 ulp are allowed");
    cr_expect(finding_count() == 0 && state(FINDING_LOSS) == FINDING_JUDGED && finding_case_count() == 3);
    traced_make(&t, 3, 0);
    t.step[1].loss_error.ulp = t.step[2].loss_error.ulp = t.kernel.loss_error.ulp = 3.5L;
    t.step[2].grad_ulp = t.kernel.grad_ulp = 4;
    cr_expect_eq(traced_print(&t), 1);
    const struct finding *loss = found(FINDING_LOSS, "bound"), *grad = found(FINDING_GRAD, "bound");
    cr_assert(finding_count() == 2 && loss && grad);
    cr_expect_str_eq(loss->message, "mean loss: 3.5 ulp, allowed 3, first at step 1");
    cr_expect_str_eq(grad->message, "gradients: 4 ulp, allowed 3, first at step 2");
    traced_make(&t, 3, 0); /* every class of failure, and NaN is no number of ulps */
    t.step[0].damaged[DAMAGE_SIGN] = 1;
    t.step[0].grad_ulp = (long double)NAN;
    t.step[2].loss_error.class = BOUNDED;
    cr_expect_eq(traced_print(&t), 1);
    cr_expect(finding_count() == 2 && found(FINDING_GRAD, "sign") && found(FINDING_LOSS, "bounded"));
    traced_make(&t, 3, 0);
    t.step[0].damaged[DAMAGE_LOST] = 1;
    t.step[0].loss_error.class = ZERO_SIGN;
    cr_expect_eq(traced_print(&t), 0, "lost and the sign of a zero are not among them");
    traced_make(&t, 0, 0);
    t.step[0].damaged[DAMAGE_SIGN] = 1;
    t.step[0].grad_ulp = 1e9L;
    cr_expect_eq(traced_print(&t), 0, "nothing was asked for");
    traced_make(&t, 0, 1U << FAIL_ON_LOST);
    t.step[0].damaged[DAMAGE_LOST] = 1;
    cr_expect_eq(traced_print(&t), 1);
    cr_expect(finding_count() == 1 && found(FINDING_GRAD, "lost"));
}

/* Rows of one series, in each reduction. */
enum { SIZES = 3, ROWS = SIZES * GANLOSS_REDUCTIONS };

static void batch_make(struct batch_row rows[ROWS], double max_ulp)
{
    for (int r = 0; r < ROWS; r++) {
        rows[r] = (struct batch_row){.choice = chosen(id),
                                     .regime = regime_find("early"),
                                     .n = (size_t)(r % SIZES) + 1,
                                     .reduction = (enum ganloss_reduction)(r / SIZES),
                                     .done = true};
        rows[r].choice.max_ulp = max_ulp;
    }
    finding_start();
}

static void batch_tell(struct batch_row rows[ROWS])
{
    struct choice choice = chosen(id);
    const struct selection selection = {&choice, 1};
    const struct regime *regime = regime_find("early");
    struct faults faults = {0};
    const struct batch_rows all = {.at = rows, .count = ROWS, .faults = &faults, .kernels = 1};
    const struct batch_plan plan = {.selection = &selection,
                                    .regime = &regime,
                                    .regimes = 1,
                                    .seed = 9,
                                    .reduction = {true, true, true, true}};
    batch_findings(&all, &plan);
}

Test(findings, of_batches_one_for_each_fault_of_a_series)
{
    struct batch_row rows[ROWS];
    batch_make(rows, 0);
    batch_tell(rows);
    cr_expect(finding_count() == 0 && state(FINDING_LOSS) == FINDING_JUDGED && finding_case_count() == 3);
    batch_make(rows, 0);
    rows[1].faults = rows[2].faults = 1U << FAULT_SUM;
    rows[5].faults = 1U << FAULT_GRAD;
    batch_tell(rows);
    const struct finding *sum = found(FINDING_LOSS, "sum"), *grad = found(FINDING_GRAD, "scaled-gradient");
    cr_assert(finding_count() == 2 && sum && grad);
    cr_expect_str_eq(sum->message, "the sum is outside the bound of its reduction; in 2 sizes");
    cr_expect_str_eq(sum->place, "early, n = 2, naive");
    cr_expect_str_eq(
        sum->rerun,
        "ganloss batch 'nonsaturating.g/stable/f32' --regime early --batch 2 --reduction naive --seed 9");
    cr_expect_str_eq(grad->place, "early, n = 3, pairwise");
    batch_make(rows, 3); /* what does not depend on the reduction is told of once */
    for (int r = 0; r < ROWS; r++)
        if (rows[r].n == 2) {
            rows[r].faults = 1U << FAULT_ULP;
            rows[r].losses_error.ulp = 4;
            rows[r].grad.classes = 1U << VANISHED | 1U << FAIL_ON_LOST;
        }
    batch_tell(rows);
    const struct finding *bound = found(FINDING_LOSS, "bound");
    cr_assert(finding_count() == 2 && bound && found(FINDING_GRAD, "vanished"));
    cr_expect_str_eq(bound->message, "the mean of its losses, however they are summed: 4 ulp, allowed 3");
    cr_expect(strstr(bound->rerun, " --seed 9 --max-ulp 3"), "%s", bound->rerun);
    batch_make(rows, 0);
    rows[4].done = false;
    batch_tell(rows);
    cr_expect(state(FINDING_LOSS) == FINDING_UNFINISHED && state(FINDING_FAULTS) == FINDING_UNFINISHED);
    batch_make(rows, 0);
    for (int r = 0; r < ROWS; r++)
        rows[r].done = !(rows[r].barred = true);
    batch_tell(rows);
    cr_expect(state(FINDING_LOSS) == FINDING_SKIPPED && state(FINDING_FAULTS) == FINDING_JUDGED);
}

Test(findings, of_verify_a_kernel_that_was_not_done_with_is_unfinished)
{
    for (int complete = 0; complete < 2; complete++)
        for (uint64_t inputs = 0; inputs < 2; inputs++) {
            struct choice choice = chosen(id);
            const struct selection selection = {&choice, 1};
            struct summary summary = {.inputs = inputs};
            finding_start();
            outcome_findings(&selection, &summary,
                             &(struct outcome_shown){.level = "quick", .complete = complete != 0});
            bool judged = complete && inputs > 0;
            for (int part = FINDING_LOSS; part <= FINDING_FAULTS; part++)
                cr_expect_eq(state((enum finding_part)part), judged ? FINDING_JUDGED : FINDING_UNFINISHED);
            cr_expect_eq(finding_case_count(), 3);
            cr_expect_str_eq(json_string_value(json_object_get(finding_evidence_of(id), "evidence")),
                             "sampled");
        }
}

Test(findings, of_bench_a_row_that_was_not_timed_is_unfinished_and_one_not_counted)
{
    static const size_t batch[] = {64};
    struct choice choice = chosen("minimax.g/naive/f32");
    const struct selection selection = {&choice, 1};
    const struct regime *regime = regime_find("early");
    for (int i = 0; i < 5; i++) {
        struct bench bench;
        bench_init(&bench, &selection, 1, batch, 1, &regime, LEVEL_AUTO, 5);
        cr_assert_eq(bench.count, 1);
        bench.rows[0].samples = i == 0 ? 0 : BENCH_SAMPLES_MAX;
        bench.rows[0].instructions = i == 1 ? (double)NAN : 100;
        bench.rows[0].fails = i == 2;
        finding_start();
        bench_findings(&bench, i == 3, true);
        cr_expect_eq(state(FINDING_FAULTS), i == 3 ? FINDING_UNFINISHED : FINDING_JUDGED);
        if (i < 3)
            cr_expect_eq(state(FINDING_SPEED), i == 2 ? FINDING_SKIPPED : FINDING_UNFINISHED, "%d", i);
        bench_free(&bench);
    }
}

Test(findings, of_a_fault_the_command_that_shows_it_again)
{
    struct choice choice = chosen(id);
    struct faults faults = {0};
    const struct fault_at at = {.n = 5, .index = 2, .input = {-3, 0}};
    faults_add(&faults, FAULT_STATE, &at, 7);
    said_start();
    finding_start();
    faults_print_failures(stderr, &choice, &faults, "it is not timed; rerun: ganloss bench 'x'");
    faults_print_failures(stderr, &choice, &faults, "a block is a step; rerun this trace");
    free(said_end());
    cr_assert_eq(finding_count(), 2);
    cr_expect_str_eq(finding_at(0)->rerun, "ganloss bench 'x'");
    cr_expect_null(finding_at(1)->rerun);
    cr_expect(finding_at(0)->at && finding_at(0)->at->x == -3 && finding_at(0)->size == 7);
    cr_expect_str_eq(finding_at(0)->rule, "state");
}

Test(findings, nothing_is_kept_where_nobody_asked)
{
    said_start();
    struct choice choice = chosen(id);
    struct faults faults = {0};
    faults_add(&faults, FAULT_STATE, &(struct fault_at){.n = 1}, 1);
    faults_print_failures(stderr, &choice, &faults, "");
    finding_case_add(id, FINDING_LOSS, FINDING_JUDGED, "");
    finding_evidence(id, "a", "%d", 1);
    free(said_end());
    cr_expect(finding_count() == 0 && finding_case_count() == 0 && !finding_evidence_of(id));
}
