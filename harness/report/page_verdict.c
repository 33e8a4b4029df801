/* page_verdict.c -- the opening paragraph and the table from which a stranger knows what to use. */
#include "harness/report/page_verdict.h"
#include "harness/report/exact.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"
#include "harness/report/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void write_use_list(FILE *to, const struct variant_verdict *rows, size_t count, bool prob)
{
    size_t used = 0, here = 0;
    for (size_t i = 0; i < count; i++) {
        here += rows[i].prob == prob;
        if (rows[i].prob == prob && strcmp(rows[i].word, "use") == 0) {
            fputs(used++ ? ", <strong>"
                  : prob ? "On probabilities D, use <strong>"
                         : "On logits, use <strong>",
                  to);
            report_html(to, rows[i].variant);
            fputs("</strong>", to);
        }
    }
    if (used > 0)
        fputs(". ", to);
    else if (here > 0)
        fprintf(to, "No variant on %s is known to keep a declared bound. ",
                prob ? "probabilities" : "logits");
}

static void write_lead(FILE *to, const struct report *report, const struct variant_verdict *rows,
                       size_t count)
{
    fprintf(to,
            "<p>A loss of a generative adversarial network is one line of mathematics and many lines of "
            "code. Here %zu implementations were compared, loss and gradient, with exact values in binary32 "
            "(f32) and binary64 (f64). ",
            json_object_size(report->kernels));
    write_use_list(to, rows, count, false);
    write_use_list(to, rows, count, true);
    fputs("Of the others, the table tells how they fail; the second column names the failure nearest to "
          "logit 0, where D = &frac12;: the first that a training run meets as its discriminator grows "
          "sure.</p>\n",
          to);
}

static void write_error(FILE *to, long double ulp, enum evidence evidence, unsigned harms)
{
    char text[SHORT_TEXT];
    const char *between = "<small>";
    if (isnan(ulp))
        fputs("<td class=\"n e\">&ndash;", to);
    else
        fprintf(to, "<td class=\"n e\">%s%s", evidence_words[evidence].mark, report_short_number(text, ulp));
    for (int harm = 0; harm < HARMS; harm++)
        if (harms >> harm & 1) {
            fprintf(to, "%s%s", between, report_harm_names[harm].word);
            between = ", ";
        }
    fputs(harms ? "</small></td>" : "</td>", to);
}

static void write_onset(FILE *to, const struct onset *onset, bool prob)
{
    char s[SHORT_TEXT], D[SHORT_TEXT];
    if (!onset->found) {
        fputs("<td class=\"n\">&ndash;</td>", to);
        return;
    }
    if (prob && !(onset->input >= 0 && onset->input <= 1))
        fprintf(to, "<td class=\"n\">D %s<small>outside [0, 1]", onset->input < 0 ? "&lt; 0" : "&gt; 1");
    else {
        double logit = prob ? report_logit_of(onset->input) : onset->input;
        fprintf(to, "<td class=\"n\">s = %s<small>D = %s", report_logit_text(s, logit),
                report_probability_text(D, logit));
    }
    fprintf(to, "</small><small>%s</small></td>", report_harm_names[onset->harm].word);
}

static void write_row(FILE *to, const struct variant_verdict *v)
{
    const char *class = strcmp(v->word, "use") == 0 ? "use"
                        : strcmp(v->word, "undeclared") == 0 || strcmp(v->word, UNFINISHED_WORD) == 0
                            ? "care"
                            : "avoid";
    char text[SHORT_TEXT];
    fputs("<tr><th>", to);
    report_html(to, v->variant);
    fprintf(to, "</th><td><span class=\"%s\">%s</span></td>", class, v->word);
    for (int output = 0; output < OUTPUTS; output++)
        for (int f = 0; f < FORMATS; f++)
            write_error(to, v->worst[f][output], v->evidence[f], v->harms[f][output]);
    for (int f = 0; f < FORMATS; f++)
        for (int side = 0; side < ONSET_SIDES; side++)
            write_onset(to, &v->onset[f][side], v->prob);
    for (int f = 0; f < FORMATS; f++)
        fprintf(to, "<td class=\"n\">%s</td>",
                isnan(v->cost[f]) ? "&ndash;" : report_short_number(text, (long double)v->cost[f]));
    fputs("</tr>\n", to);
}

