/* page_runs.c -- the sections on training runs, batch means, timing, and what the results were made on. */
#include "harness/report/page_runs.h"
#include "harness/base/json.h"
#include "harness/report/besides.h"
#include "harness/report/page_charts.h"
#include "harness/report/page_means.h"
#include "harness/report/saturation.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void cell_number(FILE *to, long double x)
{
    char text[SHORT_TEXT];
    fprintf(to, "<td class=\"n\">%s</td>", isnan(x) ? "&ndash;" : report_short_number(text, x));
}

static long double largest(const json_t *series)
{
    long double most = (long double)NAN;
    size_t i;
    json_t *number;
    json_array_foreach(series, i,
                       number) if (!isnan(json_long_double(number)) && !(most >= json_long_double(number)))
        most = json_long_double(number);
    return most;
}

static void trace_rows(FILE *to, const json_t *loss, const json_t *term)
{
    static const char *const steps[] = {"first_step", "half_step"};
    static const char *const shares[] = {"vanished", "overflow", "nan", "sign"};
    json_t *kernel;
    size_t k;
    json_array_foreach(json_object_get(term, "kernels"), k, kernel)
    {
        struct kernel_id id;
        if (!kernel_id_read(&id, json_text_at(kernel, "id")))
            continue;
        fputs("<tr><th>", to);
        report_html(to, id.variant);
        fputs("</th><td>", to);
        report_html_format(to, "%s, %s, %s", json_text_at(loss, "loss"), json_text_at(term, "term"),
                           json_text_at(term, "format"));
        fputs("</td>", to);
        cell_number(to, largest(json_object_get(kernel, "loss_ulp")));
        cell_number(to, largest(json_object_get(kernel, "grad_ulp")));
        cell_number(to, 100 * largest(json_object_get(kernel, "lost")));
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            cell_number(to, json_number_at(kernel, steps[i]));
        for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
            cell_number(to, 100 * json_number_at(kernel, shares[i]));
        fputs("</tr>\n", to);
    }
}

static void write_trace(FILE *to, const struct report *report, const json_t *trace)
{
    json_t *loss, *term;
    size_t l, t;
    fputs("<h3>", to);
    report_html(to, json_text_at(trace, "name"));
    fprintf(to, "</h3>\n<p>%.0Lf steps of batch %.0Lf; maxima and shares are exact over these.</p>\n",
            json_number_at(trace, "steps"), json_number_at(trace, "batch"));
    report_saturation_list(to, trace);
    report_page_charts(to, report, "gradient", NULL, json_text_at(trace, "name"));
    if (report_page_charts(to, report, "lost", NULL, json_text_at(trace, "name")) == 0)
        fputs("<p>No variant loses a gradient of this run.</p>\n", to);
    fputs("<details><summary>All variants over the run</summary><div class=\"scroll\"><table><thead><tr>"
          "<th>Variant</th><th>Loss, term, format</th><th class=\"n\">Batch loss, exact max ulp</th>"
          "<th class=\"n\">Gradient, exact max ulp</th><th class=\"n\">Largest share lost, %</th>"
          "<th class=\"n\">First lost at step</th><th class=\"n\">Half lost at step</th>"
          "<th class=\"n\">Vanished, %</th><th class=\"n\">Overflow, %</th><th class=\"n\">NaN, %</th>"
          "<th class=\"n\">Wrong sign, %</th></tr></thead><tbody>\n",
          to);
    json_array_foreach(json_object_get(trace, "losses"), l, loss)
        json_array_foreach(json_object_get(loss, "terms"), t, term) trace_rows(to, loss, term);
    fputs("</tbody></table></div></details>\n", to);
}

void report_page_traces(FILE *to, const struct report *report)
{
    const char *key;
    json_t *trace;
    report_besides_note(to, report, STAGE_STEPS);
    if (json_object_size(report->traces) == 0)
        fputs("<p>No training run is among the documents: <code>ganloss trace</code> makes them.</p>\n", to);
    json_object_foreach(report->traces, key, trace) write_trace(to, report, trace);
}

