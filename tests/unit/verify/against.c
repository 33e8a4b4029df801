/* The ratchet: each kind of regression, planted into a run, is found against the stored run, with its input;
   an improvement is none; what does not compare is refused. */
#include "harness/verify/against.h"
#include "harness/base/allocate.h"
#include "harness/base/threads.h"
#include "harness/judge/judge.h"
#include "harness/record/record.h"
#include "harness/record/result.h"
#include "tests/support/said.h"
#include "tests/support/spoil.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *const globs[] = {"minimax.g@D/clip1e7/f32", "minimax.g@D/stable/f32"};
enum { CLIP, STABLE, SELECTED }; /* in the registry's order */

static struct selection selection;
static struct summary *now;
static char path[] = "/tmp/test_against.XXXXXX";

static json_t *stored_document(void)
{
    json_t *document = result_new(
        "verify", NULL, json_pack("{s:s, s:I, s:b}", "level", "quick", "seed", (json_int_t)1, "complete", 1));
    json_t *records = json_array();
    for (size_t i = 0; i < selection.count; i++)
        json_array_append_new(records, record_json(&selection.at[i], &now[i], "quick"));
    json_object_set_new(document, "kernels", records);
    return document;
}

static void start(void)
{
    const struct plan quick = {.level = QUICK, .seed = 1, .quiet = true, .shards = 1};
    cr_assert_eq(select_kernels(&selection, globs, 2), STATUS_OK);
    cr_assert_eq(selection.count, SELECTED);
    now = allocate(SELECTED, sizeof *now);
    threads_use(1);
    cr_assert(judge_run(now, &selection, &quick));
    close(mkstemp(path));
    json_t *document = stored_document();
    cr_assert_eq(result_write(document, path), STATUS_OK);
    json_decref(document);
}

static void end(void)
{
    unlink(path);
}

/* Compares `now`, with stderr in *said (from malloc). */
static enum status compare(struct comparison *comparison, char **said)
{
    struct baseline baseline;
    cr_assert_eq(baseline_read(&baseline, path, "quick", 1, globs, 2), STATUS_OK);
    said_start();
    enum status status = against_compare(comparison, &baseline, &selection, now, globs, 2, 1);
    *said = said_end();
    baseline_free(&baseline);
    return status;
}

Test(against, a_run_equals_itself, .init = start, .fini = end)
{
    struct comparison c;
    char *said;
    cr_expect_eq(compare(&c, &said), STATUS_OK);
    cr_expect_eq(c.unchanged, SELECTED);
    cr_expect(c.better == 0 && c.worse == 0 && c.added == 0);
    cr_expect_str_empty(said);
    free(said);
}

/* What to plant into a summary, and what must be said. */
struct plant {
    const char *name;
    size_t kernel;
    bool own;
    enum output output;
    void (*change)(struct output_summary *);
    const char *said[4];
};

static void raise_maximum(struct output_summary *s)
{
    s->max_ulp += 0x1p-20L;
    s->at.x = 0x1.234p-3;
}

static void widen(struct extent *e, double x)
{
    struct input input = {x, 0};
    if (e->count++ == 0)
        *e = (struct extent){1, input, input, input, {(double)NAN, 0}};
    e->first = input;
}

static void add_class(struct output_summary *s)
{
    widen(&s->classes[VANISHED], 0x1.5p-2);
}

static void grow_class(struct output_summary *s)
{
    cr_assert_gt(s->classes[NAN_MISMATCH].count, 0, "clip1e7 gives numbers outside [0, 1]");
    widen(&s->classes[NAN_MISMATCH], -(double)INFINITY);
}

static void unsign(struct output_summary *s)
{
    widen(&s->classes[ZERO_SIGN], 0);
}

static void lose(struct output_summary *s)
{
    widen(&s->lost, 0x1.7p-3);
}

static void round_less(struct output_summary *s)
{
    s->not_rounded++;
}

static void all_at_once(struct output_summary *s)
{
    raise_maximum(s);
    add_class(s);
    lose(s);
    round_less(s);
}

