/* page_functions.c -- what is safe, and until which logit, by the name of a library's function. */
#include "harness/base/allocate.h"
#include "harness/report/page_verdict.h"
#include "harness/report/page_words.h"
#include "harness/report/page_write.h"
#include "harness/report/text.h"

#include <stdlib.h>

static void write_name(FILE *to, const struct variant_expression *e, const struct line *line)
{
    fprintf(to, "<tr><th><code>");
    report_html(to, e->called);
    fprintf(to, "</code><small>%s", variant_library_names[e->library]);
    if (line->library)
        report_html_format(to, "; %s itself", line->library);
    else {
        if (e->since)
            fprintf(to, " from %s on", e->since);
        if (e->until)
            fprintf(to, " before %s", e->until);
        report_html_format(to, "; as %s", e->variant);
    }
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
                report_page_degree(cells, &line.judgement);
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
    bool open = false;
    for (size_t i = 0; loss && i < variant_expression_count; i++) {
        struct line first;
        char *cells = row_of(&first, report, &variant_expressions[i], loss);
        if (!cells)
            continue;
        if (!open) {
            fputs("<div class=\"scroll\"><table class=\"harm\"><caption>By the name of the function, for the loss ", to);
            report_html(to, loss->name);
            fputs("</caption><thead><tr><th rowspan=\"2\">Function</th><th class=\"g\" colspan=\"3\">float32</th><th "
                  "class=\"g\" colspan=\"3\">float64</th></tr>\n<tr><th>Generator</th><th>D, real</th><th>D, "
                  "generated</th><th>Generator</th><th>D, real</th><th>D, "
                  "generated</th></tr></thead>\n<tbody>\n",
                  to);
            open = true;
        }
        write_name(to, &variant_expressions[i], &first);
        fprintf(to, "%s</tr>\n", cells);
        free(cells);
    }
    if (open)
        fputs("</tbody></table></div>\n", to);
}
