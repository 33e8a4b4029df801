#include "harness/report/page_words.h"

#include "harness/base/json.h"
#include "harness/report/page_picture.h"
#include "harness/report/text.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <string.h>

void report_page_error(FILE *to, long double ulp, enum evidence evidence)
{
    char text[SHORT_TEXT];
    if (isnan(ulp))
        fputs("&ndash;", to);
    else
        fprintf(to, "%s%s <small>%s</small>", evidence_words[evidence].mark, report_short_number(text, ulp),
                evidence_words[evidence].word);
}

void report_page_onsets(FILE *to, const struct degree_output *of)
{
    char s[SHORT_TEXT];
    bool below = of->onset[ONSET_BELOW].found, above = of->onset[ONSET_ABOVE].found;
    if (below)
        fprintf(to, "from s&nbsp;=&nbsp;%s down", report_logit_text(s, of->safe[ONSET_BELOW]));
    if (above)
        fprintf(to, "%s%s up", below ? " and from " : "from s&nbsp;=&nbsp;",
                report_logit_text(s, of->safe[ONSET_ABOVE]));
}

void report_page_lost(FILE *to, const struct degree_output *of)
{
    char s[SHORT_TEXT];
    bool below = of->onset[ONSET_BELOW].found, above = of->onset[ONSET_ABOVE].found;
    if (fmin(fabs(of->safe[ONSET_BELOW]), fabs(of->safe[ONSET_ABOVE])) <= 0) {
        fputs("s = 0 and elsewhere", to);
        return;
    }
    if (below)
        fprintf(to, "s&nbsp;&le;&nbsp;%s", report_logit_text(s, of->safe[ONSET_BELOW]));
    if (above)
        fprintf(to, "%ss&nbsp;&ge;&nbsp;%s", below ? ", " : "", report_logit_text(s, of->safe[ONSET_ABOVE]));
}

void report_page_safe(FILE *to, const struct degree_output *of)
{
    char s[SHORT_TEXT];
    bool below = of->onset[ONSET_BELOW].found, above = of->onset[ONSET_ABOVE].found;
    if (!below && !above) {
        fputs("every finite s", to);
        return;
    }
    if (below)
        fprintf(to, "%s &lt; ", report_logit_text(s, of->safe[ONSET_BELOW]));
    fputs("s", to);
    if (above)
        fprintf(to, " &lt; %s", report_logit_text(s, of->safe[ONSET_ABOVE]));
}

void report_page_hits(FILE *to, const struct reach_hits *hits)
{
    char percent[SHORT_TEXT];
    if (!hits->known)
        fputs("no recorded run tells how often", to);
    else if (hits->share > 0) {
        fprintf(to, "met at %s&nbsp;%% of the steps of the recorded run ",
                report_short_number(percent, 100 * (long double)hits->share));
        report_html(to, hits->run);
    } else
        fputs("met at no step of a recorded run", to);
}

void report_page_formula(FILE *to, const struct variant_expression *expression)
{
    report_html_format(to, "as the variant %s", expression->variant);
    if (strcmp(expression->variant, expression->grad_variant) != 0)
        report_html_format(to, ", gradient as %s", expression->grad_variant);
}

void report_page_name(FILE *to, const char *name)
{
    char one[2] = "";
    for (; *name; name++) {
        one[0] = *name;
        report_html(to, one);
        if (strchr("._(", *name) && name[1])
            fputs("<wbr>", to);
    }
}

static bool is_lost_at(const struct degree_output *of, double s)
{
    return (of->onset[ONSET_BELOW].found && s <= of->safe[ONSET_BELOW]) ||
           (of->onset[ONSET_ABOVE].found && s >= of->safe[ONSET_ABOVE]);
}

/* Between two points of a curve that falls or rises as e^s does. */
static double between(double s, const double x[2], const double g[2])
{
    double t = (s - x[0]) / (x[1] - x[0]);
    return g[0] > 0 && g[1] > 0 ? exp((1 - t) * log(g[0]) + t * log(g[1])) : fmax(g[0], g[1]);
}

/* The largest magnitude of the exact gradient where it is lost, at finite logits; NaN where no curve tells. */
static double largest_lost(const struct report *report, const struct judgement *judgement)
{
    const struct degree_output *of = &judgement->of[GRAD];
    struct picture_curves curves;
    struct kernel_id id;
    double x[2] = {0}, g[2] = {0}, most = (double)NAN;
    if (!kernel_id_read(&id, json_text_at(judgement->record, "id")) || strchr(id.term, '@') ||
        !report_picture_curves(&curves, report, id.term, id.format, id.variant))
        return most;
    for (size_t i = 0; i < json_array_size(curves.x); i++) {
        x[0] = x[1], g[0] = g[1];
        x[1] = json_number_value(json_array_get(curves.x, i));
        g[1] = fabs(json_number_value(json_array_get(curves.exact, i)));
        for (int side = 0; side < ONSET_SIDES && i > 0; side++)
            if (of->onset[side].found && of->safe[side] > x[0] && of->safe[side] < x[1])
                most = fmax(most, between(of->safe[side], x, g));
        if (is_lost_at(of, x[1]))
            most = fmax(most, g[1]);
    }
    return most;
}

static void write_largest_lost(FILE *to, const struct report *report, const struct judgement *judgement)
{
    double most = largest_lost(report, judgement);
    char text[SHORT_TEXT];
    if (isnan(most))
        return;
    fputs("<small>of |g| up to ", to);
    report_html_number(to, report_short_number(text, (long double)most));
    fputs("</small>", to);
}

void report_page_degree(FILE *to, const struct report *report, const struct judgement *judgement)
{
    const struct degree_output *grad = &judgement->of[GRAD], *loss = &judgement->of[LOSS];
    const struct degree_name *name = &report_degree_names[grad->degree];
    char digits[SHORT_TEXT];
    fprintf(to, "<span class=\"%s\">%s</span>", name->class, name->word);
    if (grad->degree >= DEGREE_TAIL) {
        fputs("<small>", to);
        report_page_lost(to, grad);
        fputs("</small>", to);
        write_largest_lost(to, report, judgement);
    }
    if (grad->degree == DEGREE_TRAINING && grad->hits.known) {
        fprintf(to, "<small>%s&nbsp;%% of steps (",
                report_short_number(digits, 100 * (long double)grad->hits.share));
        report_html(to, grad->hits.run);
        fputs(")</small>", to);
    }
    if (judgement->imprecise)
        fprintf(to, "<small>%.0f bits may be wrong</small>", round(grad->digits_lost));
    if (loss->degree == DEGREE_TRAINING) {
        fputs("<small>value: ", to);
        report_page_lost(to, loss);
        fputs("</small>", to);
    }
    if (judgement->failed)
        fputs("<small>outside its bound</small>", to);
}
