#include "harness/report/page_charts.h"
#include "harness/base/json.h"

#include "harness/report/inline.h"
#include "harness/report/text.h"

#include <stdlib.h>
#include <string.h>

/* What one sees, where the page does not say it once for all. */
static const struct {
    const char *script, *words;
} captions[] = {
    {"binades",
     "Each step is the largest error over all floats of one binade [2^k, 2^(k+1)), exact unless the title "
     "says INCOMPLETE, on a "
     "logarithmic axis that goes from 0 in the middle to both sides; the step in the middle is "
     "zero and the subnormals, the ones at the edges are the infinities and NaN. Further in and "
     "further out than the axis shows, nothing changes by more than half, or it is beyond 2^20 "
     "ulp. Bars at the top: binades with failures (a class, or no correct bit)."},
    {"histogram",
     "Each result of the run, counted by its error: on the left what is correctly rounded, then two steps "
     "to each doubling of the error, the last one open. The counts are exact unless the title "
     "says INCOMPLETE, and their axis is logarithmic: a step that ends at 1 is a single result. Results with a class have no error in ulps and "
     "stand in no step."},
};

static const char *caption(const char *script)
{
    for (size_t i = 0; i < sizeof captions / sizeof *captions; i++)
        if (strcmp(captions[i].script, script) == 0)
            return captions[i].words;
    return NULL;
}

static bool matches(const char *wanted, const char *is)
{
    return !wanted || strcmp(wanted, is) == 0;
}

/* In the page itself; what stands beside it is named, not needed. */
static void write_picture(FILE *to, const json_t *chart)
{
    char *picture;
    size_t size;
    FILE *address = open_memstream(&picture, &size);
    bool inside = report_inline_chart(address, chart);
    fclose(address);
    fputs("<figure>", to);
    if (inside) {
        fprintf(to, "<img src=\"%s\" alt=\"", picture);
        report_html(to, json_text_at(chart, "title"));
        fputs("\">", to);
    } else if (json_is_string(json_object_get(chart, "same_term")))
        report_html_format(to, "Digit for digit that of %s.", json_text_at(chart, "same_term"));
    else
        fputs("Beside this page.", to);
    free(picture);
}

int report_page_charts(FILE *to, const struct report *report, const char *script, const char *format,
                       const char *subject)
{
    int count = 0;
    size_t i;
    json_t *chart;
    json_array_foreach(report->charts, i, chart)
    {
        const char *first = json_string_value(json_array_get(json_object_get(chart, "subjects"), 0));
        if (!matches(script, json_text_at(chart, "script")) ||
            !matches(format, json_text_at(chart, "format")) || !matches(subject, first ? first : ""))
            continue;
        const char *name = json_text_at(chart, "name");
        write_picture(to, chart);
        fputs("<figcaption>", to);
        report_html(to, json_text_at(chart, "title"));
        fprintf(to, " <span class=\"files\">charts/%s.svg, .png, .tsv, .gp</span>", name);
        const char *words = caption(json_text_at(chart, "script"));
        if (words) {
            fputs(". ", to);
            report_html(to, words);
        }
        fputs("</figcaption></figure>\n", to);
        count++;
    }
    return count;
}
