#include "harness/report/besides.h"

#include "harness/base/json.h"
#include "harness/record/faults_json.h"
#include "harness/report/text.h"

void report_besides_note(FILE *to, const struct report *report, enum fault_stage stage)
{
    size_t i;
    json_t *record;
    bool any = false;
    json_array_foreach(report->faults, i, record)
    {
        struct faults faults = faults_parse(json_object_get(record, "faults"));
        const char *separator = any ? "; " : "<p><span class=\"avoid\">FAIL</span> ";
        for (int f = 0; f < FAULTS; f++)
            if (faults.of[f].count > 0 && faults.of[f].first.stage == stage) {
                fputs(separator, to);
                if (separator[0] != ',')
                    report_html_format(to, "%s: ", json_text_at(record, "id"));
                fputs(fault_names[f], to);
                separator = ", ";
                any = true;
            }
    }
    if (any)
        fputs(". What does more than return results is not measured.</p>\n", to);
}
