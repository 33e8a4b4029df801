/* Answers in files against the same answers from a kernel that is called: the figures are the same, every
   one. */
#include "harness/base/threads.h"
#include "harness/judge/judge.h"
#include "harness/record/record.h"
#include "harness/verify/by_format.h"
#include "losses/bits.h"
#include "tests/support/graded.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

TestSuite(grade, .init = graded_place_make, .fini = graded_place_remove);

/* As verify comes to it. */
static struct summary called(const struct graded_trial *t)
{
    struct choice choice;
    struct summary summary;
    uint64_t rounds;
    cr_assert(choice_find(&choice, t->id));
    const struct selection one = {&choice, 1};
    const struct plan plan = {
        .level = t->level, .seed = 3, .quiet = true, .shard = t->shard, .shards = t->shards};
    if (t->level == EXHAUSTIVE)
        cr_assert_eq(by_format_judge(&summary, &rounds, &one, &plan), STATUS_OK);
    else
        cr_assert(judge_run(&summary, &one, &plan));
    return summary;
}

/* A record without what rests on calling the kernel, or on what it declares. */
static json_t *figures(const struct choice *choice, const struct summary *summary,
                       const struct graded_trial *t)
{
    static const char *const others[] = {"id", "pass", "faults", "own", NULL};
    json_t *record = record_json(choice, summary, level_names[t->level]);
    for (int i = 0; others[i]; i++)
        json_object_del(record, others[i]);
    for (int k = 0; k < OUTPUTS; k++)
        json_object_del(json_object_get(record, output_names[k]), "bound_ulp");
    return record;
}

static void same_figures(const struct graded_trial *t)
{
    struct grading g;
    struct choice choice;
    cr_assert(choice_find(&choice, t->id));
    struct summary files = graded_by(&g, t, 3, NULL), calls = called(t);
    json_t *a = figures(&g.choice, &files, t), *b = figures(&choice, &calls, t);
    cr_expect(json_equal(a, b), "%s at level %s: %s\n%s", t->id, level_names[t->level],
              json_dumps(a, JSON_COMPACT), json_dumps(b, JSON_COMPACT));
    cr_expect(files.inputs > 1000);
    json_decref(a);
    json_decref(b);
    summary_clear(&files);
    summary_clear(&calls);
    grading_close(&g);
}

static const struct graded_trial trials[] = {
    {"nonsaturating.g/stable/f32", QUICK, 0, 1, 1 << 10},
    {"nonsaturating.g/clip1e7/f64", QUICK, 0, 1, 1 << 24},
    {"bce.target/add1e8/f32", QUICK, 1, 3, 1 << 14},
    {"minimax.g@D/clamp100/f64", QUICK, 0, 1, 5000},
    {"minimax.g/stable/f64", FULL, 1, 40, 1 << 12},
    {"minimax.g/naive/f32", EXHAUSTIVE, 300, 9999, 1 << 16},
    {"bce.target/stable/f32", EXHAUSTIVE, 11, 9999, 1 << 18},
    {"minimax.d_fake@D/clip1e7/f32", EXHAUSTIVE, 4064, 9000, 3 << 16}};
enum { TRIALS = sizeof trials / sizeof *trials };

