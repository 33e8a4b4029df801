/* The engine: the faults that variants are known for appear by themselves, with their inputs; planted ones are
   found; threads and shards do not matter. */
#include "harness/judge/judge.h"
#include "harness/base/allocate.h"
#include "harness/base/threads.h"
#include "harness/record/record.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct selection selection;
static struct summary *summaries;

static void judge_globs(char *const globs[], size_t count, struct plan plan)
{
    cr_assert_eq(select_kernels(&selection, globs, count), STATUS_OK);
    summaries = allocate(selection.count, sizeof *summaries);
    cr_assert(judge_run(summaries, &selection, &plan));
}

static const struct plan quick = {.level = QUICK, .seed = 1, .quiet = true, .shards = 1};

static const struct summary *summary_of(const char *id)
{
    for (size_t i = 0; i < selection.count; i++) {
        char own[ID_SIZE];
        choice_id(own, &selection.at[i]);
        if (strcmp(own, id) == 0)
            return &summaries[i];
    }
    cr_assert(false, "%s was not judged", id);
    return NULL;
}

/* Where a class begins when one comes from the centre. */
struct expected_fault {
    const char *id;
    enum output output;
    enum error_class class;
    double below, above; /* the nearest failing inputs; NaN: none on that side */
};

#define NONE     ((double)NAN)
#define ANYWHERE 1e300 /* there, at a place that depends on the samples */

static const struct expected_fault faults[] = {
    /* naive D is 1 from 16.6355 and 0 below -88.7228 */
    {"nonsaturating.g/naive/f32", GRAD, VANISHED, NONE, 0x1.0a2b24p+4},
    {"nonsaturating.g/naive/f32", GRAD, NAN_MISMATCH, -0x1.62e43p+6, NONE},
    {"nonsaturating.g/naive/f32", LOSS, OVERFLOW, -0x1.62e43p+6, NONE},
    {"nonsaturating.g/naive/f64", GRAD, VANISHED, NONE, 0x1.25e4f7b2737fbp+5},
    {"nonsaturating.g/naive/f64", GRAD, NAN_MISMATCH, -0x1.62e42fefa39fp+9, NONE},
    /* 0 instead of 1 at s = 17 */
    {"minimax.d_fake/clamp100/f32", GRAD, VANISHED, ANYWHERE, 0x1.0a2b24p+4},
    {"minimax.d_real/clamp100/f32", LOSS, BOUNDED, -(double)INFINITY, NONE},
    /* NaN at infinity */
    {"minimax.d_real/maxlog1p/f32", LOSS, NAN_MISMATCH, NONE, (double)INFINITY},
    {"minimax.d_real/logsigmoid/f64", LOSS, NAN_MISMATCH, -(double)INFINITY, (double)INFINITY},
    {"minimax.d_real/twosided/f64", LOSS, NAN_MISMATCH, NONE, (double)INFINITY},
    {"minimax.d_fake/log1pexp/f32", GRAD, NAN_MISMATCH, NONE, 0x1.62e43p+6},
    /* the gradient of a clip */
    {"nonsaturating.g/clip1e7/f32", GRAD, VANISHED, -0x1.01e3bap+4, 0x1.0a2b24p+4},
    /* subnormal gradients lost: sigmoid(-s) through 1/(1 + e^s) */
    {"nonsaturating.g/twosided/f32", GRAD, VANISHED, NONE, 0x1.62e43p+6},
    {"nonsaturating.g/threshold_eps/f32", GRAD, VANISHED, NONE, 0x1.62e43p+6},
    /* max and |.| differentiated at 0 */
    {"nonsaturating.g/maxlog/f64", GRAD, VANISHED, NONE, 0},
};

static bool is_at(const struct input *place, double expected)
{
    if (isnan(expected) || expected == ANYWHERE)
        return isnan(place->x) == isnan(expected);
    return place->x == expected;
}

