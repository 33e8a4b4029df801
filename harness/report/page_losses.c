/* page_losses.c -- a section per loss, a part per term: formula, charts, and every number. */
#include "harness/report/page_losses.h"
#include "harness/base/json.h"
#include "harness/record/bound.h"
#include "harness/record/evidence.h"
#include "harness/report/page_charts.h"
#include "harness/report/page_write.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"
#include "harness/selection/kernel_id.h"
#include "losses/registry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void add_term(json_t *by_loss, const char *term)
{
    char loss[64];
    snprintf(loss, sizeof loss, "%.*s", (int)strcspn(term, "."), term);
    json_t *of = json_object_get(by_loss, loss);
    if (!of) {
        of = json_object();
        json_object_set_new(by_loss, loss, of);
    }
    json_object_set_new(of, term, json_true());
}

/* {loss: {term: true}} of kernels and curves, by first appearance. */
static json_t *terms_by_loss(const struct report *report)
{
    json_t *by_loss = json_object(), *record;
    const char *key;
    json_object_foreach(report->kernels, key, record)
    {
        struct kernel_id id;
        if (kernel_id_read(&id, json_text_at(record, "id")))
            add_term(by_loss, id.term);
    }
    json_object_foreach(report->curves, key, record) add_term(by_loss, json_text_at(record, "term"));
    return by_loss;
}

static void anchor(FILE *to, const char *term)
{
    char *name = strdup(term);
    fprintf(to, "term-%s", report_file_name(name));
    free(name);
}

static void write_hex(FILE *to, const json_t *output, const char *name)
{
    fputs("<td class=\"x\">", to);
    report_html(to, json_text_at(output, name));
    fputs("</td>", to);
}

/* mark: what stands before a lower bound. */
static void write_number(FILE *to, const char *mark, long double x)
{
    char text[SHORT_TEXT];
    fprintf(to, "<td class=\"n\">%s%s</td>", isnan(x) ? "" : mark,
            isnan(x) ? "" : report_short_number(text, x));
}

static void write_count(FILE *to, const char *mark, const json_t *count)
{
    if (json_is_number(count))
        fprintf(to, "<td class=\"n\">%s%.0f</td>", mark, json_number_value(count));
    else
        fputs("<td class=\"n\"></td>", to);
}

/* "raised 7: first nan, element 48 of 256" for each fault beyond the results. */
static const char *write_faults(FILE *to, const json_t *record)
{
    const char *fault, *separator = "";
    json_t *of;
    json_object_foreach(json_object_get(record, "faults"), fault, of)
    {
        fputs(separator, to);
        report_html_format(to, "%s %.0Lf: first %s%selement %.0Lf of %.0Lf", fault,
                           json_number_at(of, "count"), json_text_at(of, "x"),
                           *json_text_at(of, "x") ? ", " : "", json_number_at(of, "index"),
                           json_number_at(of, "n"));
        separator = "<br>";
    }
    return separator;
}

/* "nan 3 (-inf to -0x1.6p+6)" for each class that occurred; before the first output's, the faults. */
static void write_classes(FILE *to, const char *mark, const json_t *record, const json_t *output)
{
    const char *class, *separator;
    json_t *of;
    fputs("<td class=\"x\">", to);
    separator = record ? write_faults(to, record) : "";
    json_object_foreach(json_object_get(output, "classes"), class, of)
    {
        fputs(separator, to);
        report_html_format(to, "%s %s%.0Lf: %s", class, mark, json_number_at(of, "count"),
                           json_text_at(of, "first"));
        if (json_number_at(of, "count") > 1)
            report_html_format(to, " to %s", json_text_at(of, "last"));
        separator = "<br>";
    }
    fputs("</td>", to);
}

/* What is compared with what: the rows of a kernel. */
static const struct {
    const char *words, *output;
    bool own;
} comparisons[] = {
    {"loss", "loss", false},
    {"gradient", "grad", false},
    {"loss, own formula", "loss", true},
    {"gradient, own formula", "grad", true},
};

static void write_kernel(FILE *to, const json_t *record, const struct kernel_id *id, bool two_operands,
                         bool unfinished)
{
    const struct evidence_word *evidence = &evidence_words[evidence_of_record(record)];
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        const json_t *from = comparisons[i].own ? json_object_get(record, "own") : record;
        const json_t *output = json_object_get(from, comparisons[i].output);
        if (!output)
            continue;
        fputs("<tr><th>", to);
        report_html(to, i == 0 ? id->variant : "");
        fprintf(to, "</th><td>%s</td><td>%s</td>", comparisons[i].words,
                unfinished ? UNFINISHED_WORD : evidence->word);
        write_number(to, evidence->mark, json_number_at(output, "max_ulp"));
        write_number(
            to, "",
            (long double)(comparisons[i].own ? (double)NAN : record_bound(record, comparisons[i].output)));
        write_hex(to, output, "at");
        if (two_operands)
            write_hex(to, output, "target");
        write_hex(to, output, "got");
        write_number(to, "", json_number_at(output, "exact"));
        write_count(to, evidence->mark, json_object_get(output, "not_rounded"));
        write_count(to, evidence->mark, json_object_get(json_object_get(output, "lost"), "count"));
        write_classes(to, evidence->mark, i == 0 ? record : NULL, output);
        fputs("</tr>\n", to);
    }
}

