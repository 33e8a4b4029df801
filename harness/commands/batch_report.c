#include "harness/commands/batch_report.h"

#include "harness/base/interrupt.h"
#include "harness/batch/findings.h"
#include "harness/batch/given_findings.h"
#include "harness/batch/given_report.h"
#include "harness/batch/report.h"
#include "harness/batch/run.h"
#include "harness/batch/sizes.h"
#include "harness/batch/tsv.h"
#include "harness/inputs/regime.h"
#include "harness/record/fail_on.h"
#include "harness/record/result.h"

static size_t skipped_of(const struct batch_made *m)
{
    return batch_skipped(&m->rows) + batch_given_skipped(&m->given);
}

static bool is_complete(const struct batch_made *m)
{
    return !interrupted() && skipped_of(m) == 0;
}

/* The sizes drawn, by regime. */
static json_t *drawn_json(const struct batch_options *o)
{
    json_t *object = json_object();
    for (size_t r = 0; r < o->regimes && o->sizes == 0; r++) {
        size_t size[BATCH_SIZES_MOST], count = batch_sizes_drawn(size, o->seed, r, o->regimes);
        json_t *sizes = json_array();
        for (size_t i = 0; i < count; i++)
            json_array_append_new(sizes, json_integer((json_int_t)size[i]));
        json_object_set_new(object, o->regime_name[r], sizes);
    }
    return object;
}

static json_t *options_json(const struct batch_options *o, const struct batch_made *m)
{
    json_t *selectors = json_array(), *sizes = json_array(), *names = json_array(),
           *reductions = json_array();
    size_t fixed[BATCH_SIZES_MOST], fixed_count = batch_sizes_fixed(fixed);
    for (size_t i = 0; i < o->common.operand_count; i++)
        json_array_append_new(selectors, json_string(o->common.operands[i]));
    for (size_t i = 0; i < (o->sizes > 0 ? o->sizes : fixed_count); i++)
        json_array_append_new(sizes, json_integer((json_int_t)(o->sizes > 0 ? o->size : fixed)[i]));
    for (size_t i = 0; i < o->regimes; i++)
        json_array_append_new(names, json_string(o->regime_name[i]));
    for (int r = 0; r < GANLOSS_REDUCTIONS; r++)
        if (o->reduction[r])
            json_array_append_new(reductions, json_string(ganloss_reduction_names[r]));
    char named[FAIL_ON_TEXT];
    fail_on_text(named, o->fail_on);
    json_t *settings =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:f, s:I, s:b, s:I, s:s*}", "selectors", selectors, "batch",
                  sizes, "drawn", drawn_json(o), "regime", names, "reduction", reductions, "time_budget",
                  o->seconds, "seed", (json_int_t)o->seed, "complete", is_complete(m), "skipped",
                  (json_int_t)skipped_of(m), "fail_on", o->fail_on ? named : NULL);
    if (o->max_ulp > 0)
        json_object_set_new(settings, "max_ulp", json_real(o->max_ulp));
    return settings;
}

static enum status write_document(const struct batch_options *o, const struct batch_made *m, const char *path)
{
    json_t *document = result_new("batch", NULL, options_json(o, m));
    json_t *faults = batch_faults_json(&m->rows, m->plan.selection);
    batch_given_faults_json(faults, &m->given, m->means_plan.selection);
    json_object_set_new(document, "batch", batch_json(&m->rows));
    json_object_set_new(document, "class_means", batch_classes_json(&m->rows, &m->plan));
    if (m->given.count > 0)
        json_object_set_new(document, "given_means", batch_given_json(&m->given));
    json_object_set_new(document, "faults", faults);
    enum status status = result_write(document, path);
    json_decref(document);
    return status;
}

static void print_tables(const struct batch_options *o, const struct batch_made *m)
{
    if (m->rows.count > 0)
        batch_print(stdout, &m->rows, o->common.verbose);
    batch_given_print(stdout, &m->given, o->common.verbose);
}

static void print_rest(const struct batch_made *m)
{
    batch_print_places(stdout, &m->rows, m->plan.selection);
    batch_given_print_places(stdout, &m->given, m->means_plan.selection);
    batch_print_classes(stdout, &m->rows);
}

enum status batch_report(const struct batch_options *o, const struct batch_made *m)
{
    enum status status = STATUS_OK;
    size_t count = m->rows.count + m->given.count, skipped = skipped_of(m);
    size_t done = count - skipped; /* or barred, which is a failure */
    if (o->common.format == JSON)
        status = write_document(o, m, NULL);
    else if (o->common.format == TSV)
        batch_tsv_print(stdout, &m->rows);
    else if (!o->common.quiet)
        print_tables(o, m);
    if (interrupted())
        fprintf(stderr, "ganloss: interrupted: %zu of %zu rows are missing\n", skipped, count);
    else if (skipped > 0)
        fprintf(stderr,
                "ganloss: %zu of %zu rows left out: MPFR did not reach them within --time-budget %g\n",
                skipped, count, o->seconds);
    size_t failed = batch_print_failures(stderr, &m->rows, &m->plan) +
                    batch_given_print_failures(stderr, &m->given, &m->means_plan);
    batch_findings(&m->rows, &m->plan);
    batch_given_findings(&m->given, &m->means_plan);
    if (o->common.format == TEXT && !o->common.quiet)
        print_rest(m);
    if (o->common.format == TEXT)
        printf("%s%zu batch means: %zu within their bounds, %zu failures (sampled, seed %lu)\n",
               is_complete(m) ? "" : "INCOMPLETE: ", done, done - failed, failed, o->seed);
    /* Whatever became of standard output; and last: where memory runs out before, nothing is kept. */
    enum status saved = o->save ? write_document(o, m, o->save) : STATUS_OK;
    status = status == STATUS_OK ? saved : status;
    if (status == STATUS_OK && done == 0 && !interrupted())
        status = fail(STATUS_NOTHING, "no batch was measured");
    status = fail_graver(status, failed + batch_classes_failed(&m->rows) > 0 ? STATUS_NUMERICAL : STATUS_OK);
    return fail_graver(status, is_complete(m) ? STATUS_OK : STATUS_UNFINISHED);
}
