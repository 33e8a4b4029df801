#include "harness/report/page_write.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/report/page_picture.h"
#include "harness/report/page_words.h"
#include "harness/report/text.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const format_words[FORMATS] = {[F32] = "float32", [F64] = "float64"};

static bool was_judged(const struct report *report, const struct term *term)
{
    const char *key;
    json_t *record;
    struct kernel_id id;
    json_object_foreach(report->kernels, key, record) if (kernel_id_read(&id, json_text_at(record, "id")) &&
                                                          strcmp(id.term, term->id) == 0) return true;
    return false;
}

const struct loss *report_page_loss(const struct report *report)
{
    const struct loss *first = NULL;
    for (size_t i = 0; i < loss_count; i++) {
        const struct loss *loss = &losses[i];
        if (strcmp(loss->name, "nonsaturating") == 0 && was_judged(report, loss->g))
            return loss;
        if (!first && (was_judged(report, loss->g) || was_judged(report, loss->d_real) ||
                       was_judged(report, loss->d_fake)))
            first = loss;
    }
    return first;
}

void report_page_basis(FILE *to, const struct line *line)
{
    const struct judgement *j = &line->judgement;
    fputs("Judged: ", to);
    if (line->library)
        report_html_format(to, "%s itself", line->library);
    else
        report_page_formula(to, line->expression);
    fputs("; errors in ulps: loss ", to);
    report_page_error(to, j->of[LOSS].ulp, j->evidence);
    fputs(", gradient ", to);
    report_page_error(to, j->of[GRAD].ulp, j->evidence);
    fputs("; ", to);
    fputs(report_degree_names[j->of[GRAD].degree].word, to);
    if (j->imprecise)
        fprintf(to, ", %.0f of the gradient's bits may be wrong", round(j->of[GRAD].digits_lost));
    if (line->expression->since || line->expression->until) {
        fputs(". Version", to);
        report_html_format(to, "%s%s%s%s", line->expression->since ? " from " : "",
                           line->expression->since ? line->expression->since : "",
                           line->expression->until ? " before " : "",
                           line->expression->until ? line->expression->until : "");
    }
}

/* The line of a term in a library, from malloc; NULL where none was judged. */
static char *best_text(struct line *line, const struct report *report, enum variant_library library,
                       const struct term *term, size_t format)
{
    return report_line_best(line, report, library, term, formats[format].name)
               ? variant_line(line->expression, term)
               : NULL;
}

/* The three lines of a library for a loss. */
struct card {
    struct line line[3];
    char *text[3]; /* of generator, real and fake; NULL: none */
};
static const char *const roles[3] = {"Generator", "Discriminator, real samples",
                                     "Discriminator, generated ones"};

static struct card card_of(const struct report *report, enum variant_library library, const struct loss *loss,
                           size_t format)
{
    const struct term *const term[3] = {loss->g, loss->d_real, loss->d_fake};
    struct card card = {0};
    for (int i = 0; i < 3; i++)
        card.text[i] = best_text(&card.line[i], report, library, term[i], format);
    return card;
}

static void free_card(struct card *card)
{
    for (int i = 0; i < 3; i++)
        free(card->text[i]);
}

static bool is_same(const struct card *a, const struct card *b)
{
    for (int i = 0; i < 3; i++)
        if (!a->text[i] != !b->text[i] || (a->text[i] && strcmp(a->text[i], b->text[i]) != 0))
            return false;
    return true;
}

/* Whether one word on what they rest on does for both. */
static bool is_same_basis(const struct line *a, const struct line *b)
{
    const struct judgement *left = &a->judgement, *right = &b->judgement;
    char of_left[2][SHORT_TEXT], of_right[2][SHORT_TEXT];
    for (int output = 0; output < OUTPUTS; output++)
        if (strcmp(report_short_number(of_left[output], left->of[output].ulp),
                   report_short_number(of_right[output], right->of[output].ulp)) != 0)
            return false;
    return a->expression == b->expression && !a->library == !b->library &&
           left->evidence == right->evidence && left->of[GRAD].degree == right->of[GRAD].degree;
}

static void write_card(FILE *to, const char *library, const struct card *card)
{
    bool all_right = true;
    for (int i = 0; i < 3; i++)
        all_right &= !card->text[i] || report_judgement_is_right(&card->line[i].judgement);
    fprintf(to, "<div class=\"card\"><h4>%s</h4>\n", library);
    if (!all_right)
        fputs(
            "<p><span class=\"training\">none is right</span> of this library's lines that were judged; the "
            "least harmful:</p>\n",
            to);
    for (int i = 0; i < 3; i++) {
        if (!card->text[i])
            continue;
        fprintf(to, "<p class=\"role\">%s</p><pre%s><code>", roles[i],
                card->line[i].judgement.of[GRAD].degree > DEGREE_SPECIAL ? " class=\"least\"" : "");
        report_html(to, card->text[i]);
        fputs("</code></pre>\n", to);
        if (i < 2 && card->text[i + 1] && is_same_basis(&card->line[i], &card->line[i + 1]))
            continue; /* said once, for the last of them */
        fputs("<p class=\"basis\">", to);
        report_page_basis(to, &card->line[i]);
        fputs(".</p>\n", to);
    }
    fputs("</div>\n", to);
}

