/* page.c -- index.html: the template reports/page.html with its {{parts}} filled in. */
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/machine/machine.h"
#include "harness/report/report.h"
#include "harness/report/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    void (*write)(FILE *to, const struct report *report);
} parts[] = {
    {"verdict", page_verdict}, {"losses", page_losses}, {"traces", page_traces},
    {"batch", page_batch},     {"timing", page_timing}, {"machine", page_machine},
};

static bool write_part(FILE *to, const struct report *report, const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strlen(parts[i].name) == length && strncmp(parts[i].name, name, length) == 0) {
            parts[i].write(to, report);
            return true;
        }
    return false;
}

static enum status fill(FILE *to, const struct report *report, const char *text, const char *path)
{
    for (;;) {
        const char *open = strstr(text, "{{"), *close = open ? strstr(open, "}}") : NULL;
        if (!close) {
            fputs(text, to);
            return STATUS_OK;
        }
        fwrite(text, 1, (size_t)(open - text), to);
        if (!write_part(to, report, open + 2, (size_t)(close - open - 2)))
            return fail(STATUS_INTERNAL, "%s: no part is called %.*s", path, (int)(close - open - 2),
                        open + 2);
        text = close + 2;
    }
}

/* The whole file, from malloc; NULL where it cannot be read. */
static char *read_text(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;
    if (!file)
        return NULL;
    if (getdelim(&text, &size, '\0', file) < 0) {
        free(text);
        text = NULL;
    }
    fclose(file);
    return text;
}

enum status report_page(const struct report *report)
{
    struct output_file out;
    char *template = path_join(machine_reports_directory(), "page.html");
    char *path = path_join(report->directory, "index.html"), *text = read_text(template);
    enum status status = STATUS_OK;
    if (!text)
        status = fail(STATUS_UNAVAILABLE, "cannot read the page template %s: %s", template, strerror(errno));
    else
        status = output_open(&out, path);
    if (text && status == STATUS_OK) {
        status = fill(out.stream, report, text, template);
        if (status == STATUS_OK)
            status = output_commit(&out);
        else
            output_discard(&out);
    }
    free(template);
    free(path);
    free(text);
    return status;
}

/* What one sees, where the page does not say it once for all. */
static const struct {
    const char *script, *words;
} captions[] = {
    {"binades", "Each step is the largest error over all floats of one binade [2^k, 2^(k+1)), on a "
                "logarithmic axis that goes from 0 in the middle to both sides; the step in the middle is "
                "zero and the subnormals, the ones at the edges are the infinities and NaN. Further in and "
                "further out than the axis shows, nothing changes by more than half, or it is beyond 2^20 "
                "ulp. Bars at the top: binades with failures (a class, or no correct bit)."},
    {"histogram",
     "Each result of the run, counted by its error: on the left what is correctly rounded, then two steps "
     "to each doubling of the error, the last one open. The counts are exact, and their axis is "
     "logarithmic: a step that ends at 1 is a single result. Results with a class have no error in ulps and "
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

int page_charts(FILE *to, const struct report *report, const char *script, const char *format,
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
        fprintf(to, "<figure><a href=\"%s.svg\"><img src=\"%s.svg\" loading=\"lazy\" alt=\"", name, name);
        html(to, json_text_at(chart, "title"));
        fputs("\"></a><figcaption>", to);
        html(to, json_text_at(chart, "title"));
        fprintf(to, " (<a href=\"%s.png\">PNG</a>)", name);
        const char *words = caption(json_text_at(chart, "script"));
        if (words) {
            fputs(". ", to);
            html(to, words);
        }
        fputs("</figcaption></figure>\n", to);
        count++;
    }
    return count;
}