#define SAME_FIGURES(number)                                                                                 \
    Test(grade, same_figures_##number)                                                                       \
    {                                                                                                        \
        threads_use(number % 3 + 1);                                                                         \
        same_figures(&trials[number]);                                                                       \
    }
SAME_FIGURES(0)
SAME_FIGURES(1)
SAME_FIGURES(2)
SAME_FIGURES(3)
SAME_FIGURES(4)
SAME_FIGURES(5)
SAME_FIGURES(6)
SAME_FIGURES(7)
_Static_assert(TRIALS == 8, "each is a test");

Test(grade, one_output_alone_has_the_figures_that_it_has_beside_the_other)
{
    struct grading g;
    for (int i = 0; i < 2; i++) {
        const struct graded_trial *t = &trials[i ? 5 : 0];
        for (int k = 0; k < OUTPUTS; k++) {
            struct summary one = graded_by(&g, t, 1U << k, NULL), both = called(t);
            struct choice choice;
            cr_assert(choice_find(&choice, t->id));
            json_t *a = figures(&g.choice, &one, t), *b = figures(&choice, &both, t);
            cr_expect(json_equal(json_object_get(a, output_names[k]), json_object_get(b, output_names[k])));
            cr_expect(one.ideal[1 - k].compared == 0 && one.ideal[1 - k].not_rounded == 0);
            g.choice.max_ulp = 1e-30;
            cr_expect(isinf(choice_bound(&g.choice, (enum output)(1 - k))), "what is missing has no bound");
            cr_expect(record_failures(&g.choice, &one) == RECORD_BOUND);
            json_decref(a);
            json_decref(b);
            summary_clear(&one);
            summary_clear(&both);
            grading_close(&g);
            graded_place_remove();
            graded_place_make();
        }
    }
}

/* Every other answer is twice what it should be. */
static void spoil_odd(enum output output, size_t n, void *answers)
{
    float *loss = answers;
    for (size_t i = 1; i < n && output == LOSS; i += 2)
        loss[i] = loss[i] * 2;
}

Test(grade, an_input_with_two_answers_is_told_of)
{
    struct grading g;
    const struct graded_trial t = {"nonsaturating.g/stable/f32", QUICK, 0, 1, 1 << 24};
    struct summary good = graded_by(&g, &t, 3, NULL);
    cr_expect_eq(good.faults.of[FAULT_POSITION].count, 0);
    grading_close(&g);
    graded_place_remove();
    graded_place_make();
    struct summary bad = graded_by(&g, &t, 3, spoil_odd);
    const struct fault_at *at = &bad.faults.of[FAULT_POSITION].first;
    cr_expect_gt(bad.faults.of[FAULT_POSITION].count, 0);
    cr_expect(at->index % 2 ? at->got == 2 * at->before : at->before == 2 * at->got);
    cr_expect(record_passes(&g.choice, &bad), "as of any kernel, unless the user says so");
    g.choice.fail_on = ~0U;
    cr_expect(!record_passes(&g.choice, &bad));
    grading_close(&g);
}

/* One float of the last chunk is NaN, one of the first has the wrong sign. */
static size_t spoiled;
static void spoil_one(enum output output, size_t n, void *answers)
{
    float *grad = answers;
    if (output == GRAD && spoiled++ == 0)
        grad[77] = -grad[77];
    else if (output == GRAD && n == 1 << 16)
        grad[n - 1] = NAN;
}

Test(grade, one_wrong_float_is_found_and_its_answer_shown)
{
    struct grading g;
    const struct graded_trial t = {"nonsaturating.g/stable/f32", EXHAUSTIVE, 5, 9999, 1 << 16};
    spoiled = 0;
    struct summary bad = graded_by(&g, &t, 3, spoil_one);
    const struct output_summary *grad = &bad.ideal[GRAD];
    cr_expect_eq(grad->classes[WRONG_SIGN].count, 1);
    cr_expect_eq(grad->classes[NAN_MISMATCH].count, g.inputs.float_parts - 1);
    float x = float_of_bits(5 << 16 | 77);
    double loss, got;
    cr_expect(grad->classes[WRONG_SIGN].first.x == (double)x);
    choice_at(&g.choice, (double)x, 0, &loss, &got);
    cr_expect(got > 0 && loss > 0, "%g", got);
    choice_at(&g.choice, grad->classes[NAN_MISMATCH].first.x, 0, &loss, &got);
    cr_expect(isnan(got) && !isnan(loss));
    summary_clear(&bad);
    grading_close(&g);
}

static const struct screen *sound_screen;

/* One part in 10^12: nothing that a float would show. */
static void loosened(size_t n, const float x[], double label, double loss[], double grad[])
{
    sound_screen->run(n, x, label, loss, grad);
    for (size_t i = 0; i < n; i++)
        grad[i] *= 1 + 1e-12;
}

Test(grade, a_loosened_screen_voids_the_run)
{
    struct grading g;
    const struct graded_trial t = {"minimax.d_fake/stable/f32", EXHAUSTIVE, 0x4080 % 9999, 9999, 1 << 16};
    struct summary summary = graded_by(&g, &t, 3, NULL);
    summary_clear(&summary);
    sound_screen = screen_find(&g.inputs.group.formula, isa_best());
    struct screen broken = *sound_screen;
    g.screen = &broken;
    for (int i = 0; i < 2; i++) {
        for (int k = 0; k < OUTPUTS; k++)
            free(g.got[k]);
        broken.run = i ? sound_screen->run : loosened;
        said_start();
        cr_expect_eq(grade_run(&summary, &g, true), i ? STATUS_OK : STATUS_INTERNAL);
        char *said = said_end();
        cr_expect(i ? *said == '\0' : strstr(said, "the run is void") != NULL, "%s", said);
        free(said);
        summary_clear(&summary);
    }
    grading_close(&g);
}