static void write_cards(FILE *to, const struct report *report, const struct loss *loss, size_t format)
{
    const char *separator = "";
    size_t shown = 0;
    fprintf(to, "<h3>Write this in %s</h3>\n<div class=\"cards\">\n", format_words[format]);
    for (int library = 0; library < VARIANT_LIBRARIES; library++) {
        struct card card = card_of(report, (enum variant_library)library, loss, format);
        struct card first = card_of(report, (enum variant_library)library, loss, F32);
        if (card.text[0] || card.text[1] || card.text[2]) {
            if (format == F32 || !is_same(&card, &first)) {
                write_card(to, variant_library_names[library], &card);
                shown++;
            }
        }
        free_card(&card);
        free_card(&first);
    }
    fputs("</div>\n", to);
    for (int library = 0; format != F32 && library < VARIANT_LIBRARIES; library++) {
        struct card card = card_of(report, (enum variant_library)library, loss, format);
        struct card first = card_of(report, (enum variant_library)library, loss, F32);
        if (card.text[0] && is_same(&card, &first)) {
            fprintf(to, "%s%s",
                    *separator ? separator : "<p>As in float32: ", variant_library_names[library]);
            separator = ", ";
        }
        free_card(&card);
        free_card(&first);
    }
    if (*separator)
        fputs(".</p>\n", to);
    else if (shown == 0)
        fprintf(to, "<p>No line was judged in %s.</p>\n", format_words[format]);
}

/* A curve of what was judged: of the library's own function if there is one, else of the variant. */
static bool curve_of(struct picture_curves *curves, const struct report *report, const struct line *line,
                     const struct term *term, const char *format)
{
    struct kernel_id id;
    return (kernel_id_read(&id, json_text_at(line->judgement.record, "id")) &&
            report_picture_curves(curves, report, term->id, format, id.variant)) ||
           report_picture_curves(curves, report, term->id, format, line->expression->grad_variant);
}

static void write_point(FILE *to, const struct picture_curves *curves)
{
    struct picture_point point;
    char s[SHORT_TEXT], got[SHORT_TEXT], exact[SHORT_TEXT];
    if (!report_picture_worst(&point, curves))
        return;
    fprintf(to, " At s = %s it gives ", report_logit_text(s, point.x));
    report_html_number(to, isnan(point.got) ? "NaN" : report_logit_text(got, point.got));
    fputs(", where ", to);
    report_html_number(to, report_logit_text(exact, point.exact));
    fputs(" is right.", to);
}

static void write_not_this(FILE *to, const struct report *report, const struct term *term, size_t format)
{
    struct line wrong, right;
    struct picture_curves wrong_curves = {0}, right_curves = {0};
    int library = 0;
    while (library < VARIANT_LIBRARIES &&
           !report_line_worst(&wrong, report, (enum variant_library)library, term, formats[format].name))
        library++;
    if (library == VARIANT_LIBRARIES)
        return;
    char *line = variant_line(wrong.expression, term), *better = NULL;
    const struct degree_output *grad = &wrong.judgement.of[GRAD];
    fprintf(to, "<h3>Not this</h3>\n<pre class=\"bad\"><code>");
    report_html(to, line);
    fprintf(to, "</code></pre>\n<p>Because its gradient is lost ");
    report_page_onsets(to, grad);
    fprintf(to, " (%s, %s; <code>", formats[format].name, evidence_words[wrong.judgement.evidence].word);
    report_html(to, wrong.expression->called);
    fputs("</code>): ", to);
    report_page_hits(to, &grad->hits);
    fputs(".", to);
    if (curve_of(&wrong_curves, report, &wrong, term, formats[format].name)) {
        write_point(to, &wrong_curves);
        fputs("</p>\n", to);
        better = best_text(&right, report, (enum variant_library)library, term, format);
        if (better)
            curve_of(&right_curves, report, &right, term, formats[format].name);
        char *title = allocate_text("The gradient of %s in %s", term->id, formats[format].name);
        report_page_picture(to, &wrong_curves, line, &right_curves, better, title);
        free(title);
    } else
        fputs("</p>\n", to);
    free(line);
    free(better);
}

void report_page_write(FILE *to, const struct report *report)
{
    const struct loss *loss = report_page_loss(report);
    if (!loss) {
        fputs("<p>No result of a comparison with the exact values is among the documents: <code>ganloss "
              "verify</code> makes them.</p>\n",
              to);
        return;
    }
    fputs("<p>For the loss <strong>", to);
    report_html(to, loss->name);
    fputs("</strong> (", to);
    report_html(to, loss->remark);
    fputs(
        "). <code>d_real</code> and <code>d_fake</code> are the discriminator's last outputs for real and generated "
        "samples, without a sigmoid after them; add the discriminator's two lines up. Lines for the other "
        "losses stand <a href=\"#losses\">with their terms</a>. Each line was chosen by the results below.</p>\n",
        to);
    write_cards(to, report, loss, F32);
    write_not_this(to, report, loss->g, F32);
    write_cards(to, report, loss, F64);
}

void report_page_lines(FILE *to, const struct report *report, const struct term *term)
{
    bool any = false;
    for (int library = 0; library < VARIANT_LIBRARIES; library++)
        for (size_t format = 0; format < FORMATS; format++) {
            struct line line;
            char *text = best_text(&line, report, (enum variant_library)library, term, format);
            if (!text)
                continue;
            if (!any)
                fputs(
                    "<div class=\"scroll\"><table><caption>Write this</caption><thead><tr><th>Library</th><th>"
                    "Format</th><th>Line</th><th>Gradient</th></tr></thead><tbody>\n",
                    to);
            any = true;
            fprintf(to, "<tr><th>%s</th><td>%s</td><td><code>", variant_library_names[library],
                    formats[format].name);
            report_html(to, text);
            fputs("</code></td><td>", to);
            report_page_degree(to, report, &line.judgement);
            fputs("</td></tr>\n", to);
            free(text);
        }
    if (any)
        fputs("</tbody></table></div>\n", to);
}
