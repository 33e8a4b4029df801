#include "harness/report/unfinished.h"

#include "harness/base/json.h"
#include "harness/record/evidence.h"
#include "harness/report/text.h"

#include <string.h>

bool report_document_is_unfinished(const json_t *document)
{
    const json_t *options = json_object_get(document, "options");
    return json_is_false(json_object_get(options, "complete")) || json_object_get(options, "shard") != NULL;
}

bool report_kernel_is_unfinished(const struct report *report, const json_t *record)
{
    json_int_t d = json_integer_value(json_object_get(record, "document"));
    return report_document_is_unfinished(json_array_get(report->documents, (size_t)d)) &&
           evidence_of_record(record) != EVIDENCE_EXACT;
}

void report_unfinished_note(FILE *to, const struct report *report, const char *command)
{
    bool any = false;
    size_t d;
    json_t *document;
    json_array_foreach(report->documents, d, document)
    {
        if (!report_document_is_unfinished(document) ||
            (command && strcmp(json_text_at(document, "command"), command) != 0))
            continue;
        fputs(any ? ", " : "<p><span class=\"care\">" UNFINISHED_WORD "</span> ", to);
        report_html_format(to, "%s (%s)", json_text_at(document, "path"), json_text_at(document, "command"));
        any = true;
    }
    if (any)
        fputs(": a part of what was asked for. Nothing is said of the rest.</p>\n", to);
}
