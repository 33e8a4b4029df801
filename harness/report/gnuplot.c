/* gnuplot.c -- one script for all charts, and the one gnuplot process that runs it. */
#include "harness/report/gnuplot.h"
#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/base/process.h"
#include "harness/machine/files.h"
#include "harness/report/svg.h"
#include "harness/report/text.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Hidden: not part of the report. */
#define SCRIPT_NAME ".charts.gp"
static const char log_name[] = ".gnuplot.log";

static void write_value(FILE *to, const json_t *value)
{
    if (json_is_string(value))
        report_gnuplot_cell(to, json_string_value(value));
    else
        fprintf(to, "%.17g", json_number_value(value));
}

static void write_chart(FILE *to, const json_t *chart)
{
    const char *variable;
    json_t *value, *element;
    size_t i;
    fputs("reset\n", to);
    json_object_foreach(json_object_get(chart, "set"), variable, value)
    {
        if (json_is_array(value)) {
            fprintf(to, "array %s[%zu] = [", variable, json_array_size(value));
            json_array_foreach(value, i, element)
            {
                fputs(i ? ", " : "", to);
                write_value(to, element);
            }
            fputc(']', to);
        } else {
            fprintf(to, "%s = ", variable);
            write_value(to, value);
        }
        fputc('\n', to);
    }
    static const char *const texts[] = {"name", "script", "title", "format"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        fprintf(to, "chart_%s = ", texts[t]);
        report_gnuplot_text(to, json_text_at(chart, texts[t]));
        fputc('\n', to);
    }
    fputs("load reports.'/draw.gp'\n", to);
}

static enum status write_script(const struct report *report, const char *path)
{
    struct output_file out;
    enum status status = output_open(&out, path);
    if (status != STATUS_OK)
        return status;
    fputs("reports = ", out.stream);
    report_gnuplot_text(out.stream, machine_reports_directory());
    fputc('\n', out.stream);
    size_t i;
    json_t *chart;
    json_array_foreach(report->charts, i, chart) write_chart(out.stream, chart);
    return output_commit(&out);
}

/* The absolute path of gnuplot: GANLOSS_GNUPLOT if it is set, else found in PATH; NULL if there is none. */
static char *find_gnuplot(void)
{
    const char *name = getenv("GANLOSS_GNUPLOT"), *path = getenv("PATH");
    if (!name || !*name)
        name = "gnuplot";
    if (strchr(name, '/'))
        return access(name, X_OK) == 0 ? realpath(name, NULL) : NULL;
    while (path && *path) {
        size_t length = strcspn(path, ":");
        char *candidate = allocate_text("%.*s/%s", (int)length, path, name);
        char *found = length > 0 && access(candidate, X_OK) == 0 ? realpath(candidate, NULL) : NULL;
        free(candidate);
        if (found)
            return found;
        path += length + (path[length] == ':');
    }
    return NULL;
}

/* How long it may take; far more than it does, so that it ends one that hangs. */
static double seconds_for(size_t charts)
{
    const char *given = getenv("GANLOSS_GNUPLOT_SECONDS");
    double seconds = given ? strtod(given, NULL) : 0;
    return seconds > 0 ? seconds : 60 + 5 * (double)charts;
}

/* The last line of the log that is not blank: gnuplot's error. */
static void last_words(char text[256], const char *directory)
{
    char line[256], *path = output_path(directory, log_name);
    FILE *log = fopen(path, "r");
    snprintf(text, 256, "it said nothing");
    while (log && fgets(line, sizeof line, log)) {
        char *start = line + strspn(line, " \t^\n");
        start[strcspn(start, "\n")] = '\0';
        if (*start)
            memmove(text, start, strlen(start) + 1);
    }
    if (log)
        fclose(log);
    free(path);
}

/* What the files end with, but for a few bytes: gnuplot exits with 0 where data are missing or the disk is full. */
static const struct chart_type {
    const char *name, *end;
} chart_types[] = {{"svg", "</svg>"}, {"png", "IEND"}};

static bool is_whole(const char *path, const struct chart_type *type)
{
    enum { LAST = 12 };
    char end[LAST] = "";
    FILE *file = fopen(path, "r");
    bool whole = file && fseek(file, -LAST, SEEK_END) == 0 && fread(end, 1, LAST, file) == LAST &&
                 memmem(end, LAST, type->end, strlen(type->end));
    if (file)
        fclose(file);
    return whole;
}

static enum status finish_charts(const struct report *report)
{
    size_t i;
    json_t *chart;
    json_array_foreach(report->charts, i, chart) for (size_t t = 0;
                                                      t < sizeof chart_types / sizeof *chart_types; t++)
    {
        struct stat info;
        char name[NAME_MAX];
        snprintf(name, sizeof name, "%s.%s", json_text_at(chart, "name"), chart_types[t].name);
        char *path = output_path(report->directory, name);
        bool drawn = stat(path, &info) == 0 && info.st_size > 0, whole = is_whole(path, &chart_types[t]);
        enum status status =
            !drawn   ? fail(STATUS_INTERNAL, "gnuplot drew nothing into the chart %s", name)
            : !whole ? fail(STATUS_IO, "gnuplot wrote only a part of the chart %s: is the disk full?", name)
            : strcmp(chart_types[t].name, "svg") == 0 ? report_svg_name_fonts(path)
                                                      : STATUS_OK;
        free(path);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* What came of it, from the value of process_run(). */
static enum status judge(int result, const struct report *report, const char *program, double seconds)
{
    int error = errno;
    char words[256];
    last_words(words, report->directory);
    switch (result) {
    case 0:
        return finish_charts(report);
    case PROCESS_NOT_STARTED:
        return fail(STATUS_UNAVAILABLE, "cannot run %s: %s", program, strerror(error));
    case PROCESS_LATE:
        return fail(STATUS_UNAVAILABLE,
                    "%s did not end within %g s (GANLOSS_GNUPLOT_SECONDS sets another limit)", program,
                    seconds);
    case PROCESS_INTERRUPTED:
        return STATUS_OK;    /* the command sees it */
    case STATUS_UNAVAILABLE: /* draw.gp: a terminal is missing */
        return fail(STATUS_UNAVAILABLE, "%s failed with status %d: %s", program, result, words);
    case 128 + SIGXFSZ:
        return fail(STATUS_IO, "%s: a chart is larger than files may be", program);
    default:
        return fail(STATUS_INTERNAL, "%s %s %d: %s", program,
                    result > 128 ? "was killed by signal" : "failed with status",
                    result > 128 ? result - 128 : result, words);
    }
}

enum status report_charts_draw(const struct report *report)
{
    size_t charts = json_array_size(report->charts);
    if (charts == 0)
        return STATUS_OK;
    char *program = find_gnuplot(), defaults[] = "-d", name[] = SCRIPT_NAME;
    if (!program)
        return fail(STATUS_UNAVAILABLE,
                    "gnuplot is not there: the report's charts need it (Debian: gnuplot-nox) in "
                    "PATH or named by GANLOSS_GNUPLOT");
    char *script = output_path(report->directory, SCRIPT_NAME);
    enum status status = write_script(report, script);
    if (status == STATUS_OK) {
        char *const arguments[] = {program, defaults, name, NULL};
        double seconds = seconds_for(charts);
        int result = process_run(arguments, report->directory, log_name, seconds);
        status = judge(result, report, program, seconds);
    }
    free(script);
    free(program);
    return status;
}
