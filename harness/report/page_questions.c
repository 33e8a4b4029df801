#include "harness/report/page_questions.h"

#include "harness/base/json.h"
#include "harness/report/lost_size.h"
#include "harness/report/page_words.h"
#include "harness/report/page_write.h"
#include "harness/report/price.h"
#include "harness/report/saturation.h"
#include "harness/report/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const format_words[FORMATS] = {[F32] = "float32", [F64] = "float64"};

static void open_question(FILE *to, const char *anchor, const char *question)
{
    fprintf(to, "<dt><a href=\"#%s\">%s</a></dt>\n<dd>", anchor, question);
}

static void write_code(FILE *to, const char *before, const struct line *line, const struct term *term)
{
    char *text = variant_line(line->expression, term);
    fprintf(to, "%s<code>", before);
    report_html(to, text);
    fputs("</code>", to);
    free(text);
}

static void write_line(FILE *to, const struct report *report, const struct loss *loss)
{
    struct line line, real, fake;
    open_question(to, "write", "Which line do I write in PyTorch for float32?");
    if (!loss || !report_line_best(&line, report, VARIANT_PYTORCH, loss->g, formats[F32].name)) {
        fputs("No line of PyTorch was judged.</dd>\n", to);
        return;
    }
    write_code(to, "For the generator ", &line, loss->g);
    if (!report_judgement_is_right(&line.judgement)) {
        fputs(", but it is not right: none is.</dd>\n", to);
        return;
    }
    if (report_line_best(&real, report, VARIANT_PYTORCH, loss->d_real, formats[F32].name) &&
        report_line_best(&fake, report, VARIANT_PYTORCH, loss->d_fake, formats[F32].name)) {
        write_code(to, ", for the discriminator ", &real, loss->d_real);
        write_code(to, " + ", &fake, loss->d_fake);
    }
    fputs("; of logits, without a sigmoid.</dd>\n", to);
}

/* What is lost beyond, on each side: all of a gradient, or next to nothing. */
static void write_lost(FILE *to, const struct report *report, const struct judgement *judgement)
{
    static const char *const sides[ONSET_SIDES] = {" Below, gradients", " Above, gradients"};
    const char *separator = "";
    double lost[ONSET_SIDES];
    char text[SHORT_TEXT];
    report_lost_size(lost, report, judgement);
    for (int side = 0; side < ONSET_SIDES; side++)
        if (!isnan(lost[side])) {
            fprintf(to, "%s of up to ", *separator ? ", above," : sides[side]);
            report_html_number(to, report_short_number(text, (long double)lost[side]));
            separator = ", ";
        }
    fputs(*separator ? " become 0, NaN, or wrong by half or more; "
                     : " Beyond, it is 0, NaN, or wrong by half or more; ",
          to);
}

/* Of torch.nn.BCELoss, which most people ask about: the generator's gradient, which training needs most. */
static void write_safe(FILE *to, const struct report *report, const struct loss *loss)
{
    bool any = false;
    open_question(to, "safe", "Is my BCELoss safe, and until which logit?");
    for (size_t i = 0; loss && i < variant_expression_count; i++)
        for (size_t f = 0; f < FORMATS; f++) {
            const struct variant_expression *e = &variant_expressions[i];
            struct line line;
            char *text = strcmp(e->called, "torch.nn.BCELoss") == 0 ? variant_line(e, loss->g) : NULL;
            if (text && report_line_judge(&line, report, e, loss->g, formats[f].name)) {
                const struct degree_output *grad = &line.judgement.of[GRAD];
                bool loses = grad->onset[ONSET_BELOW].found || grad->onset[ONSET_ABOVE].found;
                fprintf(to, "%sIn %s %s: the generator&#39;s gradient is right for %s", any ? " " : "",
                        format_words[f], grad->degree == DEGREE_TRAINING ? "no" : "yes",
                        loses ? "logits " : "");
                report_page_safe(to, grad);
                fprintf(to, " (%s).", evidence_words[line.judgement.evidence].word);
                if (loses) {
                    write_lost(to, report, &line.judgement);
                    report_page_hits(to, &grad->hits);
                    fputs(".", to);
                }
                any = true;
            }
            free(text);
        }
    fputs(any ? "</dd>\n" : "It was not judged.</dd>\n", to);
}

/* What the functions of the library that most readers have take, as their formulas are written here. */
static void write_functions(FILE *to, const struct price *price, const struct loss *loss)
{
    const char *separator = "As PyTorch computes them, written in C, ns per element: ";
    char ns[SHORT_TEXT];
    for (size_t i = 0; i < variant_expression_count; i++) {
        const struct variant_expression *e = &variant_expressions[i];
        char *line = variant_line(e, loss->g);
        for (size_t k = 0; k < price->count && line && e->library == VARIANT_PYTORCH && !e->until; k++)
            if (e->formats >> F32 & 1 && strcmp(price->row[k].variant, e->variant) == 0) {
                fprintf(to, "%s<code>", separator);
                report_html(to, e->called);
                fprintf(to, "</code>&nbsp;%s", report_short_number(ns, (long double)price->row[k].ns));
                separator = ", ";
            }
        free(line);
    }
    if (*separator == ',')
        fputs(". ", to);
}

static void write_price(FILE *to, const struct report *report, const struct loss *loss)
{
    struct cost_point at = report_cost_point(report);
    open_question(to, "price", "What does correctness cost in time?");
    if (!loss || !at.known)
        fputs("It was not timed: <code>ganloss bench</code> does.</dd>\n", to);
    else {
        struct price price = report_price(report, &at, loss->g->id, formats[F32].name);
        write_functions(to, &price, loss);
        report_price_sentence(to, &price, loss->g->id, format_words[F32]);
        fputs("</dd>\n", to);
        free(price.row);
    }
}

static void write_runs(FILE *to, const struct report *report)
{
    enum { SHOWN = 6 };
    const char *key, *separator = "";
    json_t *trace;
    int shown = 0;
    open_question(to, "traces", "Did my run saturate because of the loss or because of the formula?");
    json_object_foreach(report->traces, key, trace)
    {
        if (shown++ == SHOWN)
            break;
        fputs(separator, to);
        report_html_format(to, "Run %s: ", json_text_at(trace, "name"));
        report_saturation_answer(to, trace);
        separator = ". ";
    }
    fputs(
        shown
            ? ". Of yours, save what the discriminator gives, before any sigmoid, as arrays of steps by batch: <code>ganloss trace "
              "real.npy fake.npy</code> tells.</dd>\n"
            : "No run is among the documents: <code>ganloss trace</code> reads yours.</dd>\n",
        to);
}

void report_page_questions(FILE *to, const struct report *report)
{
    const struct loss *loss = report_page_loss(report);
    fputs("<dl class=\"questions\">\n", to);
    write_line(to, report, loss);
    write_safe(to, report, loss);
    write_price(to, report, loss);
    write_runs(to, report);
    fputs("</dl>\n", to);
}
