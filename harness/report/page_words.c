#include "harness/report/page_words.h"

#include "harness/report/lost_size.h"
#include "harness/report/text.h"
#include "harness/trace/measure.h"

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

static void write_largest_lost(FILE *to, double most)
{
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
    double lost[ONSET_SIDES], most;
    report_lost_size(lost, report, judgement);
    most = fmax(lost[ONSET_BELOW], lost[ONSET_ABOVE]);
    if (grad->degree == DEGREE_TRAINING && most < SATURATED)
        fputs("<span class=\"tail\">" LOST_SIZE_TINY "</span>", to);
    else
        fprintf(to, "<span class=\"%s\">%s</span>", name->class, name->word);
    if (grad->degree >= DEGREE_TAIL) {
        fputs("<small>", to);
        report_page_lost(to, grad);
        fputs("</small>", to);
        write_largest_lost(to, most);
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