static void write_table(FILE *to, const struct report *report, const char *term, const char *format)
{
    const struct term *known = term_find(term);
    bool two_operands = known && known->operands == 2, open = false;
    const char *key;
    json_t *record;
    json_object_foreach(report->kernels, key, record)
    {
        struct kernel_id id;
        if (!kernel_id_read(&id, json_text_at(record, "id")) || strcmp(id.term, term) != 0 ||
            strcmp(id.format, format) != 0)
            continue;
        if (!open) {
            fputs("<details><summary>All numbers of ", to);
            report_html_format(to, "%s, %s (%.0Lf inputs, level %s)", term, format,
                               json_number_at(record, "inputs"), json_text_at(record, "level"));
            fprintf(
                to,
                "</summary><div class=\"scroll\"><table><thead><tr><th>Variant</th><th>Output</th>"
                "<th>Evidence</th><th class=\"n\">Max ulp</th><th class=\"n\">Bound</th><th>at input</th>%s<th>Got</th>"
                "<th class=\"n\">Exact</th><th class=\"n\">Not correctly rounded</th>"
                "<th class=\"n\">Off by half</th><th>Faults and classes</th></tr></thead><tbody>\n",
                two_operands ? "<th>Target</th>" : "");
            open = true;
        }
        write_kernel(to, record, &id, two_operands, report_kernel_is_unfinished(report, record));
    }
    if (open)
        fputs("</tbody></table></div></details>\n", to);
}

/* A chart shared by several terms stands with the first of them. */
static const char *shown_with(const struct report *report, const char *term)
{
    size_t i, s;
    json_t *chart, *subject;
    json_array_foreach(report->charts, i, chart)
    {
        const json_t *subjects = json_object_get(chart, "subjects");
        json_array_foreach(subjects, s,
                           subject) if (s > 0 && strcmp(json_string_value(subject), term) ==
                                                     0) return json_string_value(json_array_get(subjects, 0));
    }
    return NULL;
}

static void write_term(FILE *to, const struct report *report, const char *id)
{
    static const char *const scripts[] = {"saturation", "strip", "tradeoff", "error", "binades", "histogram"};
    static const char *const formats_shown[] = {"f32", "f64"};
    const struct term *term = term_find(id);
    const char *elsewhere = shown_with(report, id);
    fputs("<h4 id=\"", to);
    anchor(to, id);
    fputs("\">", to);
    report_html(to, id);
    fputs("</h4>\n", to);
    if (term) {
        fputs("<p>Loss <code>", to);
        report_html(to, term->loss);
        fputs("</code>, gradient <code>", to);
        report_html(to, term->grad);
        fputs("</code>. ", to);
        report_html(to, term->source);
        fputs(".</p>\n", to);
    }
    if (elsewhere) {
        fputs("<p>Its curves are those of <a href=\"#", to);
        anchor(to, elsewhere);
        fputs("\">", to);
        report_html(to, elsewhere);
        fputs("</a>, digit for digit.</p>\n", to);
    }
    if (term)
        report_page_lines(to, report, term);
    for (size_t f = 0; f < 2; f++) {
        for (size_t s = 0; s < sizeof scripts / sizeof *scripts; s++)
            report_page_charts(to, report, scripts[s], formats_shown[f], id);
        write_table(to, report, id, formats_shown[f]);
    }
}

void report_page_losses(FILE *to, const struct report *report)
{
    json_t *losses_shown = terms_by_loss(report), *terms_shown, *yes;
    const char *loss_name, *term;
    if (json_object_size(losses_shown) == 0)
        fputs("<p>No kernels and no curves are among the documents: <code>ganloss verify</code> makes "
              "them.</p>\n",
              to);
    else if (json_object_size(report->curves) == 0)
        fputs("<p>No curves, hence no charts of gradients and errors, are among the documents: <code>ganloss "
              "verify</code> makes them.</p>\n",
              to);
    json_object_foreach(losses_shown, loss_name, terms_shown)
    {
        fputs("<h3>", to);
        report_html(to, loss_name);
        fputs("</h3>\n", to);
        for (size_t i = 0; i < loss_count; i++)
            if (strcmp(losses[i].name, loss_name) == 0) {
                fputs("<p>", to);
                report_html(to, losses[i].remark);
                fputs(".</p>\n", to);
            }
        json_object_foreach(terms_shown, term, yes) write_term(to, report, term);
    }
    json_decref(losses_shown);
}