static const struct plant plants[] = {
    {"maximum",
     STABLE,
     false,
     GRAD,
     raise_maximum,
     {"WORSE minimax.g@D/stable/f32 grad: ", "at 0x1.234p-3 = 0.142212 [", "eval minimax.g@D 0x1.234p-3\n"}},
    {"new class",
     STABLE,
     false,
     LOSS,
     add_class,
     {"WORSE minimax.g@D/stable/f32 loss: vanished on 1 inputs, was 0 at 0x1.5p-2 = 0.328125 ["}},
    {"more of a class", CLIP, false, LOSS, grow_class, {"loss: nan on ", "at -inf ["}},
    {"zero's sign", STABLE, false, LOSS, unsign, {"loss: zero-sign on 1 inputs, was 0 at 0x0p+0 = 0 ["}},
    {"lost", STABLE, false, GRAD, lose, {"grad: lost on 1 inputs, was 0 at 0x1.7p-3 = 0.179688 ["}},
    {"rounding", STABLE, false, LOSS, round_less, {"loss: ", " results not correctly rounded, was "}},
    {"own formula",
     CLIP,
     true,
     GRAD,
     raise_maximum,
     {"WORSE (own formula) minimax.g@D/clip1e7/f32 grad: ", "at 0x1.234p-3 = 0.142212 ["}},
    {"all",
     STABLE,
     false,
     GRAD,
     all_at_once,
     {"grad: vanished on 1 inputs, was 0, lost on 1 inputs, was 0, ", " ulp, was ", "rounded, was",
      "at 0x1.5p-2 = 0.328125 ["}},
};

Test(against, finds_every_planted_regression, .init = start, .fini = end)
{
    for (size_t i = 0; i < sizeof plants / sizeof *plants; i++) {
        const struct plant *p = &plants[i];
        struct summary before = now[p->kernel];
        struct comparison c;
        char *said;
        p->change(p->own ? &now[p->kernel].own[p->output] : &now[p->kernel].ideal[p->output]);
        cr_expect_eq(compare(&c, &said), STATUS_NUMERICAL, "%s", p->name);
        cr_expect(c.worse == 1 && c.unchanged == 1 && c.better == 0, "%s", p->name);
        cr_expect_eq(strchr(said, '\n') - said + 1, (ptrdiff_t)strlen(said), "%s: one line, not: %s", p->name,
                     said);
        for (size_t k = 0; k < 4 && p->said[k]; k++)
            cr_expect(strstr(said, p->said[k]), "%s: '%s' is not in: %s", p->name, p->said[k], said);
        free(said);
        now[p->kernel] = before;
    }
}

Test(against, counts_improvements, .init = start, .fini = end)
{
    struct comparison c;
    char *said;
    now[STABLE].ideal[GRAD].max_ulp /= 2;
    now[CLIP].own[LOSS].not_rounded--;
    cr_expect_eq(compare(&c, &said), STATUS_OK);
    cr_expect(c.better == 2 && c.worse == 0 && c.unchanged == 0);
    cr_expect_str_empty(said);
    free(said);
    /* worse in one respect is worse */
    now[STABLE].ideal[GRAD].not_rounded++;
    cr_expect_eq(compare(&c, &said), STATUS_NUMERICAL);
    cr_expect(c.better == 1 && c.worse == 1);
    free(said);
}

Test(against, misses_kernels_that_are_gone, .init = start, .fini = end)
{
    struct comparison c;
    char *said;
    selection.count = 1; /* stable is gone, though a glob covers it */
    cr_expect_eq(compare(&c, &said), STATUS_NUMERICAL);
    cr_expect(c.worse == 1 && c.unchanged == 1);
    cr_expect(strstr(said, "WORSE minimax.g@D/stable/f32: it is in "), "%s", said);
    free(said);
    /* the same glob covering less: nothing is missed */
    struct baseline baseline;
    cr_assert_eq(baseline_read(&baseline, path, "quick", 1, globs, 1), STATUS_OK);
    cr_expect_eq(against_compare(&c, &baseline, &selection, now, globs, 1, 1), STATUS_OK);
    cr_expect_eq(c.worse, 0);
    baseline_free(&baseline);
}

