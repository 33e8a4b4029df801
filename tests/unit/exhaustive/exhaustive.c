/* The exhaustive engine, on one part in many of all floats: that its counts are those of MPFR alone, and that
   a screen outside its bound voids the run. tests/unit/verify/planted.c has what it finds. */
#include "harness/exhaustive/exhaustive.h"
#include "harness/base/random.h"
#include "harness/base/threads.h"
#include "harness/exhaustive/run.h"
#include "harness/record/binades.h"
#include "harness/record/record.h"
#include "tests/support/length.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdlib.h>
#include <string.h>

/* Chunks of the given shard of one kernel, through the engine. */
static struct summary engine(const char *id, size_t shard, size_t shards, unsigned long jobs)
{
    struct choice choice;
    struct summary summary;
    cr_assert(choice_find(&choice, id));
    struct selection one = {&choice, 1};
    struct plan plan = {.level = EXHAUSTIVE, .seed = 5, .quiet = true, .shard = shard, .shards = shards};
    threads_use(jobs);
    cr_assert_eq(exhaustive_run(&summary, &one, &plan), EXHAUSTIVE_DONE);
    return summary;
}

/* One result into the counts and its binade's, without a histogram but for the first bin. */
static void add_by_mpfr(struct output_summary *to, enum space space, const struct input *input, double got,
                        const struct want *want)
{
    struct error error = metric_measure(got, want);
    float x = (float)input->x;
    struct peak here = {.screened = (double)error.ulp, .ulp = error.ulp, .any = error.class == IN_ULPS};
    memcpy(&here.bits, &x, sizeof here.bits);
    struct binade *binade = &to->binades->at[here.bits >> 23];
    here.got = (float)got;
    summary_add(to, space, input, got, want);
    binade->inputs++;
    binade->not_rounded += error.rounded ? 0 : 1;
    binade->failures += error_class_is_failure(error.class) || error.lost ? 1 : 0;
    to->binades->histogram[0] += error.rounded && error.class == IN_ULPS ? 1 : 0;
    if (peak_is_higher(&here, &binade->peak))
        binade->peak = here;
}

/* The same inputs, each by MPFR. */
static struct summary by_mpfr(const char *id, size_t shard, size_t shards)
{
    struct choice choice;
    struct summary total = summary_with_binades();
    cr_assert(choice_find(&choice, id));
    const struct formula *f = reference_ideal(choice.kernel->term);
#pragma omp parallel for schedule(dynamic)
    for (size_t chunk = shard; chunk < 65536; chunk += shards) {
        struct summary s = summary_with_binades();
        for (uint32_t i = 0; i < 65536; i++) {
            struct input input = {(double)float_of_bits((uint32_t)chunk << 16 | i), 0};
            struct want want[OUTPUTS];
            double got[OUTPUTS];
            reference(&want[LOSS], &want[GRAD], f, choice.format, input.x, 0);
            choice_at(&choice, input.x, 0, &got[LOSS], &got[GRAD]);
            s.inputs++;
            for (int k = 0; k < OUTPUTS; k++)
                add_by_mpfr(&s.ideal[k], choice.kernel->term->space, &input, got[k], &want[k]);
        }
#pragma omp critical
        summary_merge(&total, &s);
        summary_clear(&s);
    }
    return total;
}

static char *text_of(const char *id, struct summary *s)
{
    struct choice choice;
    cr_assert(choice_find(&choice, id));
    for (int k = 0; k < OUTPUTS; k++) /* the maximum is the screen's choice among near ties */
        s->ideal[k].at = (struct input){0, 0}, s->ideal[k].got = 0, s->ideal[k].max_ulp = 0;
    struct binades *binades[] = {s->ideal[LOSS].binades, s->ideal[GRAD].binades};
    s->ideal[LOSS].binades = s->ideal[GRAD].binades = NULL;
    json_t *record = record_json(&choice, s, "exhaustive");
    char *text = json_dumps(record, 0);
    json_decref(record);
    for (int k = 0; k < OUTPUTS; k++)
        s->ideal[k].binades = binades[k];
    return text;
}

/* Counts are equal; peaks are as large, to what the screen leaves open. */
static void expect_same_binades(const struct binades *fast, const struct binades *slow, const char *id)
{
    uint64_t sum = 0, compared = 0;
    for (int i = 0; i < BINADES; i++) {
        const struct binade *f = &fast->at[i], *s = &slow->at[i];
        cr_expect(f->inputs == s->inputs && f->not_rounded == s->not_rounded && f->failures == s->failures,
                  "%s binade %d: %lu, %lu, %lu", id, i, f->inputs, f->not_rounded, f->failures);
        cr_expect_eq(f->peak.any, s->peak.any, "%s binade %d", id, i);
        cr_expect(fabsl(f->peak.ulp - s->peak.ulp) <= 1e-5L * s->peak.ulp + 1e-5L,
                  "%s binade %d: %Lg, not %Lg", id, i, f->peak.ulp, s->peak.ulp);
    }
    cr_expect_eq(fast->histogram[0], slow->histogram[0], "%s", id);
    for (int i = 0; i < ULP_BINS; i++)
        sum += fast->histogram[i];
    for (int i = 0; i < BINADES; i++)
        compared += fast->at[i].inputs;
    cr_expect_leq(sum, compared);
    cr_expect_gt(compared, 0);
}