void report_page_batch(FILE *to, const struct report *report)
{
    report_besides_note(to, report, STAGE_MEANS);
    report_page_means(to, report);
    if (json_object_size(report->batch) == 0 && json_object_size(report->given) > 0) {
        report_unfinished_note(to, report, "batch");
        return;
    }
    if (json_object_size(report->batch) == 0) {
        fputs("<p>No batch means are among the documents: <code>ganloss batch</code> makes them.</p>\n", to);
        return;
    }
    fputs(
        "<p>The error of a mean has three parts: what the elements' own errors add up to, what the reduction "
        "adds, and the rounding of the division by n.</p>\n",
        to);
    report_unfinished_note(to, report, "batch");
    report_page_charts(to, report, "batch", NULL, NULL);
}

static void timing_table(FILE *to, const struct report *report)
{
    const char *key;
    json_t *record;
    fputs("<details><summary>All times</summary><div "
          "class=\"scroll\"><table><thead><tr><th>Kernel</th><th>Kind</th>"
          "<th>Reduction</th><th>Regime</th><th class=\"n\">Batch</th><th class=\"n\">ns per element</th>"
          "<th class=\"n\">from</th><th class=\"n\">to</th><th class=\"n\">ns per "
          "call</th></tr></thead><tbody>\n",
          to);
    json_object_foreach(report->bench, key, record)
    {
        static const char *const texts[] = {"kind", "reduction", "regime"};
        static const char *const numbers[] = {"ns_per_element", "ns_low", "ns_high", "ns_per_call"};
        fputs("<tr><th>", to);
        report_html(to, json_text_at(record, "id"));
        fputs("</th>", to);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            fputs("<td>", to);
            report_html(to, json_text_at(record, texts[i]));
            fputs("</td>", to);
        }
        fprintf(to, "<td class=\"n\">%.0Lf</td>", json_number_at(record, "batch"));
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            cell_number(to, json_number_at(record, numbers[i]));
        fputs("</tr>\n", to);
    }
    fputs("</tbody></table></div></details>\n", to);
}

void report_page_timing(FILE *to, const struct report *report)
{
    report_besides_note(to, report, STAGE_TIMING);
    if (json_object_size(report->bench) == 0) {
        fputs("<p>No times are among the documents: <code>ganloss bench</code> makes them.</p>\n", to);
        return;
    }
    report_unfinished_note(to, report, "bench");
    report_page_charts(to, report, "speed", NULL, NULL);
    timing_table(to, report);
}

/* An object as a definition list; long lists are cut short. */
static void write_members(FILE *to, const json_t *object)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        char *text = json_is_string(value) ? strdup(json_string_value(value))
                                           : json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));
        fputs("<dt>", to);
        report_html(to, name);
        fputs("</dt><dd>", to);
        report_html_format(to, "%.300s%s", text ? text : "", text && strlen(text) > 300 ? " ..." : "");
        fputs("</dd>\n", to);
        free(text);
    }
}

/* The words as a shell takes them. */
static void write_words(FILE *to, const json_t *words)
{
    char *text;
    size_t size;
    FILE *line = open_memstream(&text, &size);
    report_shell_words(line, NULL, words);
    fclose(line);
    report_html(to, text);
    free(text);
}

/* When and where a document was made; for a merged one, also those that it is made of. */
static void write_making(FILE *to, const json_t *provenance)
{
    size_t i;
    json_t *part;
    if (!json_object_get(provenance, "date"))
        return;
    fputs("<p>", to);
    report_html_format(to, "Begun %s", json_text_at(provenance, "date"));
    if (json_object_get(provenance, "host"))
        report_html_format(to, " on %s", json_text_at(provenance, "host"));
    if (json_object_get(provenance, "jobs"))
        report_html_format(to, ", threads: %.0Lf", json_number_at(provenance, "jobs"));
    if (json_object_get(provenance, "seconds"))
        report_html_format(to, ", done after %.1Lf s", json_number_at(provenance, "seconds"));
    fputs(": <code>", to);
    write_words(to, json_object_get(provenance, "argv"));
    fputs("</code></p>\n", to);
    json_array_foreach(json_object_get(provenance, "of"), i, part) write_making(to, part);
}

void report_page_machine(FILE *to, const struct report *report)
{
    size_t d;
    json_t *document;
    json_array_foreach(report->documents, d, document)
    {
        fputs("<h3>", to);
        report_html_format(to, "%s: ganloss %s", json_text_at(document, "path"),
                           json_text_at(document, "command"));
        fputs("</h3>\n", to);
        write_making(to, json_object_get(document, "provenance"));
        fputs("<dl>\n", to);
        write_members(to, json_object_get(document, "options"));
        write_members(to, json_object_get(document, "machine"));
        fputs("</dl>\n", to);
    }
}
