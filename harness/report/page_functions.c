/* page_functions.c -- what is safe, and until which logit, by the name of a library's function. */
#include "harness/base/allocate.h"
#include "harness/report/page_verdict.h"
#include "harness/report/page_words.h"
#include "harness/report/page_write.h"
#include "harness/report/text.h"

#include <stdlib.h>
#include <string.h>

/* Whether the library's own function was judged, in any of the loss's terms. */
static bool is_judged_itself(const struct report *report, const struct variant_expression *e,
                             const struct loss *loss)
{
    const struct term *const term[3] = {loss->g, loss->d_real, loss->d_fake};
    for (size_t f = 0; f < FORMATS; f++)
        for (int i = 0; i < 3; i++) {
            struct line line;
            if (report_line_judge(&line, report, e, term[i], formats[f].name) && line.library)
                return true;
        }
    return false;
}

static void write_one(FILE *to, const struct variant_expression *e)
{
    fputs("<code>", to);
    report_page_name(to, e->called);
    fprintf(to, "</code><small>%s", variant_library_names[e->library]);
    if (e->since)
        fprintf(to, " from %s on", e->since);
    if (e->until)
        fprintf(to, " before %s", e->until);
    fputs("</small>", to);
}

/* The functions from the i-th on that are judged as its variant. */
static void write_names(FILE *to, const struct report *report, const struct loss *loss, size_t i,
                        const struct line *line)
{
    const struct variant_expression *first = &variant_expressions[i];
    fputs("<tr><th>", to);
    write_one(to, first);
    for (size_t k = i + 1; !line->library && k < variant_expression_count; k++) {
        const struct variant_expression *e = &variant_expressions[k];
        if (strcmp(e->variant, first->variant) == 0 && strcmp(e->grad_variant, first->grad_variant) == 0 &&
            e->scores == first->scores && e->formats == first->formats && !is_judged_itself(report, e, loss))
            write_one(to, e);
    }
    fputs("<small>judged: ", to);
    if (line->library)
        report_html_format(to, "%s itself", line->library);
    else
        report_page_formula(to, first);
    fputs("</small></th>", to);
}

/* The cells of a row, from malloc, and the row's first judged line; NULL: nothing of it was judged. */
static char *row_of(struct line *first, const struct report *report, const struct variant_expression *e,
                    const struct loss *loss)
{
    const struct term *const term[3] = {loss->g, loss->d_real, loss->d_fake};
    char *text, *line_text;
    size_t size;
    bool any = false;
    FILE *cells = open_memstream(&text, &size);
    for (size_t f = 0; f < FORMATS; f++)
        for (int i = 0; i < 3; i++) {
            struct line line;
            line_text = e->formats >> f & 1 ? variant_line(e, term[i]) : NULL;
            fputs("<td>", cells);
            if (line_text && report_line_judge(&line, report, e, term[i], formats[f].name)) {
                if (!any)
                    *first = line;
                any = true;
                report_page_degree(cells, report, &line.judgement);
                fprintf(cells, "<small>%s</small>", evidence_words[line.judgement.evidence].word);
            } else
                fputs("&ndash;", cells);
            fputs("</td>", cells);
            free(line_text);
        }
    fclose(cells);
    if (!any) {
        free(text);
        return NULL;
    }
    return text;
}

void report_page_functions(FILE *to, const struct report *report)
{
    const struct loss *loss = report_page_loss(report);
    json_t *said = json_object(); /* variants, and in which formats, that have a row */
    bool open = false;
    for (size_t i = 0; loss && i < variant_expression_count; i++) {
        struct line first;
        char *cells = row_of(&first, report, &variant_expressions[i], loss);
        const struct variant_expression *e = &variant_expressions[i];
        char *variant = allocate_text("%s %s %u", e->variant, e->grad_variant, e->formats);
        if (!cells || (!first.library && json_object_get(said, variant))) {
            free(cells);
            free(variant);
            continue;
        }
        if (!first.library)
            json_object_set_new(said, variant, json_true());
        free(variant);
        if (!open) {
            fputs(
                "<div class=\"scroll\"><table class=\"harm\"><caption>By the name of the function, for the loss ",
                to);
            report_html(to, loss->name);
            fputs(
                "</caption><thead><tr><th rowspan=\"2\">Function</th><th class=\"g\" colspan=\"3\">float32</th><th "
                "class=\"g\" colspan=\"3\">float64</th></tr>\n<tr><th>Generator</th><th>D, real</th><th>D, "
                "generated</th><th>Generator</th><th>D, real</th><th>D, "
                "generated</th></tr></thead>\n<tbody>\n",
                to);
            open = true;
        }
        write_names(to, report, loss, i, &first);
        fprintf(to, "%s</tr>\n", cells);
        free(cells);
    }
    if (open)
        fputs("</tbody></table></div>\n", to);
    json_decref(said);
}
