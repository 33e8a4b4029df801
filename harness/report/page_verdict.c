/* page_verdict.c -- the tables of variants: what each is also called, what it does to training, term by term, and what it
   costs; one for each kind of input and format. */
#include "harness/report/page_verdict.h"
#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/report/exact.h"
#include "harness/report/lost_size.h"
#include "harness/report/page_words.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"
#include "harness/report/verdict.h"
#include "harness/selection/variants.h"
#include "harness/trace/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_words[VERDICT_KINDS] = {[VERDICT_LOGITS] = "the logit s",
                                                      [VERDICT_SCORES] = "the critic&#39;s score s",
                                                      [VERDICT_PROBABILITIES] = "the probability D"};

static const char *side_of(const char *id)
{
    for (size_t i = 0; i < loss_count; i++)
        if (strcmp(losses[i].d_real->id, id) == 0)
            return "real";
    return "fake";
}

/* {"LOSS SIDE": [terms]}: a column for terms that are one function, applied to the same side. */
static json_t *columns_of(const struct report *report, enum verdict_kind kind, const json_t *left_out)
{
    json_t *columns = json_object(), *record;
    const char *key;
    json_object_foreach(report->kernels, key, record)
    {
        struct kernel_id id;
        if (!kernel_id_read(&id, json_text_at(record, "id")) || json_object_get(left_out, id.term) ||
            report_verdict_kind(id.term) != kind)
            continue;
        const struct term *term = term_find(id.term);
        char *name = allocate_text("%s %s", term ? term->loss : id.term, side_of(id.term));
        json_t *of = json_object_get(columns, name);
        if (!of) {
            of = json_object();
            json_object_set_new(columns, name, of);
        }
        json_object_set_new(of, id.term, json_true());
        free(name);
    }
    return columns;
}

static const json_t *record_of(const struct report *report, const char *term, const char *variant,
                               const char *format)
{
    const char *key;
    json_t *record;
    struct kernel_id id;
    json_object_foreach(report->kernels, key, record) if (kernel_id_read(&id, json_text_at(record, "id")) &&
                                                          strcmp(id.term, term) == 0 &&
                                                          strcmp(id.variant, variant) == 0 &&
                                                          strcmp(id.format, format) == 0) return record;
    return NULL;
}

/* The gravest of a column's terms; false: the variant has none of them. */
static bool judge_cell(struct judgement *gravest, const struct report *report, json_t *column,
                       const char *variant, const char *format)
{
    bool any = false;
    const char *term;
    json_t *yes;
    json_object_foreach(column, term, yes)
    {
        const json_t *record = record_of(report, term, variant, format);
        if (!record)
            continue;
        struct judgement judgement = report_judge(report, record);
        if (!any || report_judgement_compare(&judgement, gravest) > 0)
            *gravest = judgement;
        any = true;
    }
    return any;
}

static void write_name(FILE *to, const char *variant, enum verdict_kind kind)
{
    char *called = kind == VERDICT_SCORES ? NULL : variant_known_as(variant, kind == VERDICT_PROBABILITIES);
    fputs("<tr><th>", to);
    report_html(to, variant);
    if (called && *called) {
        fputs("<small>", to);
        report_page_name(to, called);
        fputs("</small>", to);
    }
    fputs("</th>", to);
    free(called);
}

static void write_price(FILE *to, double cost, double fastest)
{
    char text[SHORT_TEXT];
    if (isnan(cost)) {
        fputs("<td class=\"n\">&ndash;</td>", to);
        return;
    }
    fprintf(to, "<td class=\"n\">%s", report_short_number(text, (long double)cost));
    if (!isnan(fastest))
        fprintf(to, "<small>&times; %s</small>", report_short_number(text, (long double)(cost / fastest)));
    fputs("</td>", to);
}

static void write_row(FILE *to, const struct report *report, const struct variant_verdict *row, size_t format,
                      json_t *columns, double fastest)
{
    const struct verdict *v = &row->of[format];
    const char *name;
    json_t *of;
    write_name(to, row->variant, row->kind);
    fprintf(to, "<td><span class=\"%s\">%s</span></td>", v->class, v->word);
    json_object_foreach(columns, name, of)
    {
        struct judgement judgement;
        fputs("<td>", to);
        if (judge_cell(&judgement, report, of, row->variant, formats[format].name))
            report_page_degree(to, report, &judgement);
        else
            fputs("&ndash;", to);
        fputs("</td>", to);
    }
    for (int output = 0; output < OUTPUTS; output++) {
        fputs("<td class=\"n\">", to);
        report_page_error(to, v->worst[output], v->evidence);
        fputs("</td>", to);
    }
    write_price(to, v->cost, fastest);
    fputs("</tr>\n", to);
}

/* What one should rather use first; then what is faster. */
static int compare_rows(const void *a, const void *b, void *of_format)
{
    size_t format = *(const size_t *)of_format;
    const struct verdict *left = &(*(const struct variant_verdict *const *)a)->of[format];
    const struct verdict *right = &(*(const struct variant_verdict *const *)b)->of[format];
    int rather = report_judgement_compare(&left->gravest, &right->gravest);
    if (rather == 0 && left->all_within != right->all_within)
        return left->all_within ? -1 : 1;
    if (rather == 0 && left->cost < right->cost)
        return -1;
    return rather == 0 && left->cost > right->cost ? 1 : rather;
}

