#include "harness/report/page_means.h"

#include "harness/base/json.h"
#include "harness/record/result.h"
#include "harness/report/text.h"

#include <math.h>
#include <string.h>

static bool failed(const json_t *record)
{
    return json_is_false(json_object_get(record, "pass"));
}

/* A class counts for more than any ulps. */
static long double error_of(const json_t *record)
{
    return json_is_string(json_object_get(record, "class"))
               ? (long double)INFINITY
               : result_ulp_value(json_object_get(record, "ulp"), 0);
}

static bool worse(const json_t *a, const json_t *b)
{
    return failed(a) != failed(b) ? failed(a) : error_of(a) > error_of(b);
}

static bool same_series(const json_t *a, const json_t *b)
{
    return strcmp(json_text_at(a, "id"), json_text_at(b, "id")) == 0 &&
           strcmp(json_text_at(a, "regime"), json_text_at(b, "regime")) == 0;
}

static void ulps(FILE *to, const json_t *ulp)
{
    char text[SHORT_TEXT];
    fprintf(to, "<td class=\"n\">%s</td>",
            json_is_null(ulp) || !ulp ? "&ndash;" : report_short_number(text, result_ulp_value(ulp, 0)));
}

static void row(FILE *to, const json_t *record)
{
    const json_t *grad = json_object_get(record, "grad");
    fputs("<tr><th>", to);
    report_html(to, json_text_at(record, "id"));
    fputs("</th><td>", to);
    report_html(to, json_text_at(record, "regime"));
    fprintf(to, "</td><td class=\"n\">%.0Lf</td>", json_number_at(record, "batch"));
    if (json_is_string(json_object_get(record, "class"))) {
        fputs("<td class=\"n\">", to);
        report_html(to, json_text_at(record, "class"));
        fputs("</td>", to);
    } else {
        ulps(to, json_object_get(record, "ulp"));
    }
    ulps(to, json_object_get(grad, "ulp"));
    fprintf(to, "<td>%s</td></tr>\n", failed(record) ? "FAIL" : "");
}

void report_page_means(FILE *to, const struct report *report)
{
    const json_t *worst = NULL;
    const char *key;
    json_t *record;
    if (json_object_size(report->given) == 0)
        return;
    fputs(
        "<p>Means and gradients that other libraries' kernels give themselves, against the exact ones: the worst batch of each "
        "kernel and regime.</p>\n<div class=\"scroll\"><table><thead><tr><th>Kernel</th><th>Regime</th>"
        "<th class=\"n\">Batch</th><th class=\"n\">Mean, ulp</th><th class=\"n\">Gradient, ulp</th><th></th></tr>"
        "</thead><tbody>\n",
        to);
    json_object_foreach(report->given, key, record)
    {
        if (worst && !same_series(worst, record)) {
            row(to, worst);
            worst = NULL;
        }
        worst = !worst || worse(record, worst) ? record : worst;
    }
    row(to, worst);
    fputs("</tbody></table></div>\n", to);
}
