/* The exhaustive engine, on one part in many of all floats: that its counts are those of MPFR alone, and that
   a screen outside its bound voids the run. test_planted.c has what it finds. */
#include "../harness/compare_f32.h"
#include "../harness/exhaustive.h"
#include "../harness/fail.h"
#include "../harness/record.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdlib.h>
#include <string.h>

static float float_of(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Chunks of the given shard of one kernel, through the engine. */
static struct summary engine(const char *id, size_t shard, size_t shards, int jobs)
{
    struct choice choice;
    struct summary summary;
    cr_assert(choice_find(&choice, id));
    struct selection one = {&choice, 1};
    struct plan plan = {
        .level = EXHAUSTIVE, .seed = 5, .jobs = jobs, .quiet = true, .shard = shard, .shards = shards};
    cr_assert_eq(exhaustive(&summary, &one, &plan), EXHAUSTIVE_DONE);
    return summary;
}

/* The same inputs, each by MPFR. */
static struct summary by_mpfr(const char *id, size_t shard, size_t shards)
{
    struct choice choice;
    struct summary total = {0};
    cr_assert(choice_find(&choice, id));
    const struct formula *f = reference_ideal(choice.kernel->term);
#pragma omp parallel for schedule(dynamic)
    for (size_t chunk = shard; chunk < 65536; chunk += shards) {
        struct summary s = {0};
        for (uint32_t i = 0; i < 65536; i++) {
            struct input input = {(double)float_of((uint32_t)chunk << 16 | i), 0};
            struct want want[OUTPUTS];
            double got[OUTPUTS];
            reference(&want[LOSS], &want[GRAD], f, choice.format, input.x, 0);
            choice_at(&choice, input.x, 0, &got[LOSS], &got[GRAD]);
            s.inputs++;
            for (int k = 0; k < OUTPUTS; k++)
                summary_add(&s.ideal[k], choice.kernel->term->space, &input, got[k], &want[k]);
        }
#pragma omp critical
        summary_merge(&total, &s);
    }
    return total;
}

static char *text_of(const char *id, struct summary *s)
{
    struct choice choice;
    cr_assert(choice_find(&choice, id));
    for (int k = 0; k < OUTPUTS; k++) /* the maximum is the screen's choice among near ties */
        s->ideal[k].at = (struct input){0, 0}, s->ideal[k].got = 0, s->ideal[k].max_ulp = 0;
    json_t *record = record_json(&choice, s, "exhaustive");
    char *text = json_dumps(record, 0);
    json_decref(record);
    return text;
}

/* Shards that hold chunks where much happens: of 4096, the chunks n + 4096 k for k = 0 .. 15. */
Test(exhaustive, counts_what_mpfr_counts)
{
    static const struct {
        const char *id;
        size_t shard;
    } rows[] = {{"nonsaturating.g/naive/f32", 0x185},
                {"minimax.g/clip1e7/f32", 0x181},
                {"minimax.d_fake@D/naive/f32", 0xf7f},
                {"nonsaturating.g@D/add1e8/f32", 0x000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct summary fast = engine(rows[i].id, rows[i].shard, 4096, 0),
                       slow = by_mpfr(rows[i].id, rows[i].shard, 4096);
        for (int k = 0; k < OUTPUTS; k++)
            cr_expect(fabsl(fast.ideal[k].max_ulp - slow.ideal[k].max_ulp) <=
                          1e-5L * slow.ideal[k].max_ulp + 1e-5L,
                      "%s %s: max %Lg, not %Lg", rows[i].id, output_names[k], fast.ideal[k].max_ulp,
                      slow.ideal[k].max_ulp);
        char *got = text_of(rows[i].id, &fast), *want = text_of(rows[i].id, &slow);
        cr_expect_str_eq(got, want);
        free(got);
        free(want);
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
    cr_assert_eq(exhaustive(&slow, &one, &plan), EXHAUSTIVE_DONE);
    char *got = text_of(id, &fast), *want = text_of(id, &slow);
    cr_expect_str_eq(got, want);
    free(got);
    free(want);
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
    sound_screen = screen_find(reference_ideal(choice.kernel->term));
    struct screen broken = *sound_screen;
    broken.run = loosened;
    struct selection one = {&choice, 1};
    struct plan plan = {
        .level = EXHAUSTIVE, .seed = 1, .quiet = true, .shard = 0x4080, .shards = 65536, .screen = &broken};
    cr_expect_eq(exhaustive(&summary, &one, &plan), EXHAUSTIVE_VOID);
    broken.run = sound_screen->run;
    cr_expect_eq(exhaustive(&summary, &one, &plan), EXHAUSTIVE_DONE);
}

/* Each instruction set compares alike. */
Test(exhaustive, compares_alike_on_every_isa)
{
    static struct screened s[ISAS];
    static float got[COMPARE_BLOCK];
    uint64_t state = 3;
    for (int round = 0; round < 200; round++) {
        struct compared c[ISAS];
        double sign = round & 1 ? -1 : 1;
        for (size_t i = 0; i < COMPARE_BLOCK; i++) {
            float x = float_of((uint32_t)random_next(&state));
            uint64_t r = random_next(&state);
            s[0].exact[i] =
                r % 7 == 0 ? 0x1p-3 * (1 + 0x1p-50) : (double)x * (1 + 0x1p-26 * (double)(r % 64));
            got[i] = (float)sign *
                     (r % 5 == 0 ? float_of((uint32_t)r) : (float)s[0].exact[i] * (r % 3 ? 1 : 1 + 0x1p-22F));
        }
        for (int isa = 0; isa < ISAS; isa++) {
            const struct comparer *comparer = comparer_find_for((enum isa)isa);
            if (!comparer)
                continue;
            memcpy(s[isa].exact, s[0].exact, sizeof s[0].exact);
            uint32_t undecided = comparer->prepare(COMPARE_BLOCK - 3, &s[isa], 0x1p-48, 0x1p-240);
            c[isa] = comparer->compare(COMPARE_BLOCK - 3, got, &s[isa], sign);
            cr_expect_eq(memcmp(&c[isa], &c[0], sizeof c[0]), 0, "%s", isa_names[isa]);
            cr_expect_eq(memcmp(s[isa].state, s[0].state, COMPARE_BLOCK - 3), 0, "%s", isa_names[isa]);
            cr_expect(undecided < COMPARE_BLOCK / 2);
        }
    }
}