static void write_head(FILE *to, enum verdict_kind kind, size_t format, json_t *columns)
{
    const char *name, *term;
    json_t *of, *yes;
    fprintf(
        to,
        "<div class=\"scroll\"><table class=\"harm\"><caption>On %s, %s</caption>\n<thead><tr><th "
        "rowspan=\"2\">Variant<small>also known as</small></th><th rowspan=\"2\">Verdict</th><th class=\"g\" "
        "colspan=\"%zu\">Gradient, by term</th><th class=\"g\" colspan=\"2\">Largest error, ulp</th><th "
        "rowspan=\"2\" class=\"n\">ns<small>&times; fastest right</small></th></tr>\n<tr>",
        kind_words[kind], formats[format].name, json_object_size(columns));
    json_object_foreach(columns, name, of)
    {
        const char *separator = "<th>";
        json_object_foreach(of, term, yes)
        {
            fputs(separator, to);
            report_page_name(to, term);
            separator = "<br>";
        }
        fputs("</th>", to);
    }
    fputs("<th class=\"n\">loss</th><th class=\"n\">gradient</th></tr></thead>\n<tbody>\n", to);
}

static void write_table(FILE *to, const struct report *report, const struct variant_verdict *rows,
                        size_t count, enum verdict_kind kind, size_t format, json_t *columns)
{
    const struct variant_verdict **shown = allocate(count, sizeof(struct variant_verdict *));
    size_t kept = 0;
    double fastest = (double)NAN;
    for (size_t i = 0; i < count; i++)
        if (rows[i].kind == kind && rows[i].of[format].any)
            shown[kept++] = &rows[i];
    qsort_r(shown, kept, sizeof(struct variant_verdict *), compare_rows, &format);
    for (size_t i = 0; i < kept; i++)
        if (report_judgement_is_sound(&shown[i]->of[format].gravest) &&
            !(fastest <= shown[i]->of[format].cost))
            fastest = shown[i]->of[format].cost;
    if (kept > 0)
        write_head(to, kind, format, columns);
    for (size_t i = 0; i < kept; i++)
        write_row(to, report, shown[i], format, columns, fastest);
    if (kept > 0)
        fputs("</tbody></table></div>\n", to);
    free(shown);
}

static void write_legend(FILE *to, const struct report *report, const struct cost_point *at,
                         const json_t *left_out)
{
    const char *term,
        *separator = "Left out, as no error in ulps can be bounded where the gradient cancels: ";
    json_t *yes;
    fputs("<dl class=\"legend\">", to);
    for (int degree = 0; degree < DEGREES; degree++)
        fprintf(to, "<dt><span class=\"%s\">%s</span></dt><dd>%s</dd>\n", report_degree_names[degree].class,
                report_degree_names[degree].word, report_degree_names[degree].meaning);
    fputs("<dt><span class=\"tail\">" LOST_SIZE_TINY
          "</span></dt><dd>wrong where recorded runs come to, but of exact gradients below " SATURATED_TEXT
          ", of which little is learnt</dd>\n",
          to);
    fputs(
        "<dt><span class=\"use\">use</span></dt><dd>within its declared bound in every term, on every input "
        "tried</dd>\n<dt><span class=\"care\">loss value</span></dt><dd>no gradient is lost in training, but the "
        "value of the loss is</dd>\n<dt><span class=\"care\">inaccurate</span></dt><dd>nothing is lost, yet an "
        "error is beyond the bound</dd>\n<dt><span class=\"care\">no bound</span></dt><dd>within the bound that "
        "others declare, but it declares none</dd>\n<dt><span class=\"care\">" UNFINISHED_WORD
        "</span></dt><dd>nothing found, but the run was not done with it</dd>\n</dl>\n<p><small>A result is lost where it is 0, infinite, NaN, of the wrong "
        "sign, or off by half the exact value or more. |g|: the exact gradient where it is lost. The share is that of the steps, at which some sample of the batch meets it, of the recorded run that "
        "meets it most. Errors are in ulps where result and exact value are finite and of one sign; 0.5 is "
        "correctly rounded. <b>exact</b>: of every input of the format; <b>found</b>: by a search, "
        "<b>sampled</b>: on chosen and random inputs, both lower bounds, so that what is lost may begin nearer "
        "to 0 than they say. ",
        to);
    if (at->known) {
        fprintf(to, "Time: nanoseconds per element of the slowest term, batch %ld, regime ", at->batch);
        report_html(to, at->regime);
        fputs(". ", to);
    } else
        fputs("Time: not measured; <code>ganloss bench</code> makes it. ", to);
    report_exact_note(to, report);
    json_object_foreach((json_t *)left_out, term, yes)
    {
        fputs(separator, to);
        report_html(to, term);
        separator = ", ";
    }
    fputs(*separator == ',' ? ".</small></p>\n" : "</small></p>\n", to);
}

void report_page_verdict(FILE *to, const struct report *report)
{
    struct cost_point at;
    size_t count;
    json_t *left_out = json_object();
    struct variant_verdict *rows = report_verdicts(&count, &at, left_out, report);
    if (count == 0)
        fputs("<p>No result of a comparison with the exact values is among the documents: <code>ganloss "
              "verify</code> makes them.</p>\n",
              to);
    for (int kind = 0; count > 0 && kind < VERDICT_KINDS; kind++) {
        json_t *columns = columns_of(report, (enum verdict_kind)kind, left_out);
        for (size_t format = 0; json_object_size(columns) > 0 && format < FORMATS; format++)
            write_table(to, report, rows, count, (enum verdict_kind)kind, format, columns);
        json_decref(columns);
    }
    if (count > 0)
        write_legend(to, report, &at, left_out);
    json_decref(left_out);
    free(rows);
}
