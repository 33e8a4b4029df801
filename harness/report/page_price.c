/* page_price.c -- what a right result costs in time, of the term that the page opens with. */
#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/report/page_questions.h"
#include "harness/report/page_words.h"
#include "harness/report/page_write.h"
#include "harness/report/price.h"
#include "harness/report/text.h"

#include <math.h>
#include <stdlib.h>

static void write_table(FILE *to, const struct report *report, const struct price *price, const char *term,
                        const char *format)
{
    char ns[SHORT_TEXT], ratio[SHORT_TEXT];
    fputs("<div class=\"scroll\"><table><caption>", to);
    report_html_format(to, "%s, %s", term, format);
    fputs("</caption><thead><tr><th>Variant</th><th class=\"n\">ns per element</th><th class=\"n\">&times; "
          "fastest right</th><th>Gradient</th></tr></thead><tbody>\n",
          to);
    for (size_t i = 0; i < price->count; i++) {
        const struct price_row *row = &price->row[i];
        fputs("<tr><th>", to);
        report_html(to, row->variant);
        fprintf(to, "</th><td class=\"n\">%s</td><td class=\"n\">",
                report_short_number(ns, (long double)row->ns));
        if (price->right)
            fputs(report_short_number(ratio, (long double)(row->ns / price->right->ns)), to);
        fputs("</td><td>", to);
        report_page_degree(to, report, &row->judgement);
        fputs("</td></tr>\n", to);
    }
    fputs("</tbody></table></div>\n", to);
}

void report_page_price(FILE *to, const struct report *report)
{
    const struct loss *loss = report_page_loss(report);
    struct cost_point at = report_cost_point(report);
    for (size_t f = 0; loss && f < FORMATS; f++) {
        struct price price = report_price(report, &at, loss->g->id, formats[f].name);
        if (price.count > 0) {
            fputs("<p>", to);
            report_price_sentence(to, &price, loss->g->id, formats[f].name);
            fputs("</p>\n", to);
            write_table(to, report, &price, loss->g->id, formats[f].name);
        }
        free(price.row);
    }
}
