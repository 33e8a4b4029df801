/* A document that verify writes is read; with one thing wrong anywhere, it is refused in one line that says where, what
   was found and what is read. */
#include "harness/record/schema.h"
#include "harness/record/schema_json.h"

#include "harness/record/binades.h"
#include "harness/record/record.h"
#include "tests/support/said.h"
#include "tests/support/spoil.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Two kernels: one with everything that a record can hold, one that was not compared. */
static json_t *document(void)
{
    struct choice choice[2];
    struct summary all = summary_with_binades(), none = {0};
    const struct input at = {0.25, 0};
    cr_assert(choice_find(&choice[0], "minimax.g@D/clip1e7/f32") &&
              choice_find(&choice[1], "minimax.g/stable/f64"));
    all.inputs = 7;
    all.modes.inputs = 7;
    all.searched = (struct searched){
        1, 2, 3, 4, {0.5}, 1, 5, {{0x1p-4, 0x1p10, 1e-5, 4e-6}, {0, (double)INFINITY, 0.5, 0.25}}};
    for (int k = 0; k < OUTPUTS; k++) {
        all.ideal[k].compared = 5;
        summary_raise(&all.ideal[k], 0.75L, &at, 0.5);
        all.own[k].compared = 5;
        summary_raise(&all.own[k], 0.5L, &at, 0.5);
        all.ideal[k].classes[VANISHED] = all.ideal[k].lost = (struct extent){2, at, at, at, {(double)NAN, 0}};
    }
    json_t *made = json_pack("{s:{s:s, s:i, s:b, s:[i, i]}, s:[o, o]}", "options", "level", "quick", "seed",
                             1, "complete", 1, "shard", 1, 3, "kernels",
                             record_json(&choice[0], &all, "quick"), record_json(&choice[1], &none, "quick"));
    summary_clear(&all);
    return made;
}

