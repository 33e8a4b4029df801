/* page.c -- index.html: the template reports/page.html with its {{parts}} filled in. */
#include "harness/report/page.h"
#include "harness/base/output.h"
#include "harness/machine/files.h"
#include "harness/report/inline.h"
#include "harness/report/page_losses.h"
#include "harness/report/page_questions.h"
#include "harness/report/page_runs.h"
#include "harness/report/page_verdict.h"
#include "harness/report/page_write.h"
#include "harness/report/unfinished.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void write_unfinished(FILE *to, const struct report *report)
{
    report_unfinished_note(to, report, NULL);
}

static const struct {
    const char *name;
    void (*write)(FILE *to, const struct report *report);
} parts[] = {
    {"unfinished", write_unfinished},     {"questions", report_page_questions}, {"write", report_page_write},
    {"functions", report_page_functions}, {"verdict", report_page_verdict},     {"price", report_page_price},
    {"traces", report_page_traces},       {"losses", report_page_losses},       {"batch", report_page_batch},
    {"timing", report_page_timing},       {"machine", report_page_machine},
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
    if (getdelim(&text, &size, '\0', file) < 0 || ferror(file)) {
        free(text);
        text = NULL;
    }
    fclose(file);
    return text;
}

/* How large the page is without its charts; 0: it cannot be made. */
static size_t text_size(const struct report *report, const char *text, const char *path)
{
    char *page = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&page, &size);
    enum status status = fill(to, report, text, path);
    fclose(to);
    free(page);
    return status == STATUS_OK ? size : 0;
}

enum status report_page(const struct report *report)
{
    enum { SPARE = 20 * 1000 }; /* a chart inside takes some letters more than one beside */
    struct output_file out;
    char *template = output_path(machine_reports_directory(), "page.html");
    char *path = output_path(report->directory, "index.html"), *text = read_text(template);
    enum status status = STATUS_OK;
    if (!text)
        status = fail(STATUS_UNAVAILABLE, "cannot read the page template %s: %s", template, strerror(errno));
    else
        status = output_open(&out, path);
    if (text && status == STATUS_OK) {
        size_t size = text_size(report, text, template) + SPARE;
        status = report_inline_plan(report, size < INLINE_PAGE ? INLINE_PAGE - size : 0);
        if (status == STATUS_OK)
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
