#include "harness/report/price.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/report/text.h"
#include "harness/selection/variants.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_times(const void *a, const void *b)
{
    double left = ((const struct price_row *)a)->ns, right = ((const struct price_row *)b)->ns;
    return (left > right) - (left < right);
}

struct price report_price(const struct report *report, const struct cost_point *at, const char *term,
                          const char *format)
{
    struct price price = {.row = allocate(json_object_size(report->kernels) + 1, sizeof *price.row)};
    const char *key;
    json_t *record;
    while (price.format + 1 < FORMATS && strcmp(formats[price.format].name, format) != 0)
        price.format++;
    json_object_foreach(report->kernels, key, record)
    {
        struct kernel_id id;
        const char *name = json_text_at(record, "id");
        double ns = report_cost(report, at, name);
        if (isnan(ns) || !kernel_id_read(&id, name) || strcmp(id.term, term) != 0 ||
            strcmp(id.format, format) != 0)
            continue;
        struct price_row *row = &price.row[price.count++];
        *row = (struct price_row){.ns = ns, .judgement = report_judge(report, record)};
        snprintf(row->variant, sizeof row->variant, "%s", id.variant);
    }
    qsort(price.row, price.count, sizeof *price.row, compare_times);
    for (size_t i = 0; i < price.count; i++) {
        const struct judgement *j = &price.row[i].judgement;
        if (report_judgement_is_sound(j) && !price.right)
            price.right = &price.row[i];
        if (j->of[GRAD].degree == DEGREE_TRAINING && !price.wrong)
            price.wrong = &price.row[i];
    }
    return price;
}

/* By what it is called elsewhere, too. */
static void write_one(FILE *to, const struct price_row *row, size_t format)
{
    char ns[SHORT_TEXT];
    size_t i = 0;
    fputs("<code>", to);
    report_html(to, row->variant);
    while (i < variant_expression_count && (strcmp(variant_expressions[i].variant, row->variant) != 0 ||
                                            !(variant_expressions[i].formats >> format & 1)))
        i++;
    if (i < variant_expression_count) {
        fputs("</code> (<code>", to);
        report_html(to, variant_expressions[i].called);
    }
    fprintf(to, "</code>%s, %s&nbsp;ns per element", i < variant_expression_count ? ")" : "",
            report_short_number(ns, (long double)row->ns));
}

void report_price_sentence(FILE *to, const struct price *price, const char *term, const char *format)
{
    char ratio[SHORT_TEXT];
    report_html_format(to, "%s, %s: ", term, format);
    if (!price->right) {
        fputs("no kernel that was timed is right.", to);
        return;
    }
    fputs("the fastest right kernel is ", to);
    write_one(to, price->right, price->format);
    if (!price->wrong) {
        fputs("; none that was timed is wrong.", to);
        return;
    }
    fputs("; the fastest that is wrong in training is ", to);
    write_one(to, price->wrong, price->format);
    double times = price->right->ns / price->wrong->ns;
    if (times <= 1)
        fprintf(to, ": correctness costs nothing, it is %s times as fast.",
                report_short_number(ratio, (long double)(1 / times)));
    else
        fprintf(to, ": correctness takes %s times as long.", report_short_number(ratio, (long double)times));
}