static void write_legend(FILE *to, const struct report *report, const struct cost_point *at,
                         const json_t *left_out)
{
    static const char *const separators[] = {"", ", "};
    const char *term;
    json_t *yes;
    bool more = false;
    fputs(
        "<p><small>Error: the largest over all terms, in ulps, where the result and the exact value are both "
        "finite and of one sign; 0.5 is correctly rounded. It is exact, over every input of the format, but "
        "where \xe2\x89\xa5 marks a lower bound, over the inputs that were sampled or found by a search. "
        "Below it, what else happened. Words: ",
        to);
    for (int harm = 0; harm < HARMS; harm++)
        fprintf(to, "<b>%s</b>: %s; ", report_harm_names[harm].word, report_harm_names[harm].meaning);
    fputs("<b>inaccurate</b>: none of these, yet beyond the bound; <b>undeclared</b>: nothing found, but no "
          "bound is declared; <b>use</b>: within its declared bound in every term, on every input tried; "
          "<b>" UNFINISHED_WORD "</b>: nothing found, but the run was not done with it. ",
          to);
    if (at->known) {
        fprintf(to, "Cost: nanoseconds per element of the slowest term, batch %ld, regime ", at->batch);
        report_html(to, at->regime);
        fputs(". ", to);
    } else
        fputs("Cost: not measured; <code>ganloss bench</code> makes it. ", to);
    report_exact_note(to, report);
    json_object_foreach((json_t *)left_out, term, yes)
    {
        fputs(more ? separators[1]
                   : "Left out, as no error in ulps can be bounded where the gradient cancels: ",
              to);
        report_html(to, term);
        more = true;
    }
    fputs(more ? ".</small></p>\n" : "</small></p>\n", to);
}

void report_page_verdict(FILE *to, const struct report *report)
{
    struct cost_point at;
    size_t count;
    json_t *left_out = json_object();
    report_unfinished_note(to, report, NULL);
    struct variant_verdict *rows = report_verdicts(&count, &at, left_out, report);
    if (count == 0)
        fputs("<p>No result of a comparison with the exact values is among the documents: <code>ganloss "
              "verify</code> makes them.</p>\n",
              to);
    else {
        write_lead(to, report, rows, count);
        fputs("<div class=\"scroll\"><table>\n<thead><tr><th rowspan=\"2\">Variant</th><th "
              "rowspan=\"2\">Verdict</th><th class=\"g\" colspan=\"2\">Loss error, ulp</th><th class=\"g\" "
              "colspan=\"2\">Gradient error, ulp</th><th class=\"g\" colspan=\"2\">Gradient fails from, "
              "f32</th><th class=\"g\" colspan=\"2\">Gradient fails from, f64</th><th class=\"g\" "
              "colspan=\"2\">Cost, ns</th></tr>\n<tr>",
              to);
        static const char *const heads[] = {"f32",    "f64",   "f32",    "f64", "low D",
                                            "high D", "low D", "high D", "f32", "f64"};
        for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
            fprintf(to, "<th class=\"n\">%s</th>", heads[i]);
        fputs("</tr></thead>\n<tbody>\n", to);
        for (size_t i = 0; i < count; i++) {
            if (i == 0 || rows[i].prob != rows[i - 1].prob)
                fprintf(to, "<tr class=\"part\"><th colspan=\"12\">%s</th></tr>\n",
                        rows[i].prob ? "On the probability D" : "On the logit s");
            write_row(to, &rows[i]);
        }
        fputs("</tbody></table></div>\n", to);
        write_legend(to, report, &at, left_out);
    }
    json_decref(left_out);
    free(rows);
}