Test(judge, finds_the_listed_faults)
{
    /* those of the table, and what is looked at below */
    enum { ROWS = sizeof faults / sizeof *faults };
    char *globs[ROWS + 3] = {"nonsaturating.g/*", "minimax.d_fake/logsigmoid/f64",
                             "minimax.d_*/threshold20/f64"};
    size_t count = 3;
    for (size_t i = 0; i < ROWS; i++)
        if (strncmp(faults[i].id, "nonsaturating.g/", strlen("nonsaturating.g/")) != 0)
            globs[count++] = (char *)faults[i].id;
    judge_globs(globs, count, quick);
    for (size_t i = 0; i < ROWS; i++) {
        const struct expected_fault *f = &faults[i];
        const struct extent *e = &summary_of(f->id)->ideal[f->output].classes[f->class];
        cr_expect(e->count > 0, "%s %s: no %s", f->id, output_names[f->output], error_class_names[f->class]);
        cr_expect(is_at(&e->below, f->below), "%s %s %s: below %a, not %a", f->id, output_names[f->output],
                  error_class_names[f->class], e->below.x, f->below);
        cr_expect(is_at(&e->above, f->above), "%s %s %s: above %a, not %a", f->id, output_names[f->output],
                  error_class_names[f->class], e->above.x, f->above);
    }

    /* a gradient of -1.9e-10 for -1: lost from about -27 */
    const struct extent *lost = &summary_of("nonsaturating.g/clamp100/f32")->ideal[GRAD].lost;
    cr_expect(lost->count > 0 && lost->below.x < -27.6 && lost->below.x > -29);
    /* 0 for the tail of 4.2e-18 at s = -40: s - (s - tail) */
    const struct extent *tail = &summary_of("minimax.d_fake/logsigmoid/f64")->ideal[LOSS].classes[VANISHED];
    cr_expect(tail->below.x < -33.3 && tail->below.x > -34 && tail->first.x < -700);
    /* 1.8e7 ulp just above 20 */
    const struct output_summary *s = &summary_of("minimax.d_fake/threshold20/f64")->ideal[GRAD];
    cr_expect(s->max_ulp > 1.8e7L && s->max_ulp < 1.9e7L && s->at.x > 20 && s->at.x < 20.0001);
    s = &summary_of("minimax.d_real/threshold20/f64")->ideal[GRAD];
    cr_expect(s->max_ulp > 1.8e7L && s->max_ulp < 1.9e7L && s->at.x < -20 && s->at.x > -20.0001);
    /* the caps */
    static const struct {
        const char *id;
        double cap;
    } caps[] = {{"nonsaturating.g/clamp100/f64", 100},
                {"nonsaturating.g/add1e12/f64", 27.631021},
                {"nonsaturating.g/add1e8/f64", 18.420681},
                {"nonsaturating.g/clip1e7/f64", 16.118096}};
    for (size_t i = 0; i < sizeof caps / sizeof *caps; i++) {
        struct choice choice;
        double loss, grad;
        const struct output_summary *o = &summary_of(caps[i].id)->ideal[LOSS];
        cr_assert(choice_find(&choice, caps[i].id));
        cr_expect_eq(o->classes[BOUNDED].first.x, -(double)INFINITY, "%s", caps[i].id);
        choice_at(&choice, o->lost.first.x, 0, &loss, &grad);
        cr_expect(fabs(loss - caps[i].cap) < 1e-5, "%s is capped at %g", caps[i].id, loss);
    }
}

Test(judge, stable_keeps_its_bound)
{
    char *const globs[] = {"*/stable/*"};
    judge_globs(globs, 1, quick);
    for (size_t i = 0; i < selection.count; i++) {
        char id[ID_SIZE];
        choice_id(id, &selection.at[i]);
        cr_expect(record_passes(&selection.at[i], &summaries[i]), "%s", id);
        cr_expect(choice_has_bound(&selection.at[i]) || strncmp(id, "bce.target/", 11) == 0, "%s", id);
        cr_expect_gt(summaries[i].inputs, 4000);
    }
}

static char *all_text(void)
{
    json_t *all = json_array();
    for (size_t i = 0; i < selection.count; i++)
        json_array_append_new(all, record_json(&selection.at[i], &summaries[i], "quick"));
    char *text = json_dumps(all, 0);
    json_decref(all);
    return text;
}

Test(judge, does_not_depend_on_threads_or_shards)
{
    char *const globs[] = {"minimax.*@D/*/f32", "bce.g/naive/*"};
    threads_use(1);
    judge_globs(globs, 2, quick);
    char *expected = all_text();
    threads_use(3);
    judge_globs(globs, 2, quick);
    char *text = all_text();
    cr_expect_str_eq(text, expected);
    free(text);

    struct summary *sum = calloc(selection.count, sizeof *sum);
    for (size_t shard = 0; shard < 3; shard++) {
        struct plan part = quick;
        part.shard = shard;
        part.shards = 3;
        judge_globs(globs, 2, part);
        for (size_t i = 0; i < selection.count; i++)
            summary_merge(&sum[i], &summaries[i]);
    }
    summaries = sum;
    text = all_text();
    cr_expect_str_eq(text, expected);
    free(text);
    free(expected);
}