/* Shards that hold chunks where much happens: of 4096, the chunks n + 4096 k for k = 0 .. 15; every second of
   them in `check`, every fourth with sanitizers. */
Test(exhaustive, counts_what_mpfr_counts)
{
    static const struct {
        const char *id;
        size_t shard;
    } rows[] = {{"nonsaturating.g/naive/f32", 0x185},
                {"minimax.g/clip1e7/f32", 0x181},
                {"minimax.d_fake@D/naive/f32", 0x3f7f},
                {"nonsaturating.g@D/add1e8/f32", 0x2000}};
    int chunks = length_of(16, 2);
    size_t shards = chunks == 16 ? 4096 : chunks == 8 ? 8192 : 16384;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct summary fast = engine(rows[i].id, rows[i].shard % shards, shards, 0),
                       slow = by_mpfr(rows[i].id, rows[i].shard % shards, shards);
        for (int k = 0; k < OUTPUTS; k++)
            cr_expect(fabsl(fast.ideal[k].max_ulp - slow.ideal[k].max_ulp) <=
                          1e-5L * slow.ideal[k].max_ulp + 1e-5L,
                      "%s %s: max %Lg, not %Lg", rows[i].id, output_names[k], fast.ideal[k].max_ulp,
                      slow.ideal[k].max_ulp);
        char *got = text_of(rows[i].id, &fast), *want = text_of(rows[i].id, &slow);
        cr_expect_str_eq(got, want);
        free(got);
        free(want);
        for (int k = 0; k < OUTPUTS; k++)
            expect_same_binades(fast.ideal[k].binades, slow.ideal[k].binades, rows[i].id);
        summary_clear(&fast);
        summary_clear(&slow);
    }
}

Test(exhaustive, does_not_depend_on_threads)
{
    const char *id = "minimax.d_real/logsigmoid/f32";
    struct summary one = engine(id, 0x18f, 2048, 1), three = engine(id, 0x18f, 2048, 3);
    for (int k = 0; k < OUTPUTS; k++)
        cr_expect(one.ideal[k].max_ulp == three.ideal[k].max_ulp && one.ideal[k].at.x == three.ideal[k].at.x);
    cr_expect_eq(one.inputs, 32 * 65536);
    char *expected = text_of(id, &one), *text = text_of(id, &three);
    cr_expect_str_eq(text, expected);
    free(text);
    free(expected);
    summary_clear(&one);
    summary_clear(&three);
}

static char *record_of(const char *id, const struct summary *s)
{
    struct choice choice;
    cr_assert(choice_find(&choice, id));
    json_t *record = record_json(&choice, s, "exhaustive");
    char *text = json_dumps(record, JSON_REAL_PRECISION(15));
    json_decref(record);
    return text;
}

/* k = 77 modulo n is k = 77 or 77 + n modulo 2 n. Through their records, as merge reads them. */
Test(exhaustive, merged_shards_are_one_run)
{
    static const char *const rows[] = {"minimax.d_real/clip1e7/f32", "nonsaturating.g@D/stable/f32",
                                       "bce.target/stable/f32"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t shards = 65536 / (size_t)length_of(213, 4);
        struct summary whole = engine(rows[i], 77, shards, 0), part[2];
        for (size_t k = 0; k < 2; k++) {
            struct summary shard = engine(rows[i], 77 + shards * k, 2 * shards, 0);
            char *text = record_of(rows[i], &shard);
            json_t *record = json_loads(text, 0, NULL);
            struct choice choice;
            cr_assert(record_parse(&choice, &part[k], record));
            json_decref(record);
            free(text);
            summary_clear(&shard);
        }
        summary_merge(&part[1], &part[0]);
        char *expected = record_of(rows[i], &whole), *merged = record_of(rows[i], &part[1]);
        cr_expect_str_eq(merged, expected);
        free(merged);
        free(expected);
        summary_clear(&whole);
        summary_clear(&part[0]);
        summary_clear(&part[1]);
    }
}

/* Without a screen, MPFR does it all, and the same comes out. */
Test(exhaustive, does_without_a_screen)
{
    const char *id = "minimax.g/add1e12/f32";
    struct choice choice;
    struct summary slow, fast = engine(id, 0xc1dd, 65536, 0);
    cr_assert(choice_find(&choice, id));
    struct selection one = {&choice, 1};
    struct screen none = {0};
    struct plan plan = {
        .level = EXHAUSTIVE, .seed = 5, .quiet = true, .shard = 0xc1dd, .shards = 65536, .screen = &none};
    cr_assert_eq(exhaustive_run(&slow, &one, &plan), EXHAUSTIVE_DONE);
    char *got = text_of(id, &fast), *want = text_of(id, &slow);
    cr_expect_str_eq(got, want);
    free(got);
    free(want);
    summary_clear(&slow);
    summary_clear(&fast);
}

static const struct screen *sound_screen;

