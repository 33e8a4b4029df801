#include "harness/report/exact.h"

#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/machine/files.h"
#include "harness/record/bound.h"
#include "harness/record/evidence.h"
#include "harness/record/result_read.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"
#include "reference/reference.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a run of the kernels over all inputs decides; what else an output has is its judge's. */
static const char *const figures[] = {"max_ulp",  "at",          "target", "got",    "exact",
                                      "compared", "not_rounded", "lost",   "beyond", "classes"};

enum status report_exact_keep(json_t *document)
{
    static const char *const sections[] = {"schema", "command", "machine", "machines", "key", "options"};
    json_t *all = json_copy(document), *exact = json_array(), *record;
    size_t i;
    json_object_clear(document);
    for (i = 0; i < sizeof sections / sizeof *sections; i++)
        json_object_set(document, sections[i], json_object_get(all, sections[i]));
    json_array_foreach(json_object_get(all, "kernels"), i, record)
    {
        if (evidence_of_record(record) != EVIDENCE_EXACT || json_object_get(record, "library"))
            continue; /* no hash of this program's kernels says which code a foreign one was */
        json_array_append(exact, record);
        for (int k = 0; k < 2 * OUTPUTS; k++) {
            json_t *of = json_object_get(k < OUTPUTS ? record : json_object_get(record, "own"),
                                         output_names[k % OUTPUTS]);
            json_object_del(of, "binades");
            json_object_del(of, "histogram");
        }
    }
    json_decref(all);
    json_object_set_new(document, "kernels", exact);
    json_object_set_new(json_object_get(document, "options"), "complete", json_true());
    return json_array_size(exact) > 0
               ? STATUS_OK
               : fail(STATUS_NOTHING, "no kernel was tried on every float: nothing is exact");
}

/* The key has to say for what the figures are. */
static enum status check_key(const json_t *kept, const char *path)
{
    const json_t *key = json_object_get(kept, "key");
    for (const char *const *part = run_key_kernels; *part; part++)
        if (!json_is_string(json_object_get(key, *part)))
            return fail(STATUS_DATA,
                        "%s: key.%s is missing; exact figures are taken for the kernels that it names", path,
                        *part);
    return STATUS_OK;
}

enum status report_exact_read(json_t **kept, const char *path)
{
    char *own = path ? NULL : output_path(machine_reports_directory(), "exact.json");
    enum status status = STATUS_OK;
    *kept = NULL;
    if (path || access(own, F_OK) == 0)
        status = result_read(kept, path ? path : own);
    if (*kept)
        status = check_key(*kept, path ? path : own);
    if (*kept && status == STATUS_OK)
        json_object_set_new(*kept, "path", json_file_name(path ? path : own));
    free(own);
    return status;
}

size_t report_exact_kernels(const json_t *kept)
{
    size_t i, count = 0;
    json_t *record;
    json_array_foreach(json_object_get(kept, "kernels"), i, record) count +=
        evidence_of_record(record) == EVIDENCE_EXACT;
    return count;
}

bool report_exact_differs(char text[RUN_KEY_TEXT], const json_t *kept, const json_t *key)
{
    return run_key_differs(text, json_object_get(kept, "key"), key, run_key_kernels);
}

/* In place of what was sampled; what else there is, the bound among it, stays. */
static void take_output(json_t *of, const json_t *exact_of, const char *name)
{
    json_t *output = json_object_get(of, name), *exact = json_object_get(exact_of, name);
    for (size_t i = 0; output && exact && i < sizeof figures / sizeof *figures; i++)
        if (json_object_get(exact, figures[i]))
            json_object_set(output, figures[i], json_object_get(exact, figures[i]));
        else
            json_object_del(output, figures[i]);
}

/* What failed on some inputs, or with the exact figures, fails. */
static void take(json_t *record, const json_t *exact)
{
    bool passes =
        json_is_true(json_object_get(record, "pass")) && json_is_true(json_object_get(exact, "pass"));
    for (int k = 0; k < OUTPUTS; k++) {
        take_output(record, exact, output_names[k]);
        take_output(json_object_get(record, "own"), json_object_get(exact, "own"), output_names[k]);
        long double most = json_number_at(json_object_get(record, output_names[k]), "max_ulp");
        passes = passes && !(most > (long double)record_bound(record, output_names[k]));
    }
    json_object_set(record, "inputs", json_object_get(exact, "inputs"));
    json_object_set(record, "level", json_object_get(exact, "level"));
    json_object_set_new(record, "pass", json_boolean(passes));
}

static const json_t *find(const json_t *kept, const char *id)
{
    size_t i;
    json_t *record;
    json_array_foreach(json_object_get(kept, "kernels"), i,
                       record) if (strcmp(json_text_at(record, "id"), id) == 0 &&
                                   evidence_of_record(record) == EVIDENCE_EXACT) return record;
    return NULL;
}

void report_exact_use(struct report *report, json_t *kept)
{
    const json_int_t place = (json_int_t)json_array_size(report->documents);
    char difference[RUN_KEY_TEXT] = "";
    json_int_t used = 0;
    const char *name;
    json_t *record;
    if (!kept)
        return;
    json_object_foreach(report->kernels, name, record)
    {
        const json_t *exact = find(kept, json_text_at(record, "id"));
        const json_t *from = json_array_get(report->documents,
                                            (size_t)json_integer_value(json_object_get(record, "document")));
        if (!exact || json_object_get(record, "library") || evidence_of_record(record) == EVIDENCE_EXACT ||
            report_kernel_is_unfinished(report, record) ||
            report_exact_differs(difference, kept, json_object_get(from, "key")))
            continue;
        take(record, exact);
        json_object_set_new(record, "document", json_integer(place));
        used++;
    }
    report->exact = json_pack("{s:O, s:I, s:I, s:s}", "path", json_object_get(kept, "path"), "kernels",
                              (json_int_t)report_exact_kernels(kept), "used", used, "difference", difference);
    if (used > 0)
        json_array_append(report->documents, kept);
}

void report_exact_note(FILE *to, const struct report *report)
{
    const char *path = json_text_at(report->exact, "path"),
               *difference = json_text_at(report->exact, "difference");
    json_int_t used = json_integer_value(json_object_get(report->exact, "used"));
    if (used > 0)
        report_html_format(
            to, "Exact figures of %lld kernels are those of %s: of the same machine code and libm. ",
            (long long)used, path);
    if (!*difference)
        return;
    fputs("<span class=\"care\">another build</span> ", to);
    report_html_format(to, "%s was made for another one, and is not used for it: its %s. ", path, difference);
}