static const struct {
    const char *place, *value, *said; /* NULL said: it is read */
} rows[] = {
    {"options.seed", "2", NULL},
    {"options.seed", "9223372036854775807", NULL},
    {"options.seed", "-1", "options.seed is -1; a whole number from 0 on is read"},
    {"options.seed", "1.5", "options.seed is 1.5; a whole number"},
    {"options.complete", "\"yes\"", "options.complete is \"yes\"; true or false is read"},
    {"options.shard", "[0, 3]", "options.shard is [0,3]; [I, N] with"},
    {"options.shard", "[4, 3]", "options.shard is"},
    {"options.shard", "[1, 3, 3]", "options.shard is"},
    {"options.shard", "[1, 10000]", "options.shard is"},
    {"options.shard", "2", "options.shard is 2; [I, N]"},
    {"options", "[]", "options is []; an object is read"},
    {"kernels", "{}", "kernels is {}; an array of objects is read"},
    {"kernels", "[5]", "kernels[0] is 5; an object is read"},
    {"kernels.1.id", "\"a/b/f16\"", "kernels[1].id is \"a/b/f16\"; a kernel id TERM/VARIANT/FORMAT is read"},
    {"kernels.1.id", "\"a.g/b/f32\"", NULL},
    {"kernels.1.id", "\"minimax.g@D/clip1e7/f32\"",
     "kernels[1].id is minimax.g@D/clip1e7/f32, which has a record already"},
    {"kernels.0.id", NULL, "kernels[0].id is missing"},
    {"kernels.0.search.uncounted", NULL, NULL},
    {"kernels.0.search.uncounted", "-1", "kernels[0].search.uncounted is -1"},
    {"kernels.0.search.widths", NULL, NULL},
    {"kernels.0.search.widths", "[1]", "kernels[0].search.widths[0] is 1; an object is read"},
    {"kernels.0.search.widths.1.high", "4",
     "kernels[0].search.widths[1].high is 4; a string with a hex float"},
    {"kernels.0.search.widths.1.sure", "null", "kernels[0].search.widths[1].sure is null; a number is read"},
    {"kernels.0.inputs", "-1", "kernels[0].inputs is -1; a whole number from 0 to 2^53 is read"},
    {"kernels.0.inputs", "9007199254740993", "kernels[0].inputs is"},
    {"kernels.0.pass", "1", "kernels[0].pass is 1; true or false or null is read"},
    {"kernels.0.bound_ulp", "-1", "kernels[0].bound_ulp is -1; a number from 0 on or null is read"},
    {"kernels.0.bound_ulp", "2.5", NULL}, /* as older documents have it */
    {"kernels.0.loss.bound_ulp", "-1", "kernels[0].loss.bound_ulp is -1; a number from 0 on or null is read"},
    {"kernels.0.grad.bound_ulp", "true", "kernels[0].grad.bound_ulp is true; a number from 0 on or null"},
    {"kernels.0.grad.bound_ulp", NULL, NULL},
    {"kernels.0.loss.max_ulp", "null", "kernels[0].loss.max_ulp is null; a number from 0 on with"},
    {"kernels.0.loss.max_ulp", "-0.5", "kernels[0].loss.max_ulp is -0.5"},
    {"kernels.0.loss.max_ulp", "\"inf\"", "kernels[0].loss.max_ulp is \"inf\""},
    {"kernels.0.loss.max_ulp", "\"1e4000\"", NULL},
    {"kernels.0.loss.at", NULL, "kernels[0].loss.max_ulp is 0.75"},
    {"kernels.0.loss.at", "\"0x1p\"", "kernels[0].loss.max_ulp is 0.75"},
    {"kernels.0.loss.got", NULL, "kernels[0].loss.max_ulp is 0.75"},
    {"kernels.0.loss.compared", "0", "kernels[0].loss.max_ulp is 0.75"},
    {"kernels.1.loss.max_ulp", "0.5", "kernels[1].loss.max_ulp is 0.5"},
    {"kernels.0.grad.compared", NULL, "kernels[0].grad.compared is missing"},
    {"kernels.0.grad.not_rounded", "null", "kernels[0].grad.not_rounded is null"},
    {"kernels.0.grad.classes", "[]", "kernels[0].grad.classes is []; an object is read"},
    {"kernels.0.grad.classes.vanished", "2", "kernels[0].grad.classes.vanished is 2; an object is read"},
    {"kernels.0.grad.classes.vanished.count", "-2", "kernels[0].grad.classes.vanished.count is -2"},
    {"kernels.0.grad.classes.vanished.first", "null",
     "kernels[0].grad.classes.vanished.first is null; a string with"},
    {"kernels.0.grad.classes.vanished.below", "\" 1\"", "vanished.below is \" 1\""},
    {"kernels.0.grad.lost.count", "true", "kernels[0].grad.lost.count is true"},
    {"kernels.0.grad.binades", "[]", NULL},
    {"kernels.0.grad.binades", "[[\"0x0p+0\"]]",
     "kernels[0].grad.binades is [[\"0x0p+0\"]]; an array of binades"},
    {"kernels.0.grad.histogram", NULL, "kernels[0].grad.binades is"},
    {"kernels.0.own.loss.max_ulp", "null", "kernels[0].own.loss.max_ulp is null"},
    {"kernels.0.own", "[]", "kernels[0].own is []; an object is read"},
    {"kernels.0.search.rounds", "\"2\"", "kernels[0].search.rounds is \"2\""},
    {"kernels.0.search.branch_points", "[0.5]",
     "kernels[0].search.branch_points is [0.5]; an array of strings"},
    {"kernels.0.modes.up.loss_at", "0", "kernels[0].modes.up.loss_at is 0"},
    {"kernels.0.modes.invalid.count", NULL, "kernels[0].modes.invalid.count is missing"},
};

Test(schema, one_thing_wrong_is_named)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *made = document();
        said_start();
        cr_expect_eq(schema_check(made, "file"), STATUS_OK);
        char *said = said_end();
        cr_assert_str_empty(said);
        free(said);
        spoil(made, rows[i].place, rows[i].value);
        said_start();
        enum status status = schema_check(made, "file");
        said = said_end();
        cr_expect_eq(status, rows[i].said ? STATUS_DATA : STATUS_OK, "%s %s: %s", rows[i].place,
                     rows[i].value, said);
        cr_expect(!rows[i].said || strstr(said, rows[i].said), "%s %s: %s", rows[i].place, rows[i].value,
                  said);
        cr_expect(!*said || strchr(said, '\n') == said + strlen(said) - 1);
        free(said);
        json_decref(made);
    }
}

/* As `make schemas` writes them. */
Test(schema, the_json_schema_of_each_document_is_the_one_that_is_kept)
{
    for (const struct schema_document *d = schema_documents; d->name; d++) {
        char path[128];
        snprintf(path, sizeof path, "reports/schemas/%s.schema.json", d->name);
        json_t *made = schema_json(d), *kept = json_load_file(path, 0, NULL);
        cr_expect(kept && json_equal(made, kept), "%s", path);
        json_decref(made);
        json_decref(kept);
    }
}