Test(against, counts_kernels_that_are_new, .init = start, .fini = end)
{
    struct comparison c;
    struct baseline baseline;
    cr_assert_eq(baseline_read(&baseline, path, "quick", 1, globs, 2), STATUS_OK);
    json_array_remove(json_object_get(baseline.document, "kernels"), STABLE);
    cr_expect_eq(against_compare(&c, &baseline, &selection, now, globs, 2, 1), STATUS_OK);
    cr_expect(c.added == 1 && c.unchanged == 1);
    baseline_free(&baseline);
}

/* Another number of inputs: nothing is compared, and only that is said. */
Test(against, refuses_other_inputs, .init = start, .fini = end)
{
    struct comparison c;
    char *said;
    now[STABLE].inputs++;
    now[CLIP].ideal[LOSS].max_ulp *= 2;
    cr_expect_eq(compare(&c, &said), STATUS_DATA);
    cr_expect(strstr(said, "minimax.g@D/stable/f32 was judged on"), "%s", said);
    cr_expect_eq(strchr(said, '\n') - said + 1, (ptrdiff_t)strlen(said), "%s", said);
    free(said);
}

/* A stored document, spoilt in one place. */
struct spoilt {
    const char *place, *value; /* JSON; NULL: taken away */
    enum status status;
    const char *said;
};

static const struct spoilt spoilt[] = {
    {"options.level", "\"full\"", STATUS_DATA, "is of level full, seed 1, this run of level quick, seed 1"},
    {"options.seed", "2", STATUS_DATA, "is of level quick, seed 2, this run of level quick, seed 1"},
    {"options.seed", NULL, STATUS_DATA, "options.seed is missing"},
    {"options.complete", "false", STATUS_DATA, "not the result of a complete run"},
    {"options.complete", NULL, STATUS_DATA, "not the result of a complete run"},
    {"options.shard", "[1, 2]", STATUS_DATA, "holds one shard"},
    {"schema", "\"other/1\"", STATUS_DATA, "schema is other/1"},
    {"kernels", NULL, STATUS_DATA, "kernels is missing"},
    {"kernels", "[]", STATUS_NOTHING, "holds none of the selected kernels"},
    {"kernels.1.id", "\"minimax\"", STATUS_DATA, "kernels[1].id is \"minimax\"; a kernel id"},
    {"kernels.1.id", "\"minimax.g@D/clip1e7/f32\"", STATUS_DATA, "has a record already"},
    {"kernels.1.grad", NULL, STATUS_DATA, "kernels[1].grad is missing; an object"},
};

Test(against, refuses_what_does_not_compare, .init = start, .fini = end)
{
    for (size_t i = 0; i < sizeof spoilt / sizeof *spoilt; i++) {
        struct baseline baseline;
        json_t *document = stored_document();
        spoil(document, spoilt[i].place, spoilt[i].value);
        cr_assert_eq(result_write(document, path), STATUS_OK);
        json_decref(document);
        said_start();
        enum status status = baseline_read(&baseline, path, "quick", 1, globs, 2);
        char *said = said_end();
        cr_expect_eq(status, spoilt[i].status, "%s %s: %d", spoilt[i].place, spoilt[i].value, (int)status);
        cr_expect(strstr(said, spoilt[i].said), "%s: '%s' is not in: %s", spoilt[i].place, spoilt[i].said,
                  said);
        free(said);
    }
}

/* The largest error survives the document to the bit, whatever it is. */
Test(against, maxima_come_back_to_the_bit)
{
    long double x = 1.0L / 3;
    for (int i = 0; i < 2000; i++, x = x * 1.37L + 0.1L) {
        json_t *number = result_ulp(metric_shorten_ulp(x));
        char *text = json_dumps(number, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
        json_t *back = json_loads(text, JSON_DECODE_ANY, NULL);
        cr_assert(result_ulp_value(back, 0) == metric_shorten_ulp(x), "%s", text);
        json_decref(back);
        json_decref(number);
        free(text);
    }
}