/* One part in 10^12: nothing that a float would show. */
static void loosened(size_t n, const float x[], double label, double loss[], double grad[])
{
    sound_screen->run(n, x, label, loss, grad);
    for (size_t i = 0; i < n; i++)
        loss[i] *= 1 + 1e-12;
}

Test(exhaustive, a_loosened_screen_voids_the_run, .init = cr_redirect_stderr)
{
    struct choice choice;
    struct summary summary;
    cr_assert(choice_find(&choice, "minimax.d_fake/stable/f32"));
    sound_screen = screen_find(reference_ideal(choice.kernel->term), isa_best());
    struct screen broken = *sound_screen;
    broken.run = loosened;
    struct selection one = {&choice, 1};
    struct plan plan = {
        .level = EXHAUSTIVE, .seed = 1, .quiet = true, .shard = 0x4080, .shards = 65536, .screen = &broken};
    cr_expect_eq(exhaustive_run(&summary, &one, &plan), EXHAUSTIVE_VOID);
    summary_clear(&summary);
    broken.run = sound_screen->run;
    cr_expect_eq(exhaustive_run(&summary, &one, &plan), EXHAUSTIVE_DONE);
    summary_clear(&summary);
}

static ganloss_f32 *sound_kernel;

/* One bit of one gradient in every block: a table of answers that takes one float for another. */
static void flawed(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    sound_kernel(n, x, y, loss, grad);
    grad[n - 1] = nextafterf(grad[n - 1], 2);
}

static ganloss_f32 *flawed_twin(ganloss_f32 *kernel)
{
    sound_kernel = kernel;
    return flawed;
}

static ganloss_f32 *itself(ganloss_f32 *kernel)
{
    return kernel;
}

/* The kernel is blamed, and no other: what a twin answers and its kernel does not depends on what was asked before. */
Test(exhaustive, a_flawed_twin_fails_its_kernel)
{
    struct choice choice;
    struct summary summary;
    cr_assert(choice_find(&choice, "minimax.d_fake/stable/f32"));
    struct selection one = {&choice, 1};
    struct plan plan = {
        .level = EXHAUSTIVE, .seed = 1, .quiet = true, .shard = 0x4080, .shards = 65536, .twin = flawed_twin};
    cr_expect_eq(exhaustive_run(&summary, &one, &plan), EXHAUSTIVE_DONE);
    cr_expect_gt(summary.faults.of[FAULT_STATE].count, 0);
    cr_expect_not(record_passes(&choice, &summary));
    summary_clear(&summary);
    plan.twin = NULL;
    cr_expect_eq(exhaustive_run(&summary, &one, &plan), EXHAUSTIVE_DONE);
    cr_expect_not(faults_any(&summary.faults));
    summary_clear(&summary);
}

/* Whether libm is asked or remembered changes no byte. */
Test(exhaustive, twins_change_no_result)
{
    static const char *const ids[] = {"minimax.d_real/twosided/f32", "minimax.d_real/stable/f32",
                                      "bce.d_fake/logsigmoid/f32", "bce.target/clamp100/f32",
                                      "minimax.d_fake@D/log1p/f32"};
    enum { KERNELS = sizeof ids / sizeof *ids };
    struct choice choices[KERNELS];
    struct summary plain[KERNELS], twins[KERNELS];
    for (size_t i = 0; i < KERNELS; i++)
        cr_assert(choice_find(&choices[i], ids[i]));
    struct selection some = {choices, KERNELS};
    struct plan plan = {.level = EXHAUSTIVE, .seed = 5, .quiet = true, .shard = 81, .shards = 4099};
    cr_assert_eq(exhaustive_run(twins, &some, &plan), EXHAUSTIVE_DONE);
    plan.twin = itself;
    cr_assert_eq(exhaustive_run(plain, &some, &plan), EXHAUSTIVE_DONE);
    for (size_t i = 0; i < KERNELS; i++) {
        char *got = record_of(ids[i], &twins[i]), *want = record_of(ids[i], &plain[i]);
        cr_expect_str_eq(got, want);
        free(got);
        free(want);
        summary_clear(&twins[i]);
        summary_clear(&plain[i]);
    }
}

/* A kernel that has had its last life answers nothing more, and has no fault that is not told already: of a stretch between two
   checkpoints there may be no more to say than how much was not answered. */
Test(exhaustive, what_was_not_answered_is_gathered_by_itself)
{
    struct choice choice;
    cr_assert(choice_find(&choice, "nonsaturating.g/stable/f32"));
    struct selection one = {&choice, 1};
    struct plan plan = {.level = EXHAUSTIVE, .seed = 5, .quiet = true, .shard = 0, .shards = 65536};
    struct run run = run_make(&one, &plan);
    run.workers[0].summaries[0].unanswered = 65536;
    run_gather(&run);
    run.workers[0].summaries[0].unanswered = 512;
    run_gather(&run);
    cr_expect_eq(run.state.summaries[0].unanswered, 66048);
    cr_expect_eq(run.workers[0].summaries[0].unanswered, 0, "it would be gathered twice");
    run_free(&run);
}
