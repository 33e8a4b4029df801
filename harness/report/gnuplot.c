/* gnuplot.c -- every chart has a script of its own; a few gnuplot processes side by side run them all. */
#include "harness/report/gnuplot.h"
#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/base/process.h"
#include "harness/report/chart_script.h"
#include "harness/report/stage.h"
#include "harness/report/text.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Two, as everyone has: more would not be twice as fast, and each loads its fonts anew. */
enum { MOST_PARTS = 2, CHARTS_WORTH_A_PROCESS = 8 };

/* Each process has charts of its own, and its own script and log. */
struct part {
    size_t index, parts;
    char script[32], log[32];
    int result, error; /* of process_run(), and errno */
};

/* What it draws: every so manieth chart, as they take about as long as their neighbours on the list. */
static enum status write_script(const struct report *report, const struct part *part)
{
    struct output_file out;
    size_t i;
    json_t *chart;
    enum status status = report_stage_file(&out, report, REPORT_CHARTS, "%s", part->script);
    if (status != STATUS_OK)
        return status;
    json_array_foreach(report->charts, i, chart) if (i % part->parts == part->index)
    {
        fputs("reset\nload ", out.stream);
        char *name = allocate_text("%s.gp", json_text_at(chart, "name"));
        report_gnuplot_text(out.stream, name);
        fputc('\n', out.stream);
        free(name);
    }
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
static void last_words(char text[256], const char *directory, const char *log_name)
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

/* Whether the charts of a part are there, and whole. */
static enum status look_at_charts(const struct report *report, const char *charts, const struct part *part)
{
    size_t i;
    json_t *chart;
    json_array_foreach(report->charts, i, chart) for (size_t t = 0;
                                                      t < sizeof chart_types / sizeof *chart_types; t++)
    {
        struct stat info;
        char name[NAME_MAX];
        if (i % part->parts != part->index)
            continue;
        snprintf(name, sizeof name, "%s.%s", json_text_at(chart, "name"), chart_types[t].name);
        char *path = output_path(charts, name);
        bool drawn = stat(path, &info) == 0 && info.st_size > 0, whole = is_whole(path, &chart_types[t]);
        free(path);
        if (!drawn)
            return fail(STATUS_INTERNAL, "gnuplot drew nothing into the chart %s", name);
        if (!whole)
            return fail(STATUS_IO, "gnuplot wrote only a part of the chart %s: is the disk full?", name);
    }
    return STATUS_OK;
}

/* What came of it. */
static enum status judge(const struct part *part, const struct report *report, const char *charts,
                         const char *program, double seconds)
{
    int result = part->result;
    char words[256];
    last_words(words, charts, part->log);
    switch (result) {
    case 0:
        return look_at_charts(report, charts, part);
    case PROCESS_NOT_STARTED:
        return fail(STATUS_UNAVAILABLE, "cannot run %s: %s", program, strerror(part->error));
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

/* Runs the parts side by side; the first that failed says why. */
static enum status draw(const struct report *report, char *program, size_t parts)
{
    struct part part[MOST_PARTS];
    char *charts = output_path(report->directory, REPORT_CHARTS);
    double seconds = seconds_for(json_array_size(report->charts));
    enum status status = STATUS_OK;
    for (size_t i = 0; i < parts && status == STATUS_OK; i++) {
        part[i] = (struct part){.index = i, .parts = parts};
        snprintf(part[i].script, sizeof part[i].script, ".charts-%zu.gp", i + 1);
        snprintf(part[i].log, sizeof part[i].log, ".charts-%zu.log", i + 1);
        status = write_script(report, &part[i]);
    }
    if (status == STATUS_OK) {
#pragma omp parallel for num_threads((int)parts)
        for (size_t i = 0; i < parts; i++) {
            char defaults[] = "-d", *const arguments[] = {program, defaults, part[i].script, NULL};
            part[i].result = process_run(arguments, charts, part[i].log, seconds);
            part[i].error = errno;
        }
        for (size_t i = 0; i < parts && status == STATUS_OK; i++)
            status = judge(&part[i], report, charts, program, seconds);
    }
    free(charts);
    return status;
}

enum status report_charts_draw(const struct report *report)
{
    size_t charts = json_array_size(report->charts), parts = charts / CHARTS_WORTH_A_PROCESS, i;
    json_t *chart;
    enum status status = STATUS_OK;
    if (charts == 0)
        return STATUS_OK;
    char *program = find_gnuplot();
    if (!program)
        return fail(STATUS_UNAVAILABLE,
                    "gnuplot is not there: the report's charts need it (Debian: gnuplot-nox) in "
                    "PATH or named by GANLOSS_GNUPLOT");
    json_array_foreach(report->charts, i, chart) if (status == STATUS_OK && !interrupted()) status =
        report_chart_script(report, chart);
    if (status == STATUS_OK)
        status = draw(report, program, parts < 1 ? 1 : parts > MOST_PARTS ? MOST_PARTS : parts);
    free(program);
    return status;
}
