#include "harness/commands/compare_report.h"

#include "harness/compare/findings.h"
#include "harness/compare/report.h"
#include "harness/compare/wrap.h"
#include "harness/record/result.h"
#include "harness/verify/curves.h"

#include <stdlib.h>

static enum status write_document(const struct compare_options *o, const struct compare_row rows[],
                                  size_t count, const struct sides *sides, const char *path)
{
    json_t *document = compare_json(o, rows, count, sides);
    if (sides && sides->done && path) { /* for the charts */
        struct choice both[] = {sides->choice[0], sides->choice[1]};
        const struct selection selection = {both, 2};
        json_object_set_new(document, "curves", curves_json(&selection, sides->summary));
    }
    enum status status = result_write(document, path);
    json_decref(document);
    return status;
}

/* One screen: what is longer than its lines is wrapped. */
static void print_text(const struct compare_options *o, const struct compare_row rows[], size_t count,
                       const struct sides *sides)
{
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    compare_print(to, o, rows, count);
    if (sides)
        sides_print(to, sides);
    fclose(to);
    wrap_print(stdout, text);
    free(text);
}

enum status compare_report(const struct compare_options *o, const struct compare_row rows[], size_t count,
                           const struct sides *sides)
{
    bool slower = false, open = false;
    enum status status = STATUS_OK;
    if (o->common.format == JSON)
        status = write_document(o, rows, count, sides, NULL);
    else if (o->common.format == TSV)
        compare_print_tsv(stdout, rows, count);
    else
        print_text(o, rows, count, sides);
    if (sides && sides_print_faults(stderr, sides, o->sweep.seed) > 0)
        status = fail_graver(status, STATUS_NUMERICAL);
    compare_findings(o, rows, count, sides);
    /* Whatever became of standard output; and last: where memory runs out before, nothing is kept. */
    enum status saved = o->save ? write_document(o, rows, count, sides, o->save) : STATUS_OK;
    status = fail_graver(status, saved);
    if (sides && !sides->done)
        status = fail_graver(status, STATUS_UNFINISHED);
    for (size_t i = 0; i < count; i++) {
        slower = slower || (rows[i].measured && rows[i].outcome.verdict == VERDICT_SLOWER);
        open = open || !rows[i].measured || rows[i].outcome.verdict == VERDICT_INCONCLUSIVE;
    }
    status = fail_graver(status, slower && (o->with || o->gate) ? STATUS_PERFORMANCE : STATUS_OK);
    status = fail_graver(status, compare_complete(rows, count) ? STATUS_OK : STATUS_UNFINISHED);
    return fail_graver(status, open && o->strict ? STATUS_INCONCLUSIVE : STATUS_OK);
}
